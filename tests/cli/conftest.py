"""What the tests of the command share."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from tests.conftest import runs_folder


@pytest.fixture
def room() -> Iterator[Path]:
    with make_room() as folder:
        yield folder


@contextmanager
def make_room() -> Iterator[Path]:
    """A folder that every user can traverse (pytest's tmp_path is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="pgdesk-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def elsewhere(server_dsn: str) -> Iterator[Cluster]:
    """An empty cluster: no roles, no databases of pgdesk. Its superuser has the password that is restored."""
    folder = runs_folder() / f"elsewhere-{os.getpid()}"
    cluster = Cluster(folder, find_binaries(), str(conninfo_to_dict(server_dsn)["password"]), durable=False)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        for left in {cluster.folder, cluster.home}:
            shutil.rmtree(left, ignore_errors=True)
