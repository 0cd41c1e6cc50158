"""docs/a-guests-way.md, typed as printed while a demo runs, answers as printed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import free_port
from tests.cli.demo import PGDESK, environment, running_demo

PAGE = ROOT / "docs" / "a-guests-way.md"
_MARK = "-- next --"
_TICKETS = 60


def steps() -> list[tuple[str, str]]:
    """Commands with what is printed below each, for a demo of fewer tickets."""
    text = "\n".join(re.findall(r"^```console\n(.*?)^```", PAGE.read_text(), re.M | re.S))
    text = text.replace("05001", f"{_TICKETS + 1:05}").replace("5001", str(_TICKETS + 1))
    parts = [part.partition("\n") for part in re.split(r"^\$ ", text, flags=re.M)[1:]]
    return [(typed, printed.strip("\n")) for typed, _, printed in parts]


def test_a_guests_way_goes_as_printed(tmp_path: Path) -> None:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl or bash is not installed")
    port = free_port()
    with running_demo(tmp_path, port, "--tickets", str(_TICKETS)):
        script = f"\necho '{_MARK}'\n".join(typed for typed, _ in steps())
        script = script.replace(":8000", f":{port}").replace(".venv/bin/pgdesk", " ".join(PGDESK))
        done = subprocess.run(
            ["bash", "-c", script], cwd=ROOT, env=environment(tmp_path, port),
            capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
    answers = [answer.strip("\n") for answer in done.stdout.split(f"{_MARK}\n")]
    assert list(zip((typed for typed, _ in steps()), answers, strict=True)) == steps(), done.stderr
