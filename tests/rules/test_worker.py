"""The worker takes what an event has queued."""

import importlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import dramatiq
import psycopg
import pytest

from pgdesk.workers.broker import use_broker
from tests.conftest import login_dsn
from tests.desk import SYSTEM, make_desk
from tests.rules.desk import RuleDesk, do


@pytest.fixture
def worker_dsn(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> str:
    dsn = login_dsn(fresh_db, "worker")
    monkeypatch.setenv("PGDESK_WORKER_DATABASE_URL", dsn)
    return dsn


@pytest.fixture
def desk(fresh_db: str) -> Iterator[RuleDesk]:
    with psycopg.connect(fresh_db) as connection:
        yield RuleDesk(**vars(make_desk(connection)))
        connection.rollback()


@contextmanager
def working(dsn: str, module: str) -> Iterator[dramatiq.Worker]:
    broker = use_broker(dsn, 4)
    sys.modules.pop(module, None)  # its actors declare themselves to the broker of their import
    importlib.import_module(module)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
        broker.close()
        broker.pool.close()


def empty_queue(desk: RuleDesk, worker: dramatiq.Worker) -> None:
    deadline = time.monotonic() + 60
    while desk.one(SYSTEM, "SELECT count(*) FROM dramatiq.queue") and time.monotonic() < deadline:
        worker.join()
        desk.db.commit()


def test_the_queued_job_runs_the_workflow(desk: RuleDesk, worker_dsn: str) -> None:
    rule = desk.workflow("ticket_created", do("add_note", "seen"))
    tickets = [desk.ticket() for _ in range(3)]
    desk.db.commit()
    with working(worker_dsn, "pgdesk.workers.rules") as worker:
        empty_queue(desk, worker)
    assert desk.firings(rule) == [(t, "applied") for t in tickets]


def test_what_a_batch_leaves_is_taken_at_once(desk: RuleDesk, worker_dsn: str) -> None:
    rules = [desk.rule("escalation", do("add_note", "seen"), name=f"Batch {n}") for n in range(2)]
    tickets = [desk.ticket() for _ in range(7)]
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.schedule SET call = %s WHERE name = 'evaluate_escalations'",
        "helpdesk.sweep_rules('escalation', p_limit => 2)",
    )
    desk.one(SYSTEM, "SELECT helpdesk.run_job('evaluate_escalations')")
    desk.db.commit()
    assert [len(desk.firings(rule)) for rule in rules] == [2, 2]
    with working(worker_dsn, "pgdesk.workers.jobs") as worker:
        empty_queue(desk, worker)
    for rule in rules:
        assert sorted(desk.firings(rule)) == [(t, "applied") for t in tickets]
    runs = "SELECT count(*), count(DISTINCT xmin::text) FROM helpdesk.schedule_run"
    assert desk.run(SYSTEM, runs) == [(4, 4)]


def test_a_sweep_that_is_killed_is_resumed(desk: RuleDesk, fresh_db: str) -> None:
    rule = desk.rule("escalation", do("add_note", "seen"))
    ticket = desk.ticket()
    desk.db.commit()
    with psycopg.connect(fresh_db) as killed:
        killed.execute("SELECT helpdesk.sweep_rules('escalation')")
        with psycopg.connect(fresh_db, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", (killed.info.backend_pid,))
        with pytest.raises(psycopg.OperationalError):
            killed.execute("SELECT 1")
    assert (desk.firings(rule), desk.notes(ticket)) == ([], [])
    for _ in range(2):
        desk.sweep()
    assert (desk.firings(rule), desk.notes(ticket)) == ([(ticket, "applied")], ["seen"])
