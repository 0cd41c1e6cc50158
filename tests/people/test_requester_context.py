"""The requester beside the ticket: who asks, what else they asked, and notes about them."""

from tests.desk import SYSTEM, Desk, refused


def test_requester_context(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket("closed")
    desk.ticket(requester=desk.teammate)
    desk.call(desk.agent, "add_person_note", person_id=desk.customer.id, body="Likes tea")
    found = desk.call(desk.agent, "requester_context", ticket_id=ticket)
    assert found["person"]["name"] == "Max"
    assert found["organisation"]["name"] == "Shared"
    assert [note["body"] for note in found["notes"]] == ["Likes tea"]
    assert [each["ticket_id"] for each in found["tickets"]] == [other]
    assert (
        found["tickets_of_person"],
        found["open_tickets_of_person"],
        found["tickets_of_organisation"],
    ) == (2, 1, 3)
    assert [desk.one(SYSTEM, "SELECT helpdesk.capped_count(%s)", n) for n in (0, 1000, 1001)] == [
        0,
        1000,
        None,
    ]


def test_requester_context_counts_what_the_caller_sees(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket, hidden = desk.ticket(department_id=desk.support), desk.ticket(department_id=desk.billing)
    found = desk.call(desk.agent, "requester_context", ticket_id=ticket)
    assert (found["tickets"], found["tickets_of_person"]) == ([], 1)
    with refused("PD001"):
        desk.call(desk.agent, "requester_context", ticket_id=hidden)
    with refused("42501"):
        desk.call(desk.customer, "requester_context", ticket_id=ticket)


def test_notes_about_people_are_staffs(desk: Desk) -> None:
    note = desk.call(desk.agent, "add_person_note", person_id=desk.customer.id, body="Likes tea")
    with refused("42501"):
        desk.run(desk.customer, "SELECT * FROM api.person_notes")
    with refused("PD002"):
        desk.call(desk.light, "add_person_note", person_id=desk.customer.id, body="x")
    with refused("PD001"):
        desk.call(desk.agent, "add_person_note", person_id=0, body="x")
    delete = "DELETE FROM api.person_notes WHERE person_note_id = %s RETURNING 1"
    assert desk.run(desk.colleague, delete, note["person_note_id"]) == []
    assert desk.run(desk.agent, delete, note["person_note_id"]) == [(1,)]
