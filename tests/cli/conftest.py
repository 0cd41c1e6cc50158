"""What the tests of the command share."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


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
