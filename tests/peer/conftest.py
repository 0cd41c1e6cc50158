"""The desk behind a running application; each test makes its own ticket and looks at what it changed."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.pq.abc import PGresult

from pgdesk.api.rest.database.connection import Connection, Statement
from tests.api.server import bearer, serving, settings_for
from tests.conftest import clone
from tests.desk import SYSTEM, Desk, Person, make_desk


@dataclass(frozen=True)
class Site:
    """A client of the application and the desk behind it, whose connection commits at once."""

    client: httpx.Client
    desk: Desk

    def send(self, who: Person | None, method: str, path: str, **others: Any) -> httpx.Response:
        headers = bearer(who.role, who.id) if who is not None and who.id is not None else {}
        wanted = {"Prefer": "return=representation"} if method in ("POST", "PATCH") else {}
        return self.client.request(method, f"/rest/{path}", headers={**headers, **wanted}, **others)

    def count(self, table: str) -> int:
        found: int = self.desk.one(SYSTEM, f"SELECT count(*) FROM helpdesk.{table}")
        return found


@pytest.fixture(scope="module")
def site(server_dsn: str) -> Iterator[Site]:
    with (
        clone(server_dsn, f"pgdesk_peer_{secrets.token_hex(5)}") as dsn,
        psycopg.connect(dsn, autocommit=True) as connection,
        serving(settings_for(dsn)) as client,
    ):
        yield Site(client, make_desk(connection))


@pytest.fixture
def desk(db: psycopg.Connection[tuple[Any, ...]]) -> Desk:
    return make_desk(db)


@contextmanager
def sent_statements() -> Iterator[list[str]]:
    """What the application's connections send to the database meanwhile."""
    sent: list[str] = []
    run = Connection.run

    async def noting(self: Connection, statements: Sequence[Statement]) -> list[PGresult]:
        sent.extend(statement.sql.decode() for statement in statements)
        return await run(self, statements)

    Connection.run = noting  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        Connection.run = run  # type: ignore[method-assign]
