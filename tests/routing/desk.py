"""The desk of tests with a department that routes, and short ways to say who can what."""

from itertools import count
from typing import Any

from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, Desk, Person, Row

_numbers = count(1)


class RoutingDesk(Desk):
    def team(self, size: int = 3, strategy: str = "round_robin", **columns: Any) -> tuple[int, list[Person]]:
        """A department with this strategy and so many agents of its own; agents get `columns`."""
        name = f"team-{next(_numbers)}"
        department: int = self.one(
            SYSTEM,
            "INSERT INTO helpdesk.department (name, slug) VALUES (%s, %s) RETURNING department_id",
            name,
            name,
        )
        self.strategy(department, strategy)
        return department, [self.member(department, **columns) for _ in range(size)]

    def strategy(self, department: int, strategy: str, **columns: bool) -> None:
        values = {"department_id": department, "strategy": strategy, **columns}
        self.run(
            SYSTEM,
            f"INSERT INTO helpdesk.department_routing ({', '.join(values)}) "
            f"VALUES ({', '.join(['%s'] * len(values))}) "
            f"ON CONFLICT (department_id) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in values)}",
            *values.values(),
        )

    def member(self, department: int, **columns: Any) -> Person:
        person: int = self.one(
            SYSTEM,
            "INSERT INTO helpdesk.person (name, role) VALUES (%s, 'agent') RETURNING person_id",
            f"Agent {next(_numbers)}",
        )
        found = Person("agent", person)
        self.agent_set(found, **columns)
        self.join(department, found)
        return found

    def join(self, department: int, who: Person) -> None:
        self.run(
            SYSTEM,
            "INSERT INTO helpdesk.department_member (department_id, person_id) VALUES (%s, %s)",
            department,
            who.id,
        )

    def agent_set(self, who: Person, **columns: Any) -> None:
        for name, value in columns.items():
            self.run(SYSTEM, f"UPDATE helpdesk.agent SET {name} = %s WHERE person_id = %s", value, who.id)

    def limit(self, who: Person, channel: str, max_open: int) -> None:
        self.run(SYSTEM, "INSERT INTO helpdesk.agent_capacity VALUES (%s, %s, %s)", who.id, channel, max_open)

    def skill(self, name: str) -> int:
        made: int = self.one(
            SYSTEM,
            "INSERT INTO helpdesk.skill (name) VALUES (%s) "
            "ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING skill_id",
            name,
        )
        return made

    def can(self, who: Person, **skills: int) -> None:
        for name, proficiency in skills.items():
            self.run(
                SYSTEM,
                "INSERT INTO helpdesk.agent_skill VALUES (%s, %s, %s)",
                who.id,
                self.skill(name),
                proficiency,
            )

    def needs(self, what: str | int, **skills: int) -> None:
        """A tag (by name) or a department (by id) needs skills."""
        table, key = ("tag_skill", self.tag_id(what)) if isinstance(what, str) else ("department_skill", what)
        for name, least in skills.items():
            self.run(
                SYSTEM, f"INSERT INTO helpdesk.{table} VALUES (%s, %s, %s)", key, self.skill(name), least
            )

    def tag_id(self, name: str) -> int:
        found: int = self.one(SYSTEM, "SELECT tag_id FROM helpdesk.tag WHERE name = %s", name)
        return found

    def absent(self, who: Person, starts: str, ends: str | None = None) -> None:
        self.run(
            SYSTEM,
            "INSERT INTO helpdesk.absence (person_id, starts_at, ends_at) VALUES (%s, %s, %s)",
            who.id,
            starts,
            ends,
        )

    def hours(self, who: Person, hours: Row) -> None:
        self.run(SYSTEM, "SELECT api.set_working_hours(%s, %s)", Jsonb(hours), who.id)
        self.db.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.db.execute("SET CONSTRAINTS ALL DEFERRED")

    def route(self) -> int:
        """What the job does; how many tickets were assigned."""
        done: int = self.one(SYSTEM, "SELECT helpdesk.route_waiting()")
        return done

    def assignee(self, ticket: int) -> int | None:
        found: int | None = self.ticket_row(ticket)["assignee_id"]
        return found

    def routed(self, department: int, **columns: Any) -> int | None:
        """Who gets a new ticket of the department."""
        ticket = self.ticket(department_id=department, **columns)
        self.route()
        return self.assignee(ticket)

    def reason(self, ticket: int) -> str | None:
        """Why it waits, by the api view; None: it does not, or was not tried yet."""
        rows = self.run(self.admin, "SELECT reason FROM api.unroutable_tickets WHERE ticket_id = %s", ticket)
        return rows[0][0] if rows else None

    def is_waiting(self, ticket: int) -> bool:
        return bool(self.run(SYSTEM, "SELECT 1 FROM helpdesk.routing_wait WHERE ticket_id = %s", ticket))

    def explained(self, ticket: int) -> dict[int, Row]:
        rows = self.run(
            self.agent, "SELECT to_jsonb(e) FROM api.explain_routing(ticket_id => %s) AS e", ticket
        )
        return {row["person_id"]: row for (row,) in rows}
