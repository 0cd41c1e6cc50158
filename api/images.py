"""GET /mails/{inbound_mail_id}/images/{number}: a picture of a mail, for who sees the mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, Router, get
from litestar.params import FromPath

from pgdesk.api.asgi import App, Scope
from pgdesk.api.asking import ask
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.files.reading import Pool, find_file
from pgdesk.api.pictures import Pictures, find_type
from pgdesk.api.upstream import MOUNT

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=3600",
}


def images_router(pool: Pool, rest: App, pictures: Pictures) -> Router:
    """/mails; `rest` is the generated API, which is asked with the caller's own token."""

    @get("/{inbound_mail_id:int}/images/{number:int}")
    async def show(
        request: Request[Any, Any, Any], inbound_mail_id: FromPath[int], number: FromPath[int]
    ) -> Response[bytes]:
        """The picture that data-image names in body_html, out of the mail, or fetched now by the server.

        401 and 403 as /rest/inbound_mail, 404 for a picture that the caller does not see or that is not
        there any more, 415 for a file that is no picture.
        """
        scope = dict(request.scope)
        source = await _find_source(rest, scope, inbound_mail_id, number)
        if source.startswith("cid:"):
            content = await _read_part(pool, rest, scope, inbound_mail_id, source.removeprefix("cid:"))
        else:
            content = await pictures.fetch(source)
        if content is None:
            raise _missing(inbound_mail_id, number)
        media_type = find_type(content)
        if media_type is None:
            raise refusal(
                415, "the file is no picture that is shown", hint=f"See {MOUNT}/attachments for it as a file."
            )
        return Response(content, media_type=media_type, headers=_HEADERS)

    return Router("/mails", route_handlers=[show])


async def _find_source(rest: App, scope: Scope, inbound_mail_id: int, number: int) -> str:
    query = f"inbound_mail_id=eq.{inbound_mail_id}&select=images".encode()
    rows = await ask(rest, scope, "inbound_mail", query)
    images: list[str] = rows[0]["images"] if rows else []
    if not 0 < number <= len(images):
        raise _missing(inbound_mail_id, number)
    return images[number - 1]


async def _read_part(
    pool: Pool, rest: App, scope: Scope, inbound_mail_id: int, content_id: str
) -> bytes | None:
    query = f"inbound_mail_id=eq.{inbound_mail_id}&content_id=eq.{quote(content_id, safe='')}&state=eq.clean"
    rows = await ask(rest, scope, "attachments", f"{query}&select=attachment_id&limit=1".encode())
    found = await find_file(pool, rows[0]["attachment_id"]) if rows else None
    return found.content if found else None


def _missing(inbound_mail_id: int, number: int) -> ApiError:
    return refusal(
        404,
        f"picture {number} of mail {inbound_mail_id} not found",
        code="PD001",
        hint=f"See images in {MOUNT}/inbound_mail.",
    )
