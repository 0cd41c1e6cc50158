"""Tickets of a table: CSV, a line a ticket, columns named as fields of tickets or by --column field=name."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from pgdesk.imports.problems import SourceError

#: Bytes by which the encoding is found out, where the file is not UTF-8.
_SAMPLE = 2**20
#: What spreadsheets write, beside UTF-8.
_ENCODINGS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256"),
    *("cp932", "gb18030", "big5", "cp949", "utf_16"),
]
#: Characters of a value: more than the module's own 131,072, of which a long conversation has more.
csv.field_size_limit(16 * 2**20)
#: Columns that become a person of their own, known by the mail address.
_PEOPLE = {"requester": "requester_name", "assignee": "assignee_name"}
_FIELDS = (
    "id",
    "reference",
    "subject",
    "description",
    "status",
    "priority",
    "ticket_type",
    "channel",
    "requester",
    "requester_name",
    "assignee",
    "assignee_name",
    "organisation",
    "department",
    "language",
    "due_at",
    "created_at",
    "updated_at",
    "resolved_at",
    "closed_at",
    "tags",
)
_NEEDED = ("id", "subject", "status", "requester", "created_at")


def read(path: Path, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Requester and assignee are mail addresses, organisation is a name, tags have blanks or commas between.

    options: encoding, delimiter, and columns of fields as "column.<field>"; "column.fields.<key>" is a custom
    field. Raises SourceError where columns are missing or the encoding is not known.
    """
    encoding = options.get("encoding") or _find_encoding(path)
    if len(options.get("delimiter", ",")) != 1:
        raise SourceError(f"delimiter {options['delimiter']!r} is not one character")
    seen: set[tuple[str, str]] = set()
    try:
        with path.open("rb") as raw, TextIOWrapper(raw, encoding, newline="") as text:
            reader = csv.DictReader(
                text, delimiter=options.get("delimiter") or _find_delimiter(path, encoding)
            )
            columns = _columns(reader.fieldnames or [], options, path)
            for row in reader:
                yield from _records(row, columns, reader.line_num, seen)
    except (UnicodeDecodeError, LookupError) as problem:
        raise SourceError(f"{path}: is not in encoding {encoding}: {problem}; give --encoding") from problem
    except (OSError, csv.Error) as problem:
        raise SourceError(f"{path}: cannot be read: {problem}") from problem


def _find_encoding(path: Path) -> str:
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
            for part in iter(lambda: file.read(_SAMPLE), b""):
                sample.isascii() and (sample := part)
    except OSError as problem:
        raise SourceError(f"{path}: cannot be read: {problem}") from problem
    try:
        sample.decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError as problem:
        if problem.end >= len(sample) - 3 and len(sample) == _SAMPLE:
            return "utf-8-sig"
    best = from_bytes(sample, cp_isolation=_ENCODINGS).best()
    if best is None:
        raise SourceError(f"{path}: its encoding is not known; give --encoding")
    return best.encoding


def _find_delimiter(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        head = file.readline()
    return max(",;\t", key=head.count)


def _columns(names: Any, options: dict[str, str], path: Path) -> dict[str, str]:
    """Field -> column."""
    given = {
        key.removeprefix("column."): value for key, value in options.items() if key.startswith("column.")
    }
    by_word = {"_".join(str(name).lower().split()): name for name in names}
    columns = {field: by_word[field] for field in _FIELDS if field in by_word} | given
    for field, name in columns.items():
        if name not in names:
            raise SourceError(f"{path}: there is no column {name!r}; there are {', '.join(map(repr, names))}")
        if field not in _FIELDS and not field.startswith("fields."):
            raise SourceError(f"there is no field {field}; there are {', '.join(_FIELDS)}, fields.<name>")
    if missing := [field for field in _NEEDED if field not in columns]:
        raise SourceError(
            f"{path}: no column for {', '.join(missing)}; name it by --column {missing[0]}=…,"
            f" there are {', '.join(map(repr, names))}"
        )
    return columns


def _records(
    row: dict[str, Any], columns: dict[str, str], line: int, seen: set[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    values = {field: (row.get(name) or "").strip() for field, name in columns.items()}
    if None in row or not any(values.values()):
        yield {"line": line, "fault": "the line has other columns than the first one"}
        return
    organisation = values.get("organisation", "")
    if organisation and ("organisation", organisation) not in seen:
        seen.add(("organisation", organisation))
        yield {"line": line, "record": "organisation", "id": organisation, "name": organisation}
    for field, name in _PEOPLE.items():
        email = values.get(field, "").lower()
        values[field] = email
        if email and (field, email) not in seen:
            seen.add((field, email))
            if field == "assignee" or ("assignee", email) not in seen:
                yield {
                    "line": line,
                    "record": "person",
                    "id": email,
                    "email": email,
                    "name": values.get(name) or email,
                    "role": "agent" if field == "assignee" else "customer",
                    **({"organisation": organisation} if organisation and field == "requester" else {}),
                }
    ticket: dict[str, Any] = {
        field: value for field, value in values.items() if value and field in _FIELDS and field != "id"
    }
    for field in _PEOPLE.values():
        ticket.pop(field, None)
    if "tags" in ticket:
        ticket["tags"] = ticket["tags"].replace(",", " ").replace(";", " ").split()
    fields = {
        field.removeprefix("fields."): value
        for field, value in values.items()
        if value and field.startswith("fields.")
    }
    yield {
        "line": line,
        "record": "ticket",
        "id": values["id"],
        **ticket,
        **({"fields": fields} if fields else {}),
    }
