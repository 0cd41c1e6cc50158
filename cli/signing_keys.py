"""The keys that tokens are signed with and verified by, as the command makes, takes and uses them."""

from typing import Any

import msgspec
import psycopg
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from psycopg.types.json import Jsonb

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.api.login.signing_keys import make_signing_key, open_signing_key
from pgdesk.cli.database import Database
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.secrets import Secrets

Connection = psycopg.Connection[Any]

_CURRENT = "SELECT helpdesk.current_signing_key_id()"
_PRIVATE = "SELECT helpdesk.private_signing_key(%s)"
_ADD = "SELECT helpdesk.add_signing_key(%s, %s, %s)"
_TRUST = "SELECT helpdesk.trust_signing_key(%s, %s)"
#: What a key is for that does not say so.
_ALGORITHMS = {"RSA": "RS256", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_PRIVATE_PARTS = ("d", "p", "q", "dp", "dq", "qi", "oth")


def rotate_signing_key(
    connection: Connection, secrets: Secrets, *, is_at_once: bool = False
) -> tuple[str, Any]:
    """Publishes a new key: its id, and from when on it signs."""
    current_signing_key(connection, secrets)  # what cannot open it would seal with a key that the api lacks
    public, private = make_signing_key(Envelope(secrets.seal))
    ((signs_from,),) = connection.execute(_ADD, (Jsonb(public), private, is_at_once)).fetchall()
    return str(public["kid"]), signs_from


def make_first_signing_key(database: Database) -> None:
    """Where there is none, so that tokens are signed with a key that no host knows."""
    with database.connect() as connection:
        if _current(connection) is None:
            rotate_signing_key(connection, database.secrets)


def current_signing_key(connection: Connection, secrets: Secrets) -> ECKey | None:
    """Raises PgdeskError where no key of PGDESK_SECRET_KEYS opens it."""
    key_id = _current(connection)
    if key_id is None:
        return None
    ((private,),) = connection.execute(_PRIVATE, (key_id,)).fetchall()
    try:
        return open_signing_key(Envelope(secrets.seal), key_id, private)
    except ApiError as error:
        raise PgdeskError(f"signing key {key_id}: {error.message}. {error.hint}") from None


def read_public_keys(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Of a JWK, a JWK set or PEM: thumbprints and JWKs, without what is private."""
    try:
        if text.lstrip().startswith("{"):
            document = msgspec.json.decode(text, type=dict[str, Any])
            found = [_read_jwk(raw) for raw in document.get("keys", [document])]
        else:
            found = [_read_jwk(_read_pem(text).as_dict(private=False))]
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PgdeskError(f"these are no public RSA or EC keys: {error}") from None
    return found


def trust_signing_key(connection: Connection, key_id: str, public: dict[str, Any]) -> None:
    ((is_taken,),) = connection.execute(_TRUST, (key_id, Jsonb(public))).fetchall()
    if not is_taken:
        raise PgdeskError(f"{key_id} is a key of pgdesk's own")


def _read_pem(text: str) -> RSAKey | ECKey:
    try:
        return RSAKey.import_key(text)
    except (JoseError, ValueError, TypeError):
        return ECKey.import_key(text)


def _read_jwk(raw: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    public = {name: value for name, value in raw.items() if name not in _PRIVATE_PARTS}
    is_rsa = raw["kty"] == "RSA"
    key = RSAKey.import_key(public) if is_rsa else ECKey.import_key(public)
    return key.thumbprint(), {"alg": _ALGORITHMS["RSA" if is_rsa else raw["crv"]], **public}


def _current(connection: Connection) -> str | None:
    ((key_id,),) = connection.execute(_CURRENT).fetchall()
    return None if key_id is None else str(key_id)
