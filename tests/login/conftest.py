"""A running application and people with passwords, for the tests over HTTP; each looks at what it changed."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import psycopg
import pytest

from pgdesk.api.login.passwords import Passwords
from pgdesk.settings import Settings
from tests.api.server import serving, settings_for
from tests.conftest import Connection, clone

PASSWORD = "correct horse battery"
_NUMBERS = count(1)


@dataclass(frozen=True)
class House:
    client: httpx.Client
    database: Connection
    settings: Settings

    def person(self, role: str = "agent", *, password: str | None = PASSWORD, **columns: Any) -> "Member":
        """Somebody new."""
        email = f"member{next(_NUMBERS)}@house.example"
        values = {"name": "Member", "email": email, "role": role, **columns}
        person_id = self.value(
            f"INSERT INTO helpdesk.person ({', '.join(values)})"
            f" VALUES ({', '.join(['%s'] * len(values))}) RETURNING person_id",
            *values.values(),
        )
        if password is not None:
            hashed = Passwords(self.settings).hash_at_once(password)
            self.value("SELECT helpdesk.set_password(%s, %s, %s)", person_id, hashed, len(password))
        return Member(self, person_id, email)

    def value(self, statement: str, *values: Any) -> Any:
        row = self.database.execute(statement, values).fetchone()
        return row[0] if row else None

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self.client.post(f"/auth/{path}", json=body)

    def forget_tries(self) -> None:
        self.database.execute("DELETE FROM helpdesk.login_try")

    def me(self, access_token: str) -> httpx.Response:
        return self.client.get("/rest/rpc/me", headers={"Authorization": f"Bearer {access_token}"})


@dataclass(frozen=True)
class Member:
    house: House
    person_id: int
    email: str

    def try_password(self, password: str) -> httpx.Response:
        return self.house.post("login", email=self.email, password=password)

    def log_in(self) -> dict[str, Any]:
        """The tokens of a new session."""
        response = self.try_password(PASSWORD)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def change(self, **columns: Any) -> None:
        for name, value in columns.items():
            self.house.database.execute(
                f"UPDATE helpdesk.person SET {name} = %s WHERE person_id = %s", (value, self.person_id)
            )

    def ended_because(self) -> str | None:
        """Of the newest session."""
        found: str | None = self.house.value(
            "SELECT ended_because FROM helpdesk.session WHERE person_id = %s ORDER BY session_id DESC",
            self.person_id,
        )
        return found


@pytest.fixture(scope="package")
def open_house(server_dsn: str) -> Iterator[House]:
    with clone(server_dsn, f"pgdesk_login_{secrets.token_hex(5)}") as dsn:
        settings = settings_for(dsn)
        with psycopg.connect(dsn, autocommit=True) as database, serving(settings) as client:
            yield House(client, database, settings)


@pytest.fixture
def house(open_house: House) -> House:
    """Nobody has tried in vain yet."""
    open_house.forget_tries()
    return open_house
