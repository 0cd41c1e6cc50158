"""Another server in place of this one: requests and answers are streamed through."""

from __future__ import annotations

import asyncio
import contextlib
import re
from functools import partial
from typing import Any

import httpx
import msgspec
import structlog

from pgdesk.api.asgi import ClientLeft, Incoming, Receive, Scope, Send, refuse
from pgdesk.api.errors import ApiError, NoAnswer
from pgdesk.api.upstream import MOUNT

log = structlog.get_logger()

#: Seconds to connect; to the next byte of an answer; for a free connection.
_CONNECT, _READ, _POOL = 5, 60, 10

_NOT_FORWARDED = frozenset(
    (
        b"connection",
        b"date",
        b"expect",
        b"host",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    )
)
#: What PostgREST says of a refusal by a constraint.
_VIOLATION = re.compile(r"error=23\d{3}$")
_READS = frozenset(("GET", "HEAD", "OPTIONS"))


class Proxy:
    """Forwards what is under `mount` to the server at `url`, which errors call `name`."""

    def __init__(self, url: str, connections: int, mount: str = MOUNT, name: str = "PostgREST") -> None:
        self._mount = mount.encode()
        self._name = name
        self._base = httpx.URL(url.rstrip("/") + "/")
        self._limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._client: httpx.AsyncClient | None = None
        self._prober: httpx.AsyncClient | None = None
        self._abandoned: asyncio.Future[None] | None = None

    async def start(self) -> None:
        self._client = httpx.AsyncClient(
            limits=self._limits, timeout=httpx.Timeout(_READ, connect=_CONNECT, pool=_POOL), trust_env=False
        )
        self._prober = httpx.AsyncClient(limits=httpx.Limits(max_connections=1), trust_env=False)
        self._abandoned = asyncio.get_running_loop().create_future()

    async def stop(self) -> None:
        for client in (self._client, self._prober):
            if client is not None:
                await client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.forward(scope, Incoming(scope, receive), send)
        except NoAnswer as error:
            await answer_instead(error, send)
        except ApiError as error:
            await refuse(error, send)

    async def probe(self, seconds: float) -> int:
        """The status of OPTIONS /, which needs the catalogue and no database; on a connection of its own."""
        assert self._prober is not None
        return (await self._prober.options(self._base, timeout=seconds)).status_code

    def abandon(self) -> None:
        """Gives up on every answer that has not begun."""
        if self._abandoned is not None:
            self._abandoned.set_result(None)
            self._abandoned = asyncio.get_running_loop().create_future()

    async def forward(self, scope: Any, incoming: Incoming, send: Send) -> None:
        """Raises ApiError before anything of an answer is sent, never afterwards."""
        leaving = asyncio.ensure_future(incoming.leaves())
        try:
            response = await self._ask(scope, incoming, leaving)
            if response is not None:
                await _pass_on(response, leaving, send, self._name)
        finally:
            leaving.cancel()

    async def _ask(
        self, scope: Any, incoming: Incoming, leaving: asyncio.Future[None]
    ) -> httpx.Response | None:
        """None where the client has left."""
        assert self._client is not None
        assert self._abandoned is not None
        no_answer = partial(NoAnswer, name=self._name)
        asking = asyncio.ensure_future(self._client.send(self._request(scope, incoming), stream=True))
        try:
            await asyncio.wait((asking, leaving, self._abandoned), return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                return asking.result()
        except ClientLeft:
            return None
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise no_answer(503, str(error), is_gone=True, is_repeatable=incoming.is_unread) from None
        except httpx.PoolTimeout:
            raise no_answer(503, f"every connection to {self._name} is in use") from None
        except httpx.LocalProtocolError as error:
            raise no_answer(400, str(error)) from None
        except httpx.ReadTimeout:
            raise no_answer(504, f"{self._name} did not answer within {_READ} seconds") from None
        except httpx.HTTPError as error:
            raise no_answer(
                502, str(error), is_gone=True, is_repeatable=scope["method"] in _READS and incoming.is_unread
            ) from None
        finally:
            await _end(asking)
        if leaving.done():
            return None
        raise no_answer(
            502,
            f"{self._name} stopped answering",
            is_gone=True,
            is_repeatable=scope["method"] in _READS and incoming.is_unread,
        )

    def _request(self, scope: Any, incoming: Incoming) -> httpx.Request:
        """The target goes as it came: a URL object would normalise it."""
        assert self._client is not None
        raw = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
        target = self._base.raw_path.rstrip(b"/") + (raw.removeprefix(self._mount) or b"/")
        if scope["query_string"]:
            target += b"?" + scope["query_string"]
        return httpx.Request(
            scope["method"],
            self._base,
            headers=[pair for pair in scope["headers"] if pair[0].lower() not in _NOT_FORWARDED],
            content=incoming.body() if incoming.has_body else None,
            extensions={"target": target, "timeout": self._client.timeout.as_dict()},
        )


async def _end(asking: asyncio.Future[httpx.Response]) -> None:
    if not asking.done():
        asking.cancel()
        await asyncio.wait((asking,))


async def _pass_on(response: httpx.Response, leaving: asyncio.Future[None], send: Send, name: str) -> None:
    """An answer that breaks off stays unfinished, so that the client sees it too.

    When the client leaves it ends at once, also while nothing comes.
    """
    task = asyncio.current_task()
    assert task is not None

    def stop(left: asyncio.Future[None]) -> None:
        if not left.cancelled():
            task.cancel()

    leaving.add_done_callback(stop)
    try:
        headers = [pair for pair in response.headers.raw if pair[0].lower() not in _NOT_FORWARDED]
        if _VIOLATION.search(response.headers.get("proxy-status", "")):
            await _pass_on_without_row(response, headers, send)
            return
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        async for chunk in response.aiter_raw():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except asyncio.CancelledError:
        if not leaving.done() or leaving.cancelled():
            raise
        task.uncancel()
    except httpx.HTTPError as error:
        log.error("an answer was broken off", server=name, problem=str(error))
    finally:
        leaving.remove_done_callback(stop)
        await response.aclose()


async def _pass_on_without_row(
    response: httpx.Response, headers: list[tuple[bytes, bytes]], send: Send
) -> None:
    """A refusal by a constraint, whose details show the row or a key of it."""
    body = await response.aread()
    with contextlib.suppress(msgspec.DecodeError):
        body = msgspec.json.encode({**msgspec.json.decode(body, type=dict[str, Any]), "details": None})
    headers = [pair for pair in headers if pair[0].lower() != b"content-length"]
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def answer_instead(error: NoAnswer, send: Send) -> None:
    """In the other server's place."""
    if error.status >= 500:
        log.error("no answer", server=error.name, problem=error.problem)
    await refuse(error, send)
