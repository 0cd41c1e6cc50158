"""/live/client.js: what pages read a stream with."""

from __future__ import annotations

from pathlib import Path

from litestar import Response, Router, get

from pgdesk.api.page_files import serve_file

_CLIENT = Path(__file__).parent / "static" / "client.js"


def live_router() -> Router:
    @get("/client.js")
    async def show_client() -> Response[bytes]:
        """A module for pages: one stream for all tabs of a browser, and another after each end."""
        return serve_file(_CLIENT)

    return Router("/live", route_handlers=[show_client])
