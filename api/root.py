"""Where the desk's own pages and routes stand: below the path that setting route_prefix says."""

from __future__ import annotations

from urllib.parse import quote

from pgdesk.api.asgi import App, Receive, Scope, Send
from pgdesk.api.errors import refusal

#: Where routes are declared, and the part of a scope that says where they are asked.
HOME, _ROOT = "/support", "pgdesk.root"


def below(root: str, name: str, routes: App) -> App:
    """The routes, asked for `name` below the root."""

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        path = f"{HOME}/{name}"
        await routes({**scope, "path": path, "raw_path": quote(path).encode(), _ROOT: root}, receive, send)

    return ask


def root_of(scope: Scope) -> str:
    """Raises ApiError 404 for what is asked elsewhere."""
    if _ROOT not in scope:
        raise refusal(404)
    return str(scope[_ROOT])
