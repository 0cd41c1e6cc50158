"""Puts the records of a source into an import, and the bytes of its files into the store."""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from psycopg import Connection
from psycopg import errors as pg

from pgdesk.files.sniff import HEAD, sniff
from pgdesk.files.store import Store
from pgdesk.imports.problems import SourceError

Record = dict[str, Any]
#: Records of a call, and about how many characters of them.
_ROWS, _CHARACTERS = 2000, 8 * 2**20
_KINDS = ["organisation", "person", "ticket", "message", "file", "rating", "event", "link", "merge"]


def fill(
    connection: Connection[Any],
    import_id: int,
    records: Iterable[Record],
    store: Store | None,
    progress: Callable[[int], None] = lambda count: None,
) -> int:
    """Adds all; returns how many. Memory does not grow with them. Raises SourceError."""
    count = 0
    for rows in _batches(_sound(record, connection, store) for record in records):
        try:
            connection.execute("SELECT helpdesk.add_import_rows(%s, %s)", (import_id, f"[{','.join(rows)}]"))
        except pg.DatabaseError as problem:
            raise SourceError(str(problem.diag.message_primary or problem)) from problem
        count += len(rows)
        progress(count)
    return count


def _batches(records: Iterator[Record]) -> Iterator[list[str]]:
    while True:
        rows: list[str] = []
        size = 0
        for record in islice(records, _ROWS):
            rows.append(_written(record))
            size += len(rows[-1])
            if size > _CHARACTERS:
                break
        if not rows:
            return
        yield rows


def _sound(record: Record, connection: Connection[Any], store: Store | None) -> Record:
    """As the database takes it: a fault in place of what it would refuse as a whole."""
    line = record.get("line")
    if "fault" in record:
        return record
    if record.get("record") not in _KINDS:
        return {"line": line, "fault": f"there is no kind of record {str(record.get('record'))[:60]!r}"}
    if not isinstance(record.get("id"), str | int) or not 1 <= len(str(record["id"]).strip()) <= 1000:
        return {"line": line, "record": record["record"], "fault": "id is missing, or longer than 1000"}
    if record["record"] == "file":
        return _keep(record, connection, store)
    return record


def _keep(record: Record, connection: Connection[Any], store: Store | None) -> Record:
    """A file with hash and size, its bytes in the store."""
    path, content = record.pop("path", None), record.pop("content", None)
    if content is None and path is None:
        return {**record, "fault": "neither path nor bytes of the file are given"}
    if store is None:
        return {**record, "fault": "files are left out"}
    if content is None and Path(str(path)).exists() and not Path(str(path)).is_file():
        return {**record, "fault": f"{Path(str(path)).name} is no file"}
    try:
        with Path(str(path)).open("rb") if content is None else BytesIO(content) as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            if record.get("sha256") not in (None, sha256):
                return {**record, "fault": "the bytes are not those of sha256"}
            size = stream.tell()
            row = connection.execute("SELECT helpdesk.keep_import_file(%s, %s)", (sha256, size)).fetchone()
            assert row is not None
            stream.seek(0)
            head = stream.read(HEAD)
            store.put(row[0], stream)
    except OSError as problem:
        return {**record, "fault": f"{Path(str(path)).name} cannot be read: {problem.strerror}"}
    media_type, _ = sniff(head, str(record.get("filename")))
    return {**record, "sha256": sha256, "size_bytes": size, "media_type": media_type}


def _written(record: Record) -> str:
    """As JSON that the database reads: without what its text cannot hold."""
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError:
        return json.dumps(_clean(record), ensure_ascii=False)
    return json.dumps(_clean(record), ensure_ascii=False) if "\\u0000" in text else text


def _clean(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\0", "").encode("utf-8", "replace").decode()
        case dict():
            return {_clean(key): _clean(held) for key, held in value.items()}
        case list():
            return [_clean(held) for held in value]
        case float() if not math.isfinite(value):
            return None
    return value
