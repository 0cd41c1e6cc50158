"""The worker's clock: which jobs are due, one holder at a time, take-over, wrong expressions."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from pgdesk.workers import clock as clock_module
from pgdesk.workers.clock import Clock, is_due
from tests.conftest import login_dsn

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "last", "now", "due"),
    [
        ("* * * * *", NOON, NOON + timedelta(minutes=1), True),
        ("* * * * *", NOON, NOON + timedelta(seconds=59), False),
        ("0 12 * * *", NOON, NOON + timedelta(minutes=1), False),
        ("0 12 * * *", NOON - timedelta(seconds=1), NOON, True),
        ("*/5 * * * *", NOON, NOON + timedelta(minutes=4), False),
        ("*/5 * * * *", NOON, NOON + timedelta(minutes=7), True),
        ("0 3 * * 0", NOON, NOON + timedelta(days=7), True),
        ("61 * * * *", NOON, NOON + timedelta(days=1), False),
        ("0 0 30 2 *", NOON, NOON + timedelta(days=1), False),
    ],
)
def test_a_job_is_due_at_its_minutes(cron: str, last: datetime, now: datetime, due: bool) -> None:
    assert is_due(cron, last, now) is due


@pytest.fixture
def one_job(fresh_db: str) -> str:
    """A database whose only active job counts its runs."""
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.schedule SET is_active = false")
        connection.execute(
            "CREATE TABLE helpdesk.counted (n int); ALTER TABLE helpdesk.counted OWNER TO pgdesk_owner"
        )
        connection.execute(
            "CREATE FUNCTION helpdesk.count_one() RETURNS void LANGUAGE sql"
            " AS 'INSERT INTO helpdesk.counted VALUES (1)'"
        )
        connection.execute("GRANT EXECUTE ON FUNCTION helpdesk.count_one() TO PUBLIC")
        connection.execute(
            "INSERT INTO helpdesk.schedule (name, cron, call, description)"
            " VALUES ('count_one', '* * * * *', 'helpdesk.count_one()', 'For a test')"
        )
    return fresh_db


class _FastTime:
    """Every look at this watch is two seconds before the next full minute, a minute on."""

    def __init__(self) -> None:
        self._minutes = 0
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        with self._lock:
            self._minutes += 1
            return NOON + timedelta(minutes=self._minutes, seconds=-0.01)


@pytest.fixture
def clocks() -> Iterator[list[tuple[Clock, threading.Thread]]]:
    running: list[tuple[Clock, threading.Thread]] = []
    yield running
    for clock, _ in running:
        clock.stop()
    for _, thread in running:
        thread.join(20)


def _start(dsn: str, running: list[tuple[Clock, threading.Thread]]) -> Clock:
    clock = Clock(login_dsn(dsn, "worker"), _FastTime())
    thread = threading.Thread(target=clock.run)
    running.append((clock, thread))
    thread.start()
    return clock


def _runs(dsn: str, wanted: int) -> int:
    """Waits (at most 20 s) until the job ran `wanted` times; returns how often it has."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for _ in range(200):
            row = connection.execute("SELECT count(*), pg_sleep(0.1) FROM helpdesk.counted").fetchone()
            if row and row[0] >= wanted:
                return int(row[0])
    return 0


def test_the_clock_runs_due_jobs_and_writes_each_run(
    one_job: str, clocks: list[tuple[Clock, threading.Thread]]
) -> None:
    _start(one_job, clocks)
    assert _runs(one_job, 2) >= 2
    with psycopg.connect(one_job) as connection:
        row = connection.execute(
            "SELECT count(*) >= 2, bool_and(error IS NULL)"
            " FROM helpdesk.schedule_run WHERE name = 'count_one'"
        ).fetchone()
    assert row == (True, True)


def test_one_clock_ticks_and_the_other_takes_over(
    one_job: str, clocks: list[tuple[Clock, threading.Thread]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "STAND_BY_SECONDS", 0.1)
    first = _start(one_job, clocks)
    assert first.is_ticking.wait(20)
    second = _start(one_job, clocks)
    assert not second.is_ticking.wait(1)
    first.stop()
    assert second.is_ticking.wait(20)
    with psycopg.connect(one_job, autocommit=True) as connection:
        connection.execute("TRUNCATE helpdesk.counted")
    assert _runs(one_job, 1) >= 1


def test_the_clock_survives_a_lost_connection(
    one_job: str, clocks: list[tuple[Clock, threading.Thread]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_module, "STAND_BY_SECONDS", 0.1)
    _start(one_job, clocks)
    assert _runs(one_job, 1)
    with psycopg.connect(one_job, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'pgdesk clock'"
        )
        connection.execute("TRUNCATE helpdesk.counted")
    assert _runs(one_job, 1)


def test_a_job_never_runs_twice_at_once(one_job: str) -> None:
    with psycopg.connect(one_job, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.schedule SET call = 'pg_sleep(1)' WHERE name = 'count_one'")

    def run(_: int) -> str:
        with psycopg.connect(login_dsn(one_job, "worker"), autocommit=True) as connection:
            row = connection.execute("SELECT helpdesk.run_job('count_one')").fetchone()
        assert row is not None
        return str(row[0])

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(run, range(3))).count("already running") == 2


def test_two_clocks_at_once_run_a_job_once_a_minute(one_job: str) -> None:
    minutes = [NOON + timedelta(minutes=n) for n in range(10)]
    together = threading.Barrier(3, timeout=60)

    def tick(_: int) -> list[str]:
        found = []
        with psycopg.connect(login_dsn(one_job, "worker"), autocommit=True) as connection:
            for minute in minutes:
                together.wait()
                row = connection.execute("SELECT helpdesk.run_job('count_one', %s)", (minute,)).fetchone()
                assert row is not None
                found.append(str(row[0]))
        return found

    with ThreadPoolExecutor(3) as pool:
        found = [result for results in pool.map(tick, range(3)) for result in results]
    assert set(found) <= {"", "done", "has run", "already running"}
    with psycopg.connect(one_job) as connection:
        assert connection.execute("SELECT count(*) FROM helpdesk.counted").fetchone() == (10,)
