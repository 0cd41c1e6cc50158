"""A private cluster with demo data and bare tables, and the servers on it."""

import http.client
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgdesk.api.rest.config import Config
from pgdesk.api.upstream import MOUNT
from pgdesk.api.upstream.generated import embedded_config
from pgdesk.cli import demo_data
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.paths import ROOT, state_dir
from pgdesk.cli.server.binaries import Binaries, find_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.process import free_port
from pgdesk.settings import Settings

_NAME = "bench"
_BARE = Path(__file__).with_name("bare.sql")


@dataclass(frozen=True)
class Served:
    """A server to be measured: what runs, how often, and its configuration; `prefix` of its paths."""

    module: str
    instances: int
    environment: dict[str, str]
    config: Config
    host: str
    port: int
    prefix: str = ""


@dataclass(frozen=True)
class Bench:
    """`dsn`: superuser; `tickets`: how many the demo load made, in how many seconds."""

    dsn: str
    settings: Settings
    binaries: Binaries
    tickets: int
    load_seconds: float

    def helpdesk(self, processes: int = 1) -> Served:
        """The api process as `pgdesk up` starts it."""
        settings = self.settings
        environment = {
            "PGDESK_API_DATABASE_URL": settings.api_database_url,
            "PGDESK_WORKER_DATABASE_URL": settings.worker_database_url,
            "PGDESK_JWT_SECRET": settings.jwt_secret,
            "PGDESK_PORT": str(settings.port),
            "PGDESK_POOL_SIZE": str(settings.pool_size),
            "PGDESK_API_PROCESSES": str(processes),
            "PGDESK_CLOCK": "off",
            "PGDESK_LOG_LEVEL": "warning",
        }
        config = embedded_config(settings)
        return Served("pgdesk.cli.run.serve", 1, environment, config, settings.host, settings.port, MOUNT)

    def bare(self, processes: int = 1) -> Served:
        """`pgdesk rest` over the tables of bare.sql; several share the port."""
        config = Config(
            db_uri=self.settings.api_database_url,
            db_schemas=("bare",),
            db_pool=self.settings.pool_size,
            jwt_secret=self.settings.jwt_secret,
            server_host=self.settings.host,
            server_port=free_port(),
        )
        environment = {
            "PGRST_DB_URI": config.db_uri,
            "PGRST_DB_SCHEMAS": "bare",
            "PGRST_DB_POOL": str(config.db_pool),
            "PGRST_JWT_SECRET": self.settings.jwt_secret,
            "PGRST_SERVER_HOST": config.server_host,
            "PGRST_SERVER_PORT": str(config.server_port),
            "PGRST_SERVER_REUSEPORT": str(processes > 1).lower(),
        }
        host, port = config.server_host, config.server_port
        return Served("pgdesk.api.rest", processes, environment, config, host, port)


@contextmanager
def bench_database(tickets: int, say: Callable[[str], None]) -> Iterator[Bench]:
    """A cluster of its own with fsync on, deleted at the end."""
    password = secrets.token_hex(16)
    cluster = Cluster(state_dir() / f"bench-{os.getpid()}", find_binaries(), password)
    say(f"{cluster.binaries}, {tickets:,} demo tickets")
    try:
        cluster.start()
        dsn = create(cluster.dsn(), _NAME)
        started = time.perf_counter()
        demo_data.load(dsn, tickets)
        load_seconds = time.perf_counter() - started
        with psycopg.connect(dsn, autocommit=True) as connection:
            for login in ("authenticator", "worker"):
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(password))
                )
            connection.execute(_BARE.read_bytes())
            # They are counted all the same.
            connection.execute("UPDATE helpdesk.rate_limit SET requests = 1000000")
        settings = Settings(
            api_database_url=make_conninfo(dsn, user="authenticator"),
            worker_database_url=make_conninfo(dsn, user="worker"),
            jwt_secret=secrets.token_hex(32),
            port=free_port(),
            clock="off",
        )
        yield Bench(dsn, settings, cluster.binaries, tickets, load_seconds)
    finally:
        cluster.remove()
        shutil.rmtree(cluster.home, ignore_errors=True)


def create(dsn: str, name: str) -> str:
    """Creates a database of that name beside a superuser's, without data; its DSN."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    made = make_conninfo(dsn, dbname=name)
    migrate(made)
    return made


def fill(dsn: str, name: str, tickets: int) -> str:
    """The same with so many demo tickets."""
    filled = create(dsn, name)
    demo_data.load(filled, tickets)
    return filled


@contextmanager
def running(served: Served) -> Iterator[None]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PGDESK_", "PGRST_"))
    }
    with tempfile.TemporaryFile() as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", served.module],
                cwd=ROOT,
                env=environment | served.environment,
                stdout=log,
                stderr=log,
            )
            for _ in range(served.instances)
        ]
        try:
            _wait(processes, served, log)
            yield
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(20)


def _wait(processes: list[subprocess.Popen[bytes]], served: Served, log: IO[bytes]) -> None:
    """Any answer but 503 will do: guests may have no role. Raises RuntimeError with what they said."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and all(process.poll() is None for process in processes):
        connection = http.client.HTTPConnection(served.host, served.port, timeout=5)
        try:
            connection.request("GET", f"{served.prefix}/")
            if connection.getresponse().status != 503:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"the API server did not start: {log.read().decode(errors='replace')}")
