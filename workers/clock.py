"""The worker's clock: ticks helpdesk.schedule where pg_cron does not.

One process of a database holds the clock (an advisory lock on a connection of its own); the others stand by
and take over when its connection ends.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import structlog
from cronsim import CronSim, CronSimError

LOCK = "pgdesk clock"
STAND_BY_SECONDS = 5.0
_THREADS = 4

log = structlog.get_logger()


class Clock:
    """Runs active jobs by `helpdesk.run_job(name, minute)` at their minutes, UTC; missed ones stay missed."""

    def __init__(self, dsn: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.dsn = dsn
        self.is_ticking = threading.Event()
        self._now = now
        self._stopping = threading.Event()
        self._running: dict[str, Future[None]] = {}

    def run(self) -> None:
        """Blocks until `stop`; survives the database's restarts."""
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="clock") as pool:
            while not self._stopping.is_set():
                try:
                    with psycopg.connect(
                        self.dsn, autocommit=True, application_name="pgdesk clock"
                    ) as connection:
                        self._hold(connection, pool)
                except psycopg.OperationalError as problem:
                    log.warning("clock lost its connection", problem=str(problem).strip())
                self.is_ticking.clear()
                self._stopping.wait(STAND_BY_SECONDS)

    def stop(self) -> None:
        self._stopping.set()

    def _hold(self, connection: psycopg.Connection[Any], pool: ThreadPoolExecutor) -> None:
        locked = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", (LOCK,)).fetchone()
        if locked != (True,):
            return
        self.is_ticking.set()
        log.info("clock ticks")
        last = self._now()
        while not self._stopping.wait(_seconds_to_next_minute(self._now())):
            now = self._now()
            for name in self.due(connection, last, now):
                self._start(name, now.replace(second=0, microsecond=0), pool)
            last = now

    def due(self, connection: psycopg.Connection[Any], last: datetime, now: datetime) -> list[str]:
        """Names of the jobs with a minute in (last, now]."""
        return [
            name
            for name, cron in connection.execute("SELECT name, cron FROM helpdesk.list_jobs()")
            if is_due(cron, last, now)
        ]

    def _start(self, name: str, minute: datetime, pool: ThreadPoolExecutor) -> None:
        before = self._running.get(name)
        if before is None or before.done():
            self._running[name] = pool.submit(self._run_job, name, minute)

    def _run_job(self, name: str, minute: datetime) -> None:
        try:
            with psycopg.connect(
                self.dsn, autocommit=True, application_name=f"pgdesk job {name}"
            ) as connection:
                row = connection.execute("SELECT helpdesk.run_job(%s, %s)", (name, minute)).fetchone()
            log.info("job ran", job=name, result=row[0] if row else None)
        except psycopg.Error as problem:
            log.error("job failed", job=name, problem=str(problem).strip())


def is_due(cron: str, last: datetime, now: datetime) -> bool:
    """Whether the five-field expression has a minute in (last, now]; one that does not parse never has."""
    try:
        following = next(CronSim(cron, last))
    except (CronSimError, StopIteration):
        log.error("cron expression is wrong", cron=cron)
        return False
    return bool(following <= now)


def _seconds_to_next_minute(now: datetime) -> float:
    following = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return (following - now).total_seconds()
