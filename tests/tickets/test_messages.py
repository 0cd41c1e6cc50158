"""Editing within the window, deleting, pinning, and who reads what."""

import pytest

from tests.desk import SYSTEM, Desk, Person, refused


@pytest.fixture
def ticket(desk: Desk) -> int:
    desk.clock("2024-05-01 10:00+00")
    return desk.ticket()


def edit(desk: Desk, who: Person, message: int, body: str = "edited") -> list[tuple[object, ...]]:
    return desk.run(
        who, "UPDATE api.messages SET body = %s WHERE message_id = %s RETURNING body", body, message
    )


@pytest.mark.parametrize(
    ("who", "kind"), [("customer", "reply"), ("agent", "reply"), ("agent", "note"), ("light", "note")]
)
def test_an_author_edits_within_the_window(desk: Desk, ticket: int, who: str, kind: str) -> None:
    author = getattr(desk, who)
    message = desk.message(ticket, author, kind=kind)
    desk.clock("2024-05-01 10:15+00")
    assert edit(desk, author, message) == [("edited",)]
    assert desk.events(ticket)[-1] == "message_edited"
    assert desk.one(
        SYSTEM, "SELECT edited_at = helpdesk.clock() FROM helpdesk.message WHERE message_id = %s", message
    )
    desk.clock("2024-05-01 10:15:01+00")
    with refused("PD016", "can no longer be edited", "within 15 minutes"):
        edit(desk, author, message, "late")
    with refused("PD016"):
        desk.call(author, "delete_message", message_id=message)


def test_the_window_is_a_setting(desk: Desk, ticket: int) -> None:
    message = desk.message(ticket, desk.customer)
    desk.set("message_edit_within_minutes", 60)
    desk.clock("2024-05-01 11:00+00")
    assert edit(desk, desk.customer, message)
    desk.set("message_edit_within_minutes", 0)
    with refused("PD016"):
        edit(desk, desk.customer, message, "late")


def test_others_do_not_edit(desk: Desk, ticket: int) -> None:
    reply, note = desk.message(ticket, desk.customer), desk.message(ticket, desk.agent, kind="note")
    for message in (reply, note):
        with refused("PD016"):
            edit(desk, desk.colleague, message)
        with refused("PD016"):
            desk.call(desk.colleague, "delete_message", message_id=message)
    assert edit(desk, desk.teammate, reply) == []
    with refused("PD016"):
        desk.call(desk.teammate, "delete_message", message_id=reply)


def test_who_may_edit_any_edits_any_at_any_time(desk: Desk, ticket: int) -> None:
    message = desk.message(ticket, desk.customer)
    desk.clock("2024-06-01 10:00+00")
    assert edit(desk, desk.admin, message)
    desk.call(desk.admin, "delete_message", message_id=message)
    assert desk.events(ticket)[-2:] == ["message_edited", "message_deleted"]


def test_an_unchanged_body_is_no_edit(desk: Desk, ticket: int) -> None:
    message = desk.message(ticket, desk.customer)
    edit(desk, desk.customer, message, "Hello")
    assert desk.one(SYSTEM, "SELECT edited_at IS NULL FROM helpdesk.message")
    assert "message_edited" not in desk.events(ticket)


def test_a_deleted_message_is_gone_for_customers_and_marked_for_staff(desk: Desk, ticket: int) -> None:
    message = desk.message(ticket, desk.customer)
    desk.call(desk.customer, "delete_message", message_id=message)
    assert desk.run(desk.customer, "SELECT 1 FROM api.messages") == []
    assert desk.run(desk.agent, "SELECT body, deleted_at IS NOT NULL FROM api.messages") == [("Hello", True)]
    with refused("PD001"):
        desk.call(desk.customer, "delete_message", message_id=message)
    with refused("42501"):
        desk.run(desk.agent, "DELETE FROM api.messages WHERE message_id = %s", message)


@pytest.mark.parametrize("verb", ["delete_message", "pin_message"])
def test_a_message_that_does_not_exist_is_not_found(desk: Desk, verb: str) -> None:
    with refused("PD001", "message 0 not found"):
        desk.call(desk.agent, verb, message_id=0)


def test_a_foreign_message_is_not_found(desk: Desk, ticket: int) -> None:
    message = desk.message(ticket, desk.customer)
    with refused("PD001"):
        desk.call(desk.stranger, "delete_message", message_id=message)
    assert edit(desk, desk.stranger, message) == []


def test_a_customer_cannot_find_out_about_notes(desk: Desk, ticket: int) -> None:
    note = desk.message(ticket, desk.agent, "secret", "note")
    desk.message(ticket, desk.agent, "pgdesk says", "system")
    assert desk.run(desk.customer, "SELECT 1 FROM api.messages") == []
    with refused("PD001", f"message {note} not found"):
        desk.call(desk.customer, "delete_message", message_id=note)
    assert edit(desk, desk.customer, note) == []
    assert desk.run(desk.customer, "SELECT kind FROM api.events WHERE kind LIKE 'internal%%'") == []
    assert desk.run(desk.customer, "SELECT 1 FROM api.notifications") == []
    assert desk.run(desk.light, "SELECT count(*) FROM api.messages") == [(2,)]


def test_a_customer_sees_authors_names_but_not_their_rows(desk: Desk, ticket: int) -> None:
    desk.message(ticket, desk.agent)
    assert desk.run(desk.customer, "SELECT author_name FROM api.messages") == [("Bob",)]
    assert desk.run(desk.customer, "SELECT name FROM api.people") == [("Max",)]


# --- pins


def test_notes_are_pinned_and_unpinned(desk: Desk, ticket: int) -> None:
    note = desk.call(desk.agent, "add_note", ticket_id=ticket, body="x", is_pinned=True)
    assert note["is_pinned"]
    assert not desk.call(desk.colleague, "pin_message", message_id=note["message_id"], is_pinned=False)[
        "is_pinned"
    ]
    assert desk.call(desk.colleague, "pin_message", message_id=note["message_id"])["is_pinned"]


def test_a_reply_is_not_pinned(desk: Desk, ticket: int) -> None:
    with refused("23514", "message_pinned_is_note"):
        desk.call(desk.agent, "pin_message", message_id=desk.message(ticket, desk.agent))


def test_pinning_needs_the_permission_and_the_ticket(desk: Desk, ticket: int) -> None:
    note = desk.message(ticket, desk.agent, kind="note")
    with refused("PD002", "tickets.pin"):
        desk.call(desk.light, "pin_message", message_id=note)
    with refused("42501"):
        desk.call(desk.customer, "pin_message", message_id=note)
    desk.call(desk.agent, "set_department", ticket_id=ticket, department_id=desk.support)
    desk.set("agent_visibility", "departments")
    with refused("PD001"):
        desk.call(desk.colleague, "pin_message", message_id=note)
    with refused("PD001"):
        desk.call(desk.colleague, "pin_message", message_id=note, is_pinned=False)


def bells(desk: Desk, who: Person) -> list[str]:
    return [body for (body,) in desk.run(who, "SELECT body FROM api.notifications ORDER BY notification_id")]


def test_a_deleted_message_is_taken_back_from_the_bells(desk: Desk, ticket: int) -> None:
    desk.call(desk.agent, "reply", ticket_id=ticket, body="What you asked for")
    wrong = desk.call(desk.agent, "reply", ticket_id=ticket, body="Another customer's password")
    assert bells(desk, desk.customer) == ["What you asked for", "Another customer's password"]
    desk.call(desk.agent, "delete_message", message_id=wrong["message_id"])
    assert bells(desk, desk.customer) == ["What you asked for"]


def test_an_edited_message_is_edited_in_the_bells(desk: Desk, ticket: int) -> None:
    reply = desk.call(desk.agent, "reply", ticket_id=ticket, body="The password is 1234")
    edit(desk, desk.agent, reply["message_id"], "The password comes by post")
    assert bells(desk, desk.customer) == ["The password comes by post"]


def test_bells_show_the_first_500_characters(desk: Desk, ticket: int) -> None:
    reply = desk.call(desk.agent, "reply", ticket_id=ticket, body="a" * 600)
    assert bells(desk, desk.customer) == ["a" * 500]
    edit(desk, desk.agent, reply["message_id"], "b" * 600)
    assert bells(desk, desk.customer) == ["b" * 500]


def test_a_deleted_note_mentions_nobody_any_more(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    seen = "SELECT ticket_id FROM api.tickets WHERE has_alert"
    asked = desk.call(
        desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.colleague.id], message="Not you"
    )
    assert desk.run(desk.colleague, seen) == [(ticket,)]
    desk.call(desk.agent, "delete_message", message_id=asked["message_id"])
    assert desk.run(desk.colleague, "SELECT 1 FROM api.tickets") == []
    assert desk.run(desk.colleague, "SELECT 1 FROM api.mentions") == []
    assert bells(desk, desk.colleague) == []
    assert desk.run(desk.agent, seen) == []
    assert desk.events(ticket)[-1] == "message_deleted"


def test_a_message_of_no_given_instant_is_of_now(desk: Desk, ticket: int) -> None:
    message = desk.message(ticket, desk.customer, created_at=None)
    assert desk.one(
        SYSTEM, "SELECT created_at = helpdesk.clock() FROM helpdesk.message WHERE message_id = %s", message
    )


@pytest.mark.parametrize("verb", ["pin_message", "toggle_pin"])
def test_a_note_is_pinned_on_the_named_ticket_only(desk: Desk, ticket: int, verb: str) -> None:
    note = desk.message(ticket, desk.agent, kind="note")
    with refused("PD001", f"message {note} not found"):
        desk.call(desk.agent, verb, message_id=note, ticket_id=desk.ticket())
    assert desk.call(desk.agent, verb, message_id=note, ticket_id=ticket)["is_pinned"] is True
