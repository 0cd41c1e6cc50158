"""The page that says where everything is; it works offline."""

from __future__ import annotations

import html
from typing import Any

from litestar import Request, Response, Router, get
from litestar.enums import MediaType

from pgdesk.api.upstream import MOUNT
from pgdesk.api.web.site import Site

_PLACES = {
    f"{MOUNT}/": f"the generated API: tables as {MOUNT}/<view>, verbs as {MOUNT}/rpc/<function>",
    "/docs": "all that the API offers to a token, to read and to try out",
    "/auth/login": "POST: sign in by mail address and password; go on and end by /auth/refresh, /auth/logout",
    "/auth/oidc": "by which OpenID providers people sign in, each at /auth/oidc/<provider>",
    "/.well-known/jwks.json": "the public keys of the tokens",
    "/inbound/mime": "POST a raw mail, with header X-Pgdesk-Secret",
    "/live": "what happens, while it happens: server-sent events, or a WebSocket",
    "/support/kb": "the knowledge base as pages; /support is setting route_prefix",
    "/articles/{slug}": "an article of the knowledge base, its text as HTML",
    "/mail/preview": "POST: a mail as it would come, its text as HTML",
    "/reports": "what reports there are; /reports/{name}: one of them, as JSON or CSV",
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
    "and functions, this is their API, and people work with it on the web pages, the first of the addresses "
    "below.</p>"
    '<p>What it offers can be read and tried out at <a href="/docs">/docs</a>: without a token what guests '
    "may do, with one what its person may. A token comes from <code>/auth/login</code>, from the host "
    "application, or from <code>pgdesk token --role agent</code>, and is sent as "
    "<code>Authorization: Bearer …</code>.</p>"
)
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2937}"
    "code{font:14px/1.5 ui-monospace,monospace}td{padding:.2rem 1rem .2rem 0;vertical-align:top}"
)


def pages_router(site: Site) -> Router:
    """/"""

    @get("/")
    async def show_index(request: Request[Any, Any, Any]) -> Response[Any]:
        """Where to look, as HTML for browsers and as JSON for all others."""
        places = {site.root: "the web pages of customers and staff; JSON for programs", **_PLACES}
        if "text/html" in request.headers.get("accept", ""):
            rows = "".join(
                f"<tr><td>{_shown(place, site.root)}</td><td>{html.escape(what)}</td></tr>"
                for place, what in places.items()
            )
            page = _page(f"<h1>pgdesk</h1>{_ABOUT}<table>{rows}</table>")
            return Response(page, media_type=MediaType.HTML)
        return Response({"name": "pgdesk", "places": places}, media_type=MediaType.JSON)

    return Router("/", route_handlers=[show_index])


def _shown(place: str, root: str) -> str:
    """A link where a browser can go."""
    code = f"<code>{html.escape(place)}</code>"
    return f'<a href="{html.escape(place)}">{code}</a>' if place in (root, *_LINKED) else code


def _page(body: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>pgdesk</title>'
        f"<style>{_STYLE}</style><body>{body}</body></html>"
    )
