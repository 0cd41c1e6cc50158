"""/support/kb, the knowledge base as pages; /support/sitemap.xml and /robots.txt lead to it."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from litestar import MediaType, Request, Response, Router, post, route
from litestar.datastructures import Cookie, FormMultiDict
from litestar.enums import HttpMethod
from litestar.params import FromPath

from pgdesk.api.asgi import App
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.knowledge import contents
from pgdesk.api.knowledge.page import Page, answer, send
from pgdesk.api.knowledge.place import ROBOTS
from pgdesk.api.knowledge.sitemap import robots, sitemap
from pgdesk.api.knowledge.style import style_of, style_version
from pgdesk.api.knowledge.visit import Visit, begin
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.reading import read
from pgdesk.api.root import HOME, root_of

_READ: list[HttpMethod] = [HttpMethod.GET, HttpMethod.HEAD]
_READER, _READER_SECONDS = "pgdesk_reader", 365 * 86400
#: Of what readers say, and of a draft: 100,000 characters, escaped.
_MAX_BODY, _MAX_DRAFT = 20_000, 800_000

Asked = Request[Any, Any, Any]


def knowledge_router(rest: App, cookies: Cookies, origin: str) -> Router:
    """`rest` is the generated API, which is asked as the reader; `origin`: where others reach the desk."""

    async def show(request: Asked, make: Callable[[Visit], Awaitable[Page]]) -> Response[bytes]:
        visit = await begin(rest, request, origin)
        try:
            page = await make(visit)
        except ApiError as error:
            page = contents.failed(visit, error)
        return send(request, visit, page)

    @route("/kb", http_method=_READ)
    async def show_home(request: Asked) -> Response[bytes]:
        return await show(request, lambda visit: contents.home(visit, _page_number(request)))

    @route("/kb/categories/{slug:str}", http_method=_READ)
    async def show_category(request: Asked, slug: FromPath[str]) -> Response[bytes]:
        return await show(request, lambda visit: contents.category(visit, slug, _page_number(request)))

    @route("/kb/search", http_method=_READ)
    async def show_search(request: Asked) -> Response[bytes]:
        query = request.query_params.get("q", "").replace("\0", "")[:300]
        return await show(request, lambda visit: contents.search(visit, query))

    @route("/kb/articles/{slug:str}", http_method=_READ)
    async def show_article(request: Asked, slug: FromPath[str]) -> Response[Any]:
        visit = await begin(rest, request, origin)
        try:
            found = await visit.ask("rpc/find_article", {"slug": slug, "language": visit.wanted})
            if found["is_former_slug"]:
                place = {"Location": visit.place.to("articles", found["slug"])}
                return Response(None, status_code=301, headers=place)
            page = await contents.article(visit, found, request.query_params.get("said", ""))
        except ApiError as error:
            page = contents.failed(visit, error)
        return send(request, visit, page)

    @post("/kb/articles/{slug:str}/feedback", request_max_body_size=_MAX_BODY)
    async def rate_article(request: Asked, slug: FromPath[str]) -> Response[Any]:
        """Of a page of ours only: is_helpful, and a comment; a cookie tells one guest from another."""
        visit = await begin(rest, request, origin)
        article = ("articles", slug)
        reader = request.cookies.get(_READER) or secrets.token_urlsafe(24)
        try:
            cookies.require_own_page(visit.scope)
            form = await _form(request)
            found = await visit.ask("rpc/find_article", {"slug": slug, "language": visit.wanted})
            comment = str(form.get("comment") or "").replace("\0", "") or None
            given = {
                "article_id": found["article_id"],
                "is_helpful": {"true": True, "false": False}.get(str(form.get("is_helpful"))),
                "comment": comment,
                "language": found["language"],
                "reader": reader,
            }
            await visit.ask("rpc/rate_article", body=given)
        except ApiError as error:
            return send(request, visit, contents.failed(visit, error, visit.place.to(*article)))
        said = "more" if comment else "yes" if given["is_helpful"] else "no"
        headers = {"Location": f"{visit.place.to(*article, said=said)}#feedback", "Cache-Control": "no-store"}
        kept = [] if not visit.is_public else [_reader_cookie(reader, origin, visit.place.path())]
        return Response(None, status_code=303, headers=headers, cookies=kept)

    @post("/kb/preview", status_code=200, request_max_body_size=_MAX_DRAFT)
    async def preview_article(request: Asked) -> Response[bytes]:
        """{"language", "title", "body"} as an article's page would show it, for a frame; nothing is saved.

        401 who is not signed in, 403 who writes no articles.
        """
        draft = await read(request, contents.Draft)
        visit = await begin(rest, request, origin)
        return send(request, visit, await contents.preview(visit, draft))

    @route("/kb/style.css", http_method=_READ)
    async def show_style(request: Asked) -> Response[bytes]:
        """For a year, by the version in the address of pages."""
        visit = await begin(rest, request, origin)
        made = answer(request, style_of(visit.brand).encode(), MediaType.CSS, True)
        if request.query_params.get("v") == style_version(visit.brand):
            made.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return made

    @route("/sitemap.xml", http_method=_READ)
    async def show_sitemap(request: Asked) -> Response[bytes]:
        """What everybody may read; in parts (?part=1) where it is long."""
        part = request.query_params.get("part", "")
        number = int(part) if part.isascii() and part.isdecimal() and 0 < len(part) < 8 else None
        return answer(request, await sitemap(rest, dict(request.scope), origin, number), MediaType.XML, True)

    @route(f"/{ROBOTS}", http_method=_READ)
    async def show_robots(request: Asked) -> Response[bytes]:
        return answer(request, robots(origin, root_of(dict(request.scope))), MediaType.TEXT, True)

    return Router(
        HOME,
        route_handlers=[
            *(show_home, show_category, show_search, show_article, rate_article, show_style),
            *(preview_article, show_sitemap, show_robots),
        ],
        include_in_schema=False,
    )


async def _form(request: Asked) -> FormMultiDict:
    """Raises ApiError 400 for texts that are none in their own coding."""
    try:
        return await request.form()
    except (UnicodeDecodeError, LookupError):
        raise refusal(400) from None


def _page_number(request: Asked) -> int:
    given = request.query_params.get("page", "")
    return int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 4 and int(given) else 1


def _reader_cookie(reader: str, origin: str, path: str) -> Cookie:
    return Cookie(
        _READER,
        value=reader,
        max_age=_READER_SECONDS,
        path=path,
        secure=origin.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
