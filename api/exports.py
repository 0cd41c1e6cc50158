"""GET /exports/people/{person_id}: all that is kept of a person in one zip, with their files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Request, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from pgdesk.api.asgi import App, Scope
from pgdesk.api.asking import ask
from pgdesk.api.files.reading import Pool, find_file
from pgdesk.files.store import Store

_HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


class _Pipe(io.RawIOBase):
    """What a zip writes to that is sent while it grows."""

    def __init__(self) -> None:
        self._written: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        return self._place

    def take(self) -> bytes:
        taken, self._written = b"".join(self._written), []
        return taken


def exports_router(pool: Pool, rest: App, store: Store | None) -> Router:
    """/exports; `rest` is the generated API, which is asked with the caller's own token."""

    @get("/people/{person_id:int}")
    async def export(request: Request[Any, Any, Any], person_id: FromPath[int]) -> Stream:
        """rpc/export_person as person-1.json …, and files of tickets as files/{attachment_id}-{filename}.

        401, 403 and 404 as rpc/export_person.
        """
        scope = dict(request.scope)
        first = await _ask(rest, scope, person_id, 0)
        return Stream(
            _zip(pool, rest, store, scope, person_id, first),
            media_type="application/zip",
            headers={**_HEADERS, "Content-Disposition": f'attachment; filename="person-{person_id}.zip"'},
        )

    return Router("/exports", route_handlers=[export])


async def _ask(rest: App, scope: Scope, person_id: int, after: int) -> dict[str, Any]:
    wanted = msgspec.json.encode({"person_id": person_id, "after_ticket_id": after})
    found: dict[str, Any] = await ask(rest, scope, "rpc/export_person", body=wanted)
    return found


async def _zip(
    pool: Pool, rest: App, store: Store | None, scope: Scope, person_id: int, part: dict[str, Any]
) -> AsyncIterator[bytes]:
    pipe = _Pipe()
    number = 1
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        while True:
            archive.writestr(f"person-{number}.json", msgspec.json.format(msgspec.json.encode(part)))
            yield pipe.take()
            for ticket in part["tickets"]:
                for file in ticket["files"]:
                    found = await find_file(pool, file["attachment_id"])
                    if found is None:
                        continue
                    name = f"files/{file['attachment_id']}-{found.source.filename}"
                    with archive.open(name, "w", force_zip64=True) as entry:
                        async for chunk in found.chunks(store, 0, found.source.size_bytes):
                            entry.write(chunk)
                            yield pipe.take()
            if part["next_after_ticket_id"] is None:
                break
            part = await _ask(rest, scope, person_id, part["next_after_ticket_id"])
            number += 1
    yield pipe.take()
