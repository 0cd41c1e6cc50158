"""`python peer.py DSN JOBS`, in the environment of procrastinate: its rates a second, as JSON."""

import asyncio
import json
import sys
import time

import procrastinate

THREADS = 4


async def measure(dsn: str, jobs: int) -> dict[str, float]:
    """On an empty database."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=dsn))

    @app.task(name="nothing")
    def do_nothing(number: int) -> None:
        pass

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        began = time.perf_counter()
        for number in range(jobs):
            await do_nothing.defer_async(number=number)
        queued = time.perf_counter()
        await app.run_worker_async(
            wait=False, concurrency=THREADS, install_signal_handlers=False, delete_jobs="successful"
        )
        done = time.perf_counter()
    return {"enqueued": jobs / (queued - began), "done": jobs / (done - queued)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(sys.argv[1], int(sys.argv[2])))))
