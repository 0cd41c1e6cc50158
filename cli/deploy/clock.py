"""The clock: rows of helpdesk.schedule become pg_cron jobs where that can be, else the worker ticks them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

PREFIX = "pgdesk"
_RUN_AS = "worker"
_FOLDER = Path(__file__).parent
_OBSTACLE = (_FOLDER / "clock_obstacle.sql").read_bytes()
_UNSCHEDULE_OTHERS = (_FOLDER / "unschedule_others.sql").read_bytes()


def choose_clock(dsn: str) -> str:
    """Schedules the jobs in pg_cron if it is there; returns `pg_cron`, or `worker (why not pg_cron)`.

    The choice is kept in helpdesk.schedule_clock, for the workers.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('pgdesk choose clock'))")
        reason = _obstacle(connection)
        if reason is None:
            try:
                _schedule(connection, dsn)
            except psycopg.Error as problem:
                reason = f"pg_cron refused: {str(problem).strip().splitlines()[0]}"
                with suppress(psycopg.Error):
                    _unschedule(connection, dsn)
        _remember(connection, "worker" if reason else "pg_cron")
    return f"worker ({reason})" if reason else "pg_cron"


def _obstacle(connection: psycopg.Connection[Any]) -> str | None:
    row = connection.execute(_OBSTACLE).fetchone()
    assert row is not None
    is_super, cron_database, is_installed = row
    if not is_installed:
        return "pg_cron not installed"
    if not is_super:
        return "scheduling in pg_cron needs a superuser"
    if not cron_database:
        return "pg_cron is not in shared_preload_libraries"
    return None


def _cron_dsn(connection: psycopg.Connection[Any], dsn: str) -> str:
    row = connection.execute("SELECT current_setting('cron.database_name')").fetchone()
    assert row is not None
    return make_conninfo(dsn, dbname=row[0])


def _schedule(connection: psycopg.Connection[Any], dsn: str) -> None:
    jobs = connection.execute("SELECT name, cron FROM helpdesk.list_jobs()").fetchall()
    prefix = f"{PREFIX}:{connection.info.dbname}:"
    with psycopg.connect(_cron_dsn(connection, dsn)) as cron:
        cron.execute("SELECT pg_advisory_xact_lock(hashtext('pgdesk cron'))")
        cron.execute("CREATE EXTENSION IF NOT EXISTS pg_cron")
        kept = [prefix + name for name, _ in jobs]
        cron.execute(_UNSCHEDULE_OTHERS, {"prefix": prefix, "kept": kept})
        for name, schedule in jobs:
            cron.execute(
                "SELECT cron.schedule_in_database(%s, %s, %s, %s, %s)",
                (
                    prefix + name,
                    schedule,
                    sql.SQL("SELECT helpdesk.run_job({}, date_trunc('minute', now()))")
                    .format(sql.Literal(name))
                    .as_string(),
                    connection.info.dbname,
                    _RUN_AS,
                ),
            )


def _unschedule(connection: psycopg.Connection[Any], dsn: str) -> None:
    """Takes out the jobs of before, which would run beside the worker's."""
    with psycopg.connect(_cron_dsn(connection, dsn)) as cron:
        cron.execute(_UNSCHEDULE_OTHERS, {"prefix": f"{PREFIX}:{connection.info.dbname}:", "kept": []})


def _remember(connection: psycopg.Connection[Any], kind: str) -> None:
    with connection.transaction():
        connection.execute("SET LOCAL ROLE pgdesk_owner")
        connection.execute("UPDATE helpdesk.schedule_clock SET kind = %s WHERE kind <> %s", (kind, kind))
