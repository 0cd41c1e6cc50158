"""What a query string asks for: how deep it embeds, which regular expressions it filters by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.guard.limits import Limits
from pgdesk.api.rest.parse.query import parse_query, read_query
from pgdesk.api.rest.parse.terms import Filter, LogicTree, Query, SelectItem, SelectRelation

_PATTERNS = ("match", "imatch")
_NOT_PARENTHESES = re.compile(rb"[^()]+")
_PAIR = b"()"
_LIST = re.compile(rb"in\.\([^()]*\)|\{[^{}]*\}")

#: Brackets of and=(or(…)) within each other.
_LOGIC_DEPTH = 10


def patterns(query: bytes, limits: Limits, is_call: bool) -> list[tuple[bool, str]]:
    """The regular expressions, each with whether it is an array of them.

    Raises ApiError for what is embedded too deeply, too often, or filtered as the caller may not. What cannot
    be any of this is not read at all; what is read is read as the server will read it.
    """
    plain = unquote_to_bytes(query) if b"%" in query else query
    _check_terms(plain, limits)
    if b"match" not in plain and is_shallow(plain, limits):
        return []
    try:
        asked = parse_query(read_query(query, is_call), is_call)
    except RecursionError:
        raise refusal(400, "the query is nested too deeply", hint="Ask in several requests.") from None
    _check_embeds(asked.select, limits)
    _check_logic(asked)
    found = [
        (filter_.quantifier is not None, str(filter_.value))
        for filter_ in _filters(asked)
        if filter_.operator in _PATTERNS
    ]
    if found and not limits.has_patterns:
        raise refusal(
            403, "filters by regular expressions need a token", hint="Use like or ilike, or sign in."
        )
    return found


def _check_terms(plain: bytes, limits: Limits) -> None:
    """Each takes a while to read and to plan, which a count of what stands between them tells."""
    if plain.count(b",") + plain.count(b"&") < limits.terms:
        return
    between = _LIST.sub(b"", plain)
    if between.count(b",") + between.count(b"&") >= limits.terms:
        raise refusal(
            400,
            f"the query has more than {limits.terms} columns, conditions and orders",
            hint="Ask for less.",
        )


def is_shallow(plain: bytes, limits: Limits) -> bool:
    """Whether its parentheses, whatever they mean, are too few and too shallow to be too much."""
    count = plain.count(b"(")
    if count <= limits.depth:
        return True
    if count > limits.embeds:
        return False
    nested = _NOT_PARENTHESES.sub(b"", plain)
    for _ in range(limits.depth):
        nested = nested.replace(_PAIR, b"")
        if not nested:
            return True
    return False


def unsafe_pattern(pattern: str) -> ApiError:
    return refusal(
        400,
        "the regular expression is not allowed",
        details=f"Given: {pattern[:200]}",
        hint="At most 200 characters, without back-references, lookaround and large counts.",
    )


def _check_embeds(select: Iterable[SelectItem], limits: Limits) -> None:
    depth, level = 0, list(_relations(select))
    count = len(level)
    while level:
        depth += 1
        if depth > limits.depth or count > limits.embeds:
            raise refusal(
                400,
                f"more than {limits.depth} relations are embedded in each other"
                if depth > limits.depth
                else f"more than {limits.embeds} relations are embedded",
                hint="Ask for them in several requests.",
            )
        level = [child for relation in level for child in _relations(relation.children)]
        count += len(level)


def _relations(select: Iterable[SelectItem]) -> Iterator[SelectRelation]:
    return (item for item in select if isinstance(item, SelectRelation))


def _check_logic(query: Query) -> None:
    level: list[LogicTree] = [tree for _, tree in query.logic]
    for _ in range(_LOGIC_DEPTH):
        level = [child for tree in level if not isinstance(tree, Filter) for child in tree.children]
        if not level:
            return
    if any(not isinstance(tree, Filter) for tree in level):
        raise refusal(
            400, f"more than {_LOGIC_DEPTH} and/or stand in each other", hint="Write the condition flatter."
        )


def _filters(query: Query) -> Iterator[Filter]:
    yield from (filter_ for _, filter_ in query.filters)
    waiting: list[LogicTree] = [tree for _, tree in query.logic]
    while waiting:
        tree = waiting.pop()
        if isinstance(tree, Filter):
            yield tree
        else:
            waiting += tree.children
