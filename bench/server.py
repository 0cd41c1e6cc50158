"""A private cluster with demo data, and the API server on it."""

import http.client
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from api.settings import Settings
from cli import demo_data
from cli.binaries import Binaries, find_binaries
from cli.cluster import Cluster, free_port
from cli.migrate import migrate
from cli.paths import ROOT, state_dir

_NAME = "bench"


@dataclass(frozen=True)
class Bench:
    """`dsn`: superuser; `tickets`: how many the demo load made, in how many seconds."""

    dsn: str
    settings: Settings
    binaries: Binaries
    tickets: int
    load_seconds: float


@contextmanager
def bench_database(tickets: int, say: Callable[[str], None]) -> Iterator[Bench]:
    """A cluster of its own with fsync on, deleted at the end."""
    password = secrets.token_hex(16)
    cluster = Cluster(state_dir() / f"bench-{os.getpid()}", find_binaries(), password)
    say(f"{cluster.binaries}, {tickets:,} demo tickets")
    try:
        cluster.start()
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_NAME)))
        dsn = cluster.dsn(_NAME)
        migrate(dsn)
        with psycopg.connect(dsn, autocommit=True) as connection:
            for login in ("authenticator", "worker"):
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(password))
                )
        started = time.perf_counter()
        demo_data.load(dsn, tickets)
        settings = Settings(
            api_database_url=make_conninfo(dsn, user="authenticator"),
            worker_database_url=make_conninfo(dsn, user="worker"),
            jwt_secret=secrets.token_hex(32),
            port=free_port(),
            clock="off",
        )
        yield Bench(dsn, settings, cluster.binaries, tickets, time.perf_counter() - started)
    finally:
        cluster.remove()
        shutil.rmtree(cluster.home, ignore_errors=True)


@contextmanager
def api_server(settings: Settings) -> Iterator[None]:
    """The api process as `pgdesk up` starts it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PGDESK_")}
    environment |= {
        "PGDESK_API_DATABASE_URL": settings.api_database_url,
        "PGDESK_WORKER_DATABASE_URL": settings.worker_database_url,
        "PGDESK_JWT_SECRET": settings.jwt_secret,
        "PGDESK_PORT": str(settings.port),
        "PGDESK_POOL_SIZE": str(settings.pool_size),
        "PGDESK_CLOCK": "off",
        "PGDESK_LOG_LEVEL": "warning",
    }
    process = subprocess.Popen([sys.executable, "-m", "cli.serve"], cwd=ROOT, env=environment)
    try:
        _wait(process, settings)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], settings: Settings) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection(settings.host, settings.port, timeout=5)
        try:
            connection.request("GET", "/rest/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise RuntimeError("the API server did not start")
