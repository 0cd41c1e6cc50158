"""POST /inbound/mime over HTTP: secret, limits, the same bytes again and at once, a crash in between."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.mail.store import decide
from tests.api.server import INBOUND_SECRET, serving, settings_for
from tests.conftest import Connection, clone, login_dsn
from tests.mail.conftest import mail, one
from tests.waiting import until

HEADERS = {b"X-Pgdesk-Secret": INBOUND_SECRET.encode(), b"Content-Type": b"message/rfc822"}


@pytest.fixture
def client(fresh_db: str) -> Iterator[httpx.Client]:
    with serving(settings_for(fresh_db)) as client:
        yield client


@pytest.fixture
def database(fresh_db: str) -> Iterator[Connection]:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def refusing(server_dsn: str) -> Iterator[tuple[httpx.Client, Connection]]:
    """Application and database for requests that are refused and leave nothing."""
    with (
        clone(server_dsn, f"pgdesk_refusing_{os.getpid()}") as dsn,
        serving(settings_for(dsn)) as client,
        psycopg.connect(dsn, autocommit=True) as connection,
    ):
        yield client, connection


def test_a_mail_becomes_a_ticket_and_the_request_id_is_audited(
    client: httpx.Client, database: Connection
) -> None:
    answer = client.post(
        "/inbound/mime", content=mail(), headers={**HEADERS, b"X-Request-Id": b"from-outside-1"}
    )
    assert answer.status_code == 200
    body = answer.json()
    assert (body["state"], body["is_duplicate"]) == ("ticket", False)
    assert one(
        database,
        "SELECT count(*) FROM audit.change"
        " WHERE table_name = 'ticket' AND row_key = %s AND request_id = 'from-outside-1'",
        str(body["ticket_id"]),
    )


REFUSED = {
    "no secret": ({}, b"x", 401),
    "wrong secret": ({b"X-Pgdesk-Secret": b"guess"}, b"x", 401),
    "secret of other bytes": ({b"X-Pgdesk-Secret": b"\xff\xfe"}, b"x", 401),
    "empty": (HEADERS, b"", 400),
    "blank": (HEADERS, b"\r\n \r\n", 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(refusing: tuple[httpx.Client, Connection], name: str) -> None:
    client, database = refusing
    headers, content, status = REFUSED[name]
    answer = client.post("/inbound/mime", content=content, headers=headers)
    assert answer.status_code == status
    body = answer.json()
    assert set(body) == {"code", "message", "details", "hint"}
    assert body["message"]
    assert body["hint"]
    assert one(database, "SELECT count(*) FROM helpdesk.inbound_mail") == 0


def test_a_mail_larger_than_the_setting_is_refused(client: httpx.Client, database: Connection) -> None:
    database.execute("UPDATE helpdesk.setting SET value = '1' WHERE key = 'inbound_max_size_kb'")
    answer = client.post("/inbound/mime", content=mail(body="x" * 2000), headers=HEADERS)
    assert (answer.status_code, answer.json()["code"]) == (413, "PD301")
    assert answer.json()["hint"]
    assert one(database, "SELECT count(*) FROM helpdesk.inbound_mail") == 0


def test_a_body_beyond_all_limits_is_not_even_read(refusing: tuple[httpx.Client, Connection]) -> None:
    client, database = refusing
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 1_000_000

    try:
        answer = client.post("/inbound/mime", content=endless(), headers=HEADERS)
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the server may close the connection on a client that goes on sending
    assert sent < 200
    assert one(database, "SELECT count(*) FROM helpdesk.inbound_mail") == 0


def test_without_a_configured_secret_the_route_says_so(fresh_db: str) -> None:
    with serving(settings_for(fresh_db, inbound_secret="")) as client:
        answer = client.post("/inbound/mime", content=mail(), headers={b"X-Pgdesk-Secret": b""})
    assert answer.status_code == 503
    assert "PGDESK_INBOUND_SECRET" in answer.json()["hint"]
    assert answer.headers["Retry-After"]


def test_the_same_bytes_again_change_nothing(client: httpx.Client, database: Connection) -> None:
    raw = mail()
    first = client.post("/inbound/mime", content=raw, headers=HEADERS).json()
    second = client.post("/inbound/mime", content=raw, headers=HEADERS).json()
    assert second == {**first, "is_duplicate": True}
    assert one(database, "SELECT count(*) FROM helpdesk.ticket") == 1


def test_the_same_bytes_at_once_have_the_effect_of_once(client: httpx.Client, database: Connection) -> None:
    raw = mail()
    together = threading.Barrier(12)

    def post(_: int) -> tuple[int, int, bool]:
        together.wait()
        answer = client.post("/inbound/mime", content=raw, headers=HEADERS)
        return answer.status_code, answer.json()["ticket_id"], answer.json()["is_duplicate"]

    with ThreadPoolExecutor(12) as pool:
        results = list(pool.map(post, range(12)))
    assert {status for status, _, _ in results} == {200}
    assert len({ticket for _, ticket, _ in results}) == 1
    assert sum(not is_duplicate for _, _, is_duplicate in results) == 1
    counts = database.execute(
        "SELECT (SELECT count(*) FROM helpdesk.inbound_mail), (SELECT count(*) FROM helpdesk.ticket),"
        " (SELECT count(*) FROM helpdesk.person WHERE email = 'customer@home.example')"
    ).fetchone()
    assert counts == (1, 1, 1)


def test_many_mails_of_a_new_sender_at_once_make_one_person(
    client: httpx.Client, database: Connection
) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda raw: client.post("/inbound/mime", content=raw, headers=HEADERS),
                [mail() for _ in range(16)],
            )
        )
    assert {answer.json()["state"] for answer in answers} == {"ticket"}
    assert one(database, "SELECT count(*) FROM helpdesk.person WHERE email = 'customer@home.example'") == 1


def _store_only(fresh_db: str, raw: bytes) -> int:
    with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as worker:
        row = worker.execute(
            "SELECT inbound_mail_id FROM helpdesk.store_inbound_mail(%s, 'mime')", (raw,)
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_a_mail_stored_before_a_crash_is_decided_by_the_job_that_was_queued_with_it(
    fresh_db: str, database: Connection
) -> None:
    mail_id = _store_only(fresh_db, mail())
    queued = database.execute(
        "SELECT message ->> 'actor_name', message -> 'args' FROM dramatiq.queue WHERE state = 'queued'"
    ).fetchall()
    assert queued == [("process_inbound_mail", [mail_id])]
    database.execute("UPDATE dramatiq.queue SET available_at = now()")  # a minute later
    environment = {
        **os.environ,
        "PGDESK_WORKER_DATABASE_URL": login_dsn(fresh_db, "worker"),
        "PGDESK_CLOCK": "off",
        "PGDESK_LOG_LEVEL": "warning",
    }
    worker = subprocess.Popen([sys.executable, "-m", "pgdesk.workers"], env=environment, cwd=ROOT)
    try:

        def is_decided() -> bool:
            assert worker.poll() is None
            return bool(one(database, "SELECT state <> 'received' FROM helpdesk.inbound_mail"))

        until(is_decided, 60)
    finally:
        worker.terminate()
        worker.wait(20)
    assert one(database, "SELECT state FROM helpdesk.inbound_mail") == "ticket"
    assert one(database, "SELECT count(*) FROM helpdesk.ticket") == 1


def test_inline_and_worker_at_once_decide_once(fresh_db: str, database: Connection) -> None:
    for _ in range(5):
        mail_id = _store_only(fresh_db, mail())
        together = threading.Barrier(4)

        def work(_: int, mail_id: int = mail_id, together: threading.Barrier = together) -> None:
            with psycopg.connect(login_dsn(fresh_db, "worker")) as worker:
                together.wait()
                decide(worker, mail_id)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))
    assert one(database, "SELECT count(*) FROM helpdesk.ticket") == 5
    assert one(database, "SELECT max(attempts) FROM helpdesk.inbound_mail") == 1


def test_what_stays_undecided_is_queued_again(fresh_db: str, database: Connection) -> None:
    mail_id = _store_only(fresh_db, mail())
    requeue = "SELECT helpdesk.requeue_inbound_mail()"
    assert one(database, requeue) == 0
    database.execute("UPDATE helpdesk.inbound_mail SET queued_at = queued_at - interval '11 minutes'")
    database.execute("DELETE FROM dramatiq.queue")
    assert (one(database, requeue), one(database, requeue)) == (1, 0)
    assert one(database, "SELECT message -> 'args' FROM dramatiq.queue") == [mail_id]
