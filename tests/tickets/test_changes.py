"""Versions, columns that never change, deletion and restoring."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, Desk, as_if_rest, refused


def test_each_change_counts_the_version(desk: Desk) -> None:
    ticket = desk.ticket()
    assert desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high", version=1)["version"] == 2
    desk.run(desk.agent, "UPDATE api.tickets SET subject = 'y', version = 2 WHERE ticket_id = %s", ticket)
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET subject = 'z' WHERE ticket_id = %s", ticket)
    assert desk.ticket_row(ticket)["version"] == 4


#: What changes a ticket that is named, without a version: why nothing of it can be overwritten unseen.
UNVERSIONED = {
    "follow_ticket": "the caller's own, which no other can change",
    "restore_ticket": "nobody reads a deleted ticket, hence knows its version",
    "split_ticket": "the ticket stays as it is",
}

#: A value for each parameter of verbs that has no default.
GIVEN: dict[str, Any] = {
    "assignee_id": None,
    "body": "Tea",
    "custom_fields": Jsonb({}),
    "department_id": None,
    "priority": "low",
    "rule_id": 0,
    "status": "in_progress",
    "tags": ["printer"],
    "ticket_type": "task",
}

CHANGING = """
    SELECT p.proname, p.proargnames[:p.pronargs - p.pronargdefaults], 'version' = ANY (p.proargnames)
    FROM pg_proc AS p
    WHERE p.pronamespace = 'api'::regnamespace
        AND p.provolatile = 'v'
        AND 'ticket_id' = ANY (p.proargnames[:p.pronargs])
        AND ('version' = ANY (p.proargnames) OR p.prorettype = 'api.tickets'::regtype)
"""


def test_an_outdated_version_is_refused_by_every_verb(desk: Desk) -> None:
    verbs = desk.run(SYSTEM, CHANGING)
    assert {verb for verb, _, has_version in verbs if not has_version} == set(UNVERSIONED)
    assert {"reply", "set_status", "unmark_spam", "unmerge_ticket"} <= {verb for verb, _, _ in verbs}
    ticket = desk.ticket()
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    before = desk.ticket_row(ticket)
    for verb, required, has_version in verbs:
        values = {name: GIVEN[name] for name in required if name != "ticket_id"}
        for version in (1, 3, 0) if has_version else ():
            with refused("PD005", f"has version 2, not {version}", "Read the ticket again"):
                desk.call(desk.admin, verb, ticket_id=ticket, version=version, **values)
    assert desk.ticket_row(ticket) == before


def test_a_reply_that_sets_columns_passes_from_the_version_that_was_seen(desk: Desk) -> None:
    ticket = desk.ticket()
    values = {"ticket_id": ticket, "body": "Tea", "status": "on_hold", "tags": ["printer"]}
    desk.call(desk.agent, "reply", version=1, **values)
    with refused("PD005"):
        desk.call(desk.customer, "reply", ticket_id=ticket, body="Coffee", version=1)
    seen = desk.ticket_row(ticket)["version"]
    assert (
        desk.call(desk.customer, "reply", ticket_id=ticket, body="Coffee", version=seen)["body"] == "Coffee"
    )


def test_an_outdated_version_is_refused_by_patch_and_psql(desk: Desk) -> None:
    ticket = desk.ticket()
    with refused("PD005", "has version 1, not 7"):
        desk.run(
            desk.agent, "UPDATE api.tickets SET priority = 'low', version = 7 WHERE ticket_id = %s", ticket
        )
    with refused("PD005"):
        desk.run(SYSTEM, "UPDATE helpdesk.ticket SET version = 7 WHERE ticket_id = %s", ticket)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ticket_id", ""),
        ("reference", "X-1"),
        ("created_at", "2020-01-01"),
        ("channel", "email"),
    ],
)
def test_fixed_columns_stay(desk: Desk, column: str, value: object) -> None:
    ticket = desk.ticket()
    change = "SET ticket_id = DEFAULT" if column == "ticket_id" else f"SET {column} = '{value}'"
    with refused("PD009"):
        desk.run(SYSTEM, f"UPDATE helpdesk.ticket {change} WHERE ticket_id = %s", ticket)
    for who in (desk.agent, desk.admin):
        with refused("PD009" if column == "ticket_id" else "42501"):
            desk.run(who, f"UPDATE api.tickets {change} WHERE ticket_id = %s", ticket)


@pytest.mark.parametrize("column", ["ticket_id", "kind", "author_id", "created_at", "sets_status"])
def test_fixed_columns_of_a_message_stay(desk: Desk, column: str) -> None:
    value = {
        "ticket_id": desk.ticket(),
        "kind": "note",
        "author_id": desk.agent.id,
        "created_at": "2020-01-01",
        "sets_status": "open",
    }[column]
    message = desk.message(desk.ticket(), desk.customer)
    with refused("PD009"):
        desk.run(SYSTEM, f"UPDATE helpdesk.message SET {column} = %s WHERE message_id = %s", value, message)


@pytest.mark.parametrize(
    ("column", "value", "permission"),
    [
        ("subject", "y", "tickets.edit"),
        ("description", "y", "tickets.edit"),
        ("ticket_type", "task", "tickets.edit"),
        ("language", "de", "tickets.edit"),
        ("due_at", "2030-01-01", "tickets.edit"),
        ("priority", "low", "tickets.priority"),
        ("status", "in_progress", "tickets.status"),
        ("assignee_id", "agent", "tickets.assign"),
        ("requester_id", "stranger", "tickets.edit"),
        ("department_id", "support", "tickets.transfer"),
    ],
)
def test_each_column_needs_its_permission(desk: Desk, column: str, value: str, permission: str) -> None:
    given: Any = {"agent": desk.agent.id, "stranger": desk.stranger.id, "support": desk.support}.get(
        value, value
    )
    ticket = desk.ticket()
    statement = f"UPDATE api.tickets SET {column} = %s WHERE ticket_id = %s"
    with refused("PD002", permission):
        desk.run(desk.light, statement, given, ticket)
    desk.forbid("agent", permission)
    with refused("PD002", permission):
        desk.run(desk.agent, statement, given, ticket)
    desk.permit("agent", permission)
    desk.run(desk.agent, statement, given, ticket)
    with refused("42501"):
        desk.run(desk.customer, statement, given, ticket)


def test_an_edit_is_one_event_with_what_changed(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.run(
        desk.agent, "UPDATE api.tickets SET subject = 'New', language = 'de' WHERE ticket_id = %s", ticket
    )
    assert desk.event(ticket, "ticket_updated")["payload"]["changes"] == {
        "subject": {"from": "Printer on fire", "to": "New"},
        "language": {"from": "en", "to": "de"},
    }


# --- deleting


def test_a_deleted_ticket_is_gone_for_everybody_until_restored(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.message(ticket, desk.customer)
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    for who in (desk.customer, desk.agent, desk.admin):
        for view in ("tickets", "messages", "events"):
            assert desk.run(who, f"SELECT 1 FROM api.{view}") == []
        with refused("PD001"):
            desk.call(who, "close_ticket", ticket_id=ticket)
    assert desk.call(desk.admin, "restore_ticket", ticket_id=ticket)["ticket_id"] == ticket
    assert len(desk.run(desk.customer, "SELECT 1 FROM api.messages")) == 1
    assert desk.events(ticket)[-2:] == ["ticket_deleted", "ticket_restored"]


def test_deleting_and_restoring_need_the_permission(desk: Desk) -> None:
    ticket = desk.ticket()
    for verb in ("delete_ticket", "restore_ticket"):
        with refused("PD002", "tickets.delete"):
            desk.call(desk.agent, verb, ticket_id=ticket)
    desk.permit("agent", "tickets.delete")
    desk.call(desk.agent, "delete_ticket", ticket_id=ticket)
    assert desk.call(desk.agent, "restore_ticket", ticket_id=ticket)["ticket_id"] == ticket


def test_what_is_not_deleted_or_not_visible_is_not_restored(desk: Desk) -> None:
    ticket, billing = desk.ticket(), desk.ticket(department_id=desk.billing)
    with refused("PD001"):
        desk.call(desk.admin, "restore_ticket", ticket_id=ticket)
    desk.call(desk.admin, "delete_ticket", ticket_id=billing)
    desk.permit("agent", "tickets.delete")
    desk.set("agent_visibility", "departments")
    with refused("PD001"):
        desk.call(desk.agent, "restore_ticket", ticket_id=billing)


def test_deletion_is_by_verb_and_never_of_the_row(desk: Desk) -> None:
    ticket = desk.ticket()
    for who in (desk.agent, desk.admin):
        with refused("42501"):
            desk.run(who, "UPDATE api.tickets SET deleted_at = helpdesk.clock() WHERE ticket_id = %s", ticket)
        with refused("42501"):
            desk.run(who, "DELETE FROM api.tickets WHERE ticket_id = %s", ticket)
    with refused("PD010", "deleted_at"):
        desk.run(SYSTEM, "UPDATE helpdesk.ticket SET deleted_at = '2999-01-01' WHERE ticket_id = %s", ticket)


def fill(desk: Desk, statement: str, *values: Any) -> None:
    """1,001 rows, without what triggers would do: only their number counts."""
    desk.db.execute("SET LOCAL session_replication_role = replica")
    desk.run(SYSTEM, f"{statement} FROM generate_series(1, 1001) AS n", *values)
    desk.db.execute("SET LOCAL session_replication_role = origin")


def fill_tickets(desk: Desk, assignee_id: int | None = None) -> None:
    fill(
        desk,
        "INSERT INTO helpdesk.ticket (reference, subject, status, status_category, priority, priority_rank,"
        " requester_id, assignee_id) SELECT 'X-' || n, 'Lamp', 'open', 'open', 'low', 10, %s, %s::bigint",
        desk.customer.id,
        assignee_id,
    )


@pytest.mark.parametrize("of", ["tickets", "messages"])
def test_a_patch_without_a_filter_does_not_rewrite_the_desk(desk: Desk, of: str) -> None:
    if of == "tickets":
        fill_tickets(desk)
        statement = "UPDATE api.tickets SET subject = 'Oops'"
    else:
        first = desk.ticket()
        insert = (
            "INSERT INTO helpdesk.message (ticket_id, kind, author_id, body) SELECT %s, 'reply', %s, 'Hello'"
        )
        fill(desk, insert, first, desk.agent.id)
        statement = "UPDATE api.messages SET body = 'Oops'"
    as_if_rest(desk.db, "PATCH")
    with refused("PGRST", "PD018", "rpc/change_tickets"):
        desk.run(desk.admin, statement)
    key = of.removesuffix("s") + "_id"
    thousand = f" WHERE {key} IN (SELECT {key} FROM api.{of} LIMIT 1000)"
    assert len(desk.run(desk.admin, statement + thousand + " RETURNING 1")) == 1000


@pytest.mark.parametrize("of", ["tickets", "messages"])
def test_more_than_a_thousand_are_not_created_by_one_post(desk: Desk, of: str) -> None:
    ticket = desk.ticket()
    desk.db.execute("SELECT set_config('request.path', %s, true)", (f"/{of}",))
    as_if_rest(desk.db, "POST")
    columns, values = ("subject", "'Lamp'") if of == "tickets" else ("ticket_id, body", f"{ticket}, 'Lamp'")
    insert = f"INSERT INTO api.{of} ({columns}) SELECT {values} FROM generate_series(1, %s)"
    with refused("PGRST", "PD018", "more than 1000 rows"):
        desk.run(desk.customer, insert, 1001)
    desk.db.execute("SELECT set_config('helpdesk.edit_count', '998', true)")
    desk.run(desk.customer, insert, 2)


def test_what_follows_a_patch_is_not_counted(desk: Desk) -> None:
    fill_tickets(desk, desk.colleague.id)
    as_if_rest(desk.db, "PATCH")
    desk.run(desk.admin, "UPDATE api.people SET is_active = false WHERE person_id = %s", desk.colleague.id)
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.ticket WHERE assignee_id IS NULL") == 1001
