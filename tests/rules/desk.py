"""The desk of tests, with short ways to write rules, let them run and see what they did."""

import re
from itertools import count
from typing import Any

from psycopg.types.json import Jsonb as Json

from tests.desk import SYSTEM, Desk, Person, Row

_numbers = count(1)

Condition = dict[str, Any]
Action = dict[str, Any]


def on(field: str, operator: str, value: Any) -> Condition:
    return {"field": field, "operator": operator, "value": value}


def do(action: str, value: Any = None) -> Action:
    return {"action": action, "value": value}


def said(refusal: Row) -> str:
    """What a refusal says, without the name of its ticket."""
    return re.sub(r"^ticket (ESC-)?[0-9]+ ", "", refusal["message"])


class RuleDesk(Desk):
    def rule(
        self, kind: str, *actions: Action, when: Condition | None = None, who: Person = SYSTEM, **columns: Any
    ) -> int:
        """A rule of the kind; `who` writes it through the api view, SYSTEM into the table."""
        view = {
            "escalation": "escalation_rules",
            "automation": "automations",
            "workflow": "workflows",
            "macro": "macros",
        }[kind]
        target = "helpdesk.rule" if who is SYSTEM else f"api.{view}"
        values = {
            "name": f"Rule {next(_numbers)}",
            "conditions": Json(when or {}),
            "actions": Json(list(actions)),
            **columns,
        }
        if who is SYSTEM:
            values["kind"] = kind
        names = ", ".join(values)
        made: int = self.one(
            who,
            f"INSERT INTO {target} ({names}) VALUES ({', '.join(['%s'] * len(values))}) RETURNING rule_id",
            *values.values(),
        )
        return made

    def workflow(self, trigger: str, *actions: Action, when: Condition | None = None, **columns: Any) -> int:
        return self.rule("workflow", *actions, when=when, trigger_kind=trigger, **columns)

    def sweep(self, kind: str = "escalation") -> Row:
        done: Row = self.one(SYSTEM, "SELECT helpdesk.sweep_rules(%s)", kind)
        return done

    def run_workflows(self) -> int:
        """What the worker does; how many steps were dealt with."""
        done = 0
        while found := self.one(SYSTEM, "SELECT helpdesk.run_workflows()"):
            done += found
        return done

    def firings(self, rule: int) -> list[tuple[int, str]]:
        return [
            (ticket, outcome)
            for ticket, outcome in self.run(
                SYSTEM,
                "SELECT ticket_id, outcome FROM helpdesk.rule_firing WHERE rule_id = %s ORDER BY firing_id",
                rule,
            )
        ]

    def details(self, rule: int) -> list[Any]:
        return [
            d
            for (d,) in self.run(
                SYSTEM, "SELECT detail FROM helpdesk.rule_firing WHERE rule_id = %s ORDER BY firing_id", rule
            )
        ]

    def reasons(self, rule: int) -> list[list[str]]:
        """Of each firing what was refused."""
        return [[said(part) for part in detail if "message" in part] for detail in self.details(rule)]

    def break_notes(self) -> Action:
        """An action that fails, since nobody may write what it writes, until mend_notes."""
        self.run(
            SYSTEM,
            "ALTER TABLE helpdesk.message ADD CONSTRAINT message_no_boom CHECK (body <> 'boom') NOT VALID",
        )
        return do("add_note", "boom")

    def mend_notes(self) -> None:
        self.run(SYSTEM, "ALTER TABLE helpdesk.message DROP CONSTRAINT message_no_boom")

    def lose_tag(self, name: str) -> None:
        """Deletes a tag that rules name, as a restored backup of another state might."""
        self.run(SYSTEM, "ALTER TABLE helpdesk.tag DISABLE TRIGGER tag_60_keep_choice")
        self.run(SYSTEM, "DELETE FROM helpdesk.tag WHERE name = %s", name)

    def rule_row(self, rule: int) -> Row:
        found: Row = self.one(SYSTEM, "SELECT to_jsonb(r) FROM helpdesk.rule AS r WHERE rule_id = %s", rule)
        return found

    def notes(self, ticket: int, kind: str = "system") -> list[str]:
        statement = """SELECT body FROM helpdesk.message
            WHERE ticket_id = %s AND kind = %s AND deleted_at IS NULL ORDER BY message_id"""
        return [body for (body,) in self.run(SYSTEM, statement, ticket, kind)]

    def tags(self, ticket: int) -> set[str]:
        statement = (
            "SELECT name FROM helpdesk.ticket_tag JOIN helpdesk.tag USING (tag_id) WHERE ticket_id = %s"
        )
        return {name for (name,) in self.run(SYSTEM, statement, ticket)}

    def tag(self, ticket: int, *names: str) -> None:
        self.run(SYSTEM, "SELECT helpdesk.add_tags(%s, %s)", ticket, list(names))

    def update(self, ticket: int, **columns: Any) -> None:
        changes = ", ".join(f"{name} = %s" for name in columns)
        self.run(
            SYSTEM, f"UPDATE helpdesk.ticket SET {changes} WHERE ticket_id = %s", *columns.values(), ticket
        )

    def view(self, who: Person, when: Condition, **columns: Any) -> int:
        values = {"name": "A view", "conditions": Json(when), **columns}
        made: int = self.one(
            who,
            f"INSERT INTO api.saved_views ({', '.join(values)}) "
            f"VALUES ({', '.join(['%s'] * len(values))}) RETURNING view_id",
            *values.values(),
        )
        return made

    def listed(
        self, who: Person, view: int | None = None, slug: str | None = None, limit: int = 10000
    ) -> list[int]:
        statement = "SELECT ticket_id FROM api.run_view(view_id => %s, slug => %s) LIMIT %s"
        return [ticket for (ticket,) in self.run(who, statement, view, slug, limit)]

    def matching(self, who: Person, when: Condition) -> set[int]:
        """What conditions find, through a saved view."""
        return set(self.listed(who, self.view(who, when)))

    def bulk(self, who: Person, actions: list[Action], **by: Any) -> dict[int, str | None]:
        """ticket → what the refusal says of it, or None where it was changed."""
        named = ", ".join(f"{name} => %s" for name in ("actions", *by))
        rows = self.run(
            who,
            f"SELECT ticket_id, outcome, reason FROM api.change_tickets({named})",
            Json(actions),
            *by.values(),
        )
        assert all((outcome == "refused") == (reason is not None) for _, outcome, reason in rows)
        return {ticket: reason and said(reason) for ticket, _, reason in rows}
