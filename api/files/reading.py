"""The bytes of a file, as they are sent. Whether somebody may have them is for the caller to ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from pgdesk.api.files.uploads import no_store
from pgdesk.files.contents import READ, Source, source_of
from pgdesk.files.sniff import HEAD, sniff
from pgdesk.files.store import Store

Pool = AsyncConnectionPool[AsyncConnection[Any]]


class Readable(msgspec.Struct):
    """A file and where its bytes are: `content`, else in the store."""

    source: Source
    media_type: str
    content: bytes | None

    async def chunks(self, store: Store | None, start: int, end: int) -> AsyncIterator[bytes]:
        """Bytes from start up to end. Raises StoreError, ApiError 503."""
        if self.content is not None:
            yield self.content[start:end]
        elif store is None or self.source.storage_key is None:
            raise no_store()
        else:
            async for chunk in store.stream(self.source.storage_key, start, end):
                yield chunk


async def find_file(pool: Pool, attachment_id: int) -> Readable | None:
    """None: it is not there, or was taken away."""
    async with pool.connection() as connection:
        row = await (await connection.execute(READ, (attachment_id,))).fetchone()
    source = source_of(row) if row else None
    if source is None:
        return None
    if source.storage_key is not None:
        return Readable(source, source.media_type, None)
    content = await asyncio.to_thread(source.content)
    if content is None:
        return None
    return Readable(source, sniff(content[:HEAD], source.filename)[0], content)
