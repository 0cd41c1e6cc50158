"""What each role sees and may change of calendars, policies and clocks, over schema api."""

import json
from typing import Any

import psycopg
import pytest

from tests.conftest import AsRole, Connection
from tests.sla.desk import Desk

WEEK = {"1": [["09:00", "12:00"], ["13:00", "17:00"]], "2": [["22:00", "24:00"]]}
VIEWS = (
    "calendars",
    "calendar_hours",
    "holidays",
    "sla_policies",
    "sla_targets",
    "sla_pauses",
    "sla_metrics",
    "sla_clocks",
)


@pytest.fixture
def admin(desk: Desk) -> int:
    return int(
        desk.one(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Root', 'root@example.com', 'admin')"
            " RETURNING person_id"
        )
    )


@pytest.fixture
def ticket(desk: Desk) -> int:
    desk.at("2026-01-12T09:00:00Z")
    desk.db.execute("INSERT INTO helpdesk.holiday (calendar_id, day) VALUES (1, '2026-06-01')")
    return desk.create()


def _refused(db: Connection, statement: str, *values: Any) -> str:
    with pytest.raises(psycopg.Error) as caught, db.transaction():
        db.execute(statement, values)
    return str(caught.value.sqlstate)


def test_staff_read_every_view(desk: Desk, as_role: AsRole, admin: int, ticket: int) -> None:
    for role, person in (("agent", desk.agent), ("admin", admin)):
        with as_role(desk.db, role, person):
            for view in VIEWS:
                rows = desk.db.execute(f"SELECT to_jsonb(v) FROM api.{view} AS v").fetchall()
                assert rows, (role, view)


def test_customers_and_strangers_see_nothing_of_it(desk: Desk, as_role: AsRole, ticket: int) -> None:
    for role, person in (("customer", desk.customer), ("anon", None)):
        with as_role(desk.db, role, person):
            for view in VIEWS:
                assert _refused(desk.db, f"SELECT * FROM api.{view}") == "42501", (role, view)
            for verb in ("explain_sla", "sla_state"):
                assert _refused(desk.db, f"SELECT * FROM api.{verb}(%s)", ticket) == "42501"


def test_customers_do_not_read_sla_facts_in_events(desk: Desk, as_role: AsRole, ticket: int) -> None:
    desk.at("2026-02-12T09:00:00Z")
    desk.sweep()
    with as_role(desk.db, "customer", desk.customer):
        assert _refused(desk.db, "SELECT sla FROM api.events") in ("42703", "42501")
        kinds = {kind for (kind,) in desk.db.execute("SELECT kind FROM api.events").fetchall()}
    assert "ticket_created" in kinds
    assert not {kind for kind in kinds if kind.startswith("sla_")}


def test_agents_change_nothing(desk: Desk, as_role: AsRole, ticket: int) -> None:
    with as_role(desk.db, "agent", desk.agent):
        for statement in (
            "INSERT INTO api.calendars (name) VALUES ('x')",
            "UPDATE api.calendars SET name = 'x'",
            "DELETE FROM api.holidays",
            "UPDATE api.sla_targets SET target_minutes = 1",
            "INSERT INTO api.sla_pauses VALUES ('open', 'resolution')",
            "UPDATE api.sla_clocks SET due_at = NULL",
            "SELECT api.set_calendar_hours(1, '{}')",
        ):
            assert _refused(desk.db, statement) == "42501", statement


def test_admins_configure_by_rows(desk: Desk, as_role: AsRole, admin: int) -> None:
    db = desk.db
    with as_role(db, "admin", admin):
        calendar = desk.one(
            "INSERT INTO api.calendars (name, time_zone) VALUES ('Lab', 'Asia/Kolkata') RETURNING calendar_id"
        )
        db.execute(
            "INSERT INTO api.calendar_hours (calendar_id, weekday, opens, closes)"
            " VALUES (%s, 1, '09:00', '24:00')",
            (calendar,),
        )
        db.execute(
            "INSERT INTO api.holidays (calendar_id, day, name) VALUES (%s, '2026-08-15', 'Day')", (calendar,)
        )
        department = desk.one(
            "INSERT INTO api.departments (name, slug, calendar_id) VALUES ('Lab', 'lab', %s)"
            " RETURNING department_id",
            calendar,
        )
        conditions = {"field": "department_id", "operator": "is", "value": department}
        policy = desk.one(
            "INSERT INTO api.sla_policies (name, conditions) VALUES ('Lab', %s) RETURNING sla_policy_id",
            json.dumps(conditions),
        )
        db.execute("INSERT INTO api.sla_targets VALUES (%s, 'low', 'resolution', 60)", (policy,))
        db.execute("INSERT INTO api.sla_pauses VALUES ('escalated', 'resolution')")
        db.execute("DELETE FROM api.sla_pauses WHERE status = 'escalated'")
        desk.settle()
    desk.at("2026-01-12T09:00:00Z")
    ticket = desk.create(department_id=department)
    assert desk.clock(ticket)["due_at"] == "2026-01-12T10:00:00+00:00"
    assert desk.clock(ticket)["calendar_version_id"] == desk.version_of(calendar)


def test_hours_are_replaced_as_a_week(desk: Desk, as_role: AsRole, admin: int) -> None:
    with as_role(desk.db, "admin", admin):
        rows = desk.db.execute(
            "SELECT weekday, opens::text, closes::text FROM api.set_calendar_hours(1, %s)",
            (json.dumps(WEEK),),
        ).fetchall()
    assert rows == [(1, "09:00:00", "12:00:00"), (1, "13:00:00", "17:00:00"), (2, "22:00:00", "24:00:00")]


@pytest.mark.parametrize(
    "hours",
    [
        "[]",
        "null",
        '{"8": []}',
        '{"1": "all day"}',
        '{"1": [["09:00"]]}',
        '{"1": [["9", "17:00"]]}',
        '{"1": [["24:00", "24:00"]]}',
        '{"1": [["17:00", "09:00"]]}',
        '{"1": [["09:00", "13:00"], ["12:00", "17:00"]]}',
        '{"1": [[9, 17]]}',
        '{"1": [{"from": "09:00"}]}',
    ],
)
def test_hours_that_cannot_be_read_are_refused(desk: Desk, as_role: AsRole, admin: int, hours: str) -> None:
    with as_role(desk.db, "admin", admin):
        assert _refused(desk.db, "SELECT * FROM api.set_calendar_hours(1, %s)", hours) == "PD202"
        assert _refused(desk.db, "SELECT * FROM api.set_calendar_hours(0, %s)", hours) == "PD001"


def test_overlapping_rows_and_unknown_zones_are_refused(desk: Desk, as_role: AsRole, admin: int) -> None:
    with as_role(desk.db, "admin", admin):
        insert = "INSERT INTO api.calendar_hours (calendar_id, weekday, opens, closes) VALUES (1, 1, %s, %s)"
        assert _refused(desk.db, insert, "16:59", "18:00") == "23P01"
        assert _refused(desk.db, insert, "18:00", "18:00") == "23514"
        desk.db.execute(insert, ("17:00", "18:00"))
        assert _refused(desk.db, "UPDATE api.calendars SET time_zone = 'Mars/Base'") == "PD006"


def test_one_default_policy_and_one_default_calendar(desk: Desk, as_role: AsRole, admin: int) -> None:
    with as_role(desk.db, "admin", admin):
        for statement in (
            "INSERT INTO api.sla_policies (name, is_default) VALUES ('Second', true)",
            "INSERT INTO api.calendars (name, is_default) VALUES ('Second', true)",
        ):
            assert _refused(desk.db, statement) == "23505"


def test_explain_sla_lists_counted_and_paused_time(desk: Desk, as_role: AsRole, ticket: int) -> None:
    desk.at("2026-01-12T10:00:00Z")
    desk.change(ticket, status="on_hold")
    desk.at("2026-01-12T12:00:00Z")
    desk.change(ticket, status="in_progress")
    desk.at("2026-01-12T12:30:00Z")
    with as_role(desk.db, "agent", desk.agent):
        desk.db.execute("SET LOCAL transaction_read_only = on")
        rows = desk.db.execute(
            "SELECT state, used_minutes, paused_minutes, due_at::text, intervals"
            " FROM api.explain_sla(ticket_id => %s) WHERE metric = 'resolution'",
            (ticket,),
        ).fetchall()
    state, used, paused, due, intervals = rows[0]
    assert (state, used, paused, due) == ("running", 90, 120, "2026-01-19 11:00:00+00")
    assert [(i["kind"], i["status"], i["minutes"], i["used_minutes"]) for i in intervals] == [
        ("counted", "open", 60, 60),
        ("paused", "on_hold", 120, 60),
        ("counted", "in_progress", 30, 90),
    ]
    assert {(i["policy"], i["calendar"]) for i in intervals} == {("Standard", "around the clock")}


def test_the_past_can_be_asked_for(desk: Desk, as_role: AsRole, ticket: int) -> None:
    desk.at("2026-01-13T09:00:00Z")
    desk.change(ticket, status="resolved")
    look = "SELECT state, used_minutes FROM api.sla_state(%s, %s) WHERE metric = 'resolution'"
    with as_role(desk.db, "agent", desk.agent):
        assert desk.db.execute(look, (ticket, "2026-01-12T10:00:00Z")).fetchall() == [("running", 60)]
        assert desk.db.execute(look, (ticket, None)).fetchall() == [("met", 1440)]
        assert desk.db.execute(look, (ticket, "2026-01-01T10:00:00Z")).fetchall() == []


def test_a_ticket_out_of_sight_is_not_explained(desk: Desk, as_role: AsRole, ticket: int) -> None:
    desk.set("agent_visibility", "departments")
    desk.db.execute("INSERT INTO helpdesk.department (name, slug) VALUES ('Far away', 'far-away')")
    (far,) = desk.db.execute("SELECT max(department_id) FROM helpdesk.department").fetchone() or (None,)
    desk.change(ticket, assignee_id=None, department_id=far)
    with as_role(desk.db, "agent", desk.agent):
        for verb in ("explain_sla", "sla_state"):
            assert _refused(desk.db, f"SELECT * FROM api.{verb}(%s)", ticket) == "PD001"
        assert desk.db.execute("SELECT * FROM api.sla_clocks").fetchall() == []


def test_the_worker_sweeps_and_nobody_else(desk: Desk, as_role: AsRole, admin: int, ticket: int) -> None:
    desk.at("2026-03-01T00:00:00Z")
    with as_role(desk.db, "worker"):
        assert desk.one("SELECT helpdesk.check_sla()") == 2
    with as_role(desk.db, "admin", admin):
        assert _refused(desk.db, "SELECT helpdesk.check_sla()") == "42501"


def test_the_sweep_reads_due_rows_by_their_index(desk: Desk) -> None:
    for _ in range(150):
        desk.create()
    desk.db.execute("ANALYZE helpdesk.sla_clock")
    plan = desk.one(
        "EXPLAIN (FORMAT JSON) SELECT c.ticket_id FROM helpdesk.sla_clock AS c"
        " WHERE c.next_check_at <= '2026-01-05T08:00:01Z' ORDER BY c.next_check_at LIMIT 100"
    )
    assert "sla_clock_check_idx" in json.dumps(plan)


def test_a_policy_is_saved_with_its_targets_or_not_at_all(desk: Desk, as_role: AsRole, admin: int) -> None:
    db = desk.db
    save = "SELECT to_jsonb(p) FROM api.save_sla_policy(%s) AS p"
    target = {"priority": "high", "metric": "resolution", "target_minutes": 90}
    with as_role(db, "admin", admin):
        made = desk.one(save, json.dumps({"name": "Care", "description": "Ours", "targets": [target]}))
        draft = {
            "sla_policy_id": made["sla_policy_id"],
            "position": 7,
            "targets": [{"priority": "low", "metric": "resolution", "target_days": 2}],
        }
        kept = desk.one(save, json.dumps(draft))
        assert kept == {**made, "position": 7}
        assert _refused(db, save.replace("%s", "'{}'")) == "PD006"
        wrong = json.dumps({**draft, "position": 8, "targets": [{**target, "target_minutes": 0}]})
        assert _refused(db, save.replace("%s", f"'{wrong}'")) == "23514"
        desk.settle()
        promised = "SELECT jsonb_agg(to_jsonb(t)) FROM api.sla_targets AS t WHERE sla_policy_id = %s"
        assert desk.one(promised, made["sla_policy_id"]) == [
            {
                "sla_policy_id": made["sla_policy_id"],
                "priority": "low",
                "metric": "resolution",
                "target_minutes": None,
                "target_days": 2,
            }
        ]
        assert desk.one("SELECT position FROM api.sla_policies WHERE name = 'Care'") == 7
