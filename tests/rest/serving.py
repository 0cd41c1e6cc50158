"""The generated API on a real port, over a database loaded from a SQL file."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import uvicorn
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pgdesk.api.rest.app import RestApp
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.http import Protocol

#: Roles belong to the cluster: only one worker at a time makes them.
LOADING = 7_204_115


@contextmanager
def loaded_database(server_dsn: str, name: str, file: Path) -> Iterator[str]:
    """DSN (superuser) of a database of this name that the file was loaded into; dropped afterwards."""
    identifier = sql.Identifier(name)
    with psycopg.connect(server_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
                identifier
            )
        )
        dsn = make_conninfo(server_dsn, dbname=name)
        connection.execute("SELECT pg_advisory_lock(%s)", (LOADING,))
        try:
            with psycopg.connect(dsn, autocommit=True) as target:
                target.execute(without_commands(file.read_text(encoding="utf-8")))
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", (LOADING,))
        try:
            yield dsn
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))


def without_commands(text: str) -> bytes:
    """SQL without the lines that are commands of psql."""
    return re.sub(r"^\\.*$", "", text, flags=re.MULTILINE).encode()


@contextmanager
def serving(config: Config, mount: str = "") -> Iterator[tuple[str, RestApp]]:
    """The address of a running server, and its application."""
    app = RestApp(config, mount)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host="127.0.0.1",
            port=0,
            loop="uvloop",
            http=Protocol,
            lifespan="on",
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=2,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", app
    finally:
        server.should_exit = True
        thread.join(10)
