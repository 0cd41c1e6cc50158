"""escalated-django in a virtual environment of its own, on a database of its own beside pgdesk's."""

import http.client
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from pgdesk.cli.paths import ROOT, state_dir
from pgdesk.cli.server.process import free_port

LOCK = Path(__file__).parent / "requirements.lock"
_DATABASE = "escalated"
WORKERS = 2


@dataclass(frozen=True)
class Peer:
    """`token` and `session`: of an agent."""

    python: str
    dsn: str
    token: str = ""
    session: str = ""
    port: int = field(default_factory=free_port)
    secret: str = field(default_factory=lambda: secrets.token_hex(32))

    def environment(self, **more: str) -> dict[str, str]:
        own = {
            name: value for name, value in os.environ.items() if not name.startswith(("PGDESK_", "PYTHON"))
        }
        return own | {
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "bench.peers.project.settings",
            "PEER_DATABASE_URL": self.dsn,
            "PEER_SECRET_KEY": self.secret,
            **more,
        }

    def run(self, *arguments: str, **environment: str) -> str:
        """One Python of the peer's, e.g. `-m django check_sla`; what it printed."""
        done = subprocess.run(
            [self.python, *arguments],
            cwd=ROOT,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}:\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
        return done.stdout

    def time(self, command: str) -> float:
        """Seconds that a management command takes, start of Python included."""
        started = time.perf_counter()
        self.run("-m", "django", command)
        return time.perf_counter() - started


def install(say: Callable[[str], None], lock: Path = LOCK, name: str = "peers") -> str:
    """The Python of a virtual environment, made where it is not there or of another lock."""
    folder = state_dir() / name
    python, installed = folder / "bin" / "python", folder / "installed.lock"
    if not installed.exists() or installed.read_text() != lock.read_text():
        say(f"installing {lock.relative_to(ROOT)} into {folder}")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", "--only-binary", ":all:", "-r", str(lock)],
            check=True,
        )
        installed.write_text(lock.read_text())
    return str(python)


def fill(python: str, pgdesk_dsn: str, say: Callable[[str], None]) -> Peer:
    """Migrates an own database on pgdesk's server and copies pgdesk's tickets into it."""
    with psycopg.connect(pgdesk_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {_DATABASE}")
    peer = Peer(python, make_conninfo(pgdesk_dsn, dbname=_DATABASE))
    say("escalated-django: migrations")
    peer.run("-m", "django", "migrate", "-v", "0")
    say("escalated-django: the same tickets, messages, events and tags")
    made = json.loads(peer.run("-m", "bench.peers.project.fill", PEER_SOURCE_URL=pgdesk_dsn).splitlines()[-1])
    return Peer(python, peer.dsn, made["token"], made["session"], peer.port, peer.secret)


@contextmanager
def running(peer: Peer) -> Iterator[None]:
    """gunicorn with threads, so that connections stay open, and WORKERS processes."""
    process = subprocess.Popen(
        [
            peer.python,
            "-m",
            "gunicorn",
            "bench.peers.project.wsgi",
            f"--bind=127.0.0.1:{peer.port}",
            f"--workers={WORKERS}",
            "--threads=8",
            "--keep-alive=60",
            "--no-control-socket",
            "--log-level=error",
        ],
        cwd=ROOT,
        env=peer.environment(),
    )
    try:
        _wait(process, peer.port)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/support/api/v1/tags/")
            if connection.getresponse().status == 401:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")
