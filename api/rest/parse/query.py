"""A query string as a Query, and its shape: everything of it but the values of plain filters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct
from msgspec.structs import replace

from pgdesk.api.errors import ApiError
from pgdesk.api.rest.errors import unparsable
from pgdesk.api.rest.parse import grammar
from pgdesk.api.rest.parse.parsec import ParseError
from pgdesk.api.rest.parse.terms import Bound, Filter, Path, Query, Range

RESERVED = frozenset({"select", "columns", "on_conflict"})
ENDINGS = frozenset({"order", "limit", "offset", "and", "or"})
_SEPARATOR = re.compile(rb"[&;]")
_NUMBER = re.compile(r"\s*(-?)\s*(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+)\s*")
_BASES = {"0x": 16, "0o": 8, "0b": 2}
_LONGEST_NUMBER = 100
SELECT_ALL = grammar.parse_select("*")

_OPERATION = (
    rf"(?:(?:{'|'.join(grammar.QUANTIFIABLE)})(?:\((?:any|all)\))?"
    rf"|{'|'.join(grammar.COMPARISONS)}"
    rf"|(?:{'|'.join(grammar.TEXT_SEARCHES)})(?:\([\w $]+\))?)\."
)
_PLAIN_FILTER = re.compile(rf"((?:not\.)?{_OPERATION})(.*)", re.DOTALL)
#: A list without quotes, blanks at its edges or inner parentheses: split at commas, nothing else.
_PLAIN_LIST = re.compile(r"((?:not\.)?in\.)(\((?![ \t])[^\"()\\]*(?<![ \t])\))", re.DOTALL)
#: Without its dot an operator's name is a value like any other.
_LOOKS_LIKE_FILTER = re.compile(rf"(?:not|is|isdistinct|in)\.|{_OPERATION}")


class QueryString(Struct):
    """Decoded pairs; `shape` identifies the query up to `values`, the contents of its slots."""

    pairs: list[tuple[str, str | None]]
    slots: list[int | None]
    shape: tuple[str, ...]
    values: list[str]


#: Longer queries are read anew each time, so that the caches stay small.
CACHED_LENGTH = 2000


def read_query(raw: bytes, is_rpc_read: bool) -> QueryString:
    return (_cached_query if len(raw) <= CACHED_LENGTH else _read_query)(raw, is_rpc_read)


def _read_query(raw: bytes, is_rpc_read: bool) -> QueryString:
    pairs: list[tuple[str, str | None]] = []
    slots: list[int | None] = []
    shape: list[str] = []
    values: list[str] = []
    for part in _parts(raw):
        key, equals, text = part.partition(b"=")
        name = _decode(key)
        value = _decode(text) if equals else None
        pairs.append((name, value))
        slot = None
        if value is not None and name not in RESERVED and _ending(name) not in ENDINGS:
            match = _PLAIN_FILTER.fullmatch(value) or _PLAIN_LIST.fullmatch(value)
            if match:
                slot = len(values)
                shape += (name, match.group(1))
                values.append(match.group(2))
            elif is_rpc_read and not is_filter(value):
                slot = len(values)
                shape += (name, "=")
                values.append(value)
        slots.append(slot)
        if slot is None:
            shape += (name, "" if value is None else "=" + value)
    return QueryString(pairs, slots, tuple(shape), values)


def unquoted(text: bytes) -> bytes:
    return unquote_to_bytes(text.replace(b"+", b" "))


def _decode(text: bytes) -> str:
    plain = unquoted(text)
    try:
        return plain.decode()
    except UnicodeDecodeError as error:
        raise invalid_text(plain[error.start : error.start + 1]) from None


def invalid_text(found: bytes) -> ApiError:
    """As Postgres says it where the bytes reach it."""
    shown = " ".join(f"0x{byte:02x}" for byte in found)
    return ApiError(400, "22021", f'invalid byte sequence for encoding "UTF8": {shown}')


def is_filter(value: str) -> bool:
    """Whether a parameter of a call filters its result, or is an argument."""
    return _LOOKS_LIKE_FILTER.match(value) is not None


_cached_query = lru_cache(maxsize=4096)(_read_query)


def canonical_query(raw: bytes) -> str:
    """The query sorted by name, equal names joined, encoded again.

    Text outside ASCII is encoded twice: that is how clients know this header.
    """
    return (_cached_canonical if len(raw) <= CACHED_LENGTH else _canonical_query)(raw)


def _canonical_query(raw: bytes) -> str:
    values: dict[bytes, list[str]] = {}
    for part in _parts(raw):
        key, _, text = part.partition(b"=")
        values.setdefault(unquoted(key), []).append(_encode_again(text))
    return "&".join(f"{_encode_again(quote(key).encode())}={','.join(values[key])}" for key in sorted(values))


_cached_canonical = lru_cache(maxsize=4096)(_canonical_query)


def _encode_again(text: bytes) -> str:
    return quote(unquoted(text).decode("latin-1"), safe="")


def _parts(raw: bytes) -> list[bytes]:
    """Both & and ; separate; one at the end is nothing."""
    parts = _SEPARATOR.split(raw) if raw else []
    return parts[:-1] if parts and not parts[-1] else parts


def parse_query(query: QueryString, is_rpc_read: bool) -> Query:
    """Raises ApiError PGRST100 for what the grammar refuses."""
    try:
        return _parse(query, is_rpc_read)
    except ParseError as error:
        raise unparsable(error.message, error.details) from None
    except RecursionError:
        raise unparsable("The query is nested too deeply") from None


def _parse(query: QueryString, is_rpc_read: bool) -> Query:
    first = dict(reversed(query.pairs))
    filled = [
        (key, value, slot)
        for (key, value), slot in zip(query.pairs, query.slots, strict=True)
        if value is not None
    ]
    select, columns, on_conflict = (first.get(name) for name in ("select", "columns", "on_conflict"))

    order = [(key, value) for key, value, _ in filled if _ending(key) == "order"]
    logic = [(key, value) for key, value, _ in filled if _ending(key) in ("and", "or")]
    arguments: list[tuple[str, str]] = []
    filters = []
    for key, value, slot in filled:
        if key in RESERVED or _ending(key) in ENDINGS:
            continue
        if is_rpc_read and not is_filter(value):
            arguments.append((key, value if slot is None else Bound(value, slot)))
        else:
            filters.append((key, value, slot))
    return Query(
        order=tuple((_path(key), grammar.parse_order(value)) for key, value in order),
        logic=tuple(grammar.parse_logic(key, value) for key, value in logic),
        columns=grammar.parse_columns("columns", columns) if columns is not None else None,
        select=grammar.parse_select(select) if select is not None else SELECT_ALL,
        filters=tuple(_filter(*one) for one in filters),
        ranges=tuple(_ranges(filled)),
        on_conflict=grammar.parse_columns("on_conflict", on_conflict) if on_conflict is not None else None,
        arguments=tuple((_name(key), value) for key, value in arguments),
        filter_keys=tuple(key for key, _, _ in filters),
    )


def _ending(key: str) -> str:
    return key.rpartition(".")[2]


def _path(key: str) -> Path:
    return grammar.parse_tree_path(key)[0]


def _name(key: str) -> str:
    return grammar.parse_tree_path(key)[1].name


def _filter(key: str, value: str, slot: int | None) -> tuple[Path, Filter]:
    path, field = grammar.parse_tree_path(key)
    if slot is None:
        return path, grammar.parse_filter(field, value)
    match = _PLAIN_LIST.fullmatch(value)
    if match:
        negated = match.group(1).startswith("not.")
        return path, Filter(field, "in", Bound(match.group(2), slot), negated)
    match = _PLAIN_FILTER.fullmatch(value)
    assert match is not None
    operation = grammar.parse_filter(field, match.group(1))
    return path, replace(operation, value=Bound(match.group(2), slot))


def _ranges(filled: Iterable[tuple[str, str, int | None]]) -> list[tuple[Path, Range]]:
    """limit and offset by their paths. What is no number is ignored; as a limit beside an offset it is 0."""
    limits: dict[str, int | None] = {}
    offsets: dict[str, int] = {}
    for key, value, _ in filled:
        place, _, name = key.rpartition(".")
        if name == "limit":
            limits[place] = _number(value)
        elif name == "offset":
            offsets[place] = _number(value) or 0
    found = []
    for place in dict.fromkeys([*limits, *offsets]):
        path = _path(f"{place}.limit") if place else ()
        limit = limits.get(place)
        if limit is None and place in limits and place in offsets:
            limit = 0
        found.append((path, Range(offsets.get(place, 0), limit)))
    return found


def _number(text: str) -> int | None:
    """A whole number in any of the notations of Haskell; what is longer than any is cut, still too large."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    digits = found[2].lower()
    base = _BASES.get(digits[:2], 10)
    value = int(digits[2:] if base != 10 else digits.lstrip("0")[:_LONGEST_NUMBER] or "0", base)
    return -value if found[1] else value
