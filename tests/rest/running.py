"""`pgdesk rest` as a process, with its own sockets, over the library."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from tests.rest.samples_replay import SECRET
from tests.rest.tokens import sign
from tests.waiting import until

COMMAND = [sys.executable, "-m", "pgdesk.cli.main", "rest"]

Answer = tuple[int, dict[str, str], str]


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def get(where: Path | tuple[str, int], path: str, method: str = "GET", **options: Any) -> Answer:
    """`options`: headers, role, timeout. Raises OSError where nobody answers."""
    timeout = options.get("timeout", 20)
    headers = {"User-Agent": "test/1", **options.get("headers", {})}
    if "role" in options:
        headers["Authorization"] = f"Bearer {sign({'role': options['role']}, SECRET.encode())}"
    connection = (
        _UnixConnection(where, timeout)
        if isinstance(where, Path)
        else http.client.HTTPConnection(*where, timeout=timeout)
    )
    try:
        connection.request(method, path, headers=headers)
        answered = connection.getresponse()
        named = {name.lower(): value for name, value in answered.getheaders()}
        return answered.status, named, answered.read().decode()
    finally:
        connection.close()


class Program:
    """What it has said so far is `said()`, both streams together."""

    def __init__(self, folder: Path, environment: Mapping[str, str], arguments: list[str]) -> None:
        self.socket, self.admin, self._log = folder / "api", folder / "admin", folder / "log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*COMMAND, *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                env={
                    "PGRST_SERVER_UNIX_SOCKET": str(self.socket),
                    "PGRST_ADMIN_SERVER_UNIX_SOCKET": str(self.admin),
                    **environment,
                },
            )

    def get(self, path: str, method: str = "GET", **options: Any) -> Answer:
        return get(self.socket, path, method, **options)

    def is_ready(self) -> bool:
        return get(self.admin, "/ready")[0] == 200

    def said(self) -> str:
        return self._log.read_text()

    def says(self, text: str) -> None:
        until(lambda: text in self.said())


def environment(dsn: str, **settings: str | None) -> dict[str, str]:
    """Of a program that serves the library; `settings` by their PGRST_ names without the prefix."""
    known = conninfo_to_dict(dsn)
    wanted = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PG", "PGRST_"))},
        "PGHOST": str(known["host"]),
        "PGPORT": str(known["port"]),
        "PGDATABASE": str(known["dbname"]),
        "PGUSER": "shelf_authenticator",
        "PGPASSWORD": "shelf",
        "PGRST_DB_SCHEMAS": "shelf",
        "PGRST_DB_ANON_ROLE": "shelf_anon",
        "PGRST_JWT_SECRET": SECRET,
        "PGRST_LOG_LEVEL": "info",
        **{name if name.startswith("PG") else f"PGRST_{name}": value for name, value in settings.items()},
    }
    return {name: value for name, value in wanted.items() if value is not None}


@contextmanager
def running(
    folder: Path, dsn: str, *arguments: str, ready: bool = True, **settings: str | None
) -> Iterator[Program]:
    program = Program(folder, environment(dsn, **settings), list(arguments))
    try:
        if ready:
            until(program.is_ready)
        yield program
    finally:
        program.process.kill()
        program.process.wait()


def asked(dsn: str, *arguments: str, **settings: str | None) -> subprocess.CompletedProcess[str]:
    """A run that ends by itself."""
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        env=environment(dsn, **settings),
        check=False,
        timeout=20,
    )
