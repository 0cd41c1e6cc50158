"""A page as it is sent: a template filled in with escaped values, and headers that let it ask nobody else."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from liquid import Environment, FileSystemLoader
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType

from pgdesk.api.knowledge.style import style_version
from pgdesk.api.knowledge.texts import STATIC, direction_of, name_of
from pgdesk.api.knowledge.visit import Visit

_TEMPLATES = Environment(extra=True, autoescape=True, loader=FileSystemLoader(STATIC))
#: A page looks at this server only, runs nothing, and is in no frame.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_PUBLIC, _PRIVATE = "public, max-age=60, stale-while-revalidate=600", "private, no-cache"
#: Of a description, which search engines cut off.
_LONGEST = 300


class Page(msgspec.Struct):
    """What fills a template in.

    `segments` and `query`: of its address, which links to it in other languages keep; `alternates`: language
    → segments of the page in it, where they differ; `language`: of what it says, if not the reader's.
    """

    template: str
    title: str = ""
    description: str = ""
    segments: tuple[str, ...] = ()
    is_indexed: bool = True
    language: str = ""
    alternates: dict[str, tuple[str, ...]] = {}
    query: dict[str, str] = {}
    values: dict[str, Any] = {}
    status: int = 200


def send(request: Request[Any, Any, Any], visit: Visit, page: Page) -> Response[bytes]:
    """The page, or 304 where the reader has it already."""
    return answer(request, render(visit, page).encode(), MediaType.HTML, visit.is_public, page.status)


def answer(
    request: Request[Any, Any, Any],
    content: bytes,
    media_type: str,
    is_public: bool,
    status: int = 200,
    cookies: tuple[Cookie, ...] = (),
) -> Response[bytes]:
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    headers = {**HEADERS, "ETag": etag, "Vary": "Accept-Language, Authorization, Cookie"}
    headers["Cache-Control"] = _PUBLIC if is_public and status == 200 else _PRIVATE
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if status == 200 and etag in known:
        return Response(b"", status_code=304, headers=headers)
    return Response(content, status_code=status, media_type=media_type, headers=headers)


def render(visit: Visit, page: Page) -> str:
    place, texts = visit.place, visit.texts
    language = page.language or texts.language
    spoken = dict.fromkeys(visit.brand.languages, page.segments)
    alternates = page.alternates or spoken
    return _TEMPLATES.get_template(page.template).render(
        **{
            "text": texts.all,
            "brand": msgspec.to_builtins(visit.brand),
            "language": texts.language,
            "direction": direction_of(texts.language),
            "asked_language": place.language,
            "title": page.title,
            "description": " ".join(page.description.split())[:_LONGEST],
            "canonical": place.absolute(*page.segments, language=language) if page.is_indexed else None,
            "alternates": [
                {"language": each, "address": place.absolute(*its, language=each)}
                for each, its in alternates.items()
            ],
            "languages": [
                {"language": each, "name": name_of(each), "address": _in_language(visit, page, each, its)}
                for each, its in (spoken | page.alternates).items()
            ],
            "home": place.to(),
            "search": place.path("search"),
            "contact": f"{place.root}/create",
            "requests": place.root,
            "style": f"{place.path('style.css')}?v={style_version(visit.brand)}",
            **page.values,
        }
    )


def _in_language(visit: Visit, page: Page, language: str, segments: tuple[str, ...]) -> str:
    return visit.place.absolute(*segments, language=language, **page.query).removeprefix(visit.place.origin)
