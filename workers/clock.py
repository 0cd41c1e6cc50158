"""The worker's clock: runs what is due in helpdesk.schedule, and where pg_cron does, what that leaves.

Every worker has one. Which of them runs a job is decided in the database (helpdesk.begin_next_job).
"""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psycopg
import structlog

#: Jobs that one worker runs at a time.
_LANES = 4

log = structlog.get_logger()


class Clock:
    """Calls `helpdesk.run_due_jobs` when its next job is due; the server's time counts, not the machine's."""

    def __init__(self, dsn: str, most: float = 10.0, while_due: float = 5.0) -> None:
        """Seconds between two looks: at most, so that edits are in force at once; while something is due, or
        the database cannot be reached."""
        self.dsn = dsn
        self._most, self._while_due = most, while_due
        self._stopping = threading.Event()

    def run(self) -> None:
        """Blocks until `stop`; survives the database's restarts."""
        with ThreadPoolExecutor(_LANES, thread_name_prefix="clock") as pool:
            while not self._stopping.is_set():
                try:
                    with psycopg.connect(
                        self.dsn, autocommit=True, application_name="pgdesk clock"
                    ) as connection:
                        self._tick(connection, pool)
                except psycopg.Error as problem:
                    log.warning("clock cannot tick", problem=str(problem).strip())
                self._stopping.wait(self._while_due)

    def stop(self) -> None:
        self._stopping.set()

    def _tick(self, connection: psycopg.Connection[Any], pool: ThreadPoolExecutor) -> None:
        lanes: list[Future[None]] = []
        while not self._stopping.is_set():
            row = connection.execute("SELECT helpdesk.tick_clock('worker')").fetchone()
            seconds = row[0] if row else None
            wait = self._most if seconds is None else min(seconds, self._most)
            if wait <= 0:
                lanes = [lane for lane in lanes if not lane.done()]
                lanes += [pool.submit(self._run_due_jobs) for _ in range(_LANES - len(lanes))]
                wait = self._while_due
            self._stopping.wait(wait)

    def _run_due_jobs(self) -> None:
        try:
            with psycopg.connect(self.dsn, autocommit=True, application_name="pgdesk jobs") as connection:
                connection.execute("CALL helpdesk.run_due_jobs('worker')")
        except psycopg.Error as problem:
            log.error("a job broke off", problem=str(problem).strip())
