"""A running application whose database has a signing key; each test looks at what it changed."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import jwt
import psycopg
import pytest
from psycopg.types.json import Jsonb

from pgdesk.api.envelope import Envelope
from pgdesk.api.login.passwords import Passwords
from pgdesk.api.login.signing_keys import make_signing_key
from pgdesk.settings import Settings
from tests.api.server import serving, settings_for
from tests.conftest import Connection, clone

SECRET_KEYS = "a key that seals and has 32 bytes or more"
EMAIL, PASSWORD = "ann@house.example", "correct horse battery"


@dataclass(frozen=True)
class Ring:
    client: httpx.Client
    database: Connection
    settings: Settings

    def value(self, statement: str, *values: Any) -> Any:
        row = self.database.execute(statement, values).fetchone()
        return row[0] if row else None

    def add_key(self, *, is_at_once: bool = False) -> str:
        public, private = make_signing_key(Envelope(SECRET_KEYS))
        given = (Jsonb(public), private, is_at_once)
        self.database.execute("SELECT helpdesk.add_signing_key(%s, %s, %s)", given)
        return str(public["kid"])

    def log_in(self) -> str:
        """An access token."""
        response = self.client.post("/auth/login", json={"email": EMAIL, "password": PASSWORD})
        assert response.status_code == 200, response.text
        return str(response.json()["access_token"])

    def status(self, token: str) -> int:
        """Of a request with the token."""
        return self.client.get("/rest/rpc/me", headers={"Authorization": f"Bearer {token}"}).status_code

    def published(self) -> dict[str, dict[str, Any]]:
        """By their ids, as the database says: the route keeps its answer for some seconds."""
        found = self.value("SELECT helpdesk.published_signing_keys()")["keys"]
        return {key["kid"]: key for key in found}

    def claims(self, token: str) -> dict[str, Any]:
        """Verified by another library, with the keys that are published."""
        key = jwt.PyJWK(self.published()[key_id(token)])
        found: dict[str, Any] = jwt.decode(token, key, algorithms=["ES256"], audience="pgdesk")
        return found


def key_id(token: str) -> str:
    return str(jwt.get_unverified_header(token)["kid"])


@pytest.fixture(scope="package")
def ring(server_dsn: str) -> Iterator[Ring]:
    with clone(server_dsn, f"pgdesk_keys_{secrets.token_hex(5)}") as dsn:
        settings = settings_for(dsn, secret_keys=SECRET_KEYS)
        with psycopg.connect(dsn, autocommit=True) as database, serving(settings) as client:
            hashed = Passwords(settings).hash_at_once(PASSWORD)
            database.execute(
                "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ann', %s, 'agent')", (EMAIL,)
            )
            database.execute(
                "SELECT helpdesk.set_password(p.person_id, %s, %s) FROM helpdesk.person AS p",
                (hashed, len(PASSWORD)),
            )
            found = Ring(client, database, settings)
            found.add_key()
            yield found
