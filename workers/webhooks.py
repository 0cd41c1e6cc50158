"""Tells webhooks what they are to be told."""

from __future__ import annotations

import asyncio
import threading

import dramatiq
import psycopg
import structlog
from psycopg_pool import PoolTimeout

from pgdesk.settings import Settings
from pgdesk.workers.delivery import Deliveries

_QUEUE = "webhooks"
#: An attempt takes less; what is under way then is left to the next worker.
_STOPS_WITHIN = 15.0

log = structlog.get_logger()


class Office(dramatiq.Middleware):
    """A loop in a thread of its own, where no receiver has others wait; begins with the first call."""

    def __init__(self) -> None:
        self._beginning = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop = asyncio.new_event_loop()
        self._calls: asyncio.Queue[int | None] = asyncio.Queue()

    def call(self, webhook_id: int) -> None:
        """Returns at once: what is to be told stands in the database."""
        with self._beginning:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=_QUEUE, daemon=True)
                self._thread.start()
        self._loop.call_soon_threadsafe(self._calls.put_nowait, webhook_id)

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        """Now nobody calls any more."""
        if self._thread is not None and (worker.consumer_whitelist or {_QUEUE}) >= {_QUEUE}:
            self._loop.call_soon_threadsafe(self._calls.put_nowait, None)
            self._thread.join(_STOPS_WITHIN)
            self._thread = None

    def _run(self) -> None:
        self._loop.run_until_complete(self._work())

    async def _work(self) -> None:
        called: set[int] = set()
        under_way: dict[int, asyncio.Task[None]] = {}

        async def tell(webhook_id: int) -> None:
            # Called meanwhile, perhaps for what was not looked at any more: again.
            try:
                while webhook_id in called:
                    called.discard(webhook_id)
                    await deliveries.tell(webhook_id)
            except (psycopg.Error, PoolTimeout) as problem:
                log.warning("webhook left to wake_deliveries", webhook_id=webhook_id, problem=str(problem))
            finally:
                del under_way[webhook_id]

        async with Deliveries(Settings.from_env()) as deliveries:
            while (webhook_id := await self._calls.get()) is not None:
                called.add(webhook_id)
                if webhook_id not in under_way:
                    under_way[webhook_id] = asyncio.create_task(tell(webhook_id))
            deliveries.stop()
            await asyncio.gather(*under_way.values(), return_exceptions=True)


_OFFICE = Office()
dramatiq.get_broker().add_middleware(_OFFICE)


@dramatiq.actor(actor_name="deliver_webhook", queue_name=_QUEUE, max_retries=3, min_backoff=5_000)
def deliver_webhook(webhook_id: int) -> None:
    """Has it told, one delivery after the other, until nothing is due."""
    _OFFICE.call(webhook_id)
