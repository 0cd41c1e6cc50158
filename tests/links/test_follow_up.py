"""A late reply opens a follow-up instead of reopening, whoever brings it."""

from tests.desk import SYSTEM, Desk, Person, refused


def _closed(desk: Desk, **columns: object) -> int:
    desk.clock("2026-03-02 12:00:00+00")
    return desk.ticket("closed", **columns)


def test_without_a_limit_a_reply_reopens_however_late(desk: Desk) -> None:
    ticket = _closed(desk)
    desk.clock("2028-03-02 12:00:00+00")
    assert desk.call(desk.customer, "reply", ticket_id=ticket, body="Again")["ticket_id"] == ticket
    assert desk.ticket_row(ticket)["status"] == "reopened"


def test_within_the_days_a_reply_reopens(desk: Desk) -> None:
    desk.set("reopen_within_days", 14)
    ticket = _closed(desk)
    desk.clock("2026-03-16 12:00:00+00")
    assert desk.call(desk.customer, "reply", ticket_id=ticket, body="Again")["ticket_id"] == ticket


def test_a_later_reply_opens_a_linked_ticket(desk: Desk) -> None:
    desk.set("reopen_within_days", 14)
    ticket = _closed(desk, priority="high", department_id=desk.support)
    desk.clock("2026-03-16 12:00:01+00")
    message = desk.call(desk.customer, "reply", ticket_id=ticket, body="Again")
    follow_up = message["ticket_id"]
    assert follow_up != ticket
    row = desk.ticket_row(follow_up)
    assert (row["subject"], row["priority"], row["department_id"], row["requester_id"]) == (
        "Printer on fire",
        "high",
        desk.support,
        desk.customer.id,
    )
    assert desk.ticket_row(ticket)["status"] == "closed"
    assert desk.run(desk.customer, "SELECT kind, from_id, to_id FROM api.ticket_links") == [
        ("follow_up", ticket, follow_up)
    ]
    assert desk.event(ticket, "follow_up_opened")["payload"] == {"into_id": follow_up}
    assert desk.events(follow_up)[:1] == ["ticket_created"]
    assert desk.call(desk.customer, "reply", ticket_id=ticket, body="And again")["ticket_id"] == follow_up


def test_a_plain_insert_goes_the_same_way(desk: Desk) -> None:
    desk.set("reopen_within_days", 1)
    ticket = _closed(desk)
    desk.clock("2026-03-16 12:00:00+00")
    desk.run(desk.customer, "INSERT INTO api.messages (ticket_id, body) VALUES (%s, 'Again')", ticket)
    by_mail = desk.message(ticket, desk.customer, "By mail")
    rows = desk.run(
        SYSTEM, "SELECT DISTINCT ticket_id FROM helpdesk.message WHERE body IN ('Again', 'By mail')"
    )
    assert len(rows) == 1
    assert rows != [(ticket,)]
    assert by_mail


def test_staff_and_notes_stay_on_the_closed_ticket(desk: Desk) -> None:
    desk.set("reopen_within_days", 1)
    ticket = _closed(desk)
    desk.clock("2026-03-16 12:00:00+00")
    assert desk.call(desk.agent, "reply", ticket_id=ticket, body="By the way")["ticket_id"] == ticket
    assert desk.call(desk.agent, "add_note", ticket_id=ticket, body="Done")["ticket_id"] == ticket


def test_who_took_part_takes_part_in_the_follow_up(desk: Desk) -> None:
    desk.set("reopen_within_days", 1)
    ticket = _closed(desk)
    desk.call(desk.agent, "add_participant", ticket_id=ticket, person_id=desk.stranger.id)
    desk.clock("2026-03-16 12:00:00+00")
    follow_up = desk.call(desk.stranger, "reply", ticket_id=ticket, body="Me again")["ticket_id"]
    assert desk.ticket_row(follow_up)["requester_id"] == desk.stranger.id

    def seen_by(who: Person) -> bool:
        return desk.run(who, "SELECT 1 FROM api.tickets WHERE ticket_id = %s", follow_up) == [(1,)]

    assert (seen_by(desk.customer), seen_by(desk.stranger), seen_by(desk.teammate)) == (True, True, False)


def test_past_the_days_its_customer_reopens_it_in_no_way(desk: Desk) -> None:
    desk.set("reopen_within_days", 7)
    desk.clock("2026-03-02 12:00:00+00")
    ticket, resolved = desk.ticket("closed"), desk.ticket("resolved")
    desk.clock("2026-03-09 12:00:01+00")
    with refused("PD012", "too long ago", "7 days", "Reply to it"):
        desk.call(desk.customer, "reopen_ticket", ticket_id=ticket)
    assert desk.call(desk.customer, "reopen_ticket", ticket_id=resolved)["status"] == "reopened"
    assert desk.call(desk.agent, "reopen_ticket", ticket_id=ticket)["status"] == "reopened"
