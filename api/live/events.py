"""A stream as server-sent events (HTML, section 9.2)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from pgdesk.api.asgi import CONNECTION, Receive, Scope, Send, left
from pgdesk.api.live.desk import Desk
from pgdesk.api.live.query import read_query
from pgdesk.api.live.streams import Stream

_HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    # nginx holds answers back otherwise.
    (b"x-accel-buffering", b"no"),
)
_ALIVE = b":\n"


async def serve_events(
    desk: Desk, scope: Scope, receive: Receive, send: Send, when_shut_down: Callable[[], None]
) -> None:
    """Until the client leaves, is cut off, or the stream ends. Raises ApiError before it begins."""
    last_event_id = dict(scope["headers"]).get(b"last-event-id")
    stream = await desk.open(scope, read_query(scope["query_string"], last_event_id))
    connection: Any = scope.get("extensions", {}).get(CONNECTION)
    if connection is not None:
        connection.when_shut_down = when_shut_down
    parts = [
        asyncio.ensure_future(part) for part in (_write(stream, send), left(receive), stream.is_cut.wait())
    ]
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        if stream.is_cut.is_set() and connection is not None:
            connection.abort()
    finally:
        desk.close(stream)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        if connection is not None:
            connection.when_shut_down = None


async def _write(stream: Stream, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
    while taken := await stream.take():
        told = [
            _ALIVE if said is None else b"event: %b\ndata: %b\n" % (said.name.encode(), said.data)
            for said in taken
        ]
        # The last one says from where to go on; an id without data is kept, too.
        told[-1] += b"id: %b\n" % stream.position.encode()
        await send({"type": "http.response.body", "body": b"\n".join(told) + b"\n", "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
