"""The library of samples/schema.sql, and servers over it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from pgdesk.api.rest.app import RestApp
from tests.rest.samples_replay import FOLDER, config_for
from tests.rest.serving import loaded_database, serving


@pytest.fixture(scope="session")
def library_dsn(server_dsn: str) -> Iterator[str]:
    """DSN (superuser) of this worker's library. Nothing that the tests do stays in it."""
    name = f"shelf_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with loaded_database(server_dsn, name, FOLDER / "schema.sql") as made:
        yield made


@pytest.fixture(scope="session")
def library(library_dsn: str) -> Iterator[tuple[str, RestApp]]:
    """Address and application of a server that rolls everything back."""
    with serving(config_for(library_dsn)) as served:
        yield served
