"""The two pages that say where everything is; they work offline."""

from __future__ import annotations

import html
from typing import Any

from litestar import Request, Response, Router, get
from litestar.enums import MediaType

_PLACES = {
    "/rest/": "the generated API: tables as /rest/<view>, verbs as /rest/rpc/<function>",
    "/docs": "what the generated API offers to a token",
    "/inbound/mime": "POST a raw mail, with header X-Pgdesk-Secret",
    "/api/tickets/{id}/escalate": "POST: ask colleagues for help",
    "/api/mentions/escalations?staffId=": "requests for help sent to a member of staff",
    "/health": "whether the process lives",
    "/ready": "whether it can serve",
    "/metrics": "figures for Prometheus",
}

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2937}"
    "code,input{font:14px/1.5 ui-monospace,monospace}td{padding:.2rem 1rem .2rem 0;vertical-align:top}"
    "input{width:100%;padding:.4rem}"
)

_DOCS_SCRIPT = """
const list = document.getElementById("list"), token = document.getElementById("token");
async function show() {
  const headers = token.value ? {Authorization: "Bearer " + token.value.trim()} : {};
  const answer = await fetch("/rest/", {headers});
  const found = await answer.json();
  list.replaceChildren();
  if (!answer.ok || !found.paths) { list.textContent = found.message || answer.statusText; return; }
  for (const [path, methods] of Object.entries(found.paths).sort()) {
    const row = list.insertRow(), first = Object.values(methods)[0] || {};
    const code = document.createElement("code");
    code.textContent = Object.keys(methods).join(" ").toUpperCase() + " /rest" + path;
    row.insertCell().append(code);
    row.insertCell().textContent = first.summary || first.description || "";
  }
}
token.addEventListener("change", show);
show();
"""


def pages_router() -> Router:
    """/ and /docs."""

    @get("/")
    async def show_index(request: Request[Any, Any, Any]) -> Response[Any]:
        """Where to look, as HTML for browsers and as JSON for all others."""
        if "text/html" in request.headers.get("accept", ""):
            rows = "".join(
                f"<tr><td><code>{html.escape(place)}</code></td><td>{html.escape(what)}</td></tr>"
                for place, what in _PLACES.items()
            )
            return _page("pgdesk", f"<h1>pgdesk</h1><table>{rows}</table>")
        return Response({"name": "pgdesk", "places": _PLACES}, media_type=MediaType.JSON)

    @get("/docs")
    async def show_docs() -> Response[Any]:
        """The paths of the generated API that the given token may use."""
        return _page(
            "pgdesk: API",
            "<h1>The generated API</h1><p><label>Token (empty: as a guest) "
            f'<input id="token" autocomplete="off"></label></p><table id="list"></table>'
            f"<script>{_DOCS_SCRIPT}</script>",
        )

    return Router("/", route_handlers=[show_index, show_docs])


def _page(title: str, body: str) -> Response[Any]:
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style><body>{body}</body></html>"
    )
    return Response(text, media_type=MediaType.HTML)
