"""The page that says where everything is; it works offline."""

from __future__ import annotations

import html
from typing import Any

from litestar import Request, Response, Router, get
from litestar.enums import MediaType

from pgdesk.api.upstream import MOUNT

_PLACES = {
    f"{MOUNT}/": f"the generated API: tables as {MOUNT}/<view>, verbs as {MOUNT}/rpc/<function>",
    "/docs": "all that the API offers to a token, to read and to try out",
    "/inbound/mime": "POST a raw mail, with header X-Pgdesk-Secret",
    "/files/{attachment_id}": "a file that came by mail, for who sees it in /rest/attachments",
    "/api/tickets/{id}/escalate": "POST: ask colleagues for help",
    "/api/mentions/escalations?staffId=": "requests for help sent to a member of staff",
    "/health": "whether the process lives",
    "/ready": "whether it can serve",
    "/metrics": "figures for Prometheus",
}

_LINKED = frozenset(("/docs", "/health", "/ready", "/metrics"))

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2937}"
    "code{font:14px/1.5 ui-monospace,monospace}td{padding:.2rem 1rem .2rem 0;vertical-align:top}"
)


def pages_router() -> Router:
    """/"""

    @get("/")
    async def show_index(request: Request[Any, Any, Any]) -> Response[Any]:
        """Where to look, as HTML for browsers and as JSON for all others."""
        if "text/html" in request.headers.get("accept", ""):
            rows = "".join(
                f"<tr><td>{_shown(place)}</td><td>{html.escape(what)}</td></tr>"
                for place, what in _PLACES.items()
            )
            return _page("pgdesk", f"<h1>pgdesk</h1><table>{rows}</table>")
        return Response({"name": "pgdesk", "places": _PLACES}, media_type=MediaType.JSON)

    return Router("/", route_handlers=[show_index])


def _shown(place: str) -> str:
    """A link where a browser can go."""
    code = f"<code>{html.escape(place)}</code>"
    return f'<a href="{html.escape(place)}">{code}</a>' if place in _LINKED else code


def _page(title: str, body: str) -> Response[Any]:
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style><body>{body}</body></html>"
    )
    return Response(text, media_type=MediaType.HTML)
