"""Fixtures of the SLA tests."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection
from tests.sla.desk import SHOWN_WRONG, Desk


@pytest.fixture
def desk(db: Connection) -> Iterator[Desk]:
    """A desk whose cache of clocks must equal the event log, and show on the tickets, when the test ends."""
    yield from _checked(db)


@pytest.fixture
def any_desk(any_db: Connection) -> Iterator[Desk]:
    """Like `desk`, once on the machine's server and once on the wheel's 18."""
    yield from _checked(any_db)


def _checked(db: Connection) -> Iterator[Desk]:
    db.execute("SET LOCAL TIME ZONE 'UTC'")
    desk = Desk(db)
    desk.at("2026-01-05T08:00:00Z")
    desk.add_people()
    for key in ("status_on_customer_reply", "status_on_agent_reply"):
        desk.set(key, "")
    yield desk
    if db.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
        found: list[Any] = desk.mismatches()
        assert not found, found
        assert db.execute(SHOWN_WRONG).fetchall() == []
