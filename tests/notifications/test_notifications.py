"""Whose bell rings for what, and read or unread."""

from datetime import timedelta

import pytest

from tests.desk import SYSTEM, Desk, Person, refused


def test_followers_and_assignee_hear_of_replies_and_notes_but_not_their_own(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.call(desk.light, "follow_ticket", ticket_id=ticket)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    assert desk.notified(ticket) >= {(desk.agent.id, "reply_created"), (desk.light.id, "reply_created")}
    assert (desk.customer.id, "reply_created") not in desk.notified(ticket)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="x")
    assert (desk.light.id, "internal_note_added") in desk.notified(ticket)
    assert (desk.agent.id, "internal_note_added") not in desk.notified(ticket)


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("reply", "reply_created"),
        ("resolve", "ticket_resolved"),
        ("close", "ticket_closed"),
        ("reopen", "ticket_reopened"),
    ],
)
def test_the_requester_hears_of_what_is_public(desk: Desk, act: str, kind: str) -> None:
    ticket = desk.ticket("closed" if act == "reopen" else "open", assignee_id=desk.agent.id)
    if act == "reply":
        desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    else:
        desk.call(desk.agent, f"{act}_ticket", ticket_id=ticket)
    assert (desk.customer.id, kind) in desk.notified(ticket)
    assert desk.run(desk.customer, "SELECT kind FROM api.notifications WHERE kind = %s", kind) == [(kind,)]


def test_the_requester_hears_nothing_internal(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo secret")
    desk.call(desk.agent, "assign_ticket", ticket_id=ticket, assignee_id=desk.colleague.id)
    desk.call(desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.admin.id], message="secret")
    assert not {kind for person, kind in desk.notified(ticket) if person == desk.customer.id}


def test_the_new_assignee_hears_of_the_assignment(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "assign_ticket", ticket_id=ticket, assignee_id=desk.colleague.id)
    assert desk.notified(ticket) == {(desk.colleague.id, "ticket_assigned")}
    title, body, link = desk.run(desk.colleague, "SELECT title, body, link FROM api.notifications")[0]
    assert title == f"Bob assigned {desk.ticket_row(ticket)['reference']} to you"
    assert (body, link) == ("Printer on fire", f"/support/agent/tickets/{ticket}")


def test_who_claims_is_not_told(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    assert desk.notified(ticket) == set()


def test_guests_the_inactive_and_former_staff_hear_nothing(desk: Desk) -> None:
    ticket = desk.ticket(requester=desk.guest)
    for person in (desk.retired, desk.light):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.ticket_follower (ticket_id, person_id) VALUES (%s, %s)",
            ticket,
            person.id,
        )
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'customer' WHERE person_id = %s", desk.light.id)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="x")
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="x")
    assert desk.notified(ticket) == set()


def test_a_mail_that_a_worker_stores_counts_as_its_authors(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.message(ticket, desk.customer, "by mail")
    assert desk.notified(ticket) & {
        (desk.customer.id, "reply_created"),
        (desk.agent.id, "reply_created"),
    } == {(desk.agent.id, "reply_created")}
    title = desk.one(SYSTEM, "SELECT title FROM helpdesk.notification WHERE kind = 'reply_created'")
    assert title == f"Max replied to {desk.ticket_row(ticket)['reference']}"


# --- new tickets that nobody has


def announce(desk: Desk) -> int:
    count: int = desk.one(Person("worker"), "SELECT helpdesk.announce_new_tickets()")
    return count


def test_a_new_ticket_that_nobody_has_rings_once_in_its_department(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.support)
    desk.ticket()
    assert desk.notified(ticket) == set(), "nobody who opens a ticket waits for that"
    assert announce(desk) == 1
    assert desk.notified(ticket) == {(desk.agent.id, "ticket_created")}
    found = desk.run(desk.agent, "SELECT title, body, ticket_id FROM api.notifications")
    reference = desk.ticket_row(ticket)["reference"]
    assert found == [(f"{reference} is new in Support and nobody has it", "Printer on fire", ticket)]
    assert announce(desk) == 0


def test_a_new_ticket_rings_for_those_who_come_to_it_later(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.support)
    assert announce(desk) == 1
    joins = "INSERT INTO helpdesk.department_member (department_id, person_id) VALUES (%s, %s)"
    desk.run(SYSTEM, joins, desk.support, desk.admin.id)
    assert announce(desk) == 1
    desk.call(desk.admin, "set_department", ticket_id=ticket, department_id=desk.billing)
    assert announce(desk) == 1
    assert {person for person, kind in desk.notified(ticket) if kind == "ticket_created"} == {
        desk.agent.id,
        desk.admin.id,
        desk.colleague.id,
    }
    assert announce(desk) == 0


def test_what_somebody_has_or_nobody_needs_to_take_rings_for_nobody(desk: Desk) -> None:
    desk.ticket(department_id=desk.support, assignee_id=desk.agent.id)
    desk.ticket("closed", department_id=desk.support)
    deleted = desk.ticket(department_id=desk.support)
    desk.call(desk.admin, "delete_ticket", ticket_id=deleted)
    snoozed = desk.ticket(department_id=desk.support)
    desk.call(desk.agent, "snooze_ticket", ticket_id=snoozed, until="tomorrow")
    desk.call(desk.agent, "create_ticket", subject="Mine", department_id=desk.support)
    desk.ticket(department_id=desk.support, created_at="2020-01-01 00:00Z")
    assert announce(desk) == 0


def test_who_wants_no_bell_and_who_answers_nothing_hears_of_no_new_ticket(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.department_member (department_id, person_id) SELECT %s, unnest(%s::bigint[])",
        desk.support,
        [desk.light.id, desk.colleague.id, desk.admin.id],
    )
    desk.run(
        desk.agent,
        "INSERT INTO api.notification_preferences (kind, channel) VALUES ('ticket_created', 'none')",
    )
    desk.run(
        desk.colleague,
        "INSERT INTO api.notification_preferences (kind, channel) VALUES ('ticket_created', 'mail')",
    )
    ticket = desk.ticket(department_id=desk.support)
    announce(desk)
    assert desk.notified(ticket) == {(who.id, "ticket_created") for who in (desk.colleague, desk.admin)}
    assert desk.run(desk.colleague, "SELECT * FROM api.notifications") == []


def test_routing_has_the_first_word(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.department_routing (department_id, strategy) VALUES (%s, 'round_robin')",
        desk.support,
    )
    given = desk.ticket(department_id=desk.support)
    assert announce(desk) == 0, "routing has not looked yet"
    desk.run(SYSTEM, "SELECT helpdesk.route_waiting()")
    assert desk.ticket_row(given)["assignee_id"] == desk.agent.id
    desk.run(SYSTEM, "UPDATE helpdesk.agent SET max_open = 1 WHERE person_id = %s", desk.agent.id)
    left = desk.ticket(department_id=desk.support)
    desk.run(SYSTEM, "SELECT helpdesk.route_waiting()")
    assert announce(desk) == 1
    assert desk.notified(left) == {(desk.agent.id, "ticket_created")}


def test_of_a_flood_only_the_newest_ring(desk: Desk) -> None:
    now = desk.one(SYSTEM, "SELECT helpdesk.clock()")
    tickets = [
        desk.ticket(department_id=desk.support, created_at=now - timedelta(minutes=age))
        for age in (4, 3, 2, 1, 0)
    ]
    for _ in range(2):
        desk.run(SYSTEM, "SELECT helpdesk.announce_new_tickets(2)")
    assert [ticket for ticket in tickets if desk.notified(ticket)] == tickets[-2:]


def test_one_event_rings_once(desk: Desk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    assert (
        desk.one(
            SYSTEM,
            "SELECT count(*) FROM helpdesk.notification WHERE person_id = %s AND kind = 'reply_created'",
            desk.agent.id,
        )
        == 1
    )


# --- read and unread


@pytest.fixture
def rung(desk: Desk) -> tuple[Desk, Person, list[int]]:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    for _ in range(3):
        desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    found = desk.run(
        desk.agent, "SELECT notification_id FROM api.notifications WHERE kind = 'reply_created' ORDER BY 1"
    )
    return desk, desk.agent, [number for (number,) in found]


def unread(desk: Desk, who: Person) -> int:
    found: int = desk.one(
        who, "SELECT count(*) FROM api.notifications WHERE NOT is_read AND kind = 'reply_created'"
    )
    return found


def test_marking_read_and_unread(rung: tuple[Desk, Person, list[int]]) -> None:
    desk, agent, ids = rung
    assert unread(desk, agent) == 3
    assert desk.call(agent, "mark_notifications", notification_ids=ids[:1])[""] == 1
    assert desk.call(agent, "mark_notifications", notification_ids=ids[:1])[""] == 0
    assert unread(desk, agent) == 2
    desk.call(agent, "mark_notifications")
    assert unread(desk, agent) == 0
    assert desk.call(agent, "mark_notifications", notification_ids=ids[1:], is_read=False)[""] == 2
    assert unread(desk, agent) == 2


def test_marking_by_patch(rung: tuple[Desk, Person, list[int]]) -> None:
    desk, agent, ids = rung
    desk.run(agent, "UPDATE api.notifications SET read_at = '2024-01-01' WHERE notification_id = %s", ids[0])
    assert unread(desk, agent) == 2
    desk.run(agent, "UPDATE api.notifications SET read_at = NULL WHERE notification_id = %s", ids[0])
    assert unread(desk, agent) == 3
    with refused("42501"):
        desk.run(agent, "UPDATE api.notifications SET title = 'x'")


def test_nobody_reads_or_marks_anothers_bell(rung: tuple[Desk, Person, list[int]]) -> None:
    desk, agent, ids = rung
    for who in (desk.admin, desk.colleague, desk.stranger):
        assert desk.run(who, "SELECT 1 FROM api.notifications") == []
        assert desk.call(who, "mark_notifications", notification_ids=ids)[""] == 0
        desk.run(who, "UPDATE api.notifications SET read_at = '2024-01-01'")
    assert unread(desk, agent) == 3


@pytest.mark.parametrize(("event", "ticket"), [("event", "other"), ("event", "NULL"), ("NULL", "other")])
def test_a_notice_of_an_event_is_one_of_its_ticket(desk: Desk, event: str, ticket: str) -> None:
    told, other = desk.ticket(), desk.ticket()
    named = {
        "event": str(desk.event(told, "ticket_created")["event_id"]),
        "other": str(other),
        "NULL": "NULL",
    }
    with refused("23503", "notification_event_fkey"):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.notification (person_id, event_id, ticket_id, kind, title)"
            f" VALUES (%s, {named[event]}, {named[ticket]}, 'ticket_created', 'x')",
            desk.agent.id,
        )


def test_one_act_rings_once_for_who_is_named(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.colleague, "follow_ticket", ticket_id=ticket)
    handle = desk.one(SYSTEM, "SELECT handle FROM helpdesk.person WHERE person_id = %s", desk.colleague.id)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body=f"@{handle} look")
    assert _kinds(desk, ticket, desk.colleague) == ["mentioned"]
    asked = [desk.colleague.id]
    desk.call(desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=asked, message=f"@{handle} help")
    assert _kinds(desk, ticket, desk.colleague) == ["mentioned", "help_requested"]


def test_a_follower_who_may_no_longer_see_the_ticket_hears_nothing(desk: Desk) -> None:
    ticket = desk.ticket(department_id=desk.support)
    desk.call(desk.light, "follow_ticket", ticket_id=ticket)
    desk.set("agent_visibility", "departments")
    desk.call(desk.admin, "add_note", ticket_id=ticket, body="secret")
    assert _kinds(desk, ticket, desk.light) == []


def test_a_follower_who_sees_the_ticket_by_a_mention_goes_on_hearing(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.light, "follow_ticket", ticket_id=ticket)
    desk.set("agent_visibility", "departments")
    desk.call(desk.admin, "add_note", ticket_id=ticket, body="@lux look")
    desk.call(desk.admin, "add_note", ticket_id=ticket, body="news")
    assert _kinds(desk, ticket, desk.light) == ["mentioned", "internal_note_added"]


def _kinds(desk: Desk, ticket: int, person: Person) -> list[str]:
    statement = (
        "SELECT kind FROM helpdesk.notification WHERE ticket_id = %s AND person_id = %s ORDER BY 1 DESC"
    )
    return [kind for (kind,) in desk.run(SYSTEM, statement, ticket, person.id)]


def test_preferences_are_the_callers_unless_said_otherwise(desk: Desk) -> None:
    for who in (desk.agent, desk.customer):
        desk.run(
            who, "INSERT INTO api.notification_preferences (kind, channel) VALUES ('reply_created', 'none')"
        )
        desk.run(who, "INSERT INTO api.digest_preferences (period, hour) VALUES ('daily', 7)")
        for view in ("notification_preferences", "digest_preferences"):
            assert desk.run(who, f"SELECT person_id FROM api.{view}") == [(who.id,)]
    with refused("42501"):
        desk.run(
            desk.agent,
            "INSERT INTO api.notification_preferences (person_id, kind, channel)"
            " VALUES (%s, 'rated', 'none')",
            desk.colleague.id,
        )


def test_old_notices_are_purged_read_or_not(desk: Desk) -> None:
    for day in ("2024-01-01", "2024-03-01"):
        desk.clock(f"{day} 10:00+00")
        desk.call(desk.admin, "add_note", ticket_id=desk.ticket(), body="@lux look")
    kept = "SELECT count(*) FROM helpdesk.notification WHERE person_id = %s"
    assert desk.one(SYSTEM, kept, desk.light.id) == 2
    desk.clock("2024-07-01 10:00+00")
    worker = Person("worker")
    desk.set("notifications_kept_days", 0)
    assert desk.one(worker, "SELECT helpdesk.run_job('purge_notifications')") == "0"
    desk.set("notifications_kept_days", 180)
    assert int(desk.one(worker, "SELECT helpdesk.run_job('purge_notifications')")) >= 1
    assert desk.one(SYSTEM, kept, desk.light.id) == 1
    assert desk.one(worker, "SELECT helpdesk.run_job('purge_notifications', p_days => 200)") == "0"
