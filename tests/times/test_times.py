"""Time that staff spend on tickets: noted, timed, corrected by whose it is, added up."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Connection, set_clock
from tests.desk import SYSTEM, Desk, make_desk, refused

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


@pytest.fixture
def desk(db: Connection) -> Desk:
    set_clock(db, NOW)
    desk = make_desk(db)
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET time_zone = 'Asia/Tokyo' WHERE person_id = %s", desk.agent.id
    )
    return desk


def test_time_is_noted_on_the_day_where_one_is(desk: Desk) -> None:
    ticket = desk.ticket()
    entry = desk.call(desk.agent, "log_time", ticket_id=ticket, minutes=25, note=" Called ", is_billable=True)
    assert (entry["minutes"], entry["note"], entry["person_id"]) == (25, "Called", desk.agent.id)
    assert entry["worked_on"] == "2026-03-03", "it is morning in Tokyo"
    desk.call(desk.light, "log_time", ticket_id=ticket, minutes=5)
    assert desk.event(ticket, "time_logged")["payload"]["total"] == 30
    assert desk.run(
        desk.colleague,
        "SELECT minutes, billable_minutes, entries FROM api.ticket_times WHERE ticket_id = %s",
        ticket,
    ) == [(30, 25, 2)]
    assert desk.run(SYSTEM, "SELECT sum(minutes) FROM reports.time_spent WHERE ticket_id = %s", ticket) == [
        (30,)
    ]


def test_the_same_call_counts_once(desk: Desk) -> None:
    ticket = desk.ticket()
    calls = [
        desk.call(desk.agent, "log_time", ticket_id=ticket, minutes=5, idempotency_key="a") for _ in range(2)
    ]
    assert calls[0] == calls[1]
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.time_entry") == 1


@pytest.mark.parametrize("minutes", [0, -1, 1441])
def test_what_is_no_time_is_refused(desk: Desk, minutes: int) -> None:
    with refused("23514", "time_entry_minutes_are_within_a_day"):
        desk.call(desk.agent, "log_time", ticket_id=desk.ticket(), minutes=minutes)


def test_one_corrects_one_s_own(desk: Desk) -> None:
    ticket = desk.ticket()
    entry = desk.call(desk.agent, "log_time", ticket_id=ticket, minutes=25)["time_entry_id"]
    change = "UPDATE api.time_entries SET minutes = %s WHERE time_entry_id = %s RETURNING minutes"
    assert desk.one(desk.agent, change, 20, entry) == 20
    assert desk.run(desk.colleague, change, 1, entry) == []
    assert desk.one(desk.admin, change, 15, entry) == 15
    with refused("42501"):
        desk.run(desk.customer, "SELECT * FROM api.time_entries")


def test_a_timer_runs_for_one_ticket_at_a_time(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket()
    started = desk.call(desk.agent, "start_timer", ticket_id=ticket)
    set_clock(desk.db, NOW + timedelta(minutes=10, seconds=1))
    assert desk.call(desk.agent, "start_timer", ticket_id=ticket) == started
    with refused("PD170", f"ticket {ticket}"):
        desk.call(desk.agent, "start_timer", ticket_id=other)
    assert desk.run(desk.agent, "SELECT ticket_id FROM api.timers") == [(ticket,)]
    assert desk.run(desk.colleague, "SELECT ticket_id FROM api.timers") == []
    entry = desk.call(desk.agent, "stop_timer", note="Phone")
    assert (entry["ticket_id"], entry["minutes"], entry["note"]) == (ticket, 11, "Phone")
    with refused("PD170", "no timer runs"):
        desk.call(desk.agent, "stop_timer")
    desk.call(desk.agent, "start_timer", ticket_id=other)
    assert desk.run(desk.agent, "SELECT * FROM api.stop_timer(is_kept => false)") == []
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.time_entry") == 1


def test_it_goes_along_with_a_merge_and_back(desk: Desk) -> None:
    ticket, other = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "log_time", ticket_id=ticket, minutes=25)
    desk.call(desk.agent, "start_timer", ticket_id=ticket)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[ticket], into_id=other)
    desk.call(desk.agent, "stop_timer")
    found = "SELECT ticket_id, minutes FROM api.ticket_times ORDER BY ticket_id"
    assert desk.run(desk.agent, found) == [(other, 26)]
    desk.call(desk.agent, "unmerge_ticket", ticket_id=ticket)
    assert desk.run(desk.agent, found) == [(ticket, 25), (other, 1)]
