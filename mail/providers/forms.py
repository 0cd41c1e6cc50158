"""A posted form: its fields as bytes, and its files (RFC 7578)."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import msgspec

from pgdesk.mail.charsets import decode_bytes
from pgdesk.mail.headers import Headers
from pgdesk.mail.providers.posts import UnreadableError
from pgdesk.mail.structure import read_form_parts

_FIELDS = 5000


class File(msgspec.Struct, frozen=True):
    field: str
    name: str
    media_type: str
    data: bytes


class Form(msgspec.Struct, frozen=True):
    #: In order; a field may come several times.
    fields: list[tuple[str, bytes]]
    files: list[File]

    def bytes_of(self, name: str) -> bytes | None:
        """The first field of that name; None where there is none."""
        return next((data for found, data in self.fields if found == name), None)

    def text(self, name: str, charset: str = "utf-8") -> str:
        return decode_bytes(self.bytes_of(name) or b"", charset)

    def only(self, name: str) -> str:
        """The one field of that name; '' where there is none, or several contradict each other."""
        found = [data for key, data in self.fields if key == name]
        return found[0].decode("ascii", "replace") if len(found) == 1 else ""


def read_form(media_type: str, body: bytes) -> Form:
    """Raises UnreadableError, also for a body that ends too early."""
    headers = Headers([("content-type", media_type)])
    kind = headers.media_type("")
    if kind == "application/x-www-form-urlencoded":
        return Form(_read_urlencoded(body), [])
    boundary = headers.parameter("content-type", "boundary")
    if kind != "multipart/form-data" or not boundary:
        raise UnreadableError("the post is no form")
    defects: list[str] = []
    parts = read_form_parts(body, boundary, _FIELDS, defects)
    if defects or not parts:
        raise UnreadableError("the form is not whole")
    form = Form([], [])
    for part in parts:
        field = part.headers.parameter("content-disposition", "name")
        name = part.headers.parameter("content-disposition", "filename")
        kind = part.headers.media_type("text/plain")
        if name or kind != "text/plain":
            form.files.append(File(field, name, kind, part.body()))
        else:
            form.fields.append((field, part.body()))
    return form


def _read_urlencoded(body: bytes) -> list[tuple[str, bytes]]:
    if body.count(b"&") > _FIELDS:
        raise UnreadableError("the form has too many fields")
    pairs = (pair.partition(b"=") for pair in body.split(b"&") if pair)
    return [(_unquote(name).decode("utf-8", "replace"), _unquote(value)) for name, _, value in pairs]


def _unquote(text: bytes) -> bytes:
    return unquote_to_bytes(text.replace(b"+", b" "))
