"""Records as lines of JSON: what `pgdesk export` writes, and anybody may write.

Between {"record": "pgdesk", "version": 1} and {"record": "end", "records": n}; without the first line the
last may be missing, too.
"""

import codecs
import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pgdesk.imports.problems import SourceError

NAME = "records.jsonl"
VERSION = 1
#: Bytes of a line.
_LONGEST = 16 * 2**20


def read(path: Path, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """`path`: a file (.gz: compressed) or a folder that holds records.jsonl; files lie beside it.

    A line that is no record comes as {"line", "fault"}. Raises SourceError where the file ends too early.
    """
    file = path / NAME if path.is_dir() else path
    count, expected, number = 0, -1, 0
    is_framed = False
    for number, line in _lines(file):
        if not line.strip():
            continue
        record = _parse(line, number)
        kind = record.get("record")
        if number == 1 and kind == "pgdesk":
            is_framed = True
            if record.get("version") != VERSION:
                raise SourceError(f"{file}: version {record.get('version')} of the form is not known here")
        elif kind == "end":
            expected = record.get("records", -1)
        else:
            count += 1
            yield _placed(record, file.parent)
    if is_framed and expected == -1:
        raise SourceError(f"{file}: ends after line {number} without its last line: it is not whole")
    if expected not in (-1, count):
        raise SourceError(f"{file}: holds {count} records, its last line says {expected}")


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    if not file.is_file():
        raise SourceError(f"{file}: there is no such file")
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
            while line := stream.readline(_LONGEST + 1):
                number += 1
                if number == 1 and line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    raise SourceError(f"{file}: is UTF-16; records are UTF-8")
                if len(line) > _LONGEST:
                    raise SourceError(f"{file}: line {number} is longer than {_LONGEST} bytes")
                yield number, line
    except (OSError, EOFError, zlib.error) as problem:
        raise SourceError(f"{file}: cannot be read after line {number}: {problem}") from problem


def _parse(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return {"line": number, "fault": "the line is not UTF-8"}
    except (ValueError, RecursionError):
        return {"line": number, "fault": "the line is not JSON"}
    if not isinstance(record, dict):
        return {"line": number, "fault": "the line is no JSON object"}
    return {**record, "line": number}


def _placed(record: dict[str, Any], folder: Path) -> dict[str, Any]:
    """With the path of a file's bytes made whole; one that leads out of the folder is a fault."""
    path = record.get("path")
    if record.get("record") != "file" or path is None:
        return record
    try:
        whole = (folder / str(path)).resolve()
    except ValueError:
        return {"line": record["line"], "fault": "path holds a character that none may have"}
    if not whole.is_relative_to(folder.resolve()):
        return {"line": record["line"], "fault": "path leads out of the folder of the records"}
    return {**record, "path": str(whole)}
