"""One feed of messages and events, the requester beside the ticket, and an agent's own figures."""

from tests.desk import Desk


def test_messages_and_events_in_order_without_doubles(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    ticket = desk.ticket()
    for minute, (verb, body) in enumerate([("reply", "Hello"), ("add_note", "Hm")], start=1):
        desk.clock(f"2026-03-02 12:0{minute}:00+00")
        desk.call(desk.agent, verb, ticket_id=ticket, body=body)
    desk.clock("2026-03-02 12:05:00+00")
    desk.call(desk.agent, "close_ticket", ticket_id=ticket)
    feed = (
        "SELECT kind, body, actor_name FROM api.timeline WHERE ticket_id = %s"
        " ORDER BY at, event_id NULLS FIRST, message_id"
    )
    rows = [row for row in desk.run(desk.agent, feed, ticket) if not row[0].startswith("sla")]
    assert [row[0] for row in rows] == [
        "ticket_created", "reply", "ticket_status_changed", "note", "ticket_status_changed", "ticket_closed"
    ]  # fmt: skip
    assert rows[1] == ("reply", "Hello", "Bob")
    customers = desk.run(desk.customer, feed, ticket)
    assert [row[0] for row in customers] == [
        "ticket_created", "reply", "ticket_status_changed", "ticket_status_changed", "ticket_closed"
    ]  # fmt: skip
    assert desk.run(desk.stranger, feed, ticket) == []


def test_a_deleted_message_shows_without_its_text(desk: Desk) -> None:
    ticket = desk.ticket()
    message = desk.call(desk.agent, "reply", ticket_id=ticket, body="Oops")["message_id"]
    desk.run(desk.agent, "SELECT api.delete_message(%s)", message)
    rows = desk.run(
        desk.agent,
        "SELECT body, deleted_at IS NOT NULL FROM api.timeline WHERE message_id = %s AND kind = 'reply'",
        message,
    )
    assert rows == [(None, True)]
