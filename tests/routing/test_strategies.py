"""Who gets a ticket: eligibility, order, ties."""

from collections import Counter

import pytest

from tests.desk import SYSTEM, Person
from tests.routing.desk import RoutingDesk

MORNING = "2026-03-02 09:00+00"


def ids(people: list[Person]) -> list[int | None]:
    return [person.id for person in people]


# --- round robin


def test_round_robin_takes_turns_one_by_one(desk: RoutingDesk) -> None:
    department, team = desk.team(3)
    assert [desk.routed(department) for _ in range(7)] == (ids(team) * 3)[:7]


def test_round_robin_takes_turns_in_one_batch_as_one_by_one(desk: RoutingDesk) -> None:
    department, team = desk.team(3)
    tickets = [desk.ticket(department_id=department) for _ in range(8)]
    assert desk.route() == 8
    assert [desk.assignee(ticket) for ticket in tickets] == (ids(team) * 3)[:8]
    assert desk.routed(department) == team[2].id


def test_round_robin_keeps_turns_by_department(desk: RoutingDesk) -> None:
    first, team = desk.team(2)
    second, _ = desk.team(0)
    for person in team:
        desk.join(second, person)
    assert [desk.routed(department) for department in (first, second, first, second)] == [
        team[0].id, team[0].id, team[1].id, team[1].id
    ]  # fmt: skip


def test_who_comes_back_gets_one_first_and_not_all_that_was_missed(desk: RoutingDesk) -> None:
    department, team = desk.team(3)
    desk.agent_set(team[0], availability="away")
    for _ in range(6):
        desk.routed(department)
    desk.agent_set(team[0], availability="online")
    assert Counter(desk.routed(department) for _ in range(9)) == Counter(ids(team) * 3)


def test_what_is_assigned_by_hand_costs_no_turn(desk: RoutingDesk) -> None:
    department, team = desk.team(2)
    desk.ticket(department_id=department, assignee_id=team[0].id)
    assert desk.routed(department) == team[0].id


# --- least busy


def test_least_busy_weighs_open_tickets_against_capacity(desk: RoutingDesk) -> None:
    department, (small, large) = desk.team(2, "least_busy")
    desk.agent_set(small, max_open=2)
    desk.agent_set(large, max_open=10)
    got = [desk.routed(department) for _ in range(12)]
    assert Counter(got) == {small.id: 2, large.id: 10}
    # One of two is half full; the large one is so with five.
    assert got[:6].count(small.id) == 1


def test_who_has_no_limit_is_weighed_like_the_roomiest(desk: RoutingDesk) -> None:
    department, (limited, free) = desk.team(2, "least_busy")
    desk.agent_set(limited, max_open=4)
    assert Counter(desk.routed(department) for _ in range(4)) == {limited.id: 2, free.id: 2}


def test_solved_and_deleted_tickets_are_no_load(desk: RoutingDesk) -> None:
    department, (busy, idle) = desk.team(2, "least_busy")
    desk.ticket("resolved", assignee_id=idle.id)
    desk.ticket("closed", assignee_id=idle.id)
    gone = desk.ticket(assignee_id=idle.id)
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET deleted_at = helpdesk.clock() WHERE ticket_id = %s", gone)
    desk.ticket(assignee_id=busy.id)
    assert desk.routed(department) == idle.id


# --- skills


def test_skills_of_department_and_tags_at_their_least_proficiency(desk: RoutingDesk) -> None:
    department, (novice, expert, other) = desk.team(3, "skills")
    desk.can(novice, french=2, sso=3)
    desk.can(expert, french=4, sso=3)
    desk.can(other, sso=5)
    desk.needs(department, sso=2)
    desk.needs("network", french=3)
    ticket = desk.ticket(department_id=department)
    desk.run(SYSTEM, "SELECT helpdesk.add_tags(%s, '{network}')", ticket)
    desk.route()
    assert desk.assignee(ticket) == expert.id
    assert desk.routed(department) == other.id


def test_the_same_skill_asked_for_twice_counts_at_the_highest(desk: RoutingDesk) -> None:
    department, (low, high) = desk.team(2, "skills")
    desk.can(low, french=2)
    desk.can(high, french=4)
    desk.needs(department, french=1)
    desk.needs("network", french=3)
    desk.needs("printer", french=2)
    ticket = desk.ticket(department_id=department)
    desk.run(SYSTEM, "SELECT helpdesk.add_tags(%s, '{network,printer}')", ticket)
    assert desk.explained(ticket)[low.id]["missing_skills"] == "french"
    assert desk.explained(ticket)[high.id]["needed_skills"] == {"french": 3}


def test_skills_order_by_proficiency_then_load(desk: RoutingDesk) -> None:
    department, (best, second, equal) = desk.team(3, "skills")
    desk.can(best, french=5)
    desk.can(second, french=3)
    desk.can(equal, french=3)
    desk.agent_set(best, max_open=1)
    desk.needs(department, french=1)
    got = [desk.routed(department) for _ in range(5)]
    assert got == [best.id, second.id, equal.id, second.id, equal.id]


@pytest.mark.parametrize("strategy", ["round_robin", "least_busy"])
def test_needed_skills_bind_every_strategy(desk: RoutingDesk, strategy: str) -> None:
    department, (plain, skilled) = desk.team(2, strategy)
    desk.can(skilled, french=1)
    desk.needs(department, french=1)
    assert [desk.routed(department) for _ in range(2)] == [skilled.id] * 2
    assert plain.id is not None


# --- capacity


def test_capacity_by_channel_and_in_all(desk: RoutingDesk) -> None:
    department, (person,) = desk.team(1, max_open=3)
    desk.limit(person, "email", 1)
    by_mail = [desk.ticket(department_id=department, channel="email") for _ in range(2)]
    desk.route()
    assert [desk.assignee(ticket) for ticket in by_mail] == [person.id, None]
    by_web = [desk.ticket(department_id=department, channel="web") for _ in range(3)]
    desk.route()
    assert [desk.assignee(ticket) for ticket in by_web] == [person.id, person.id, None]
    assert desk.reason(by_web[2]) == desk.reason(by_mail[1]) == "all_at_capacity"


def test_capacity_is_one_across_departments(desk: RoutingDesk) -> None:
    first, (person,) = desk.team(1, max_open=2)
    second, _ = desk.team(0)
    desk.join(second, person)
    tickets = [desk.ticket(department_id=department) for department in (first, second, first, second)]
    assert desk.route() == 2
    assert [desk.assignee(ticket) for ticket in tickets] == [person.id, person.id, None, None]


def test_the_most_urgent_and_oldest_go_first(desk: RoutingDesk) -> None:
    department, (person,) = desk.team(1, max_open=2)
    old = desk.ticket(department_id=department, created_at="2026-01-02")
    desk.ticket(department_id=department, created_at="2026-01-03")
    urgent = desk.ticket(department_id=department, priority="urgent")
    desk.route()
    assert [desk.assignee(ticket) for ticket in (old, urgent)] == [person.id] * 2


def test_capacity_nought_takes_nothing(desk: RoutingDesk) -> None:
    department, _ = desk.team(1, max_open=0)
    assert desk.routed(department) is None


# --- who can


@pytest.mark.parametrize(
    ("unfit", "reason"),
    [
        ({"is_light": True}, "no_agent"),
        ({"availability": "away"}, "no_agent_online"),
        ({"availability": "offline"}, "no_agent_online"),
        ({"max_open": 0}, "all_at_capacity"),
    ],
)
def test_a_member_who_cannot_is_passed_over_and_named_as_the_reason(
    desk: RoutingDesk, unfit: dict[str, object], reason: str
) -> None:
    department, (person,) = desk.team(1, **unfit)
    ticket = desk.ticket(department_id=department)
    desk.route()
    assert desk.reason(ticket) == reason
    fit = desk.member(department)
    desk.route()
    assert (desk.assignee(ticket), desk.reason(ticket)) == (fit.id, None)
    assert person.id != fit.id


def test_an_absence_counts_from_its_start_to_before_its_end(desk: RoutingDesk) -> None:
    department, (person,) = desk.team(1)
    desk.absent(person, "2026-03-02 10:00+00", "2026-03-02 12:00+00")
    desk.clock("2026-03-02 09:59+00")
    assert desk.routed(department) == person.id
    desk.clock("2026-03-02 10:00+00")
    ticket = desk.ticket(department_id=department)
    desk.route()
    assert desk.reason(ticket) == "all_absent"
    desk.clock("2026-03-02 12:00+00")
    assert desk.route() == 1
    assert desk.assignee(ticket) == person.id


def test_an_absence_until_further_notice(desk: RoutingDesk) -> None:
    department, (person,) = desk.team(1)
    desk.absent(person, "2020-01-01")
    assert desk.routed(department) is None


def test_working_hours_follow_the_agents_time_zone_over_dst(desk: RoutingDesk) -> None:
    """Berlin goes to summer time on 2026-03-29: nine o'clock is 08:00 UTC before and 07:00 UTC after."""
    desk.clock("2026-03-01 00:00+00")
    department, (person,) = desk.team(1)
    desk.run(SYSTEM, "UPDATE helpdesk.person SET time_zone = 'Europe/Berlin' WHERE person_id = %s", person.id)
    desk.hours(person, {str(day): [["09:00", "17:00"]] for day in range(1, 8)})
    found = {}
    for instant in (
        "2026-03-28 07:59+00", "2026-03-28 08:00+00", "2026-03-28 15:59+00", "2026-03-28 16:00+00",
        "2026-03-29 06:59+00", "2026-03-29 07:00+00", "2026-03-29 14:59+00", "2026-03-29 15:00+00",
    ):  # fmt: skip
        desk.clock(instant)
        found[instant] = desk.explained(desk.ticket(department_id=department))[person.id]["is_in_hours"]
    assert list(found.values()) == [False, True, True, False] * 2


def test_own_working_hours_move_with_the_person(desk: RoutingDesk) -> None:
    desk.clock(MORNING)
    department, (person,) = desk.team(1)
    desk.hours(person, {"1": [["09:00", "17:00"]]})
    assert desk.routed(department) == person.id
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET time_zone = 'America/New_York' WHERE person_id = %s", person.id
    )
    desk.db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    ticket = desk.ticket(department_id=department)
    desk.route()
    assert desk.reason(ticket) == "outside_working_hours"


def test_a_holiday_of_the_shared_calendar_is_no_working_day(desk: RoutingDesk) -> None:
    desk.clock("2026-02-01 00:00+00")
    department, (person,) = desk.team(1)
    calendar = desk.one(
        SYSTEM, "INSERT INTO helpdesk.calendar (name) VALUES ('Office') RETURNING calendar_id"
    )
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.calendar_hours (calendar_id, weekday, opens, closes) "
        "VALUES (%s, 1, '08:00', '18:00')",
        calendar,
    )
    desk.run(SYSTEM, "INSERT INTO helpdesk.holiday (calendar_id, day) VALUES (%s, '2026-03-02')", calendar)
    desk.db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    desk.agent_set(person, calendar_id=calendar)
    desk.clock(MORNING)
    assert desk.routed(department) is None
    desk.clock("2026-03-09 09:00+00")
    assert desk.routed(department) == person.id
