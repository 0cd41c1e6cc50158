"""The worker takes the job that a new ticket has queued; run_job goes on while a batch is full."""

from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import login_dsn
from tests.desk import SYSTEM, make_desk
from tests.routing.desk import RoutingDesk
from tests.rules.test_worker import empty_queue, working


@pytest.fixture
def worker_dsn(fresh_db: str, monkeypatch: pytest.MonkeyPatch) -> str:
    dsn = login_dsn(fresh_db, "worker")
    monkeypatch.setenv("PGDESK_WORKER_DATABASE_URL", dsn)
    return dsn


@pytest.fixture
def desk(fresh_db: str) -> Iterator[RoutingDesk]:
    with psycopg.connect(fresh_db) as connection:
        yield RoutingDesk(**vars(make_desk(connection)))
        connection.rollback()


def test_the_queued_job_assigns_new_tickets(desk: RoutingDesk, worker_dsn: str) -> None:
    department, team = desk.team(2)
    desk.db.commit()
    tickets = [
        desk.call(desk.customer, "create_ticket", subject="x", department_id=department)["ticket_id"]
        for _ in range(4)
    ]
    desk.db.commit()
    with working(worker_dsn, "pgdesk.workers.routing") as worker:
        empty_queue(desk, worker)  # type: ignore[arg-type]
    assert Counter(desk.assignee(ticket) for ticket in tickets) == {person.id: 2 for person in team}


def test_the_sweep_goes_on_while_a_batch_is_full(desk: RoutingDesk, worker_dsn: str) -> None:
    department, (person,) = desk.team(1, availability="offline")
    tickets = [desk.ticket(department_id=department) for _ in range(7)]
    assert desk.route() == 0
    desk.agent_set(person, availability="online")
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.schedule SET call = 'helpdesk.route_waiting(2)' WHERE name = 'route_tickets'",
    )
    desk.run(SYSTEM, "DELETE FROM dramatiq.queue")
    desk.one(SYSTEM, "SELECT helpdesk.run_job('route_tickets')")
    desk.db.commit()
    assert Counter(desk.assignee(ticket) for ticket in tickets) == {person.id: 2, None: 5}
    with working(worker_dsn, "pgdesk.workers.jobs") as worker:
        empty_queue(desk, worker)  # type: ignore[arg-type]
    assert {desk.assignee(ticket) for ticket in tickets} == {person.id}
