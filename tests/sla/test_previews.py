"""Previews of calendars and policies, and what-if replays: equal to the real thing, and without a trace."""

import json
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import AsRole
from tests.sla.desk import Desk
from tests.sla.test_bulk import _reload
from tests.sla.test_histories import LONG, WEEK, gaps, living, steady_steps

histories = st.lists(st.tuples(gaps, st.integers(0, 1), steady_steps), min_size=3, max_size=20)
_MANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_TRACES = (
    "SELECT (SELECT count(*) FROM helpdesk.calendar_version), (SELECT count(*) FROM helpdesk.holiday),"
    " (SELECT count(*) FROM helpdesk.sla_policy), (SELECT count(*) FROM helpdesk.sla_policy_version),"
    " (SELECT count(*) FROM helpdesk.sla_change), (SELECT count(*) FROM audit.change),"
    " (SELECT jsonb_agg(to_jsonb(t) ORDER BY t) FROM helpdesk.sla_target AS t),"
    " (SELECT jsonb_agg(to_jsonb(c) ORDER BY c) FROM helpdesk.sla_clock AS c),"
    " (SELECT prosrc FROM pg_proc WHERE proname = 'match_sla_policy')"
)


class Admin:
    def __init__(self, desk: Desk, as_role: AsRole) -> None:
        self.desk, self.as_role = desk, as_role
        self.person = desk.one(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Root', 'root@example.com', 'admin')"
            " RETURNING person_id"
        )

    def call(self, verb: str, *values: Any) -> dict[str, Any]:
        """The verb's answer; checks that the call left nothing behind."""
        before = self.desk.db.execute(_TRACES).fetchone()
        given_values = [json.dumps(v) if isinstance(v, dict | list) else v for v in values]
        places = ", ".join(["%s"] * len(values))
        with self.as_role(self.desk.db, "admin", self.person):
            found: dict[str, Any] = self.desk.one(f"SELECT api.{verb}({places})", *given_values)
            self.desk.settle()
        assert self.desk.db.execute(_TRACES).fetchone() == before
        return found

    def refused(self, verb: str, *values: Any) -> str:
        with pytest.raises(psycopg.Error) as caught, self.desk.db.transaction():
            self.call(verb, *values)
        return str(caught.value.sqlstate)


@pytest.fixture
def admin(desk: Desk, as_role: AsRole) -> Admin:
    return Admin(desk, as_role)


def _due(desk: Desk) -> dict[tuple[int, str], str | None]:
    rows = desk.db.execute(
        "SELECT ticket_id, metric, to_jsonb(due_at) FROM helpdesk.sla_clock WHERE stopped_at IS NULL"
    ).fetchall()
    return {(ticket, metric): due for ticket, metric, due in rows}


def _check(preview: dict[str, Any], before: dict[Any, Any], after: dict[Any, Any]) -> None:
    moved = {key for key in before if before[key] != after[key]}
    assert preview["moved"] == len(moved)
    told = {(row["ticket_id"], row["metric"]): row for row in preview["clocks"]}
    assert told.keys() <= moved
    assert len(told) == min(25, len(moved))
    for key, row in told.items():
        assert (row["due_at"], row["new_due_at"]) == (before[key], after[key])


@_MANY
@given(history=histories, hours=st.sampled_from((WEEK, LONG, {}, {"2": [["10:00", "11:00"]]})))
def test_a_calendars_preview_is_what_its_edit_does(
    admin: Admin, history: list[Any], hours: dict[str, Any]
) -> None:
    desk = admin.desk
    with living(desk) as world:
        for gap, who, step in history:
            world.live(gap, who, step)
        holidays = [{"day": "2026-03-27", "is_recurring": True}]
        preview = admin.call("preview_calendar_change", world.calendar, hours, holidays)
        before = _due(desk)
        desk.set_hours(world.calendar, hours)
        desk.db.execute(
            "INSERT INTO helpdesk.holiday (calendar_id, day, is_recurring) VALUES (%s, '2026-03-27', true)",
            (world.calendar,),
        )
        desk.settle()
        _check(preview, before, _due(desk))


@_MANY
@given(history=histories, minutes=st.integers(1, 900))
def test_a_policys_preview_is_what_its_edit_does(admin: Admin, history: list[Any], minutes: int) -> None:
    desk = admin.desk
    with living(desk) as world:
        for gap, who, step in history:
            world.live(gap, who, step)
        targets = [
            {"priority": "low", "metric": "resolution", "target_minutes": minutes},
            {"priority": "high", "metric": "resolution", "target_days": 2},
        ]
        preview = admin.call("preview_sla_policy_change", {"sla_policy_id": desk.policy, "targets": targets})
        before = _due(desk)
        desk.set_targets({("low", "resolution"): minutes, ("high", "resolution"): "2 days"})
        after = _due(desk)
        _check(preview, before, after)
        now = desk.one("SELECT to_jsonb(helpdesk.clock())")
        overdue = [key for key in after if (after[key] or "3") <= now < (before[key] or "3")]
        assert preview["newly_due"] == len(overdue)


def test_a_policys_preview_counts_whom_its_conditions_reach(admin: Admin) -> None:
    desk = admin.desk
    for priority in ("low", "low", "high"):
        desk.create(priority=priority)
    policy = desk.add_policy("High", {"field": "priority", "operator": "is", "value": "high"}, resolution=9)
    desk.create(priority="high")
    conditions = {"field": "priority", "operator": "is", "value": "low"}
    preview = admin.call("preview_sla_policy_change", {"sla_policy_id": policy, "conditions": conditions})
    assert (preview["matches_more"], preview["matches_less"], preview["moved"]) == (2, 1, 0)
    assert admin.call("preview_sla_policy_change", {"conditions": {}})["matches_more"] == 4
    assert admin.call("preview_sla_policy_change", {"conditions": None})["matches_more"] == 0


@pytest.mark.parametrize(
    ("verb", "values", "code"),
    [
        ("preview_calendar_change", (0,), "PD001"),
        ("preview_calendar_change", (1, {"8": []}), "PD202"),
        ("preview_calendar_change", (1, None, ["soon"]), "PD203"),
        ("preview_calendar_change", (1, None, [{"day": "soon"}]), "PD203"),
        ("preview_calendar_change", (1, None, None, "Mars/Base"), "PD006"),
        ("preview_sla_policy_change", ({"sla_policy_id": 0},), "PD001"),
        ("preview_sla_policy_change", ({"sla_policy_id": "x"},), "PD001"),
        ("preview_sla_policy_change", ({"colour": "red"},), "PD006"),
        ("preview_sla_policy_change", ({"targets": [{"priority": "low"}]},), "PD006"),
        ("preview_sla_policy_change", ({"conditions": {"field": "status"}},), "PD401"),
        ("what_if_sla", ({}, None), "PD006"),
        ("what_if_sla", (None, "2026-01-01"), "PD006"),
    ],
)
def test_drafts_that_cannot_be_are_refused(
    admin: Admin, verb: str, values: tuple[Any, ...], code: str
) -> None:
    assert admin.refused(verb, *values) == code


def _missed(desk: Desk) -> dict[tuple[str, str], tuple[int, int]]:
    rows = desk.db.execute(
        "SELECT c.metric, t.priority, count(*), count(*) FILTER (WHERE c.breached_at IS NOT NULL"
        " OR c.stopped_at IS NULL AND c.due_at <= helpdesk.clock())"
        " FROM helpdesk.sla_clock AS c JOIN helpdesk.ticket AS t USING (ticket_id)"
        " WHERE c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL GROUP BY 1, 2"
    ).fetchall()
    return {(metric, priority): (promises, missed) for metric, priority, promises, missed in rows}


@_MANY
@given(
    history=histories,
    minutes=st.integers(1, 900),
    conditions=st.sampled_from(
        (
            {},
            {"field": "priority", "operator": "is", "value": "high"},
            {"field": "department_id", "operator": "is_empty", "value": False},
        )
    ),
)
def test_a_what_if_equals_a_replay_on_a_copy(
    admin: Admin, history: list[Any], minutes: int, conditions: dict[str, Any]
) -> None:
    desk = admin.desk
    with living(desk) as world:
        desk.db.execute("DELETE FROM helpdesk.sla_clock WHERE ticket_id <> ALL (%s)", (world.tickets,))
        for gap, who, step in history:
            world.live(gap, who, step)
        desk.sweep()
        draft = {
            "position": 1,
            "conditions": conditions,
            "targets": [
                {"priority": p, "metric": m, "target_minutes": minutes}
                for p in ("low", "high")
                for m in ("first_response", "resolution")
            ],
        }
        told = admin.call("what_if_sla", draft, "2026-03-26T00:00:00Z")
        assert told["tickets"] == 2
        recorded = _missed(desk)
        desk.add_policy("Real", conditions, 1)
        policy = desk.one("SELECT max(sla_policy_id) FROM helpdesk.sla_policy")
        for target in draft["targets"]:  # type: ignore[attr-defined]
            desk.db.execute(
                "INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes)"
                " VALUES (%s, %s, %s, %s)",
                (policy, target["priority"], target["metric"], minutes),
            )
        desk.settle()
        _reload(desk.db)
        rows = {(row["metric"], row["priority"]): row for row in told["results"]}
        for side, prefix in ((_missed(desk), ""), (recorded, "recorded_")):
            shown = {
                key: (row[f"{prefix}promises"], row[f"{prefix}missed"])
                for key, row in rows.items()
                if row[f"{prefix}promises"]
            }
            assert shown == side
        for row in rows.values():
            change = row["newly_missed"] - row["no_longer_missed"]
            assert row["missed"] == row["recorded_missed"] + change
