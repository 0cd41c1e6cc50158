"""Every fact is one event: what it holds, who did it, in which order, and never rewritten."""

import pytest

from tests.conftest import set_clock
from tests.desk import ANON, SYSTEM, Desk, refused


def test_creation_records_what_the_ticket_began_with(desk: Desk) -> None:
    made = desk.call(
        desk.agent, "create_ticket", subject="x", requester_id=desk.customer.id, department_id=desk.support
    )
    event = desk.event(made["ticket_id"], "ticket_created")
    assert (event["actor_id"], event["actor_role"]) == (desk.agent.id, "agent")
    assert (
        event["payload"].items()
        >= {
            "status": "open",
            "priority": "medium",
            "ticket_type": "question",
            "channel": "api",
            "requester_id": desk.customer.id,
            "organisation_id": desk.shared_organisation,
            "department_id": desk.support,
            "assignee_id": None,
            "due_at": None,
        }.items()
    )


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("priority = 'urgent'", [("ticket_priority_changed", {"from": "medium", "to": "urgent"})]),
        (
            "status = 'escalated'",
            [
                ("ticket_status_changed", {"from": "open", "to": "escalated"}),
                ("ticket_escalated", {}),
            ],
        ),
        (
            "status = 'closed'",
            [("ticket_status_changed", {"from": "open", "to": "closed"}), ("ticket_closed", {})],
        ),
        ("status = 'on_hold'", [("ticket_status_changed", {"from": "open", "to": "on_hold"})]),
        (
            "due_at = '2030-01-01T00:00Z'",
            [
                (
                    "ticket_updated",
                    {"changes": {"due_at": {"from": None, "to": "2030-01-01T00:00:00+00:00"}}},
                ),
            ],
        ),
        ("subject = 'Printer on fire', priority = 'medium'", []),
    ],
)
def test_a_change_records_its_facts(
    desk: Desk, statement: str, expected: list[tuple[str, dict[str, object]]]
) -> None:
    desk.db.execute("SET LOCAL TIME ZONE 'UTC'")
    ticket = desk.ticket()
    desk.run(desk.agent, f"UPDATE api.tickets SET {statement} WHERE ticket_id = %s", ticket)
    assert desk.events(ticket)[1:] == [kind for kind, _ in expected]
    for kind, payload in expected:
        assert desk.event(ticket, kind)["payload"] == payload


def test_resolving_and_reopening_have_their_own_events(desk: Desk) -> None:
    ticket = desk.ticket("resolved")
    desk.call(desk.customer, "reopen_ticket", ticket_id=ticket)
    assert desk.events(ticket)[-4:] == [
        "ticket_status_changed",
        "ticket_resolved",
        "ticket_status_changed",
        "ticket_reopened",
    ]


def test_reopening_into_escalated_is_both(desk: Desk) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.status_transition VALUES ('resolved', 'escalated')")
    ticket = desk.ticket("resolved")
    desk.call(desk.agent, "set_status", ticket_id=ticket, status="escalated")
    assert desk.events(ticket)[-2:] == ["ticket_reopened", "ticket_escalated"]


def test_messages_record_who_and_how(desk: Desk) -> None:
    ticket = desk.ticket()
    said = desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    event = desk.event(ticket, "reply_created")
    assert (event["message_id"], event["payload"]["author_is_staff"]) == (said["message_id"], False)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    assert desk.event(ticket, "reply_created")["payload"]["author_is_staff"] is True
    desk.call(desk.light, "add_note", ticket_id=ticket, body="x")
    assert desk.event(ticket, "internal_note_added")["actor_id"] == desk.light.id


def test_the_actor_is_the_token_or_the_system(desk: Desk) -> None:
    made = desk.call(ANON, "create_ticket", subject="x", requester_email="g@guest.example")
    guests = desk.one(SYSTEM, "SELECT ticket_id FROM helpdesk.ticket WHERE reference = %s", made["reference"])
    psql = desk.ticket()
    assert [
        (e["actor_id"], e["actor_role"])
        for e in (desk.event(guests, "ticket_created"), desk.event(psql, "ticket_created"))
    ] == [
        (None, "anon"),
        (None, "system"),
    ]


def test_claims_of_other_logins_do_not_count(desk: Desk) -> None:
    desk.db.execute(
        "SELECT set_config('request.jwt.claims', %s, true)",
        (f'{{"person_id": {desk.admin.id}, "role": "admin"}}',),
    )
    ticket = desk.ticket()
    assert desk.event(ticket, "ticket_created")["actor_id"] is None


def test_the_order_by_id_is_the_order_by_time_when_the_clock_goes_back(desk: Desk) -> None:
    """A writer that waited for the ticket has an earlier now() than the one it waited for."""
    set_clock(desk.db, "2024-05-01 10:00:05+00")
    ticket = desk.ticket()
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    set_clock(desk.db, "2024-05-01 10:00:00+00")
    desk.call(desk.colleague, "set_priority", ticket_id=ticket, priority="low")
    row = desk.ticket_row(ticket)
    assert row["updated_at"] >= row["created_at"]
    assert desk.one(
        SYSTEM,
        "SELECT array_agg(at ORDER BY event_id) = array_agg(at ORDER BY at, event_id) FROM helpdesk.event",
    )


@pytest.mark.parametrize("table", ["helpdesk.event", "audit.change"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET actor_role = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_history_is_append_only_even_for_the_superuser(desk: Desk, table: str, statement: str) -> None:
    desk.ticket()
    with refused("PD017", table, "is append-only"):
        desk.run(SYSTEM, statement.format(table))


@pytest.mark.parametrize("view", ["events", "audit_log"])
def test_clients_write_no_history(desk: Desk, view: str) -> None:
    for who in (desk.customer, desk.agent, desk.admin, ANON):
        for statement in ("DELETE FROM api.{}", "UPDATE api.{} SET actor_id = 1"):
            with refused("42501"):
                desk.run(who, statement.format(view))


def test_customers_see_public_events_of_their_tickets_only(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "assign_ticket", ticket_id=ticket, assignee_id=desk.agent.id)
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    desk.call(desk.agent, "add_tags", ticket_id=ticket, tags=["printer"])
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo")
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x", status="resolved")
    seen = [kind for (kind,) in desk.run(desk.customer, "SELECT kind FROM api.events ORDER BY event_id")]
    assert seen == ["ticket_created", "reply_created", "ticket_status_changed", "ticket_resolved"]
    assert desk.run(desk.stranger, "SELECT kind FROM api.events") == []
