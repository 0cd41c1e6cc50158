"""Signs access tokens with the key that the database names in their grant."""

from __future__ import annotations

from joserfc.jwk import ECKey

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import refusal
from pgdesk.api.login.desk import Desk
from pgdesk.api.login.signing_keys import open_signing_key
from pgdesk.api.login.tokens import sign
from pgdesk.settings import Settings


class Signer:
    """Keeps the keys that it has opened, so that a rotation costs one question."""

    def __init__(self, desk: Desk, envelope: Envelope, settings: Settings) -> None:
        self._desk = desk
        self._envelope = envelope
        self._settings = settings
        self._keys: dict[str, ECKey] = {}

    async def sign(self, key_id: str | None, role: str, seconds: float, **claims: int | str) -> str:
        """`key_id` None: PGDESK_JWT_SECRET signs. Raises ApiError 503 where the key cannot be had."""
        key = self._settings.jwt_secret if key_id is None else await self._open(key_id)
        return sign(key, self._settings.jwt_audience, role, seconds, **claims)

    async def _open(self, key_id: str) -> ECKey:
        if key_id not in self._keys:
            private_key = await self._desk.private_signing_key(key_id)
            if private_key is None:
                raise refusal(503, "the key that signs was retired just now", headers=[("Retry-After", "1")])
            self._keys[key_id] = open_signing_key(self._envelope, key_id, private_key)
        return self._keys[key_id]
