"""One feed of messages and events, the requester beside the ticket, and an agent's own figures."""

from tests.desk import SYSTEM, Desk, refused


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
    ) == ("2", "1", "3")
    assert [desk.one(SYSTEM, "SELECT helpdesk.capped_count(%s)", n) for n in (0, 1000, 1001)] == [
        "0",
        "1000",
        "1000+",
    ]


def test_requester_context_counts_what_the_caller_sees(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket, hidden = desk.ticket(department_id=desk.support), desk.ticket(department_id=desk.billing)
    found = desk.call(desk.agent, "requester_context", ticket_id=ticket)
    assert (found["tickets"], found["tickets_of_person"]) == ([], "1")
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


def test_dashboard(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    desk.ticket(assignee_id=desk.agent.id, due_at="2026-03-02 12:30:00+00")
    snoozed = desk.ticket("in_progress", assignee_id=desk.agent.id)
    done = desk.ticket(assignee_id=desk.agent.id)
    desk.ticket(assignee_id=desk.colleague.id)
    desk.ticket(department_id=desk.support)
    desk.clock("2026-03-02 12:10:00+00")
    desk.call(desk.agent, "snooze_ticket", ticket_id=snoozed, preset="4h")
    desk.call(desk.agent, "reply", ticket_id=done, body="Hello")
    desk.clock("2026-03-02 13:00:00+00")
    desk.call(desk.agent, "resolve_ticket", ticket_id=done)
    found = desk.call(desk.agent, "agent_dashboard")
    assert found["my_queue"] == {
        "open": 2,
        "by_status": {"open": 1, "in_progress": 1},
        "snoozed": 1,
        "overdue": 1,
    }
    assert found["resolved"] == {
        "count": 1,
        "median_resolution_minutes": 60.0,
        "p90_resolution_minutes": 60.0,
        "median_first_response_minutes": 10.0,
    }
    assert (found["unassigned"], found["replies"], found["asked_for_help"]) == ("1", 1, 0)
    with refused("42501"):
        desk.call(desk.customer, "agent_dashboard")
