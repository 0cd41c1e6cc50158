"""The ASGI application: PostgREST's protocol for one database, mountable anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import lru_cache

from pgdesk.api.asgi import Receive, Scope, Send, Watch, Watches, read_body
from pgdesk.api.errors import ApiError
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.headers import read_headers, text
from pgdesk.api.rest.observations import REQUEST_CRASHED, Observer, log
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.response.encode import LEAST, PIECE, accepts_gzip, gzipped, pieces
from pgdesk.api.rest.response.respond import Response, error_response
from pgdesk.api.rest.service import Service

#: Characters. Proxies give the status line no more room than they must.
LONGEST_REASON = 200

#: The extension of a server that lets an answer state the reason phrase of its status line.
REASON = "pgdesk.reason"


class RestApp:
    """`mount`: the prefix that is not part of the protocol's paths, besides the scope's root_path.

    `reread` gives the configuration anew when a reload of it is asked for.
    """

    def __init__(
        self,
        config: Config,
        mount: str = "",
        reread: Callable[[], Config] | None = None,
        give_up: Callable[[], None] | None = None,
        observe: Observer = log,
    ) -> None:
        self.service = Service(config, reread, give_up, observe)
        self._observe = observe
        self._mount = mount.rstrip("/").encode()
        self._watches = Watches()

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
        headers = read_headers(scope["headers"])
        request = HttpRequest(scope["method"], self._path(scope), scope.get("query_string", b""), headers)
        body = await read_body(receive)
        if body is None:
            return
        request.body = body
        response = await self._watched(request, receive)
        if response is not None:
            self.responded(scope, request, response)
            await _send(response, request, scope, send)

    async def _watched(self, request: HttpRequest, receive: Receive) -> Response | None:
        """None where the client has left."""
        watch = Watch(receive, lambda: request.must_finish)
        self._watches.add(watch)
        try:
            return await self._respond(request)
        except asyncio.CancelledError:
            if watch.client_left:
                return None
            raise
        finally:
            self._watches.remove(watch)

    def responded(self, scope: Scope, request: HttpRequest, response: Response) -> None:
        """Called with each response before it is sent."""

    def _path(self, scope: Scope) -> str:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        raw = raw.partition(b"?")[0]
        for prefix in (self._mount, scope.get("root_path", "").encode()):
            if prefix and raw.startswith(prefix):
                raw = raw[len(prefix) :]
                break
        return text(raw) or "/"

    async def _respond(self, request: HttpRequest) -> Response:
        try:
            return await self.service.respond(request)
        except Exception:
            self._observe(REQUEST_CRASHED, request.method, request.path)
            return error_response(ApiError(500, "PGRSTX00", "Something went wrong"))

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


async def _send(response: Response, request: HttpRequest, scope: Scope, send: Send) -> None:
    if response.reason is not None and REASON in scope.get("extensions", {}):
        scope["extensions"][REASON]["state"](_header(response.reason[:LONGEST_REASON]))
    headers = [(_header(name), _header(value)) for name, value in response.headers]
    start = {"type": "http.response.start", "status": response.status, "headers": headers}
    body = response.body
    if request.method == "HEAD" or response.status in (204, 304):
        await send(start)
        await send({"type": "http.response.body", "body": b""})
    elif len(body) >= LEAST and accepts_gzip(request.header("accept-encoding")):
        headers += [(b"Content-Encoding", b"gzip"), (b"Vary", b"Accept-Encoding")]
        await send(start)
        async for piece in gzipped(body):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    else:
        headers.append((b"Content-Length", b"%d" % len(body)))
        await send(start)
        if len(body) > PIECE:
            for part in pieces(body):
                await send({"type": "http.response.body", "body": bytes(part), "more_body": True})
            body = b""
        await send({"type": "http.response.body", "body": body})


@lru_cache(maxsize=2048)
def _header(value: str) -> bytes:
    """A header cannot hold line ends or other control characters, whatever a function set."""
    return value.translate(_CONTROLS).encode("utf-8", "replace")


_CONTROLS = {code: " " for code in (*range(32), 127) if code != 9}
