"""A reply that was begun before somebody else wrote."""

import pytest

from tests.desk import SYSTEM, Desk, Person, refused


def last_seen(desk: Desk, who: Person, ticket: int) -> int:
    found: int = desk.call(who, "show_ticket", ticket_id=ticket)["last_message_id"]
    return found


@pytest.fixture
def ticket(desk: Desk) -> int:
    made = desk.ticket(assignee_id=desk.agent.id)
    desk.call(desk.customer, "reply", ticket_id=made, body="Where is it?")
    return made


def test_a_reply_is_refused_once_somebody_else_has_written(desk: Desk, ticket: int) -> None:
    seen = last_seen(desk, desk.agent, ticket)
    newer = desk.call(desk.colleague, "reply", ticket_id=ticket, body="Here")["message_id"]
    with refused("PD186", "Cleo has written since", str(newer)):
        desk.call(desk.agent, "reply", ticket_id=ticket, body="Here", status="resolved", seen_message_id=seen)
    assert desk.ticket_row(ticket)["status"] != "resolved"
    sent = desk.call(
        desk.agent, "reply", ticket_id=ticket, body="Also", status="resolved", seen_message_id=newer
    )
    assert (sent["body"], desk.ticket_row(ticket)["status"]) == ("Also", "resolved")


def test_a_note_counts_for_staff_only(desk: Desk, ticket: int) -> None:
    staff, customer = (last_seen(desk, who, ticket) for who in (desk.agent, desk.customer))
    desk.call(desk.colleague, "add_note", ticket_id=ticket, body="Careful")
    with refused("PD186"):
        desk.call(desk.agent, "reply", ticket_id=ticket, body="Here", seen_message_id=staff)
    assert desk.call(desk.customer, "reply", ticket_id=ticket, body="Well?", seen_message_id=customer)


def test_one_s_own_and_deleted_messages_do_not_count(desk: Desk, ticket: int) -> None:
    seen = last_seen(desk, desk.agent, ticket)
    gone = desk.call(desk.colleague, "reply", ticket_id=ticket, body="Oops")["message_id"]
    desk.call(desk.admin, "delete_message", message_id=gone)
    for body in ("One", "Two"):
        desk.call(desk.agent, "reply", ticket_id=ticket, body=body, seen_message_id=seen)


def test_the_same_key_gives_the_first_answer_whoever_wrote_since(desk: Desk, ticket: int) -> None:
    call = {"ticket_id": ticket, "body": "Here", "idempotency_key": "k"}
    call["seen_message_id"] = last_seen(desk, desk.agent, ticket)
    sent = desk.call(desk.agent, "reply", **call)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="Thanks")
    assert desk.call(desk.agent, "reply", **call) == sent
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.message WHERE body = 'Here'") == 1
