"""What the tests of the command share."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that every user can traverse (pytest's tmp_path is closed to others)."""
    folder = Path(tempfile.mkdtemp(prefix="pgdesk-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
