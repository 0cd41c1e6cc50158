"""What pages of other web sites may ask: the origins that rows name, without cookies (Fetch, section 3.3)."""

from __future__ import annotations

from pgdesk.api.asgi import App, Message, Receive, Scope, Send, refuse
from pgdesk.api.errors import refusal

_ANY = "*"
_HEADERS = b"content-type, prefer, x-request-id"
_SHOWN = b"retry-after, ratelimit, ratelimit-policy, x-request-id"
_SECONDS = b"600"


class Embedded:
    """A route behind the check of the page's origin; programs name none and pass."""

    def __init__(self, route: App, origins: frozenset[str], method: str) -> None:
        self._route = route
        self._origins = origins
        self._method = method

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        origin = headers.get(b"origin")
        is_own = headers.get(b"sec-fetch-site") == b"same-origin"
        if origin is not None and not is_own and not self._allows(origin):
            hint = "Administrators name the sites that may: /rest/widget_origins."
            await refuse(refusal(403, "pages of this site may not ask this", hint=hint), send)
            return
        if scope["method"] == "OPTIONS":
            allowed = [(b"access-control-allow-methods", self._method.encode())]
            allowed += [
                (b"access-control-allow-headers", _HEADERS),
                (b"access-control-max-age", _SECONDS),
                (b"content-length", b"0"),
                *_shared(origin),
            ]
            await send({"type": "http.response.start", "status": 204, "headers": allowed})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return

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


def _shared(origin: bytes | None) -> list[tuple[bytes, bytes]]:
    """Never with Access-Control-Allow-Credentials."""
    if origin is None:
        return [(b"vary", b"Origin")]
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", _SHOWN),
        (b"vary", b"Origin"),
    ]
