"""The worker's clock: it runs what is due, several at once run a job once, and it survives what it meets."""

import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from pgdesk.workers.clock import Clock
from tests.conftest import clone, login_dsn

_DUE = "UPDATE helpdesk.schedule SET timed_at = timed_at - interval '5 minutes' WHERE name = 'count_one'"


@pytest.fixture
def fresh_18(pg18_server: str) -> Iterator[str]:
    with clone(pg18_server, f"pgdesk_clock_{secrets.token_hex(5)}") as made:
        yield made


@pytest.fixture(params=["fresh_db", pytest.param("fresh_18", marks=pytest.mark.pg18)])
def one_job(request: pytest.FixtureRequest) -> str:
    """A database whose only active job counts its runs, and is due."""
    dsn: str = request.getfixturevalue(request.param)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.schedule SET is_active = false")
        connection.execute(
            "CREATE TABLE helpdesk.counted (n int); ALTER TABLE helpdesk.counted OWNER TO pgdesk_owner"
        )
        connection.execute(
            "INSERT INTO helpdesk.schedule (name, cron, call, description)"
            " VALUES ('count_one', '* * * * *', 'helpdesk.count_one()', 'For a test')"
        )
        connection.execute(
            "CREATE FUNCTION helpdesk.count_one() RETURNS void LANGUAGE sql"
            " AS 'INSERT INTO helpdesk.counted VALUES (1)'"
        )
        connection.execute("GRANT EXECUTE ON FUNCTION helpdesk.count_one() TO PUBLIC")
        connection.execute(_DUE)
    return dsn


@pytest.fixture
def clocks() -> Iterator[list[tuple[Clock, threading.Thread]]]:
    running: list[tuple[Clock, threading.Thread]] = []
    yield running
    for clock, _ in running:
        clock.stop()
    for _, thread in running:
        thread.join(20)


def _start(dsn: str, running: list[tuple[Clock, threading.Thread]]) -> Clock:
    clock = Clock(login_dsn(dsn, "worker"), most=0.1, while_due=0.1)
    thread = threading.Thread(target=clock.run)
    running.append((clock, thread))
    thread.start()
    return clock


def _until(dsn: str, condition: str) -> bool:
    """Waits until it is true, 20 s at most."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for _ in range(200):
            row = connection.execute(f"SELECT ({condition}), pg_sleep(0.1)".encode()).fetchone()
            if row and row[0]:
                return True
    return False


def _execute(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


_HAS_RUN = "SELECT count(*) > 0 FROM helpdesk.counted"
_HAS_TICKED = "SELECT worker_at IS NOT NULL FROM helpdesk.schedule_clock"


def test_the_clock_runs_what_is_due_and_ticks(
    one_job: str, clocks: list[tuple[Clock, threading.Thread]]
) -> None:
    _start(one_job, clocks)
    assert _until(one_job, _HAS_RUN)
    assert _until(one_job, _HAS_TICKED)
    with psycopg.connect(one_job) as connection:
        row = connection.execute(
            "SELECT count(due_at) >= 1, bool_and(error IS NULL)"
            " FROM helpdesk.schedule_run WHERE name = 'count_one'"
        ).fetchone()
    assert row == (True, True)


def test_beside_pg_cron_it_runs_what_is_late_and_where_it_is_off_nothing(
    one_job: str, clocks: list[tuple[Clock, threading.Thread]]
) -> None:
    _execute(one_job, "UPDATE helpdesk.schedule_clock SET kind = 'off'")
    _start(one_job, clocks)
    assert _until(one_job, _HAS_TICKED)
    assert not _until_now(one_job, _HAS_RUN)
    _execute(one_job, "UPDATE helpdesk.schedule_clock SET kind = 'pg_cron'")
    assert _until(one_job, _HAS_RUN)


def _until_now(dsn: str, condition: str) -> bool:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(condition.encode()).fetchone()
    return bool(row and row[0])


def test_nobody_keeps_it_from_ticking_by_an_advisory_lock(
    one_job: str, clocks: list[tuple[Clock, threading.Thread]]
) -> None:
    with psycopg.connect(login_dsn(one_job, "reporter")) as reporter:
        for key in ("hashtext('pgdesk clock')", "hashtext('helpdesk.run_job'), hashtext('count_one')"):
            reporter.execute(f"SELECT pg_advisory_lock({key})".encode())
        _start(one_job, clocks)
        assert _until(one_job, _HAS_RUN)


def test_several_clocks_run_a_job_once(one_job: str) -> None:
    together = threading.Barrier(4, timeout=60)

    def tick(_: int) -> None:
        with psycopg.connect(login_dsn(one_job, "worker"), autocommit=True) as connection:
            for _ in range(10):
                if together.wait() == 0:
                    _execute(one_job, "UPDATE helpdesk.schedule_turn SET done_until = NULL")
                together.wait()
                connection.execute("CALL helpdesk.run_due_jobs('worker')")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tick, range(4)))
    with psycopg.connect(one_job) as connection:
        assert connection.execute("SELECT count(*) FROM helpdesk.counted").fetchone() == (10,)


def test_a_slow_job_holds_up_no_other(one_job: str, clocks: list[tuple[Clock, threading.Thread]]) -> None:
    _execute(
        one_job,
        "INSERT INTO helpdesk.schedule (name, cron, call, description)"
        " VALUES ('a_slow_one', '* * * * *', 'pg_sleep(30)', 'For a test')",
        _DUE.replace("count_one", "a_slow_one").replace("5 minutes", "6 minutes"),
    )
    _start(one_job, clocks)
    assert _until(one_job, _HAS_RUN)
    _execute(
        one_job,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'pgdesk jobs'",
    )


def test_an_edit_does_not_wait_for_a_run(one_job: str) -> None:
    with psycopg.connect(login_dsn(one_job, "worker")) as running:
        running.execute("SELECT helpdesk.run_job('count_one')")
        _execute(
            one_job,
            "SET lock_timeout = '1s'",
            "UPDATE helpdesk.schedule SET is_active = false WHERE name = 'count_one'",
        )


def test_the_clock_survives_a_lost_connection(
    one_job: str, clocks: list[tuple[Clock, threading.Thread]]
) -> None:
    _start(one_job, clocks)
    assert _until(one_job, _HAS_RUN)
    _execute(
        one_job,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'pgdesk clock'",
        "TRUNCATE helpdesk.counted",
        "UPDATE helpdesk.schedule_turn SET done_until = NULL",
    )
    assert _until(one_job, _HAS_RUN)


def test_a_job_never_runs_twice_at_once(one_job: str) -> None:
    _execute(one_job, "UPDATE helpdesk.schedule SET call = 'pg_sleep(1)' WHERE name = 'count_one'")

    def run(_: int) -> str:
        with psycopg.connect(login_dsn(one_job, "worker"), autocommit=True) as connection:
            row = connection.execute("SELECT helpdesk.run_job('count_one')").fetchone()
        assert row is not None
        return str(row[0])

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(run, range(3))).count("already running") == 2
