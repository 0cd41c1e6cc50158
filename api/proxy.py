"""/rest by an external PostgREST: requests and answers are streamed through, connections reused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import structlog
from litestar.types import Receive, Scope, Send

from api.http_errors import error_body

log = structlog.get_logger()

_HOP_BY_HOP = frozenset(
    (
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"host",
    )
)


class PostgrestProxy:
    """Forwards what is under /rest to the PostgREST at `url`."""

    def __init__(self, url: str, connections: int) -> None:
        self._base = httpx.URL(url.rstrip("/") + "/")
        self._limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._client: httpx.AsyncClient | None = None

    async def start(self) -> None:
        self._client = httpx.AsyncClient(
            limits=self._limits, timeout=httpx.Timeout(60, connect=5), trust_env=False
        )

    async def stop(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._client is not None
        request = self._request(scope, receive)
        try:
            response = await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            log.error("PostgREST cannot be reached", problem=str(error))
            await _unavailable(send)
            return
        try:
            headers = [pair for pair in response.headers.raw if pair[0].lower() not in _HOP_BY_HOP]
            await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
            async for chunk in response.aiter_raw():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            await response.aclose()

    def _request(self, scope: Any, receive: Receive) -> httpx.Request:
        assert self._client is not None
        raw = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
        path = self._base.raw_path.rstrip(b"/") + (raw.removeprefix(b"/rest") or b"/")
        if scope["query_string"]:
            path += b"?" + scope["query_string"]
        headers = [pair for pair in scope["headers"] if pair[0].lower() not in _HOP_BY_HOP]
        names = {name.lower() for name, _ in scope["headers"]}
        has_body = b"content-length" in names or b"transfer-encoding" in names
        return self._client.build_request(
            scope["method"],
            self._base.copy_with(raw_path=path),
            headers=headers,
            content=_body(receive) if has_body else None,
        )


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body"):
            return


async def _unavailable(send: Send) -> None:
    body = error_body(503, "PostgREST cannot be reached")
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", b"5"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
