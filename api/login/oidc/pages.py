"""What a browser is shown that a provider sends back."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType

from pgdesk.api.errors import ApiError
from pgdesk.api.login.frame import frame
from pgdesk.api.login.issuing import NO_STORE

_HEADERS = {
    **NO_STORE,
    "Content-Security-Policy": (
        "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def go_on(target: str, cookies: Iterable[Cookie]) -> Response[Any]:
    """To the path where the sign-in is to lead.

    By a page, not by a redirect: of that the provider would still be who sends the browser, which then keeps
    the cookies of the session (SameSite=Strict) to itself.
    """
    path = html.escape(target)
    onward = f'<meta http-equiv="refresh" content="0; url={path}">'
    return _page(200, "You are signed in", f'<p><a href="{path}">Go on</a></p>', onward, cookies)


def say(error: ApiError) -> Response[Any]:
    told = ". ".join(filter(None, (error.message[:1].upper() + error.message[1:], error.hint)))
    return _page(error.status, "Nobody was signed in", f"<p>{html.escape(told)}</p>")


def _page(
    status: int, title: str, body: str, head: str = "", cookies: Iterable[Cookie] = ()
) -> Response[Any]:
    content = frame(title, f"<main><h1>{title}</h1>{body}</main>", head=head)
    return Response(
        content, status_code=status, media_type=MediaType.HTML, headers=_HEADERS, cookies=list(cookies)
    )
