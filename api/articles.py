"""GET /articles/{slug}: an article with its text as HTML, for who sees it in /rest/rpc/find_article."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote, urlencode

from litestar import Request, Response, Router, get
from litestar.params import FromPath, FromQuery

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.markdown import render


def articles_router(rest: App) -> Router:
    """/articles; `rest` is the generated API, which is asked with the caller's own token."""

    @get("/{slug:str}")
    async def show_article(
        request: Request[Any, Any, Any], slug: FromPath[str], language: FromQuery[str | None] = None
    ) -> Response[Any]:
        """The article in the best language for its reader; body_html is made of body and cleaned.

        301 to the present slug for a former one, 404 for what the caller does not see.
        """
        asked = {"slug": slug} | ({"language": language} if language else {})
        page = await ask(rest, dict(request.scope), "rpc/find_article", urlencode(asked).encode())
        if page["is_former_slug"]:
            query = f"?{urlencode({'language': language})}" if language else ""
            place = f"/articles/{quote(page['slug'], safe='')}{query}"
            return Response(None, status_code=301, headers={"Location": place})
        return Response(page | {"body_html": await asyncio.to_thread(render, page["body"])})

    return Router("/articles", route_handlers=[show_article])
