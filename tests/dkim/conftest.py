"""A desk that mails from desk.example, and an administrator who keeps its keys over HTTP."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for
from tests.desk import SYSTEM, Desk, make_desk


@pytest.fixture
def committed(fresh_db: str) -> Iterator[Desk]:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        desk = make_desk(connection)
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.support_address (address, sender_name)"
            " VALUES ('help@desk.example', 'Desk')",
        )
        yield desk


@pytest.fixture
def client(committed: Desk, fresh_db: str) -> Iterator[httpx.Client]:
    with serving(settings_for(fresh_db)) as made:
        made.headers.update(bearer("admin", committed.admin.id or 0))
        yield made
