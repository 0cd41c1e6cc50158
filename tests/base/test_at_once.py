"""The same call at the same time, with one key: done once, also where the first try fails."""

import threading
from typing import Any

import psycopg

from tests.conftest import Connection, acting_as
from tests.crowd import Crowd, acting
from tests.desk import Desk
from tests.waiting import until


def test_the_same_key_at_once_makes_one_ticket(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    create = acting(
        desk.customer, "SELECT (api.create_ticket(subject => 'Help', idempotency_key => 'k')).ticket_id"
    )
    outcomes = crowd.run(*[create] * 6)
    assert len({outcome[0][0] for outcome in outcomes}) == 1
    assert crowd.value("SELECT count(*) FROM helpdesk.ticket") == 1


def test_when_the_first_caller_fails_the_second_does_the_work(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1)
    waiting = threading.Event()

    def failing(connection: Connection) -> None:
        with acting_as(connection, "agent", desk.agent.id):
            connection.execute("SELECT api.add_note(%s, 'Hm', idempotency_key => 'k')", (ticket,))
        waiting.wait(timeout=60)
        connection.rollback()

    def second(connection: Connection) -> Any:
        (pid,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        watcher = threading.Thread(target=_when_blocked, args=(crowd.dsn, pid, waiting))
        watcher.start()
        try:
            with acting_as(connection, "agent", desk.agent.id):
                _wait_for_key(crowd.dsn)
                return connection.execute(
                    "SELECT api.add_note(%s, 'Hm', idempotency_key => 'k')", (ticket,)
                ).fetchall()
        finally:
            waiting.set()
            watcher.join()

    outcomes = crowd.run(failing, second)
    assert isinstance(outcomes[1], list)
    assert crowd.value("SELECT count(*) FROM helpdesk.message") == 1


def _wait_for_key(dsn: str) -> None:
    """Until another transaction holds a row lock on idempotency_key's table, that is, has begun its call."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        held = (
            "SELECT 1 FROM pg_locks"
            " WHERE relation = 'helpdesk.idempotency_key'::regclass AND mode = 'RowExclusiveLock'"
        )
        until(lambda: connection.execute(held).fetchone(), tell=lambda: "the first call never began")


def _when_blocked(dsn: str, pid: int, then: threading.Event) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        while not then.is_set():
            if connection.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", (pid,)).fetchone() == (
                True,
            ):
                then.set()
