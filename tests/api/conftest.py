"""One running application and its people for all tests of this folder; each test looks at what it changed."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for
from tests.conftest import Connection, clone


@dataclass(frozen=True)
class Desk:
    """A client of the application, its database, and a person of each role."""

    client: httpx.Client
    database: Connection
    dsn: str
    people: dict[str, int]
    ticket_id: int

    def headers(self, name: str, *, expires_in: int = 3600) -> dict[str, str]:
        role = {"helper": "agent", "third": "agent"}.get(name, name)
        return bearer(role, self.people[name], expires_in=expires_in)


@pytest.fixture(scope="package")
def desk(server_dsn: str) -> Iterator[Desk]:
    with (
        clone(server_dsn, f"pgdesk_api_{secrets.token_hex(5)}") as dsn,
        psycopg.connect(dsn, autocommit=True) as database,
        serving(settings_for(dsn)) as client,
    ):
        people = {}
        for name, role in (
            ("customer", "customer"),
            ("agent", "agent"),
            ("helper", "agent"),
            ("third", "agent"),
            ("admin", "admin"),
        ):
            row = database.execute(
                "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s) RETURNING person_id",
                (name.title(), f"{name}@desk.example", role),
            ).fetchone()
            assert row is not None
            people[name] = row[0]
        row = database.execute(
            "INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('Printer offline', %s)"
            " RETURNING ticket_id",
            (people["customer"],),
        ).fetchone()
        assert row is not None
        yield Desk(client, database, dsn, people, row[0])
