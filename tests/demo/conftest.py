"""A clone with demo data, loaded once for the tests of this folder."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from cli import demo_data
from tests.conftest import Connection, clone

TICKETS = 3000


@pytest.fixture(scope="session")
def demo_dsn(server_dsn: str) -> Iterator[str]:
    with clone(server_dsn, f"pgdesk_demo_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as made:
        demo_data.load(made, TICKETS)
        yield made


@pytest.fixture
def demo_db(demo_dsn: str) -> Iterator[Connection]:
    """A superuser's connection to it; what the test does is rolled back."""
    connection = psycopg.connect(demo_dsn)
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()
