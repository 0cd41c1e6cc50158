"""What a transition needs: classify_tickets (of many), can_transition (of one) and an UPDATE say the same."""

import itertools
from collections.abc import Iterator
from random import Random
from typing import Any

import psycopg
import pytest

from tests.custom.desk import CustomDesk
from tests.desk import SYSTEM, Person, make_desk
from tests.rules.desk import said

OPEN = ("open", "in_progress", "waiting_on_customer", "waiting_on_agent", "on_hold", "escalated", "reopened")
STATUSES = (*OPEN, "resolved", "closed")
FIELDS = ("assignee_id", "department_id", "due_at", "ticket_type")
CHANGE = "ROW(%s, NULL, NULL, %s, %s, %s, %s, NULL, NULL, NULL)::helpdesk.ticket_change"


@pytest.fixture(scope="module")
def arranged(dsn: str) -> Iterator[tuple[CustomDesk, dict[int, str]]]:
    """Made once: after the grants every function is compiled anew."""
    with psycopg.connect(dsn) as connection:
        desk = CustomDesk(**vars(make_desk(connection)))
        yield desk, _arrange(desk)
        connection.rollback()


@pytest.fixture
def desk(arranged: tuple[CustomDesk, dict[int, str]]) -> Iterator[CustomDesk]:
    desk, _ = arranged
    with desk.db.transaction(force_rollback=True):
        yield desk


@pytest.fixture
def tickets(arranged: tuple[CustomDesk, dict[int, str]]) -> dict[int, str]:
    return arranged[1]


def _arrange(desk: CustomDesk) -> dict[int, str]:
    """References of tickets. Transitions, their roles and fields are random; one custom field is required."""
    random = Random(7)
    made = []
    for status in (*STATUSES, *STATUSES):
        department = random.choice((None, desk.support, desk.billing))
        owner = random.choice((None, desk.agent.id, desk.colleague.id))
        due_at = random.choice((None, "2030-01-01"))
        made.append(desk.ticket(status, department_id=department, assignee_id=owner, due_at=due_at))
    desk.field("cause", is_required_on_resolve=True, customer_access="edit")
    for ticket in made:
        if random.random() < 0.5:
            desk.fill(desk.admin, ticket, cause="A cable")
    desk.db.execute("DELETE FROM helpdesk.status_transition")
    for pair in itertools.permutations(STATUSES, 2):
        if random.random() < 0.7:
            roles = [r for r in ("customer", "agent", "admin", "system") if random.random() < 0.7]
            needed = [field for field in FIELDS if random.random() < 0.2]
            desk.db.execute(
                "INSERT INTO helpdesk.status_transition (from_status, to_status, roles, required_fields) "
                "VALUES (%s, %s, %s, %s)",
                (*pair, roles or ["system"], needed),
            )
    desk.db.execute("UPDATE helpdesk.status SET is_active = false WHERE status = 'escalated'")
    desk.db.execute("GRANT USAGE ON SCHEMA helpdesk TO customer, agent, admin")
    desk.db.execute("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA helpdesk TO customer, agent, admin")
    desk.db.execute("GRANT UPDATE ON helpdesk.ticket TO customer")
    desk.db.execute(
        "CREATE POLICY ticket_mistake_update ON helpdesk.ticket FOR UPDATE TO customer USING (true)"
    )
    return dict(
        desk.run(SYSTEM, "SELECT ticket_id, reference FROM helpdesk.ticket WHERE ticket_id = ANY (%s)", made)
    )


def _refusals(
    desk: CustomDesk, who: Person, tickets: dict[int, str], changes: dict[str, Any]
) -> dict[int, tuple[str, str] | None]:
    """What a real UPDATE says of each ticket, in code and words without the ticket's name; all is undone."""
    told: dict[int, tuple[str, str] | None] = {}
    assigned = ", ".join(f"{column} = %s" for column in changes)
    for ticket, reference in tickets.items():
        statement = f"UPDATE helpdesk.ticket SET {assigned} WHERE ticket_id = %s RETURNING 1"
        try:
            with desk.db.transaction(force_rollback=True):
                told[ticket] = None
                assert desk.run(who, statement, *changes.values(), ticket)
        except psycopg.Error as refusal:
            words = (refusal.diag.message_primary or "").removeprefix(f"ticket {reference} ")
            told[ticket] = (refusal.sqlstate or "", words)
    return told


@pytest.mark.parametrize("caller", ["system", "admin", "agent", "light"])
def test_a_bulk_change_is_refused_as_each_update_is(
    desk: CustomDesk, tickets: dict[int, str], caller: str
) -> None:
    who = SYSTEM if caller == "system" else getattr(desk, caller)
    is_permitted = who is SYSTEM or desk.one(who, "SELECT helpdesk.can('tickets.status')")
    random = Random(9)
    codes = set()
    for target in STATUSES:
        others: dict[str, Any] = random.choice(
            ({}, {"assignee_id": desk.agent.id}, {"assignee_id": None}, {"department_id": desk.support},
             {"department_id": None})
        ) if is_permitted else {}  # fmt: skip
        rows = desk.run(
            who,
            f"SELECT ticket_id, refusal FROM helpdesk.classify_tickets(%s, {CHANGE})",
            list(tickets),
            target,
            "assignee_id" in others,
            others.get("assignee_id"),
            "department_id" in others,
            others.get("department_id"),
        )
        classified = dict(rows)
        updated = _refusals(desk, who, tickets, {"status": target, **others})
        codes |= {told[0] for told in updated.values() if told}
        for ticket, told in updated.items():
            if told and told[0] in ("PD002", "PD006"):
                continue  # apply_actions and check_actions refuse these for all tickets at once
            assert (classified[ticket] and (classified[ticket]["code"], said(classified[ticket]))) == told, (
                ticket,
                target,
                others,
            )
    assert codes == {"PD003", "PD004", "PD006", "PD802"} if is_permitted else {"PD002", "PD003", "PD006"}


@pytest.mark.parametrize("caller", ["system", "admin", "agent", "light", "customer", "teammate"])
@pytest.mark.parametrize("may_close", [True, False])
def test_who_asks_first_is_told_what_the_update_would_say(
    desk: CustomDesk, tickets: dict[int, str], caller: str, may_close: bool
) -> None:
    desk.set("allow_customer_close", may_close)
    who = SYSTEM if caller == "system" else getattr(desk, caller)
    allowed = set()
    for target in STATUSES:
        updated = _refusals(desk, who, tickets, {"status": target})
        for ticket, told in updated.items():
            asked = (
                "SELECT helpdesk.can_transition(t, %s) FROM helpdesk.ticket AS t "
                "WHERE ticket_id = %s AND status <> %s"
            )
            for (answer,) in desk.run(who, asked, target, ticket, target):
                assert answer == (told is None), (ticket, target, told)
                allowed |= {target} if answer else set()
    assert bool(allowed) == (caller != "light")
    if caller in ("customer", "teammate"):
        assert ("closed" in allowed) == (may_close and caller == "customer")
