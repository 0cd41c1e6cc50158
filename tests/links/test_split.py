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
