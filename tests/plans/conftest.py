"""A database with enough tickets that a sequential scan would show, loaded once."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.conftest import demo_clone

TICKETS = 20_000


@pytest.fixture(scope="session")
def big_dsn(server_dsn: str, began_at: datetime) -> Iterator[str]:
    with demo_clone(server_dsn, TICKETS, began_at) as made:
        yield made
