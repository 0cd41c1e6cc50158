"""The generated API behind its guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from pgdesk.api.asgi import App, Receive, Scope, Send, refuse, replay
from pgdesk.api.errors import ApiError
from pgdesk.api.guard.answers import with_timeouts_told
from pgdesk.api.guard.bodies import Bodies, check_shape
from pgdesk.api.guard.limits import ANONYMOUS, LimitsByRole
from pgdesk.api.guard.queries import patterns, unsafe_pattern
from pgdesk.api.guard.request import Head, name_network, network_of, read_head, target_of
from pgdesk.api.guard.rights import Rights, WriteRights
from pgdesk.api.guard.tokens import LoadKeys, Tokens
from pgdesk.api.guard.turns import Turns
from pgdesk.api.rest.auth.jwt import Identity
from pgdesk.api.rest.database.pgerrors import from_postgres
from pgdesk.api.rest.house import advise
from pgdesk.api.rest.recent import Recent
from pgdesk.api.upstream.generated import rest_config
from pgdesk.settings import Settings

_WRITES = frozenset(("POST", "PATCH", "PUT", "DELETE"))

#: The share of the database connections that callers without a token have, one of so many.
_SHARE = 4
_KNOWN_PATTERNS = 1000
#: Bytes. The rest of a longer body that is not wanted is not read either.
_SMALL = 64_000


class Guard:
    """Refuses what costs too much before it costs anything; all else is the generated API's."""

    def __init__(
        self,
        rest: App,
        settings: Settings,
        load_rights: Callable[[], Awaitable[Rights]],
        is_safe: Callable[[str, bool], Awaitable[bool]],
        load_keys: LoadKeys,
    ) -> None:
        """`is_safe` is asked for the text of a filter by a regular expression; true: an array of them."""
        self._rest = rest
        self._tokens = Tokens(rest_config(settings), load_keys)
        self._limits = LimitsByRole(settings)
        self._rights = WriteRights(load_rights)
        self._is_safe = is_safe
        self._safe: Recent[bool] = Recent(_KNOWN_PATTERNS)
        most = settings.max_bodies_mb * 1_000_000
        self._bodies, self._anonymous_bodies = Bodies(most), Bodies(most // _SHARE)
        self._turns = Turns(max(1, settings.pool_size // _SHARE))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        head = read_head(scope)
        send = with_timeouts_told(send)
        try:
            role = await self._role(head)
            if role is None:
                await self._rest(scope, receive, send)  # which says what is wrong with the token
                return
            if head.names_network:
                name_network(scope, "")
            await self._check_query(scope, role)
            if head.has_body:
                async with self.body(scope, receive, scope["method"], target_of(scope)) as body:
                    if body is not None:
                        await self._pass_on(scope, replay(body, receive), send, role)
                return
            await self._pass_on(scope, receive, send, role)
        except ApiError as error:
            await refuse(error, send)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, role: str) -> None:
        if role != ANONYMOUS or scope["method"] == "OPTIONS":
            await self._rest(scope, receive, send)
            return
        name_network(scope, network_of(scope))
        async with self._turns.turn(send) as sending:
            await self._rest(scope, receive, sending)

    def identify(self, authorization: str | None) -> Identity | None:
        """None for a token that is not to be trusted."""
        return self._tokens.identify_at_once(authorization)

    @asynccontextmanager
    async def body(
        self, scope: Scope, receive: Receive, method: str, target: str
    ) -> AsyncIterator[bytes | None]:
        """The body of who may send one there, held until the end of the context; None where the client left.

        Raises ApiError.
        """
        head = read_head(scope)
        role = (await self._tokens.identify(head.authorization)).role
        if method in _WRITES and not await self._rights.may(role, method, target):
            raise _denied(target, role, is_large=head.length is None or head.length > _SMALL)
        bodies = self._anonymous_bodies if role == ANONYMOUS else self._bodies
        async with bodies.read(receive, head.length, self._limits.of(role)) as body:
            if body:
                check_shape(body, head.content_type)
            yield body

    async def _role(self, head: Head) -> str | None:
        """None for a token that is not to be trusted and sends nothing. Raises ApiError where it does."""
        try:
            return (await self._tokens.identify(head.authorization)).role
        except ApiError:
            if head.has_body:
                raise
            return None

    async def _check_query(self, scope: Scope, role: str) -> None:
        query: bytes = scope.get("query_string", b"")
        if not query:
            return
        is_call = scope["method"] in ("GET", "HEAD") and "/rpc/" in scope["path"]
        for is_array, text in patterns(query, self._limits.of(role), is_call):
            text = text.partition("\0")[0]  # so much of it reaches the database
            key = (is_array, text)
            known = self._safe.get(key)
            if known is None:
                known = await self._is_safe(text, is_array)
                self._safe.put(key, known)
            if not known:
                raise unsafe_pattern(text)


def _denied(target: str, role: str, *, is_large: bool) -> ApiError:
    """As the database would say it."""
    kind, _, name = target.rpartition("/")
    what = f"function {name}" if kind else f"view {name}"
    error = advise(from_postgres("42501", f"permission denied for {what}", None, None, role != ANONYMOUS))
    if is_large:
        error.headers = (*error.headers, ("Connection", "close"))
    return error
