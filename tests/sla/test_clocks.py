"""What starts, pauses, stops and moves a clock. Every test ends with: cache equals event log."""

from datetime import date

import psycopg
import pytest

from tests.sla.desk import Desk

NINE_TO_FIVE = {
    "timezone": "UTC",
    "hours": {str(d): [["09:00", "17:00"]] for d in range(1, 6)},
    "holidays": [],
}
TARGETS = {
    ("low", "first_response"): 120,
    ("low", "next_response"): 60,
    ("low", "resolution"): 480,
    ("high", "first_response"): 30,
    ("high", "next_response"): 20,
    ("high", "resolution"): 120,
}


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Targets of TARGETS around the clock; it is Monday 2026-01-12, 09:00."""
    desk.set_targets(TARGETS)
    desk.at("2026-01-12T09:00:00Z")
    return desk


def test_a_public_reply_by_any_agent_stops_first_response(office: Desk) -> None:
    ticket = office.create(assignee_id=None)
    assert office.clock(ticket, "first_response")["due_at"] == "2026-01-12T11:00:00+00:00"
    office.at("2026-01-12T09:20:00Z")
    office.reply(ticket, office.agent, kind="note")
    office.reply(ticket, office.customer)
    assert office.clock(ticket, "first_response")["state"] == "running"
    assert not office.clock(ticket, "next_response")
    office.at("2026-01-12T10:30:00Z")
    office.reply(ticket, office.agent)
    clock = office.clock(ticket, "first_response")
    assert (clock["state"], clock["used_us"]) == ("met", 90 * 60_000_000)
    assert office.events(ticket) == [("sla_met", "first_response", 1)]


def test_a_reply_that_moves_its_ticket_steps_the_clocks_once(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T09:20:00Z")
    office.reply(ticket, office.agent, sets_status="waiting_on_customer")
    facts = office.db.execute(
        "SELECT kind, payload ->> 'status', sla ->> 'status' FROM helpdesk.event"
        " WHERE ticket_id = %s AND kind IN ('reply_created', 'ticket_status_changed') ORDER BY event_id",
        (ticket,),
    )
    assert facts.fetchall() == [
        ("reply_created", "waiting_on_customer", "waiting_on_customer"),
        ("ticket_status_changed", None, None),
    ]


def test_next_response_counts_from_the_oldest_unanswered_message(office: Desk) -> None:
    ticket = office.create()
    office.reply(ticket, office.agent)
    for minute in (10, 30, 40):
        office.at(f"2026-01-12T09:{minute}:00Z")
        office.reply(ticket, office.customer)
    clock = office.clock(ticket, "next_response")
    assert (clock["cycle"], clock["due_at"]) == (1, "2026-01-12T10:10:00+00:00")
    office.at("2026-01-12T10:00:00Z")
    office.reply(ticket, office.agent)
    office.reply(ticket, office.agent)
    assert office.clock(ticket, "next_response")["state"] == "met"
    office.at("2026-01-12T12:00:00Z")
    office.reply(ticket, office.customer)
    clock = office.clock(ticket, "next_response")
    assert (clock["cycle"], clock["started_at"]) == (2, "2026-01-12T12:00:00+00:00")


def test_staff_who_ask_for_themselves_do_not_answer_themselves(office: Desk) -> None:
    ticket = office.create(requester_id=office.agent, assignee_id=None)
    office.reply(ticket, office.agent)
    assert office.clock(ticket, "first_response")["state"] == "running"


@pytest.mark.parametrize(
    ("status", "paused"),
    [
        ("in_progress", set()),
        ("waiting_on_agent", set()),
        ("escalated", set()),
        ("waiting_on_customer", {"next_response", "resolution"}),
        ("on_hold", {"resolution"}),
    ],
)
def test_what_each_status_pauses(office: Desk, status: str, paused: set[str]) -> None:
    ticket = office.create()
    office.reply(ticket, office.agent)
    office.reply(ticket, office.customer)
    office.change(ticket, status=status)
    unanswered = office.create()
    office.change(unanswered, status=status)
    assert office.clock(unanswered, "first_response")["state"] == "running"
    for metric in ("next_response", "resolution"):
        expected = "paused" if metric in paused else "running"
        assert office.clock(ticket, metric)["state"] == expected, metric


def test_a_resolved_ticket_promises_no_answer_until_it_is_reopened(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, status="resolved")
    assert office.clock(ticket)["state"] == "met"
    assert office.clock(ticket, "first_response")["state"] == "paused"
    office.at("2026-01-14T10:00:00Z")
    assert office.sweep() == 0
    office.change(ticket, status="reopened")
    clock = office.clock(ticket, "first_response")
    assert (clock["state"], clock["due_at"]) == ("running", "2026-01-14T11:00:00+00:00")


def test_a_deleted_ticket_stands_still(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T09:30:00Z")
    office.change(ticket, deleted_at="2026-01-12T09:30:00Z")
    office.at("2026-01-13T09:30:00Z")
    assert office.sweep() == 0
    office.change(ticket, deleted_at=None)
    assert office.clock(ticket)["due_at"] == "2026-01-13T17:00:00+00:00"


def test_reopening_begins_a_new_cycle(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, status="resolved")
    office.at("2026-01-13T10:00:00Z")
    office.change(ticket, status="reopened")
    clock = office.clock(ticket)
    assert (clock["cycle"], clock["used_us"], clock["due_at"]) == (2, 0, "2026-01-13T18:00:00+00:00")
    assert office.clock(ticket, cycle=1)["state"] == "met"


def test_a_new_cycle_owes_nothing_to_one_that_was_missed(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-14T10:00:00Z")
    office.change(ticket, status="resolved")
    office.at("2026-01-15T10:00:00Z")
    office.change(ticket, status="reopened")
    states = [office.clock(ticket, cycle=cycle)["state"] for cycle in (1, 2)]
    assert states == ["missed", "running"]
    found = office.db.execute("SELECT cycle, due_at FROM helpdesk.recompute_sla(%s, %s)", (ticket, ticket))
    assert office.clock(ticket)["due_at"] == dict(found.fetchall())[2].isoformat()


def test_reopening_continues_the_cycle_where_the_setting_says_so(office: Desk) -> None:
    office.set("sla.on_reopen", "continue")
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, status="resolved")
    office.at("2026-01-13T10:00:00Z")
    office.change(ticket, status="reopened")
    clock = office.clock(ticket)
    assert (clock["cycle"], clock["state"], clock["due_at"]) == (1, "running", "2026-01-13T17:00:00+00:00")
    office.at("2026-01-13T17:30:00Z")
    office.change(ticket, status="resolved")
    assert office.clock(ticket)["state"] == "missed"


def test_a_higher_priority_keeps_the_start(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, priority="high")
    assert office.clock(ticket)["due_at"] == "2026-01-12T11:00:00+00:00"


def test_a_target_lowered_below_the_used_time_was_due_in_the_past(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, status="waiting_on_customer")
    office.at("2026-01-12T11:00:00Z")
    office.change(ticket, status="in_progress")
    office.at("2026-01-12T13:00:00Z")
    office.change(ticket, priority="high")
    assert office.clock(ticket)["due_at"] == "2026-01-12T12:00:00+00:00"
    office.at("2026-01-12T13:01:00Z")
    office.sweep()
    assert ("sla_breached", "resolution", 1) in office.events(ticket)
    assert office.clock(ticket)["breached_at"] == "2026-01-12T12:00:00+00:00"


def test_two_changes_at_one_instant_breach_nothing(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T13:00:00Z")
    office.change(ticket, priority="high")
    office.change(ticket, priority="low")
    office.at("2026-01-12T13:30:00Z")
    office.reply(ticket, office.agent)
    assert office.clock(ticket)["breached_at"] is None


def test_a_due_date_set_by_hand_survives_what_moves_targets(office: Desk) -> None:
    ticket = office.create(due_at="2026-01-20T12:00:00Z")
    assert office.clock(ticket)["due_at"] == "2026-01-20T12:00:00+00:00"
    assert office.clock(ticket, "first_response")["due_at"] == "2026-01-12T11:00:00+00:00"
    office.change(ticket, priority="high")
    office.change(ticket, status="on_hold")
    assert office.clock(ticket)["due_at"] == "2026-01-20T12:00:00+00:00"
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, status="in_progress")
    office.change(ticket, due_at=None)
    assert office.clock(ticket)["due_at"] == "2026-01-12T12:00:00+00:00"


def test_a_tag_chooses_another_policy_and_used_time_counts_on(office: Desk) -> None:
    tag = office.one("INSERT INTO helpdesk.tag (name) VALUES ('gold') RETURNING tag_id")
    office.add_policy("Gold", {"field": "tags", "operator": "is", "value": "gold"}, resolution=240)
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.db.execute("INSERT INTO helpdesk.ticket_tag VALUES (%s, %s)", (ticket, tag))
    assert office.clock(ticket)["due_at"] == "2026-01-12T13:00:00+00:00"
    assert office.clock(ticket, "first_response")["due_at"] is None
    office.set("sla.on_change", "keep")
    office.db.execute("DELETE FROM helpdesk.ticket_tag")
    assert office.clock(ticket)["due_at"] == "2026-01-12T13:00:00+00:00"


def test_the_organisations_calendar_goes_before_the_departments(office: Desk) -> None:
    calendar = office.add_calendar(NINE_TO_FIVE)
    organisation = office.one(
        "INSERT INTO helpdesk.organisation (name, calendar_id) VALUES ('Org', %s) RETURNING organisation_id",
        calendar,
    )
    round_the_clock = office.one("SELECT calendar_id FROM helpdesk.calendar WHERE name = 'Around the clock'")
    ticket = office.create(round_the_clock, organisation_id=organisation)
    clock = office.clock(ticket)
    assert clock["calendar_version_id"] == office.version_of(calendar)
    assert clock["due_at"] == "2026-01-12T17:00:00+00:00"


def test_business_hours_only_falls_back_to_the_default_calendar(office: Desk) -> None:
    office.at("2026-01-12T16:00:00Z")
    assert office.clock(office.create())["due_at"] == "2026-01-13T00:00:00+00:00"
    office.set("sla.business_hours_only", True)
    assert office.clock(office.create())["due_at"] == "2026-01-13T16:00:00+00:00"


def test_switched_off_there_are_no_clocks(office: Desk) -> None:
    office.set("sla.enabled", False)
    ticket = office.create()
    assert not office.clock(ticket)
    office.set("sla.enabled", True)
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, status="in_progress")
    assert office.clock(ticket)["started_at"] == "2026-01-12T10:00:00+00:00"


# --- edits of calendars and policies


def test_an_edited_calendar_moves_open_clocks_and_keeps_used_time(office: Desk) -> None:
    calendar = office.add_calendar(NINE_TO_FIVE)
    ticket, done = office.create(calendar), office.create(calendar)
    office.at("2026-01-12T11:00:00Z")
    office.change(done, status="resolved")
    before = office.clock(done)
    office.at("2026-01-12T13:00:00Z")
    office.set_hours(calendar, {"1": [["09:00", "14:00"]], "2": [["09:00", "17:00"]]})
    office.settle()
    clock = office.clock(ticket)
    assert clock["used_us"] == 240 * 60_000_000
    assert clock["due_at"] == "2026-01-13T12:00:00+00:00"
    assert office.clock(done) == before
    assert office.one("SELECT count(*) FROM helpdesk.sla_change WHERE calendar_id = %s", calendar) == 1
    assert office.state(ticket, as_of="2026-01-12T12:00:00Z")["due_at"] == "2026-01-12T17:00:00+00:00"


def test_a_holiday_added_moves_what_is_open(office: Desk) -> None:
    calendar = office.add_calendar(NINE_TO_FIVE)
    office.at("2026-01-12T15:00:00Z")
    ticket = office.create(calendar)
    assert office.clock(ticket)["due_at"] == "2026-01-13T15:00:00+00:00"
    office.db.execute(
        "INSERT INTO helpdesk.holiday (calendar_id, day, is_recurring) VALUES (%s, '2020-01-13', true)",
        (calendar,),
    )
    office.settle()
    assert office.clock(ticket)["due_at"] == "2026-01-14T15:00:00+00:00"


def test_saving_the_same_hours_makes_no_version(office: Desk) -> None:
    calendar = office.add_calendar(NINE_TO_FIVE)
    before = office.version_of(calendar)
    office.set_hours(calendar, NINE_TO_FIVE["hours"])  # type: ignore[arg-type]
    office.settle()
    assert office.version_of(calendar) == before


def test_an_edited_policy_moves_open_clocks_and_keeps_used_time(office: Desk) -> None:
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.set_targets(TARGETS | {("low", "resolution"): 180, ("low", "first_response"): 30})
    assert office.clock(ticket)["due_at"] == "2026-01-12T12:00:00+00:00"
    assert office.clock(ticket, "first_response")["due_at"] == "2026-01-12T09:30:00+00:00"


def test_an_edit_found_by_the_next_event_is_not_counted_twice(office: Desk) -> None:
    calendar = office.add_calendar(NINE_TO_FIVE)
    ticket = office.create(calendar)
    office.at("2026-01-12T10:00:00Z")
    office.set_hours(calendar, {"1": [["09:00", "12:00"]], "2": [["09:00", "17:00"]]})
    office.settle()
    office.set_targets(TARGETS | {("low", "resolution"): 240})
    office.at("2026-01-12T11:00:00Z")
    office.change(ticket, status="on_hold")
    office.at("2026-01-13T09:00:00Z")
    office.change(ticket, status="in_progress")
    clock = office.clock(ticket)
    assert (clock["used_us"], clock["paused_us"]) == (120 * 60_000_000, 60 * 60_000_000)
    assert clock["due_at"] == "2026-01-13T11:00:00+00:00"


def test_a_calendar_without_hours_never_makes_anything_due(office: Desk) -> None:
    calendar = office.add_calendar({"timezone": "UTC", "hours": {}})
    assert office.clock(office.create(calendar))["due_at"] is None


# --- settings


def test_a_new_start_on_priority_change_replaces_the_cycle(office: Desk) -> None:
    office.set("sla.on_priority_change", "new_start")
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, priority="high")
    clock = office.clock(ticket)
    assert (clock["cycle"], clock["used_us"], clock["due_at"]) == (2, 0, "2026-01-12T12:00:00+00:00")
    old = office.clock(ticket, cycle=1)
    assert (old["state"], old["used_us"], old["stopped_at"]) == (
        "restarted",
        60 * 60_000_000,
        "2026-01-12T10:00:00+00:00",
    )
    assert office.clock(ticket, "first_response")["due_at"] == "2026-01-12T10:30:00+00:00"
    assert office.events(ticket) == []
    office.at("2026-01-12T12:30:00Z")
    office.change(ticket, status="resolved")
    assert office.clock(ticket)["state"] == "missed"
    assert office.events(ticket) == [("sla_breached", "first_response", 2), ("sla_breached", "resolution", 2)]


def test_a_new_start_does_not_undo_a_breach(office: Desk) -> None:
    office.set("sla.on_priority_change", "new_start")
    ticket = office.create()
    office.at("2026-01-12T12:00:00Z")
    office.change(ticket, priority="high")
    assert office.clock(ticket, "first_response", cycle=1)["state"] == "missed"
    assert office.events(ticket) == [("sla_breached", "first_response", 1)]
    office.at("2026-01-12T12:20:00Z")
    office.reply(ticket, office.agent)
    assert office.events(ticket)[1:] == [("sla_met", "first_response", 2)]


def test_a_new_start_leaves_stopped_clocks_alone(office: Desk) -> None:
    office.set("sla.on_priority_change", "new_start")
    ticket = office.create()
    office.change(ticket, status="resolved")
    office.change(ticket, priority="high")
    assert (office.clock(ticket)["cycle"], office.clock(ticket)["state"]) == (1, "met")


def test_snoozed_clocks_run_or_pause_by_setting(office: Desk) -> None:
    running = office.create()
    office.change(running, snoozed_until="2026-01-13T09:00:00Z")
    assert office.clock(running)["state"] == "running"
    office.set("sla.snoozed", "paused")
    ticket = office.create()
    office.at("2026-01-12T10:00:00Z")
    office.change(ticket, snoozed_until="2026-01-13T09:00:00Z")
    for metric in ("first_response", "resolution"):
        assert office.clock(ticket, metric)["state"] == "paused"
    office.at("2026-01-13T09:00:00Z")
    assert office.one("SELECT helpdesk.wake_snoozed()") == 2
    clock = office.clock(ticket)
    assert (clock["state"], clock["due_at"]) == ("running", "2026-01-13T16:00:00+00:00")


# --- business days

BERLIN = {
    "timezone": "Europe/Berlin",
    "hours": {str(d): [["09:00", "12:00"], ["13:00", "17:00"]] for d in range(1, 6)}
    | {"6": [["10:00", "12:00"]]},
    "holidays": ["2026-03-31"],
}


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-03-25T10:30:00Z", 1, "2026-03-26T10:30:00Z"),  # the same local time
        ("2026-03-26T14:00:00Z", 2, "2026-03-28T11:00:00Z"),  # closed by then: at the closing
        ("2026-03-27T09:30:00Z", 1, "2026-03-28T09:30:00Z"),  # Saturday counts where it opens
        ("2026-03-27T09:30:00Z", 2, "2026-03-30T08:30:00Z"),  # summer time begins on the 29th
        ("2026-03-30T08:30:00Z", 1, "2026-04-01T08:30:00Z"),  # a holiday does not count
        ("2026-03-28T18:00:00Z", 1, "2026-03-30T15:00:00Z"),  # begins with the opening on Monday
        ("2026-03-24T08:00:00Z", 10, "2026-04-04T10:00:00Z"),  # Monday 09:00 is Saturday's closing
    ],
)
def test_business_days_end_at_the_same_local_time(desk: Desk, start: str, days: int, due: str) -> None:
    calendar = desk.add_calendar(BERLIN)
    desk.set_targets({("low", "resolution"): f"{days} days"})
    desk.at(start)
    ticket = desk.create(calendar)
    assert desk.clock(ticket)["due_at"] == due.replace("Z", "+00:00")
    assert desk.clock(ticket)["target_days"] == days


def test_around_the_clock_a_business_day_is_a_day(office: Desk) -> None:
    office.set_targets({("low", "resolution"): "3 days"})
    assert office.clock(office.create())["due_at"] == "2026-01-15T09:00:00+00:00"
    always = office.one("SELECT calendar_id FROM helpdesk.calendar WHERE name = 'Around the clock'")
    office.db.execute("UPDATE helpdesk.calendar SET time_zone = 'Europe/Berlin'")
    office.settle()
    office.at("2026-03-28T09:00:00Z")
    assert office.clock(office.create(always))["due_at"] == "2026-03-31T08:00:00+00:00"


def test_a_pause_moves_business_days_by_what_it_lasted(office: Desk) -> None:
    office.set_targets({("low", "resolution"): "1 days", ("high", "resolution"): "2 days"})
    ticket = office.create(office.add_calendar(NINE_TO_FIVE))
    office.at("2026-01-12T15:00:00Z")
    office.change(ticket, status="on_hold")
    office.at("2026-01-13T10:00:00Z")
    office.change(ticket, status="in_progress")
    assert office.clock(ticket)["due_at"] == "2026-01-13T12:00:00+00:00"
    state = office.state(ticket)
    assert (state["used_minutes"], state["paused_minutes"], state["remaining_minutes"]) == (360, 180, 120)
    office.change(ticket, priority="high")
    assert office.clock(ticket)["due_at"] == "2026-01-14T12:00:00+00:00"


def test_an_edited_calendar_counts_business_days_anew(office: Desk) -> None:
    calendar = office.add_calendar(NINE_TO_FIVE)
    office.set_targets({("low", "resolution"): "2 days"})
    office.at("2026-01-12T12:00:00Z")
    ticket = office.create(calendar)
    assert office.clock(ticket)["due_at"] == "2026-01-14T12:00:00+00:00"
    office.db.execute(
        "INSERT INTO helpdesk.holiday (calendar_id, day) VALUES (%s, '2026-01-13')", (calendar,)
    )
    office.settle()
    assert office.clock(ticket)["due_at"] == "2026-01-15T12:00:00+00:00"


def test_a_calendar_that_opens_too_seldom_is_refused(office: Desk) -> None:
    calendar = office.add_calendar({"timezone": "UTC", "hours": {"1": [["09:00", "17:00"]]}})
    assert office.one(
        "SELECT helpdesk.add_business_days_by_listing(%s, '2026-01-12', 100)", office.version_of(calendar)
    ) == date(2027, 12, 13)
    with pytest.raises(psycopg.Error) as caught, office.db.transaction():
        office.one(
            "SELECT helpdesk.add_business_days_by_listing(%s, '2026-01-12', 9000)",
            office.version_of(calendar),
        )
    assert caught.value.sqlstate == "PD201"


# --- the last calendar counts for the whole cycle


def test_the_last_calendar_counts_for_the_whole_cycle_by_setting(office: Desk) -> None:
    office.set("sla.on_calendar_change", "last")
    calendar = office.add_calendar(NINE_TO_FIVE)
    always = office.one("SELECT calendar_id FROM helpdesk.calendar WHERE name = 'Around the clock'")
    ticket = office.create(always)
    office.at("2026-01-12T19:00:00Z")
    office.change(ticket, status="on_hold")
    office.at("2026-01-13T10:00:00Z")
    office.change(ticket, status="in_progress")
    before = office.clock(ticket)
    assert before["used_us"] == 600 * 60_000_000
    assert before["breached_at"] == "2026-01-12T17:00:00+00:00"
    office.change(ticket, department_id=office.department_with(calendar))
    clock = office.clock(ticket)
    assert (clock["used_us"], clock["paused_us"]) == (480 * 60_000_000, 60 * 60_000_000)
    assert clock["due_at"] == "2026-01-12T17:00:00+00:00"
    intervals = office.one("SELECT intervals FROM api.explain_sla(%s) WHERE metric = 'resolution'", ticket)
    assert {i["calendar"] for i in intervals} == {"vector"}
    assert sum(i["minutes"] for i in intervals if i["kind"] == "counted") == 480


def test_an_edited_calendar_counts_for_the_whole_cycle_by_setting(office: Desk) -> None:
    office.set("sla.on_calendar_change", "last")
    calendar = office.add_calendar(NINE_TO_FIVE)
    ticket = office.create(calendar)
    office.at("2026-01-12T15:00:00Z")
    assert office.state(ticket)["used_minutes"] == 360
    office.set_hours(calendar, {str(day): [["13:00", "17:00"]] for day in range(1, 6)})
    office.settle()
    clock = office.clock(ticket)
    assert (clock["used_us"], clock["due_at"]) == (120 * 60_000_000, "2026-01-13T17:00:00+00:00")
    office.set("sla.on_calendar_change", "segment")
    office.change(ticket, ticket_type="incident")
    office.at("2026-01-13T13:00:00Z")
    office.set_hours(calendar, NINE_TO_FIVE["hours"])  # type: ignore[arg-type]
    office.settle()
    assert office.clock(ticket)["used_us"] == 240 * 60_000_000
    assert office.clock(ticket)["due_at"] == "2026-01-13T17:00:00+00:00"


def test_a_lower_target_is_reached_by_the_hours_of_each_part_of_a_stretch(office: Desk) -> None:
    calendar = office.add_calendar(NINE_TO_FIVE)  # type: ignore[arg-type]
    ticket = office.create(calendar=calendar)
    office.at("2026-01-12T10:00:00Z")
    office.set_hours(calendar, {"1": [["13:00", "20:00"]]})
    office.settle()
    for hour, status in ((16, "waiting_on_customer"), (17, "open")):
        office.at(f"2026-01-12T{hour}:00:00Z")
        office.change(ticket, status=status)
    office.at("2026-01-12T18:00:00Z")
    office.change(ticket, priority="high")
    clock = office.clock(ticket)
    assert (clock["due_at"], office.mismatches()) == ("2026-01-12T14:00:00+00:00", [])
