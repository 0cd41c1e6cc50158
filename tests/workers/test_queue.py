"""The queue: the library's own tables, filled in the transaction, emptied by login worker."""

import re
import threading

import dramatiq
import psycopg
import pytest
from dramatiq_postgres.schema import generate_init_sql

from pgdesk.cli.paths import DB
from pgdesk.workers.broker import make_broker
from tests.conftest import Connection, login_dsn


def _statements(text: str) -> list[str]:
    bare = re.sub(r"--[^\n]*", "", text)
    return [" ".join(part.split()) for part in bare.split(";") if part.strip()]


def test_the_tables_are_the_librarys_own() -> None:
    ours = (DB / "migrations" / "V0020__queue.sql").read_text()
    assert _statements(ours.partition("-- What follows is ours.")[0]) == _statements(generate_init_sql())


def test_an_enqueued_call_reaches_its_actor(fresh_db: str) -> None:
    broker = make_broker(login_dsn(fresh_db, "worker"))
    seen: list[tuple[object, ...]] = []
    arrived = threading.Event()

    def note(*args: object) -> None:
        seen.append(args)
        arrived.set()

    dramatiq.actor(broker=broker, actor_name="note", queue_name="default")(note)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    try:
        with psycopg.connect(fresh_db) as connection:
            connection.execute("SELECT helpdesk.enqueue('note', '[1]')")
            connection.rollback()
            connection.execute("SELECT helpdesk.enqueue('note', '[2, \"x\"]')")
        assert arrived.wait(20)
        worker.join()
        assert seen == [(2, "x")]
        with psycopg.connect(fresh_db) as connection:
            assert connection.execute("SELECT count(*) FROM dramatiq.queue").fetchone() == (0,)
    finally:
        worker.stop()
        broker.close()
        broker.pool.close()


def test_a_delayed_call_waits(db: Connection) -> None:
    db.execute("SELECT helpdesk.enqueue('note', '[]', 'default', interval '1 hour')")
    row = db.execute("SELECT available_at - now() > interval '59 minutes' FROM dramatiq.queue").fetchone()
    assert row == (True,)


@pytest.mark.parametrize("login", ["authenticator", "reporter"])
def test_only_the_worker_sees_the_queue(fresh_db: str, login: str) -> None:
    with (
        psycopg.connect(login_dsn(fresh_db, login)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT * FROM dramatiq.queue")
