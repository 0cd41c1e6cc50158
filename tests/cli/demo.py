"""A running `pgdesk demo`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pgdesk.cli.paths import ROOT


def environment(room: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PGDESK_")}
    return {**kept, "PGDESK_STATE_DIR": str(room), "PGDESK_PORT": str(port), "LC_ALL": "C"}


@contextmanager
def running_demo(
    room: Path, port: int, *arguments: str, prefix: tuple[str, ...] = ()
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The running demo and what it printed up to the last line of its welcome."""
    output = (room / "demo.out").open("w+")
    process = subprocess.Popen(
        [*prefix, sys.executable, "-m", "pgdesk.cli.main", "demo", *arguments],
        cwd=ROOT,
        env=environment(room, port),
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + 120
        while "Ctrl-C stops" not in (text := (room / "demo.out").read_text()):
            assert process.poll() is None, text
            assert time.monotonic() < deadline, text
            time.sleep(0.1)
        yield process, text
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        output.close()
