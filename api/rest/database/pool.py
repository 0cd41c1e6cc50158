"""Connections kept open and lent out one at a time.

Not psycopg_pool: it lends connections of psycopg; connection.py says why these are none.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple

from pgdesk.api.errors import CannotConnect, ConnectionLost, PoolTimeout, PostgresError
from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.connection import Connection, Statement
from pgdesk.api.rest.observations import Observer, log

#: Bytes. A connection that held a larger result is closed, which gives its memory back.
LARGEST_KEPT = 16 << 20

#: Connections in use at a time while all requests are quick. More of them take the processors from each
#: other and from this process: then one request in a hundred takes many times as long as the others. Fewer
#: leave the processors to whatever else runs.
AT_ONCE = max(4, 3 * len(os.sched_getaffinity(0)))
#: Seconds that a request waits for one of those; then it has one of the others: slow ones hold up nobody.
PATIENCE = 0.025


class Waiting(NamedTuple):
    """`waiter` is resolved with a connection, or with None: a place is kept for it, to open another."""

    waiter: asyncio.Future[Connection | None]
    patient_until: float
    deadline: float


class Pool:
    def __init__(self, config: Config, observe: Observer = log) -> None:
        self._config = config
        self._observe = observe
        self.prepares = config.db_prepared_statements
        self._idle: list[Connection] = []
        self._open_ones: set[Connection] = set()
        self._at_once = min(config.db_pool, AT_ONCE)
        self._waiting: deque[Waiting] = deque()
        self._timer: asyncio.Handle | None = None
        self._looks_at = 0.0
        self._size = 0
        self._flushed_at = 0.0
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def limit(self) -> int:
        return self._config.db_pool

    @property
    def idle(self) -> int:
        return len(self._idle)

    @property
    def available(self) -> int:
        return self._config.db_pool - self._size + len(self._idle)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def get_stats(self) -> dict[str, int]:
        """By the names that psycopg's pools have for it."""
        return {
            "pool_size": self._size,
            "pool_available": len(self._idle),
            "pool_max": self._config.db_pool,
            "requests_waiting": len(self._waiting),
        }

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A connection that nobody else uses. A batch abandoned half-way is cancelled on the server."""
        connection = await self.acquire()
        try:
            yield connection
        finally:
            self.give_back(connection)

    async def acquire(self) -> Connection:
        self._observe(seen.POOL_ASKED)
        connection = await self._acquire()
        self._observe(seen.CONNECTION_USED, connection.id)
        return connection

    async def _acquire(self) -> Connection:
        if self._in_use < self._at_once and (place := self._place()) is not False:
            return place or await self._open()
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Connection | None] = loop.create_future()
        now = loop.time()
        waiting = Waiting(waiter, now + PATIENCE, now + self._config.db_pool_acquisition_timeout)
        self._waiting.append(waiting)
        self._watch(now)
        try:
            given = await waiter
        except TimeoutError:
            self._observe(seen.POOL_TIMED_OUT)
            raise PoolTimeout from None
        except BaseException:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            self._refuse(waiter)
            raise
        return given or await self._open()

    @property
    def _in_use(self) -> int:
        return self._size - len(self._idle)

    def _place(self) -> Connection | Literal[False] | None:
        """A connection that is idle; None: a place to open another, kept from now on; False: none is left."""
        while self._idle:
            connection = self._idle.pop()
            if self._is_fresh(connection):
                return connection
            self._drop(connection, "max lifetime")
        if self._size >= self._config.db_pool:
            return False
        self._size += 1
        return None

    def _refuse(self, waiter: asyncio.Future[Connection | None]) -> None:
        """Pass on what came for somebody who has left."""
        if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
            given = waiter.result()
            if given is not None:
                self._lend(given)
            else:
                self._size -= 1
                self._serve()

    async def _open(self) -> Connection:
        """In the place that is kept for it."""
        try:
            async with asyncio.timeout(self._config.db_pool_acquisition_timeout):
                connection = await Connection.open(self._config.db_uri, self.prepares)
        except BaseException as error:
            self._size -= 1
            self._serve()
            if isinstance(error, TimeoutError):
                raise CannotConnect("timeout expired") from None
            raise
        connection.on_lost = lambda: self._forget(connection)
        self._open_ones.add(connection)
        self._observe(seen.CONNECTION_OPENING, connection.id)
        self._observe(seen.CONNECTION_OPENED, connection.id)
        return connection

    def give_back(self, connection: Connection) -> None:
        if not connection.is_open:
            self._observe(seen.CONNECTION_LOST, connection.id)
        elif not connection.is_idle:
            task = asyncio.get_running_loop().create_task(self._clean(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif self._closed or connection.largest > LARGEST_KEPT or not self._is_fresh(connection):
            self._release(connection)
        else:
            self._observe(seen.CONNECTION_FREE, connection.id)
            self._lend(connection)
        self._observe(seen.POOL_GIVEN_BACK)

    async def _clean(self, connection: Connection) -> None:
        """Stop what an abandoned request left running, and use the connection again."""
        try:
            async with asyncio.timeout(5):
                await connection.cancel()
                await connection.drained()
                # Should the cancellation still be under way, it hits this and nobody's statement.
                await connection.run([Statement(b"SELECT 1")])
        except (TimeoutError, ConnectionLost, PostgresError):
            pass
        if connection.is_open and connection.is_idle and not self._closed:
            self._lend(connection)
        else:
            self._release(connection)

    def _release(self, connection: Connection) -> None:
        self._drop(connection, "release")
        self._serve()

    def _lend(self, connection: Connection) -> None:
        self._idle.append(connection)
        self._serve()

    def _serve(self) -> None:
        """Give places to those who wait: the usual ones, and any to who has waited for long."""
        if not self._waiting:
            return
        now = asyncio.get_running_loop().time()
        while self._waiting:
            waiter, patient_until, deadline = self._waiting[0]
            if not waiter.done():
                is_usual = self._in_use < self._at_once
                if (is_usual or patient_until <= now) and (place := self._place()) is not False:
                    waiter.set_result(place)
                elif deadline <= now:
                    waiter.set_exception(TimeoutError())
                else:
                    break
            self._waiting.popleft()
        self._watch(now)

    def _watch(self, now: float) -> None:
        """Look again when who has waited longest has waited for long, or for too long."""
        if not self._waiting:
            return
        _, patient_until, deadline = self._waiting[0]
        at = patient_until if patient_until > now else deadline
        if self._timer is not None:
            if self._looks_at <= at:
                return
            self._timer.cancel()
        self._looks_at = at
        self._timer = asyncio.get_running_loop().call_at(at, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        self._serve()

    def _is_fresh(self, connection: Connection) -> bool:
        return (
            connection.is_open
            and connection.created_at >= self._flushed_at
            and connection.used_at < connection.created_at + self._config.db_pool_max_lifetime
        )

    def _forget(self, connection: Connection) -> None:
        """The connection was lost: make room for another."""
        self._size -= 1
        self._open_ones.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        self._serve()

    def _drop(self, connection: Connection, reason: str) -> None:
        self._observe(seen.CONNECTION_CLOSED, connection.id, reason)
        if connection.is_open:
            self._size -= 1
        connection.on_lost = None
        self._open_ones.discard(connection)
        connection.close()

    def poke(self) -> None:
        """Notice connections that were lost silently; called often."""
        for connection in tuple(self._open_ones):
            connection.poke()

    def close_idle(self) -> None:
        """Those unused for longer than db-pool-max-idletime; called now and then."""
        now = asyncio.get_running_loop().time()
        for connection in list(self._idle):
            if now - connection.used_at > self._config.db_pool_max_idletime:
                self._idle.remove(connection)
                self._drop(connection, "max idletime")

    def flush(self) -> None:
        """Connections know types and settings as they were; none that is open now serves another request."""
        self._flushed_at = asyncio.get_running_loop().time()
        while self._idle:
            self._drop(self._idle.pop(), "release")
        self._observe(seen.POOL_FLUSHED)

    async def close(self) -> None:
        self._closed = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        while self._idle:
            self._drop(self._idle.pop(), "release")
