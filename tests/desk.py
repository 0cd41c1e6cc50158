"""A small helpdesk to test rules on: people of every kind, two departments, and short ways to act as them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg.types.json import Json

from tests.conftest import Connection, acting_as, set_clock


class Person(NamedTuple):
    role: str
    id: int | None = None


ANON = Person("anon")
SYSTEM = Person("system")
"""The superuser in psql: no policy and no privilege stops it, so only the rules themselves do."""

Row = dict[str, Any]


@contextmanager
def refused(sqlstate: str, *parts: str) -> Iterator[pytest.ExceptionInfo[psycopg.Error]]:
    """The block must fail with this SQLSTATE and these parts in message, detail or hint."""
    with pytest.raises(psycopg.Error) as caught:
        yield caught
    found = caught.value.diag
    said = " | ".join(filter(None, (found.message_primary, found.message_detail, found.message_hint)))
    assert caught.value.sqlstate == sqlstate, f"{caught.value.sqlstate}: {said}"
    for part in parts:
        assert part in said


def as_if_rest(db: Connection, method: str = "POST", headers: Row | None = None) -> None:
    """What the API server sets before a request's statement."""
    db.execute("SELECT set_config('request.method', %s, true)", (method,))
    db.execute("SELECT set_config('request.headers', %s, true)", (json.dumps(headers or {}),))


@dataclass
class Desk:
    db: Connection
    admin: Person
    agent: Person
    colleague: Person
    light: Person
    retired: Person
    customer: Person
    teammate: Person
    stranger: Person
    guest: Person
    support: int
    billing: int
    shared_organisation: int

    # --- acting

    def run(self, who: Person, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Runs one statement as `who`; an error undoes it and leaves the connection usable."""
        if who is SYSTEM:
            with self.db.transaction():
                return self._fetch(statement, values)
        with acting_as(self.db, who.role, who.id):
            return self._fetch(statement, values)

    def one(self, who: Person, statement: str, *values: Any) -> Any:
        (row,) = self.run(who, statement, *values)
        return row[0]

    def call(self, who: Person, verb: str, **arguments: Any) -> Row:
        """Calls api.<verb> by named arguments; the row that it returns ({} for void)."""
        named = ", ".join(f"{name} => %s" for name in arguments)
        found = self.one(who, f"SELECT to_jsonb(v) FROM api.{verb}({named}) AS v", *arguments.values())
        return found if isinstance(found, dict) else {"": found}

    def _fetch(self, statement: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        cursor = self.db.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    # --- looking, as the superuser

    def ticket_row(self, ticket_id: int) -> Row:
        found: Row = self.one(
            SYSTEM, "SELECT to_jsonb(t) FROM helpdesk.ticket AS t WHERE ticket_id = %s", ticket_id
        )
        return found

    def events(self, ticket_id: int) -> list[str]:
        """The kinds of the ticket's events in order, without those of its SLA clocks."""
        statement = (
            "SELECT kind FROM helpdesk.event WHERE ticket_id = %s AND kind NOT LIKE 'sla%%' ORDER BY event_id"
        )
        return [kind for (kind,) in self.run(SYSTEM, statement, ticket_id)]

    def event(self, ticket_id: int, kind: str) -> Row:
        """The newest event of this kind."""
        found: Row = self.run(
            SYSTEM,
            "SELECT to_jsonb(e) FROM helpdesk.event AS e "
            "WHERE ticket_id = %s AND kind = %s ORDER BY event_id DESC",
            ticket_id,
            kind,
        )[0][0]
        return found

    def notified(self, ticket_id: int) -> set[tuple[int, str]]:
        return {
            (person_id, kind)
            for person_id, kind in self.run(
                SYSTEM, "SELECT person_id, kind FROM helpdesk.notification WHERE ticket_id = %s", ticket_id
            )
        }

    # --- arranging

    def ticket(self, status: str = "open", *, requester: Person | None = None, **columns: Any) -> int:
        """A ticket in this status, reached by allowed transitions only."""
        values = {"subject": "Printer on fire", "requester_id": (requester or self.customer).id, **columns}
        names = ", ".join(values)
        made: int = self.one(
            SYSTEM,
            f"INSERT INTO helpdesk.ticket ({names}) "
            f"VALUES ({', '.join(['%s'] * len(values))}) RETURNING ticket_id",
            *values.values(),
        )
        for step in {"open": [], "reopened": ["closed", "reopened"]}.get(status, [status]):
            if step == "resolved" and columns.get("assignee_id") is None:
                self.run(
                    SYSTEM,
                    "UPDATE helpdesk.ticket SET assignee_id = %s WHERE ticket_id = %s",
                    self.agent.id,
                    made,
                )
            self.run(SYSTEM, "UPDATE helpdesk.ticket SET status = %s WHERE ticket_id = %s", step, made)
        return made

    def message(
        self, ticket_id: int, author: Person, body: str = "Hello", kind: str = "reply", **columns: Any
    ) -> int:
        values = {"ticket_id": ticket_id, "author_id": author.id, "body": body, "kind": kind, **columns}
        made: int = self.one(
            SYSTEM,
            f"INSERT INTO helpdesk.message ({', '.join(values)}) "
            f"VALUES ({', '.join(['%s'] * len(values))}) RETURNING message_id",
            *values.values(),
        )
        return made

    def set(self, key: str, value: object) -> None:
        self.run(SYSTEM, "UPDATE helpdesk.setting SET value = %s WHERE key = %s", Json(value), key)

    def permit(self, role: str, permission: str) -> None:
        self.run(
            SYSTEM,
            "INSERT INTO helpdesk.role_permission (role, permission) VALUES (%s, %s)",
            role,
            permission,
        )

    def forbid(self, role: str, permission: str) -> None:
        self.run(
            SYSTEM,
            "DELETE FROM helpdesk.role_permission WHERE (role, permission) = (%s, %s)",
            role,
            permission,
        )

    def clock(self, instant: str) -> None:
        set_clock(self.db, instant)


def make_desk(db: Connection) -> Desk:
    """Inserts the people; agent and retired belong to support, colleague to billing, light to none."""

    def one(statement: str, *values: Any) -> int:
        row = db.execute(statement, values).fetchone()
        assert row is not None
        return int(row[0])

    shared = one(
        "INSERT INTO helpdesk.organisation (name, has_shared_tickets) "
        "VALUES ('Shared', true) RETURNING organisation_id"
    )
    closed = one("INSERT INTO helpdesk.organisation (name) VALUES ('Closed') RETURNING organisation_id")
    support = one(
        "INSERT INTO helpdesk.department (name, slug) VALUES ('Support', 'support') RETURNING department_id"
    )
    billing = one(
        "INSERT INTO helpdesk.department (name, slug) VALUES ('Billing', 'billing') RETURNING department_id"
    )
    people = [  # in the order of Desk's
        ("Ada", "admin", None, True, False),
        ("Bob", "agent", None, True, False),
        ("Cleo", "agent", None, True, False),
        ("Lux", "agent", None, True, False),
        ("Rex", "agent", None, False, False),
        ("Max", "customer", shared, True, False),
        ("Mia", "customer", shared, True, False),
        ("Zoe", "customer", closed, True, False),
        ("Gus", "customer", None, True, True),
    ]
    made = db.execute(
        "INSERT INTO helpdesk.person (name, email, role, organisation_id, is_active, is_guest)"
        " SELECT name, lower(name) || '@desk.example', role, organisation, is_active, is_guest"
        " FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bool[], %s::bool[])"
        " WITH ORDINALITY AS p (name, role, organisation, is_active, is_guest, number)"
        " ORDER BY number RETURNING role, person_id",
        [list(column) for column in zip(*people, strict=True)],
    ).fetchall()
    desk = Desk(db, *(Person(*row) for row in made), support, billing, shared)
    db.execute("UPDATE helpdesk.agent SET is_light = true WHERE person_id = %s", (desk.light.id,))
    db.execute(
        "INSERT INTO helpdesk.department_member (department_id, person_id) "
        "VALUES (%s, %s), (%s, %s), (%s, %s)",
        (support, desk.agent.id, support, desk.retired.id, billing, desk.colleague.id),
    )
    db.execute("INSERT INTO helpdesk.tag (name) VALUES ('network'), ('printer')")
    return desk
