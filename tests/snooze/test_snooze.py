"""A snoozed ticket is put aside and stays what it is."""

import pytest

from tests.desk import ANON, SYSTEM, Desk, refused

MONDAY = "2026-03-02 12:00:00+00"


def _sleep(desk: Desk, ticket: int, preset: str = "1h") -> None:
    desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset=preset)


def _status(desk: Desk, ticket: int) -> str:
    found: str = desk.ticket_row(ticket)["status"]
    return found


@pytest.mark.parametrize(
    ("now", "preset", "wakes"),
    [
        (MONDAY, "1h", "2026-03-02 13:00:00+00"),
        (MONDAY, "4h", "2026-03-02 16:00:00+00"),
        (MONDAY, "tomorrow", "2026-03-03 08:00:00+00"),
        (MONDAY, "next_monday", "2026-03-09 08:00:00+00"),
        ("2026-03-08 23:30:00+00", "next_monday", "2026-03-16 08:00:00+00"),
        ("2026-03-08 22:30:00+00", "next_monday", "2026-03-09 08:00:00+00"),
        ("2026-03-28 12:00:00+00", "tomorrow", "2026-03-29 07:00:00+00"),
        ("2026-03-28 12:00:00+00", "next_monday", "2026-03-30 07:00:00+00"),
        ("2026-10-24 12:00:00+00", "tomorrow", "2026-10-25 08:00:00+00"),
    ],
)
def test_presets_are_meant_in_the_agents_zone(desk: Desk, now: str, preset: str, wakes: str) -> None:
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET time_zone = 'Europe/Berlin' WHERE person_id = %s", desk.agent.id
    )
    ticket = desk.ticket()
    desk.clock(now)
    _sleep(desk, ticket, preset)
    assert desk.one(
        SYSTEM,
        "SELECT snoozed_until = %s::timestamptz FROM helpdesk.ticket WHERE ticket_id = %s",
        wakes,
        ticket,
    ), desk.ticket_row(ticket)["snoozed_until"]


def test_it_wakes_when_due_and_not_before(desk: Desk) -> None:
    due, later = desk.ticket(assignee_id=desk.colleague.id), desk.ticket()
    desk.clock(MONDAY)
    _sleep(desk, due, "1h")
    _sleep(desk, later, "4h")
    desk.clock("2026-03-02 12:59:59+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.wake_snoozed()") == 0
    desk.clock("2026-03-02 13:00:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.wake_snoozed()") == 1
    assert desk.one(SYSTEM, "SELECT helpdesk.wake_snoozed()") == 0
    assert desk.ticket_row(due)["snoozed_until"] is None
    assert desk.ticket_row(later)["snoozed_until"] is not None
    assert desk.event(due, "ticket_woken")["payload"]["reason"] == "due"
    assert (desk.colleague.id, "ticket_woken") in desk.notified(due)


def test_a_status_for_the_time_is_given_back(desk: Desk) -> None:
    desk.set("snooze_status", "on_hold")
    ticket = desk.ticket("in_progress")
    _sleep(desk, ticket)
    _sleep(desk, ticket, "4h")
    assert _status(desk, ticket) == "on_hold"
    desk.call(desk.agent, "wake_ticket", ticket_id=ticket)
    row = desk.ticket_row(ticket)
    assert (row["status"], row["snoozed_until"], row["status_before"]) == ("in_progress", None, None)
    assert desk.event(ticket, "ticket_woken")["payload"]["reason"] == "asked"


@pytest.mark.parametrize("snooze_status", ["", "on_hold"])
def test_peer_15_a_customers_reply_wakes(desk: Desk, snooze_status: str) -> None:
    desk.set("snooze_status", snooze_status)
    ticket = desk.ticket("waiting_on_customer")
    _sleep(desk, ticket)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="Not yet")
    assert desk.ticket_row(ticket)["snoozed_until"] is not None
    desk.call(desk.customer, "reply", ticket_id=ticket, body="Hello?")
    row = desk.ticket_row(ticket)
    assert (row["snoozed_until"], row["status"]) == (None, "waiting_on_agent")
    assert desk.event(ticket, "ticket_woken")["payload"]["reason"] == "reply"


def test_a_note_of_its_requester_wakes_nothing(desk: Desk) -> None:
    ticket = desk.ticket(requester=desk.agent, assignee_id=desk.agent.id)
    _sleep(desk, ticket)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="Later")
    assert desk.ticket_row(ticket)["snoozed_until"] is not None
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Now, please")
    assert desk.ticket_row(ticket)["snoozed_until"] is None


def test_peer_15_snooze_is_not_closed(desk: Desk) -> None:
    ticket = desk.ticket("in_progress")
    _sleep(desk, ticket)
    row = desk.ticket_row(ticket)
    assert (row["status"], row["status_category"], row["closed_at"], row["resolved_at"]) == (
        "in_progress",
        "open",
        None,
        None,
    )
    assert desk.events(ticket)[-1] == "ticket_snoozed"


@pytest.mark.parametrize("snooze_status", ["", "on_hold"])
def test_peer_15_a_resolve_during_snooze_is_not_undone_at_wake(desk: Desk, snooze_status: str) -> None:
    desk.set("snooze_status", snooze_status)
    ticket = desk.ticket("in_progress", assignee_id=desk.agent.id)
    desk.clock(MONDAY)
    _sleep(desk, ticket)
    desk.call(desk.agent, "resolve_ticket", ticket_id=ticket)
    assert desk.event(ticket, "ticket_woken")["payload"]["reason"] == "resolved"
    desk.clock("2026-03-02 14:00:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.wake_snoozed()") == 0
    assert _status(desk, ticket) == "resolved"


def test_peer_15_a_status_set_during_snooze_is_not_overwritten_at_wake(desk: Desk) -> None:
    desk.set("snooze_status", "on_hold")
    ticket = desk.ticket("in_progress")
    desk.clock(MONDAY)
    _sleep(desk, ticket)
    desk.call(desk.agent, "set_status", ticket_id=ticket, status="waiting_on_customer")
    desk.clock("2026-03-02 14:00:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.wake_snoozed()") == 1
    assert _status(desk, ticket) == "waiting_on_customer"


def test_what_cannot_be_snoozed(desk: Desk) -> None:
    ticket, closed = desk.ticket(), desk.ticket("closed")
    desk.clock(MONDAY)
    for until in ("2026-03-02 12:00:00+00", "2026-03-01 00:00:00+00", "infinity", "2040-01-01 00:00:00+00"):
        with refused("PD506"):
            desk.run(desk.agent, "SELECT api.snooze_ticket(%s, %s::timestamptz)", ticket, until)
    with refused("PD506", "is closed"):
        _sleep(desk, closed)
    with refused("PD006", "preset"):
        _sleep(desk, ticket, "someday")
    with refused("PD006", "either"):
        desk.call(desk.agent, "snooze_ticket", ticket_id=ticket)
    with refused("PD005"):
        desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h", version=99)
    with refused("PD002"):
        desk.call(desk.light, "snooze_ticket", ticket_id=ticket, preset="1h")
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.call(who, "wake_ticket", ticket_id=ticket)
    with refused("42501"):
        desk.run(desk.agent, "UPDATE api.tickets SET snoozed_until = now() WHERE ticket_id = %s", ticket)


def test_who_snoozed_hears_of_a_ticket_that_is_nobodys(desk: Desk) -> None:
    desk.clock(MONDAY)
    nobodys, assigned = desk.ticket(), desk.ticket(assignee_id=desk.colleague.id)
    for ticket in (nobodys, assigned):
        desk.call(desk.admin, "snooze_ticket", ticket_id=ticket, preset="4h")
        _sleep(desk, ticket)
    desk.clock("2026-03-02 13:00:00+00")
    desk.run(SYSTEM, "SELECT helpdesk.wake_snoozed()")
    assert desk.notified(nobodys) == {(desk.agent.id, "ticket_woken")}
    assert (desk.agent.id, "ticket_woken") not in desk.notified(assigned)


def test_who_snoozed_hears_nothing_of_a_ticket_out_of_sight(desk: Desk) -> None:
    desk.clock(MONDAY)
    ticket = desk.ticket(department_id=desk.support)
    _sleep(desk, ticket)
    desk.set("agent_visibility", "departments")
    desk.run(
        SYSTEM, "UPDATE helpdesk.ticket SET department_id = %s WHERE ticket_id = %s", desk.billing, ticket
    )
    desk.clock("2026-03-02 13:00:00+00")
    desk.run(SYSTEM, "SELECT helpdesk.wake_snoozed()")
    assert desk.notified(ticket) == set()
