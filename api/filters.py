"""Plain words in the query of a list as PostgREST's filters: ?status=open is ?status=eq.open."""

from __future__ import annotations

import re

#: Parameters that filter nothing, and those that hold conditions already.
_OTHERS = re.compile(r"(.+\.)?(select|order|limit|offset|and|or|not\.and|not\.or|columns|on_conflict)")
_OPERATORS = (
    "eq|neq|gt|gte|lt|lte|like|ilike|match|imatch|in|is|isdistinct|"
    "fts|plfts|phfts|wfts|cs|cd|ov|sl|sr|nxr|nxl|adj"
)
_FILTER = re.compile(rf"(not\.)?({_OPERATORS})(\([^)]*\))?\..*", re.DOTALL)


def as_filters(query: dict[str, list[str]]) -> dict[str, list[str]]:
    """Values that begin with an operator stay. Of plain ones an empty one filters nothing, null is no
    value, and several for one name are any of them.
    """
    return {
        name: values if _OTHERS.fullmatch(name) else [*_as_filter(values)] for name, values in query.items()
    }


def _as_filter(values: list[str]) -> list[str]:
    filters = [value for value in values if _FILTER.fullmatch(value)]
    plain = [value for value in values if value and not _FILTER.fullmatch(value)]
    if len(plain) > 1:
        quoted = ('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in plain)
        return [*filters, f"in.({','.join(quoted)})"]
    return [*filters, *("is.null" if value == "null" else f"eq.{value}" for value in plain)]
