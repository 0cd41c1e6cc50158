"""Installs Debian's pg_cron package where that is welcome: as root, beside an installed server package.

Nothing is upgraded, nothing is started; a failure is one line and the worker keeps the clock.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pgdesk.cli.paths import state_dir
from pgdesk.cli.server.binaries import machine_binaries

_SECONDS = 60
_RETRY_AFTER = 24 * 3600
_POLICY = Path("/usr/sbin/policy-rc.d")


def install_if_due(log: Callable[[str], None]) -> None:
    """Tries at most once a day; PGDESK_DATABASE_URL, another user or another system: does nothing."""
    if os.environ.get("PGDESK_DATABASE_URL") or os.geteuid() != 0 or not _is_debian():
        return
    binaries = machine_binaries()
    if binaries is None or binaries.has_pg_cron or not str(binaries.bin).startswith("/usr/lib/postgresql/"):
        return
    package = f"postgresql-{binaries.major}-cron"
    mark = state_dir() / f"{package}.tried"
    if mark.exists() and time.time() - mark.stat().st_mtime < _RETRY_AFTER:
        return
    log(f"installing {package} (at most a minute)")
    problem = _install(package, f"postgresql-{binaries.major}", time.monotonic() + _SECONDS)
    mark.touch()
    if problem:
        log(f"{package} was not installed: {problem}")


def _is_debian() -> bool:
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        return False
    return bool(re.search(r"^ID(_LIKE)?=.*\b(debian|ubuntu)\b", text, re.M))


def _install(package: str, server: str, deadline: float) -> str | None:
    """None, or why not, in one line."""
    try:
        if _run(["dpkg-query", "-W", "-f", "${db:Status-Status}", server], deadline).strip() != "installed":
            return f"{server} is not a package of this system"
        if (
            "Candidate: (none)" in (policy := _run(["apt-cache", "policy", package], deadline))
            or not policy.strip()
        ):
            _run(["apt-get", "update", "-qq"], deadline)
        planned = _run(["apt-get", "install", "--simulate", "--no-install-recommends", package], deadline)
        if not re.search(r"^0 upgraded, 1 newly installed, 0 to remove", planned, re.M):
            return "apt would change other packages, too"
        _run(
            ["apt-get", "install", "-qq", "--yes", "--download-only", "--no-install-recommends", package],
            deadline - 20,
        )
        with _nothing_starts():
            _run(
                [
                    "apt-get",
                    "install",
                    "-qq",
                    "--yes",
                    "--no-download",
                    "--no-upgrade",
                    "--no-remove",
                    "--no-install-recommends",
                    "-o",
                    "DPkg::Lock::Timeout=10",
                    package,
                ],
                deadline,
            )
    except subprocess.TimeoutExpired:
        return "apt took more than a minute"
    except (OSError, subprocess.CalledProcessError) as problem:
        lines = (getattr(problem, "stderr", "") or str(problem)).strip().splitlines()
        return lines[-1] if lines else "apt failed"
    return None


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


if __name__ == "__main__":
    install_if_due(lambda line: print(line, file=sys.stderr))
