"""What reports count, of three tickets in four days, worked out by hand; and beside the views, of many."""

import json
from typing import Any

import pytest

from tests.conftest import Connection
from tests.desk import SYSTEM, Desk

PERIOD = {"from": "2026-03-01", "to": "2026-03-04"}


@pytest.fixture
def story(desk: Desk) -> Desk:
    """Monday, 2 March 2026: the fire is answered after 30 minutes, resolved after 120, before it is due, and
    rated 5; on Tuesday it is reopened, and spam comes. The invoice is given away."""
    desk.clock("2026-03-02 09:00:00+00")
    fire = desk.ticket(
        priority="high", department_id=desk.support, channel="email", due_at="2026-03-02 12:00:00+00"
    )
    invoice = desk.ticket(priority="low", department_id=desk.billing, channel="api")
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.ticket_tag SELECT %s, tag_id FROM helpdesk.tag WHERE name = 'printer'",
        fire,
    )
    desk.clock("2026-03-02 09:15:00+00")
    desk.call(desk.agent, "claim_ticket", ticket_id=fire)
    desk.clock("2026-03-02 09:30:00+00")
    desk.call(desk.agent, "reply", ticket_id=fire, body="Where?")
    desk.clock("2026-03-02 10:00:00+00")
    desk.run(
        SYSTEM, "UPDATE helpdesk.ticket SET assignee_id = %s WHERE ticket_id = %s", desk.colleague.id, invoice
    )
    desk.call(desk.agent, "escalate_ticket", ticket_id=fire, staff_ids=[desk.colleague.id], message="Help")
    desk.clock("2026-03-02 11:00:00+00")
    desk.call(desk.agent, "resolve_ticket", ticket_id=fire)
    desk.clock("2026-03-02 12:00:00+00")
    desk.call(desk.customer, "rate_ticket", ticket_id=fire, rating=5)
    desk.clock("2026-03-03 10:00:00+00")
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'reopened' WHERE ticket_id = %s", fire)
    spam = desk.ticket()
    desk.call(desk.admin, "mark_spam", ticket_id=spam)
    desk.clock("2026-03-04 09:00:00+00")
    return desk


def rows(desk: Desk, report: str, *columns: str, **given: str) -> list[list[Any]]:
    """The columns of the report's rows that are asked for."""
    found = desk.one(SYSTEM, "SELECT reports.run(%s, %s)", report, json.dumps(given))
    names = [one["name"] for one in found["columns"]]
    return [[row[names.index(column)] for column in columns] for row in found["rows"]]


def test_what_came_and_went(story: Desk) -> None:
    columns = ("day", "created", "resolved", "reopened", "customer_replies", "staff_replies")
    assert rows(story, "volume", *columns, **PERIOD) == [
        ["2026-03-01", 0, 0, 0, 0, 0],
        ["2026-03-02", 2, 1, 0, 0, 1],
        ["2026-03-03", 1, 0, 1, 0, 0],
        ["2026-03-04", 0, 0, 0, 0, 0],
    ]
    assert rows(story, "volume", *columns, step="month", **PERIOD) == [["2026-03-01", 3, 1, 1, 0, 1]]
    assert rows(story, "volume", "created", step="week", department="Support", **PERIOD) == [[1]]
    assert rows(story, "backlog", "day", "opened", "solved", "open_tickets", **PERIOD) == [
        ["2026-03-02", 2, 1, 1],
        ["2026-03-03", 2, 0, 2],
        ["2026-03-04", 0, 0, 2],
    ]
    assert rows(story, "channels", "channel", "tickets", "percent", "open_tickets", "reopened", **PERIOD) == [
        ["api", 2, 66.7, 1, 0],
        ["email", 1, 33.3, 1, 1],
    ]
    assert rows(story, "tags", "tag", "tickets", "open_tickets", **PERIOD) == [["printer", 1, 1]]
    assert rows(story, "organisations", "organisation", "tickets", "open_tickets", **PERIOD) == [
        ["Shared", 3, 2]
    ]
    arrivals = rows(story, "arrivals", "weekday", "hour", "tickets", zone="Europe/Berlin", **PERIOD)
    assert len(arrivals) == 7 * 24
    assert [row for row in arrivals if row[2]] == [["Monday", 10, 2], ["Tuesday", 11, 1]]


def test_what_is_open(story: Desk) -> None:
    ages = rows(story, "backlog_age", "age", "tickets", "low", "high", "unassigned")
    assert [row for row in ages if row[1]] == [["1-3 days", 2, 1, 1, 0]]
    assert rows(
        story, "departments", "department", "open_tickets", "unassigned", "oldest_days", "created",
        "resolved", "reopened", "staff_replies", **PERIOD,
    ) == [
        ["Billing", 1, 0, 2.0, 1, 0, 0, 0],
        ["Support", 1, 0, 2.0, 1, 1, 1, 1],
        ["(none)", 0, 0, None, 1, 0, 0, 0],
    ]  # fmt: skip
    found = rows(story, "workload", "agent", "open_tickets", "replies", "resolved", **PERIOD)
    assert [str(story.agent.id), 1, 1, 1] in found
    assert [str(story.colleague.id), 1, 0, 0] in found


def test_how_long_it_took(story: Desk) -> None:
    first = rows(story, "first_response", "day", "tickets", "p50", "p90", step="month", **PERIOD)
    assert first == [["2026-03-01", 1, 0.5, 0.5]]
    assert rows(story, "resolution", "tickets", "p50", step="month", **PERIOD) == [
        [0, None]
    ]  # it was reopened
    story.call(story.agent, "resolve_ticket", ticket_id=rows_of_fire(story))
    assert rows(story, "resolution", "tickets", "p50", step="month", **PERIOD) == [[1, 48.0]]
    found = rows(
        story, "response_times", "group", "tickets", "first_response_p50", "resolution_p50", **PERIOD
    )
    assert found == [["high", 1, 0.5, 48.0], ["low", 1, None, None], ["medium", 1, None, None]]


def rows_of_fire(desk: Desk) -> int:
    found: int = desk.one(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket WHERE channel = 'email'")
    return found


def test_promises_ratings_and_reopenings(story: Desk) -> None:
    kept = rows(
        story, "sla_attainment", "group", "metric", "promises", "kept", "missed", "percent_kept", **PERIOD
    )
    assert ["high", "resolution"] in [row[:2] for row in kept]
    promises = sum(row[2] for row in kept)
    assert rows(story, "sla_trend", "promises", step="month", **PERIOD) == [[promises]]
    assert rows(story, "csat", "group", "ratings", "average", "percent_good", "bad", **PERIOD) == [
        ["Support", 1, 5, 100, 0]
    ]
    assert rows(story, "csat_trend", "day", "ratings", "average", step="month", **PERIOD) == [
        ["2026-03-01", 1, 5]
    ]
    assert rows(story, "reopen_rate", "group", "resolved", "reopened", "percent_reopened", **PERIOD) == [
        ["Support", 1, 1, 100]
    ]


def test_who_helps_and_who_gets_what(story: Desk) -> None:
    assert rows(story, "escalations", "group", "requests", "unaddressed", "colleagues_asked", **PERIOD) == [
        ["Support", 1, 1, 1]
    ]
    columns = ("day", "routed", "taken", "given", "transfers", "median_hours_to_agent")
    assert rows(story, "routing", *columns, step="month", **PERIOD) == [["2026-03-01", 1, 1, 0, 0, 0.6]]
    assert rows(story, "routing_waits", "tickets") == []
    story.run(
        SYSTEM,
        "INSERT INTO helpdesk.time_entry (ticket_id, person_id, minutes, is_billable, worked_on)"
        " VALUES (%s, %s, 90, true, '2026-03-02'), (%s, %s, 30, false, '2026-03-03')",
        *(rows_of_fire(story), story.agent.id) * 2,
    )
    assert rows(story, "time_spent", "group", "tickets", "hours", "billable_hours", **PERIOD) == [
        ["Support", 1, 2.0, 1.5]
    ]


def test_how_tickets_flow(story: Desk) -> None:
    flow = rows(story, "status_flow", "from_status", "to_status", "changes", "median_hours_before", **PERIOD)
    assert ["resolved", "reopened", 1, 23.0] in flow
    assert sum(row[2] for row in flow) == story.one(
        SYSTEM, "SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_status_changed'"
    )


def test_who_comes_back(story: Desk) -> None:
    story.clock("2026-05-05 09:00:00+00")
    story.ticket()
    story.ticket(requester=story.stranger)
    assert rows(story, "cohorts", "first_month", "months_after", "people", "percent", "tickets") == [
        ["2026-03", 0, 1, 100, 2],
        ["2026-03", 2, 1, 100, 1],
        ["2026-05", 0, 1, 100, 1],
    ]


def test_the_period_beside_the_one_before(story: Desk) -> None:
    period = {"from": "2026-03-03", "to": "2026-03-03"}
    found = {
        row[0]: row[1:]
        for row in rows(story, "trend", "figure", "value", "before", "percent_change", **period)
    }
    assert found["tickets opened"] == [1, 2, -50]
    assert found["tickets resolved"] == [0, 1, -100]
    assert found["tickets reopened"] == [1, 0, None]
    assert found["first response, hours"] == [None, 0.5, None]
    assert found["rating, 1 to 5"] == [None, 5, None]


#: Report and column whose sum is what the statement counts, of all time.
SUMS = {
    ("volume", "created"): "SELECT sum(created) FROM reports.daily_volume",
    ("volume", "staff_replies"): "SELECT count(*) FROM reports.activity WHERE what = 'staff_reply'",
    ("channels", "tickets"): "SELECT count(*) FROM reports.tickets",
    ("tags", "tickets"): "SELECT count(*) FROM reports.ticket_tags",
    ("arrivals", "tickets"): "SELECT count(*) FROM reports.tickets",
    ("first_response", "tickets"): "SELECT count(first_response_minutes) FROM reports.response_times",
    ("resolution", "tickets"): "SELECT count(resolution_minutes) FROM reports.response_times",
    ("sla_attainment", "missed"): "SELECT count(*) FROM reports.sla_results WHERE NOT is_attained",
    ("sla_trend", "promises"): "SELECT count(*) FROM reports.sla_results",
    ("csat", "ratings"): "SELECT count(*) FROM reports.ratings",
    ("csat_trend", "ratings"): "SELECT count(*) FROM reports.ratings",
    ("reopen_rate", "reopened"): "SELECT sum(reopened) FROM reports.daily_volume",
    ("departments", "resolved"): "SELECT sum(resolved) FROM reports.daily_volume",
    ("departments", "open_tickets"): "SELECT count(*) FROM reports.tickets WHERE is_open",
    ("backlog_age", "tickets"): "SELECT count(*) FROM reports.tickets WHERE is_open",
    ("workload", "open_tickets"): "SELECT sum(open_tickets) FROM reports.agent_load",
    ("escalations", "requests"): "SELECT count(*) FROM reports.escalations",
    ("routing", "taken"): "SELECT count(*) FROM reports.assignments WHERE how = 'taken'",
    ("status_flow", "changes"): "SELECT count(*) FROM reports.status_changes",
}


@pytest.mark.parametrize(("report", "column"), SUMS)
def test_a_report_counts_what_its_view_does(demo_db: Connection, report: str, column: str) -> None:
    query = """
        SELECT coalesce(sum((row.value -> (c.place::int - 1))::numeric), 0)
        FROM reports.catalogue() AS k
        CROSS JOIN LATERAL (
            SELECT reports.run(
                k.report, CASE WHEN k.period_days IS NULL THEN '{}' ELSE '{"days": 800}' END::jsonb
            )
        ) AS r(found)
        CROSS JOIN LATERAL jsonb_array_elements(r.found -> 'columns') WITH ORDINALITY AS c(value, place)
        CROSS JOIN LATERAL jsonb_array_elements(r.found -> 'rows') AS row(value)
        WHERE k.report = %s AND c.value ->> 'name' = %s
    """
    counted = demo_db.execute(query, (report, column)).fetchall()
    assert counted == demo_db.execute(SUMS[report, column].encode()).fetchall()
    assert counted[0][0] > 0
