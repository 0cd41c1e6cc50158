"""Cross-origin requests: preflights are answered here, other answers get their headers."""

from __future__ import annotations

from pgdesk.api.errors import Header
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.response.respond import Response

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "HEAD")
EXPOSED = (
    "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server, "
    "Transfer-Encoding, Range-Unit"
)
_SIMPLE_HEADERS = ("Accept", "Accept-Language", "Content-Language")


def preflight(request: HttpRequest, config: Config) -> Response | None:
    """The answer to OPTIONS with an Origin and a known method asked for."""
    origin = request.header("origin")
    method = request.header("access-control-request-method")
    if request.method != "OPTIONS" or origin is None or method not in METHODS:
        return None
    headers = _origin(origin, config)
    if headers is None:
        return None
    headers += [("Access-Control-Allow-Methods", ", ".join(METHODS)), ("Access-Control-Max-Age", "86400")]
    asked = request.header("access-control-request-headers")
    if asked is not None:
        names = [name.strip() for name in asked.split(",") if name.strip()]
        listed = ", ".join(["Authorization", *names, *_SIMPLE_HEADERS])
        headers.append(("Access-Control-Allow-Headers", listed))
    return Response(200, headers)


def response_headers(request: HttpRequest, config: Config) -> list[Header]:
    origin = request.header("origin")
    if origin is None:
        return []
    headers = _origin(origin, config)
    return [] if headers is None else [*headers, ("Access-Control-Expose-Headers", EXPOSED)]


def _origin(origin: str, config: Config) -> list[Header] | None:
    allowed = config.server_cors_allowed_origins
    if not allowed:
        return [("Access-Control-Allow-Origin", "*")]
    if origin not in allowed:
        return None
    return [("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]
