"""Replies that are scheduled or taken back while somebody else is at the same ticket."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from tests.conftest import acting_as
from tests.crowd import Crowd
from tests.desk import SYSTEM, Desk
from tests.waiting import until


def _wait_for_blocked(crowd: Crowd[Desk], pid: int) -> None:
    until(lambda: crowd.value("SELECT cardinality(pg_blocking_pids(%s)) > 0", pid))


def _undo(connection: psycopg.Connection[Any], desk: Desk, message: int) -> str | None:
    """None, or the SQLSTATE."""
    try:
        with acting_as(connection, "agent", desk.agent.id):
            connection.execute("SELECT api.undo_reply(%s)", (message,))
        connection.commit()
    except psycopg.Error as problem:
        return problem.sqlstate
    return None


def test_a_customer_who_is_writing_is_answered_by_nothing_scheduled(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1, requester=desk.customer)
    desk.call(
        desk.agent,
        "schedule_reply",
        ticket_id=ticket,
        body="Later.",
        send_at=desk.one(SYSTEM, "SELECT helpdesk.clock() + interval '1 second'"),
    )
    desk.db.commit()
    until(lambda: crowd.value("SELECT send_at <= helpdesk.clock() FROM helpdesk.scheduled_reply"))
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(crowd.dsn) as customer,
        psycopg.connect(crowd.dsn, autocommit=True) as worker,
    ):
        customer.execute("SELECT FROM helpdesk.ticket WHERE ticket_id = %s FOR NO KEY UPDATE", (ticket,))
        running = pool.submit(worker.execute, "SELECT helpdesk.send_scheduled_replies()")
        _wait_for_blocked(crowd, worker.info.backend_pid)
        with acting_as(customer, "customer", desk.customer.id):
            customer.execute("SELECT api.reply(%s, 'Solved!')", (ticket,))
        customer.commit()
        running.result(timeout=30)
    assert crowd.value("SELECT state || ': ' || reason FROM helpdesk.scheduled_reply") == (
        "returned: the customer wrote first"
    )
    assert crowd.value("SELECT array_agg(body) FROM helpdesk.message WHERE kind = 'reply'") == ["Solved!"]


def test_a_reply_is_taken_back_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1)
    desk.set("undo_send_seconds", 600)
    message = desk.call(desk.agent, "reply", ticket_id=ticket, body="Too early")["message_id"]
    desk.db.commit()
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(crowd.dsn) as first,
        psycopg.connect(crowd.dsn) as second,
    ):
        with acting_as(first, "agent", desk.agent.id):
            first.execute("SELECT api.undo_reply(%s)", (message,))
            late = pool.submit(_undo, second, desk, message)
            _wait_for_blocked(crowd, second.info.backend_pid)
        assert late.result(timeout=30) == "PD001"
    assert crowd.value("SELECT body FROM helpdesk.draft") == "Too early"
