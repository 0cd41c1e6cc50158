"""Opens streams and joins tickets: whether the caller may, the generated API says."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import msgspec

from pgdesk.api.asgi import App, Scope
from pgdesk.api.asking import ask
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.guard.request import read_head
from pgdesk.api.live.looking import Looking
from pgdesk.api.live.messages import RESET, message
from pgdesk.api.live.query import Asked, check_count, read_ticket_id
from pgdesk.api.live.streams import Stream, Streams
from pgdesk.api.live.watcher import Opened
from pgdesk.api.rates.rates import Taken
from pgdesk.api.rest.auth.jwt import SKEW, Identity

Identify = Callable[[str | None], Identity | None]
#: Counts what the caller asks on a stream that is open as one more request.
Count = Callable[[Scope], Awaitable[Taken]]


class _Claims(msgspec.Struct):
    exp: float = float("inf")


class Desk:
    """All that the two protocols do in common."""

    def __init__(
        self, rest: App, identify: Identify, count: Count, streams: Streams, looking: Looking
    ) -> None:
        self._rest = rest
        self._identify = identify
        self._count = count
        self._streams = streams
        self._looking = looking

    async def open(self, scope: Scope, asked: Asked) -> Stream:
        """A stream that has been told Ready; `close` it. Raises ApiError."""
        self._streams.check_room()
        wanted = msgspec.json.encode({"after": asked.after})
        answer = await ask(self._rest, scope, "rpc/open_live", body=wanted)
        opened = msgspec.convert(answer, Opened)
        await self._require_visible(scope, asked.tickets)
        stream = Stream(opened.watcher, opened.position, asked.tickets, asked.is_all, self._expires_at(scope))
        self._streams.add(stream)
        stream.tell(message("Ready", {"unread": opened.unread, "is_resumed": opened.is_resumed}))
        if not opened.is_resumed:
            stream.tell(RESET)
        self._looking.start()
        self._looking.look_soon()
        return stream

    def close(self, stream: Stream) -> None:
        self._streams.remove(stream)

    async def join(self, scope: Scope, stream: Stream, given: object) -> None:
        """Raises ApiError 400, 404 or 429."""
        ticket_id = read_ticket_id(given)
        check_count(len(stream.tickets | {ticket_id}))
        await self._require_turn(scope)
        await self._require_visible(scope, frozenset((ticket_id,)))
        stream.tickets.add(ticket_id)
        stream.new_tickets.add(ticket_id)
        stream.tell(message("TicketJoined", {"ticket_id": ticket_id}))
        self._looking.look_soon()

    def leave(self, stream: Stream, given: object) -> None:
        """Raises ApiError 400."""
        ticket_id = read_ticket_id(given)
        stream.tickets.discard(ticket_id)
        stream.new_tickets.discard(ticket_id)
        stream.tell(message("TicketLeft", {"ticket_id": ticket_id}))

    async def share_presence(self, scope: Scope, given: object, is_replying: object) -> None:
        """As rpc/share_presence. Raises ApiError."""
        wanted = {"ticket_id": read_ticket_id(given), "is_replying": bool(is_replying)}
        await self._require_turn(scope)
        await ask(self._rest, scope, "rpc/share_presence", body=msgspec.json.encode(wanted))

    async def _require_turn(self, scope: Scope) -> None:
        taken = await self._count(scope)
        if taken.error is not None:
            raise taken.error

    async def _require_visible(self, scope: Scope, tickets: frozenset[int]) -> None:
        if not tickets:
            return
        numbers = ",".join(map(str, sorted(tickets)))
        query = f"ticket_id=in.({numbers})&select=ticket_id".encode()
        seen = {row["ticket_id"] for row in await ask(self._rest, scope, "tickets", query)}
        for ticket_id in sorted(tickets - seen):
            raise _missing(ticket_id)

    def _expires_at(self, scope: Scope) -> float:
        """As long as its token opens anything."""
        identity = self._identify(read_head(scope).authorization)
        if identity is None:
            return time.time()
        return msgspec.json.decode(identity.claims_text, type=_Claims).exp + SKEW


def _missing(ticket_id: int) -> ApiError:
    return refusal(404, f"ticket {ticket_id} not found", code="PD001", hint="See /rest/tickets.")
