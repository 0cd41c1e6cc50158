"""A running `pgdesk demo`."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pgdesk.cli.paths import ROOT
from tests.waiting import until

#: The command of the checkout.
PGDESK = (sys.executable, "-m", "pgdesk.cli.main")


def environment(room: Path, port: int) -> dict[str, str]:
    return {**bare_environment(port), "PGDESK_STATE_DIR": str(room)}


def bare_environment(port: int) -> dict[str, str]:
    """That of this process, without what tells Python and pgdesk where they find things."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PGDESK_", "PYTHON"))}
    return {**kept, "PGDESK_PORT": str(port), "LC_ALL": "C"}


@contextmanager
def running_demo(room: Path, port: int, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The checkout's demo while it runs, and what it printed up to the last line of its welcome."""
    with running([*PGDESK, "demo", *arguments], room, ROOT, environment(room, port)) as demo:
        yield demo


@contextmanager
def running(
    command: Sequence[str], room: Path, cwd: Path, environ: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The same of any `pgdesk demo`."""
    output = (room / "demo.out").open("w+")
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environ,
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    try:
        said = (room / "demo.out").read_text

        def is_welcome() -> bool:
            assert process.poll() is None, said()
            return "Ctrl-C stops" in said()

        until(is_welcome, 120, said)
        yield process, said()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        output.close()
