"""The body of an upload as it comes: a file's name, then its bytes. Nothing here waits or keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import unquote

from multipart import MultipartError, MultipartSegment, PushMultipartParser

from pgdesk.api.errors import refusal

#: Fields of a form beside the file, and their bytes: they are passed over.
_MOST_FIELDS, _MOST_FIELD_BYTES = 20, 65_536
_EXTENDED_NAME = re.compile(r"filename\*\s*=\s*UTF-8''([^;\s]+)", re.IGNORECASE)
_NAME = re.compile(r'filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))', re.IGNORECASE)


class Incoming(Protocol):
    def feed(self, chunk: bytes) -> Iterator[str | bytes]:
        """The name, once, then bytes. Raises ApiError."""

    def end(self) -> None:
        """Raises ApiError where the body broke off, or had no file."""


class Whole:
    """The body is the file."""

    def __init__(self, filename: str) -> None:
        self._filename: str | None = filename

    def feed(self, chunk: bytes) -> Iterator[str | bytes]:
        if self._filename is not None:
            yield self._filename
            self._filename = None
        yield chunk

    def end(self) -> None:
        if self._filename is not None:
            raise refusal(422, "the file is empty", code="PD006", hint="Send its bytes.")


class Form:
    """The file is a part of multipart/form-data (RFC 7578), the only one with a filename."""

    def __init__(self, boundary: str) -> None:
        self._parser = PushMultipartParser(
            boundary, max_segment_count=_MOST_FIELDS, max_header_size=4096, strict=True
        )
        self._is_file = self._has_file = False
        self._passed_over = 0

    def feed(self, chunk: bytes) -> Iterator[str | bytes]:
        if not chunk:  # which would end the form
            return
        try:
            for event in self._parser.parse(chunk):
                if isinstance(event, MultipartSegment):
                    self._is_file = event.filename is not None
                    if self._is_file:
                        if self._has_file:
                            raise refusal(400, "the form has more than one file", hint="Send each by itself.")
                        self._has_file = True
                        yield event.filename or ""
                elif event and self._is_file:
                    yield bytes(event)
                elif event:
                    self._passed_over += len(event)
                    if self._passed_over > _MOST_FIELD_BYTES:
                        raise refusal(400, "the fields of the form are too long", hint="Send the file only.")
        except (MultipartError, ValueError) as error:
            raise refusal(400, "the form cannot be read", details=str(error)) from None

    def end(self) -> None:
        try:
            self._parser.close()
        except MultipartError as error:
            hint = "Send it to its last boundary."
            raise refusal(400, "the form breaks off", details=str(error), hint=hint) from None
        if not self._has_file:
            raise refusal(422, "the form has no file", code="PD006", hint="Give the part a filename.")


def incoming(content_type: tuple[str, dict[str, str]], disposition: str, filename: str | None) -> Incoming:
    """How to read a body of this type. Raises ApiError 400."""
    kind, parameters = content_type
    if kind == "multipart/form-data":
        if not parameters.get("boundary"):
            raise refusal(400, "the form has no boundary", hint="Let your HTTP client make the Content-Type.")
        try:
            return Form(parameters["boundary"])
        except (MultipartError, ValueError) as error:
            raise refusal(400, "the form cannot be read", details=str(error)) from None
    return Whole(filename if filename is not None else _name_of(disposition))


def _name_of(disposition: str) -> str:
    extended = _EXTENDED_NAME.search(disposition)
    if extended:
        return unquote(extended[1])
    plain = _NAME.search(disposition)
    return re.sub(r"\\(.)", r"\1", plain[1]) if plain and plain[1] else plain[2] if plain else ""
