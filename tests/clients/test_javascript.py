"""A ticket's life through @supabase/postgrest-js: js/journey.mts, compiled (its types must fit) and run."""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.conftest import Desk

FOLDER = Path(__file__).parent / "js"
MODULES = FOLDER / "node_modules"
_SECONDS = 240


@pytest.fixture(scope="module")
def journey() -> Path:
    """The compiled journey; what it needs is installed once, as package-lock.json says."""
    if missing := [name for name in ("node", "npm") if shutil.which(name) is None]:
        pytest.skip(f"{' and '.join(missing)} not found")
    version = _run("node", "--version").stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < 20:
        pytest.skip(f"@supabase/postgrest-js needs node 20 or newer, not {version}")
    with (FOLDER / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _install(lock.read())
    built = _run("node", str(MODULES / "typescript/bin/tsc"), "--project", str(FOLDER))
    assert built.returncode == 0, built.stdout
    return MODULES / ".build/journey.mjs"


def _install(lock: str) -> None:
    stamp = MODULES / ".installed"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    done = _run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1")
    if done.returncode:
        pytest.skip(f"npm cannot install the client: {done.stderr.strip()[-300:]}")
    stamp.write_text(lock)


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=_SECONDS, check=False)


def test_a_ticket_from_question_to_answer(desk: Desk, journey: Path) -> None:
    tokens = {
        name: desk.headers(name)["Authorization"].removeprefix("Bearer ")
        for name in ("customer", "agent", "admin")
    }
    done = _run("node", str(journey), f"{desk.client.base_url}/rest", json.dumps(tokens))
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
