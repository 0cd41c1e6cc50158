"""Addresses that lead to pages of the app; what is behind their # goes along in the browser."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from pgdesk.api.login.issuing import NO_STORE, Challenge

#: The path of a page by its name, under the prefix that is in force.
Place: TypeAlias = Callable[[str], Awaitable[str]]


def page_routes(place: Place) -> list[HTTPRouteHandler]:
    """Where mailed links lead, whatever the prefix becomes later."""
    return [_lead(name, place) for name in ("guest", "password", "verify")]


def _lead(name: str, place: Place) -> HTTPRouteHandler:
    @get(f"/{name}", include_in_schema=False)
    async def lead() -> Response[None]:
        return to_page(await place(name))

    return lead


def to_page(path: str) -> Response[Any]:
    return Response(None, status_code=303, headers={**NO_STORE, "Location": path})


class Begun(Challenge):
    """A login that goes on at the page of signing in, and then to the path `target`."""

    target: str


async def to_factor(place: Place, challenge: Challenge, target: str) -> Response[Any]:
    """To the page that asks for the second factor."""
    begun = Begun(**msgspec.structs.asdict(challenge), target=target)
    packed = base64.urlsafe_b64encode(msgspec.json.encode(begun)).rstrip(b"=").decode()
    return to_page(f"{await place('login')}#challenge={packed}")
