"""Warnings and breaches: once, at the due instant, by whichever comes first."""

import threading

import psycopg
import pytest

from tests.conftest import login_dsn
from tests.sla.desk import Desk

TARGETS = {("low", "first_response"): 100, ("low", "next_response"): 60, ("low", "resolution"): 480}


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.set_targets(TARGETS)
    desk.at("2026-01-12T09:00:00Z")
    return desk


def test_a_warning_comes_once_and_then_the_breach_once(office: Desk) -> None:
    ticket = office.create()
    seen = []
    for minute in (79, 80, 81, 99, 100, 101, 300):
        office.at(f"2026-01-12T{9 + minute // 60:02}:{minute % 60:02}:00Z")
        seen.append(office.sweep())
    assert seen == [0, 1, 0, 0, 1, 0, 0]
    assert office.events(ticket) == [
        ("sla_warning", "first_response", 1),
        ("sla_breached", "first_response", 1),
    ]
    assert office.clock(ticket, "first_response")["breached_at"] == "2026-01-12T10:40:00+00:00"


def test_a_late_sweep_tells_the_due_instant_and_skips_the_warning(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T15:00:00Z")
    office.sweep()
    assert office.events(ticket) == [("sla_breached", "first_response", 1)]
    at, due = office.db.execute(
        "SELECT at::text, payload ->> 'due_at' FROM helpdesk.event WHERE kind = 'sla_breached'"
    ).fetchone() or ("", "")
    assert (at, due) == ("2026-01-12 15:00:00+00", "2026-01-12T10:40:00+00:00")


def test_a_late_reply_between_two_sweeps_is_flagged(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T10:41:00Z")
    office.reply(ticket, office.agent)
    assert office.events(ticket) == [("sla_breached", "first_response", 1)]
    clock = office.clock(ticket, "first_response")
    assert (clock["state"], clock["breached_at"]) == ("missed", "2026-01-12T10:40:00+00:00")
    office.at("2026-01-12T11:00:00Z")
    assert office.sweep() == 0


def test_a_reply_at_the_due_instant_is_in_time(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T10:40:00Z")
    office.reply(ticket, office.agent)
    assert office.events(ticket) == [("sla_met", "first_response", 1)]


def test_a_move_after_the_due_instant_records_the_breach(office: Desk) -> None:
    office.set_targets(TARGETS | {("high", "resolution"): 4800})
    ticket = office.create()
    office.at("2026-01-12T18:00:00Z")
    office.change(ticket, priority="high")
    assert ("sla_breached", "resolution", 1) in office.events(ticket)
    clock = office.clock(ticket)
    assert (clock["state"], clock["breached_at"]) == ("running", "2026-01-12T17:00:00+00:00")
    office.at("2026-02-12T18:00:00Z")
    office.change(ticket, status="resolved")
    assert office.events(ticket).count(("sla_breached", "resolution", 1)) == 1
    assert ("sla_met", "resolution", 1) not in office.events(ticket)


def test_a_breach_that_a_calendar_edit_moved_away_is_still_recorded(office: Desk) -> None:
    calendar = office.add_calendar(
        {"timezone": "UTC", "hours": {str(day): [["09:00", "17:00"]] for day in range(1, 6)}}
    )
    ticket = office.create(calendar)
    office.at("2026-01-12T12:00:00Z")
    office.set_hours(calendar, {"5": [["09:00", "17:00"]]})
    office.settle()
    assert office.sweep() == 1
    assert office.events(ticket) == [("sla_breached", "first_response", 1)]
    assert office.clock(ticket, "first_response")["breached_at"] == "2026-01-12T10:40:00+00:00"


def test_a_paused_clock_is_not_warned_of(office: Desk) -> None:
    ticket = office.create()
    office.reply(ticket, office.agent)
    office.change(ticket, status="waiting_on_customer")
    office.at("2026-03-12T09:00:00Z")
    assert office.sweep() == 0
    assert office.events(ticket) == [("sla_met", "first_response", 1)]


def test_warning_by_time_before_due(office: Desk) -> None:
    office.set("sla.warn_within_minutes", 15)
    ticket = office.create()
    assert office.clock(ticket, "first_response")["warn_at"] == "2026-01-12T10:25:00+00:00"
    office.at("2026-01-12T10:25:00Z")
    assert office.sweep() == 1


@pytest.mark.parametrize(
    ("within", "warns"),
    [
        (20, "2026-01-13T09:50:00+00:00"),
        (70, "2026-01-12T17:00:00+00:00"),
        (600, "2026-01-12T16:50:00+00:00"),
    ],
)
def test_warning_by_opening_hours_before_due(desk: Desk, within: int, warns: str) -> None:
    """Source: glpi-project/glpi#22678."""
    desk.at("2026-01-12T00:00:00Z")
    hours = {str(day): [["09:00", "17:00"]] for day in range(1, 8)}
    calendar = desk.add_calendar({"timezone": "UTC", "hours": hours})
    desk.set_targets({("low", "first_response"): 80, ("low", "resolution"): 80})
    desk.set("sla.warn_within_minutes", within)
    desk.at("2026-01-12T16:50:00Z")
    ticket = desk.create(department_id=desk.department_with(calendar))
    assert desk.clock(ticket, "first_response")["due_at"] == "2026-01-13T10:10:00+00:00"
    assert desk.clock(ticket, "first_response")["warn_at"] == warns
    desk.change(ticket, due_at="2026-01-13T10:10:00Z")
    assert desk.clock(ticket, "resolution")["warn_at"] == warns
    assert desk.mismatches() == []


def test_a_due_date_set_by_hand_warns_and_breaches(office: Desk) -> None:
    ticket = office.create(due_at="2026-01-12T19:00:00Z")
    office.reply(ticket, office.agent)
    office.at("2026-01-12T17:00:00Z")
    assert office.sweep() == 1
    office.at("2026-01-12T19:00:00Z")
    assert office.sweep() == 1
    assert office.events(ticket)[1:] == [("sla_warning", "resolution", 1), ("sla_breached", "resolution", 1)]


def test_each_reopened_cycle_can_breach(office: Desk) -> None:
    ticket = office.create()
    office.reply(ticket, office.agent)
    for day in (13, 14):
        office.at(f"2026-01-{day}T18:00:00Z")
        office.sweep()
        office.change(ticket, status="resolved")
        office.change(ticket, status="reopened")
    assert [e for e in office.events(ticket) if e[0] == "sla_breached"] == [
        ("sla_breached", "resolution", 1),
        ("sla_breached", "resolution", 2),
    ]


def test_the_limit_bounds_a_run_and_the_next_goes_on(office: Desk) -> None:
    for _ in range(5):
        office.create()
    office.at("2026-01-12T11:00:00Z")
    assert office.one("SELECT helpdesk.check_sla(p_limit => 3)") == 3
    assert office.one("SELECT helpdesk.check_sla(p_limit => 3)") == 2


def test_a_sweep_whose_clock_is_behind_keeps_histories_in_order(office: Desk) -> None:
    """As one that began before the reply and got the ticket's lock after it."""
    answered, other = office.create(), office.create()
    office.at("2026-01-12T11:00:00Z")
    office.reply(answered, office.agent)
    office.at("2026-01-12T10:50:00Z")
    assert office.one("SELECT helpdesk.check_sla('2026-01-12T18:00:00Z')") == 3
    told = office.db.execute(
        "SELECT ticket_id, at::text FROM helpdesk.event WHERE kind = 'sla_breached' AND ticket_id = ANY (%s)"
        " AND payload ->> 'metric' = 'resolution' ORDER BY 1",
        ([answered, other],),
    ).fetchall()
    assert told == [(answered, "2026-01-12 11:00:00+00"), (other, "2026-01-12 10:50:00+00")]
    assert office.mismatches() == []


def test_two_sweeps_at_once_record_once(fresh_db: str) -> None:
    """What the first holds, the second neither waits for nor records again."""
    with psycopg.connect(fresh_db) as setup:
        desk = Desk(setup)
        desk.at("2026-01-12T09:00:00Z")
        desk.add_people()
        desk.set_targets(TARGETS)
        tickets = [desk.create() for _ in range(40)]
    late = "SELECT set_config('pgdesk.test_clock', '2026-01-12T11:00:00Z', true)"
    worker = login_dsn(fresh_db, "worker")
    with psycopg.connect(worker) as first, psycopg.connect(worker) as second:
        first.execute(late)
        second.execute(late)
        counts = [
            first.execute("SELECT helpdesk.check_sla(p_limit => 25)").fetchone(),
            second.execute("SELECT helpdesk.check_sla()").fetchone(),
        ]
        first.commit()
        second.commit()
        second.execute(late)
        counts.append(second.execute("SELECT helpdesk.check_sla()").fetchone())
        second.commit()
    assert counts == [(25,), (15,), (0,)]
    with psycopg.connect(fresh_db) as look:
        rows = look.execute(
            "SELECT ticket_id, count(*) FROM helpdesk.event WHERE kind = 'sla_breached' GROUP BY 1"
        ).fetchall()
        assert sorted(rows) == [(ticket, 1) for ticket in tickets]
        assert Desk(look).mismatches() == []


def test_sweeps_replies_and_edits_racing_leave_the_cache_right(fresh_db: str) -> None:
    with psycopg.connect(fresh_db) as setup:
        desk = Desk(setup)
        desk.at("2026-01-12T09:00:00Z")
        desk.add_people()
        desk.set_targets(TARGETS)
        calendar = desk.add_calendar({"timezone": "UTC", "hours": {"1": [["09:00", "17:00"]]}})
        tickets = [desk.create(calendar) for _ in range(30)]
        agent, departments = desk.agent, desk.departments
    problems: list[Exception] = []
    start = threading.Barrier(4)

    def run(work: str) -> None:
        try:
            with psycopg.connect(fresh_db) as connection:
                mine = Desk(connection, customer=agent, agent=agent, departments=departments)
                start.wait()
                for round_, ticket in enumerate(tickets):
                    mine.at(f"2026-01-12T10:{20 + round_:02}:00Z")
                    if work == "sweep":
                        mine.sweep()
                    elif work == "reply":
                        mine.reply(ticket, agent)
                    elif work == "create":
                        mine.create(calendar)
                    elif round_ % 5 == 0:
                        mine.set_hours(calendar, {"1": [["09:00", f"1{round_ // 5 + 1}:00"]]})
                    connection.commit()
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(work,)) for work in ("sweep", "reply", "create", "edit")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    with psycopg.connect(fresh_db) as look:
        assert Desk(look).mismatches() == []
        once = look.execute(
            "SELECT ticket_id, payload ->> 'metric', payload -> 'cycle', kind FROM helpdesk.event"
            " WHERE kind IN ('sla_breached', 'sla_warning') GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"
        ).fetchall()
        assert once == []
