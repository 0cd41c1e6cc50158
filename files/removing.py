"""Takes bytes out of the store that nothing refers to."""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from pgdesk.files.store import Store

_LIST = "SELECT * FROM helpdesk.list_removed_files()"
_FORGET = "SELECT helpdesk.forget_stored_files(%s)"


def remove_unreferred(connection: Connection[Any], store: Store) -> list[str]:
    """The keys that are gone. `connection` commits each statement. Raises StoreError."""
    gone: list[str] = []
    while files := connection.execute(_LIST).fetchall():
        keys = [key for _, key in files]
        store.delete(keys)
        connection.execute(_FORGET, ([file_id for file_id, _ in files],))
        gone += keys
    return gone
