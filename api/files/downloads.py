"""GET /files/{attachment_id}: the bytes of a file, for who sees it in /rest/attachments at that moment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post, route
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Stream

from pgdesk.api.asgi import App, Scope
from pgdesk.api.asking import ask
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.files.links import Links
from pgdesk.api.files.ranges import part_asked_for
from pgdesk.api.files.reading import Pool, Readable, find_file
from pgdesk.api.files.uploads import unusable
from pgdesk.api.upstream import MOUNT
from pgdesk.files.sniff import SHOWN
from pgdesk.files.store import Store, StoreError

#: A file is nothing that a browser runs here, whatever its sender calls it.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-site",
    "Accept-Ranges": "bytes",
}
_SMALL = "SELECT helpdesk.ask_thumbnail(%s)"
_POLICY = "default-src 'none'; sandbox"
#: Browsers show no PDF in a sandbox.
_POLICY_OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


class Downloads:
    """Gives files out; whose they are the generated API says, asked with the caller's own token."""

    def __init__(self, pool: Pool, rest: App, store: Store | None, links: Links) -> None:
        self._pool, self._rest, self._store, self._links = pool, rest, store, links

    async def give(
        self, request: Request[Any, Any, Any], attachment_id: int, link: str | None
    ) -> Response[Any] | Stream:
        """Raises ApiError."""
        await self._require(self._as_owner(dict(request.scope), attachment_id, link), attachment_id)
        file = await find_file(self._pool, attachment_id)
        if file is None:
            raise _missing(attachment_id)
        return await self._answer(request, file)

    async def small(
        self, request: Request[Any, Any, Any], attachment_id: int, link: str | None
    ) -> Response[bytes]:
        """Raises ApiError."""
        await self._require(self._as_owner(dict(request.scope), attachment_id, link), attachment_id)
        async with self._pool.connection() as connection:
            row = await (await connection.execute(_SMALL, (attachment_id,))).fetchone()
        if row is None or row[0] is None:
            raise refusal(
                404,
                f"attachment {attachment_id} has no small picture",
                code="PD001",
                hint="One of an image is made in a moment.",
                headers=[("Retry-After", "2")],
            )
        headers = {**_HEADERS, "Content-Security-Policy": _POLICY, "Cache-Control": "private, max-age=300"}
        del headers["Accept-Ranges"]
        return Response(row[0], media_type="image/webp", headers=headers)

    async def link(self, request: Request[Any, Any, Any], attachment_id: int) -> dict[str, str]:
        """Raises ApiError."""
        await self._require(dict(request.scope), attachment_id)
        text, expires_at = self._links.seal(attachment_id, request.headers.get("authorization", ""))
        return {
            "url": f"/files/{attachment_id}?link={text}",
            "expires_at": datetime.fromtimestamp(expires_at, UTC).isoformat(),
        }

    def _as_owner(self, scope: Scope, attachment_id: int, link: str | None) -> Scope:
        """As who asked for the link asks, where there is one."""
        if link is not None:
            authorization = self._links.open(attachment_id, link)
            headers = [pair for pair in scope["headers"] if pair[0] != b"authorization"]
            scope["headers"] = [*headers, (b"authorization", authorization.encode("latin-1"))]
        return scope

    async def _require(self, scope: Scope, attachment_id: int) -> None:
        if not await ask(self._rest, scope, "rpc/open_file", f"attachment_id={attachment_id}".encode()):
            raise _missing(attachment_id)

    async def _answer(self, request: Request[Any, Any, Any], file: Readable) -> Response[Any] | Stream:
        size = file.source.size_bytes
        etag = f'"{file.source.sha256}"'
        part = part_asked_for(request.headers, etag, size)
        headers = {**_HEADERS, "ETag": etag}
        if part.status == 304:
            return Response(b"", status_code=304, headers=headers)
        if part.status == 416:
            raise refusal(
                416,
                "the range is not in the file",
                hint=f"It has {size} bytes.",
                headers=[("Content-Range", f"bytes */{size}")],
            )
        is_shown = file.media_type in SHOWN
        media_type = file.media_type if is_shown else "application/octet-stream"
        headers["Content-Disposition"] = _disposition(file.source.filename, is_shown=is_shown)
        headers["Content-Security-Policy"] = _POLICY_OF_PDF if media_type == "application/pdf" else _POLICY
        headers["Content-Length"] = str(part.end - part.start)
        if part.status == 206:
            headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{size}"
        if request.method == "HEAD":
            return Response(b"", status_code=part.status, media_type=media_type, headers=headers)
        chunks = await _begun(file.chunks(self._store, part.start, part.end))
        return Stream(chunks, status_code=part.status, media_type=media_type, headers=headers)


def download_routes(downloads: Downloads) -> list[HTTPRouteHandler]:
    @route("/{attachment_id:int}", http_method=["GET", "HEAD"])
    async def download(
        request: Request[Any, Any, Any], attachment_id: FromPath[int], link: FromQuery[str | None] = None
    ) -> Response[Any] | Stream:
        """The file as it was sent; images and PDF to be shown, all else to be saved.

        With a token, without one for files of public articles, or by a link of POST
        /files/{attachment_id}/link. Range, If-Range and If-None-Match are understood. 401 and 403 as
        /rest/attachments, 403 infected, 404 for a file that the caller does not see, 409 not scanned yet,
        416 not that many bytes, 503 the store is away.
        """
        return await downloads.give(request, attachment_id, link)

    @get("/{attachment_id:int}/thumbnail")
    async def thumbnail(
        request: Request[Any, Any, Any], attachment_id: FromPath[int], link: FromQuery[str | None] = None
    ) -> Response[bytes]:
        """A small WebP picture of an image, for who may have the image, by the same token or link.

        404 where there is none, or not yet: Retry-After says when to ask again.
        """
        return await downloads.small(request, attachment_id, link)

    @post("/{attachment_id:int}/link", status_code=201)
    async def link(request: Request[Any, Any, Any], attachment_id: FromPath[int]) -> Response[Any]:
        """{url, expires_at}: a link for five minutes, for an <img> or a download; it needs no token.

        It opens the file as long as the caller sees it. 401, 403 and 404 as the file itself.
        """
        return Response(
            await downloads.link(request, attachment_id),
            media_type=MediaType.JSON,
            headers={"Cache-Control": "no-store"},
        )

    return [download, thumbnail, link]


async def _begun(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same, once the first bytes are there: before that an error can still be told."""
    try:
        first = await anext(chunks, b"")
    except StoreError as error:
        raise unusable(error) from error

    async def rest() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return rest()


def _disposition(filename: str, *, is_shown: bool) -> str:
    plain = "".join(sign if " " <= sign <= "~" and sign not in '"\\%' else "_" for sign in filename)
    kind = "inline" if is_shown else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _missing(attachment_id: int) -> ApiError:
    return refusal(
        404, f"attachment {attachment_id} not found", code="PD001", hint=f"See {MOUNT}/attachments."
    )
