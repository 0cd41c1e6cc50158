"""Keys that access tokens are signed with: made, sealed for the database, and opened again."""

from __future__ import annotations

from typing import Any

from joserfc.jwk import ECKey

from pgdesk.api.envelope import Envelope
from pgdesk.api.login.tokens import ALGORITHM


def make_signing_key(envelope: Envelope) -> tuple[dict[str, Any], bytes]:
    """The public JWK of a new one, and its private part, sealed. Raises ApiError 503 where nothing seals."""
    key = ECKey.generate_key("P-256")
    key_id = key.thumbprint()
    public = {**key.as_dict(private=False), "kid": key_id, "alg": ALGORITHM, "use": "sig"}
    return public, envelope.seal(_place(key_id), key.as_der(private=True))


def open_signing_key(envelope: Envelope, key_id: str, private_key: bytes) -> ECKey:
    """Raises ApiError 503 where no key of the environment opens it."""
    return ECKey.import_key(envelope.open(_place(key_id), private_key))


def _place(key_id: str) -> str:
    return f"signing_key.private_key {key_id}"
