"""One connection in pipeline mode, driven by the event loop: a batch is one round trip.

libpq directly, because what a driver adds to each statement costs as much as the statement.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import sys
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence

import psycopg
from msgspec import Struct
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq.abc import PGresult

from pgdesk.api.errors import CannotConnect, ConnectionLost, PostgresError, Violated

#: Statements that a connection keeps prepared.
MOST_PREPARED = 500

_CONNECTION_OK = pq.ConnStatus.OK
_FATAL = pq.ExecStatus.FATAL_ERROR
_ABORTED = pq.ExecStatus.PIPELINE_ABORTED
_SYNC = pq.ExecStatus.PIPELINE_SYNC


#: libpq as psycopg has loaded it, for the one call that psycopg does not wrap.
_get_length = ctypes.CDLL(sys.modules[pq.PGresult.__module__].__file__).PQgetlength
_get_length.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_int)
_get_length.restype = ctypes.c_int


def length(result: PGresult, row: int, column: int) -> int:
    """Bytes of a value, without copying it."""
    return int(_get_length(result.pgresult_ptr, row, column))  # type: ignore[attr-defined]


class Statement(Struct, frozen=True):
    """Results come in binary format: bodies as they are, counts as eight bytes."""

    sql: bytes
    parameters: Sequence[bytes | None] = ()
    formats: Sequence[int] | None = None


class Connection:
    """Statements run one batch at a time; each batch ends with its own Sync."""

    def __init__(self, pgconn: pq.abc.PGconn, prepare: bool) -> None:
        self._pg = pgconn
        self._loop = asyncio.get_running_loop()
        self._prepare = prepare
        self._prepared: OrderedDict[bytes, bytes] = OrderedDict()
        self._next_name = 0
        self._waiter: asyncio.Future[None] | None = None
        self._expected: list[tuple[str, bytes]] = []
        self._results: list[PGresult] = []
        self._error: PostgresError | None = None
        self._writing = False
        self.id = uuid.uuid4()
        self.created_at = self._loop.time()
        self.used_at = self.created_at
        #: Bytes of the largest result so far, told by who read it: libpq keeps buffers of that size.
        self.largest = 0
        self.on_notify: Callable[[str, str], None] | None = None
        self.on_lost: Callable[[], None] | None = None
        pgconn.nonblocking = 1
        pgconn.enter_pipeline_mode()
        self._socket = pgconn.socket
        self._loop.add_reader(self._socket, self._on_readable)

    @classmethod
    async def open(cls, conninfo: str, prepare: bool = True, **parameters: str) -> Connection:
        loop = asyncio.get_running_loop()
        pgconn = pq.PGconn.connect_start(_complete(conninfo, parameters))
        try:
            while True:
                if pgconn.status == pq.ConnStatus.BAD:
                    raise CannotConnect(pgconn.get_error_message())
                status = pgconn.connect_poll()
                if status == pq.PollingStatus.OK:
                    break
                if status == pq.PollingStatus.FAILED:
                    raise CannotConnect(pgconn.get_error_message())
                await _ready(loop, pgconn.socket, status == pq.PollingStatus.READING)
        except BaseException:
            pgconn.finish()
            raise
        pgconn.notice_handler = None
        return cls(pgconn, prepare)

    @property
    def address(self) -> str:
        return f"{(self._pg.host or b'').decode()}:{(self._pg.port or b'').decode()}"

    @property
    def is_open(self) -> bool:
        return self._socket >= 0 and self._pg.status == _CONNECTION_OK

    @property
    def is_idle(self) -> bool:
        return self._waiter is None and self._pg.transaction_status == pq.TransactionStatus.IDLE

    @property
    def is_waiting_for_end(self) -> bool:
        """Open, nothing running, but inside of a transaction."""
        return (
            self.is_open and self._waiter is None and self._pg.transaction_status != pq.TransactionStatus.IDLE
        )

    async def run(self, statements: Sequence[Statement]) -> list[PGresult]:
        """The result of each statement. After an error nothing of the batch has any effect."""
        if self._waiter is not None:
            raise RuntimeError("a batch is under way")
        if not self.is_open:
            raise ConnectionLost("the connection is closed")
        self._expected, self._results, self._error = [], [], None
        try:
            for statement in statements:
                self._send(statement)
            self._pg.pipeline_sync()
        except psycopg.Error as error:
            self._lose()
            raise ConnectionLost(str(error)) from None
        waiter = self._waiter = self._loop.create_future()
        self._flush()
        try:
            await waiter
        except asyncio.CancelledError:
            is_over = waiter.done() and not waiter.cancelled()
            self._waiter = None if is_over or not self.is_open else self._loop.create_future()
            raise
        self._waiter = None
        self.used_at = self._loop.time()
        if self._error is not None:
            raise self._error
        results, self._results = self._results, []
        return results

    def _send(self, statement: Statement) -> None:
        sql = statement.sql
        if not self._prepare:
            self._expected.append(("run", sql))
            self._pg.send_query_params(sql, statement.parameters or None, None, statement.formats, 1)
            return
        if sql in self._prepared:
            self._prepared.move_to_end(sql)
        else:
            self._prepare_statement(sql)
        self._expected.append(("run", sql))
        self._pg.send_query_prepared(self._prepared[sql], statement.parameters or None, statement.formats, 1)

    def _prepare_statement(self, sql: bytes) -> None:
        while len(self._prepared) >= MOST_PREPARED:
            _, old = self._prepared.popitem(last=False)
            self._expected.append(("drop", b""))
            self._pg.send_query_params(b'DEALLOCATE "' + old + b'"', None)
        self._next_name += 1
        name = b"r%d" % self._next_name
        self._expected.append(("prepare", sql))
        self._pg.send_prepare(name, sql)
        self._prepared[sql] = name

    def _flush(self) -> None:
        try:
            pending = self._pg.flush()
        except psycopg.Error:
            self._lose()
            return
        if pending and not self._writing:
            self._writing = True
            self._loop.add_writer(self._socket, self._flush)
        elif not pending and self._writing:
            self._writing = False
            self._loop.remove_writer(self._socket)

    def _on_readable(self) -> None:
        try:
            self._pg.consume_input()
        except psycopg.Error:
            self._lose()
            return
        if self._writing:
            self._flush()
        if self._waiter is not None:
            self._collect()
        if self._socket >= 0:
            self._notifications()
            if self._pg.status != _CONNECTION_OK:
                self._lose()

    def _notifications(self) -> None:
        while (notify := self._pg.notifies()) is not None:
            if self.on_notify is not None:
                self.on_notify(notify.relname.decode(), notify.extra.decode())

    def _collect(self) -> None:
        """Take the results that are there, up to the Sync that ends the batch."""
        pg = self._pg
        at_end = False
        while not pg.is_busy():
            result = pg.get_result()
            if result is None:
                if at_end:
                    return
                at_end = True
                continue
            at_end = False
            status = result.status
            if status == _SYNC:
                waiter = self._waiter
                if waiter is not None and not waiter.done():
                    waiter.set_result(None)
                return
            # What comes after the last statement is an error of the Sync: it commits.
            self._take(*(self._expected.pop(0) if self._expected else ("sync", b"")), status, result)
            if pg.status != _CONNECTION_OK:
                self._lose()
                return

    def _take(self, kind: str, sql: bytes, status: int, result: PGresult) -> None:
        if status in (_FATAL, _ABORTED):
            if kind == "prepare":
                self._prepared.pop(sql, None)
            if status == _FATAL and self._error is None:
                self._error = _error(result)
        if kind == "run":
            self._results.append(result)

    def poke(self) -> None:
        """Look at the socket although the loop reported nothing.

        libuv stops watching a socket that was reset, and uvloop tells nobody: without this a
        request would wait for ever.
        """
        if self._socket >= 0:
            self._on_readable()

    async def cancel(self) -> None:
        """Ask the server to stop what runs; the batch then ends with an error."""
        token = self._pg.get_cancel()
        with contextlib.suppress(psycopg.Error):
            await self._loop.run_in_executor(None, token.cancel)

    async def drained(self) -> None:
        """Wait until an abandoned batch has ended."""
        if self._waiter is not None and self.is_open:
            await asyncio.shield(self._waiter)
            self._waiter = None

    def _lose(self) -> None:
        waiter, self._waiter = self._waiter, None
        self.close()
        if waiter is not None and not waiter.done():
            waiter.set_exception(ConnectionLost())
        if self.on_lost is not None:
            self.on_lost()

    def close(self) -> None:
        if self._socket >= 0:
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)
            self._socket = -1
            self._pg.finish()


def _complete(conninfo: str, parameters: dict[str, str]) -> bytes:
    try:
        known = conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError as error:
        raise CannotConnect(str(error)) from None
    named = {"fallback_application_name": "pgdesk rest", **known, **parameters, "client_encoding": "UTF8"}
    return make_conninfo("", **named).encode()


_FIELD = pq.DiagnosticField


def _error(result: PGresult) -> PostgresError:
    def text(field: pq.DiagnosticField) -> str | None:
        value = result.error_field(field)
        return None if value is None else value.decode("utf-8", "replace")

    return PostgresError(
        text(_FIELD.SQLSTATE) or "XX000",
        text(_FIELD.MESSAGE_PRIMARY) or result.get_error_message(),
        text(_FIELD.MESSAGE_DETAIL),
        text(_FIELD.MESSAGE_HINT),
        Violated(
            text(_FIELD.SCHEMA_NAME),
            text(_FIELD.TABLE_NAME),
            text(_FIELD.COLUMN_NAME),
            text(_FIELD.CONSTRAINT_NAME),
        ),
    )


async def _ready(loop: asyncio.AbstractEventLoop, socket: int, reading: bool) -> None:
    ready = asyncio.Event()
    add, remove = (loop.add_reader, loop.remove_reader) if reading else (loop.add_writer, loop.remove_writer)
    add(socket, ready.set)
    try:
        await ready.wait()
    finally:
        remove(socket)
