"""Request bodies: JSON, CSV and forms as one JSON document with its keys; raw bodies of calls."""

from __future__ import annotations

import msgspec

from pgdesk.api.errors import ApiError
from pgdesk.api.rest.errors import invalid_body
from pgdesk.api.rest.parse import media
from pgdesk.api.rest.parse.csv_lines import read_lines
from pgdesk.api.rest.parse.query import unquoted


class Body(msgspec.Struct):
    """`document` goes to the database as it is; `arguments` are those of a form that calls."""

    document: bytes
    keys: tuple[str, ...] = ()
    is_object: bool = False
    arguments: tuple[tuple[str, str], ...] | None = None

    @property
    def shape(self) -> tuple[object, ...]:
        """All of it but its values."""
        return tuple(sorted(self.keys)) if self.keys else (), self.is_object


NO_BODY = Body(b"")
#: No table has more columns, and no function as many parameters.
MOST_KEYS = 1600
_EMPTY = Body(b"[]")


def read_body(body: bytes, content_type: str, columns: tuple[str, ...] | None, is_call: bool) -> Body:
    read = _read(body, content_type, columns, is_call)
    if len(read.keys) > MOST_KEYS:
        raise invalid_body(f"More than {MOST_KEYS} keys")
    return read


def _read(body: bytes, content_type: str, columns: tuple[str, ...] | None, is_call: bool) -> Body:
    if content_type == media.JSON:
        if columns is not None:
            return Body(body, columns, _is_object(body))
        if not body and is_call:
            return Body(body)
        return _json(body)
    if content_type == media.CSV:
        return _csv(body)
    if content_type == media.FORM:
        pairs = _form(body)
        if is_call:
            return Body(b"", tuple(dict.fromkeys(key for key, _ in pairs)), True, tuple(pairs))
        values = dict(pairs)
        return Body(msgspec.json.encode(values), tuple(values), True)
    if is_call and content_type in (media.TEXT, media.XML, media.OCTETS):
        return Body(body)
    raise invalid_body(f"Content-Type not acceptable: {content_type}")


def _is_object(body: bytes) -> bool:
    return body.lstrip(b" \t\r\n")[:1] == b"{"


_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_objects = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])
_anything = msgspec.json.Decoder()


def _json(body: bytes) -> Body:
    """One object, or several with the same keys; any other JSON counts as no rows."""
    first = body.lstrip(b" \t\r\n")[:1]
    try:
        body.decode()
        if first == b"{":
            return Body(body, tuple(_object.decode(body)), True)
        if first == b"[":
            try:
                rows = _objects.decode(body)
            except msgspec.ValidationError:
                if not _anything.decode(body):
                    return _EMPTY
                raise invalid_body("All object keys must match") from None
            keys = rows[0].keys() if rows else {}.keys()
            if any(row.keys() != keys for row in rows):
                raise invalid_body("All object keys must match")
            return Body(body, tuple(keys), False)
        _anything.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise invalid_body("Empty or invalid json") from None
    return _EMPTY


def _csv(body: bytes) -> Body:
    """A header and its rows; NULL is null. Surplus fields of a line are ignored."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise invalid_body("Empty or invalid json") from None
    header, rows = read_lines(text)
    documents = []
    for row in rows:
        if len(row) < len(header):
            raise invalid_body("All lines must have same number of fields")
        documents.append(
            {key: None if value == "NULL" else value for key, value in zip(header, row, strict=False)}
        )
    if not documents:
        return _EMPTY
    return Body(msgspec.json.encode(documents), tuple(documents[0]), False)


def _form(body: bytes) -> list[tuple[str, str]]:
    pairs = []
    for part in body.replace(b";", b"&").split(b"&"):
        if not part:
            continue
        key, _, value = part.partition(b"=")
        try:
            pairs.append((unquoted(key).decode(), unquoted(value).decode()))
        except UnicodeDecodeError:
            raise ApiError(400, "22021", 'invalid byte sequence for encoding "UTF8"') from None
    return pairs
