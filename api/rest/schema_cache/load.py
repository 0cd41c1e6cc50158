"""From the answer of the schema cache's statement to a SchemaCache."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal, TypeAlias

import msgspec

from pgdesk.api.rest.schema_cache import views
from pgdesk.api.rest.schema_cache.model import (
    Column,
    ComputedRelationship,
    ForeignKey,
    Function,
    MediaHandler,
    Parameter,
    QualifiedIdentifier,
    SchemaCache,
    Table,
)
from pgdesk.api.rest.schema_cache.relationships import ViewColumns, all_relationships, view_primary_key

INSERT, UPDATE, DELETE = 8, 4, 16

RoleSettings: TypeAlias = dict[str, tuple[tuple[str, str], ...]]


class _Table(msgspec.Struct):
    schema: str
    name: str
    oid: int
    exposed: bool
    description: str | None
    is_view: bool
    is_partition: bool
    updatability: int
    primary_key: tuple[str, ...]
    columns: list[Column] | None


class _ForeignKey(msgspec.Struct):
    constraint: str
    table: tuple[str, str]
    target: tuple[str, str]
    columns: tuple[tuple[str, str], ...]
    is_one_to_one: bool


class _Computed(msgspec.Struct):
    table: tuple[str, str]
    target: tuple[str, str]
    function: tuple[str, str]
    is_to_one: bool


class _Function(msgspec.Struct):
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


class _Handler(msgspec.Struct):
    target: tuple[str, str]
    function: tuple[str, str]
    media_type: str


class _Document(msgspec.Struct):
    version: int
    tables: list[_Table] | None
    attributes: list[tuple[int, int, str]] | None
    views: list[tuple[int, str]] | None
    foreign_keys: list[_ForeignKey] | None
    computed: list[_Computed] | None
    functions: list[_Function] | None
    representations: list[tuple[str, str, str]] | None
    media_handlers: list[_Handler] | None
    role_settings: RoleSettings | None


def build(document: bytes, schemas: tuple[str, ...]) -> SchemaCache:
    """The schema cache of what `schemas` expose; `document` is the statement's answer."""
    found = msgspec.json.decode(document, type=_Document)
    raw = found.tables or []
    names = {table.oid: QualifiedIdentifier(table.schema, table.name) for table in raw}
    shown = _view_columns(found, names)
    primary_keys = {QualifiedIdentifier(table.schema, table.name): table.primary_key for table in raw}
    for table in raw:
        if table.is_view:
            name = QualifiedIdentifier(table.schema, table.name)
            primary_keys[name] = view_primary_key(name, shown, primary_keys)
    keys = [
        ForeignKey(
            key.constraint,
            QualifiedIdentifier(*key.table),
            QualifiedIdentifier(*key.target),
            key.columns,
            key.is_one_to_one,
        )
        for key in found.foreign_keys or []
    ]
    computed = [
        ComputedRelationship(
            QualifiedIdentifier(*one.table),
            QualifiedIdentifier(*one.target),
            QualifiedIdentifier(*one.function),
            one.is_to_one,
            one.table == one.target,
        )
        for one in found.computed or []
    ]
    schema_cache = SchemaCache(
        tables={
            QualifiedIdentifier(table.schema, table.name): _table(table, primary_keys)
            for table in raw
            if table.exposed and not table.is_partition
        },
        relationships=all_relationships(keys, shown, computed, primary_keys, frozenset(schemas)),
        functions=_functions(found.functions or []),
        representations={
            (source, target): function for source, target, function in found.representations or []
        },
        media_handlers={
            (QualifiedIdentifier(*one.target), one.media_type): MediaHandler(
                QualifiedIdentifier(*one.function), one.media_type
            )
            for one in found.media_handlers or []
        },
        server_version=found.version,
    )
    return with_role_settings(schema_cache, found.role_settings or {})


def with_role_settings(schema_cache: SchemaCache, settings: RoleSettings) -> SchemaCache:
    isolation = "default_transaction_isolation"
    return msgspec.structs.replace(
        schema_cache,
        role_settings={
            role: tuple((name, value) for name, value in several if name != isolation)
            for role, several in settings.items()
        },
        role_isolation={
            role: value.lower()
            for role, several in settings.items()
            for name, value in several
            if name == isolation
        },
    )


def _table(raw: _Table, primary_keys: dict[QualifiedIdentifier, tuple[str, ...]]) -> Table:
    return Table(
        schema=raw.schema,
        name=raw.name,
        description=raw.description,
        is_view=raw.is_view,
        is_insertable=bool(raw.updatability & INSERT),
        is_updatable=bool(raw.updatability & UPDATE),
        is_deletable=bool(raw.updatability & DELETE),
        primary_key=primary_keys[QualifiedIdentifier(raw.schema, raw.name)],
        columns={column.name: column for column in raw.columns or []},
    )


def _functions(raw: list[_Function]) -> dict[QualifiedIdentifier, tuple[Function, ...]]:
    found: dict[QualifiedIdentifier, list[Function]] = defaultdict(list)
    for one in raw:
        function = msgspec.convert(one, Function, from_attributes=True)
        found[function.id].append(function)
    return {name: tuple(sorted(several, key=_function_order)) for name, several in found.items()}


def _function_order(function: Function) -> tuple[object, ...]:
    parameters = tuple((p.name, p.type, p.is_required, p.is_variadic) for p in function.parameters)
    return len(function.parameters), function.description or "", parameters


def _view_columns(found: _Document, names: dict[int, QualifiedIdentifier]) -> ViewColumns:
    attributes = {(oid, number): name for oid, number, name in found.attributes or []}
    shown: dict[QualifiedIdentifier, dict[QualifiedIdentifier, dict[str, tuple[str, ...]]]] = {}
    for oid, columns in views.resolve(found.views or []).items():
        if oid not in names:
            continue
        bases: dict[QualifiedIdentifier, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for number, (table, column) in columns:
            base, own = attributes.get((table, column)), attributes.get((oid, number))
            if base is not None and own is not None and table in names:
                known = bases[names[table]]
                known[base] = (*known.get(base, ()), own)
        shown[names[oid]] = dict(bases)
    return shown
