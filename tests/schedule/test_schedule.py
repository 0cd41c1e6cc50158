"""run_job: once at a time, its run and its error written down."""

import psycopg
import pytest

from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk, Person, refused

WORKER = Person("worker")


@pytest.fixture
def job(desk: Desk) -> str:
    desk.run(SYSTEM, "INSERT INTO helpdesk.schedule VALUES ('job', '* * * * *', '6 * 7', 'Answers.')")
    return "job"


def runs(desk: Desk) -> list[tuple[object, ...]]:
    return desk.run(SYSTEM, "SELECT name, result, error FROM helpdesk.schedule_run ORDER BY run_id")


def test_a_run_is_written_down(desk: Desk, job: str) -> None:
    desk.clock("2024-05-01 10:00+00")
    assert desk.one(WORKER, "SELECT helpdesk.run_job(%s)", job) == "42"
    assert runs(desk) == [("job", "42", None)]
    assert desk.one(
        desk.agent, "SELECT started_at = '2024-05-01 10:00+00' AND duration >= '0' FROM api.schedule_runs"
    )


def test_an_error_is_written_down_and_undoes_the_job_only(desk: Desk, job: str) -> None:
    desk.run(
        SYSTEM, "UPDATE helpdesk.schedule SET call = '1 / (helpdesk.set_all_low() - 1)' WHERE name = 'job'"
    )
    desk.db.execute(
        "CREATE FUNCTION helpdesk.set_all_low() RETURNS int LANGUAGE sql BEGIN ATOMIC "
        "UPDATE helpdesk.ticket SET priority = 'low'; SELECT 1; END"
    )
    ticket = desk.ticket()
    assert desk.one(WORKER, "SELECT helpdesk.run_job(%s)", job) == "error: 22012 division by zero"
    assert runs(desk) == [("job", None, "22012 division by zero")]
    assert desk.ticket_row(ticket)["priority"] == "medium"


def test_a_job_without_a_result_is_done(desk: Desk, job: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET call = 'NULL' WHERE name = 'job'")
    assert desk.one(WORKER, "SELECT helpdesk.run_job(%s)", job) == "done"


def test_an_unknown_job_is_refused(desk: Desk) -> None:
    with refused("PD001", "job nope not found"):
        desk.run(WORKER, "SELECT helpdesk.run_job('nope')")


def test_every_shipped_job_runs(desk: Desk) -> None:
    for name, cron in desk.run(WORKER, "SELECT * FROM helpdesk.list_jobs()"):
        with desk.db.transaction(force_rollback=True):
            result = desk.one(WORKER, "SELECT helpdesk.run_job(%s)", name)
        assert not result.startswith("error"), f"{name} ({cron}): {result}"


def test_jobs_are_kept_apart_by_rows_and_no_advisory_lock_which_anybody_can_hold(desk: Desk) -> None:
    for name, _ in desk.run(WORKER, "SELECT * FROM helpdesk.list_jobs()"):
        with desk.db.transaction(force_rollback=True):
            desk.one(WORKER, "SELECT helpdesk.run_job(%s)", name)
            held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            assert desk.one(SYSTEM, held) == 0, name


def test_a_job_runs_once_for_a_minute_and_by_hand_whenever_asked(desk: Desk, job: str) -> None:
    found = []
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET timed_at = '2024-05-01 09:59+00' WHERE name = 'job'")
    for second, minute in ((0, 0), (30, 0), (59, 1), (60, 1), (61, 0), (62, 1)):
        desk.clock(f"2024-05-01 10:{second // 60:02}:{second % 60:02}+00")
        found.append(desk.one(WORKER, "SELECT helpdesk.run_job('job', %s)", f"2024-05-01 10:0{minute}+00"))
    assert found == ["42", "not due", "not due", "42", "not due", "not due"]
    assert [desk.one(WORKER, "SELECT helpdesk.run_job('job')") for _ in range(2)] == ["42", "42"]
    assert len(runs(desk)) == 4


def test_a_job_that_did_as_much_as_it_may_goes_on_by_the_queue(desk: Desk, job: str) -> None:
    for call, queued in (("1, 2", 0), ("2, 2", 1), ("0, 0", 0)):
        with desk.db.transaction(force_rollback=True):
            desk.run(SYSTEM, "UPDATE helpdesk.schedule SET call = %s", f"helpdesk.job_has_more({call})")
            desk.one(SYSTEM, "SELECT helpdesk.run_job('job', p_days => NULL)")
            statement = (
                "SELECT message -> 'args' FROM dramatiq.queue WHERE message ->> 'actor_name' = 'run_job'"
            )
            assert desk.run(SYSTEM, statement) == [(["job", None],)] * queued


def test_days_are_for_jobs_that_take_them(desk: Desk, job: str) -> None:
    desk.clock("2024-05-01 10:00+00")
    ticket = desk.ticket("resolved")
    desk.clock("2024-05-04 10:00:01+00")
    run = "SELECT helpdesk.run_job('close_resolved', p_days => %s)"
    assert [desk.one(WORKER, run, days) for days in (None, 4, 3)] == ["0", "0", "1"]
    assert desk.ticket_row(ticket)["status"] == "closed"
    for name, days in (("job", 3), ("close_resolved", -1)):
        with refused("PD006", f"job {name} takes no {days} days"):
            desk.run(WORKER, "SELECT helpdesk.run_job(%s, p_days => %s)", name, days)


def test_a_trial_says_what_a_job_would_write_and_writes_nothing(desk: Desk) -> None:
    desk.clock("2024-05-01 10:00+00")
    tickets = [desk.ticket("resolved") for _ in range(3)]
    desk.clock("2024-05-09 10:00+00")
    before = desk.run(SYSTEM, "SELECT t::text FROM helpdesk.ticket AS t ORDER BY ticket_id")
    ((result, has_more, touched),) = desk.run(WORKER, "SELECT * FROM helpdesk.try_job('close_resolved')")
    assert (result, has_more, touched["helpdesk.ticket"]) == ("3", False, {"updated": 3})
    assert [rows for table, rows in touched.items() if table.startswith("audit.change")] == [{"inserted": 3}]
    assert desk.run(SYSTEM, "SELECT t::text FROM helpdesk.ticket AS t ORDER BY ticket_id") == before
    assert (runs(desk), desk.ticket_row(tickets[0])["status"]) == ([], "resolved")
    failed = "SELECT count(*) FROM helpdesk.schedule_run WHERE starts_with(error, 'PD064')"
    assert desk.one(SYSTEM, failed) == 0, "by which it is undone"
    with refused("PD006", "close_resolved takes no -1 days"):
        desk.run(WORKER, "SELECT helpdesk.try_job('close_resolved', -1)")


def test_a_trial_of_a_batch_says_that_there_is_more(desk: Desk, job: str) -> None:
    call = "helpdesk.job_has_more(2, 2)"
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET call = %s WHERE name = 'job'", call)
    assert desk.run(WORKER, "SELECT * FROM helpdesk.try_job('job')") == [("2", True, {})]
    queued = "SELECT count(*) FROM dramatiq.queue WHERE message ->> 'actor_name' = 'run_job'"
    assert desk.one(SYSTEM, queued) == 0


def test_a_trial_that_fails_says_why(desk: Desk, job: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET call = '1 / 0' WHERE name = 'job'")
    with refused("22012", "division by zero"):
        desk.run(WORKER, "SELECT helpdesk.try_job('job')")


def test_a_job_knows_for_which_minute_it_runs(desk: Desk, job: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET call = 'extract(minute FROM $2)' WHERE name = 'job'")
    desk.run(SYSTEM, "UPDATE helpdesk.schedule SET timed_at = '2024-05-01 09:59+00' WHERE name = 'job'")
    desk.clock("2024-05-01 10:03:10+00")
    assert desk.one(WORKER, "SELECT helpdesk.run_job('job', '2024-05-01 10:00+00')") == "0"
    assert desk.one(WORKER, "SELECT helpdesk.run_job('job')") == "done"


def test_old_runs_are_purged(desk: Desk, job: str) -> None:
    desk.clock("2024-05-01 10:00+00")
    desk.run(WORKER, "SELECT helpdesk.run_job(%s)", job)
    desk.clock("2024-05-31 10:00:01+00")
    desk.run(WORKER, "SELECT helpdesk.run_job(%s)", job)
    assert desk.one(WORKER, "SELECT helpdesk.purge_schedule_runs()") == 1
    assert len(runs(desk)) == 1


def test_inactive_jobs_are_not_listed(desk: Desk, job: str) -> None:
    desk.run(desk.admin, "UPDATE api.schedule SET is_active = false WHERE name = 'job'")
    assert ("job", "* * * * *") not in desk.run(WORKER, "SELECT * FROM helpdesk.list_jobs()")


def test_admins_choose_when_but_not_what(desk: Desk, job: str) -> None:
    desk.run(desk.admin, "UPDATE api.schedule SET cron = '0 * * * *' WHERE name = 'job'")
    with refused("23514", "schedule_cron_has_five_fields"):
        desk.run(desk.admin, "UPDATE api.schedule SET cron = 'hourly' WHERE name = 'job'")
    with refused("23514", "schedule_cron_is_a_time"):
        desk.run(desk.admin, "UPDATE api.schedule SET cron = '61 * * * *' WHERE name = 'job'")
    with refused("42501"):
        desk.run(desk.admin, "UPDATE api.schedule SET call = 'pg_sleep(1)' WHERE name = 'job'")
    for who in (desk.customer, desk.agent):
        with refused("42501"):
            desk.run(who, "UPDATE api.schedule SET is_active = false")


def test_a_second_runner_finds_it_running(fresh_db: str) -> None:
    worker = login_dsn(fresh_db, "worker")
    with psycopg.connect(worker) as first, psycopg.connect(worker) as second:
        statement = "SELECT helpdesk.run_job('purge_schedule_runs')"
        assert first.execute(statement).fetchone() == ("0",)
        assert second.execute(statement).fetchone() == ("already running",)
        second.commit()
        first.commit()
        assert second.execute(statement).fetchone() == ("0",)
        second.commit()
    with psycopg.connect(fresh_db) as admin:
        assert admin.execute("SELECT count(*) FROM helpdesk.schedule_run").fetchone() == (2,)
