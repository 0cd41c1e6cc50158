"""The units of docs/systemd.md: systemd understands them, and what they run is there."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pgdesk.cli.main import cli
from pgdesk.cli.paths import ROOT

_PAGE = (ROOT / "docs" / "systemd.md").read_text()
UNITS = dict(re.findall(r"`/etc/systemd/system/(\S+)`:\n\n```ini\n(.*?)```", _PAGE, re.DOTALL))


def test_they_run_what_there_is() -> None:
    assert set(UNITS) == {"pgdesk-migrate.service", "pgdesk-api.service", "pgdesk-worker.service"}
    for name, text in UNITS.items():
        (command,) = re.findall(r"^ExecStart=/opt/pgdesk/bin/(.*)$", text, re.MULTILINE)
        match command.split():
            case ["pgdesk", word]:
                assert word in cli.list_commands(None)  # type: ignore[arg-type]
            case ["python", "-m", module]:
                assert importlib.util.find_spec(module) is not None
            case other:
                pytest.fail(f"{name} runs {other}")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_them(tmp_path: Path) -> None:
    """With programs and a user that this machine has."""
    for name, text in UNITS.items():
        here = text.replace("/opt/pgdesk/bin/pgdesk", sys.executable)
        here = here.replace("/opt/pgdesk/bin/python", sys.executable).replace("User=pgdesk", "User=root")
        (tmp_path / name).write_text(here)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "pgdesk" not in done.stderr, done.stderr
