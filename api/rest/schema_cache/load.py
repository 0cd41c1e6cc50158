"""From the answer of the schema cache's statement to a SchemaCache."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

import msgspec

from pgdesk.api.rest.schema_cache import views
from pgdesk.api.rest.schema_cache.model import (
    ComputedRelationship,
    ForeignKey,
    Function,
    MediaHandler,
    QualifiedIdentifier,
    Rights,
    SchemaCache,
    Table,
)
from pgdesk.api.rest.schema_cache.relationships import ViewColumns, all_relationships, view_primary_key

RoleSettings: TypeAlias = dict[str, tuple[tuple[str, str], ...]]


class _Table(Table, frozen=True):
    oid: int
    is_exposed: bool
    is_partition: bool


class _Document(msgspec.Struct):
    tables: list[_Table]
    attributes: list[tuple[int, int, str]]
    views: list[tuple[int, str]]
    foreign_keys: list[ForeignKey]
    computed: list[ComputedRelationship]
    functions: list[Function]
    representations: list[tuple[str, str, str]]
    media_handlers: list[MediaHandler]
    role_settings: RoleSettings


def build(document: bytes, schemas: tuple[str, ...]) -> SchemaCache:
    """The schema cache of what `schemas` expose; `document` is the statement's answer."""
    raw = msgspec.json.decode(document, type=_Document)
    shown = _view_columns(raw)
    primary_keys = {table.id: table.primary_key for table in raw.tables}
    for table in raw.tables:
        if table.is_view:
            primary_keys[table.id] = view_primary_key(table.id, shown, primary_keys)
    schema_cache = SchemaCache(
        tables={
            table.id: msgspec.structs.replace(table, primary_key=primary_keys[table.id])
            for table in raw.tables
            if table.is_exposed and not table.is_partition
        },
        relationships=all_relationships(
            raw.foreign_keys, shown, raw.computed, primary_keys, frozenset(schemas)
        ),
        functions=_functions(raw.functions),
        representations={(source, target): function for source, target, function in raw.representations},
        media_handlers={(handler.target, handler.media_type): handler for handler in raw.media_handlers},
    )
    return with_role_settings(schema_cache, raw.role_settings)


def with_role_settings(schema_cache: SchemaCache, settings: RoleSettings) -> SchemaCache:
    isolation = "default_transaction_isolation"
    return msgspec.structs.replace(
        schema_cache,
        role_settings={
            role: tuple((name, value) for name, value in pairs if name != isolation)
            for role, pairs in settings.items()
        },
        role_isolation={
            role: value.lower()
            for role, pairs in settings.items()
            for name, value in pairs
            if name == isolation
        },
    )


class _Rights(Rights, frozen=True, kw_only=True):
    table: QualifiedIdentifier
    role: str


def with_rights(schema_cache: SchemaCache, document: bytes) -> SchemaCache:
    rights = msgspec.json.decode(document, type=list[_Rights])
    return msgspec.structs.replace(schema_cache, rights={(one.table, one.role): one for one in rights})


def _functions(raw: list[Function]) -> dict[QualifiedIdentifier, tuple[Function, ...]]:
    overloads: dict[QualifiedIdentifier, list[Function]] = defaultdict(list)
    for function in raw:
        overloads[function.id].append(function)
    return {name: tuple(sorted(functions, key=_function_order)) for name, functions in overloads.items()}


def _function_order(function: Function) -> tuple[object, ...]:
    parameters = tuple((p.name, p.type, p.is_required, p.is_variadic) for p in function.parameters)
    return len(function.parameters), function.description or "", parameters


def _view_columns(raw: _Document) -> ViewColumns:
    names = {table.oid: table.id for table in raw.tables}
    attributes = {(oid, number): name for oid, number, name in raw.attributes}
    shown: dict[QualifiedIdentifier, dict[QualifiedIdentifier, dict[str, tuple[str, ...]]]] = {}
    for oid, columns in views.resolve(raw.views).items():
        if oid not in names:
            continue
        bases: dict[QualifiedIdentifier, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for number, (table, column) in columns:
            base, own = attributes.get((table, column)), attributes.get((oid, number))
            if base is not None and own is not None and table in names:
                columns_of_base = bases[names[table]]
                columns_of_base[base] = (*columns_of_base.get(base, ()), own)
        shown[names[oid]] = dict(bases)
    return shown
