"""The rows asked for: limit and offset of the query, narrowed by the Range header of a GET."""

from __future__ import annotations

import re

from pgdesk.api.rest.errors import lower_above_upper, negative_limit, put_with_range
from pgdesk.api.rest.parse.terms import Path, Query, Range

_RANGE = re.compile(r"([0-9]{1,100})-([0-9]{0,100})")


def top_range(query: Query, method: str, range_header: str | None) -> Range:
    """The root's range; raises PGRST103 for an empty one unless it ends before row 0, PGRST114 for PUT."""
    asked = dict(query.ranges).get((), Range())
    first, last = 0, None
    if method == "GET" and range_header is not None:
        match = _RANGE.fullmatch(range_header)
        if match:
            first = int(match.group(1))
            last = int(match.group(2)) if match.group(2) else None
            if last is not None and last < first:
                raise lower_above_upper()
    if method == "PUT" and asked != Range():
        raise put_with_range()
    if asked.limit is not None and asked.limit <= 0:
        if asked.offset + asked.limit == 0:
            return Range(0, 0)
        raise negative_limit()
    offset = max(first, asked.offset)
    ends = [last] if last is not None else []
    if asked.limit is not None:
        ends.append(asked.offset + asked.limit - 1)
    if not ends:
        return Range(offset, None)
    limit = min(ends) - offset + 1
    if limit <= 0:
        raise negative_limit()
    return Range(offset, limit)


def all_ranges(query: Query, top: Range) -> tuple[tuple[Path, Range], ...]:
    nested = tuple((path, range_) for path, range_ in query.ranges if path)
    return (((), top), *nested) if top != Range() else nested
