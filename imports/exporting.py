"""Writes everything as records: the form that imports.jsonl reads."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from psycopg import Connection, sql

from pgdesk.files.contents import find_source, read_chunks
from pgdesk.files.store import Store
from pgdesk.imports.jsonl import NAME, VERSION
from pgdesk.imports.problems import SourceError

_PAGE = 2000
#: Function of the database, in the order in which records refer to each other.
_KINDS = (
    "organisations",
    "people",
    "tickets",
    "messages",
    "files",
    "ratings",
    "events",
    "links",
    "merges",
)


def export(
    connection: Connection[Any],
    folder: Path,
    source: str = "",
    store: Store | None = None,
    progress: Callable[[str, int], None] = lambda kind, count: None,
) -> int:
    """Into a new folder: records.jsonl, and files/<sha256>. Returns how many records.

    `source`: what came from there goes out by its ids there. One snapshot, so that all fits together. Raises
    SourceError where there is something already.
    """
    try:
        folder.mkdir(parents=True)
    except OSError as problem:
        fault = f"{folder} cannot be made: {problem.strerror}; name a folder that is none yet"
        raise SourceError(fault) from problem
    total = 0
    with connection.transaction(), (folder / NAME).open("w", encoding="utf-8") as out:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL timezone = 'UTC'")
        _write(out, {"record": "pgdesk", "version": VERSION})
        for kind in _KINDS:
            for row_id, line in _records(connection, kind, source):
                if kind == "files":
                    if store is None:
                        continue
                    line["path"] = _copy(connection, row_id, line["sha256"], folder, store)
                _write(out, line)
                total += 1
                if total % _PAGE == 0:
                    progress(kind, total)
        _write(out, {"record": "end", "records": total})
    return total


def _records(connection: Connection[Any], kind: str, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    page = sql.SQL("SELECT row_id, line FROM helpdesk.{}(%s, %s, %s)").format(
        sql.Identifier(f"list_exported_{kind}")
    )
    after = 0
    while True:
        rows = connection.execute(page, (after, _PAGE, source)).fetchall()
        yield from rows
        if kind == "events":
            after = _last_ticket(connection, after)
            if not after:
                return
        elif not rows:
            return
        else:
            after = rows[-1][0]


def _last_ticket(connection: Connection[Any], after: int) -> int:
    """The last ticket of a page of histories, some of which may be empty."""
    row = connection.execute("SELECT helpdesk.last_exported_ticket(%s, %s)", (after, _PAGE)).fetchone()
    return row[0] or 0 if row else 0


def _copy(connection: Connection[Any], attachment_id: int, sha256: str, folder: Path, store: Store) -> str:
    path = Path("files") / sha256
    if not (folder / path).exists():
        (folder / "files").mkdir(exist_ok=True)
        source = find_source(connection, attachment_id)
        with (folder / path).open("wb") as out:
            for chunk in read_chunks(source, store) if source else ():
                out.write(chunk)
    return str(path)


def _write(out: IO[str], record: dict[str, Any]) -> None:
    out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
