"""Connections kept open and lent out one at a time.

Not psycopg_pool: it lends connections of psycopg; connection.py says why these are none.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pgdesk.api.errors import CannotConnect, ConnectionLost, PoolTimeout, PostgresError
from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.connection import Connection, Statement
from pgdesk.api.rest.observations import Observer, log

#: Bytes. A connection that held a larger result is closed, which gives its memory back.
LARGEST_KEPT = 16 << 20


class Pool:
    def __init__(self, config: Config, observe: Observer = log) -> None:
        self._config = config
        self._observe = observe
        self.prepares = config.db_prepared_statements
        self._idle: list[Connection] = []
        self._open_ones: set[Connection] = set()
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()
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
        while self._idle:
            connection = self._idle.pop()
            if self._is_fresh(connection):
                return connection
            self._drop(connection, "max lifetime")
        if self._size < self._config.db_pool:
            return await self._open()
        waiter: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            async with asyncio.timeout(self._config.db_pool_acquisition_timeout):
                connection_or_none = await waiter
        except TimeoutError:
            self._observe(seen.POOL_TIMED_OUT)
            raise PoolTimeout from None
        except BaseException:
            if waiter.done() and not waiter.cancelled() and (given := waiter.result()) is not None:
                self._lend(given)
            raise
        finally:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
        return connection_or_none if connection_or_none is not None else await self._open()

    async def _open(self) -> Connection:
        self._size += 1
        try:
            async with asyncio.timeout(self._config.db_pool_acquisition_timeout):
                connection = await Connection.open(self._config.db_uri, self.prepares)
        except BaseException as error:
            self._size -= 1
            self._wake()
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
        self._wake()

    def _lend(self, connection: Connection) -> None:
        if not self._wake(connection):
            self._idle.append(connection)

    def _wake(self, connection: Connection | None = None) -> bool:
        """Whether somebody waited, who now has the connection, or without one may open another."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return True
        return False

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
        self._wake()

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
