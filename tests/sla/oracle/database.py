"""A plan carried out in a database, a statement for all tickets to which one thing happens."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.conftest import Connection, clone, set_clock
from tests.sla import desk as helpers
from tests.sla.oracle.calendars import Calendar, Hours, to_datetime
from tests.sla.oracle.clocks import Target
from tests.sla.oracle.desk import DEFAULT_CALENDAR, DEFAULT_POLICY, Desk
from tests.sla.oracle.plans import AROUND_THE_CLOCK, OF_TICKETS, PRIORITIES, TAGS, Plan, Step

Clocks = dict[tuple[int, str, int], dict[str, Any]]

#: Where edits are followed late: after so many steps, so many tickets.
_STEPS_TO_A_BATCH = 5
_BATCH = 20

_INSTANTS = ("started_at", "stopped_at", "due_at", "warn_at", "warned_at", "breached_at")
_CLOCKS = f"""
    SELECT
        t.subject::int,
        c.metric,
        c.cycle,
        jsonb_build_object(
            'state', c.state,
            'target', c.target_us,
            'used', c.used_us + CASE WHEN c.mode = 'run'
                THEN helpdesk.business_us(c.calendar_version_id, c.since_at, helpdesk.clock()) ELSE 0 END,
            'paused', c.paused_us + CASE WHEN c.mode = 'pause'
                THEN helpdesk.business_us(c.calendar_version_id, c.since_at, helpdesk.clock()) ELSE 0 END,
            'is_breach_recorded', c.is_breach_recorded,
            {", ".join(f"'{name}', (extract(epoch FROM c.{name}) * 1000000)::bigint" for name in _INSTANTS)},
            'events', (
                SELECT jsonb_object_agg(e.kind, e.count)
                FROM (
                    SELECT e.kind, count(*)
                    FROM helpdesk.event AS e
                    WHERE e.ticket_id = c.ticket_id AND e.kind IN ('sla_warning', 'sla_breached', 'sla_met')
                        AND e.payload ->> 'metric' = c.metric AND (e.payload -> 'cycle')::int = c.cycle
                    GROUP BY e.kind
                ) AS e
            )
        )
    FROM helpdesk.sla_clock AS c
    JOIN helpdesk.ticket AS t USING (ticket_id)
"""


@contextmanager
def new_database(server_dsn: str) -> Iterator[Connection]:
    """For one life, which commits what it does."""
    with (
        clone(server_dsn, f"oracle_{secrets.token_hex(5)}") as dsn,
        psycopg.connect(dsn, prepare_threshold=None) as connection,
    ):
        connection.execute("SET TIME ZONE 'UTC'")
        yield connection


def expected_clocks(desk: Desk) -> Clocks:
    """What the model says, in the shape of DeskInDatabase.clocks."""
    found: Clocks = {}
    for ticket, clock in desk.clocks():
        clock.count(desk.now)
        events = {
            "sla_warning": clock.warned_at is not None,
            "sla_breached": clock.is_breach_recorded,
            "sla_met": clock.times_met,
        }
        found[ticket.name, clock.metric, clock.cycle] = {
            "state": clock.state,
            "target": clock.target,
            "used": clock.used,
            "paused": clock.paused,
            "is_breach_recorded": clock.is_breach_recorded,
            **{name: getattr(clock, name) for name in _INSTANTS},
            "events": {kind: int(count) for kind, count in events.items() if count} or None,
        }
    return found


class DeskInDatabase:
    """Each step is a transaction.

    is_lazy: clocks follow edits with their tickets' events and in batches, never at once.
    """

    def __init__(self, db: Connection, plan: Plan, is_lazy: bool = False) -> None:
        self.db = db
        self.is_lazy = is_lazy
        self.steps = 0
        self.desk = helpers.Desk(db)
        self._at(plan.start)
        self.desk.add_people()
        self.ids: dict[int, int] = {}
        self.calendars: dict[str | None, int | None] = {None: None}
        for name, calendar in plan.calendars.items():
            if name in (DEFAULT_CALENDAR, AROUND_THE_CLOCK):
                self.calendars[name] = self.desk.one(
                    "SELECT calendar_id FROM helpdesk.calendar WHERE name = %s", name
                )
            else:
                self.calendars[name] = self.desk.add_calendar({"timezone": calendar.zone, "hours": {}}, name)
                self._set_hours(name, calendar.hours)
                self._set_holidays(name, calendar)
        self.departments: dict[str | None, int | None] = {None: None}
        self.organisations: dict[str | None, int | None] = {None: None}
        for name, calendar_name in plan.departments.items():
            self.departments[name] = self.desk.one(
                "INSERT INTO helpdesk.department (name, slug, calendar_id) VALUES (%s, %s, %s)"
                " RETURNING department_id",
                name, name, self.calendars[calendar_name],
            )  # fmt: skip
        for name, calendar_name in plan.organisations.items():
            self.organisations[name] = self.desk.one(
                "INSERT INTO helpdesk.organisation (name, calendar_id) VALUES (%s, %s)"
                " RETURNING organisation_id",
                name, self.calendars[calendar_name],
            )  # fmt: skip
        self.tags = {
            tag: self.desk.one("INSERT INTO helpdesk.tag (name) VALUES (%s) RETURNING tag_id", tag)
            for tag in TAGS
        }
        self.policies: dict[str, int] = {}
        for policy in plan.policies.values():
            if policy.name == DEFAULT_POLICY:
                found = self.desk.one("SELECT sla_policy_id FROM helpdesk.sla_policy WHERE is_default")
            else:
                is_met = {"field": policy.field, "operator": "is", "value": policy.value}
                found = self.desk.add_policy(policy.name, is_met, policy.position)
            self.policies[policy.name] = found
            db.execute(
                "UPDATE helpdesk.sla_policy SET calendar_id = %s WHERE sla_policy_id = %s",
                (self.calendars[policy.calendar], found),
            )
            db.execute("DELETE FROM helpdesk.sla_target WHERE sla_policy_id = %s", (found,))
            for (priority, metric), target in policy.targets.items():
                self._set_target(policy.name, priority, metric, target)
        self.desk.settle()
        for key, value in plan.settings.items():
            self.desk.set(key, value)
        if is_lazy:
            self.desk.set("sla.move_at_once", 0)
        db.commit()
        assert set(PRIORITIES) <= {row[0] for row in db.execute("SELECT priority FROM helpdesk.priority")}

    def perform(self, step: Step) -> None:
        self._at(step.at)
        act: Callable[..., None] = getattr(self, f"_{step.kind}")
        if step.kind in OF_TICKETS:
            act(step.values)
        else:
            act(*step.values)
        self.db.commit()
        self.steps += 1
        if self.is_lazy and self.steps % _STEPS_TO_A_BATCH == 0:
            self.desk.one("SELECT helpdesk.move_sla_clocks(%s)", _BATCH)
            self.db.commit()

    def clocks(self) -> Clocks:
        self._move_all()
        rows = self.db.execute(_CLOCKS).fetchall()
        return {(name, metric, cycle): clock for name, metric, cycle, clock in rows}

    def statuses(self) -> dict[int, str]:
        return dict(self.db.execute("SELECT subject::int, status FROM helpdesk.ticket").fetchall())

    def _at(self, instant: int) -> None:
        set_clock(self.db, to_datetime(instant), local=False)

    # --- what happens to the desk

    def _setting(self, key: str, value: Any) -> None:
        self.desk.set(key, value)

    def _hours(self, calendar: str, hours: Hours) -> None:
        self._set_hours(calendar, hours)
        self.desk.settle()

    def _set_hours(self, name: str, hours: Hours) -> None:
        self.desk.set_hours(
            self.calendars[name] or 0,
            {
                str(day): [[_time(minute) for minute in span] for span in spans]
                for day, spans in hours.items()
            },
        )

    def _set_holidays(self, name: str, calendar: Calendar) -> None:
        for day, recurring in calendar.holidays:
            self._holiday(name, day, recurring)

    def _holiday(self, calendar: str, day: Any, recurring: bool) -> None:
        self.db.execute(
            "INSERT INTO helpdesk.holiday (calendar_id, day, is_recurring) VALUES (%s, %s, %s)",
            (self.calendars[calendar], day, recurring),
        )
        self.desk.settle()

    def _zone(self, calendar: str, zone: str) -> None:
        self.db.execute(
            "UPDATE helpdesk.calendar SET time_zone = %s WHERE calendar_id = %s",
            (zone, self.calendars[calendar]),
        )
        self.desk.settle()

    def _target(self, policy: str, priority: str, metric: str, target: Target | None) -> None:
        self.db.execute(
            "DELETE FROM helpdesk.sla_target WHERE sla_policy_id = %s AND priority = %s AND metric = %s",
            (self.policies[policy], priority, metric),
        )
        if target is not None:
            self._set_target(policy, priority, metric, target)
        self.desk.settle()

    def _set_target(self, policy: str, priority: str, metric: str, target: Target) -> None:
        minutes, days = (None, target[1]) if isinstance(target, tuple) else (target, None)
        self.db.execute(
            "INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes, target_days)"
            " VALUES (%s, %s, %s, %s, %s)",
            (self.policies[policy], priority, metric, minutes, days),
        )

    def _department_calendar(self, department: str, calendar: str | None) -> None:
        self.db.execute(
            "UPDATE helpdesk.department SET calendar_id = %s WHERE department_id = %s",
            (self.calendars[calendar], self.departments[department]),
        )

    def _pause(self, status: str, metric: str, is_paused: bool) -> None:
        statement = (
            "INSERT INTO helpdesk.sla_pause (status, metric) VALUES (%s, %s) ON CONFLICT DO NOTHING"
            if is_paused
            else "DELETE FROM helpdesk.sla_pause WHERE status = %s AND metric = %s"
        )
        self.db.execute(statement, (status, metric))

    def _move_all(self) -> None:
        while self.desk.one("SELECT helpdesk.move_sla_clocks()"):
            pass

    def _sweep(self) -> None:
        self._move_all()
        self.desk.sweep()

    def _wake_due(self) -> None:
        self.desk.one("SELECT helpdesk.wake_snoozed()")

    # --- what happens to tickets

    def _create(self, values: dict[int, dict[str, Any]]) -> None:
        rows = self.db.execute(
            "INSERT INTO helpdesk.ticket"
            " (subject, requester_id, assignee_id,"
            " priority, ticket_type, department_id, organisation_id, due_at)"
            " SELECT v.name, %s, %s, v.priority, v.kind, v.department, v.organisation, v.due"
            " FROM unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[])"
            " AS v(name, priority, kind, department, organisation, due) RETURNING subject::int, ticket_id",
            (
                self.desk.customer,
                self.desk.agent,
                [str(name) for name in values],
                [v["priority"] for v in values.values()],
                [v["ticket_type"] for v in values.values()],
                [self.departments[v["department"]] for v in values.values()],
                [self.organisations[v["organisation"]] for v in values.values()],
                [_instant(v["due_at"]) for v in values.values()],
            ),
        )
        self.ids.update(rows.fetchall())

    def _status(self, values: dict[int, str]) -> None:
        self._update("status = v.value", "text", values)

    def _priority(self, values: dict[int, str]) -> None:
        self._update("priority = v.value", "text", values)

    def _ticket_type(self, values: dict[int, str]) -> None:
        self._update("ticket_type = v.value", "text", values)

    def _department(self, values: dict[int, str | None]) -> None:
        self._update("department_id = v.value", "bigint", {n: self.departments[v] for n, v in values.items()})

    def _organisation(self, values: dict[int, str | None]) -> None:
        self._update(
            "organisation_id = v.value", "bigint", {n: self.organisations[v] for n, v in values.items()}
        )

    def _due(self, values: dict[int, int | None]) -> None:
        self._update("due_at = v.value", "timestamptz", {n: _instant(v) for n, v in values.items()})

    def _snooze(self, values: dict[int, int | None]) -> None:
        self._update("snoozed_until = v.value", "timestamptz", {n: _instant(v) for n, v in values.items()})

    def _delete(self, values: dict[int, bool]) -> None:
        self._update("deleted_at = CASE WHEN v.value THEN helpdesk.clock() END", "boolean", values)

    def _spam(self, values: dict[int, bool]) -> None:
        for is_spam, verb in ((True, "mark_spam"), (False, "unmark_spam")):
            names = {name: value for name, value in values.items() if value is is_spam}
            self.db.execute(
                f"SELECT api.{verb}(ticket_id => t) FROM unnest(%s::bigint[]) AS t", (self._ids_of(names),)
            )

    def _split(self, values: dict[int, int]) -> None:
        rows = self.db.execute(
            "SELECT v.name, s.ticket_id"
            " FROM unnest(%s::bigint[], %s::int[]) AS v(ticket_id, name)"
            " CROSS JOIN LATERAL ("
            "     SELECT max(m.message_id) AS message_id FROM helpdesk.message AS m"
            "     WHERE m.ticket_id = v.ticket_id AND m.author_id = %s AND m.split_into_id IS NULL"
            " ) AS m"
            " CROSS JOIN LATERAL api.split_ticket("
            "     message_id => m.message_id, subject => v.name::text, assignee_id => %s"
            " ) AS s",
            (self._ids_of(values), list(values.values()), self.desk.customer, self.desk.agent),
        )
        self.ids.update(rows.fetchall())

    def _merge(self, values: dict[int, int]) -> None:
        for name, into in values.items():
            self.desk.one("SELECT api.merge_tickets(%s::bigint[], %s)", [self.ids[name]], self.ids[into])

    def _unmerge(self, values: dict[int, int]) -> None:
        for name in values:
            self.desk.one("SELECT api.unmerge_ticket(%s)", self.ids[name])

    def _update(self, assignment: str, type_name: str, values: dict[int, Any]) -> None:
        self.db.execute(
            f"UPDATE helpdesk.ticket AS t SET {assignment}"
            f" FROM unnest(%s::bigint[], %s::{type_name}[]) AS v(ticket_id, value)"
            " WHERE t.ticket_id = v.ticket_id",
            (self._ids_of(values), list(values.values())),
        )

    def _tag(self, values: dict[int, str]) -> None:
        self.db.execute(
            "INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)"
            " SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
            (self._ids_of(values), [self.tags[tag] for tag in values.values()]),
        )

    def _untag(self, values: dict[int, str]) -> None:
        self.db.execute(
            "DELETE FROM helpdesk.ticket_tag WHERE (ticket_id, tag_id) IN"
            " (SELECT * FROM unnest(%s::bigint[], %s::bigint[]))",
            (self._ids_of(values), [self.tags[tag] for tag in values.values()]),
        )

    def _note(self, values: dict[int, None]) -> None:
        self._write(values, "note", self.desk.agent)

    def _answer(self, values: dict[int, None]) -> None:
        self._write(values, "reply", self.desk.agent)

    def _ask(self, values: dict[int, None]) -> None:
        self._write(values, "reply", self.desk.customer)

    def _write(self, values: dict[int, None], kind: str, author: int) -> None:
        self.db.execute(
            "INSERT INTO helpdesk.message (ticket_id, author_id, kind, body)"
            " SELECT t, %s, %s, 'Hello' FROM unnest(%s::bigint[]) AS t",
            (author, kind, self._ids_of(values)),
        )

    def _ids_of(self, values: dict[int, Any]) -> list[int]:
        return [self.ids[name] for name in values]


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _instant(at: int | None) -> Any:
    return None if at is None else to_datetime(at)
