"""/docs: one page of our own that shows the generated API, the aliases and the routes; it works offline.

Not Swagger UI or one of its kind: those show one document, and here are OpenAPI 2.0 as the token's role may
see it, OpenAPI 3.1 of our routes, and a table of aliases that are neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, Response, Router, get
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromPath

from pgdesk.api.aliases import Aliases
from pgdesk.api.errors import refusal
from pgdesk.api.page_files import TYPES, serve_file

_FOLDER = Path(__file__).parent / "static"

#: How Litestar describes our routes (OpenAPI 3.1), served at /docs/openapi/routes.json too.
OPENAPI = OpenAPIConfig(
    title="pgdesk",
    version="1",
    use_handler_docstrings=True,
    path="/docs/openapi",
    render_plugins=[JsonRenderPlugin(path="/routes.json")],
)


class DescribedRoutes(msgspec.Struct):
    """OpenAPI 3.1 of the routes, and the alias table."""

    routes: dict[str, Any]
    aliases: list[Any]


def docs_router(aliases: Aliases) -> Router:
    """/docs and what the page needs."""
    files = {path.name: path for path in _FOLDER.iterdir() if path.suffix in TYPES}

    @get("/", include_in_schema=False)
    async def show_docs() -> Response[bytes]:
        """The page."""
        return serve_file(files["docs.html"])

    @get("/routes", include_in_schema=False)
    async def describe_routes(request: Request[Any, Any, Any]) -> DescribedRoutes:
        """All that is served beside /rest."""
        return DescribedRoutes(request.app.openapi_schema.to_schema(), await aliases.known())

    @get("/{name:str}", include_in_schema=False)
    async def show_file(name: FromPath[str]) -> Response[bytes]:
        """A style sheet or script of the page."""
        if name not in files:
            raise refusal(404)
        return serve_file(files[name])

    return Router("/docs", route_handlers=[show_docs, describe_routes, show_file])
