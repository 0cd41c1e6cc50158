"""Steps to be done on a ticket: put there by people and rules, some of them before it is solved."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.conftest import Connection
from tests.desk import SYSTEM, Desk, make_desk, refused

STEPS = (("Order", True), ("Set up", False), ("Hand over", True))


@pytest.fixture
def desk(db: Connection) -> Desk:
    desk = make_desk(db)
    checklist = desk.one(
        desk.admin, "INSERT INTO api.checklists (name) VALUES ('New laptop') RETURNING checklist_id"
    )
    for number, (label, is_required) in enumerate(STEPS):
        desk.run(
            desk.admin,
            "INSERT INTO api.checklist_steps (checklist_id, position, label, is_required)"
            " VALUES (%s, %s, %s, %s)",
            *(checklist, number, label, is_required),
        )
    return desk


def add(desk: Desk, ticket: int) -> list[str]:
    rows = desk.run(desk.agent, "SELECT label FROM api.add_checklists(%s, '{New laptop}')", ticket)
    return [label for (label,) in rows]


def do(desk: Desk, ticket: int, *labels: str, is_done: bool = True) -> None:
    desk.run(
        desk.agent,
        "UPDATE api.checklist_items SET is_done = %s WHERE ticket_id = %s AND label = ANY (%s)",
        *(is_done, ticket, list(labels)),
    )


def items(desk: Desk, ticket: int, columns: str = "label, is_done") -> list[tuple[Any, ...]]:
    return desk.run(
        desk.agent,
        f"SELECT {columns} FROM api.checklist_items WHERE ticket_id = %s ORDER BY position",
        ticket,
    )


def test_a_list_comes_behind_what_the_ticket_has_and_once(desk: Desk) -> None:
    ticket = desk.ticket()
    for label in ("Ask which", "Set up"):
        desk.run(
            desk.agent, "INSERT INTO api.checklist_items (ticket_id, label) VALUES (%s, %s)", ticket, label
        )
    for _ in range(2):
        assert add(desk, ticket) == ["Ask which", "Set up", "Order", "Hand over"]
    assert items(desk, ticket, "position, created_by") == [(n, desk.agent.id) for n in (1, 2, 3, 4)]
    with refused("PD006", "unknown checklists: Old laptop"):
        desk.run(desk.agent, "SELECT api.add_checklists(%s, '{Old laptop}')", ticket)


def test_who_did_it_and_when_is_kept_and_told(desk: Desk) -> None:
    ticket = desk.ticket()
    add(desk, ticket)
    do(desk, ticket, "Order")
    assert items(desk, ticket, "is_done, done_by, done_at IS NOT NULL")[0] == (True, desk.agent.id, True)
    done = desk.event(ticket, "checklist_item_done")
    assert (done["actor_id"], done["payload"]["label"], done["payload"]["open"]) == (
        desk.agent.id,
        "Order",
        2,
    )
    do(desk, ticket, "Order", is_done=False)
    assert items(desk, ticket, "is_done, done_by, done_at")[0] == (False, None, None)
    assert desk.event(ticket, "checklist_item_undone")["payload"]["open"] == 3


def test_a_ticket_is_not_solved_before_what_is_required(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    add(desk, ticket)
    for who, statement in (
        (desk.agent, "SELECT api.resolve_ticket(%s)"),
        (desk.admin, "SELECT api.close_ticket(%s)"),
        (SYSTEM, "UPDATE helpdesk.ticket SET status = 'resolved' WHERE ticket_id = %s"),
    ):
        with refused("PD004", "steps of the checklist", "Order, Hand over", "/rest/checklist_items"):
            desk.run(who, statement, ticket)
    bulk = desk.call(
        desk.agent, "change_tickets", ticket_ids=[ticket], actions=Jsonb([{"action": "resolve"}])
    )
    assert "PD004" in str(bulk)
    do(desk, ticket, "Order", "Hand over")
    assert desk.call(desk.agent, "resolve_ticket", ticket_id=ticket)["status"] == "resolved"


def test_customers_close_their_ticket_whatever_is_on_the_list(desk: Desk) -> None:
    ticket = desk.ticket()
    add(desk, ticket)
    assert desk.call(desk.customer, "close_ticket", ticket_id=ticket)["status"] == "closed"
    with refused("42501"):
        desk.run(desk.customer, "SELECT * FROM api.checklist_items")


def test_a_macro_puts_it_there_and_takes_it_back(desk: Desk) -> None:
    ticket = desk.ticket()
    macro = desk.one(
        desk.admin,
        "INSERT INTO api.macros (name, actions) VALUES ('Laptop', %s) RETURNING rule_id",
        Jsonb([{"action": "add_checklists", "value": ["New laptop"]}]),
    )
    applied = desk.run(desk.agent, "SELECT * FROM api.apply_macro(%s, %s)", ticket, macro)
    assert applied
    assert [label for label, _ in items(desk, ticket)] == [label for label, _ in STEPS]
    firing = desk.one(SYSTEM, "SELECT max(firing_id) FROM helpdesk.rule_firing WHERE ticket_id = %s", ticket)
    desk.run(desk.agent, "SELECT api.undo_macro(%s)", firing)
    assert items(desk, ticket) == []
    desk.run(desk.admin, "UPDATE api.checklists SET name = 'Laptops'")
    assert desk.one(
        SYSTEM, "SELECT actions -> 0 -> 'value' FROM helpdesk.rule WHERE rule_id = %s", macro
    ) == ["Laptops"]
    with refused("PD406", "is used by"):
        desk.run(desk.admin, "DELETE FROM api.checklists")


def test_it_goes_along_with_a_merge_and_back(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket()
    add(desk, ticket)
    before = items(desk, ticket)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[ticket], into_id=other)
    assert (items(desk, ticket), items(desk, other)) == ([], before)
    desk.call(desk.agent, "unmerge_ticket", ticket_id=ticket)
    assert (items(desk, ticket), items(desk, other)) == (before, [])
