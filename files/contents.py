"""The bytes of a file, wherever they are: for workers, which send or look at them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from psycopg import Connection

from pgdesk.files.store import Store
from pgdesk.mail.bodies import find_content

READ = "SELECT * FROM helpdesk.read_attachment(%s)"


class Source(msgspec.Struct, frozen=True):
    """A row of helpdesk.read_attachment; its bytes are at storage_key, else in the raw mail."""

    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    storage_key: str | None
    raw: bytes | None
    part_path: str | None
    state: str

    def content(self) -> bytes | None:
        """What a mail holds; None: it does no longer."""
        return find_content(self.raw, self.part_path or "", self.sha256) if self.raw else None


def find_source(connection: Connection[Any], attachment_id: int) -> Source | None:
    """None: there is no such file, or it is gone."""
    row = connection.execute(READ, (attachment_id,)).fetchone()
    return source_of(row) if row else None


def source_of(row: tuple[Any, ...]) -> Source | None:
    return None if row[0] is None else Source(*row)


def read_chunks(source: Source, store: Store) -> Iterator[bytes]:
    """Raises StoreError."""
    if source.storage_key is not None:
        yield from store.read(source.storage_key, 0, source.size_bytes)
    else:
        yield source.content() or b""
