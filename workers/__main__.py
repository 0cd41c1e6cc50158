"""`python -m pgdesk.workers`: one worker process, with a clock that runs or stands by."""

import importlib
import logging
import os
import pkgutil
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import dramatiq
import psycopg
import structlog

from pgdesk import workers
from pgdesk.logs import configure_logs
from pgdesk.mail.imap.watching import Watching
from pgdesk.settings import Settings, SettingsError
from pgdesk.workers.broker import fit_pool, use_broker
from pgdesk.workers.clock import Clock
from pgdesk.workers.counting import Counting
from pgdesk.workers.subscribers import Telling, load

#: Modules that declare none.
NO_ACTORS = ("__main__", "broker", "clock", "connecting", "counting", "delivery", "logged", "subscribers")
#: Seconds that an orderly stop has before the database is asked whether there is still something to wait for.
_STOPS_WITHIN = 3
_ANSWERS_WITHIN = 4

log = structlog.get_logger()


def main() -> None:
    """Runs until SIGTERM or SIGINT; finishes the messages in work, the rest goes back to the queue.

    A database that cannot be reached is not waited for: it gives what this worker has taken to another one
    when its heartbeats have been missing for a minute.
    """
    try:
        settings = Settings.from_env()
        settings.require("worker_database_url")
    except SettingsError as problem:
        raise SystemExit(f"pgdesk: {problem}") from None
    configure_logs(settings.log_level, "")
    logging.getLogger().setLevel(settings.log_level.upper())
    if settings.log_level.lower() == "info":
        logging.getLogger("dramatiq").setLevel(logging.WARNING)
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    broker = use_broker(settings.worker_database_url)
    counting = Counting()
    broker.add_middleware(counting)
    for module in pkgutil.iter_modules(workers.__path__):
        if module.name not in NO_ACTORS:
            importlib.import_module(f"pgdesk.workers.{module.name}")
    fit_pool(broker, settings.worker_threads)
    # Threads of its own for each queue: what people wait for never stands behind what may be slow.
    workers_of_queues = [
        dramatiq.Worker(broker, queues={queue}, worker_threads=settings.worker_threads)
        for queue in broker.get_declared_queues()
    ]
    # Each adds a middleware for queues that are declared later, of which there are none.
    logging.getLogger("dramatiq.broker").setLevel(logging.ERROR)
    for worker in workers_of_queues:
        worker.start()
    logging.getLogger("dramatiq.broker").setLevel(logging.NOTSET)
    clock = Clock(settings.worker_database_url)
    ticking = threading.Thread(target=clock.run, name="clock")
    is_done = threading.Event()
    telling = threading.Thread(
        target=counting.say_until, args=(is_done, settings.worker_database_url), name="counting", daemon=True
    )
    telling.start()
    if settings.clock != "off":
        ticking.start()
    watching = Watching(settings)
    reading = threading.Thread(target=watching.run, name="mailboxes")
    reading.start()
    subscribers = Telling(settings.worker_database_url, load(settings.subscribers))
    subscribers.start()
    stopping.wait()

    def finish() -> None:
        clock.stop()
        watching.stop()
        subscribers.stop()
        # At once: each waits some seconds for its own consumer.
        with ThreadPoolExecutor(len(workers_of_queues)) as stoppers:
            list(stoppers.map(dramatiq.Worker.stop, workers_of_queues))
        for thread in (ticking, reading):
            if thread.is_alive():
                thread.join()
        is_done.set()
        telling.join()
        with broker.pool.connection() as connection:
            connection.execute("SELECT helpdesk.end_worker(%s)", (broker.worker_id,))
        broker.close()
        broker.pool.close()

    finishing = threading.Thread(target=finish, name="finish", daemon=True)
    finishing.start()
    finishing.join(_STOPS_WITHIN)
    while finishing.is_alive():
        reason = _no_answer(settings.worker_database_url)
        if reason is not None:
            log.warning("ending without the database; its queue keeps what was in work", problem=reason)
            logging.shutdown()
            # The threads that wait for it can be told in no other way.
            os._exit(0)
        finishing.join(_STOPS_WITHIN)


def _no_answer(dsn: str) -> str | None:
    """Why the database cannot be reached; None: it can."""
    try:
        psycopg.connect(dsn, connect_timeout=_ANSWERS_WITHIN, application_name="pgdesk worker").close()
    except psycopg.OperationalError as error:
        return str(error).strip()
    return None


if __name__ == "__main__":
    main()
