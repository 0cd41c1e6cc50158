"""A stream as a WebSocket: {"type", "data", "id"} comes, {"type": "JoinTicket", "ticket_id"} goes."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from pgdesk.api.asgi import Receive, Scope, Send
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.live.desk import Desk
from pgdesk.api.live.messages import Message, message, refused
from pgdesk.api.live.query import read_query
from pgdesk.api.live.streams import Stream

#: A client offers it; the token comes beside it, since pages can set no header of a WebSocket.
PROTOCOL, _BEARER = "pgdesk", "bearer."
_NORMAL, _POLICY, _TRY_AGAIN = 1000, 1008, 1013


class _Order(msgspec.Struct):
    type: str
    ticket_id: Any = None
    is_replying: bool = False


def adopt_token(scope: Scope) -> None:
    """Makes a token among the protocols the bearer token that others send."""
    for offered in scope.get("subprotocols", ()):
        if offered.startswith(_BEARER):
            token = offered.removeprefix(_BEARER).encode("latin-1")
            others = [pair for pair in scope["headers"] if pair[0] != b"authorization"]
            scope["headers"] = [*others, (b"authorization", b"Bearer " + token)]


async def serve_socket(desk: Desk, scope: Scope, receive: Receive, send: Send) -> None:
    """Until one of both leaves. Raises ApiError before it begins."""
    await receive()  # websocket.connect
    stream = await desk.open(scope, read_query(scope["query_string"], None))
    chosen = PROTOCOL if PROTOCOL in scope.get("subprotocols", ()) else None
    await send({"type": "websocket.accept", "subprotocol": chosen})
    parts = [
        asyncio.ensure_future(part)
        for part in (_write(stream, send), _read(desk, scope, stream, receive), stream.is_cut.wait())
    ]
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        desk.close(stream)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)


async def _write(stream: Stream, send: Send) -> None:
    while taken := await stream.take():
        position = stream.position
        said = [one for one in taken if one is not None]
        for one in said[:-1]:
            await send({"type": "websocket.send", "text": _text(one, None)})
        last = said[-1] if said else Message("Alive", b"{}")
        await send({"type": "websocket.send", "text": _text(last, position)})
    await send({"type": "websocket.close", "code": _POLICY})


def _text(said: Message, position: str | None) -> str:
    told: dict[str, Any] = {"type": said.name, "data": msgspec.Raw(said.data)}
    if position is not None:
        told["id"] = position
    return msgspec.json.encode(told).decode()


async def _read(desk: Desk, scope: Scope, stream: Stream, receive: Receive) -> None:
    while (received := await receive())["type"] == "websocket.receive":
        ticket_id: object = None
        try:
            order = _order(received)
            ticket_id = order.ticket_id
            await _follow(desk, scope, stream, order)
        except ApiError as error:
            stream.tell(refused(error, ticket_id))


async def _follow(desk: Desk, scope: Scope, stream: Stream, order: _Order) -> None:
    if order.type == "JoinTicket":
        await desk.join(scope, stream, order.ticket_id)
    elif order.type == "LeaveTicket":
        desk.leave(stream, order.ticket_id)
    elif order.type == "SharePresence":
        await desk.share_presence(scope, order.ticket_id, order.is_replying)
    elif order.type == "Ping":
        stream.tell(message("Pong", {}))
    else:
        raise refusal(
            400, "the stream has no such order", hint="It has JoinTicket, LeaveTicket, SharePresence, Ping."
        )


def _order(received: Any) -> _Order:
    try:
        return msgspec.json.decode((received.get("text") or "").encode(), type=_Order)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise refusal(400, "an order is a JSON object with type") from None
