"""Names of the request resolved to columns of a table, with their representations."""

from __future__ import annotations

from dataclasses import replace

from pgdesk.api.rest.parse.terms import Field, Filter, LogicTree
from pgdesk.api.rest.plan.tree import Column, Combination, Condition, Predicate
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache
from pgdesk.api.rest.schema_cache.unknown import unknown_column


def resolve(schema_cache: SchemaCache, table: QualifiedIdentifier, field: Field) -> Column:
    """A known column with its type, or one that Postgres will judge."""
    known = schema_cache.tables.get(table)
    column = known.columns.get(field.name) if known else None
    if column is None:
        return Column(field.name, field.path)
    return Column(field.name, field.path, column.nominal_type, needs_to_tsvector=column.type != "tsvector")


def shown(schema_cache: SchemaCache, table: QualifiedIdentifier, field: Field) -> Column:
    """As the response shows it: a domain through its cast to json."""
    column = resolve(schema_cache, table, field)
    cast = schema_cache.representations.get((column.type, "json"))
    return column if cast is None else replace(column, transform=cast, needs_to_tsvector=False)


def predicate(schema_cache: SchemaCache, table: QualifiedIdentifier, tree: LogicTree) -> Predicate:
    """The value of a filter on a domain comes through its cast from text."""
    if isinstance(tree, Filter):
        column = resolve(schema_cache, table, tree.field)
        cast = schema_cache.representations.get(("text", column.type))
        return Condition(column if cast is None else replace(column, transform=cast), tree)
    children = tuple(predicate(schema_cache, table, child) for child in tree.children)
    return Combination(tree.operator, children, tree.negated)


def written(schema_cache: SchemaCache, table: QualifiedIdentifier, name: str) -> Column:
    """A column that a body fills: it must be known, and a domain comes through its cast from json."""
    known = schema_cache.tables[table].columns.get(name)
    if known is None:
        raise unknown_column(table.name, name)
    cast = schema_cache.representations.get(("json", known.nominal_type))
    type_ = known.nominal_type if cast is None else "json"
    return Column(name, (), type_, cast, known.default)


def has_representation(schema_cache: SchemaCache, table: QualifiedIdentifier) -> bool:
    known = schema_cache.tables.get(table)
    return known is not None and any(
        (column.nominal_type, "json") in schema_cache.representations for column in known.columns.values()
    )
