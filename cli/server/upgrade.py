"""A private cluster of one major version taken along to another, by pg_upgrade."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.server.cluster import SUPERUSER, Cluster


def upgrade(old: Cluster, new: Cluster) -> None:
    """Copies the data of `old`, which stays as it is, to a folder of `new`; both are stopped then."""
    if new.data.exists():
        raise PgdeskError(f"{new.data} exists already: remove it, and try again")
    if not new.binaries.has_pg_cron:
        _drop_pg_cron(old)
    # Checksums, which 18 makes by default, must be as they were.
    new.initialise(*(["--no-data-checksums"] if new.binaries.major >= 18 else []))
    # A folder of its own with a short name: a socket's path has at most 107 bytes.
    work = Path(tempfile.mkdtemp(prefix="pgdesk-"))
    new.runner.own(work)
    try:
        done = subprocess.run(
            [
                new.binaries.program("pg_upgrade"),
                f"--old-bindir={old.binaries.bin}",
                f"--new-bindir={new.binaries.bin}",
                f"--old-datadir={old.data}",
                f"--new-datadir={new.data}",
                f"--socketdir={work}",
                f"--username={SUPERUSER}",
            ],
            cwd=work,
            env={**new.environment(), "PGPASSWORD": old.password},
            capture_output=True,
            text=True,
            check=False,
            **new.runner.popen_args(),
        )
    finally:
        shutil.rmtree(work)
    if done.returncode:
        shutil.rmtree(new.data)
        raise PgdeskError(
            f"pg_upgrade failed, and the old data are as they were:\n{done.stdout}{done.stderr}"
        )


def _drop_pg_cron(old: Cluster) -> None:
    """What the new server cannot load; the workers' clock takes over."""
    old.start()
    try:
        with psycopg.connect(old.dsn(), autocommit=True) as connection:
            connection.execute("DROP EXTENSION IF EXISTS pg_cron")
    finally:
        old.stop()
