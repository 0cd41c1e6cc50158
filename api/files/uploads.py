"""POST /files: a body of any size goes through a nameless file into the store, a megabyte at a time."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import IO, Any

import msgspec
import structlog
from litestar import Request, Response, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery
from psycopg import AsyncConnection, Error
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.asgi import App, Receive, Scope
from pgdesk.api.asking import ask
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.files.incoming import incoming
from pgdesk.api.rates.callers import Callers
from pgdesk.files.sniff import HEAD, sniff
from pgdesk.files.store import Store, StoreError

log = structlog.get_logger()

#: Uploads under way in a process; how many of them may be of callers who are told apart by network only,
#: and of one caller.
_MOST, _MOST_ANONYMOUS, _MOST_OF_ONE = 64, 32, 8
#: Seconds for the next bytes, and for all of them.
_IDLE, _WHOLE = 30, 3600
#: Bytes that are written and hashed at once, by another thread.
_BATCH = 2**20
#: What a form adds to the file in it.
_FORM = 200_000
_CLOSING = [("Connection", "close")]
_AS_REQUEST = "SELECT set_config('request.method', 'POST', true), set_config('request.headers', %s, true)"
_KEEP = "SELECT helpdesk.keep_upload(%s, %s, %s, %s, %s)"
_END = "SELECT helpdesk.end_upload(%s)"
_DROP = "SELECT helpdesk.drop_upload(%s)"

Pool = AsyncConnectionPool[AsyncConnection[Any]]


class Begun(msgspec.Struct):
    """What rpc/begin_upload answers."""

    attachment_id: int
    upload_key: str
    most_bytes: int


class Spooled:
    """A file that is not whole yet."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self.file, self.size, self.head = file, 0, b""
        self._most = most
        self._hash = hashlib.sha256()
        self._waiting = bytearray()

    async def add(self, data: bytes) -> None:
        """Raises ApiError 413, OSError."""
        self.size += len(data)
        if self.size > self._most:
            raise too_large(self._most)
        if len(self.head) < HEAD:
            self.head += data[: HEAD - len(self.head)]
        self._waiting += data
        if len(self._waiting) >= _BATCH:
            await self.flush()

    async def flush(self) -> None:
        waiting, self._waiting = self._waiting, bytearray()
        await asyncio.to_thread(self._write, waiting)

    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _write(self, data: bytearray) -> None:
        self.file.write(data)
        self._hash.update(data)


class Body:
    """A body that must come within its time."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ends_at = time.monotonic() + _WHOLE
        self._is_whole = False

    async def next(self) -> bytes | None:
        """None: there is no more. Raises ApiError 408 where the client is too slow, 400 where it left."""
        if self._is_whole:
            return None
        try:
            async with asyncio.timeout(min(_IDLE, self._ends_at - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            raise refusal(408, "the body came too slowly", headers=_CLOSING) from None
        if message["type"] != "http.request":
            raise refusal(400, "the body breaks off", headers=_CLOSING)
        self._is_whole = not message.get("more_body")
        return bytes(message.get("body", b""))


class Uploads:
    """Takes files in; who may, and how much, the database says."""

    def __init__(self, pool: Pool, rest: App, store: Store | None, callers: Callers) -> None:
        self._pool, self._rest, self._store, self._callers = pool, rest, store, callers
        #: Under way, by who sends.
        self._taken: Counter[tuple[str, bytes]] = Counter()

    async def take(self, request: Request[Any, Any, Any], filename: str | None) -> dict[str, Any]:
        """What helpdesk.end_upload says of the file. Raises ApiError."""
        if self._store is None:
            raise no_store()
        reader = incoming(request.content_type, request.headers.get("content-disposition", ""), filename)
        scope = dict(request.scope)
        async with self._place(scope):
            upload: Begun | None = None
            name = ""
            try:
                with self._store.spool() as file:
                    spooled = Spooled(file, 0)
                    body = Body(request.receive)
                    while (chunk := await body.next()) is not None:
                        for event in reader.feed(chunk):
                            if isinstance(event, str):
                                name = event
                                upload = await self._begin(scope, name)
                                spooled = Spooled(file, upload.most_bytes)
                            else:
                                await spooled.add(event)
                    reader.end()
                    assert upload is not None
                    await spooled.flush()
                    taken = await self._keep(request, upload, spooled, name)
                    upload = None
                    return taken
            except (OSError, StoreError) as error:
                raise unusable(error) from error
            finally:
                if upload is not None:
                    await asyncio.shield(self._drop(upload))

    async def _begin(self, scope: Scope, filename: str) -> Begun:
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        said = {"filename": filename}
        upload = msgspec.convert(
            await ask(self._rest, scope, "rpc/begin_upload", body=msgspec.json.encode(said)), Begun
        )
        if length.isdigit() and int(length) > upload.most_bytes + _FORM:
            await self._drop(upload)
            raise too_large(upload.most_bytes)
        return upload

    async def _keep(
        self, request: Request[Any, Any, Any], upload: Begun, spooled: Spooled, filename: str
    ) -> dict[str, Any]:
        assert self._store is not None
        if not spooled.size:
            raise refusal(422, "the file is empty", code="PD006", hint="Send its bytes.")
        media_type, extension = sniff(spooled.head, filename)
        sha256 = spooled.sha256()
        key: str = await self._call(
            request, _KEEP, (upload.attachment_id, sha256, spooled.size, media_type, extension)
        )
        await asyncio.to_thread(self._store.put, key, spooled.file)
        taken: dict[str, Any] = await self._call(request, _END, (upload.attachment_id,))
        return taken

    async def _call(self, request: Request[Any, Any, Any], statement: str, values: tuple[Any, ...]) -> Any:
        headers = msgspec.json.encode({"x-request-id": request.headers.get("x-request-id", "")}).decode()
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_AS_REQUEST, (headers,))
            row = await (await connection.execute(statement, values)).fetchone()
        return row[0] if row else None

    async def _drop(self, upload: Begun) -> None:
        try:
            async with self._pool.connection() as connection:
                await connection.execute(_DROP, (upload.attachment_id,))
        except Error as error:  # the sweep will
            log.warning("upload not dropped", problem=str(error).strip())

    @asynccontextmanager
    async def _place(self, scope: Scope) -> AsyncIterator[None]:
        caller = self._callers.partitions(scope, is_intake=False)[-1]
        is_anonymous = caller[0] == "network"
        anonymous = sum(count for (kind, _), count in self._taken.items() if kind == "network")
        if (
            self._taken.total() >= _MOST
            or self._taken[caller] >= _MOST_OF_ONE
            or (is_anonymous and anonymous >= _MOST_ANONYMOUS)
        ):
            raise refusal(
                503,
                "too many files are being uploaded",
                hint="Try again soon.",
                headers=[*_CLOSING, ("Retry-After", "5")],
            )
        self._taken[caller] += 1
        try:
            yield
        finally:
            self._taken[caller] -= 1
            if not self._taken[caller]:
                del self._taken[caller]


def upload_routes(uploads: Uploads) -> list[HTTPRouteHandler]:
    @post("/", request_max_body_size=None)
    async def upload(
        request: Request[Any, Any, Any], filename: FromQuery[str | None] = None
    ) -> Response[Any]:
        """One file, as the body (its name in ?filename= or Content-Disposition), or in multipart/form-data.

        201 {attachment_id, upload_key, filename, media_type, size_bytes, sha256, state}: messages and tickets
        name it by upload_key, as uploads: [upload_key]. 400 broken, 408 too slow, 413 too large, 415 type
        not taken, 422 no file, 429 too many wait, 503 or 507 the store is away or full.
        """
        taken = await uploads.take(request, filename)
        return Response(
            taken,
            status_code=201,
            media_type=MediaType.JSON,
            headers={"Location": f"/files/{taken['attachment_id']}", "Cache-Control": "no-store"},
        )

    return [upload]


def too_large(most: int) -> ApiError:
    return refusal(
        413,
        f"the file is larger than {most // 1024} KiB",
        code="PD158",
        hint="Send a smaller one; an administrator can raise the settings max_…attachment_size_kb.",
        headers=_CLOSING,
    )


def no_store() -> ApiError:
    return refusal(
        503,
        "files are not configured",
        hint="An administrator sets PGDESK_FILES_URL.",
        headers=[("Retry-After", "300")],
    )


def unusable(error: Exception) -> ApiError:
    """The store, or the disk on which files are gathered, does not do its work."""
    log.error("store of files", problem=str(error))
    is_full = error.is_full if isinstance(error, StoreError) else getattr(error, "errno", 0) in (28, 122)
    if is_full:
        return refusal(
            507,
            "there is no room for files",
            hint="An administrator makes room where PGDESK_FILES_URL points.",
        )
    return refusal(
        503, "the store of files cannot be reached", hint="Try again soon.", headers=[("Retry-After", "30")]
    )
