"""What a query string says, as values: fields, selects, filters, logic, orders."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct


class Bound(str):
    """A value of the request that is not part of its shape: slot `slot` of the values."""

    __slots__ = ("slot",)
    slot: int

    def __new__(cls, text: str, slot: int) -> Bound:
        self = super().__new__(cls, text)
        self.slot = slot
        return self


class JsonStep(Struct, frozen=True):
    """`->key`, `->>key`, `->0`: as_text is the double arrow, is_index the number."""

    key: str
    as_text: bool
    is_index: bool = False


class Field(Struct, frozen=True):
    name: str
    path: tuple[JsonStep, ...] = ()


JoinType: TypeAlias = Literal["inner", "left"]


class SelectField(Struct, frozen=True):
    field: Field
    aggregate: str | None = None
    aggregate_cast: str | None = None
    cast: str | None = None
    alias: str | None = None


class SelectRelation(Struct, frozen=True):
    """`alias:name!hint!inner(children)`; with is_spread `...name(children)`."""

    name: str
    children: tuple[SelectItem, ...]
    alias: str | None = None
    hint: str | None = None
    join: JoinType | None = None
    is_spread: bool = False


SelectItem: TypeAlias = SelectField | SelectRelation


class Filter(Struct, frozen=True):
    """`field=not.operator(quantifier).value`; full text search keeps its language."""

    field: Field
    operator: str
    value: str
    negated: bool = False
    quantifier: Literal["any", "all"] | None = None
    language: str | None = None
    items: tuple[str, ...] = ()


class Logic(Struct, frozen=True):
    operator: Literal["and", "or"]
    children: tuple[LogicTree, ...]
    negated: bool = False


LogicTree: TypeAlias = Filter | Logic


class OrderTerm(Struct, frozen=True):
    """`field.desc.nullslast`, or `relation(field)` by a column of an embedded to-one relation."""

    field: Field
    relation: str | None = None
    direction: Literal["asc", "desc"] | None = None
    nulls: Literal["first", "last"] | None = None


class Range(Struct, frozen=True):
    """Rows offset … offset + limit - 1; no limit means to the end."""

    offset: int = 0
    limit: int | None = None


Path: TypeAlias = tuple[str, ...]


class Query(Struct, frozen=True):
    """A whole query string. `filter_keys`: the names of the filters as they were written."""

    select: tuple[SelectItem, ...]
    filters: tuple[tuple[Path, Filter], ...] = ()
    logic: tuple[tuple[Path, LogicTree], ...] = ()
    order: tuple[tuple[Path, tuple[OrderTerm, ...]], ...] = ()
    ranges: tuple[tuple[Path, Range], ...] = ()
    columns: tuple[str, ...] | None = None
    on_conflict: tuple[str, ...] | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    filter_keys: tuple[str, ...] = ()
