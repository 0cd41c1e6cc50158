"""The private cluster is taken along to a newer Postgres, as docs/upgrade.md has it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.binaries import machine_binaries, wheel_binaries

_OLD, _NEW = machine_binaries(), wheel_binaries()


@pytest.mark.slow
@pytest.mark.pg18
@pytest.mark.skipif(
    _OLD is None or _NEW is None or _OLD.major >= _NEW.major, reason="needs a server older than the wheel's"
)
def test_a_private_cluster_is_taken_along(room: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PGDESK_", "PG"))}
    small = {"PGDESK_STATE_DIR": str(room), "PGDESK_CLUSTER_SETTINGS": "shared_buffers=64MB"}

    def run(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "pgdesk.cli.main", *arguments],
            cwd=ROOT, env={**kept, **small}, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout or done.stderr

    assert _OLD is not None
    assert _NEW is not None
    run("migrate")
    run("user", "add", "Ada Admin", "ada@example.com", "--role", "admin")
    assert run("psql", "-Atc", "SHOW server_version_num").splitlines()[-1][:2] == str(_OLD.major)

    said = run("upgrade-server")
    assert f"{_OLD} is upgraded to {_NEW}; the old data are in " in said
    assert "schema api rebuilt" in run("migrate")
    run("sweep", "index_words")
    assert "WRONG" not in run("doctor")
    assert run("psql", "-Atc", "SHOW server_version_num").splitlines()[-1][:2] == str(_NEW.major)
    assert "ada@example.com" in run("psql", "-Atc", "SELECT email FROM helpdesk.person")
    assert f"{_NEW} is the newest server that there is" in run("upgrade-server", code=1)
