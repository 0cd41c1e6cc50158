"""The README's walk-through, typed as printed, answers as printed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.cluster import free_port
from tests.cli.demo import environment, running_demo

_MARK = "-- next --"


def _steps() -> list[tuple[str, str]]:
    """Commands of the console blocks with what is printed below each."""
    text = "\n".join(re.findall(r"^```console\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S))
    parts = re.split(r"^\$ ", text, flags=re.M)[1:]
    return [(command, output.rstrip()) for command, _, output in (part.partition("\n") for part in parts)]


def test_the_walk_through_works_as_printed(room: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl or bash is not installed")
    port = free_port()
    steps = _steps()
    script = f"\necho '{_MARK}'\n".join(command for command, _ in steps)
    script = script.replace(":8000/", f":{port}/").replace(
        ".venv/bin/pgdesk", f"{sys.executable} -m pgdesk.cli.main"
    )
    with running_demo(room, port):
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=ROOT,
            env=environment(room, port),
            capture_output=True,
            text=True,
            check=False,
        )
    answers = [answer.strip("\n").rstrip() for answer in done.stdout.split(f"{_MARK}\n")]
    assert list(zip((command for command, _ in steps), answers, strict=True)) == steps
