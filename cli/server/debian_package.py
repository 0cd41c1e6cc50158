"""Installs packages of Debian where that is welcome: as root, on Debian and its kin, at most once a day.

Nothing is upgraded, nothing is removed, nothing is started; a failure is one line.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pgdesk.cli.paths import state_dir

_RETRY_AFTER = 24 * 3600
_POLICY = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True)
class Wanted:
    """What is to be installed, the first of it gives its name.

    `beside`: must be a package of this system already, and nothing but `packages` may come along.
    """

    packages: tuple[str, ...]
    seconds: int
    beside: str | None = None

    @property
    def name(self) -> str:
        return self.packages[0]


def install_if_due(wanted: Wanted, log: Callable[[str], None]) -> None:
    """Tries at most once a day; another user or another system: does nothing."""
    if os.geteuid() != 0 or not _is_debian():
        return
    mark = state_dir() / f"{wanted.name}.tried"
    if mark.exists() and time.time() - mark.stat().st_mtime < _RETRY_AFTER:
        return
    log(f"installing {wanted.name} (at most {_in_minutes(wanted.seconds)})")
    problem = _install(wanted)
    mark.touch()
    if problem:
        log(f"{wanted.name} was not installed: {problem}")


def _is_debian() -> bool:
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        return False
    return bool(re.search(r"^ID(_LIKE)?=.*\b(debian|ubuntu)\b", text, re.M))


def _install(wanted: Wanted) -> str | None:
    """None, or why not, in one line."""
    deadline = time.monotonic() + wanted.seconds
    install = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends"]
    try:
        if wanted.beside and not _is_installed(wanted.beside, deadline):
            return f"{wanted.beside} is not a package of this system"
        policy = _run(["apt-cache", "policy", wanted.name], deadline)
        if "Candidate: (none)" in policy or not policy.strip():
            _run(["apt-get", "update", "-qq"], deadline)
        simulate = ["apt-get", "install", "--simulate", "--no-install-recommends", *wanted.packages]
        if not only_adds(_run(simulate, deadline), len(wanted.packages) if wanted.beside else None):
            return "apt would change other packages, too"
        _run([*install, "--download-only", *wanted.packages], deadline - wanted.seconds / 3)
        careful = ["--no-download", "--no-upgrade", "--no-remove", "-o", "DPkg::Lock::Timeout=10"]
        with _nothing_starts():
            _run([*install, *careful, *wanted.packages], deadline)
    except subprocess.TimeoutExpired:
        return f"apt took more than {_in_minutes(wanted.seconds)}"
    except (OSError, subprocess.CalledProcessError) as problem:
        lines = (getattr(problem, "stderr", "") or str(problem)).strip().splitlines()
        return lines[-1] if lines else "apt failed"
    return None


def only_adds(plan: str, packages: int | None) -> bool:
    """Whether apt's plan upgrades and removes nothing, and adds so many packages (None: however many)."""
    found = re.search(r"^0 upgraded, (\d+) newly installed, 0 to remove", plan, re.M)
    return found is not None and packages in (None, int(found[1]))


def _is_installed(package: str, deadline: float) -> bool:
    asked = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    return _run(asked, deadline).strip() == "installed"


def _in_minutes(seconds: int) -> str:
    return "a minute" if seconds == 60 else f"{seconds // 60} minutes"


def _run(command: list[str], deadline: float) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C", "NEEDRESTART_MODE": "l"}
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=max(1.0, deadline - time.monotonic()),
    ).stdout


@contextmanager
def _nothing_starts() -> Iterator[None]:
    """While this lasts, no package starts a service (a server on 5432, say)."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink(missing_ok=True)
