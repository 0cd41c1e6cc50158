"""What each page shows, asked of the generated API in the reader's name: the database says what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import nh3
from markupsafe import Markup

from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.knowledge.body import render_body
from pgdesk.api.knowledge.page import Page
from pgdesk.api.knowledge.texts import direction_of
from pgdesk.api.knowledge.visit import Visit

#: Articles of a list, results of a search, articles below another.
_ON_A_PAGE, _RESULTS, _RELATED = 30, 30, 5
_MOST_PAGES = 999
_TOPIC = "category_id,parent_id,slug,name"
_LISTED = "article_id,language,slug,title,summary"

Row = dict[str, Any]


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """An article that is being written."""

    language: str
    title: str
    body: str


async def home(visit: Visit, number: int) -> Page:
    """The topics, and the articles that are on none."""
    found, listed = await asyncio.gather(
        _categories(visit, f"{_TOPIC},description,articles"), _articles(visit, None, number)
    )
    return Page(
        "home.html",
        title=visit.texts.say("help_center"),
        description=visit.texts.say("question"),
        values={
            "categories": _cards(
                visit, found, None, {each["category_id"]: each["articles"] for each in found}
            ),
            **_list(visit, listed, (), number),
        },
    )


async def category(visit: Visit, slug: str, number: int) -> Page:
    """Raises ApiError 404 where the reader sees none of this slug."""
    found = await _categories(visit, f"{_TOPIC},description")
    this = next((each for each in found if each["slug"] == slug), None)
    if this is None:
        raise refusal(404)
    listed, counts = await asyncio.gather(
        _articles(visit, this["category_id"], number), _count_below(visit, found, this["category_id"])
    )
    segments = ("categories", slug)
    return Page(
        "category.html",
        title=this["name"],
        description=this["description"] or "",
        segments=segments,
        values={
            "crumbs": _crumbs(visit, found, this["parent_id"]),
            "categories": _cards(visit, found, this["category_id"], counts),
            **_list(visit, listed, segments, number),
        },
    )


async def article(visit: Visit, found: Row, said: str) -> Page:
    """`found`: what rpc/find_article gave; `said`: what the reader has just said of it, yes or no."""
    article_id = found["article_id"]
    categories, related, translations, _ = await asyncio.gather(
        _categories(visit, _TOPIC),
        visit.ask(
            "rpc/related_articles",
            {"article_id": article_id, "language": visit.wanted, "max_results": _RELATED},
        ),
        visit.ask(
            "rpc/article_addresses",
            {"article_id": f"eq.{article_id}", "select": "language,slug", "order": "language"},
        ),
        _count_view(visit, article_id),
    )
    texts, language = visit.texts, found["language"]
    is_other = language.partition("-")[0] != texts.language
    segments = ("articles", found["slug"])
    return Page(
        "article.html",
        title=found["title"],
        description=found["summary"],
        segments=segments,
        language=language,
        alternates={each["language"]: ("articles", each["slug"]) for each in translations},
        values={
            "article": {
                "language": language,
                "direction": direction_of(language),
                "published_at": found["published_at"],
                "updated": texts.say("updated", date=texts.date(found["published_at"])),
                "note": texts.say("other_language", language=texts.name(language)) if is_other else None,
                "body": Markup(await asyncio.to_thread(render_body, found["body"], texts.say("picture"))),
            },
            "crumbs": _crumbs(visit, categories, found["category_id"]),
            "feedback": visit.place.to(*segments, "feedback"),
            "said": said if said in ("yes", "no", "more") else None,
            "articles": _lines(visit, related),
        },
    )


async def preview(visit: Visit, draft: Draft) -> Page:
    """Its text alone. Raises ApiError for who writes no articles."""
    await visit.ask("article_versions", {"select": "article_id", "limit": 0})
    texts = visit.texts
    return Page(
        "preview.html",
        title=draft.title,
        is_indexed=False,
        values={
            "article": {
                "language": draft.language,
                "direction": direction_of(draft.language),
                "body": Markup(await asyncio.to_thread(render_body, draft.body, texts.say("picture"))),
            },
        },
    )


async def search(visit: Visit, query: str) -> Page:
    """Without a query its form."""
    found = []
    if query.strip():
        asked = {"query": query, "language": visit.wanted, "max_results": _RESULTS}
        found = await visit.ask("rpc/search_articles", body=asked)
    heading = visit.texts.say("results_for" if found else "no_results", query=query)
    return Page(
        "search.html",
        title=heading if query.strip() else visit.texts.say("search_label"),
        segments=("search",),
        query={"q": query},
        is_indexed=False,
        values={
            "heading": heading,
            "query": query,
            "is_exact": any(each["is_exact"] for each in found),
            "count": visit.texts.count("results", len(found)),
            "articles": _lines(visit, found),
        },
    )


def failed(visit: Visit, error: ApiError, back: str | None = None) -> Page:
    """What the API says of an error, or that there is nothing here."""
    is_missing = error.status == 404
    said = [error.message[:1].upper() + error.message[1:], error.hint]
    return Page(
        "failed.html",
        title=visit.texts.say("missing" if is_missing else "failed"),
        is_indexed=False,
        status=error.status,
        values={
            "lines": [visit.texts.say("missing_hint")] if is_missing else list(filter(None, said)),
            "is_missing": is_missing,
            "back": back,
        },
    )


async def _categories(visit: Visit, columns: str) -> list[Row]:
    asked = {"language": visit.wanted, "select": columns, "order": "position,name,category_id"}
    found: list[Row] = await visit.ask("rpc/shown_categories", asked)
    return found


async def _count_below(visit: Visit, found: Sequence[Row], category_id: int) -> dict[int, int]:
    """How many articles are in each topic below: to count those of all takes a while on a large desk."""
    below = [category_id]
    for parent_id in below:
        below += [each["category_id"] for each in found if each["parent_id"] == parent_id]
    if len(below) == 1:
        return {}
    wanted = ",".join(str(each) for each in below[1:])
    rows = await visit.ask(
        "rpc/shown_categories", {"category_id": f"in.({wanted})", "select": "category_id,articles"}
    )
    return {each["category_id"]: each["articles"] for each in rows}


async def _articles(visit: Visit, category_id: int | None, number: int) -> list[Row]:
    """Those of a page, and one more where another page follows."""
    asked = {
        "language": visit.wanted,
        "category_id": "is.null" if category_id is None else f"eq.{category_id}",
        "order": "position,article_id",
        "select": _LISTED,
        "limit": _ON_A_PAGE + 1,
        "offset": _ON_A_PAGE * (number - 1),
    }
    found: list[Row] = await visit.ask("rpc/shown_articles", asked)
    return found


async def _count_view(visit: Visit, article_id: int) -> None:
    """A reader is not kept waiting for it, nor from the article where it cannot be counted."""
    if visit.scope["method"] == "GET":
        try:
            await visit.ask("rpc/view_article", body={"article_id": article_id})
        except ApiError:
            return


def _cards(visit: Visit, found: Sequence[Row], parent_id: int | None, counts: Mapping[int, int]) -> list[Row]:
    """The topics right below, with how many articles are in them and below; none without any."""
    below: dict[int | None, list[Row]] = {}
    for each in found:
        below.setdefault(each["parent_id"], []).append(each)

    def total(each: Row) -> int:
        return counts[each["category_id"]] + sum(total(child) for child in below.get(each["category_id"], []))

    return [
        {
            "name": each["name"],
            "description": each["description"],
            "articles": visit.texts.count("articles", total(each)),
            "address": visit.place.to("categories", each["slug"]),
        }
        for each in below.get(parent_id, [])
        if total(each)
    ]


def _crumbs(visit: Visit, found: Sequence[Row], category_id: int | None) -> list[Row]:
    """The way from the top to a topic."""
    known = {each["category_id"]: each for each in found}
    way: list[Row] = []
    while (each := known.get(category_id)) is not None:
        way.append({"name": each["name"], "address": visit.place.to("categories", each["slug"])})
        category_id = each["parent_id"]
    return [{"name": visit.texts.say("help_center"), "address": visit.place.to()}, *reversed(way)]


def _list(visit: Visit, listed: Sequence[Row], segments: tuple[str, ...], number: int) -> Row:
    def turn_to(page: int) -> str:
        return visit.place.to(*segments, page=page if page > 1 else None)

    has_more = len(listed) > _ON_A_PAGE and number < _MOST_PAGES
    return {
        "articles": _lines(visit, listed[:_ON_A_PAGE]),
        "previous": turn_to(number - 1) if number > 1 else None,
        "next": turn_to(number + 1) if has_more else None,
    }


def _lines(visit: Visit, found: Iterable[Row]) -> list[Row]:
    return [
        {
            "title": each["title"],
            "excerpt": _marked(each["excerpt_html"]) if "excerpt_html" in each else each["summary"],
            "language": each["language"],
            "direction": direction_of(each["language"]),
            "address": visit.place.to("articles", each["slug"]),
        }
        for each in found
    ]


def _marked(excerpt: str) -> Markup:
    """Cleaned although the database escapes it, so that a fault of one of the two is none of both."""
    return Markup(nh3.clean(excerpt, tags={"mark"}, attributes={}))
