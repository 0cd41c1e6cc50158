"""The schema cache as values."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct, field


class QualifiedIdentifier(NamedTuple):
    """A qualified name; the schema is empty for names that a statement makes itself."""

    schema: str
    name: str


class Column(Struct, frozen=True):
    """`type` is what OpenAPI shows, `nominal_type` what a cast names (the domain, not its base)."""

    name: str
    type: str
    nominal_type: str
    is_nullable: bool
    description: str | None = None
    default: str | None = None
    max_length: int | None = None
    enum: tuple[str, ...] = ()


class Table(Struct, frozen=True):
    schema: str
    name: str
    description: str | None
    is_view: bool
    is_insertable: bool
    is_updatable: bool
    is_deletable: bool
    primary_key: tuple[str, ...]
    columns: dict[str, Column]

    @property
    def id(self) -> QualifiedIdentifier:
        return QualifiedIdentifier(self.schema, self.name)


ColumnPairs: TypeAlias = tuple[tuple[str, str], ...]


class ForeignKey(Struct, frozen=True):
    constraint: str
    table: QualifiedIdentifier
    target: QualifiedIdentifier
    columns: ColumnPairs
    is_one_to_one: bool


class Junction(Struct, frozen=True):
    """The table between: its columns for the source (source, own) and for the target."""

    table: QualifiedIdentifier
    source_constraint: str
    target_constraint: str
    source_columns: ColumnPairs
    target_columns: ColumnPairs


Cardinality: TypeAlias = Literal["one-to-many", "many-to-one", "one-to-one", "many-to-many"]
CARDINALITY_ORDER: tuple[Cardinality, ...] = ("one-to-many", "many-to-one", "one-to-one", "many-to-many")


class _Between(Struct, frozen=True):
    table: QualifiedIdentifier
    target: QualifiedIdentifier

    @property
    def is_self(self) -> bool:
        return self.table == self.target


class Relationship(_Between, frozen=True):
    """From `table` to `target`. Column pairs are (of table, of target)."""

    cardinality: Cardinality
    constraint: str = ""
    columns: ColumnPairs = ()
    junction: Junction | None = None
    is_inverse: bool = False
    table_is_view: bool = False
    target_is_view: bool = False

    @property
    def is_to_one(self) -> bool:
        return self.cardinality in ("many-to-one", "one-to-one")


class ComputedRelationship(_Between, frozen=True):
    """A function of one row of `table` that returns rows of `target`."""

    function: QualifiedIdentifier
    is_to_one: bool


AnyRelationship: TypeAlias = Relationship | ComputedRelationship


class Parameter(Struct, frozen=True):
    name: str
    type: str
    type_without_length: str
    is_required: bool
    is_variadic: bool


class Function(Struct, frozen=True):
    oid: int
    schema: str
    name: str
    description: str | None
    parameters: tuple[Parameter, ...]
    return_schema: str
    return_name: str
    returns_set: bool
    returns_composite: bool
    returns_record_alias: bool
    volatility: Literal["i", "s", "v"]
    isolation: str | None
    settings: tuple[tuple[str, str], ...]

    @property
    def id(self) -> QualifiedIdentifier:
        return QualifiedIdentifier(self.schema, self.name)

    @property
    def returns_void(self) -> bool:
        return (self.return_schema, self.return_name) == ("pg_catalog", "void")

    @property
    def returns_scalar(self) -> bool:
        return not self.returns_set and not self.returns_composite

    @property
    def takes_body(self) -> bool:
        """Its one parameter has no name: the body as it is."""
        return len(self.parameters) == 1 and not self.parameters[0].name

    @property
    def table_name(self) -> str | None:
        """The name of the composite type that it returns, by which its rows can be embedded."""
        return self.return_name if self.returns_composite else None


class MediaHandler(Struct, frozen=True):
    """SQL function that renders: an aggregate over rows of `target`, or a cast of what it returns."""

    target: QualifiedIdentifier
    function: QualifiedIdentifier
    media_type: str


class Rights(Struct, frozen=True):
    """What a role may write of a table: columns of new rows, columns of rows that are there; and delete."""

    insert: frozenset[str] = frozenset()
    update: frozenset[str] = frozenset()
    can_delete: bool = False


class SchemaCache(Struct):
    tables: dict[QualifiedIdentifier, Table]
    relationships: dict[QualifiedIdentifier, tuple[AnyRelationship, ...]]
    functions: dict[QualifiedIdentifier, tuple[Function, ...]]
    representations: dict[tuple[str, str], str]
    media_handlers: dict[tuple[QualifiedIdentifier, str], MediaHandler] = field(default_factory=dict)
    role_settings: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    role_isolation: dict[str, str] = field(default_factory=dict)
    #: By table and role; read only where db_house is set.
    rights: dict[tuple[QualifiedIdentifier, str], Rights] = field(default_factory=dict)

    def summary(self) -> str:
        return (
            f"{len(self.tables)} Relations, {len(self.relationships)} Relationships, "
            f"{len(self.functions)} RPCs, {len(self.representations)} Domain Representations, "
            f"{len(self.media_handlers) + 4} Media Type Handlers"
        )
