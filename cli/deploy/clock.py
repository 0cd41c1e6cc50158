"""The clock: pg_cron calls helpdesk.run_due_jobs each minute where that can be; workers do what it leaves.

pg_cron holds no times of jobs: helpdesk.schedule is read when it calls, so that edits need no copying.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

#: Calls at once: a slow job holds up one of them.
LANES = 4
_CALL = "CALL helpdesk.run_due_jobs('pg_cron')"
#: What pg_cron notes of each call is kept for days only; `worker` sees and deletes its own rows.
_PURGE = "DELETE FROM cron.job_run_details WHERE start_time < now() - interval '3 days'"
_NO_SUPERUSER = "scheduling in pg_cron needs a superuser"
#: Seconds
_LOOKS_WITHIN = 1.5
_FOLDER = Path(__file__).parent
_OBSTACLE = (_FOLDER / "clock_obstacle.sql").read_bytes()
_UNSCHEDULE = (_FOLDER / "unschedule.sql").read_bytes()
_SCHEDULE = (_FOLDER / "schedule_calls.sql").read_bytes()
_FAULTS = (_FOLDER / "clock_faults.sql").read_bytes()


def choose_clock(dsn: str, wanted: str = "auto") -> str:
    """Lets pg_cron call, if it is there and `wanted` (PGDESK_CLOCK) is auto; returns who runs the schedule.

    The choice is kept in helpdesk.schedule_clock, which both clocks obey. Not pg_cron: with the reason.
    """
    with psycopg.connect(dsn) as connection:
        connection.execute("SET ROLE pgdesk_owner")
        connection.execute("SELECT FROM helpdesk.schedule_clock FOR UPDATE")  # one deploy at a time
        connection.execute("RESET ROLE")
        obstacle = _obstacle(connection)
        reason = f"PGDESK_CLOCK is {wanted}" if wanted != "auto" else obstacle
        if obstacle is None:
            try:
                _schedule(connection, dsn, 0 if reason else LANES)
            except psycopg.Error as problem:
                reason = reason or f"pg_cron refused: {str(problem).strip().splitlines()[0]}"
                with suppress(psycopg.Error):  # what it holds of before
                    _schedule(connection, dsn, 0)
        kind = "pg_cron" if reason is None else "off" if wanted == "off" else "worker"
        connection.execute("SET ROLE pgdesk_owner")
        connection.execute(
            "UPDATE helpdesk.schedule_clock SET kind = %(kind)s, chosen_at = helpdesk.clock()"
            " WHERE kind <> %(kind)s OR chosen_at IS NULL",
            {"kind": kind},
        )
    return f"{kind} ({reason})" if reason else kind


def find_clock_faults(dsn: str) -> list[str]:
    """What pg_cron's tables show that keeps it from calling, or will; nothing where one may not look."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        obstacle = _obstacle(connection)
        if obstacle is not None:
            return [] if obstacle == _NO_SUPERUSER else [f"{obstacle}: run pgdesk migrate"]
        values = {"database": connection.info.dbname, "call": _CALL, "calls": LANES}
        try:
            with _cron(connection, dsn) as cron:
                return [text for (text,) in cron.execute(_FAULTS, values)]
        except psycopg.Error as problem:
            return [f"pg_cron cannot be asked, {str(problem).strip().splitlines()[0]}: run pgdesk migrate"]


def _obstacle(connection: psycopg.Connection[Any]) -> str | None:
    row = connection.execute(_OBSTACLE).fetchone()
    assert row is not None
    is_super, cron_database, is_installed = row
    if not is_installed:
        return "pg_cron not installed"
    if not is_super:
        return _NO_SUPERUSER
    if not cron_database:
        return "pg_cron is not in shared_preload_libraries"
    return None


@contextmanager
def _cron(connection: psycopg.Connection[Any], dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """A transaction in the database in which pg_cron keeps its jobs."""
    row = connection.execute("SELECT current_setting('cron.database_name')").fetchone()
    assert row is not None
    with psycopg.connect(make_conninfo(dsn, dbname=row[0])) as cron:
        yield cron


def _schedule(connection: psycopg.Connection[Any], dsn: str, lanes: int) -> None:
    """All anew: what was restored names another server, what was renamed another database."""
    with _cron(connection, dsn) as cron:
        if cron.execute("SELECT to_regclass('cron.job') IS NULL").fetchone() == (True,):
            if not lanes:
                return
            cron.execute("CREATE EXTENSION IF NOT EXISTS pg_cron")
        cron.execute("LOCK TABLE cron.job IN SHARE ROW EXCLUSIVE MODE")
        cron.execute(_UNSCHEDULE, {"database": connection.info.dbname})
        cron.execute("GRANT USAGE ON SCHEMA cron TO worker")  # to delete what is noted of its calls
        cron.execute(
            _SCHEDULE,
            {"database": connection.info.dbname, "call": _CALL, "calls": lanes, "purge": _PURGE},
        )
    # pg_cron looks once a second whether its jobs have changed, and misses it where much else has (a deploy).
    time.sleep(_LOOKS_WITHIN)
    with _cron(connection, dsn) as cron:
        cron.execute("UPDATE cron.job SET active = active WHERE false")  # tells it, by a trigger
