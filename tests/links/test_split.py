"""A reply becomes a ticket of its own, with everything that a new ticket has."""

from tests.desk import SYSTEM, Desk, refused


def test_the_new_ticket_is_the_customers_and_both_are_linked(desk: Desk) -> None:
    ticket = desk.ticket("open", priority="high", department_id=desk.support, requester=desk.stranger)
    first = desk.message(ticket, desk.customer, "Also, my mouse squeaks")
    second = desk.message(ticket, desk.customer, "Loudly")
    found = desk.call(desk.agent, "split_ticket", message_id=first, subject="Mouse", message_ids=[second])
    assert (found["subject"], found["description"]) == ("Mouse", "Also, my mouse squeaks\n\nLoudly")
    assert (found["requester_id"], found["priority"], found["department_id"]) == (
        desk.customer.id,
        "high",
        desk.support,
    )
    assert desk.run(desk.agent, "SELECT kind, from_id, to_id FROM api.ticket_links") == [
        ("related", ticket, found["ticket_id"])
    ]
    assert desk.event(ticket, "ticket_split")["payload"]["into_id"] == found["ticket_id"]
    assert desk.event(found["ticket_id"], "ticket_split")["payload"]["from_id"] == ticket
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s", ticket) == 2


def test_a_staff_reply_splits_for_the_requester(desk: Desk) -> None:
    ticket = desk.ticket()
    message = desk.message(ticket, desk.agent, "And the mouse?")
    found = desk.call(desk.agent, "split_ticket", message_id=message)
    assert (found["requester_id"], found["subject"]) == (desk.customer.id, "Printer on fire")


def test_what_came_by_mail_splits_into_a_ticket_that_came_by_mail(desk: Desk) -> None:
    """Though nobody of the desk says of a ticket that mail brought it."""
    for who in (desk.agent, desk.admin):
        ticket = desk.one(
            SYSTEM,
            "INSERT INTO helpdesk.ticket (subject, requester_id, channel) VALUES ('By mail', %s, 'email')"
            " RETURNING ticket_id",
            desk.customer.id,
        )
        message = desk.message(ticket, desk.customer)
        assert desk.call(who, "split_ticket", message_id=message)["channel"] == "email"
        with refused("PD006", "channel email is not chosen"):
            desk.run(who, "INSERT INTO api.tickets (subject, requester_id, channel) VALUES ('x', 1, 'email')")


def test_what_would_leak_or_is_gone_is_refused(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket()
    reply = desk.message(ticket, desk.customer)
    note = desk.message(ticket, desk.agent, kind="note")
    system = desk.message(ticket, SYSTEM, kind="system")
    deleted = desk.message(ticket, desk.customer)
    desk.run(desk.admin, "SELECT api.delete_message(%s)", deleted)
    elsewhere = desk.message(other, desk.customer)
    for more in (note, system, deleted, elsewhere):
        with refused("PD507"):
            desk.call(desk.agent, "split_ticket", message_ids=[reply, more])
    with refused("PD001"):
        desk.call(desk.agent, "split_ticket", message_id=0)
    with refused("PD002"):
        desk.call(desk.light, "split_ticket", message_id=reply)
    with refused("42501"):
        desk.call(desk.customer, "split_ticket", message_id=reply)


def test_peer_16_split_needs_no_priority_and_starts_clocks_and_events(desk: Desk) -> None:
    department = desk.support
    ticket = desk.ticket(department_id=department)
    message = desk.message(ticket, desk.customer)
    found = desk.call(desk.agent, "split_ticket", message_id=message)
    assert desk.events(found["ticket_id"])[0] == "ticket_created"
    clocks = {
        metric
        for (metric,) in desk.run(
            SYSTEM, "SELECT metric FROM helpdesk.sla_clock WHERE ticket_id = %s", found["ticket_id"]
        )
    }
    assert clocks == {
        metric
        for (metric,) in desk.run(
            SYSTEM, "SELECT metric FROM helpdesk.sla_clock WHERE ticket_id = %s", desk.ticket()
        )
    }
    assert clocks


def test_a_message_is_split_off_once(desk: Desk) -> None:
    ticket = desk.ticket()
    first, second = desk.message(ticket, desk.customer), desk.message(ticket, desk.customer, "More")
    made = desk.call(desk.agent, "split_ticket", message_id=first)
    for chosen in ([first], [second, first]):
        with refused("PD507", "already", made["reference"]):
            desk.call(desk.agent, "split_ticket", message_ids=chosen)
    desk.call(desk.admin, "delete_ticket", ticket_id=made["ticket_id"])
    assert (
        desk.call(desk.agent, "split_ticket", message_ids=[first, second])["ticket_id"] != made["ticket_id"]
    )


def test_only_messages_of_the_named_ticket_are_split_off(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket()
    message = desk.message(ticket, desk.customer)
    with refused("PD001", f"message {message} not found"):
        desk.call(desk.agent, "split_ticket", message_id=message, ticket_id=other)
    assert desk.call(desk.agent, "split_ticket", message_id=message, ticket_id=ticket)["ticket_id"] > other


def test_files_are_at_both_tickets(desk: Desk) -> None:
    """Source: frappe/helpdesk#2260."""
    ticket = desk.ticket()
    message = desk.message(ticket, desk.customer, "See my photo")
    mail = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.inbound_mail (raw, adapter) VALUES ('x', 'test') RETURNING inbound_mail_id",
    )
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.attachment"
        " (ticket_id, message_id, inbound_mail_id, part_path, filename, media_type, size_bytes, sha256)"
        " VALUES (%s, %s, %s, '1', 'photo.png', 'image/png', 1, '0')",
        ticket,
        message,
        mail,
    )
    made = desk.call(desk.agent, "split_ticket", message_id=message)["ticket_id"]
    files = "SELECT ticket_id, message_id, filename, inbound_mail_id FROM api.attachments ORDER BY 1"
    both = [(ticket, message, "photo.png", mail), (made, None, "photo.png", mail)]
    assert desk.run(desk.agent, files) == desk.run(desk.customer, files) == both
    desk.call(desk.agent, "merge_tickets", ticket_ids=[made], into_id=ticket)
    assert [row[0] for row in desk.run(desk.agent, files)] == [ticket, ticket]
    desk.call(desk.agent, "unmerge_ticket", ticket_id=made)
    assert desk.run(desk.agent, files) == both
