"""Counts of past days: whatever happens, reports say of them what the events say."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from pgdesk.cli.doctor import examine_days
from tests.conftest import Connection, set_database_clock
from tests.crowd import Crowd
from tests.desk import SYSTEM, Desk

_COUNTS = "created, resolved, closed, reopened, staff_replies, customer_replies, opened, solved, open_change"
_SHOWN = f"SELECT day, split_by, name, {_COUNTS} FROM reports.daily_activity"
_FOUND = f"""
    SELECT n.day, n.split_by, coalesce(d.name, nullif(n.key, '')) AS name, {_COUNTS}
    FROM helpdesk.activity_count AS n
    LEFT JOIN helpdesk.department AS d ON n.split_by = 'department' AND d.department_id::text = n.key
"""
_SHOWN_OF_AGENTS = (
    "SELECT agent_id, day, replies, notes, resolved, help_given, tickets FROM reports.agent_days"
)
_FOUND_OF_AGENTS = (
    "SELECT agent_id, day, replies, notes, resolved, help_given, tickets FROM helpdesk.agent_count"
)
_SHOWN_FLOW = "SELECT day, from_status, to_status, minutes FROM reports.daily_status_times"
_FOUND_FLOW = "SELECT day, from_status, to_status, minutes FROM reports.status_changes"
_SHOWN_ROUTES = "SELECT day, how, is_transfer, minutes FROM reports.daily_assignment_times"
_FOUND_ROUTES = "SELECT day, how, is_transfer, minutes_since_opening FROM reports.assignments"
#: What the events say, not day by day.
_FOUND_VOLUME = """
    SELECT *
    FROM (
        SELECT (e.at AT TIME ZONE 'UTC')::date AS day, d.name,
            count(*) FILTER (WHERE e.kind = 'ticket_created') AS created,
            count(*) FILTER (WHERE e.kind = 'ticket_resolved') AS resolved,
            count(*) FILTER (
                WHERE e.kind = 'ticket_closed' AND NOT e.payload ?| '{merged_into_id,is_spam}'
            ) AS closed,
            count(*) FILTER (WHERE e.kind = 'ticket_reopened') AS reopened,
            count(*) FILTER (
                WHERE e.kind = 'reply_created' AND e.payload @> '{"author_is_staff": true}'
            ) AS staff_replies,
            count(*) FILTER (
                WHERE e.kind = 'reply_created' AND e.payload @> '{"author_is_staff": false}'
            ) AS customer_replies
        FROM helpdesk.event AS e
        JOIN helpdesk.ticket AS t USING (ticket_id)
        LEFT JOIN helpdesk.department AS d USING (department_id)
        WHERE t.deleted_at IS NULL
        GROUP BY 1, 2
    ) AS v
    WHERE v.created + v.resolved + v.closed + v.reopened + v.staff_replies + v.customer_replies > 0
"""
_SHOWN_VOLUME = """
    SELECT * FROM reports.daily_volume AS v
    WHERE v.created + v.resolved + v.closed + v.reopened + v.staff_replies + v.customer_replies > 0
"""


def count_days(db: Connection, limit: int = 30) -> int:
    """As the job when all transactions of its last run are over; here those of other tests may not be."""
    db.execute("UPDATE helpdesk.counted_until SET next_xid = '0'")
    row = db.execute("SELECT helpdesk.count_days(%s)", (limit,)).fetchone()
    assert row is not None
    return int(row[0])


def differences(db: Connection) -> list[Any]:
    return [
        row
        for shown, found in (
            (_SHOWN, _FOUND),
            (_SHOWN_OF_AGENTS, _FOUND_OF_AGENTS),
            (_SHOWN_VOLUME, _FOUND_VOLUME),
            (_SHOWN_FLOW, _FOUND_FLOW),
            (_SHOWN_ROUTES, _FOUND_ROUTES),
            ("SELECT helpdesk.list_wrong_days()", "SELECT NULL::date WHERE false"),
        )
        for one, other in ((shown, found), (found, shown))
        for row in db.execute(f"({one}) EXCEPT ALL ({other})".encode()).fetchall()
    ]


def _counted(db: Connection) -> int:
    row = db.execute("SELECT count(*) FROM helpdesk.list_counted_days()").fetchone()
    assert row is not None
    return int(row[0])


def _act(desk: Desk, rng: random.Random, tickets: list[int]) -> None:
    """Something that somebody may do to a ticket, or may not."""
    ticket = rng.choice(tickets)
    other = rng.choice(tickets)
    change = "UPDATE helpdesk.ticket SET {} WHERE ticket_id = %s"
    acts: list[Callable[[], Any]] = [
        lambda: desk.call(desk.agent, "reply", ticket_id=ticket, body="Hello"),
        lambda: desk.call(desk.customer, "reply", ticket_id=ticket, body="Still broken"),
        lambda: desk.call(desk.agent, "add_note", ticket_id=ticket, body="Hm"),
        lambda: desk.call(desk.agent, "claim_ticket", ticket_id=ticket),
        lambda: desk.call(desk.agent, "resolve_ticket", ticket_id=ticket),
        lambda: desk.run(SYSTEM, change.format("status = 'closed'"), ticket),
        lambda: desk.run(SYSTEM, change.format("status = 'reopened'"), ticket),
        lambda: desk.run(SYSTEM, change.format("status = 'on_hold'"), ticket),
        lambda: desk.run(SYSTEM, change.format("priority = 'urgent'"), ticket),
        lambda: desk.run(SYSTEM, change.format("department_id = %s"), desk.billing, ticket),
        lambda: desk.run(SYSTEM, change.format("department_id = NULL"), ticket),
        lambda: desk.run(SYSTEM, change.format("assignee_id = %s"), desk.colleague.id, ticket),
        lambda: desk.run(SYSTEM, change.format("assignee_id = NULL"), ticket),
        lambda: desk.run(SYSTEM, change.format("deleted_at = helpdesk.clock()"), ticket),
        lambda: desk.run(SYSTEM, change.format("deleted_at = NULL"), ticket),
        lambda: desk.call(desk.admin, "mark_spam", ticket_id=ticket),
        lambda: desk.call(desk.admin, "unmark_spam", ticket_id=ticket),
        lambda: desk.call(desk.admin, "merge_tickets", ticket_ids=[ticket], into_id=other),
        lambda: desk.call(desk.admin, "unmerge_ticket", ticket_id=ticket),
        lambda: tickets.append(desk.ticket(department_id=rng.choice([desk.support, desk.billing]))),
    ]
    try:
        rng.choice(acts)()
    except psycopg.Error as refusal:
        if not (refusal.sqlstate or "").startswith("PD"):
            raise


@pytest.mark.parametrize("seed", range(3))
def test_counted_days_equal_the_events_whatever_happens(desk: Desk, seed: int) -> None:
    rng = random.Random(seed)
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    desk.clock(at.isoformat())
    tickets = [desk.ticket(department_id=desk.support), desk.ticket(), desk.ticket(priority="low")]
    read = 0
    for _ in range(80):
        if rng.random() < 0.3:
            at += timedelta(hours=rng.randrange(1, 40))
            desk.clock(at.isoformat())
        _act(desk, rng, tickets)
        if rng.random() < 0.2:
            count_days(desk.db, limit=rng.choice([2, 30]))
        if rng.random() < 0.3:
            assert differences(desk.db) == []
            read += _counted(desk.db)
    assert read > 20
    at += timedelta(days=2)
    desk.clock(at.isoformat())
    while count_days(desk.db):
        pass
    assert _counted(desk.db) > 5
    assert differences(desk.db) == []


def test_what_was_written_by_hand_is_found_and_counted_anew(desk: Desk) -> None:
    desk.clock("2026-03-02 09:00:00+00")
    ticket = desk.ticket()
    desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Where?")
    desk.clock("2026-03-04 09:00:00+00")
    count_days(desk.db)
    count_days(desk.db)
    assert examine_days(desk.db).is_ok
    for broken in (
        "UPDATE helpdesk.activity_day SET created = created + 1 WHERE split_by = 'channel'",
        "DELETE FROM helpdesk.agent_day",
        "UPDATE helpdesk.status_day SET minutes = minutes || 1.5",
        "DELETE FROM helpdesk.assignment_day",
    ):
        desk.run(SYSTEM, broken)
        found = examine_days(desk.db)
        assert not found.is_ok
        assert "1 days are counted wrongly, the first: 2026-03-02" in found.text
        assert desk.one(SYSTEM, "SELECT helpdesk.recount_days()") == 1
        assert differences(desk.db) == []
        assert count_days(desk.db) == 1
        assert examine_days(desk.db).is_ok


def test_days_are_counted_anew_where_an_agent_or_a_status_becomes_another(desk: Desk) -> None:
    desk.clock("2026-03-02 09:00:00+00")
    ticket = desk.ticket("on_hold")
    desk.call(desk.customer, "reply", ticket_id=ticket, body="Please")
    desk.clock("2026-03-04 09:00:00+00")
    count_days(desk.db)
    count_days(desk.db)
    assert _counted(desk.db) == 1
    desk.run(SYSTEM, "INSERT INTO helpdesk.agent (person_id) VALUES (%s)", desk.customer.id)
    assert _counted(desk.db) == 0
    assert differences(desk.db) == []
    count_days(desk.db)
    assert _counted(desk.db) == 1
    desk.run(SYSTEM, "UPDATE helpdesk.status SET category = 'pending' WHERE status = 'on_hold'")
    assert _counted(desk.db) == 0


def test_what_commits_late_is_counted(crowd: Crowd[Desk]) -> None:
    """Its event has a lower number than those that are counted before it; and two at once count once."""
    (ticket,) = crowd.tickets(1)
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    with psycopg.connect(crowd.dsn) as slow:
        slow.execute("UPDATE helpdesk.ticket SET priority = 'urgent' WHERE ticket_id = %s", (ticket,))
        set_database_clock(crowd.dsn, tomorrow)
        crowd.tickets(1)
        for _ in range(2):
            crowd.run(*[lambda db: db.execute("SELECT helpdesk.count_days()").fetchall()] * 2)
        with psycopg.connect(crowd.dsn) as reader:
            assert differences(reader) == []
        slow.commit()
    with psycopg.connect(crowd.dsn) as reader:
        assert differences(reader) == []
