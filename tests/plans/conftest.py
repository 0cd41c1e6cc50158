"""A database with enough tickets that a sequential scan would show, loaded once."""

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest

from tests.conftest import demo_clone
from tests.waiting import until

TICKETS = 20_000
#: Postgres plans without an index that was made over HOT chains while an older transaction is open in any
#: database of the server: another test may have one.
_ARE_USABLE = """
    SELECT coalesce(
        bool_and(i.xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint), true
    )
    FROM pg_index AS i
    WHERE i.indcheckxmin
"""
_PATIENCE = 300


@pytest.fixture(scope="session")
def big_dsn(server_dsn: str, began_at: datetime) -> Iterator[str]:
    with demo_clone(server_dsn, TICKETS, began_at) as made:
        with psycopg.connect(made, autocommit=True) as connection:
            until(lambda: connection.execute(_ARE_USABLE).fetchone() == (True,), _PATIENCE)
        yield made
