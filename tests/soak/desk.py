"""A filled helpdesk of its own and one api process before it, as production runs it."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgdesk.cli import demo_data
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.process import free_port
from pgdesk.cli.tokens import find_person, make_token

ROLES = ("customer", "agent", "admin")
_TICKETS = 2_000
_SECRETS = ("SECRET_KEYS", "INBOUND_SECRET", "MAILGUN_SIGNING_KEY")

#: A page of any size, in schema api of this database only.
_LINES = """
CREATE FUNCTION api.soak_lines(count int, width int) RETURNS TABLE (line text)
LANGUAGE sql STABLE SET search_path = ''
BEGIN ATOMIC
    SELECT repeat('x', soak_lines.width) FROM generate_series(1, soak_lines.count);
END;
REVOKE EXECUTE ON FUNCTION api.soak_lines(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION api.soak_lines(int, int) TO agent
"""


@dataclass(frozen=True)
class Desk:
    host: str
    port: int
    pid: int
    tokens: dict[str, str]
    log: Path
    #: superuser's
    dsn: str
    #: of the api process, and of workers beside it
    environment: dict[str, str]

    @property
    def root(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.root}/rest"


@contextmanager
def running_desk() -> Iterator[Desk]:
    """Everything is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pgdesk-soak-"))
    folder.chmod(0o755)
    password = secrets.token_hex(16)
    cluster = Cluster(folder / "cluster", find_binaries(), password, durable=False)
    try:
        cluster.start()
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE soak")
        dsn = cluster.dsn("soak")
        migrate(dsn)
        demo_data.load(dsn, _TICKETS)
        with _serving(dsn, password, folder / "api.log") as desk:
            yield desk
    finally:
        cluster.remove()
        for place in {folder, cluster.home}:
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _serving(dsn: str, password: str, log: Path) -> Iterator[Desk]:
    secret = secrets.token_hex(32)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(_LINES)
        connection.execute("UPDATE helpdesk.rate_limit SET requests = 1000000")
        for login in ("authenticator", "worker"):
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(password))
            )
        tokens = {
            role: make_token(secret, role, find_person(connection, role, None)[0], 24) for role in ROLES
        }
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PGDESK_")},
        "PGDESK_API_DATABASE_URL": make_conninfo(dsn, user="authenticator"),
        "PGDESK_WORKER_DATABASE_URL": make_conninfo(dsn, user="worker"),
        "PGDESK_JWT_SECRET": secret,
        "PGDESK_PORT": str(port),
        "PGDESK_LOG_LEVEL": "error",
        **{f"PGDESK_{name}": secrets.token_hex(32) for name in _SECRETS},
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pgdesk.cli.run.serve"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        desk = Desk("127.0.0.1", port, process.pid, tokens, log, dsn, environment)
        _wait(desk, process)
        yield desk
    finally:
        process.terminate()
        process.wait(30)


def _wait(desk: Desk, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{desk.url}/", trust_env=False, timeout=10).status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the api process does not serve:\n{desk.log.read_text()}")
        time.sleep(0.1)
