"""CSV by RFC 4180 as PostgREST reads it: a header with its line end, then records; errors in its words."""

from __future__ import annotations

import re

from pgdesk.api.rest.errors import invalid_body
from pgdesk.api.rest.parse.parsec import show

_LINE_END = re.compile(r"\r\n|\n|\r")
#: What no field without quotes may hold.
_PLAIN = re.compile(r'[^",\r\n]*')
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')

#: Characters of the text after an error that are shown.
_SHOWN = 100


def read_lines(text: str) -> tuple[list[str], list[list[str]]]:
    """The header and the records below it, those of empty lines left out. Raises PGRST102."""
    header, position = _record(text, 0)
    position = _after_line_end(text, position)
    records = []
    while True:
        record, position = _record(text, position)
        if record != [""]:
            records.append(record)
        if position == len(text):
            return header, records
        if text[position] not in "\r\n":
            raise _refused("endOfInput", text, position)
        if text[position] == "\r" and text[position + 1 : position + 2] != "\n":
            raise _refused("Failed reading: satisfy", text, position + 1)
        position = _after_line_end(text, position)


def _record(text: str, position: int) -> tuple[list[str], int]:
    fields = []
    while True:
        field, position = _field(text, position)
        fields.append(field)
        if text[position : position + 1] != ",":
            return fields, position
        position += 1


def _field(text: str, position: int) -> tuple[str, int]:
    is_quoted = text.startswith('"', position)
    found = (_QUOTED if is_quoted else _PLAIN).match(text, position)
    if found is None:
        raise _refused("not enough input", text, len(text))
    return found[1].replace('""', '"') if is_quoted else found[0], found.end()


def _after_line_end(text: str, position: int) -> int:
    found = _LINE_END.match(text, position)
    if found is None:
        raise _refused(
            "Failed reading: satisfy" if position < len(text) else "not enough input", text, position
        )
    return found.end()


def _refused(why: str, text: str, position: int) -> Exception:
    rest = text[position:].encode().decode("latin-1")
    at = f"{rest[:_SHOWN]} (truncated)" if len(rest) > _SHOWN else show(rest)
    return invalid_body(f"parse error ({why}) at {at}")
