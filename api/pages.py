"""The pages that say where everything is; they work offline."""

from __future__ import annotations

import html
from typing import Any

from litestar import Request, Response, Router, get
from litestar.enums import MediaType

from pgdesk.api.asgi import Receive, Scope, Send
from pgdesk.api.upstream import MOUNT

_PLACES = {
    f"{MOUNT}/": f"the generated API: tables as {MOUNT}/<view>, verbs as {MOUNT}/rpc/<function>",
    "/docs": "all that the API offers to a token, to read and to try out",
    "/auth/login": "POST: sign in by mail address and password; go on and end by /auth/refresh, /auth/logout",
    "/auth/oidc": "by which OpenID providers people sign in, each at /auth/oidc/<provider>",
    "/.well-known/jwks.json": "the public keys of the tokens",
    "/inbound/mime": "POST a raw mail, with header X-Pgdesk-Secret",
    "/live": "what happens, while it happens: server-sent events, or a WebSocket",
    "/articles/{slug}": "an article of the knowledge base, its text as HTML",
    "/mail/preview": "POST: a mail as it would come, its text as HTML",
    "/files": "POST: a file, to be named in what one writes",
    "/files/{attachment_id}": "a file, for who sees it in /rest/attachments",
    "/api/tickets/{id}/escalate": "POST: ask colleagues for help",
    "/api/mentions/escalations?staffId=": "requests for help sent to a member of staff",
    "/health": "whether the process lives",
    "/ready": "whether it can serve",
    "/metrics": "figures for Prometheus",
}

_LINKED = frozenset((f"{MOUNT}/", "/docs", "/health", "/ready", "/metrics"))

_ABOUT = (
    "<p>pgdesk is a helpdesk that is a Postgres database: tickets, deadlines, rules and rights are tables "
    "and functions, and this is their API. There are no web pages for staff and customers yet.</p>"
    '<p>What it offers can be read and tried out at <a href="/docs">/docs</a>: without a token what guests '
    "may do, with one what its person may. A token comes from <code>/auth/login</code>, from the host "
    "application, or from <code>pgdesk token --role agent</code>, and is sent as "
    "<code>Authorization: Bearer …</code>.</p>"
)
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
            page = _page(f"<h1>pgdesk</h1>{_ABOUT}<table>{rows}</table>")
            return Response(page, media_type=MediaType.HTML)
        return Response({"name": "pgdesk", "places": _PLACES}, media_type=MediaType.JSON)

    return Router("/", route_handlers=[show_index])


def wants_page(scope: Scope) -> bool:
    """Whether somebody looks with a browser: it asks for HTML, and has no way to send a token."""
    headers = dict(scope["headers"])
    return (
        scope["method"] == "GET"
        and b"text/html" in headers.get(b"accept", b"")
        and b"authorization" not in headers
    )


async def show_no_page(scope: Scope, receive: Receive, send: Send) -> None:
    """In place of a route of the API that has no page."""
    path = f"<p><code>{html.escape(scope['path'])}</code> is a route of the API, and no page.</p>"
    body = _page(f"<h1>pgdesk</h1>{path}{_ABOUT}").encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 406, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _shown(place: str) -> str:
    """A link where a browser can go."""
    code = f"<code>{html.escape(place)}</code>"
    return f'<a href="{html.escape(place)}">{code}</a>' if place in _LINKED else code


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>pgdesk</title>'
        f"<style>{_STYLE}</style><body>{body}</body></html>"
    )
