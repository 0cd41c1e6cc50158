"""The live streams of a process, as an ASGI application."""

from __future__ import annotations

import asyncio
import time

import msgspec

from pgdesk.api.asgi import App, Receive, Scope, Send, refuse, refuse_socket
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.live.desk import Count, Desk, Identify
from pgdesk.api.live.events import serve_events
from pgdesk.api.live.looking import Looking, Pool
from pgdesk.api.live.messages import Message, ended
from pgdesk.api.live.sockets import serve_socket
from pgdesk.api.live.streams import Streams
from pgdesk.settings import Settings

#: Seconds. What is between both ends forgets a connection that is silent for longer.
_KEEP_ALIVE = 15
_EXPIRED = refusal(401, "the token has expired", hint="Connect again with a new one.")
_RESTARTS = refusal(503, "the server restarts", hint="Connect again.")


class Live:
    """GET /live, and a WebSocket there."""

    def __init__(self, rest: App, identify: Identify, count: Count, pool: Pool, settings: Settings) -> None:
        self._streams = Streams(settings.live_streams, settings.live_streams_per_person)
        self._looking = Looking(pool, settings.worker_database_url, self._streams)
        self._desk = Desk(rest, identify, count, self._streams, self._looking)
        self._ticking: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How many are open."""
        return len(self._streams)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._ticking is None:
            self._ticking = asyncio.create_task(self._tick())
        is_socket = scope["type"] == "websocket"
        try:
            if is_socket:
                await serve_socket(self._desk, scope, receive, send)
            elif scope["method"] != "GET":
                raise refusal(405, headers=[("Allow", "GET")])
            else:
                await serve_events(self._desk, scope, receive, send, self.end)
        except ApiError as error:
            await (refuse_socket if is_socket else refuse)(error, send)

    def end(self) -> None:
        """All of them, since the process ends."""
        last = _last(_RESTARTS)
        for stream in self._streams:
            stream.end(last)

    async def stop(self) -> None:
        self.end()
        if self._ticking is not None:
            self._ticking.cancel()
        await self._looking.stop()

    async def _tick(self) -> None:
        """One timer for all: signs of life, and tokens that expire."""
        last, second = _last(_EXPIRED), 0
        while True:
            await asyncio.sleep(1)
            second = (second + 1) % _KEEP_ALIVE
            now = time.time()
            for stream in self._streams:
                if now >= stream.expires_at:
                    stream.end(last)
                elif second == 0:
                    stream.keep_alive()


def _last(error: ApiError) -> Message:
    return ended(msgspec.json.decode(error.body()))
