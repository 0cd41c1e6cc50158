"""Pages to be typed, typed as printed while a demo runs, answers as printed."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import free_port
from tests.cli.demo import PGDESK, environment, running_demo

_MARK = "-- next --"
_TICKETS = 60


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("curl or bash is not installed")
    room, port = tmp_path_factory.mktemp("demo"), free_port()
    with running_demo(room, port, "--tickets", str(_TICKETS)):
        yield room, port


def steps(page: str) -> list[tuple[str, str]]:
    """Commands with what is printed below each, for a demo of fewer tickets."""
    text = "\n".join(re.findall(r"^```console\n(.*?)^```", (ROOT / "docs" / page).read_text(), re.M | re.S))
    text = text.replace("05001", f"{_TICKETS + 1:05}").replace("5001", str(_TICKETS + 1))
    parts = [part.partition("\n") for part in re.split(r"^\$ ", text, flags=re.M)[1:]]
    return [(typed, printed.strip("\n")) for typed, _, printed in parts]


# The first ticket is the guest's.
@pytest.mark.parametrize("page", ["a-guests-way.md", "approvals.md", "reports.md"])
def test_a_page_goes_as_printed(demo: tuple[Path, int], page: str) -> None:
    room, port = demo
    script = f"\necho '{_MARK}'\n".join(typed for typed, _ in steps(page))
    script = script.replace(":8000", f":{port}").replace(".venv/bin/pgdesk", " ".join(PGDESK))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env=environment(room, port),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    answers = [answer.strip("\n") for answer in done.stdout.split(f"{_MARK}\n")]
    assert list(zip((typed for typed, _ in steps(page)), answers, strict=True)) == steps(page), done.stderr
