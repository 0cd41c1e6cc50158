"""The bare ends of ASGI: to read a body, to give it once more, to see a client leave, to refuse."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from pgdesk.api.errors import ApiError, refusal

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Any]]
Send: TypeAlias = Callable[[Any], Awaitable[None]]
App: TypeAlias = Callable[[Any, Receive, Send], Awaitable[None]]

#: Extension of a scope: the connection, with `abort()` and `when_shut_down`, called when the server ends.
CONNECTION = "pgdesk.connection"
#: Seconds and bytes that a refused body is still read.
_LINGER, _MOST_UNWANTED = 2.0, 100_000_000
#: Seconds to the next part of a body that is passed on.
_PART = 20.0


async def refuse(error: ApiError, send: Send) -> None:
    body = error.body()
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        *((name.lower().encode(), value.encode()) for name, value in error.headers),
    ]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def refuse_socket(error: ApiError, send: Send) -> None:
    """In place of accepting a WebSocket (ASGI, extension websocket.http.response)."""

    async def send_as_http(message: Message) -> None:
        await send({**message, "type": f"websocket.{message['type']}"})

    await refuse(error, send_as_http)


async def read_body(receive: Receive, hold: Callable[[bytes], None] | None = None) -> bytes | None:
    """None where the client left before its end. `hold` is told each part, raises where it is too much."""
    chunks = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunk = message.get("body", b"")
        if hold is not None:
            hold(chunk)
        chunks.append(chunk)
        if not message.get("more_body"):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


class Received:
    """A client's side that knows whether all of it was read."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_whole = False

    async def __call__(self) -> Any:
        message = await self._receive()
        self._is_whole = not message.get("more_body")
        return message

    async def discard(self) -> None:
        """Reads what still comes of a body for a while: to close upon it would reset the connection, and with
        it take the answer from who is still sending (RFC 9112, section 9.6).
        """
        left = _MOST_UNWANTED
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LINGER):
                while left > 0 and not self._is_whole:
                    left -= len((await self()).get("body", b""))


def replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body, then what the client does: that it leaves must be seen."""
    is_given = False

    async def receive_again() -> Any:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


async def left(receive: Receive) -> None:
    """Returns when the client is gone; its body must have been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


class ClientLeft(Exception):
    """In the middle of its body."""


class Incoming:
    """The client's side of a request that is passed on: its body as it comes, and that it leaves."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        names = {name.lower() for name, _ in scope["headers"]}
        self.has_body = b"content-length" in names or b"transfer-encoding" in names
        #: Nothing of the body is lost yet: the request can be given to another.
        self.is_unread = True
        self._receive = receive
        self._is_read = asyncio.Event()

    async def body(self) -> AsyncIterator[bytes]:
        """Raises ClientLeft, that half a body is not taken for a whole one; ApiError 408."""
        self.is_unread = False
        while True:
            try:
                async with asyncio.timeout(_PART):
                    message = await self._receive()
            except TimeoutError:
                raise refusal(
                    408, "the body came too slowly", headers=[("Connection", "close")]
                ) from None
            if message["type"] != "http.request":
                raise ClientLeft
            if message.get("body"):
                yield message["body"]
            if not message.get("more_body"):
                break
        self._is_read.set()

    async def leaves(self) -> None:
        if self.has_body:
            await self._is_read.wait()
        await left(self._receive)

    def again(self) -> Receive:
        """What another application receives in place of the one that read nothing of the body."""
        return self._receive if self.has_body else replay(b"", self._receive)


class Watch:
    """Cancels the current task when the client leaves, unless it `must_finish` by then.

    What runs for it on the server ends too.
    """

    def __init__(self, receive: Receive, must_finish: Callable[[], bool]) -> None:
        self.client_left = False
        self._receive = receive
        self._must_finish = must_finish
        self._work = asyncio.current_task()
        self._watcher: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._watcher = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        await left(self._receive)
        if self._work is not None and not self._must_finish():
            self.client_left = True
            self._work.cancel()

    def stop(self) -> None:
        if self._watcher is not None:
            self._watcher.cancel()


class Watches:
    """Starts the watch of requests that take longer than PATIENCE; for the others it would cost more
    than they do. One timer for all: what is still there at its second tick has taken that long.
    """

    PATIENCE = 0.05

    def __init__(self) -> None:
        self._new: set[Watch] = set()
        self._waiting: set[Watch] = set()
        self._is_ticking = False

    def add(self, watch: Watch) -> None:
        self._new.add(watch)
        if not self._is_ticking:
            self._is_ticking = True
            self._tick_later()

    def remove(self, watch: Watch) -> None:
        self._new.discard(watch)
        self._waiting.discard(watch)
        watch.stop()

    def _tick_later(self) -> None:
        asyncio.get_running_loop().call_later(self.PATIENCE, self._tick)

    def _tick(self) -> None:
        for watch in self._waiting:
            watch.start()
        self._waiting, self._new = self._new, set()
        self._is_ticking = bool(self._waiting)
        if self._is_ticking:
            self._tick_later()
