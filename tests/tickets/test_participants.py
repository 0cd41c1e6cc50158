"""People in CC read, answer and are told; they decide nothing. The requester can be changed."""

from tests.desk import SYSTEM, Desk, refused


def test_a_participant_reads_and_answers(desk: Desk) -> None:
    ticket = desk.ticket("waiting_on_customer")
    desk.message(ticket, desk.agent, "Secret", kind="note")
    with refused("PD001"):
        desk.call(desk.stranger, "reply", ticket_id=ticket, body="Me too")
    added = desk.call(desk.agent, "add_participant", ticket_id=ticket, person_id=desk.stranger.id)
    assert (added["person_id"], added["added_by"]) == (desk.stranger.id, desk.agent.id)
    assert desk.run(desk.stranger, "SELECT ticket_id FROM api.tickets") == [(ticket,)]
    desk.call(desk.stranger, "reply", ticket_id=ticket, body="Me too")
    assert desk.run(desk.stranger, "SELECT body FROM api.messages") == [("Me too",)]
    assert desk.ticket_row(ticket)["status"] == "waiting_on_agent"
    assert desk.run(desk.stranger, "SELECT person_id FROM api.ticket_participants") == [(desk.stranger.id,)]


def test_a_participant_is_told_of_replies_only(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_participant", ticket_id=ticket, person_id=desk.stranger.id)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="Secret")
    desk.call(desk.agent, "close_ticket", ticket_id=ticket)
    assert not {kind for person, kind in desk.notified(ticket) if person == desk.stranger.id}
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Hello")
    assert (desk.stranger.id, "reply_created") in desk.notified(ticket)


def test_a_participant_decides_nothing(desk: Desk) -> None:
    ticket, closed = desk.ticket(), desk.ticket("closed")
    for each in (ticket, closed):
        desk.call(desk.agent, "add_participant", ticket_id=each, person_id=desk.stranger.id)
    for verb, each in (("close_ticket", ticket), ("reopen_ticket", closed)):
        with refused("PD002"):
            desk.call(desk.stranger, verb, ticket_id=each)
    assert [desk.ticket_row(each)["status"] for each in (ticket, closed)] == ["open", "closed"]


def test_removing_ends_it(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_participant", ticket_id=ticket, person_id=desk.stranger.id)
    desk.run(desk.agent, "SELECT api.remove_participant(%s, %s)", ticket, desk.stranger.id)
    assert desk.run(desk.stranger, "SELECT * FROM api.tickets") == []
    assert desk.events(ticket)[-2:] == ["participant_added", "participant_removed"]
    with refused("PD001", "participant"):
        desk.run(desk.agent, "SELECT api.remove_participant(%s, %s)", ticket, desk.stranger.id)


def test_by_mail_address_a_guest_is_made_once(desk: Desk) -> None:
    ticket = desk.ticket()
    first = desk.call(desk.agent, "add_participant", ticket_id=ticket, email="New@Example.org", name="New")
    again = desk.call(desk.agent, "add_participant", ticket_id=ticket, email="new@example.org")
    assert first["person_id"] == again["person_id"]
    assert desk.run(desk.agent, "SELECT * FROM api.add_participant(%s, %s)", ticket, desk.customer.id) == []
    with refused("PD006"):
        desk.run(desk.agent, "SELECT * FROM api.add_participant(%s, 0)", ticket)
    with refused("PD002"):
        desk.run(desk.light, "SELECT * FROM api.add_participant(%s, %s)", ticket, desk.stranger.id)
    with refused("42501"):
        desk.run(desk.customer, "SELECT * FROM api.add_participant(%s, %s)", ticket, desk.stranger.id)


def test_a_new_requester_sees_the_ticket_and_the_old_one_does_not(desk: Desk) -> None:
    ticket = desk.ticket()
    found = desk.call(desk.agent, "change_requester", ticket_id=ticket, requester_id=desk.stranger.id)
    assert found["requester_id"] == desk.stranger.id
    assert found["organisation_id"] == desk.one(
        SYSTEM, "SELECT organisation_id FROM helpdesk.person WHERE person_id = %s", desk.stranger.id
    )
    assert desk.run(desk.stranger, "SELECT ticket_id FROM api.tickets") == [(ticket,)]
    for who in (desk.customer, desk.teammate):
        assert desk.run(who, "SELECT * FROM api.tickets") == []
    assert desk.event(ticket, "ticket_updated")["payload"]["changes"]["requester_id"] == {
        "from": desk.customer.id,
        "to": desk.stranger.id,
    }


def test_the_organisation_follows_a_patch_too(desk: Desk) -> None:
    ticket = desk.ticket(requester=desk.stranger)
    desk.run(
        desk.agent, "UPDATE api.tickets SET requester_id = %s WHERE ticket_id = %s", desk.customer.id, ticket
    )
    assert desk.ticket_row(ticket)["organisation_id"] == desk.shared_organisation


def test_a_ticket_stays_with_its_organisation_while_its_requester_stays(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET organisation_id = NULL WHERE person_id = %s", desk.customer.id
    )
    desk.run(desk.agent, "UPDATE api.tickets SET subject = 'x' WHERE ticket_id = %s", ticket)
    assert desk.ticket_row(ticket)["organisation_id"] == desk.shared_organisation


def test_who_cannot_become_requester(desk: Desk) -> None:
    ticket = desk.ticket()
    for person in (0, desk.retired.id):
        with refused("PD006"):
            desk.call(desk.agent, "change_requester", ticket_id=ticket, requester_id=person)
    with refused("PD002"):
        desk.call(desk.light, "change_requester", ticket_id=ticket, requester_id=desk.stranger.id)
    with refused("PD005"):
        desk.call(desk.agent, "change_requester", ticket_id=ticket, requester_id=desk.stranger.id, version=99)
    made = desk.call(desk.agent, "change_requester", ticket_id=ticket, requester_email="new@example.org")
    assert made["requester_id"] not in (None, desk.customer.id)
