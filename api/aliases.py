"""Routes outside the generated API that the seed documents name: rows of helpdesk.route_alias.

A matching request is forwarded to the generated API with the caller's own headers, so with the caller's own
rights. What the answer looks like is the target's business.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlencode

import msgspec
import structlog

from pgdesk.api.asgi import App, Message, Receive, Scope, Send, read_body, refuse, replay
from pgdesk.api.errors import refusal
from pgdesk.api.upstream import MOUNT

log = structlog.get_logger()

#: A changed row is in force after this many seconds.
_RELOAD_SECONDS = 30.0
_BODY_BYTES = 1_000_000
_SINGLE = b"application/vnd.pgrst.object+json"
_PLACEHOLDER = re.compile(r"\{(path|query|body)\.(\w+)\}")
_PASSED_HEADERS = frozenset((b"authorization", b"x-request-id", b"accept-encoding", b"prefer", b"user-agent"))


class Alias(msgspec.Struct, frozen=True):
    """`arguments`: name of the target's argument → text with {path.x}, {query.x}, {body.x}.

    "*": query or body, all that was given; a text without placeholders is what holds where nothing was given.
    """

    method: str
    path: str
    target: str
    arguments: dict[str, str]
    status: int
    is_single: bool
    description: str = ""

    @property
    def is_call(self) -> bool:
        return self.target.startswith("rpc/")


class Aliases:
    """The alias table, read when first needed and now and then afterwards."""

    def __init__(self, rest: App, load: Callable[[], Awaitable[list[Alias]]]) -> None:
        self._rest = rest
        self._load = load
        self._known: list[tuple[re.Pattern[str], Alias]] = []
        self._loaded_at = float("-inf")

    async def find(self, method: str, path: str) -> App | None:
        """The application that answers this address, if it is an alias."""
        await self._refresh()
        for pattern, alias in self._known:
            if alias.method == method and (match := pattern.fullmatch(path)):
                return _Forward(self._rest, alias, match.groupdict())
        return None

    async def known(self) -> list[Alias]:
        """Every alias that is in force."""
        await self._refresh()
        return [alias for _, alias in self._known]

    async def _refresh(self) -> None:
        if time.monotonic() - self._loaded_at <= _RELOAD_SECONDS:
            return
        self._loaded_at = time.monotonic()
        try:
            self._known = [(_pattern(alias.path), alias) for alias in await self._load()]
        except Exception as error:  # without a database the table stays as it was
            log.warning("aliases could not be read", problem=str(error).strip())


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))


class _Forward:
    """One request to one alias."""

    def __init__(self, rest: App, alias: Alias, in_path: dict[str, str]) -> None:
        self._rest = rest
        self._alias = alias
        self._in_path = in_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            given = await read_body(receive, _BODY_BYTES)
            if given is None:
                return
            arguments = self._arguments(scope, given)
        except ValueError as error:
            await refuse(refusal(400, str(error), hint="Send a JSON object."), send)
            return
        inner, body = self._request(scope, arguments)
        await self._rest(inner, replay(body, receive), self._with_status(send))

    def _arguments(self, scope: Any, body: bytes) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if body.strip():
            try:
                given = msgspec.json.decode(body, type=dict[str, Any])
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise ValueError("the body is no JSON object") from None
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        places: dict[str, dict[str, Any]] = {
            "path": self._in_path,
            "query": {name: values[0] for name, values in query.items()},
            "body": given,
        }
        everything: dict[str, dict[str, Any]] = {"query": dict(query), "body": given}
        found = dict(everything.get(self._alias.arguments.get("*", ""), {}))
        for name, source in self._alias.arguments.items():
            lone = _PLACEHOLDER.fullmatch(source)
            if lone and lone[2] in places[lone[1]]:
                found[name] = places[lone[1]][lone[2]]
            elif _PLACEHOLDER.search(source) and not lone:
                found[name] = _PLACEHOLDER.sub(lambda match: str(places[match[1]].get(match[2], "")), source)
            elif not lone and name != "*":
                found.setdefault(name, source)
        return found

    def _request(self, scope: Any, arguments: dict[str, Any]) -> tuple[Any, bytes]:
        headers = [(name, value) for name, value in scope["headers"] if name in _PASSED_HEADERS]
        headers.append((b"accept", _SINGLE if self._alias.is_single else b"application/json"))
        inner = dict(scope)
        body = b""
        if self._alias.method == "GET":
            given = {name: value for name, value in arguments.items() if value is not None}
            inner["query_string"] = urlencode(given, doseq=True).encode()
        else:
            body = msgspec.json.encode(arguments)
            inner["query_string"] = b""
            headers.append((b"content-type", b"application/json"))
            headers.append((b"content-length", str(len(body)).encode()))
            if not self._alias.is_call:
                headers.append((b"prefer", b"return=representation"))
        inner["method"] = self._alias.method
        inner["headers"] = headers
        inner["path"] = f"{MOUNT}/{self._alias.target}"
        inner["raw_path"] = inner["path"].encode()
        return inner, body

    def _with_status(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] != "http.response.start":
                await send(message)
                return
            if message["status"] == 406 and self._alias.is_single:
                message["status"] = 404
            elif 200 <= message["status"] < 300:
                message["status"] = self._alias.status
                message["headers"] = [
                    (name, value)
                    for name, value in message["headers"]
                    if name.lower() not in (b"content-range", b"content-location")
                ]
            await send(message)

        return sending
