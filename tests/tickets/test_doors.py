"""What a row of a view and a verb can both do is accepted, refused, recorded and told alike."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.desk import SYSTEM, Desk, Person, Row

OWN = {"ticket_id", "reference", "message_id", "last_message_id", "event_id"}


def _trace(desk: Desk, ticket: int) -> Row:
    """All that a change left behind, without the ids that differ by nature."""

    def found(statement: str) -> list[tuple[Any, ...]]:
        return desk.run(SYSTEM, statement, ticket)

    return {
        "ticket": {name: value for name, value in desk.ticket_row(ticket).items() if name not in OWN},
        "events": found(
            """SELECT kind, actor_id, at, (SELECT jsonb_object_agg(p.key, p.value)
                FROM jsonb_each(e.payload) AS p WHERE p.key <> 'message_id')
            FROM helpdesk.event AS e WHERE ticket_id = %s ORDER BY event_id"""
        ),
        "messages": found(
            """SELECT kind, author_id, body, is_pinned, sets_status, channel, created_at
            FROM helpdesk.message WHERE ticket_id = %s ORDER BY message_id"""
        ),
        "tags": found("SELECT tag_id FROM helpdesk.ticket_tag WHERE ticket_id = %s ORDER BY 1"),
        "followers": found(
            "SELECT person_id, reason FROM helpdesk.ticket_follower WHERE ticket_id = %s ORDER BY 1"
        ),
        "participants": found(
            "SELECT person_id FROM helpdesk.ticket_participant WHERE ticket_id = %s ORDER BY 1"
        ),
        "clocks": found(
            "SELECT metric, state, due_at, warn_at FROM helpdesk.sla_clock WHERE ticket_id = %s ORDER BY 1"
        ),
        "notices": found(
            "SELECT person_id, kind FROM helpdesk.notification WHERE ticket_id = %s ORDER BY notification_id"
        ),
        "audit": found(
            """SELECT table_name, action, actor_id,
                ARRAY(SELECT jsonb_object_keys(coalesce(l.new_values, l.old_values)) ORDER BY 1)
            FROM audit.change AS l CROSS JOIN (SELECT %s::text AS ticket_id) AS x
            WHERE coalesce(l.new_values, l.old_values) ->> 'ticket_id' = x.ticket_id
                OR l.table_name = 'ticket' AND l.row_key = x.ticket_id
            ORDER BY change_id"""
        ),
    }


def _outcome(desk: Desk, act: Callable[[], Any]) -> Any:
    """What the act gave, or the code and message that it was refused with."""
    try:
        with desk.db.transaction():
            return act()
    except psycopg.Error as refusal:
        return refusal.sqlstate, refusal.diag.message_primary, refusal.diag.message_hint


NEW: dict[str, Callable[[Desk], Row]] = {
    "subject": lambda _: {"subject": " Lamp "},
    "all that staff give": lambda desk: {
        "subject": "Lamp",
        "description": "It flickers",
        "priority": "high",
        "ticket_type": "incident",
        "department_id": desk.support,
        "requester_id": desk.stranger.id,
        "assignee_id": desk.agent.id,
        "channel": "widget",
        "language": "de",
        "due_at": "2026-03-09T09:00:00Z",
    },
    "all that customers give": lambda desk: {
        "subject": "Lamp",
        "description": "It flickers",
        "priority": "high",
        "ticket_type": "incident",
        "department_id": desk.support,
        "channel": "web",
        "language": "de",
        "requester_id": desk.customer.id,
    },
    "first status": lambda _: {"subject": "Lamp", "status": "in_progress"},
    "default status": lambda _: {"subject": "Lamp", "status": "open"},
    "late status": lambda _: {"subject": "Lamp", "status": "resolved"},
    "unknown status": lambda _: {"subject": "Lamp", "status": "nope"},
    "no subject": lambda _: {"subject": " "},
    "unknown priority": lambda _: {"subject": "Lamp", "priority": "nope"},
    "unknown type": lambda _: {"subject": "Lamp", "ticket_type": "nope"},
    "unknown department": lambda _: {"subject": "Lamp", "department_id": 0},
    "chosen channel": lambda _: {"subject": "Lamp", "channel": "email"},
    "another's": lambda desk: {"subject": "Lamp", "requester_id": desk.stranger.id},
    "unknown requester": lambda _: {"subject": "Lamp", "requester_id": 0},
    "given assignee": lambda desk: {"subject": "Lamp", "assignee_id": desk.agent.id},
    "light assignee": lambda desk: {"subject": "Lamp", "assignee_id": desk.light.id},
    "given due date": lambda _: {"subject": "Lamp", "due_at": "2026-03-09T09:00:00Z"},
    "no language": lambda _: {"subject": "Lamp", "language": "not a language"},
}


@pytest.mark.parametrize("role", ["customer", "agent", "admin", "light"])
@pytest.mark.parametrize("given", NEW)
def test_a_ticket_is_opened_alike_by_post_and_by_verb(desk: Desk, given: str, role: str) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    who, values = getattr(desk, role), NEW[given](desk)

    def by_row() -> Any:
        columns = ", ".join(values)
        statement = f"INSERT INTO api.tickets ({columns}) VALUES ({', '.join(['%s'] * len(values))})"
        return desk.one(who, f"{statement} RETURNING to_jsonb(tickets.*)", *values.values())

    row = _outcome(desk, by_row)
    verb = _outcome(desk, lambda: desk.call(who, "create_ticket", **values))
    if isinstance(verb, tuple):
        assert row == verb
        return
    assert isinstance(row, dict)
    assert _trace(desk, row["ticket_id"]) == _trace(desk, verb["ticket_id"])
    # A row is returned before what follows it: its clocks, its followers.
    later = OWN | {"next_due_at", "sla_state", "is_followed"}
    assert {k: v for k, v in row.items() if k not in later} == {
        k: v for k, v in verb.items() if k not in later
    }


CHANGES: dict[str, tuple[str, Row, Row, Callable[[Desk], Row]]] = {
    "status": ("set_status", {"status": "in_progress"}, {"status": "in_progress"}, lambda _: {}),
    "same status": ("set_status", {"status": "open"}, {"status": "open"}, lambda _: {}),
    "no such status": ("set_status", {"status": "nope"}, {"status": "nope"}, lambda _: {}),
    "no transition": ("set_status", {"status": "reopened"}, {"status": "reopened"}, lambda _: {}),
    "needs a field": ("resolve_ticket", {}, {"status": "resolved"}, lambda _: {}),
    "closing": ("close_ticket", {}, {"status": "closed"}, lambda _: {}),
    "priority": ("set_priority", {"priority": "high"}, {"priority": "high"}, lambda _: {}),
    "no such priority": ("set_priority", {"priority": "nope"}, {"priority": "nope"}, lambda _: {}),
    "old version": (
        "set_priority",
        {"priority": "high", "version": 9},
        {"priority": "high", "version": 9},
        lambda _: {},
    ),
    "type": ("set_type", {"ticket_type": "task"}, {"ticket_type": "task"}, lambda _: {}),
    "no such type": ("set_type", {"ticket_type": "nope"}, {"ticket_type": "nope"}, lambda _: {}),
    "department": (
        "set_department",
        {"department_id": "billing"},
        {"department_id": "billing"},
        lambda _: {},
    ),
    "no department": ("set_department", {"department_id": None}, {"department_id": None}, lambda _: {}),
    "no such department": ("set_department", {"department_id": 0}, {"department_id": 0}, lambda _: {}),
    "assignee": ("assign_ticket", {"assignee_id": "colleague"}, {"assignee_id": "colleague"}, lambda _: {}),
    "light assignee": ("assign_ticket", {"assignee_id": "light"}, {"assignee_id": "light"}, lambda _: {}),
    "no assignee": (
        "unassign_ticket",
        {},
        {"assignee_id": None},
        lambda desk: {"assignee_id": desk.agent.id},
    ),
    "requester": (
        "change_requester",
        {"requester_id": "stranger"},
        {"requester_id": "stranger"},
        lambda _: {},
    ),
}


def _named(desk: Desk, values: Row) -> Row:
    people = {"colleague": desk.colleague.id, "light": desk.light.id, "stranger": desk.stranger.id}
    names = {**people, "billing": desk.billing}
    return {k: names.get(v, v) if isinstance(v, str) else v for k, v in values.items()}


def _alike(desk: Desk, row: Any, one: int, verb: Any, other: int) -> None:
    assert _trace(desk, one) == _trace(desk, other)
    # A row that changes nothing is no change, which nobody is refused; policies pass rows over in silence.
    if isinstance(verb, tuple) and isinstance(row, tuple):
        one_said, other_said = (
            (code, message.replace(desk.ticket_row(ticket)["reference"], "ESC"), hint)
            for (code, message, hint), ticket in ((row, one), (verb, other))
        )
        assert one_said == other_said
    else:
        assert isinstance(verb, tuple) or not isinstance(row, tuple)


@pytest.mark.parametrize(("role", "merged"), [("agent", False), ("agent", True), ("light", False)])
@pytest.mark.parametrize("change", CHANGES)
def test_a_ticket_is_changed_alike_by_patch_and_by_verb(
    desk: Desk, change: str, role: str, merged: bool
) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    verb, arguments, columns, made = CHANGES[change]
    arguments, columns = _named(desk, arguments), _named(desk, columns)
    who: Person = getattr(desk, role)
    one, other = desk.ticket(**made(desk)), desk.ticket(**made(desk))
    if merged:
        target = desk.ticket()
        for source in (one, other):
            desk.call(desk.admin, "merge_tickets", ticket_ids=[source], into_id=target)
    assigned = ", ".join(f"{name} = %s" for name in columns)
    row = _outcome(
        desk,
        lambda: desk.run(
            who, f"UPDATE api.tickets SET {assigned} WHERE ticket_id = %s", *columns.values(), one
        ),
    )
    _alike(desk, row, one, _outcome(desk, lambda: desk.call(who, verb, ticket_id=other, **arguments)), other)


@pytest.mark.parametrize("state", ["open", "merged", "closed"])
@pytest.mark.parametrize("role", ["customer", "agent", "light"])
@pytest.mark.parametrize("written", ["reply", "status", "note", "pinned", "blank"])
def test_a_message_is_written_alike_by_post_and_by_verb(
    desk: Desk, written: str, role: str, state: str
) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    who: Person = getattr(desk, role)
    if role == "customer" and written in ("status", "note", "pinned"):
        pytest.skip("customers have no columns for it")
    one, other = (desk.ticket("closed" if state == "closed" else "open") for _ in range(2))
    if state == "merged":
        target = desk.ticket()
        for source in (one, other):
            desk.call(desk.admin, "merge_tickets", ticket_ids=[source], into_id=target)
    desk.clock("2026-03-02 12:10:00+00")
    columns: Row = {"body": " " if written == "blank" else "Tea"}
    arguments: Row = dict(columns)
    if written in ("note", "pinned"):
        columns["kind"] = "note"
    if written == "pinned":
        columns["is_pinned"] = arguments["is_pinned"] = True
    if written == "status":
        columns["sets_status"], arguments["status"] = "on_hold", "on_hold"
    verb = "add_note" if "kind" in columns else "reply"
    names = ", ".join(("ticket_id", *columns))
    marks = ", ".join(["%s"] * (len(columns) + 1))
    row = _outcome(
        desk,
        lambda: desk.run(who, f"INSERT INTO api.messages ({names}) VALUES ({marks})", one, *columns.values()),
    )
    _alike(desk, row, one, _outcome(desk, lambda: desk.call(who, verb, ticket_id=other, **arguments)), other)


@pytest.mark.parametrize("state", ["open", "merged", "tagged", "retired", "tagged and retired"])
@pytest.mark.parametrize("role", ["agent", "light"])
@pytest.mark.parametrize("verb", ["add_tags", "remove_tags"])
def test_a_ticket_is_tagged_alike_by_row_and_by_verb(desk: Desk, verb: str, role: str, state: str) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    who: Person = getattr(desk, role)
    one, other = desk.ticket(), desk.ticket()
    tag = desk.one(SYSTEM, "SELECT tag_id FROM helpdesk.tag WHERE name = 'printer'")
    if state.startswith("tagged"):
        for ticket in (one, other):
            desk.run(SYSTEM, "SELECT helpdesk.add_tags(%s, '{printer}')", ticket)
    if state.endswith("retired"):
        desk.run(SYSTEM, "UPDATE helpdesk.tag SET is_active = false WHERE tag_id = %s", tag)
    if state == "merged":
        target = desk.ticket()
        for source in (one, other):
            desk.call(desk.admin, "merge_tickets", ticket_ids=[source], into_id=target)
    statement = {
        "add_tags": "INSERT INTO api.ticket_tags (ticket_id, tag_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        "remove_tags": "DELETE FROM api.ticket_tags WHERE ticket_id = %s AND tag_id = %s",
    }[verb]
    row = _outcome(desk, lambda: desk.run(who, statement, one, tag))
    _alike(
        desk, row, one, _outcome(desk, lambda: desk.call(who, verb, ticket_id=other, tags=["printer"])), other
    )


@pytest.mark.parametrize("unseen", ["other department", "deleted", "none"])
def test_a_ticket_that_is_not_there_is_refused_by_row_as_by_verb(desk: Desk, unseen: str) -> None:
    ticket = desk.ticket(department_id=desk.support)
    who = desk.agent
    if unseen == "other department":
        desk.set("agent_visibility", "departments")
        who = desk.colleague
    elif unseen == "deleted":
        desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
        who = desk.admin
    else:
        ticket = 10**9
    row = _outcome(
        desk,
        lambda: desk.run(
            who, "INSERT INTO api.ticket_tags SELECT %s, tag_id FROM api.tags WHERE name = 'printer'", ticket
        ),
    )
    assert row == _outcome(desk, lambda: desk.call(who, "add_tags", ticket_id=ticket, tags=["printer"]))
    assert row[0] == "PD001"


@pytest.mark.parametrize(
    ("permission", "status", "verb", "target"),
    [
        ("tickets.close", "open", "close_ticket", "closed"),
        ("tickets.reopen", "closed", "reopen_ticket", "reopened"),
    ],
)
def test_who_may_not_close_or_reopen_may_not_by_any_door(
    desk: Desk, permission: str, status: str, verb: str, target: str
) -> None:
    ticket = desk.ticket(status)
    desk.forbid("agent", permission)
    refusals = [
        _outcome(desk, lambda: desk.call(desk.agent, verb, ticket_id=ticket)),
        _outcome(desk, lambda: desk.call(desk.agent, "set_status", ticket_id=ticket, status=target)),
        _outcome(
            desk,
            lambda: desk.run(
                desk.agent, "UPDATE api.tickets SET status = %s WHERE ticket_id = %s", target, ticket
            ),
        ),
        _outcome(
            desk,
            lambda: desk.run(
                desk.agent,
                "SELECT api.change_tickets(jsonb_build_array(jsonb_build_object('action', %s::text)), %s)",
                verb.removesuffix("_ticket"),
                [ticket],
            ),
        ),
    ]
    assert {refusal[:2] for refusal in refusals} == {("PD002", f"permission {permission} is missing")}
