"""Desks to look at, one a module; see tests/web/furnish.py for who and what is there."""

from collections.abc import Iterator

import pytest

from tests.web.browser import Chromium
from tests.web.desk import Desk, running_desk
from tests.web.furnish import furnish_badly, furnish_sparsely


@pytest.fixture(scope="module")
def desk(server_dsn: str, chromium: Chromium) -> Iterator[Desk]:
    """A desk of the module's own."""
    with running_desk(server_dsn, chromium) as running:
        yield running


@pytest.fixture(scope="module")
def empty_desk(server_dsn: str, chromium: Chromium) -> Iterator[Desk]:
    """The same people, and nothing else."""
    with running_desk(server_dsn, chromium, furnish_sparsely) as running:
        yield running


@pytest.fixture(scope="module")
def hostile_desk(server_dsn: str, chromium: Chromium) -> Iterator[Desk]:
    """The same people and tickets with the worst that may be written, and 5,000 tags."""
    with running_desk(server_dsn, chromium, furnish_badly) as running:
        yield running
