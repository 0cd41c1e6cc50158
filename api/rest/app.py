"""The ASGI application: PostgREST's protocol for one database, mountable anywhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from api.rest.config import Config
from api.rest.errors import ApiError
from api.rest.request import HttpRequest
from api.rest.respond.answer import Answer, error_answer
from api.rest.service import Service

log = logging.getLogger("api.rest")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class RestApp:
    """`mount`: the prefix that is not part of the protocol's paths, besides the scope's root_path."""

    def __init__(self, config: Config, mount: str = "") -> None:
        self.service = Service(config)
        self._mount = mount.rstrip("/").encode()

    async def start(self) -> None:
        await self.service.start()

    async def stop(self) -> None:
        await self.service.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        body = await _read_body(receive)
        if body is None:
            return
        request = HttpRequest(
            scope["method"],
            self._path(scope),
            scope.get("query_string", b""),
            [(name.decode("latin-1"), _text(value)) for name, value in scope["headers"]],
            body,
        )
        watch = _Watch(receive)
        try:
            answered = await self._answer(request)
        except asyncio.CancelledError:
            if watch.client_left:
                return
            raise
        finally:
            watch.stop()
        await _send(answered, request.method, send)

    def _path(self, scope: Scope) -> str:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        raw = raw.partition(b"?")[0]
        for prefix in (self._mount, scope.get("root_path", "").encode()):
            if prefix and raw.startswith(prefix):
                raw = raw[len(prefix) :]
                break
        return _text(raw) or "/"

    async def _answer(self, request: HttpRequest) -> Answer:
        try:
            return await self.service.answer(request)
        except ApiError as error:
            return error_answer(error)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("%s %s failed", request.method, request.path)
            return error_answer(ApiError(500, "PGRSTX00", "Something went wrong"))

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except Exception as error:
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


async def _read_body(receive: Receive) -> bytes | None:
    """None where the client left before the end of the body."""
    chunks = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


class _Watch:
    """Cancels the current task when the client leaves: what runs for it on the server ends too.

    Only requests that take longer than PATIENCE are watched; for the others it would cost more
    than they do.
    """

    PATIENCE = 0.05

    def __init__(self, receive: Receive) -> None:
        self.client_left = False
        self._receive = receive
        self._work = asyncio.current_task()
        self._watcher: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(self.PATIENCE, self._start)

    def _start(self) -> None:
        self._watcher = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.client_left = True
        if self._work is not None:
            self._work.cancel()

    def stop(self) -> None:
        self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()


async def _send(answered: Answer, method: str, send: Send) -> None:
    headers = [(name.encode("latin-1", "replace"), value.encode()) for name, value in answered.headers]
    body = b"" if method == "HEAD" or answered.status == 204 else answered.body
    if method != "HEAD" and answered.status != 204:
        headers.append((b"Content-Length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": answered.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
