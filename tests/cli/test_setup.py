"""bin/setup on machines that lack something."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pgdesk.api.web.built import FOLDER
from pgdesk.cli.paths import ROOT

_FILES = ("bin/setup", "requirements.lock", "requirements-dev.lock", "pyproject.toml")


def _as_ordinary_user() -> dict[str, Any]:
    """Root would install what is missing; the message is for everybody else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@pytest.fixture
def checkout(room: Path) -> Path:
    for name in _FILES:
        target = room / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    return room / "checkout"


def _python(folder: Path, answer: str) -> Path:
    """A python3 that gives `answer` (shell) to each call."""
    program = folder / "python3"
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)
    return program


def _setup(checkout: Path, *, path: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", str(checkout / "bin" / "setup")],
        env={"PATH": path, "LC_ALL": "C"},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        **_as_ordinary_user(),
    )


def _tools(room: Path) -> str:
    """A PATH with the shell's tools and no Python."""
    folder = room / "tools"
    folder.mkdir()
    for name in ("cat", "cksum", "dirname", "grep", "id", "rm", "sh"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return str(folder)


def test_no_python(checkout: Path, room: Path) -> None:
    done = _setup(checkout, path=_tools(room))
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_a_python_that_is_too_old(checkout: Path, room: Path) -> None:
    tools = _tools(room)
    _python(Path(tools), "exit 1")
    done = _setup(checkout, path=tools)
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_the_missing_venv_package_is_named(checkout: Path, room: Path) -> None:
    tools = _tools(room)
    _python(
        Path(tools),
        'case "$2" in *ensurepip*) exit 1;; *venv*) echo python3.11-venv;; *base_prefix*) echo 3.11;; esac',
    )
    done = _setup(checkout, path=tools)
    assert done.returncode == 1
    assert "install the package python3.11-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_nothing_is_called_again_once_installed() -> None:
    """A second run needs no network: neither pip nor npm is asked. Unbuilt pages are tried again."""
    place = ROOT / ".venv" / "pgdesk-root"
    if not place.exists() or place.read_text().strip() != str(ROOT):
        pytest.skip("this checkout's .venv was not made by bin/setup")
    stamp = (ROOT / ".venv" / "pgdesk-dev.stamp").stat().st_mtime_ns
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "bin" / "setup"), "dev"],
        env={**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stderr if FOLDER.exists() else ""
    assert (done.returncode, done.stdout, told) == (0, "", "")
    assert (ROOT / ".venv" / "pgdesk-dev.stamp").stat().st_mtime_ns == stamp
