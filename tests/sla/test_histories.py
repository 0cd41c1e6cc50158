"""Random lives of tickets: whatever happens, in whatever order, the cached clocks equal the event log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sla.desk import Desk

STATUSES = (
    "open",
    "in_progress",
    "waiting_on_customer",
    "on_hold",
    "resolved",
    "closed",
    "reopened",
    "escalated",
)
PRIORITIES = ("low", "high", "critical")
WEEK = {str(day): [["09:00", "12:00"], ["13:00", "17:00"]] for day in range(1, 6)}
LONG = {str(day): [["08:00", "20:00"]] for day in range(1, 7)}

steady_steps = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(STATUSES)),
    st.tuples(st.just("priority"), st.sampled_from(PRIORITIES)),
    st.tuples(st.just("reply"), st.sampled_from(("agent", "customer"))),
    st.tuples(st.just("department"), st.integers(0, 2)),
    st.tuples(st.just("due"), st.one_of(st.none(), st.integers(0, 72))),
    st.tuples(st.just("deleted"), st.booleans()),
    st.tuples(st.just("snoozed"), st.one_of(st.none(), st.integers(1, 48))),
    st.tuples(st.just("verb"), st.sampled_from(("merge", "merge", "unmerge", "mark_spam", "unmark_spam"))),
)
steps = st.one_of(
    steady_steps,
    steady_steps,
    st.tuples(st.just("hours"), st.booleans()),
    st.tuples(st.just("targets"), st.integers(1, 900)),
    st.tuples(st.just("on_reopen"), st.sampled_from(("new_cycle", "continue"))),
    st.tuples(st.just("days"), st.integers(1, 4)),
    st.tuples(st.just("on_priority_change"), st.sampled_from(("keep_start", "new_start"))),
    st.tuples(st.just("on_calendar_change"), st.sampled_from(("segment", "last"))),
    st.tuples(st.just("snooze"), st.sampled_from(("running", "paused"))),
    st.tuples(st.just("warn"), st.integers(0, 60)),
    st.tuples(st.just("sweep"), st.none()),
    st.tuples(st.just("enabled"), st.booleans()),
)
gaps = st.sampled_from((0, 0, 1, 17, 60, 60, 240, 480, 1441, 4000))
histories = st.lists(st.tuples(gaps, st.integers(0, 1), steps), min_size=3, max_size=25)


def _targets(resolution: int, days: int = 0) -> dict[tuple[str, str], int | str]:
    return {
        ("low", "first_response"): 60,
        ("low", "next_response"): 45,
        ("low", "resolution"): resolution,
        ("high", "first_response"): 30,
        ("high", "resolution"): max(1, resolution // 3),
        ("critical", "next_response"): 5,
        ("critical", "resolution"): 60,
    } | ({("low", "resolution"): f"{days} days", ("high", "first_response"): "1 days"} if days else {})


_BEGIN = datetime(2026, 3, 26, 8, tzinfo=UTC)


class Ground:
    """The calendars and departments of all lives of a test: to make them takes longer than to live."""

    def __init__(self, desk: Desk) -> None:
        self.calendar = desk.one("SELECT calendar_id FROM helpdesk.calendar WHERE name = 'history'")
        if self.calendar is None:
            desk.at(_BEGIN.isoformat())
            self.calendar = desk.add_calendar({"timezone": "Europe/Berlin", "hours": WEEK}, "history")
        always = desk.one("SELECT calendar_id FROM helpdesk.calendar WHERE name = 'Around the clock'")
        self.departments = [desk.department_with(c) for c in (self.calendar, always, None)]


class World:
    """Two tickets under three calendars and one policy, and what can happen to them."""

    def __init__(self, desk: Desk, days: int = 0) -> None:
        self.desk = desk
        ground = Ground(desk)
        self.calendar, self.departments = ground.calendar, ground.departments
        self.now = _BEGIN
        self._at()
        desk.set_targets(_targets(480, days))
        self.open()

    def open(self) -> None:
        self._at()
        create = self.desk.create
        self.tickets = [create(department_id=self.departments[0]), create(priority="high")]

    def _at(self) -> None:
        self.desk.at(self.now.isoformat())

    def live(self, gap: int, who: int, step: tuple[str, Any]) -> None:
        self.now += timedelta(minutes=gap)
        self._at()
        try:
            with self.desk.db.transaction():
                self._do(self.tickets[who], *step)
        except psycopg.Error as problem:
            # Transitions that are not allowed belong to a history as well.
            if not (problem.sqlstate or "").startswith(("PD0", "PD5")) and problem.sqlstate != "23514":
                raise

    def _do(self, ticket: int, what: str, value: Any) -> None:
        desk = self.desk
        match what:
            case "status" | "priority":
                desk.change(ticket, **{what: value})
            case "reply":
                desk.reply(ticket, desk.agent if value == "agent" else desk.customer)
            case "verb":
                (other,) = {*self.tickets} - {ticket}
                call = "merge_tickets(ARRAY[%s]::bigint[], %s)" if value == "merge" else f"{value}(%s)"
                call = call.replace("unmerge(", "unmerge_ticket(")
                desk.db.execute(f"SELECT api.{call}", (ticket, other)[: call.count("%s")])
            case "department":
                desk.change(ticket, department_id=self.departments[value])
            case "due":
                desk.change(ticket, due_at=None if value is None else self.now + timedelta(hours=value))
            case "deleted":
                desk.change(ticket, deleted_at=self.now if value else None)
            case "hours":
                desk.set_hours(self.calendar, LONG if value else WEEK)
                desk.settle()
            case "targets":
                desk.set_targets(_targets(value))
            case "days":
                desk.set_targets(_targets(480, value))
            case "on_reopen" | "on_priority_change" | "on_calendar_change":
                desk.set(f"sla.{what}", value)
            case "snooze":
                desk.set("sla.snoozed", value)
            case "snoozed":
                until = None if value is None else self.now + timedelta(hours=value)
                desk.change(ticket, snoozed_until=until)
            case "warn":
                desk.set("sla.warn_within_minutes", value)
            case "enabled":
                desk.set("sla.enabled", value)
            case "sweep":
                desk.sweep()


@contextmanager
def living(desk: Desk, days: int = 0) -> Iterator[World]:
    """A world whose life is undone at the end; the ground stays."""
    Ground(desk)
    with desk.db.transaction(force_rollback=True):
        yield World(desk, days)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_the_cache_equals_the_event_log(desk: Desk, history: list[Any]) -> None:
    with living(desk) as world:
        for gap, who, step in history:
            world.live(gap, who, step)
            assert desk.mismatches() == [], step
        rows = desk.db.execute(
            "SELECT * FROM helpdesk.sla_clock ORDER BY ticket_id, metric, cycle"
        ).fetchall()
        desk.one("SELECT helpdesk.rebuild_sla_clocks()")
        rebuilt = desk.db.execute(
            "SELECT * FROM helpdesk.sla_clock ORDER BY ticket_id, metric, cycle"
        ).fetchall()
        assert rebuilt == rows
        twice = desk.db.execute(
            "SELECT ticket_id, kind, payload FROM helpdesk.event"
            " WHERE kind IN ('sla_breached', 'sla_warning')"
            " GROUP BY 1, 2, payload ->> 'metric', payload -> 'cycle', 3 HAVING count(*) > 1"
        ).fetchall()
        assert twice == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(gaps, st.integers(0, 1), steady_steps), min_size=3), days=st.integers(0, 4))
def test_the_cache_equals_the_event_log_beyond_the_spans(desk: Desk, history: list[Any], days: int) -> None:
    """Spans are made for some years; beyond them the hours are listed, by clocks and log alike."""
    with living(desk) as world:
        world.now = desk.one(
            "SELECT spans_until FROM helpdesk.calendar_version WHERE calendar_id = %s", world.calendar
        ) - timedelta(days=days)
        world.open()
        for gap, who, step in history:
            world.live(gap, who, step)
            assert desk.mismatches() == [], step


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories, data=st.data())
def test_the_past_does_not_change(desk: Desk, history: list[Any], data: st.DataObject) -> None:
    """What sla_state said at an instant it still says when the rest of the history has happened."""
    with living(desk) as world:
        cut = data.draw(st.integers(0, len(history)))
        for gap, who, step in history[:cut]:
            world.live(gap, who, step)
        seen_at = world.now + timedelta(seconds=1)
        look = (
            "SELECT t, to_jsonb(s) FROM unnest(%s::bigint[]) AS t, helpdesk.sla_state(t, %s) AS s"
            " ORDER BY 1, 2"
        )
        before = desk.db.execute(look, (world.tickets, seen_at)).fetchall()
        world.now += timedelta(seconds=2)
        for gap, who, step in history[cut:]:
            world.live(gap, who, step)
        assert desk.db.execute(look, (world.tickets, seen_at)).fetchall() == before


@pytest.mark.parametrize("instant", ["2026-03-29T00:30:00Z", "2026-03-27T15:59:59.999999Z"])
def test_explained_intervals_add_up(desk: Desk, instant: str) -> None:
    world = World(desk)
    for gap, step in ((60, ("status", "on_hold")), (600, ("status", "open")), (30, ("priority", "high"))):
        world.live(gap, 0, step)
    rows = desk.db.execute(
        "SELECT s.used_minutes, s.paused_minutes, e.intervals FROM helpdesk.sla_state(%(t)s, %(at)s) AS s"
        " JOIN api.explain_sla(%(t)s, %(at)s) AS e USING (metric, cycle)",
        {"t": world.tickets[0], "at": instant},
    ).fetchall()
    assert len(rows) == 2
    for used, paused, intervals in rows:
        counted = sum(i["minutes"] for i in intervals if i["kind"] == "counted")
        assert counted == pytest.approx(used, abs=0.01)
        assert sum(i["minutes"] for i in intervals if i["kind"] == "paused") == pytest.approx(
            paused, abs=0.01
        )
        assert [i["to"] for i in intervals[:-1]] == [i["from"] for i in intervals[1:]]
