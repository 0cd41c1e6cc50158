"""What every request passes first: its id, the log, the metrics, and who answers it.

What is under MOUNT goes to the generated API as it came; Litestar would normalise its paths. Web pages,
aliases and all other routes follow.
"""

from __future__ import annotations

import os
import re
import time
from typing import Any

import structlog

from pgdesk.api.aliases import Aliases
from pgdesk.api.asgi import App, Message, Receive, Received, Scope, Send, refuse, refuse_socket
from pgdesk.api.embedded import Sites
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.knowledge.place import ROBOTS, is_knowledge
from pgdesk.api.live.sockets import adopt_token
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.visitors import BY_MAIL
from pgdesk.api.metrics import Metrics
from pgdesk.api.rates.rates import Rates, Taken
from pgdesk.api.rates.uses import Uses
from pgdesk.api.root import below
from pgdesk.api.upstream import MOUNT
from pgdesk.api.web.site import Site

log = structlog.get_logger()

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._:/+=-]{1,40}")
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
#: In log and metrics, for what nobody was there to be answered (nginx' number for it).
CLIENT_LEFT = 499
#: A segment that is the token of a guest's link, as `guest_token` makes them, is for no log.
_WITHOUT_TOKEN = re.compile(r"(/[0-9]+\.)[A-Za-z0-9_-]{20,}")
#: What rate limits do not count: what looks after the process, mail servers, and what asks no database.
_UNLIMITED = frozenset(("", "inbound", "health", "ready", "metrics", "docs", "page", ".well-known"))
_UNCOUNTED = Taken([])
#: What would fill the log.
_SELDOM_LOGGED = frozenset(("rest", "page"))
#: At the address of an alias there may be a page for somebody else.
_VARIES = (b"vary", b"Accept, Authorization")
#: Of what is somebody's although no cache sees that in the request: asked with a cookie, or at an address
#: that has the token of a link.
_PRIVATE = (b"cache-control", b"private, no-store")
#: Lasts as long as somebody watches.
_LIVE = "live"
#: What the portal asks in pages of other sites.
_PORTAL = frozenset(("rest", "auth", "files", "articles", _LIVE))
_ROUTES = frozenset(
    (
        *("", "articles", "auth", "exports", "files", "inbound", "mail", "reports", "webhooks"),
        *("health", "ready", "metrics", "docs", ".well-known"),
    )
)


class Gateway:
    """The outermost ASGI application."""

    def __init__(
        self,
        rest: App,
        site: Site,
        aliases: Aliases,
        sites: Sites,
        live: App,
        pages: App,
        cookies: Cookies,
        rates: Rates,
        uses: Uses,
        metrics: Metrics,
    ) -> None:
        self._rest = rest
        self._site = site
        self._aliases = aliases
        self._sites = sites
        self._live = live
        self._pages = pages
        self._cookies = cookies
        self._rates = rates
        self._uses = uses
        self._metrics = metrics

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._serve_socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._pages(scope, receive, send)
            return
        started = time.perf_counter()
        status = CLIENT_LEFT
        taken = _UNCOUNTED
        request_id = _identify(scope)

        received = Received(receive)

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _name(message, request_id, taken)
                if route == "alias":
                    message["headers"].append(_VARIES)
                if is_private and not any(name.lower() == _PRIVATE[0] for name, _ in message["headers"]):
                    message["headers"].append(_PRIVATE)
            elif status >= 400 and not message.get("more_body"):
                await send({**message, "more_body": True})
                await received.discard()
                message = {"type": "http.response.body"}
            await send(message)

        route, answer = await self._find(scope)
        has_token = route in ("alias", "page")
        is_private = route == "alias"
        path = _WITHOUT_TOKEN.sub(r"\1…", scope["path"]) if has_token else scope["path"]

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            nonlocal is_private, taken
            had_token = _has_token(scope)
            error = self._cookies.adopt(scope) if route != "auth" else None
            is_private = is_private or (not had_token and _has_token(scope))
            if error is None and route not in _UNLIMITED and scope["method"] != "OPTIONS":
                taken = await self._rates.take(scope, is_intake=route != "auth")
                error = taken.error
            if error is None:
                await answer(scope, receive, send)
            else:
                await refuse(error, send)
            if taken.token_hash is not None and status != 401:
                self._uses.add(taken.token_hash)

        is_page = route in _PORTAL and any(name == b"origin" for name, _ in scope["headers"])
        served = await self._sites.of_portal(serve) if is_page else serve
        with structlog.contextvars.bound_contextvars(request_id=request_id.decode()):
            try:
                await served(scope, received, send_named)
            except BaseException:
                status = 500 if status == CLIENT_LEFT else status
                raise
            finally:
                self._note(scope, path, route, status, time.perf_counter() - started)

    async def _find(self, scope: Any) -> tuple[str, App]:
        path: str = scope["path"]
        if path == MOUNT or path.startswith(f"{MOUNT}/"):
            return "rest", self._rest
        name = await self._site.name(path)
        if name is not None:
            if is_knowledge(name):
                return "knowledge", below(self._site.root, name, self._pages)
            if name in BY_MAIL:
                route = below(self._site.root, name, self._pages)
                return "alias", await self._sites.of_widget(route, "POST")
            page = self._site.find(scope, name)
            if page is not None:
                return "page", page
        if path == f"/{ROBOTS}":
            return "knowledge", below(self._site.root, ROBOTS, self._pages)
        alias = await self._aliases.find(scope["method"], path)
        if alias is not None:
            return "alias", alias
        if path.startswith("/support/inbound/"):
            return "inbound", self._pages
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        if path == f"/{_LIVE}":
            return _LIVE, self._live
        return first if first in _ROUTES else "other", self._pages

    async def _serve_socket(self, scope: Any, receive: Receive, send: Send) -> None:
        """Who it is must be known before it is accepted; a page of another origin has none of our cookies."""
        # For what looks at methods: it is no read, which any page may send.
        scope = {**scope, "method": "CONNECT"}
        adopt_token(scope)
        request_id = _identify(scope).decode()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            error: ApiError | None
            if scope["path"] != f"/{_LIVE}":
                error = refusal(404)
            else:
                error = self._cookies.adopt(scope) or (await self._rates.take(scope)).error
            if error is not None:
                await refuse_socket(error, send)
                return
            log.info("socket", path=scope["path"])
            await self._live(scope, receive, send)

    def _note(self, scope: Any, path: str, route: str, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(route, method, str(status)).inc()
        if route != _LIVE:
            self._metrics.seconds.labels(route).observe(seconds)
        say = log.error if status >= 500 else log.debug if route in _SELDOM_LOGGED else log.info
        say("request", method=method, path=path, status=status, ms=round(seconds * 1000, 1))


def _identify(scope: Any) -> bytes:
    """The request's id: the client's X-Request-Id if it is one, else a new one; the database sees it too."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return bytes(value)
    made = os.urandom(16).hex().encode()
    scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"x-request-id"]
    scope["headers"].append((b"x-request-id", made))
    return made


def _has_token(scope: Any) -> bool:
    return any(name == b"authorization" for name, _ in scope["headers"])


def _name(message: Message, request_id: bytes, taken: Taken) -> None:
    headers = [(name, value) for name, value in message["headers"] if name.lower() != b"server"]
    headers.append((b"x-request-id", request_id))
    headers += taken.headers
    message["headers"] = headers
