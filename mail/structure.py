"""The structure of a mail: its parts, their header fields and where their bytes lie (RFC 2046).

The email package asks every boundary about every line, which costs lines times depth; here each level is
searched once for its own boundary, and what is searched is bounded first.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import quote

from pgdesk.mail import limits
from pgdesk.mail.headers import Headers
from pgdesk.mail.tnef import SIGNATURE, File, read_tnef

_LINE_END = re.compile(rb"\r\n|\r|\n")
_NAMES = (("content-disposition", "filename"), ("content-type", "name"))
_FIELD_START = re.compile(rb"(From |[!-9;-~]*:|[\t ])")


class TooDeepError(ValueError):
    """More multiparts lie in each other than limits.DEPTH."""


@dataclass(slots=True)
class Part:
    """A part; the path numbers from 1 downwards ("2.1"), '' is the whole mail."""

    path: str
    headers: Headers
    raw: bytes
    start: int
    end: int
    #: Where the header does not say (RFC 2046, section 5.1.5).
    default_type: str = "text/plain"
    #: It says what other parts say, too, so that it counts only where there are none.
    is_spare: bool = False
    children: list[Part] = field(default_factory=list)

    @property
    def media_type(self) -> str:
        return self.headers.media_type(self.default_type)

    def body(self) -> bytes:
        return self.raw[self.start : self.end]

    def content(self) -> bytes:
        """The body with its transfer encoding undone, as far as it can be."""
        holder: Message = Message()
        holder["Content-Transfer-Encoding"] = self.headers.token("content-transfer-encoding")
        holder.set_payload(self.body().decode("ascii", "surrogateescape"))
        try:
            data = holder.get_payload(decode=True)
        except Exception:  # the package raises many kinds on broken encodings
            return self.body()
        return data if isinstance(data, bytes) else self.body()

    def leaves(self) -> Iterator[Part]:
        """The parts that hold content, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class _Budget:
    """What one mail may still have."""

    def __init__(self) -> None:
        self.parts = limits.PARTS
        self.lines = limits.BOUNDARY_LINES


def read_structure(raw: bytes, defects: list[str]) -> Part:
    """All parts of a mail, at most limits.PARTS. Raises TooDeepError."""
    return _read(raw, 0, len(raw), "", _Budget(), defects)


def read_form_parts(body: bytes, boundary: str, most: int, defects: list[str]) -> list[Part]:
    """The parts of a form (RFC 7578), whole whatever they hold; one more than `most` is a defect."""
    parts: list[Part] = []
    for start, end in _split(body, 0, len(body), boundary, _Budget(), defects):
        if len(parts) == most:
            defects.append("too_many_parts")
            break
        headers, at = read_header(body, start, end, limits.PART_HEADER_BYTES, defects)
        parts.append(Part("", headers, body, at, end))
    return parts


def read_top(raw: bytes, defects: list[str]) -> Part:
    """The header alone; everything below it is one body."""
    headers, start = read_header(raw, 0, len(raw), limits.HEADER_BYTES, defects)
    return Part("", headers, raw, start, len(raw))


def read_header(raw: bytes, start: int, end: int, limit: int, defects: list[str]) -> tuple[Headers, int]:
    """The header that begins at `start`, and where its body does."""
    fields: list[tuple[str, str]] = []
    pieces: list[bytes] = []
    at = start
    stop = min(end, start + limit)
    while at < stop:
        found = _LINE_END.search(raw, at, stop)
        line_end, following = (found.start(), found.end()) if found else (stop, stop)
        if following == stop < end and raw[stop - 1 : stop + 1] == b"\r\n":
            following += 1
        begins = _FIELD_START.match(raw, at, line_end)
        if not begins:
            if line_end == at and found:
                at = following
            break
        if begins[1] in (b" ", b"\t"):
            if pieces:
                pieces.append(raw[at:following])
        elif begins[1] == b"From ":
            if at != start:
                defects.append("misplaced_envelope_line")
        else:
            _close(fields, pieces)
            pieces = [raw[at:following]]
        at = following
        if len(fields) >= limits.FIELDS:
            break
    _close(fields, pieces)
    if at >= stop < end or len(fields) >= limits.FIELDS:
        defects.append("header_too_long")
        at = _body_start(raw, at, end)
    return Headers(fields), at


def _body_start(raw: bytes, at: int, end: int) -> int:
    found = re.compile(rb"\n\r?\n|\r\r").search(raw, max(0, at - 2), end)
    return found.end() if found else end


def _close(fields: list[tuple[str, str]], pieces: list[bytes]) -> None:
    if pieces:
        name, _, value = b"".join(pieces).partition(b":")
        key = name.decode("ascii", "replace").strip().lower()
        if len(value) > limits.FIELD_CHARS:  # the newest ids of a thread come last
            newest = value[-limits.FIELD_CHARS // 2 :] if key == "references" else b""
            value = value[: limits.FIELD_CHARS - len(newest)] + newest
        if key:
            fields.append((key, value.decode("ascii", "surrogateescape").lstrip(" \t").rstrip("\r\n")))


def _read(raw: bytes, start: int, end: int, path: str, budget: _Budget, defects: list[str]) -> Part:
    limit = limits.PART_HEADER_BYTES if path else limits.HEADER_BYTES
    headers, body = read_header(raw, start, end, limit, defects)
    part = Part(path, headers, raw, body, end)
    if not part.media_type.startswith("multipart/"):
        if _is_tnef(part):
            part.children = _open(part, budget, defects)
        return part
    boundary = headers.parameter("content-type", "boundary").rstrip()
    if not boundary or len(boundary) > limits.BOUNDARY_CHARS:
        defects.append("multipart_without_boundary")
        return part
    if path.count(".") >= limits.DEPTH:
        raise TooDeepError
    for number, (child_start, child_end) in enumerate(_split(raw, body, end, boundary, budget, defects), 1):
        if budget.parts <= 0:
            defects.append("too_many_parts")
            break
        budget.parts -= 1
        child_path = f"{path}.{number}" if path else str(number)
        child = _read(raw, child_start, child_end, child_path, budget, defects)
        child.default_type = "message/rfc822" if part.media_type == "multipart/digest" else child.default_type
        part.children.append(child)
    if not part.children:
        defects.append("multipart_without_parts")
    return part


def _is_tnef(part: Part) -> bool:
    names = [part.headers.parameter(field, name) for field, name in _NAMES]
    return part.media_type.endswith("ms-tnef") or any(name.lower() == "winmail.dat" for name in names)


def _open(part: Part, budget: _Budget, defects: list[str]) -> list[Part]:
    """What a winmail.dat holds, as parts of it; the file itself, too, where not all of it could be read."""
    content = part.content()
    found = read_tnef(content) if content.startswith(SIGNATURE) else None
    if found is None or not (found.text or found.html or found.files):
        return []
    files = found.files
    if not found.is_whole:
        defects.append("broken_tnef")
        files = [*files, File("winmail.dat", "application/ms-tnef", content=content)]
    parts = [
        Part("", Headers([("content-type", f"{kind}; charset=utf-8")]), data, 0, len(data), is_spare=True)
        for kind, text in (("text/plain", found.text), ("text/html", found.html))
        if (data := text.encode("utf-8", "replace")).strip()
    ]
    parts += [Part("", _headers_of(file), file.content, 0, len(file.content)) for file in files]
    parts = parts[: max(0, budget.parts)]
    budget.parts -= len(parts)
    for number, child in enumerate(parts, 1):
        child.path = f"{part.path}.{number}" if part.path else str(number)
    return parts


def _headers_of(file: File) -> Headers:
    kind = file.media_type or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    fields = [
        ("content-type", kind),
        (
            "content-disposition",
            f"{'inline' if file.content_id else 'attachment'}; filename*=UTF-8''{quote(file.name)}",
        ),
    ]
    return Headers([*fields, ("content-id", f"<{file.content_id}>")] if file.content_id else fields)


def _split(
    raw: bytes, start: int, end: int, boundary: str, budget: _Budget, defects: list[str]
) -> Iterator[tuple[int, int]]:
    """Start and end of each part between boundary lines, to which the line break before them belongs."""
    part_start: int | None = None
    for line_start, following, is_last in _boundary_lines(raw, start, end, boundary, budget, defects):
        if part_start is not None and line_start > part_start:
            yield part_start, _without_line_end(raw, part_start, line_start)
        part_start = None if is_last else following
        if is_last:
            return
    if part_start is not None:
        defects.append("multipart_without_end")
        if part_start < end:
            yield part_start, end


def _boundary_lines(
    raw: bytes, start: int, end: int, boundary: str, budget: _Budget, defects: list[str]
) -> Iterator[tuple[int, int, bool]]:
    """(start, start of the next line, whether it ends the multipart) of each boundary line."""
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    tail = re.compile(rb"(--)?[ \t]{0,1000}(\r\n|\r|\n|\Z)")
    at = start
    while (at := raw.find(mark, at, end)) >= 0:
        if budget.lines <= 0:
            defects.append("too_many_boundaries")
            return
        budget.lines -= 1
        if at > start and raw[at - 1] not in b"\r\n":
            line_end = _LINE_END.search(raw, at, end)
            if not line_end:
                return
            at = line_end.end()
            continue
        match = tail.match(raw, at + len(mark), end)
        if match:
            yield at, match.end(), match[1] is not None
            at = match.end()
        else:
            at += len(mark)


def _without_line_end(raw: bytes, start: int, end: int) -> int:
    if raw.endswith(b"\r\n", start, end):
        return end - 2
    return end - 1 if raw.endswith((b"\r", b"\n"), start, end) else end
