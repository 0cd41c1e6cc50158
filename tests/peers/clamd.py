"""clamd of the system's packages in a folder of its own, which knows one harmless text."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pgdesk.files.clamd import ScannerAwayError, ping

#: What it takes for infected, and what it calls that.
BAD_TEXT = b"this text stands for a virus in the tests of pgdesk"
BAD_NAME = "PgdeskTest.UNOFFICIAL"
#: Bytes that it looks at, at most.
MOST_BYTES = 2**20

_CONFIGURATION = """
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/socket
PidFile {folder}/pid
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength {most}
AlertExceedsMax yes
"""


def find_clamd() -> str:
    """Skips where it is not installed."""
    program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if program is None:
        pytest.skip("clamd is not installed")
    return program


@contextmanager
def running_clamd(folder: Path) -> Iterator[str]:
    """Its address, once it answers."""
    program = find_clamd()
    (folder / "signatures").mkdir(parents=True, exist_ok=True)
    (folder / "signatures" / "test.ndb").write_text(f"PgdeskTest:0:*:{BAD_TEXT.hex()}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, most=MOST_BYTES))
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([program, "-c", str(configuration)], stdout=log, stderr=log)
    address = str(folder / "socket")
    try:
        while True:
            try:
                ping(address)
                break
            except ScannerAwayError as problem:
                if process.poll() is not None:
                    raise RuntimeError((folder / "log").read_text()) from problem
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(20)
