"""The resolved plan as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pgdesk.api.rest.parse.terms import Filter, JoinType, JsonStep, Range
from pgdesk.api.rest.schema_cache.model import AnyRelationship, Function, Parameter, QualifiedIdentifier

NOWHERE = QualifiedIdentifier("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the request with what the schema cache knows of it.

    `type` is empty for what is no known column (a computed field, a mistake: Postgres will say).
    `transform` is the function between a domain and its representation.
    `needs_to_tsvector`: full-text search converts every known column that is no tsvector.
    """

    name: str
    path: tuple[JsonStep, ...] = ()
    type: str = ""
    transform: str | None = None
    default: str | None = None
    is_whole_row: bool = False
    needs_to_tsvector: bool = False

    @property
    def needs_to_jsonb(self) -> bool:
        return bool(self.path) and self.type not in ("json", "jsonb")


@dataclass(frozen=True, slots=True)
class Select:
    column: Column
    aggregate: str | None = None
    aggregate_cast: str | None = None
    cast: str | None = None
    alias: str | None = None

    @property
    def shown_name(self) -> str:
        return self.column.name if self.alias is None else self.alias


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter on a column."""

    column: Column
    filter: Filter


@dataclass(frozen=True, slots=True)
class EmbedIsNull:
    """`relation=is.null` on an embedded relation; `join` is the alias of its join."""

    join: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Combination:
    operator: Literal["and", "or"]
    children: tuple[Predicate, ...]
    negated: bool


Predicate: TypeAlias = Condition | EmbedIsNull | Combination


@dataclass(frozen=True, slots=True)
class Order:
    """By a column; with `join` by a column of the to-one relation joined under that alias."""

    column: Column
    join: str | None
    direction: Literal["asc", "desc"] | None
    nulls: Literal["first", "last"] | None


@dataclass(frozen=True, slots=True)
class SpreadColumn:
    """A column of a spread relation as the parent selects it."""

    name: str
    aggregate: str | None = None
    aggregate_cast: str | None = None
    alias: str | None = None


@dataclass(slots=True)
class Node:
    """A relation to read, and the relations embedded in it.

    `table`: where the schema cache looks for its columns; `source`: where the statement takes its rows from.
    """

    table: QualifiedIdentifier
    source: QualifiedIdentifier
    name: str
    alias: str | None = None
    rel_alias: str | None = None
    hint: str | None = None
    join_type: JoinType | None = None
    is_spread: bool = False
    depth: int = 0
    select: list[Select] = field(default_factory=list)
    where: list[Predicate] = field(default_factory=list)
    order: list[Order] = field(default_factory=list)
    range: Range = field(default_factory=Range)
    relationship: AnyRelationship | None = None
    join_alias: str = ""
    parent_alias: QualifiedIdentifier = NOWHERE
    children: list[Node] = field(default_factory=list)
    spread_columns: list[SpreadColumn] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def shown_name(self) -> str:
        return self.rel_alias or self.name

    @property
    def is_to_one(self) -> bool:
        return self.relationship is not None and self.relationship.is_to_one

    @property
    def is_to_many_spread(self) -> bool:
        return self.is_spread and not self.is_to_one

    @property
    def reference(self) -> QualifiedIdentifier:
        """How expressions of this node's statement name its relation."""
        return QualifiedIdentifier("", self.alias) if self.alias is not None else self.source

    @property
    def is_empty_embed(self) -> bool:
        """Selects nothing, in it or below: joined (for filters), but not shown."""
        return not self.select and all(child.is_empty_embed for child in self.children)

    @property
    def has_aggregate(self) -> bool:
        return any(item.aggregate for item in self.select) or any(
            child.is_spread and any(column.aggregate for column in child.spread_columns)
            for child in self.children
        )


#: What becomes of a row that is there already, and the columns by which it is known.
OnConflict: TypeAlias = tuple[Literal["merge", "ignore"], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns that a body names and its sender may not write: each must be sent as it is.

    `house`: the schema of the functions that refuse another value.
    """

    house: str
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Insert:
    target: QualifiedIdentifier
    columns: tuple[Column, ...]
    on_conflict: OnConflict | None
    where: tuple[Predicate, ...]
    returning: tuple[str, ...]
    apply_defaults: bool
    kept: Kept | None = None

    @property
    def counts_inserted(self) -> bool:
        """An upsert answers differently where it only updated."""
        return self.on_conflict is not None and self.on_conflict[0] == "merge"


@dataclass(frozen=True, slots=True)
class Save:
    """An upsert of whole rows: those that are there by their `keys` are updated, the others inserted.

    `columns`: all that the body names; of them `inserted` and `updated` may be written, the others are kept.
    """

    target: QualifiedIdentifier
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    inserted: frozenset[str]
    updated: frozenset[str]
    where: tuple[Predicate, ...]
    returning: tuple[str, ...]
    apply_defaults: bool
    house: str


@dataclass(frozen=True, slots=True)
class Update:
    target: QualifiedIdentifier
    columns: tuple[Column, ...]
    where: tuple[Predicate, ...]
    returning: tuple[str, ...]
    apply_defaults: bool
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    target: QualifiedIdentifier
    where: tuple[Predicate, ...]
    returning: tuple[str, ...]


Mutation: TypeAlias = Insert | Save | Update | Delete


@dataclass(frozen=True, slots=True)
class Call:
    """`arguments`: None where the body is the arguments (an object of them, or the one unnamed).

    `alias`: what messages of the database call its rows.
    """

    function: Function
    parameters: tuple[Parameter, ...]
    arguments: dict[str, str | list[str]] | None
    returning: tuple[str, ...]
    alias: str


HandlerKind: TypeAlias = Literal["json", "object", "csv", "geojson", "custom", "none"]


@dataclass(frozen=True, slots=True)
class Handler:
    """How the rows become the body; `function` where kind is custom, with the row type it takes."""

    kind: HandlerKind
    strip_nulls: bool = False
    function: QualifiedIdentifier | None = None
    row_type: QualifiedIdentifier | None = None
