"""Who reads a page, and what they ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request

from pgdesk.api.asgi import App, Scope
from pgdesk.api.asking import ask
from pgdesk.api.errors import ApiError
from pgdesk.api.knowledge.place import Place
from pgdesk.api.knowledge.texts import Texts, is_tag, preferred, texts_in
from pgdesk.api.root import root_of


class Brand(msgspec.Struct, frozen=True):
    """What rpc/branding says; without a database a page that says so still has a look."""

    name: str = "Support"
    theme: str = "system"
    radius: int = 8
    font: str = "system-ui, sans-serif"
    primary_color: str = "#175cd3"
    on_primary_color: str = "#ffffff"
    link_color: str = "#175cd3"
    dark_link_color: str = "#8eb4ee"
    logo: str | None = None
    languages: tuple[str, ...] = ("en",)


class Visit(msgspec.Struct, frozen=True):
    """A request for a page. `wanted`: the language to ask the API for; None: the reader's own, by the API."""

    rest: App
    scope: Scope
    brand: Brand
    place: Place
    texts: Texts
    wanted: str | None
    is_public: bool

    async def ask(
        self, target: str, query: Mapping[str, object] | None = None, body: Mapping[str, object] | None = None
    ) -> Any:
        """What the generated API answers to the reader. Raises ApiError."""
        asked = urlencode({name: value for name, value in (query or {}).items() if value is not None})
        sent = None if body is None else msgspec.json.encode(body)
        return await ask(self.rest, self.scope, target, asked.encode(), sent)


def as_nobody(scope: Scope) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"authorization"]}


async def begin(rest: App, request: Request[Any, Any, Any], origin: str) -> Visit:
    scope, brand = await _look(rest, dict(request.scope))
    is_public = all(name != b"authorization" for name, _ in scope["headers"])
    chosen = request.query_params.get("language", "")
    language = chosen if is_tag(chosen) else ""
    wanted = language or (preferred(request.headers.get("accept-language", "")) if is_public else None)
    spoken = wanted or ("" if is_public else await _own_language(rest, scope))
    place = Place(origin, root_of(scope), language)
    return Visit(rest, scope, brand, place, texts_in(spoken, brand.languages), wanted, is_public)


async def _look(rest: App, scope: Scope) -> tuple[Scope, Brand]:
    """How pages look, and the request as it is asked: in nobody's name where the session has ended."""
    try:
        return scope, msgspec.convert(await ask(rest, scope, "rpc/branding"), Brand)
    except ApiError as error:
        if error.status != 401:
            return scope, Brand()
    scope = as_nobody(scope)
    return scope, msgspec.convert(await ask(rest, scope, "rpc/branding"), Brand)


async def _own_language(rest: App, scope: Scope) -> str:
    try:
        found = await ask(rest, scope, "rpc/me", b"select=language")
    except ApiError:
        return ""
    return str(found[0]["language"] or "") if found else ""
