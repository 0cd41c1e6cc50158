"""Counts what a worker has done, and says so to the database now and then: no job waits for it."""

import json
import threading
from collections import Counter
from typing import Any

import psycopg
import structlog
from dramatiq import Broker, Middleware
from dramatiq.broker import MessageProxy

_SECONDS = 10.0

log = structlog.get_logger()


class Counting(Middleware):
    """Of a process; what is not yet said is lost with it."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._lock = threading.Lock()

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        outcome = "done" if exception is None else "failed"
        queue = message.queue_name.removesuffix(".DQ")
        with self._lock:
            self._counts[message.actor_name, queue, outcome] += 1

    def take(self) -> list[dict[str, object]]:
        """What was counted since, as helpdesk.count_runs takes it."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return [
            {
                "actor": actor,
                "queue": queue,
                "done": counts[actor, queue, "done"],
                "failed": counts[actor, queue, "failed"],
            }
            for actor, queue in {(actor, queue) for actor, queue, _ in counts}
        ]

    def say_until(self, stopping: threading.Event, dsn: str) -> None:
        """Blocks until the event is set, and says the last once more."""
        while True:
            is_last = stopping.wait(_SECONDS)
            if runs := self.take():
                try:
                    with psycopg.connect(
                        dsn, autocommit=True, application_name="pgdesk worker"
                    ) as connection:
                        connection.execute("SELECT helpdesk.count_runs(%s)", (json.dumps(runs),))
                except psycopg.Error as problem:
                    log.warning("runs are not counted", problem=str(problem).strip())
            if is_last:
                return
