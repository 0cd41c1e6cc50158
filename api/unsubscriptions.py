"""/mail/unsubscribe: no more mails of a kind, by one click in a mail and without signing in (RFC 8058)."""

from __future__ import annotations

from html import escape
from typing import Any

from litestar import Response, Router, get, post
from litestar.params import FromPath
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.errors import refusal
from pgdesk.api.login.frame import frame
from pgdesk.api.page_files import serve

_UNSUBSCRIBE = "SELECT helpdesk.unsubscribe(%s, %s, %s, %s)"
#: What keys of a table take.
_MOST_ID = 2**63 - 1

Pool = AsyncConnectionPool[AsyncConnection[Any]]


def unsubscriptions_router(pool: Pool) -> Router:
    """/mail/unsubscribe/{kind}/{token}; the token is that of helpdesk.unsubscribe_path."""

    async def find(kind: str, token: str, is_asked: bool) -> str:
        number, _, code = token.partition(".")
        person_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 20 else 0
        asked = (kind, min(person_id, _MOST_ID), code, is_asked)
        if "\x00" in kind + code:
            raise refusal(404)
        async with pool.connection() as connection:
            row = await (await connection.execute(_UNSUBSCRIBE, asked)).fetchone()
        if row is None or row[0] is None:
            raise refusal(404)
        return escape(row[0])

    @get("/{kind:str}/{token:str}")
    async def show(kind: FromPath[str], token: FromPath[str]) -> Response[bytes]:
        """A page that asks, for who follows the link; 404 for a token that is not of this desk."""
        told = await find(kind, token, False)
        return _page(
            f"<h1>No more such mails?</h1><p>{told}</p>"
            '<form method="post"><button name="List-Unsubscribe" value="One-Click">'
            "No more such mails</button></form>"
        )

    @post("/{kind:str}/{token:str}", status_code=200)
    async def unsubscribe(kind: FromPath[str], token: FromPath[str]) -> Response[bytes]:
        """Of the page, or of a mail program for its reader: no more such mails, however often."""
        told = await find(kind, token, True)
        return _page(f'<h1>You get no more such mails</h1><p>{told}</p><p role="status">Done.</p>')

    return Router("/mail/unsubscribe", route_handlers=[show, unsubscribe], include_in_schema=False)


def _page(content: str) -> Response[bytes]:
    return serve(frame("mails", content).encode(), ".html")
