"""Quoting, and the parameters of a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from pgdesk.api.rest.parse.terms import Bound
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier

Encoding: TypeAlias = Literal["text", "like", "in"]


class Parameter(Struct, frozen=True):
    """Where a value comes from: slot of the request's values, slots for an array, its body, or a constant."""

    slot: int | None = None
    slots: tuple[int, ...] = ()
    constant: str | None = None
    encoding: Encoding = "text"
    is_body: bool = False


class Parameters:
    """Collects the values of one statement; equal values share a number."""

    def __init__(self) -> None:
        self.items: list[Parameter] = []
        self._numbers: dict[Parameter, int] = {}

    def bind(self, value: str, encoding: Encoding = "text") -> str:
        if isinstance(value, Bound):
            return self._number(Parameter(slot=value.slot, encoding=encoding))
        return self._number(Parameter(constant=encode(value, encoding)))

    def bind_items(self, items: Sequence[str]) -> str:
        slots = tuple(item.slot for item in items if isinstance(item, Bound))
        if slots:
            assert len(slots) == len(items)
            return self._number(Parameter(slots=slots))
        return self._number(Parameter(constant=array_literal(items)))

    def body(self) -> str:
        return self._number(Parameter(is_body=True))

    def _number(self, parameter: Parameter) -> str:
        number = self._numbers.get(parameter)
        if number is None:
            self.items.append(parameter)
            number = self._numbers[parameter] = len(self.items)
        return f"${number}"


def encode(value: str, encoding: Encoding) -> str:
    if encoding == "like":
        return value.replace("*", "%")
    if encoding == "in":
        items = value[1:-1].split(",")
        return "{}" if items == [""] else array_literal(items)
    return value


def array_literal(items: Iterable[str]) -> str:
    cut = (item.partition("\x00")[0] for item in items)
    quoted = ('"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in cut)
    return "{" + ",".join(quoted) + "}"


def identifier(name: str) -> str:
    return '"' + name.partition("\x00")[0].replace('"', '""') + '"'


def qualified(name: QualifiedIdentifier) -> str:
    return f"{identifier(name.schema)}.{identifier(name.name)}" if name.schema else identifier(name.name)


def literal(text: str) -> str:
    """For texts of the schema cache only; what a client sends is bound."""
    escaped = text.partition("\x00")[0].replace("'", "''")
    if "\\" in escaped:
        return "E'" + escaped.replace("\\", "\\\\") + "'"
    return f"'{escaped}'"


def as_bytes(text: str) -> bytes:
    """A NUL ends a text, as it does for libpq."""
    return text.partition("\x00")[0].encode("utf-8", "replace")
