"""GET /files/{attachment_id}: the bytes of a file that came by mail, for who sees it in /rest/attachments."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, Router, get
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.asgi import App, Scope
from pgdesk.api.asking import ask
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.upstream import MOUNT
from pgdesk.mail.bodies import find_content

_READ = "SELECT * FROM helpdesk.read_attachment(%s)"
#: A file is nothing that a browser shows or runs here, whatever its sender calls it.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}

Pool = AsyncConnectionPool[AsyncConnection[Any]]


def files_router(pool: Pool, rest: App) -> Router:
    """/files; `rest` is the generated API, which is asked with the caller's own token."""

    @get("/{attachment_id:int}")
    async def download(request: Request[Any, Any, Any], attachment_id: int) -> Response[bytes]:
        """The file as it was sent, to be saved.

        401 and 403 as /rest/attachments, 404 for a file that the caller does not see.
        """
        await _require_visible(rest, dict(request.scope), attachment_id)
        filename, content = await read_file(pool, attachment_id)
        if content is None:
            raise _missing(attachment_id)
        disposition = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        return Response(
            content,
            media_type="application/octet-stream",
            headers={**_HEADERS, "Content-Disposition": disposition},
        )

    return Router("/files", route_handlers=[download])


async def read_file(pool: Pool, attachment_id: int) -> tuple[str, bytes | None]:
    """Name and bytes of a file; no bytes: it is not there, or was taken away. The caller asks whose it is."""
    async with pool.connection() as connection:
        row = await (await connection.execute(_READ, (attachment_id,))).fetchone()
    raw, path, sha256, filename = row or (None, "", "", "")
    return filename, await asyncio.to_thread(find_content, bytes(raw), path, sha256) if raw else None


async def _require_visible(rest: App, scope: Scope, attachment_id: int) -> None:
    query = f"attachment_id=eq.{attachment_id}&select=attachment_id".encode()
    if not await ask(rest, scope, "attachments", query):
        raise _missing(attachment_id)


def _missing(attachment_id: int) -> ApiError:
    return refusal(
        404, f"attachment {attachment_id} not found", code="PD001", hint=f"See {MOUNT}/attachments."
    )
