"""The schedule by a real pg_cron, on a cluster of its own: what stops it is told, and costs half a minute."""

import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgdesk.cli.deploy.clock import LANES, choose_clock
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.doctor import examine_clock
from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.workers.clock import Clock
from tests.conftest import login_dsn, runs_folder
from tests.waiting import until

_CALLS = "SELECT count(*) FROM cron.job WHERE database = %s AND command LIKE 'CALL %%'"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """With a database template that is migrated, but for the clock."""
    binaries = find_binaries()
    if not binaries.has_pg_cron:
        pytest.skip("this server has no pg_cron")
    made = Cluster(runs_folder() / f"cron-{os.getpid()}", binaries, "secret", durable=False)
    try:
        made.start()
        _execute(made.dsn(), "CREATE DATABASE template")
        migrate(made.dsn("template"))
        _execute(made.dsn(), "ALTER ROLE worker PASSWORD 'secret'", "CREATE EXTENSION pg_cron")
        yield made
    finally:
        made.stop()
        for left in {made.folder, made.home}:
            shutil.rmtree(left, ignore_errors=True)


@pytest.fixture
def desk(cluster: Cluster) -> Iterator[str]:
    """DSN of a database whose clock pg_cron is."""
    name = f"desk_{secrets.token_hex(5)}"
    _execute(cluster.dsn(), f'CREATE DATABASE "{name}" TEMPLATE template')
    try:
        assert choose_clock(cluster.dsn(name)) == "pg_cron"
        yield cluster.dsn(name)
    finally:
        _execute(
            cluster.dsn(),
            "DELETE FROM cron.job",
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'DROP DATABASE IF EXISTS "{name}_renamed" WITH (FORCE)',
        )


def _execute(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _one(dsn: str, statement: str, *values: object) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(statement.encode(), values or None).fetchone()
    return row[0] if row else None


def _until(dsn: str, statement: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not _one(dsn, statement):
        assert time.monotonic() < end, f"not within {seconds} s: {statement}"
        time.sleep(0.5)


def _told(dsn: str) -> list[str]:
    """What doctor says of the clock, but that all is well."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        return [f.text for f in examine_clock(dsn, connection) if not f.is_ok]


def _two_minutes_pass(dsn: str) -> None:
    """For the clock: all that it did was so much earlier."""
    _execute(
        dsn,
        "UPDATE helpdesk.schedule_clock SET chosen_at = chosen_at - interval '2 minutes',"
        " pg_cron_at = pg_cron_at - interval '2 minutes'",
    )


_IS_LATE = "SELECT count(*) > 0 FROM helpdesk.list_late_jobs() WHERE name = 'clock'"


@pytest.mark.slow
@pytest.mark.waits
def test_jobs_fire_and_a_slow_one_of_another_database_costs_half_a_minute(
    cluster: Cluster, desk: str
) -> None:
    _execute(
        desk,
        "INSERT INTO helpdesk.schedule (name, cron, call, description)"
        " VALUES ('a_failing_one', '* * * * *', '1 / 0', 'For a test')",
        "UPDATE helpdesk.schedule SET is_active = false WHERE name = 'wake_snoozed'",
    )
    _until(desk, "SELECT pg_cron_at IS NOT NULL FROM helpdesk.schedule_clock", 75)
    _until(desk, "SELECT count(due_at) = 1 FROM helpdesk.schedule_run WHERE name = 'check_sla'", 15)
    _until(desk, "SELECT min(done_until) IS NOT NULL FROM helpdesk.schedule_turn WHERE name = 'seals'", 15)
    _until(desk, "SELECT count(*) > 0 FROM helpdesk.schedule_run WHERE name = 'a_failing_one'", 15)
    assert _told(desk) == ["its last run failed: 22012 division by zero"]
    assert _one(desk, "SELECT count(*) FROM helpdesk.schedule_run WHERE name = 'wake_snoozed'") == 0
    assert _one(desk, "SELECT count(*) FROM helpdesk.list_late_jobs()") == 0
    _execute(desk, "DELETE FROM helpdesk.schedule_run WHERE name = 'a_failing_one'")
    _execute(desk, "UPDATE helpdesk.schedule SET is_active = false WHERE name = 'a_failing_one'")
    for name in range(20):  # as many as run at once, so that newer ones stop, too
        _execute(cluster.dsn(), f"SELECT cron.schedule('slow {name}', '* * * * *', 'SELECT pg_sleep(600)')")
    begun = "FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND datname = 'postgres'"
    _until(desk, f"SELECT count(*) > 0 {begun}", 75)
    clock = Clock(login_dsn(desk, "worker"))
    standing_by = threading.Thread(target=clock.run)
    standing_by.start()
    try:
        _until(desk, _IS_LATE, 120)
        assert "pg_cron does not tick; the worker runs its jobs, half a minute late" in _told(desk)[0]
        _until(desk, "SELECT count(due_at) >= 3 FROM helpdesk.schedule_run WHERE name = 'check_sla'", 75)
        twice = "SELECT count(*) - count(DISTINCT due_at) FROM helpdesk.schedule_run WHERE name = 'check_sla'"
        assert _one(desk, twice) == 0
    finally:
        clock.stop()
        standing_by.join(20)
        _execute(cluster.dsn(), "DELETE FROM cron.job", f"SELECT pg_terminate_backend(pid) {begun}")


def test_a_leftover_job_of_a_role_that_is_gone_is_told(cluster: Cluster, desk: str) -> None:
    _execute(
        cluster.dsn(),
        "CREATE ROLE passing LOGIN",
        "SELECT cron.schedule_in_database('left', '* * * * *', 'SELECT 1', 'postgres', 'passing')",
        "DROP ROLE passing",
    )
    _two_minutes_pass(desk)
    assert any("of role passing, which is gone" in text for text in _told(desk))

    def is_told() -> bool:
        """Unless pg_cron has begun a minute just now."""
        _two_minutes_pass(desk)
        return any(text.startswith("pg_cron does not tick") for text in _told(desk))

    until(is_told)
    end = time.monotonic() + 30
    while 'role "passing" does not exist' not in cluster.log_file.read_text():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_a_new_name_of_the_database_is_told_and_mended_by_migrate(cluster: Cluster, desk: str) -> None:
    name = str(conninfo_to_dict(desk)["dbname"])
    renamed = make_conninfo(desk, dbname=f"{name}_renamed")
    _execute(cluster.dsn(), f'ALTER DATABASE "{name}" RENAME TO "{name}_renamed"')
    _two_minutes_pass(renamed)
    told = _told(renamed)
    assert told[0].startswith("pg_cron does not tick")
    assert f"pg_cron has 0 of {LANES} calls: run pgdesk migrate" in told
    assert f"pg_cron calls database {name}, which is gone: run pgdesk migrate" in told
    choose_clock(renamed)
    told = _told(renamed)
    assert all(fault.startswith("pg_cron does not tick") for fault in told), "or none"
    assert (_one(cluster.dsn(), _CALLS, name), _one(cluster.dsn(), _CALLS, f"{name}_renamed")) == (
        0,
        LANES,
    )


def test_jobs_that_name_another_server_are_told_and_mended_by_migrate(cluster: Cluster, desk: str) -> None:
    cluster.stop()
    cluster.settings = {"cron.use_background_workers": "off"}
    cluster.start()
    desk = make_conninfo(desk, port=cluster.port)
    try:
        _execute(cluster.dsn(), "UPDATE cron.job SET nodename = 'elsewhere.example', nodeport = 1")
        _two_minutes_pass(desk)
        told = _told(desk)
        assert told[0].startswith("pg_cron does not tick")
        assert "pg_cron calls another server, elsewhere.example:1: run pgdesk migrate" in told
        choose_clock(desk)
        nodes = "SELECT count(*) FROM cron.job WHERE nodeport <> current_setting('port')::int"
        assert _one(cluster.dsn(), nodes) == 0
    finally:
        cluster.stop()
        cluster.settings = {}
        cluster.start()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM cron.job", f"pg_cron has 0 of {LANES} calls"),
        (
            "UPDATE cron.job SET active = false WHERE jobname LIKE '%:1'",
            f"pg_cron has {LANES - 1} of {LANES} calls",
        ),
        ("UPDATE cron.job SET username = 'reporter' WHERE jobname LIKE '%:2'", f"pg_cron has {LANES - 1} of"),
        (
            "INSERT INTO cron.job_run_details (runid, jobid, status, return_message, end_time)"
            " SELECT 9000000000, min(jobid), 'failed', 'connection failed', now() FROM cron.job",
            "the last call of pg_cron that ended failed: connection failed",
        ),
        ("DROP EXTENSION pg_cron", "pg_cron cannot be asked"),
    ],
)
def test_calls_that_were_changed_by_hand_are_told_and_mended(
    cluster: Cluster, desk: str, change: str, told: str
) -> None:
    assert _told(desk) == []
    _execute(cluster.dsn(), change)
    assert _told(desk)[0].startswith(told)
    _execute(cluster.dsn(), "CREATE EXTENSION IF NOT EXISTS pg_cron", "DELETE FROM cron.job_run_details")
    choose_clock(desk)
    assert _told(desk) == []


def test_what_pg_cron_notes_is_deleted_by_the_worker_after_three_days(cluster: Cluster, desk: str) -> None:
    command = _one(cluster.dsn(), "SELECT command FROM cron.job WHERE jobname LIKE '%:purge' AND active")
    _execute(
        cluster.dsn(),
        "DELETE FROM cron.job_run_details",
        "INSERT INTO cron.job_run_details (runid, username, start_time)"
        " VALUES (1, 'worker', now() - interval '4 days'), (2, 'worker', now()),"
        " (3, 'postgres', now() - interval '4 days')",
    )
    _execute(login_dsn(cluster.dsn(), "worker"), str(command))
    assert _one(cluster.dsn(), "SELECT array_agg(runid ORDER BY runid) FROM cron.job_run_details") == [2, 3]


@pytest.mark.parametrize("wanted", ["worker", "off"])
def test_another_choice_takes_the_calls_out_of_pg_cron(cluster: Cluster, desk: str, wanted: str) -> None:
    name = conninfo_to_dict(desk)["dbname"]
    assert choose_clock(desk, wanted) == f"{wanted} (PGDESK_CLOCK is {wanted})"
    assert _one(cluster.dsn(), "SELECT count(*) FROM cron.job WHERE jobname LIKE 'pgdesk:%'") == 0
    assert _one(desk, "SELECT helpdesk.clock_kind()") == wanted
    assert _told(desk) == []
    assert choose_clock(desk) == "pg_cron"
    assert _one(cluster.dsn(), _CALLS, name) == LANES


def test_an_edit_needs_no_copying(cluster: Cluster, desk: str) -> None:
    jobs = "SELECT string_agg(j::text, ',' ORDER BY jobid) FROM cron.job AS j"
    before = _one(cluster.dsn(), jobs)
    _execute(
        desk,
        "UPDATE helpdesk.schedule SET cron = '*/7 * * * *' WHERE name = 'check_sla'",
        "UPDATE helpdesk.schedule SET is_active = false WHERE name = 'wake_snoozed'",
    )
    assert _one(cluster.dsn(), jobs) == before
    with psycopg.connect(desk, autocommit=True) as connection:
        connection.execute("UPDATE helpdesk.schedule SET timed_at = timed_at - interval '1 hour'")
        connection.execute(sql.SQL("SET SESSION AUTHORIZATION {}").format(sql.Identifier("worker")))
        connection.execute("CALL helpdesk.run_due_jobs('pg_cron')")
        connection.execute("RESET SESSION AUTHORIZATION")
        minutes = connection.execute(
            "SELECT name, extract(minute FROM due_at)::int % 7 FROM helpdesk.schedule_run"
        ).fetchall()
    assert ("check_sla", 0) in minutes
    assert "wake_snoozed" not in dict(minutes)
