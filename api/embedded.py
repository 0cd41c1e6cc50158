"""What pages of other web sites may ask: the origins that rows name, without cookies (Fetch, section 3.3)."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import msgspec
import structlog

from pgdesk.api.asgi import App, Message, Receive, Scope, Send, refuse
from pgdesk.api.errors import refusal

log = structlog.get_logger()

#: A changed row is in force after this many seconds.
_RELOAD_SECONDS = 30.0
_ANY = "*"
_KEPT_SECONDS = b"600"
_METHODS = b"GET, HEAD, POST, PATCH, PUT, DELETE"
_HEADERS = (
    b"authorization, content-type, prefer, range, range-unit, accept-profile, content-profile, "
    b"last-event-id, x-request-id"
)
_SHOWN = (
    b"content-location, content-range, etag, location, preference-applied, retry-after, ratelimit, "
    b"ratelimit-policy, x-request-id"
)


class Site(msgspec.Struct, frozen=True):
    """`has_portal`: its pages may ask what the portal asks, too."""

    origin: str
    has_portal: bool


class Sites:
    """The rows of helpdesk.widget_origin, read when first needed and now and then afterwards."""

    def __init__(self, load: Callable[[], Awaitable[list[Site]]], base_url: str) -> None:
        """`base_url` is the desk's own."""
        self._load = load
        parts = urlsplit(base_url)
        self._own = f"{parts.scheme}://{parts.netloc}".lower().encode()
        self._widget: frozenset[str] = frozenset()
        self._portal: frozenset[str] = frozenset()
        self._loaded_at = float("-inf")

    async def of_widget(self, route: App, method: str) -> Embedded:
        """A route that the widget asks, by this method only."""
        await self._refresh()
        return Embedded(route, self._own, self._widget, method.encode())

    async def of_portal(self, route: App) -> Embedded:
        """A route that the portal asks."""
        await self._refresh()
        return Embedded(route, self._own, self._portal, _METHODS)

    async def _refresh(self) -> None:
        if time.monotonic() - self._loaded_at <= _RELOAD_SECONDS:
            return
        self._loaded_at = time.monotonic()
        try:
            sites = await self._load()
        except Exception as error:  # without a database they stay as they were
            log.warning("sites that embed pages could not be read", problem=str(error).strip())
            return
        self._widget = frozenset(site.origin for site in sites)
        self._portal = frozenset(site.origin for site in sites if site.has_portal)


class Embedded:
    """A route behind the check of the page's origin; programs name none and pass, as do our own pages."""

    def __init__(self, route: App, own: bytes, origins: frozenset[str], methods: bytes) -> None:
        self._route = route
        self._own = own
        self._origins = origins
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        origin = headers.get(b"origin")
        is_own = origin is None or self._is_own(headers, origin)
        if origin is not None and not is_own and not self._allows(origin):
            hint = "Administrators name the sites that may: /rest/widget_origins."
            await refuse(refusal(403, "a page of another origin may not ask this", hint=hint), send)
            return
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            allowed = [
                (b"access-control-allow-methods", self._methods),
                (b"access-control-allow-headers", _HEADERS),
                (b"access-control-max-age", _KEPT_SECONDS),
                (b"content-length", b"0"),
                *_shared(origin),
            ]
            await send({"type": "http.response.start", "status": 204, "headers": allowed})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        if not is_own:
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"cookie"]}

        async def send_shared(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    pair for pair in message["headers"] if not pair[0].lower().startswith(b"access-control-")
                ]
                message = {**message, "headers": kept + _shared(origin)}
            await send(message)

        await self._route(scope, receive, send_shared)

    def _allows(self, origin: bytes) -> bool:
        return _ANY in self._origins or origin.decode("latin-1").lower() in self._origins

    def _is_own(self, headers: dict[bytes, bytes], origin: bytes) -> bool:
        """By Fetch Metadata, which browsers send under https and to localhost, else by the host asked."""
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            return site == b"same-origin"
        here = origin.lower()
        return here == self._own or here.partition(b"://")[2] == headers.get(b"host", b"").lower()


def _shared(origin: bytes | None) -> list[tuple[bytes, bytes]]:
    """Never with Access-Control-Allow-Credentials."""
    if origin is None:
        return [(b"vary", b"Origin")]
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", _SHOWN),
        (b"vary", b"Origin"),
    ]
