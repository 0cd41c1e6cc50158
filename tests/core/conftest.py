from collections.abc import Iterator

import psycopg
import pytest

from tests.desk import Desk, make_desk


@pytest.fixture(scope="module")
def furnished(dsn: str) -> Iterator[Desk]:
    """The people, made once a module in a transaction that is rolled back."""
    with psycopg.connect(dsn) as connection:
        yield make_desk(connection)
        connection.rollback()


@pytest.fixture
def desk(furnished: Desk) -> Iterator[Desk]:
    """A desk of one's own: what the test does is undone by a savepoint."""
    with furnished.db.transaction(force_rollback=True):
        yield furnished
