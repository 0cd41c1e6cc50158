"""The worker takes what an event has queued."""

import importlib
import time
from collections.abc import Iterator

import dramatiq
import psycopg
import pytest

from tests.conftest import login_dsn
from tests.desk import SYSTEM, make_desk
from tests.rules.desk import RuleDesk, do
from workers.broker import use_broker


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


def test_the_queued_job_runs_the_workflow(desk: RuleDesk, worker_dsn: str) -> None:
    broker = use_broker(worker_dsn, 4)
    actors = importlib.import_module("workers.rules")
    rule = desk.workflow("ticket_created", do("add_note", "seen"))
    tickets = [desk.ticket() for _ in range(3)]
    desk.db.commit()
    worker = dramatiq.Worker(actors.run_workflows.broker, worker_threads=1, worker_timeout=100)
    worker.start()
    try:
        deadline = time.monotonic() + 60
        while desk.one(SYSTEM, "SELECT count(*) FROM dramatiq.queue") and time.monotonic() < deadline:
            worker.join()
            desk.db.commit()
    finally:
        worker.stop()
        broker.close()
        broker.pool.close()
    assert desk.firings(rule) == [(t, "applied") for t in tickets]
