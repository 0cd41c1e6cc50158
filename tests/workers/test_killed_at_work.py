"""kill -9 of a worker amid mails, replies, digests, scans and pictures: each is there afterwards, once."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.api.server import SECRET_KEY, bearer, serving, settings_for
from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk, make_desk
from tests.mail.conftest import mail
from tests.waiting import until

pyvips = pytest.importorskip("pyvips", reason="libvips is not installed")

_WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = 'worker' AND wait_event_type = 'Lock'"
)
_END_WORKERS = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = 'worker'"
)
#: What is begun: a mail becomes a ticket, a scheduled reply a message, a digest is written, a picture kept.
_HOLD = """
    LOCK TABLE helpdesk.ticket, helpdesk.message, helpdesk.digest IN SHARE MODE;
    SELECT FROM helpdesk.attachment WHERE filename = 'a.png' FOR UPDATE
"""
_HELD = 4
#: As if what a dead worker had for itself had been so for long enough.
_GIVE_BACK = """
    UPDATE dramatiq.worker SET heartbeat_at = now() - interval '5 minutes';
    UPDATE helpdesk.attachment SET scan_began_at = scan_began_at - interval '1 hour';
    UPDATE helpdesk.schedule_turn SET begun_at = begun_at - interval '1 hour';
    UPDATE helpdesk.inbound_mail SET reading_at = reading_at - interval '1 hour'
"""
_JOBS = ("send_scheduled_replies", "gather_digests", "requeue_scans")
_DONE = """
    SELECT (SELECT count(*) FROM helpdesk.inbound_mail WHERE state = 'ticket'),
        (SELECT count(*) FROM helpdesk.ticket WHERE subject = 'Once'),
        (SELECT count(*) FROM helpdesk.scheduled_reply WHERE state = 'sent'),
        (SELECT count(*) FROM helpdesk.message WHERE body = 'Later.'),
        (SELECT count(*) FROM helpdesk.digest),
        (SELECT count(*) FROM helpdesk.outgoing_mail WHERE kind = 'digest'),
        (SELECT count(*) FROM helpdesk.attachment WHERE state = 'clean'),
        (SELECT count(*) FROM helpdesk.thumbnail WHERE content IS NOT NULL)
"""


class Scanner:
    """Keeps who asks first waiting until it is let go, and finds nothing."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked, self.goes_on = threading.Event(), threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            said = b""
            while not said.endswith(b"\0\0\0\0") and (piece := connection.recv(65_536)):
                said += piece
            self.asked.set()
            self.goes_on.wait(120)
            connection.sendall(b"stream: OK\0")

    def close(self) -> None:
        self.goes_on.set()
        self._listening.close()


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    made = Scanner()
    yield made
    made.close()


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "pgdesk.workers"], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _begin(desk: Desk, dsn: str, files: str) -> None:
    """All that there is to do, due now."""
    picture = pyvips.Image.black(300, 200, bands=3).cast("uchar").write_to_buffer(".png")
    with serving(settings_for(dsn, files_url=files)) as client:
        for name, content in (("a.png", picture), ("b.txt", b"text")):
            desk.set("virus_scan", "off" if name == "a.png" else "required")
            answer = client.post(
                "/files", content=content, params={"filename": name}, headers=bearer(*_of(desk))
            )
            assert answer.status_code == 201, answer.text
    desk.set("notification_channels", ["email"])
    desk.set("inbound_addresses", ["support@desk.example"])
    desk.run(desk.agent, "INSERT INTO api.digest_preferences (period, hour) VALUES ('hourly', 0)")
    ticket = desk.ticket()
    desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=desk.agent.id)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.scheduled_reply (ticket_id, author_id, body, send_at, created_at)"
        " VALUES (%s, %s, 'Later.', now() - interval '1 minute', now() - interval '1 hour')",
        ticket,
        desk.agent.id,
    )
    raw = mail("max@desk.example", subject="Once")
    desk.run(SYSTEM, "SELECT helpdesk.store_inbound_mail(%s, 'mime')", raw)
    desk.run(SYSTEM, "SELECT helpdesk.enqueue('process_inbound_mail', '[1]')")
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET is_active = name = ANY (%s)", list(_JOBS))
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET timed_at = timed_at - interval '2 hours'")


def _of(desk: Desk) -> tuple[str, int]:
    assert desk.customer.id is not None
    return desk.customer.role, desk.customer.id


@pytest.mark.slow
def test_what_a_killed_worker_was_at_is_there_once(fresh_db: str, scanner: Scanner, tmp_path: Path) -> None:
    files = (tmp_path / "files").as_uri()
    environment = {
        **os.environ,
        "PGDESK_WORKER_DATABASE_URL": login_dsn(fresh_db, "worker"),
        "PGDESK_SECRET_KEYS": SECRET_KEY,
        "PGDESK_FILES_URL": files,
        "PGDESK_CLAMD": scanner.address,
        "PGDESK_WORKER_THREADS": "2",
        "PGDESK_LOG_LEVEL": "critical",
    }
    with psycopg.connect(fresh_db, autocommit=True) as connection, psycopg.connect(fresh_db) as holding:
        desk = make_desk(connection)
        _begin(desk, fresh_db, files)
        holding.execute(_HOLD.encode())
        with _worker(environment) as killed:
            until(lambda: desk.one(SYSTEM, _WAITING) >= _HELD, 60, lambda: str(desk.run(SYSTEM, _DONE)))
            assert scanner.asked.wait(60)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        desk.run(SYSTEM, _END_WORKERS)
        holding.rollback()
        assert desk.run(SYSTEM, _DONE) == [(0, 0, 0, 0, 0, 0, 1, 0)]
        connection.execute(_GIVE_BACK.encode())
        scanner.goes_on.set()
        with _worker(environment) as other:
            until(
                lambda: desk.run(SYSTEM, _DONE) == [(1, 1, 1, 1, 1, 1, 2, 1)],
                90,
                lambda: str(desk.run(SYSTEM, _DONE)),
            )
            other.send_signal(signal.SIGTERM)
            assert other.wait(60) == 0
        assert desk.run(SYSTEM, _DONE) == [(1, 1, 1, 1, 1, 1, 2, 1)]
