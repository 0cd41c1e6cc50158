"""A worker that is told to end does so, whether or not its database answers."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.conninfo import make_conninfo

from pgdesk.cli.server.process import free_port


@contextmanager
def _worker(dsn: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PGDESK_WORKER_DATABASE_URL": dsn, "PGDESK_CLOCK": "worker"}
    command = [sys.executable, "-m", "pgdesk.workers"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_worker_whose_database_refuses_ends_at_once() -> None:
    dsn = make_conninfo(host="127.0.0.1", port=free_port(), user="worker", dbname="none")
    with _worker(dsn) as process:
        assert process.stderr is not None
        assert any("clock cannot tick" in line for line in process.stderr)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        assert "its queue keeps what was in work" in process.stderr.read()


def test_a_worker_whose_database_is_silent_ends_at_once() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        silent.settimeout(60)
        dsn = make_conninfo(host="127.0.0.1", port=silent.getsockname()[1], user="worker", dbname="none")
        with _worker(dsn) as process:
            silent.accept()
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0
