"""Inserts, updates, upserts and deletes, and what they must return for the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pgdesk.api.rest import errors
from pgdesk.api.rest.parse.terms import Filter, Query
from pgdesk.api.rest.plan import fields
from pgdesk.api.rest.plan.tree import (
    Column,
    Combination,
    Condition,
    Delete,
    Insert,
    Kept,
    Mutation,
    Node,
    OnConflict,
    Predicate,
    Save,
    Update,
)
from pgdesk.api.rest.schema_cache.model import ComputedRelationship, QualifiedIdentifier, Rights, SchemaCache


def returned_columns(
    node: Node, primary_key: Iterable[str], known: Collection[str] | None
) -> tuple[str, ...]:
    """The columns that the answer needs: selected, filtered and ordered by, keys of embeds, primary key.

    Computed fields must be among them: only here the row still has its table's type.
    """
    names = [item.column.name for item in node.select if not item.column.is_whole_row]
    names += [order.column.name for order in node.order if order.join is None]
    names += [name for predicate in node.where for name in _columns_of(predicate)]
    if "*" in names or (not node.select and not node.children):
        computed = {name for name in names if name != "*" and name not in known} if known is not None else ()
        return ("*", *sorted(computed))
    for child in node.children:
        relationship = child.relationship
        if isinstance(relationship, ComputedRelationship):
            return ("*",)
        if relationship is not None:
            columns = relationship.junction.source_columns if relationship.junction else relationship.columns
            names += [column for column, _ in columns]
    return tuple(sorted({*names, *primary_key}))


def _columns_of(predicate: Predicate) -> list[str]:
    if isinstance(predicate, Combination):
        return [name for child in predicate.children for name in _columns_of(child)]
    return [predicate.column.name] if isinstance(predicate, Condition) else []


def plan_mutation(
    schema_cache: SchemaCache,
    method: str,
    table: QualifiedIdentifier,
    query: Query,
    node: Node,
    *,
    columns: Iterable[str],
    resolution: str | None,
    wants_rows: bool,
    apply_defaults: bool,
    house: str | None,
    rights: Rights,
) -> Mutation:
    """`house`: where set, columns beyond the `rights` are taken if they are sent as they are."""
    primary_key = schema_cache.tables[table].primary_key
    returning = returned_columns(node, primary_key, schema_cache.tables[table].columns) if wants_rows else ()
    tests = (test for path, test in (*query.filters, *query.logic) if not path)
    where = tuple(fields.predicate(schema_cache, table, test) for test in tests)
    if method == "DELETE":
        return Delete(table, where, returning)
    if method == "PUT":
        _check_put(query, primary_key)
    written = tuple(fields.written(schema_cache, table, name) for name in sorted(set(columns)))
    if method == "PATCH":
        changed, kept = _kept(house, rights.update, written)
        return Update(table, changed, where, returning, apply_defaults, kept)
    keys = query.on_conflict if query.on_conflict is not None and method != "PUT" else primary_key
    conflict: OnConflict | None = None
    if method == "PUT":
        conflict, apply_defaults = ("merge", keys), False
    else:
        where = ()
        if resolution is not None:
            conflict = ("merge" if resolution == "merge-duplicates" else "ignore", keys)
    merges = conflict is not None and conflict[0] == "merge"
    may_write = rights.insert or rights.update
    if house and merges and keys and may_write and {column.name for column in written}.issuperset(keys):
        inserted, updated = rights.insert, rights.update.difference(keys)
        return Save(table, written, keys, inserted, updated, where, returning, apply_defaults, house)
    given, kept = _kept(house, rights.insert, written)
    return Insert(table, given, conflict, where, returning, apply_defaults, kept)


def _kept(
    house: str | None, allowed: Collection[str], columns: tuple[Column, ...]
) -> tuple[tuple[Column, ...], Kept | None]:
    """The columns to write, and those to keep; where none may be written all are, for Postgres to refuse."""
    if house is None or not allowed or all(column.name in allowed for column in columns):
        return columns, None
    written = tuple(column for column in columns if column.name in allowed)
    return written, Kept(house, tuple(column for column in columns if column.name not in allowed))


def _check_put(query: Query, primary_key: tuple[str, ...]) -> None:
    """All columns of the primary key, each compared with eq, and nothing else."""

    def is_equal(filter_: Filter) -> bool:
        return filter_.operator == "eq" and not filter_.negated and filter_.quantifier is None

    if (
        query.logic
        or not primary_key
        or set(query.filter_keys) != set(primary_key)
        or not all(is_equal(filter_) for path, filter_ in query.filters if not path)
    ):
        raise errors.invalid_filters()
