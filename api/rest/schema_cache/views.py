"""Which column of which table each column of a view shows, read from the view's stored rule."""

from __future__ import annotations

import re
from collections.abc import Iterable

Origin = tuple[int, int]
"""A column as (oid of its relation, attribute number)."""

_TOKEN = re.compile(r"(?:\\.|[^\s(){}\\])+|[(){}]")


def target_columns(rule: str) -> list[tuple[int, Origin]]:
    """(attribute number in the view, where it comes from) of the outermost query's target list."""
    tokens = _TOKEN.findall(rule)
    depth = 0
    for index, token in enumerate(tokens):
        if token in "({":
            depth += 1
        elif token in ")}":
            depth -= 1
        elif token == ":targetList" and depth == 2:
            return _entries(tokens, index + 1)
    return []


def _entries(tokens: list[str], start: int) -> list[tuple[int, Origin]]:
    """The TARGETENTRY nodes of the list that opens at `start`."""
    columns = []
    depth = 0
    entry: dict[str, str] = {}
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token in "({":
            depth += 1
            if depth == 2:
                entry = {}
        elif token in ")}":
            depth -= 1
            if depth == 0:
                break
            if depth == 1 and entry.get(":resjunk") != "true" and entry.get(":resorigtbl", "0") != "0":
                origin = int(entry[":resorigtbl"]), int(entry[":resorigcol"])
                columns.append((int(entry[":resno"]), origin))
        elif depth == 2 and token.startswith(":res") and index + 1 < len(tokens):
            entry[token] = tokens[index + 1]
    return columns


def resolve(views: Iterable[tuple[int, str]]) -> dict[int, list[tuple[int, Origin]]]:
    """For each view the base table's column behind each of its own, through views of views."""
    direct = {oid: target_columns(rule) for oid, rule in views}

    def base(origin: Origin, seen: frozenset[int]) -> list[Origin]:
        table, column = origin
        if table not in direct:
            return [origin]
        if table in seen:
            return []
        behind = [source for number, source in direct[table] if number == column]
        return [origin for source in behind for origin in base(source, seen | {table})]

    return {
        oid: [(number, origin) for number, origin in columns for origin in base(origin, frozenset({oid}))]
        for oid, columns in direct.items()
    }
