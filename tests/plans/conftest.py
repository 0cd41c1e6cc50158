"""A database with enough tickets that a sequential scan would show, loaded once."""

import os
from collections.abc import Iterator

import pytest

from pgdesk.cli import demo_data
from tests.conftest import clone

TICKETS = 20_000


@pytest.fixture(scope="session")
def big_dsn(server_dsn: str) -> Iterator[str]:
    with clone(server_dsn, f"pgdesk_plans_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as made:
        demo_data.load(made, TICKETS)
        yield made
