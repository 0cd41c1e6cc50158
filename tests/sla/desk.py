"""A small helpdesk in a test's transaction: calendars, a policy, people, tickets, and a clock to move."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.conftest import Connection, set_clock

METRICS = ("first_response", "next_response", "resolution")

#: Tickets that do not show what their open clocks say.
SHOWN_WRONG = """
    SELECT t.ticket_id, t.next_due_at, t.sla_state, c.next_due_at, c.sla_state
    FROM helpdesk.ticket AS t
    CROSS JOIN LATERAL (
        SELECT min(c.due_at) AS next_due_at, CASE
            WHEN count(*) FILTER (WHERE c.breached_at IS NOT NULL) > 0 THEN 'breached'
            WHEN count(*) FILTER (WHERE c.warned_at IS NOT NULL) > 0 THEN 'warned'
            WHEN count(*) FILTER (WHERE c.state = 'running') > 0 THEN 'running'
            WHEN count(*) > 0 THEN 'paused'
        END AS sla_state
        FROM helpdesk.sla_clock AS c
        WHERE c.ticket_id = t.ticket_id AND c.state IN ('running', 'paused')
            AND (c.target_us IS NOT NULL OR c.manual_due_at IS NOT NULL)
    ) AS c
    WHERE (t.next_due_at, t.sla_state) IS DISTINCT FROM (c.next_due_at, c.sla_state)
"""


@dataclass
class Desk:
    """Acts as pgdesk itself (role system). Minutes are business minutes, instants ISO 8601 text."""

    db: Connection
    customer: int = 0
    agent: int = 0
    policy: int = 0
    departments: dict[str, int] = field(default_factory=dict)

    def one(self, statement: str, *values: Any) -> Any:
        row = self.db.execute(statement, values).fetchone()
        return row[0] if row else None

    def at(self, instant: str) -> None:
        set_clock(self.db, instant)

    def settle(self) -> None:
        """Runs what would run at commit: new versions of calendars and policies."""
        self.db.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.db.execute("SET CONSTRAINTS ALL DEFERRED")

    def add_people(self) -> None:
        self.customer = self.one(
            "INSERT INTO helpdesk.person (name, email) VALUES ('Cleo', 'cleo@example.org')"
            " RETURNING person_id"
        )
        self.agent = self.one(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ada', 'ada@example.com', 'agent')"
            " RETURNING person_id"
        )

    # --- configuration

    def add_calendar(self, spec: Mapping[str, Any], name: str = "vector") -> int:
        """Calendar from {"timezone", "hours": {"1": [["09:00", "17:00"]]}, "holidays": ["2026-12-25"]}."""
        calendar = int(
            self.one(
                "INSERT INTO helpdesk.calendar (name, time_zone) VALUES (%s, %s) RETURNING calendar_id",
                name,
                spec["timezone"],
            )
        )
        self.set_hours(calendar, spec["hours"])
        for day in spec.get("holidays", ()):
            self.db.execute(
                "INSERT INTO helpdesk.holiday (calendar_id, day) VALUES (%s, %s)", (calendar, day)
            )
        self.settle()
        return calendar

    def set_hours(self, calendar: int, hours: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self.db.execute("DELETE FROM helpdesk.calendar_hours WHERE calendar_id = %s", (calendar,))
        rows = [
            (calendar, weekday, opens, closes) for weekday, spans in hours.items() for opens, closes in spans
        ]
        self.db.cursor().executemany(
            "INSERT INTO helpdesk.calendar_hours (calendar_id, weekday, opens, closes)"
            " VALUES (%s, %s, %s, %s)",
            rows,
        )

    def version_of(self, calendar: int) -> int:
        return int(self.one("SELECT helpdesk.calendar_version_of(%s)", calendar))

    def department_with(self, calendar: int | None) -> int:
        key = f"with-{calendar or 0}"
        if key not in self.departments:
            self.departments[key] = self.one(
                "INSERT INTO helpdesk.department (name, slug, calendar_id) VALUES (%s, %s, %s)"
                " RETURNING department_id",
                key,
                key,
                calendar,
            )
        return self.departments[key]

    def set_targets(self, targets: Mapping[tuple[str, str], int | str]) -> None:
        """Makes the default policy promise {(priority, metric): minutes or "N days"} and nothing else."""
        self.policy = self.policy or self.one(
            "SELECT sla_policy_id FROM helpdesk.sla_policy WHERE is_default"
        )
        self.db.execute("DELETE FROM helpdesk.sla_target WHERE sla_policy_id = %s", (self.policy,))
        self.db.cursor().executemany(
            "INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes, target_days)"
            " VALUES (%s, %s, %s, %s, %s)",
            [
                (
                    self.policy,
                    *key,
                    *((None, promise.split()[0]) if isinstance(promise, str) else (promise, None)),
                )
                for key, promise in targets.items()
            ],
        )
        self.settle()

    def add_policy(self, name: str, conditions: Any, position: int = 1, **targets: int) -> int:
        """A policy with conditions and, by metric, minutes for every priority."""
        policy = int(
            self.one(
                "INSERT INTO helpdesk.sla_policy (name, position, conditions) VALUES (%s, %s, %s)"
                " RETURNING sla_policy_id",
                name,
                position,
                None if conditions is None else json.dumps(conditions),
            )
        )
        for metric, minutes in targets.items():
            self.db.execute(
                "INSERT INTO helpdesk.sla_target (sla_policy_id, priority, metric, target_minutes)"
                " SELECT %s, priority, %s, %s FROM helpdesk.priority",
                (policy, metric, minutes),
            )
        self.settle()
        return policy

    def add_field(self, key: str, field_type: str, *options: str, object: str = "ticket") -> int:
        """A custom field, with options of a select or multi_select."""
        field = int(
            self.one(
                "INSERT INTO helpdesk.custom_field (object, key, label, field_type) VALUES (%s, %s, %s, %s)"
                " RETURNING custom_field_id",
                object,
                key,
                key,
                field_type,
            )
        )
        for option in options:
            self.db.execute(
                "INSERT INTO helpdesk.custom_option (custom_field_id, value, label) VALUES (%s, %s, %s)",
                (field, option, option),
            )
        return field

    def policy_of(self, ticket: int) -> str:
        """Name of the policy that the ticket's last facts name."""
        return str(
            self.one(
                "SELECT p.name FROM helpdesk.event AS e JOIN helpdesk.sla_policy_version AS v"
                " ON v.sla_policy_version_id = (e.sla -> 'policy')::bigint"
                " JOIN helpdesk.sla_policy AS p USING (sla_policy_id)"
                " WHERE e.ticket_id = %s AND e.sla IS NOT NULL ORDER BY e.event_id DESC LIMIT 1",
                ticket,
            )
        )

    def set(self, key: str, value: Any) -> None:
        self.db.execute("UPDATE helpdesk.setting SET value = %s WHERE key = %s", (json.dumps(value), key))

    # --- what happens

    def create(self, calendar: int | None = None, priority: str = "low", **columns: Any) -> int:
        columns = {"requester_id": self.customer, "priority": priority, "assignee_id": self.agent} | columns
        if calendar is not None:
            columns["department_id"] = self.department_with(calendar)
        names = ", ".join(columns)
        places = ", ".join(["%s"] * len(columns))
        return int(
            self.one(
                f"INSERT INTO helpdesk.ticket (subject, {names}) VALUES ('Printer', {places})"
                " RETURNING ticket_id",
                *columns.values(),
            )
        )

    def change(self, ticket: int, **columns: Any) -> None:
        places = ", ".join(f"{name} = %s" for name in columns)
        self.db.execute(
            f"UPDATE helpdesk.ticket SET {places} WHERE ticket_id = %s", (*columns.values(), ticket)
        )

    def fill(self, what: int, object: str = "ticket", **values: Any) -> None:
        """Custom fields of a ticket, person or organisation."""
        self.db.execute(
            "SELECT helpdesk.write_custom_values(%s, ARRAY[%s]::bigint[], %s)",
            (object, what, json.dumps(values)),
        )

    def reply(self, ticket: int, author: int, **columns: Any) -> None:
        columns = {"ticket_id": ticket, "author_id": author, "kind": "reply", "body": "Hello"} | columns
        names = ", ".join(columns)
        places = ", ".join(["%s"] * len(columns))
        self.db.execute(f"INSERT INTO helpdesk.message ({names}) VALUES ({places})", tuple(columns.values()))

    def sweep(self) -> int:
        return int(self.one("SELECT helpdesk.check_sla()"))

    # --- what is known

    def clock(self, ticket: int, metric: str = "resolution", cycle: int | None = None) -> dict[str, Any]:
        """The cached row; the last cycle unless one is named."""
        found = self.one(
            "SELECT to_jsonb(c) FROM helpdesk.sla_clock AS c WHERE ticket_id = %s AND metric = %s"
            " AND (%s::int IS NULL OR cycle = %s) ORDER BY cycle DESC LIMIT 1",
            ticket,
            metric,
            cycle,
            cycle,
        )
        return found or {}

    def state(self, ticket: int, metric: str = "resolution", as_of: str | None = None) -> dict[str, Any]:
        found = self.one(
            "SELECT to_jsonb(s) FROM helpdesk.sla_state(%s, %s) AS s WHERE metric = %s"
            " ORDER BY cycle DESC LIMIT 1",
            ticket,
            as_of,
            metric,
        )
        return found or {}

    def events(self, ticket: int, kind: str = "sla_%") -> list[tuple[str, str, int]]:
        """(kind, metric, cycle) of a ticket's SLA events in order."""
        return self.db.execute(
            "SELECT kind, payload ->> 'metric', (payload -> 'cycle')::int FROM helpdesk.event"
            " WHERE ticket_id = %s AND kind LIKE %s ORDER BY event_id",
            (ticket, kind),
        ).fetchall()

    def mismatches(self) -> list[Any]:
        return self.db.execute("SELECT * FROM helpdesk.check_sla_cache()").fetchall()
