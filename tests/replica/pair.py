"""A primary, and standbys of it that are made and promoted as docs/replica.md has it."""

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.binaries import Binaries, find_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.process import dying_with_parent, free_port
from pgdesk.cli.server.unprivileged import Runner
from tests.waiting import until

PAGE = (ROOT / "docs" / "replica.md").read_text()
LOGINS = ("authenticator", "worker", "doorkeeper", "reporter")


def block(language: str) -> str:
    """The page's first block of that language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@dataclass
class Server:
    """One of the pair; it has database pgdesk, and all logins have the superuser's password."""

    superuser: str
    pid: int
    runner: Runner
    binaries: Binaries
    #: starts what was killed, on its port; its new pid
    launch: Callable[[], int]

    def dsn(self, login: str = "postgres", dbname: str = "pgdesk") -> str:
        return make_conninfo(self.superuser, user=login, dbname=dbname)

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """Of the superuser, in a transaction of its own."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def configure(self, **settings: str) -> None:
        for name, value in settings.items():
            self.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        self.execute("SELECT pg_reload_conf()")
        for name, value in settings.items():
            until(lambda name=name, value=value: self.execute(f"SHOW {name}") == [(value,)])

    def answers(self) -> bool:
        try:
            psycopg.connect(self.dsn()).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """All its processes at once, as when the machine goes."""
        postmaster = psutil.Process(self.pid)
        processes = [postmaster, *postmaster.children()]
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, 30)

    def revive(self) -> None:
        self.pid = self.launch()
        until(self.answers, 60)

    def stop(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            process.send_signal(signal.SIGINT)
            process.wait(30)


@contextmanager
def running_primary(room: Path) -> Iterator[Server]:
    """With the settings that the page names."""
    given = re.search(r"PGDESK_CLUSTER_SETTINGS='(.*?)'", PAGE)
    assert given is not None
    settings = dict(word.split("=") for word in given[1].split()) | {"synchronous_commit": "on"}
    cluster = Cluster(
        room / "primary", find_binaries(), secrets.token_hex(16), durable=False, settings=settings
    )
    try:
        cluster.start()
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE pgdesk")
        migrate(cluster.dsn("pgdesk"))
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            for login in LOGINS:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                        sql.Identifier(login), sql.Literal(cluster.password)
                    )
                )

        def launch() -> int:
            cluster.revive()
            return int((cluster.data / "postmaster.pid").read_text().split()[0])

        yield Server(cluster.dsn(), launch(), cluster.runner, cluster.binaries, launch)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


@contextmanager
def running_standby(primary: Server, data: Path) -> Iterator[Server]:
    """Made by the page's commands in `data`, which is new."""
    port, log = free_port(), data.with_suffix(".log")
    data.mkdir(mode=0o700)
    primary.runner.own(data)
    here = f"exec postgres -c port={port} -c unix_socket_directories= -c fsync=off -D"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    environment = {
        **kept,
        "LC_ALL": "C",
        "PRIMARY": primary.dsn(dbname="postgres"),
        "DATA": str(data),
        "PATH": f"{primary.binaries.bin}:{os.environ['PATH']}",
    }

    def run(script: str) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                ["/bin/sh", "-euc", script],
                env=environment,
                cwd="/",
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGINT),
                **primary.runner.popen_args(),
            )

    process = run(block("sh").replace("\npostgres -D", f"\n{here}"))
    server = Server(
        make_conninfo(primary.superuser, port=port),
        process.pid,
        primary.runner,
        primary.binaries,
        lambda: run(f'{here} "$DATA"').pid,
    )
    try:
        until(lambda: process.poll() is not None or server.answers(), 60)
        assert process.poll() is None, log.read_text()[-2000:]
        yield server
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)


def catch_up(primary: Server, standby: Server) -> None:
    """Waits until the standby shows what the primary has committed by now."""
    ((position,),) = primary.execute("SELECT pg_current_wal_lsn()::text")
    replayed = f"SELECT pg_last_wal_replay_lsn() >= '{position}'::pg_lsn"
    until(lambda: standby.execute(replayed) == [(True,)])
