"""Looks at what has happened when the database says that something has, and tells the streams.

NOTIFY says only that there is something: what, and who may know, is read. So nothing is lost with a notice.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import defaultdict
from typing import Any

import msgspec
import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.live.messages import RESET, Message, ended, message
from pgdesk.api.live.streams import Stream, Streams
from pgdesk.api.live.watcher import Watcher

log = structlog.get_logger()

Pool = AsyncConnectionPool[AsyncConnection[Any]]

#: Seconds until it looks without a notice: rights are asked for anew, who left is no longer there, and where
#: notices do not come (a pooler, a lost connection) it is what remains.
_LOOKS_EVERY = 5.0
#: Seconds between two looks, at least; and so many times as long as the last one took.
_PAUSE, _SHARE = 0.01, 2.0
#: Events between two looks that are told one by one.
_MOST_EVENTS = 500
_LONGEST_WAIT = 30.0

_CHANNELS = ("pgdesk_events", "pgdesk_live")
_NOW = "SELECT pg_current_snapshot()::text"
_READ = "SELECT helpdesk.read_live(%s, %s, %s, %s, %s)"
_WHO_IS_THERE = "SELECT helpdesk.read_presence(%s)"


class _Notice(msgspec.Struct, frozen=True):
    """Of pgdesk_events or of pgdesk_live. No ids of tickets: there are too many to name."""

    xid: str = ""
    ticket_ids: list[int] | None = None
    presence_of_ticket_id: int | None = None


class _Noticed:
    """What notices have named since the last look."""

    def __init__(self) -> None:
        self.presences: set[int] = set()
        self.tickets: set[int] = set()
        self.is_any_ticket = False

    def add(self, payload: str) -> None:
        """Of what is none of ours it only says that something was."""
        with contextlib.suppress(msgspec.DecodeError, UnicodeEncodeError):
            notice = msgspec.json.decode(payload.encode(), type=_Notice)
            if notice.xid:
                self.tickets.update(notice.ticket_ids or ())
                self.is_any_ticket |= notice.ticket_ids is None
            if notice.presence_of_ticket_id is not None:
                self.presences.add(notice.presence_of_ticket_id)


class Looking:
    """Runs from `start` to `stop`; does nothing while nobody watches."""

    def __init__(self, pool: Pool, dsn: str, streams: Streams) -> None:
        self._pool = pool
        self._dsn = dsn
        self._streams = streams
        self._noticed = _Noticed()
        self._wanted = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        #: Who was there when it was last told, by ticket.
        self._present: dict[int, object] = {}

    def start(self) -> None:
        """At once, and at the next call nothing."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._look_on())]

    def look_soon(self) -> None:
        self._wanted.set()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _listen(self) -> None:
        wait = 1.0
        while True:
            try:
                async with await AsyncConnection.connect(
                    self._dsn, autocommit=True, application_name="pgdesk live"
                ) as connection:
                    for channel in _CHANNELS:
                        await connection.execute(f"LISTEN {channel}".encode())
                    wait = 1.0
                    self._noticed.is_any_ticket = True
                    self._wanted.set()
                    async for notice in connection.notifies():
                        self._noticed.add(notice.payload)
                        self._wanted.set()
            except (psycopg.Error, OSError) as problem:
                log.warning("live notices do not come", problem=str(problem).strip())
            await asyncio.sleep(wait + random.random())
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _look_on(self) -> None:
        looked_at = time.monotonic()
        while True:
            try:
                async with asyncio.timeout(_LOOKS_EVERY):
                    await self._wanted.wait()
            except TimeoutError:
                pass
            self._wanted.clear()
            if not len(self._streams):
                self._noticed = _Noticed()
                continue
            noticed, self._noticed = self._noticed, _Noticed()
            began = time.monotonic()
            if began - looked_at >= _LOOKS_EVERY:
                looked_at = began
                noticed.is_any_ticket = True
                noticed.presences = set().union(*(stream.tickets for stream in self._streams))
            try:
                await self._look(noticed)
            except (psycopg.Error, OSError) as problem:
                # Positions stay: the next look tells all of it.
                log.warning("live streams wait for the database", problem=str(problem).strip())
                await asyncio.sleep(1)
            await asyncio.sleep(min(1.0, max(_PAUSE, _SHARE * (time.monotonic() - began))))

    async def _look(self, noticed: _Noticed) -> None:
        async with self._pool.connection(timeout=10) as connection:
            # Before the instant, so that it is none of theirs from before they came.
            by_position: dict[str, list[Stream]] = defaultdict(list)
            for stream in self._streams:
                by_position[stream.position].append(stream)
            until = (await _ask(connection, _NOW))[0]
            for position, streams in by_position.items():
                await self._tell(connection, streams, position, until, noticed)
            await self._tell_presence(connection, noticed)

    async def _tell(
        self,
        connection: AsyncConnection[Any],
        streams: list[Stream],
        position: str,
        until: str,
        noticed: _Noticed,
    ) -> None:
        """All of them have been told what `position` sees."""
        by_watcher: dict[Watcher, list[Stream]] = defaultdict(list)
        for stream in streams:
            by_watcher[stream.watcher].append(stream)
        groups = list(by_watcher.values())
        watchers = [{"watcher": n, **_row(group[0].watcher)} for n, group in enumerate(groups)]
        joined = [
            {"watcher": n, "ticket_id": ticket_id}
            for n, group in enumerate(groups)
            for ticket_id in set().union(*(stream.tickets for stream in group))
            if noticed.is_any_ticket or ticket_id in noticed.tickets
        ]
        told = await _ask(
            connection,
            _READ,
            position,
            until,
            _json(watchers),
            _json(joined),
            _MOST_EVENTS,
        )
        _deliver(told[0], groups)
        for stream in streams:
            stream.position = until

    async def _tell_presence(self, connection: AsyncConnection[Any], noticed: _Noticed) -> None:
        """Of tickets that staff has joined: who is there, where that has changed."""
        by_ticket: dict[int, list[Stream]] = defaultdict(list)
        for stream in self._streams:
            if stream.watcher.is_staff:
                for ticket_id in stream.tickets:
                    by_ticket[ticket_id].append(stream)
        new = {ticket_id for stream in self._streams for ticket_id in stream.new_tickets}
        wanted = [ticket_id for ticket_id in by_ticket if ticket_id in noticed.presences or ticket_id in new]
        self._present = {ticket_id: who for ticket_id, who in self._present.items() if ticket_id in by_ticket}
        if not wanted:
            return
        for found in (await _ask(connection, _WHO_IS_THERE, wanted))[0]:
            ticket_id, people = found["ticket_id"], found["people"]
            has_changed = people != self._present.get(ticket_id)
            self._present[ticket_id] = people
            presence = message("Presence", found)
            for stream in by_ticket[ticket_id]:
                if has_changed or ticket_id in stream.new_tickets:
                    stream.tell(presence)
                stream.new_tickets.discard(ticket_id)


def _deliver(told: dict[str, Any], groups: list[list[Stream]]) -> None:
    for end in told["ended"]:
        last = ended(end["refusal"])
        for stream in groups[end["watcher"]]:
            stream.end(last)
    if told["is_too_much"]:
        for group in groups:
            for stream in group:
                stream.tell(RESET)
    for each in told["events"]:
        ticket_id = each["event"]["ticket_id"]
        updated = message("TicketUpdated", each["event"])
        for n in each["watchers"]:
            for stream in groups[n]:
                if stream.hears_of(ticket_id):
                    stream.tell(updated)
    for each in told["notifications"]:
        _tell_all(groups, each["watchers"], message("Notification", each["notification"]))
    for lost in told["lost"]:
        ticket_id = lost["ticket_id"]
        gone = message("TicketLost", {"ticket_id": ticket_id})
        for stream in groups[lost["watcher"]]:
            if ticket_id in stream.tickets:
                stream.tickets.discard(ticket_id)
                stream.tell(gone)


def _tell_all(groups: list[list[Stream]], numbers: list[int], said: Message) -> None:
    for n in numbers:
        for stream in groups[n]:
            stream.tell(said)


def _row(watcher: Watcher) -> dict[str, Any]:
    return dict(msgspec.to_builtins(watcher))


def _json(rows: list[dict[str, Any]]) -> str:
    return msgspec.json.encode(rows).decode()


async def _ask(connection: AsyncConnection[Any], query: str, *arguments: object) -> Any:
    return await (await connection.execute(query.encode(), arguments)).fetchone()
