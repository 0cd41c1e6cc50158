"""What everybody may read, for search engines (sitemaps.org)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from pgdesk.api.asgi import App, Scope
from pgdesk.api.asking import ask
from pgdesk.api.knowledge.place import Place
from pgdesk.api.knowledge.visit import as_nobody
from pgdesk.api.root import root_of

#: A part has the articles of so many ids, whether or not all are there.
_IDS = 1000
#: Rows of an answer of the API, and answers of a part: of a thousand articles in ten languages.
_ROWS, _ANSWERS = 500, 20
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


async def sitemap(rest: App, scope: Scope, origin: str, part: int | None) -> bytes:
    """A part of it; without a number all where that is one part, else where the parts are."""
    scope = as_nobody(scope)
    place = Place(origin, root_of(scope))
    newest = await _ask(
        rest, scope, "rpc/article_addresses", select="article_id", order="article_id.desc", limit=1
    )
    parts = (newest[0]["article_id"] - 1) // _IDS + 1 if newest else 1
    if part is None and parts > 1:
        of_parts = (f"{origin}{place.root}/sitemap.xml?part={number}" for number in range(1, parts + 1))
        return _list("sitemapindex", "sitemap", ((address, None) for address in of_parts))
    number = part or 1
    pages = await _articles(rest, scope, place, number)
    if number == 1:
        pages = [*await _topics(rest, scope, place), *pages]
    return _list("urlset", "url", pages)


def robots(origin: str, root: str) -> bytes:
    """Results of searches and what signing in needs are for no index."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in (f"{root}/kb/search", "/auth/", "/rest/")),
        f"Sitemap: {origin}{root}/sitemap.xml",
    ]
    return "\n".join((*lines, "")).encode()


async def _topics(rest: App, scope: Scope, place: Place) -> list[tuple[str, str | None]]:
    offered = (await _ask(rest, scope, "rpc/branding"))["languages"]
    found = await _ask(rest, scope, "rpc/shown_categories", select="slug", order="slug")
    pages: list[tuple[str, ...]] = [(), *(("categories", each["slug"]) for each in found)]
    return [(place.absolute(*page, language=language), None) for page in pages for language in offered]


async def _articles(rest: App, scope: Scope, place: Place, part: int) -> list[tuple[str, str | None]]:
    first, pages = (part - 1) * _IDS + 1, []
    for answer in range(_ANSWERS):
        found = await _ask(
            rest,
            scope,
            "rpc/article_addresses",
            **{
                "and": f"(article_id.gte.{first},article_id.lt.{first + _IDS})",
                "select": "language,slug,published_at",
                "order": "article_id,language",
                "limit": _ROWS,
                "offset": answer * _ROWS,
            },
        )
        pages += [
            (place.absolute("articles", each["slug"], language=each["language"]), each["published_at"])
            for each in found
        ]
        if len(found) < _ROWS:
            break
    return pages


async def _ask(rest: App, scope: Scope, target: str, **query: object) -> Any:
    return await ask(rest, scope, target, urlencode(query).encode())


def _list(kind: str, item: str, pages: Iterable[tuple[str, str | None]]) -> bytes:
    lines = (
        f"<{item}><loc>{escape(address)}</loc>"
        + (f"<lastmod>{escape(changed)}</lastmod>" if changed else "")
        + f"</{item}>\n"
        for address, changed in pages
    )
    return f'{_HEAD}<{kind} xmlns="{_NAMESPACE}">\n{"".join(lines)}</{kind}>\n'.encode()
