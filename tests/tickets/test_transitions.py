"""Statuses change along the rows of status_transition only, whoever writes and however."""

import itertools

import pytest

from tests.desk import SYSTEM, Desk, refused

OPEN = ("open", "in_progress", "waiting_on_customer", "waiting_on_agent", "on_hold", "escalated", "reopened")
STATUSES = (*OPEN, "resolved", "closed")
STAFF_PAIRS = {(f, t) for f, t in itertools.product(OPEN, STATUSES) if f != t and t != "reopened"} | {
    ("resolved", "closed"),
    ("resolved", "reopened"),
    ("closed", "reopened"),
}
CUSTOMER_PAIRS = {(f, "closed") for f in (*OPEN, "resolved")} | {
    ("waiting_on_customer", "waiting_on_agent"),
    ("on_hold", "waiting_on_agent"),
    ("resolved", "reopened"),
    ("closed", "reopened"),
}


def test_the_shipped_transitions_are_these(desk: Desk) -> None:
    rows = desk.run(SYSTEM, "SELECT from_status, to_status, roles FROM helpdesk.status_transition")
    assert {(f, t) for f, t, roles in rows if "agent" in roles} == STAFF_PAIRS
    assert {(f, t) for f, t, roles in rows if "customer" in roles} == CUSTOMER_PAIRS
    assert all({"agent", "admin", "system"} <= set(roles) for _, _, roles in rows)
    assert {s for (s,) in desk.run(SYSTEM, "SELECT status FROM helpdesk.status")} == set(STATUSES)


@pytest.fixture
def open_gates(desk: Desk) -> Desk:
    """Write access by mistake: customers and guests may update tickets. The rules must hold nevertheless."""
    desk.db.execute("GRANT UPDATE (status) ON helpdesk.ticket, api.tickets TO customer, anon")
    desk.db.execute("GRANT SELECT ON helpdesk.ticket, api.tickets, helpdesk.mention TO anon")
    desk.db.execute(
        "CREATE POLICY ticket_mistake_update ON helpdesk.ticket FOR UPDATE TO customer, anon USING (true)"
    )
    desk.db.execute(
        "CREATE POLICY ticket_mistake_select ON helpdesk.ticket FOR SELECT TO customer, anon USING (true)"
    )
    return desk


@pytest.mark.parametrize("role", ["anon", "customer", "agent", "light", "admin", "system"])
@pytest.mark.parametrize("start", STATUSES)
def test_each_transition_is_allowed_or_refused_as_its_row_says(
    open_gates: Desk, role: str, start: str
) -> None:
    desk = open_gates
    who = {"system": SYSTEM, "anon": desk.customer._replace(role="anon")}.get(role) or getattr(desk, role)
    ticket = desk.ticket(start, assignee_id=desk.agent.id)
    for target in STATUSES:
        if target == start:
            continue
        roles = desk.run(
            SYSTEM,
            "SELECT roles FROM helpdesk.status_transition WHERE (from_status, to_status) = (%s, %s)",
            start,
            target,
        )
        statement = (
            f"UPDATE {'helpdesk.ticket' if role == 'system' else 'api.tickets'} "
            f"SET status = %s WHERE ticket_id = %s"
        )
        if role == "light":
            with refused("PD002", "tickets.status"):
                desk.run(who, statement, target, ticket)
        elif not roles or who.role not in roles[0][0]:
            with refused("PD003", f"cannot go from {start} to {target}"):
                desk.run(who, statement, target, ticket)
        else:
            with desk.db.transaction(force_rollback=True):
                desk.run(who, statement, target, ticket)
                assert desk.ticket_row(ticket)["status"] == target
        assert desk.ticket_row(ticket)["status"] == start


def test_the_refusal_names_what_is_allowed(desk: Desk) -> None:
    ticket = desk.ticket("resolved")
    with refused("PD003", "From resolved, agent may go to: closed, reopened.", "status_transitions"):
        desk.call(desk.agent, "set_status", ticket_id=ticket, status="in_progress")


def test_a_removed_row_refuses_everybody_and_a_new_row_admits(desk: Desk) -> None:
    desk.run(
        SYSTEM, "DELETE FROM helpdesk.status_transition WHERE (from_status, to_status) = ('open', 'on_hold')"
    )
    desk.run(SYSTEM, "INSERT INTO helpdesk.status VALUES ('vendor', 'on_hold', 'Vendor', '#000000', 55)")
    ticket = desk.ticket()
    for who in (desk.agent, desk.admin):
        with refused("PD003"):
            desk.call(who, "set_status", ticket_id=ticket, status="on_hold")
    with refused("PD003"):
        desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'on_hold' WHERE ticket_id = %s", ticket)
    desk.run(SYSTEM, "INSERT INTO helpdesk.status_transition VALUES ('open', 'vendor', '{agent}')")
    with refused("PD003"):
        desk.call(desk.admin, "set_status", ticket_id=ticket, status="vendor")
    assert (
        desk.call(desk.agent, "set_status", ticket_id=ticket, status="vendor")["status_category"] == "on_hold"
    )


def test_an_unknown_or_inactive_status_is_refused(desk: Desk) -> None:
    ticket = desk.ticket()
    for value in ("nowhere", None):
        with refused("PD006", "status"):
            desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = %s WHERE ticket_id = %s", value, ticket)
    desk.run(SYSTEM, "UPDATE helpdesk.status SET is_active = false WHERE status = 'escalated'")
    with refused("PD006", "escalated"):
        desk.call(desk.agent, "set_status", ticket_id=ticket, status="escalated")


@pytest.mark.parametrize("field", ["assignee_id", "department_id", "due_at", "organisation_id"])
def test_a_transition_asks_for_its_required_fields(desk: Desk, field: str) -> None:
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.status_transition SET required_fields = %s "
        "WHERE (from_status, to_status) = ('open', 'on_hold')",
        [field],
    )
    ticket = desk.ticket(requester=desk.guest)
    with refused("PD004", field):
        desk.run(desk.agent, "UPDATE api.tickets SET status = 'on_hold' WHERE ticket_id = %s", ticket)
    value = {
        "assignee_id": desk.agent.id,
        "department_id": desk.support,
        "due_at": "2030-01-01",
        "organisation_id": desk.shared_organisation,
    }[field]
    desk.run(
        SYSTEM,
        f"UPDATE helpdesk.ticket SET status = 'on_hold', {field} = %s WHERE ticket_id = %s",
        value,
        ticket,
    )
    assert desk.ticket_row(ticket)["status"] == "on_hold"


def test_resolving_needs_an_assignee(desk: Desk) -> None:
    ticket = desk.ticket()
    for who in (desk.agent, desk.admin):
        with refused("PD004", "assignee_id"):
            desk.call(who, "resolve_ticket", ticket_id=ticket)
    with refused("PD004", "assignee_id"):
        desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'resolved' WHERE ticket_id = %s", ticket)
    desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    assert desk.call(desk.agent, "resolve_ticket", ticket_id=ticket)["status"] == "resolved"


@pytest.mark.parametrize("status", STATUSES)
def test_the_same_status_is_no_change(desk: Desk, status: str) -> None:
    ticket = desk.ticket(status, assignee_id=desk.agent.id)
    before, events = desk.ticket_row(ticket), desk.events(ticket)
    audited = desk.one(SYSTEM, "SELECT count(*) FROM audit.change WHERE table_name = 'ticket'")
    desk.clock("2030-01-01 00:00+00")
    for who in (desk.agent, desk.admin):
        assert desk.call(who, "set_status", ticket_id=ticket, status=status)["version"] == before["version"]
        desk.run(
            who,
            "UPDATE api.tickets SET status = %s, version = %s WHERE ticket_id = %s",
            status,
            before["version"],
            ticket,
        )
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = %s WHERE ticket_id = %s", status, ticket)
    assert desk.ticket_row(ticket) == before
    assert desk.events(ticket) == events
    assert desk.one(SYSTEM, "SELECT count(*) FROM audit.change WHERE table_name = 'ticket'") == audited
