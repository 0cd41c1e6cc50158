"""What part of a file a request asks for (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})-([0-9]{0,18})\s*", re.IGNORECASE)


class Part(msgspec.Struct, frozen=True):
    """Status 200, 206, 304 or 416, and the bytes from start up to end."""

    status: int
    start: int
    end: int


def part_asked_for(headers: Mapping[str, str], etag: str, size: int) -> Part:
    """Of several ranges, and of one that is none, the whole file."""
    known = headers.get("if-none-match", "")
    if known.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        return Part(304, 0, 0)
    found = _RANGE.fullmatch(headers.get("range", ""))
    if found is None or found.groups() == ("", "") or headers.get("if-range", etag).strip() != etag:
        return Part(200, 0, size)
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < start:
            return Part(200, 0, size)
    return Part(206, start, end) if start < end else Part(416, 0, 0)
