"""A reply that was just written is taken back before it is mailed."""

import pytest

from tests.desk import SYSTEM, Desk, refused
from tests.outbox.test_recipients import set_to


@pytest.fixture
def slow(desk: Desk) -> Desk:
    """A desk that holds replies back for ten seconds."""
    set_to(desk, "mail_enabled", "true")
    set_to(desk, "undo_send_seconds", "10")
    desk.clock("2024-05-01 10:00:00+00")
    return desk


def states(desk: Desk) -> list[tuple[str, ...]]:
    return desk.run(
        SYSTEM,
        "SELECT kind, state FROM helpdesk.outgoing_mail WHERE kind = 'reply' ORDER BY outgoing_mail_id",
    )


def test_an_undone_reply_is_a_draft_again_and_is_not_mailed(slow: Desk) -> None:
    ticket = slow.ticket()
    before = slow.ticket_row(ticket)["status"]
    message = slow.call(slow.agent, "reply", ticket_id=ticket, body="Too early")["message_id"]
    assert slow.ticket_row(ticket)["status"] != before
    assert (
        slow.run(SYSTEM, "SELECT not_before - created_at FROM helpdesk.outgoing_mail WHERE kind = 'reply'")[
            0
        ][0].total_seconds()
        == 10
    )
    slow.clock("2024-05-01 10:00:09+00")
    draft = slow.call(slow.agent, "undo_reply", message_id=message)
    assert (draft["ticket_id"], draft["kind"], draft["body"]) == (ticket, "reply", "Too early")
    assert states(slow) == [("reply", "withdrawn")]
    assert slow.ticket_row(ticket)["status"] == before
    assert slow.run(slow.customer, "SELECT body FROM api.messages WHERE ticket_id = %s", ticket) == []


def test_what_was_begun_since_stays(slow: Desk) -> None:
    ticket = slow.ticket()
    message = slow.call(slow.agent, "reply", ticket_id=ticket, body="First.")["message_id"]
    slow.call(slow.agent, "save_draft", ticket_id=ticket, body="Second.")
    assert slow.call(slow.agent, "undo_reply", message_id=message)["body"] == "First.\n\nSecond."


def test_it_is_too_late_after_the_window_or_once_a_worker_has_it(slow: Desk) -> None:
    ticket = slow.ticket()
    first = slow.call(slow.agent, "reply", ticket_id=ticket, body="First.")["message_id"]
    slow.clock("2024-05-01 10:00:10+00")
    with refused("PD141", f"reply {first} is on its way", "10 seconds"):
        slow.call(slow.agent, "undo_reply", message_id=first)
    second = slow.call(slow.agent, "reply", ticket_id=ticket, body="Second.")["message_id"]
    slow.run(SYSTEM, "UPDATE helpdesk.outgoing_mail SET state = 'sending' WHERE message_id = %s", second)
    with refused("PD141"):
        slow.call(slow.agent, "undo_reply", message_id=second)


def test_nobody_takes_back_anothers_reply_or_a_note(slow: Desk) -> None:
    ticket = slow.ticket()
    reply = slow.call(slow.agent, "reply", ticket_id=ticket, body="First.")["message_id"]
    note = slow.call(slow.agent, "add_note", ticket_id=ticket, body="Note.")["message_id"]
    for who, message in ((slow.admin, reply), (slow.agent, note)):
        with refused("PD001", f"the caller has written no reply {message}"):
            slow.call(who, "undo_reply", message_id=message)


def test_by_itself_nothing_can_be_undone(desk: Desk) -> None:
    message = desk.call(desk.agent, "reply", ticket_id=desk.ticket(), body="Gone.")["message_id"]
    with refused("PD141"):
        desk.call(desk.agent, "undo_reply", message_id=message)
