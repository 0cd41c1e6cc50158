"""The same by helpdesk.enqueue and a worker of Dramatiq, as `python -m pgdesk.workers` has them."""

import threading
import time

import dramatiq
import psycopg

from bench.queues.rates import Rates
from pgdesk.workers.broker import fit_pool, make_broker
from pgdesk.workers.counting import Counting

THREADS = 4
_WITHIN = 300


def measure(dsn: str, jobs: int) -> Rates:
    """`dsn` of login worker; its queue is empty."""
    broker = make_broker(dsn)
    broker.add_middleware(Counting())
    left, is_done = jobs, threading.Event()
    counting = threading.Lock()

    def do_nothing(number: int) -> None:
        nonlocal left
        with counting:
            left -= 1
            if not left:
                is_done.set()

    dramatiq.actor(broker=broker, actor_name="nothing", queue_name="default")(do_nothing)
    fit_pool(broker, THREADS)
    worker = dramatiq.Worker(broker, worker_threads=THREADS)
    with psycopg.connect(dsn, autocommit=True) as connection:
        began = time.perf_counter()
        for number in range(jobs):
            connection.execute("SELECT helpdesk.enqueue('nothing', jsonb_build_array(%s::int))", (number,))
        queued = time.perf_counter()
        worker.start()
        try:
            if not is_done.wait(_WITHIN):
                raise RuntimeError(f"{left} of {jobs} jobs are not done")
            worker.join()
            done = time.perf_counter()
        finally:
            worker.stop()
            broker.close()
            broker.pool.close()
    return Rates(jobs / (queued - began), jobs / (done - queued))
