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

from pgdesk.api.asgi import App, Message, Receive, Scope, Send, refuse, replay
from pgdesk.api.embedded import Sites
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.filters import as_filters
from pgdesk.api.guard.guard import Guard
from pgdesk.api.login.tokens import GuestAccess
from pgdesk.api.upstream import MOUNT

log = structlog.get_logger()

#: A changed row is in force after this many seconds.
_RELOAD_SECONDS = 30.0
_SINGLE = b"application/vnd.pgrst.object+json"
_PLACEHOLDER = re.compile(r"\{(path|query|body)\.(\w+)\}")
_PASSED_HEADERS = frozenset(
    (b"authorization", b"x-request-id", b"accept-encoding", b"prefer", b"range", b"range-unit", b"user-agent")
)
#: Takes a ticket's id or reference: both end with a digit, unlike the fixed words beside them.
_TICKET = "ticket"
#: Takes the token of a guest's link, whose ticket it names.
_TOKEN = "token"
_NOT_OF_LISTS = frozenset((b"content-range", b"content-location"))


class Alias(msgspec.Struct, frozen=True):
    """`arguments`: name of the target's argument → text with {path.x}, {query.x}, {body.x}.

    "*": query or body, all that was given; a text without placeholders is what holds where nothing was given.
    `parameters`: name → whether it must be given, of a function.
    """

    method: str
    path: str
    target: str
    arguments: dict[str, str]
    status: int
    is_single: bool
    is_embeddable: bool = False
    is_volatile: bool = False
    description: str = ""
    parameters: dict[str, bool] = {}

    @property
    def is_call(self) -> bool:
        return self.target.startswith("rpc/")

    @property
    def is_sent(self) -> bool:
        """By POST: what is read may be a function that notes something, such as a search without results."""
        return self.method != "GET" or self.is_volatile

    @property
    def is_list(self) -> bool:
        return self.method == "GET" and not self.is_call and not self.is_single

    def key_of(self, parameter: str) -> str:
        """What the client calls it."""
        lone = _PLACEHOLDER.fullmatch(self.arguments.get(parameter, ""))
        return lone[2] if lone and lone[1] != "path" else parameter


class Known(msgspec.Struct, frozen=True):
    """Where the table and the tickets are looked up."""

    load: Callable[[], Awaitable[list[Alias]]]
    #: Those whose pages may ask what is embeddable.
    sites: Sites
    #: The id of the ticket with this reference; None: there is none.
    find_ticket: Callable[[str], Awaitable[int | None]]
    #: What the token of a guest's link opens. Raises ApiError.
    open_guest_link: Callable[[Scope, str], Awaitable[GuestAccess]]


class Aliases:
    """The alias table, read when first needed and now and then afterwards."""

    def __init__(self, rest: Guard, known: Known) -> None:
        self._rest = rest
        self._database = known
        self._known: list[tuple[re.Pattern[str], Alias]] = []
        self._loaded_at = float("-inf")

    async def find(self, method: str, path: str) -> App | None:
        """The application that answers this address, if it is an alias; it may end with a slash."""
        await self._refresh()
        path = path[:-1] if path.endswith("/") else path
        for pattern, alias in self._known:
            is_asked = alias.method == method or (method == "OPTIONS" and alias.is_embeddable)
            if is_asked and (match := pattern.fullmatch(path)):
                forward = _Forward(self._rest, self._database, alias, match.groupdict())
                if not alias.is_embeddable:
                    return forward
                return await self._database.sites.of_widget(forward, alias.method)
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
            self._known = [(_pattern(alias.path), alias) for alias in await self._database.load()]
        except Exception as error:  # without a database the table stays as it was
            log.warning("aliases could not be read", problem=str(error).strip())


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(
        re.sub(
            r"\\\{(\w+)\\\}",
            lambda match: f"(?P<{match[1]}>[^/]*{'[0-9]' if match[1] == _TICKET else '[^/]'})",
            re.escape(path),
        )
    )


class _Forward:
    """One request to one alias."""

    def __init__(self, rest: Guard, database: Known, alias: Alias, in_path: dict[str, str]) -> None:
        self._rest = rest
        self._database = database
        self._alias = alias
        self._in_path = in_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        named = self._in_path.get(_TICKET, "")
        try:
            if self._alias.is_embeddable:
                scope = await self._as_guest(scope)
            async with self._rest.body(scope, receive, self._alias.method, self._alias.target) as given:
                if given is None:
                    return
                is_known = await self._resolve(named)
                arguments = self._arguments(scope, given)
        except ApiError as error:
            await refuse(error, send)
            return
        except _WrongKey as error:
            await refuse(refusal(422, str(error), code="PD006", hint=error.hint), send)
            return
        except ValueError as error:
            await refuse(refusal(400, str(error), hint="Send a JSON object."), send)
            return
        inner, body = self._request(scope, arguments)
        answer = _Answer(self._alias, send, "" if is_known and not self._alias.is_single else named)
        await self._rest(inner, replay(body, receive), answer)

    async def _as_guest(self, scope: Scope) -> Scope:
        """The request in the name of who has the link in the path, else of nobody, whoever sends it."""
        headers = [pair for pair in scope["headers"] if pair[0] != b"authorization"]
        if _TOKEN in self._in_path:
            access = await self._database.open_guest_link(scope, self._in_path[_TOKEN])
            headers.append((b"authorization", b"Bearer " + access.access_token.encode()))
            self._in_path = {_TICKET: str(access.ticket_id)}
        return {**scope, "headers": headers}

    async def _resolve(self, named: str) -> bool:
        """Puts the id in place of a reference; whether there is one."""
        if not named or (named.isascii() and named.isdecimal() and len(named) <= 18):
            return True
        found = await self._database.find_ticket(named)
        self._in_path = {**self._in_path, _TICKET: str(found or 0)}
        return found is not None

    def _arguments(self, scope: Any, body: bytes) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if body.strip():
            try:
                given = msgspec.json.decode(body, type=dict[str, Any])
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                raise ValueError("the body is no JSON object") from None
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        places: dict[str, dict[str, Any]] = {
            "path": self._in_path,
            "query": {name: values[0] for name, values in query.items()},
            "body": given,
        }
        everything: dict[str, dict[str, Any]] = {
            "query": as_filters(query) if self._alias.is_list else dict(query),
            "body": given,
        }
        found = dict(everything.get(self._alias.arguments.get("*", ""), {}))
        for name, source in self._alias.arguments.items():
            lone = _PLACEHOLDER.fullmatch(source)
            if lone and lone[2] in places[lone[1]]:
                found[name] = places[lone[1]][lone[2]]
            elif _PLACEHOLDER.search(source) and not lone:
                found[name] = _PLACEHOLDER.sub(lambda match: str(places[match[1]].get(match[2], "")), source)
            elif not lone and name != "*":
                found.setdefault(name, source)
        self._check_keys(given, found)
        return found

    def _check_keys(self, given: dict[str, Any], found: dict[str, Any]) -> None:
        """That a function is called with what it knows, in the client's own words."""
        if not self._alias.is_call or not self._alias.is_sent:
            return
        wanted = {self._alias.key_of(name): must for name, must in self._alias.parameters.items()}
        known = {match[2] for text in self._alias.arguments.values() for match in _PLACEHOLDER.finditer(text)}
        if self._alias.arguments.get("*") == "body":
            known |= set(wanted)
        hint = f"Known are: {', '.join(sorted(known))}." if known else "Send no body."
        for key in given:
            if key not in known:
                raise _WrongKey(f"{key} is unknown here", hint)
            if key in found and str(found[key]) != str(given[key]):
                raise _WrongKey(f"{key} stands in the path already", hint)
        for name, must in self._alias.parameters.items():
            if must and name not in found:
                raise _WrongKey(f"{self._alias.key_of(name)} is missing", hint)

    def _request(self, scope: Any, arguments: dict[str, Any]) -> tuple[Any, bytes]:
        headers = [(name, value) for name, value in scope["headers"] if name in _PASSED_HEADERS]
        headers.append((b"accept", _SINGLE if self._alias.is_single else b"application/json"))
        inner = dict(scope)
        body = b""
        if not self._alias.is_sent:
            given = {name: value for name, value in arguments.items() if value is not None}
            inner["query_string"] = urlencode(given, doseq=True).encode()
        else:
            body = msgspec.json.encode(arguments)
            inner["query_string"] = b""
            headers.append((b"content-type", b"application/json"))
            headers.append((b"content-length", str(len(body)).encode()))
            if not self._alias.is_call:
                headers.append((b"prefer", b"return=representation"))
        inner["method"] = "POST" if self._alias.is_sent else "GET"
        inner["headers"] = headers
        inner["path"] = f"{MOUNT}/{self._alias.target}"
        inner["raw_path"] = inner["path"].encode()
        return inner, body


class _WrongKey(ValueError):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class _Answer:
    """Passes the answer on with the alias' status; `missing`: the ticket that may not be there, as given."""

    def __init__(self, alias: Alias, send: Send, missing: str) -> None:
        self._alias = alias
        self._send = send
        self._missing = missing
        self._is_replaced = False

    async def __call__(self, message: Message) -> None:
        if self._is_replaced:
            return
        if message["type"] == "http.response.start":
            is_none = message["status"] == 406 and self._alias.is_single
            if is_none or (message["status"] == 404 and self._missing):
                self._is_replaced = True
                what = f"ticket {self._missing} not found" if self._missing else ""
                hint = "See /rest/tickets." if self._missing else None
                await refuse(refusal(404, what, code="PD001" if what else "", hint=hint), self._send)
                return
            if 200 <= message["status"] < 300 and not (self._alias.is_list and message["status"] == 206):
                message["status"] = self._alias.status
            if not self._alias.is_list:
                message["headers"] = [
                    (name, value) for name, value in message["headers"] if name.lower() not in _NOT_OF_LISTS
                ]
        await self._send(message)
