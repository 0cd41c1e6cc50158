"""`python -m pgdesk.workers`: one worker process, with a clock that runs or stands by."""

import importlib
import logging
import pkgutil
import signal
import threading
from types import FrameType

import dramatiq

from pgdesk import workers
from pgdesk.logs import configure_logs
from pgdesk.settings import Settings, SettingsError
from pgdesk.workers.broker import use_broker
from pgdesk.workers.clock import Clock

_NO_ACTORS = ("__main__", "broker", "clock", "delivery")


def main() -> None:
    """Runs until SIGTERM or SIGINT; finishes the messages in work, the rest goes back to the queue."""
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

    broker = use_broker(settings.worker_database_url, 2 * settings.worker_threads + 4)
    for module in pkgutil.iter_modules(workers.__path__):
        if module.name not in _NO_ACTORS:
            importlib.import_module(f"pgdesk.workers.{module.name}")
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
    if settings.clock != "off":
        ticking.start()
    stopping.wait()
    clock.stop()
    for worker in workers_of_queues:
        worker.stop()
    if ticking.is_alive():
        ticking.join()
    broker.close()
    broker.pool.close()


if __name__ == "__main__":
    main()
