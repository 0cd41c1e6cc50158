"""What is written on a ticket without its verb gives way to verbs, which lock the ticket first."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.crowd import Crowd, acting
from tests.desk import SYSTEM, Desk, Person

EDIT = "UPDATE api.messages SET body = 'edited' WHERE message_id = %s"
VERBS = {
    "pin": "SELECT api.pin_message(%(message)s)",
    "delete": "SELECT api.delete_message(%(message)s)",
    "merge": "SELECT api.merge_tickets(ARRAY[%(ticket)s]::bigint[], %(other)s)",
    "split": "SELECT api.split_ticket(%(message)s, 'Other')",
}


def _outcome(connection: Connection, who: Person, statement: str, *values: Any) -> str | None:
    try:
        with acting_as(connection, who.role, who.id):
            connection.execute(statement, values)
    except psycopg.Error as problem:
        return problem.sqlstate
    return None


def _wait_for_blocked(dsn: str, pid: int) -> None:
    look = "SELECT cardinality(pg_blocking_pids(%s)), pg_sleep(0.01)"
    with psycopg.connect(dsn, autocommit=True) as looking:
        for _ in range(300):
            row = looking.execute(look, (pid,)).fetchone()
            if row and row[0]:
                return
    raise AssertionError("nobody waits")


def _crossed(
    dsn: str, late: Person, statement: str, row: str, ticket: int, *values: Any
) -> tuple[str | None, str | None]:
    """A verb has the ticket when the statement has locked its row; then the verb asks for the row."""
    with psycopg.connect(dsn) as verb, psycopg.connect(dsn) as direct, ThreadPoolExecutor(1) as pool:
        verb.execute("SELECT 1 FROM helpdesk.ticket WHERE ticket_id = %s FOR NO KEY UPDATE", (ticket,))
        found = pool.submit(_outcome, direct, late, statement, *values)
        _wait_for_blocked(dsn, direct.info.backend_pid)
        told = None
        try:
            verb.execute(row.encode(), values)
        except psycopg.Error as problem:
            told = problem.sqlstate
        return told, found.result(timeout=30)


def test_an_edit_gives_way_to_a_verb_that_has_the_ticket(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1)
    message = desk.message(ticket, desk.agent, kind="note")
    desk.db.commit()
    row = "UPDATE helpdesk.message SET is_pinned = true WHERE message_id = %s"
    assert _crossed(crowd.dsn, desk.agent, EDIT, row, ticket, message) == (None, "PD026")


def test_a_tag_gives_way_to_a_verb_that_has_the_ticket(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1)
    tag = desk.one(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('vip') RETURNING tag_id")
    desk.db.commit()
    add = "INSERT INTO {}.ticket_tag{} (ticket_id, tag_id) VALUES (%s, %s)"
    drop = "DELETE FROM {}.ticket_tag{} WHERE (ticket_id, tag_id) = (%s, %s)"
    for statement in (add, drop):
        direct, row = statement.format("api", "s"), statement.format("helpdesk", "")
        assert _crossed(crowd.dsn, desk.agent, direct, row, ticket, ticket, tag) == (None, "PD026")


def test_one_who_only_waits_a_moment_is_served(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1)
    message = desk.message(ticket, desk.agent)
    desk.db.commit()
    with (
        psycopg.connect(crowd.dsn) as verb,
        psycopg.connect(crowd.dsn) as direct,
        ThreadPoolExecutor(1) as pool,
    ):
        verb.execute("SELECT 1 FROM helpdesk.ticket WHERE ticket_id = %s FOR NO KEY UPDATE", (ticket,))
        found = pool.submit(_outcome, direct, desk.agent, EDIT, message)
        _wait_for_blocked(crowd.dsn, direct.info.backend_pid)
        verb.commit()
        assert found.result(timeout=30) is None


@pytest.mark.parametrize("verb", VERBS)
def test_edits_racing_verbs_never_deadlock(crowd: Crowd[Desk], verb: str) -> None:
    desk = crowd.desk
    for _ in range(8):
        ticket, other = crowd.tickets(2)
        message = desk.message(ticket, desk.agent, kind="note" if verb == "pin" else "reply")
        desk.db.commit()
        statement = VERBS[verb] % {"message": message, "ticket": ticket, "other": other}
        done, edited = crowd.run(acting(desk.admin, statement), acting(desk.agent, EDIT, message))
        assert not isinstance(done, str), done
        assert edited in ("PD001", "PD015", "PD016", "PD026") or not isinstance(edited, str), edited
