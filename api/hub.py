"""Mode cloud: every request goes to the hub, another pgdesk, with the credentials of who asks."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.typing import Origin, Subprotocol

from pgdesk.api.asgi import Message, Receive, Scope, Send, refuse, refuse_socket, replay
from pgdesk.api.errors import ApiError, NoAnswer, refusal
from pgdesk.api.guard.bodies import Bodies
from pgdesk.api.guard.limits import LimitsByRole
from pgdesk.api.guard.request import read_head
from pgdesk.api.upstream.proxy import Proxy
from pgdesk.settings import Settings

log = structlog.get_logger()

Headers = list[tuple[bytes, bytes]]

#: Connections to the hub beside those of streams: for most, and for _LARGE, whose bodies are streamed.
_CONNECTIONS, _UPLOADS = 100, 20
_LARGE = ("files", "inbound")
#: Seconds to open a WebSocket; bytes of a message; messages that wait for a slow client.
_OPEN, _MESSAGE, _WAITING = 10, 1 << 20, 16
#: What a client may not tell the hub: who is asking is told by this server.
_OURS = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded", b"x-pgdesk-network")
_NAME = "the hub"


class Hub:
    """The hub at PGDESK_HOSTED_API_URL under PGDESK_PUBLIC_URL.

    The hub takes pages of this address for its own: where a request names it as origin, it reads its own.
    """

    def __init__(self, settings: Settings) -> None:
        self._url = settings.hosted_api_url.rstrip("/")
        self._own = settings.base_url
        self._calls = Proxy(self._url, _CONNECTIONS, "", _NAME)
        self._streams = Proxy(self._url, settings.live_streams, "", _NAME)
        self._uploads = Proxy(self._url, _UPLOADS, "", _NAME)
        self._bodies = Bodies(settings.max_bodies_mb * 1_000_000)
        self._limits = LimitsByRole(settings).of("admin")
        self._free_sockets = settings.live_streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "lifespan":
                await self._live(receive, send)
            case "websocket":
                await self._join(scope, receive, send)
            case "http" if scope["path"] == "/health" and scope["method"] in ("GET", "HEAD"):
                await _say_health(send)
            case "http":
                await self._pass_on({**scope, "headers": self._told(scope)}, receive, self._answered(send))

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["path"].strip("/").partition("/")[0]
        if kind in _LARGE or kind == "live":
            await (self._uploads if kind in _LARGE else self._streams)(scope, receive, send)
            return
        # Whoever sends slowly keeps no connection to the hub from others meanwhile.
        try:
            async with self._bodies.read(receive, read_head(scope).length, self._limits) as body:
                if body is not None:
                    await self._calls(scope, replay(body, receive), send)
        except ApiError as error:
            await refuse(error, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        proxies = (self._calls, self._streams, self._uploads)
        await receive()
        for proxy in proxies:
            await proxy.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for proxy in proxies:
            await proxy.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def _told(self, scope: Scope) -> Headers:
        """The client's headers as the hub is to read them."""
        own, hub = (_origin(url) for url in (self._own, self._url))
        headers = [
            (name, hub if name == b"origin" and value.lower() == own else value)
            for name, value in scope["headers"]
            if name not in _OURS
        ]
        if scope.get("client"):
            headers.append((b"x-forwarded-for", scope["client"][0].encode()))
        return headers

    def _answered(self, send: Send) -> Send:
        """Redirects within the hub lead here."""
        hub, own = self._url.encode(), self._own.encode()

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {
                    **message,
                    "headers": [
                        (name, own + value.removeprefix(hub))
                        if name.lower() == b"location" and (value + b"/").startswith(hub + b"/")
                        else (name, value)
                        for name, value in message["headers"]
                    ],
                }
            await send(message)

        return send_on

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        target = _target(scope)
        if not target.startswith("/") or "#" in target:
            # An address of another server, or none: it must not come behind the name of the hub.
            await refuse_socket(refusal(404), send)
            return
        if self._free_sockets == 0:
            error = NoAnswer(503, f"every connection to {_NAME} is in use", name=_NAME)
            await refuse_socket(error, send)
            return
        self._free_sockets -= 1
        try:
            try:
                socket = await self._open(scope)
            except InvalidStatus as error:
                await _refuse_as(error, send)
                return
            except (OSError, TimeoutError, WebSocketException) as error:
                log.error("no answer", server=_NAME, problem=str(error))
                await refuse_socket(NoAnswer(503, str(error), is_gone=True, name=_NAME), send)
                return
            async with socket:
                await send({"type": "websocket.accept", "subprotocol": socket.subprotocol})
                await _pass_both_ways(socket, receive, send)
        finally:
            self._free_sockets += 1

    async def _open(self, scope: Scope) -> ClientConnection:
        told = self._told(scope)
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in told
            if name not in (b"host", b"connection", b"upgrade", b"origin")
            and not name.startswith(b"sec-websocket")
        ]
        origin = dict(told).get(b"origin")
        query = scope["query_string"].decode("latin-1")
        return await connect(
            f"ws{self._url.removeprefix('http')}{_target(scope)}" + (f"?{query}" if query else ""),
            origin=Origin(origin.decode("latin-1")) if origin else None,
            subprotocols=[Subprotocol(one) for one in scope.get("subprotocols", ())] or None,
            additional_headers=headers,
            user_agent_header=None,
            compression=None,
            proxy=None,
            open_timeout=_OPEN,
            max_size=_MESSAGE,
            max_queue=_WAITING,
        )


async def _pass_both_ways(socket: ClientConnection, receive: Receive, send: Send) -> None:
    async def up() -> None:
        while (message := await receive())["type"] == "websocket.receive":
            text = message.get("text")
            await socket.send(message["bytes"] if text is None else text)

    async def down() -> None:
        async for part in socket:
            await send({"type": "websocket.send", "text" if isinstance(part, str) else "bytes": part})

    ways = [asyncio.ensure_future(up()), asyncio.ensure_future(down())]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        outcomes = await asyncio.gather(*ways, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception) and not isinstance(outcome, ConnectionClosed):
            raise outcome
    if not ways[0].done() or ways[0].cancelled() or isinstance(outcomes[0], ConnectionClosed):
        code = socket.close_code or 1011
        await send({"type": "websocket.close", "code": 1011 if code in (1005, 1006) else code})


async def _refuse_as(error: InvalidStatus, send: Send) -> None:
    """As the hub refused it."""
    answer = error.response
    headers = [
        (name.lower().encode(), value.encode("latin-1"))
        for name, value in answer.headers.raw_items()
        if name.lower() in ("content-type", "retry-after", "www-authenticate")
    ]
    await send({"type": "websocket.http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": answer.body or b"", "more_body": False})


async def _say_health(send: Send) -> None:
    body = b'{"status":"ok"}'
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _target(scope: Scope) -> str:
    """As it came, without the query."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("latin-1")


def _origin(url: str) -> bytes:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower().encode()
