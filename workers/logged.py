"""What a worker's log says of each job."""

import threading
import time
from typing import Any

import structlog
from dramatiq import Broker, Middleware
from dramatiq.broker import MessageProxy

log = structlog.get_logger()
_NAMES = ("request_id", "job_id", "actor")


class Logged(Middleware):
    """A line a job; it and all others of the thread meanwhile have its job_id, its actor, and the id of the
    request that had queued it. To come before the middlewares that log themselves."""

    def __init__(self) -> None:
        #: of this thread, which does one job at a time
        self._begun = threading.local()

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        structlog.contextvars.bind_contextvars(
            request_id=message.options.get("request_id"),
            job_id=message.message_id,
            actor=message.actor_name,
        )
        self._begun.at = time.monotonic()

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: Any = None,
        exception: BaseException | None = None,
    ) -> None:
        outcome = "done" if exception is None else "failed"
        ms = round((time.monotonic() - self._begun.at) * 1000, 1)
        log.info("job", queue=message.queue_name.removesuffix(".DQ"), outcome=outcome, ms=ms)
        structlog.contextvars.unbind_contextvars(*_NAMES)

    def after_skip_message(self, broker: Broker, message: MessageProxy) -> None:
        structlog.contextvars.unbind_contextvars(*_NAMES)
