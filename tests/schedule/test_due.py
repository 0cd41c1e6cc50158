"""What is due, for which clock, and what is late: the rows of schedule are the only truth."""

import pytest

from tests.desk import SYSTEM, Desk, Person, refused

WORKER = Person("worker")


class Schedule:
    """One job at `cron`, its clock pg_cron since nine; `at` moves the time."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.run(SYSTEM, "UPDATE helpdesk.schedule SET is_active = false")
        self.at("09:00")
        desk.run(SYSTEM, "INSERT INTO helpdesk.schedule VALUES ('job', '* * * * *', '6 * 7', 'Answers.')")
        desk.run(SYSTEM, "UPDATE helpdesk.schedule_clock SET kind = 'pg_cron', chosen_at = helpdesk.clock()")

    def at(self, time: str) -> None:
        self.desk.clock(f"2024-05-01 {time}+00")

    def edit(self, column: str, value: object) -> None:
        statement = f"UPDATE api.schedule SET {column} = %s WHERE name = 'job'"
        self.desk.run(self.desk.admin, statement, value)

    def run(self, clock: str) -> str | None:
        """The minute for which this clock ran the job, or None."""
        self.desk.one(WORKER, "SELECT helpdesk.tick_clock(%s)", clock)
        ((name, due),) = self.desk.run(WORKER, "SELECT * FROM helpdesk.begin_next_job(%s)", clock)
        if name is None:
            return None
        assert self.desk.one(WORKER, "SELECT helpdesk.run_job(%s, %s)", name, due) == "42"
        return str(due.strftime("%H:%M"))

    def late(self) -> list[tuple[str, str]]:
        rows = self.desk.run(WORKER, "SELECT name, late_since FROM helpdesk.list_late_jobs()")
        return [(name, since.strftime("%H:%M:%S")) for name, since in rows]


@pytest.fixture
def schedule(desk: Desk) -> Schedule:
    desk.db.execute("SET LOCAL TimeZone = 'UTC'")
    return Schedule(desk)


def test_an_edit_is_in_force_at_the_next_minute_of_either_clock(schedule: Schedule) -> None:
    schedule.at("09:01")
    assert schedule.run("pg_cron") == "09:01"
    schedule.edit("is_active", False)
    for clock in ("pg_cron", "worker"):
        schedule.at("09:05")
        assert schedule.run(clock) is None
    schedule.edit("is_active", True)
    assert schedule.run("pg_cron") is None, "minutes in which it was off are not made up for"
    schedule.edit("cron", "7 * * * *")
    schedule.at("09:06")
    assert schedule.run("pg_cron") is None
    schedule.at("09:07")
    assert schedule.run("pg_cron") == "09:07"


def test_a_new_time_does_not_make_up_for_minutes_before_it(schedule: Schedule) -> None:
    schedule.at("09:00:30")
    schedule.edit("cron", "0 * * * *")
    assert (schedule.run("pg_cron"), schedule.late()) == (None, [])


def test_a_job_that_was_chosen_is_not_run_once_it_is_off(schedule: Schedule) -> None:
    schedule.at("09:01")
    ((name, due),) = schedule.desk.run(WORKER, "SELECT * FROM helpdesk.begin_next_job('pg_cron')")
    schedule.edit("is_active", False)
    assert schedule.desk.one(WORKER, "SELECT helpdesk.run_job(%s, %s)", name, due) == "not due"


def test_the_clock_that_stands_by_takes_what_is_late(schedule: Schedule) -> None:
    schedule.at("09:01:29")
    assert schedule.run("worker") is None
    schedule.at("09:01:30")
    assert schedule.run("worker") == "09:01"
    assert schedule.run("pg_cron") is None, "once for a minute, whichever clock"
    schedule.at("09:02")
    assert schedule.run("pg_cron") == "09:02"
    schedule.at("09:02:40")
    assert schedule.run("worker") is None


def test_missed_minutes_are_one_run(schedule: Schedule) -> None:
    schedule.at("12:00")
    assert [schedule.run("pg_cron") for _ in range(2)] == ["09:01", None]
    schedule.at("12:01")
    assert schedule.run("pg_cron") == "12:01"


def test_missed_minutes_are_a_run_each_where_the_job_says_so(schedule: Schedule) -> None:
    schedule.edit("cron", "*/30 * * * *")
    schedule.edit("catch_up", "all")
    schedule.at("10:40")
    assert [schedule.run("pg_cron") for _ in range(4)] == ["09:30", "10:00", "10:30", None]
    schedule.desk.clock("2024-05-20 11:10+00")
    assert schedule.run("pg_cron") == "11:30", "of the last seven days, not of the weeks before"
    ((due,),) = schedule.desk.run(SYSTEM, "SELECT max(due_at) FROM helpdesk.schedule_run")
    assert due.day == 13


def test_missed_minutes_are_left_out_where_the_job_says_so(schedule: Schedule) -> None:
    schedule.edit("cron", "*/30 * * * *")
    schedule.edit("catch_up", "none")
    schedule.at("10:40")
    assert (schedule.run("pg_cron"), schedule.late()[1:]) == (None, [])
    schedule.at("11:04")
    assert schedule.run("pg_cron") == "11:00", "a clock may be some minutes late"
    schedule.at("11:30")
    schedule.desk.run(WORKER, "SELECT helpdesk.begin_next_job('pg_cron')")
    schedule.at("11:41")
    assert ("job", "11:30:00") in schedule.late(), "what was begun and is not done is late all the same"
    ((name, due),) = schedule.desk.run(WORKER, "SELECT * FROM helpdesk.begin_next_job('pg_cron')")
    assert schedule.desk.one(WORKER, "SELECT helpdesk.run_job(%s, %s)", name, due) == "not due"
    assert (schedule.run("pg_cron"), schedule.late()[1:]) == (None, [])
    schedule.at("12:00")
    assert schedule.run("pg_cron") == "12:00"


def test_only_three_ways_to_catch_up_are_known(schedule: Schedule) -> None:
    with refused("23514", "schedule_catch_up_is_known"):
        schedule.edit("catch_up", "twice")


def test_a_day_is_not_lost_with_the_minute(schedule: Schedule) -> None:
    schedule.edit("cron", "15 9 * * *")
    schedule.at("11:00")
    assert schedule.run("worker") == "09:15"


@pytest.mark.parametrize("clock", ["pg_cron", "worker"])
def test_off_is_off_for_every_clock(schedule: Schedule, clock: str) -> None:
    schedule.desk.run(SYSTEM, "UPDATE helpdesk.schedule_clock SET kind = 'off'")
    schedule.at("12:00")
    assert (schedule.run(clock), schedule.late()) == (None, [])
    assert schedule.desk.one(WORKER, "SELECT helpdesk.tick_clock(%s)", clock) is None


def test_a_run_that_broke_off_is_tried_again_after_a_minute(schedule: Schedule) -> None:
    schedule.at("09:01")
    schedule.desk.run(WORKER, "SELECT helpdesk.begin_next_job('pg_cron')")
    schedule.at("09:01:59")
    assert schedule.run("worker") is None
    schedule.at("09:02:01")
    assert schedule.run("pg_cron") == "09:01"


def test_a_time_that_was_set_back_stops_nothing(schedule: Schedule) -> None:
    schedule.at("21:00")
    assert schedule.run("pg_cron") == "09:01"
    schedule.at("10:00")
    assert schedule.run("pg_cron") == "10:00"
    schedule.at("10:01")
    assert schedule.run("pg_cron") == "10:01"


def test_a_clock_says_when_its_next_job_is_due(schedule: Schedule) -> None:
    schedule.edit("cron", "10 9 * * *")
    ticks = [schedule.desk.one(WORKER, "SELECT helpdesk.tick_clock(%s)", c) for c in ("pg_cron", "worker")]
    assert ticks == [600, 630]


def test_a_clock_that_does_not_tick_is_told_within_two_minutes(schedule: Schedule) -> None:
    schedule.at("09:01")
    schedule.run("pg_cron")
    schedule.at("09:02:30")
    schedule.run("worker")
    assert schedule.late() == []
    schedule.at("09:02:31")
    assert schedule.late() == [("clock", "09:01:00")]
    schedule.at("09:03:01")
    schedule.run("pg_cron")
    assert schedule.late() == []


def test_jobs_that_nobody_begins_are_told_with_the_minute(schedule: Schedule) -> None:
    schedule.at("09:02")
    for clock in ("pg_cron", "worker"):
        schedule.desk.one(WORKER, "SELECT helpdesk.tick_clock(%s)", clock)
    assert schedule.late() == []
    schedule.at("09:02:01")
    assert schedule.late() == [("job", "09:01:00")]


def test_a_job_in_work_is_late_after_ten_minutes(schedule: Schedule) -> None:
    schedule.at("09:01")
    schedule.desk.run(WORKER, "SELECT helpdesk.begin_next_job('pg_cron')")
    for time, late in (("09:11", []), ("09:11:01", [("job", "09:01:00")])):
        schedule.at(time)
        schedule.desk.one(WORKER, "SELECT helpdesk.tick_clock('pg_cron')")
        assert schedule.late() == late


def test_before_a_deploy_has_chosen_a_clock_nothing_is_late(schedule: Schedule) -> None:
    schedule.desk.run(SYSTEM, "UPDATE helpdesk.schedule_clock SET chosen_at = NULL")
    schedule.at("12:00")
    assert schedule.late() == []
