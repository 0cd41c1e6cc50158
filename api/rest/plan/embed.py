"""Which relationship an embedded relation means, and the errors when none or several fit."""

from __future__ import annotations

from pgdesk.api.rest.schema_cache import unknown
from pgdesk.api.rest.schema_cache.model import (
    AnyRelationship,
    ComputedRelationship,
    QualifiedIdentifier,
    Relationship,
    SchemaCache,
)


def find_relationship(
    schema_cache: SchemaCache, schema: str, origin: str, target: str, hint: str | None
) -> AnyRelationship:
    """The relationship `origin?select=target!hint(…)` names.

    target: a table, a view, a computed relationship, a constraint or a column of the origin;
    hint: a constraint, a column of either side, or a junction.
    """
    found = [
        one
        for one in schema_cache.relationships.get(QualifiedIdentifier(schema, origin), ())
        if one.target.schema == schema and _fits(one, target, hint)
    ]
    if not found:
        raise unknown.no_relationship(origin, target, hint, schema, schema_cache)
    if len(found) > 1:
        raise unknown.ambiguous_relationship(origin, target, found)
    return found[0]


def _fits(one: AnyRelationship, target: str, hint: str | None) -> bool:
    if isinstance(one, ComputedRelationship):
        return target == one.function.name
    if one.is_self:
        return _fits_self(one, target, hint)
    if hint is None:
        return target == one.target.name or (
            not one.target_is_view and (_is_constraint(one, target) or _is_own_column(one, target))
        )
    return target == one.target.name and (
        _is_constraint(one, hint)
        or _is_own_column(one, hint)
        or _is_foreign_column(one, hint)
        or (one.junction is not None and hint == one.junction.table.name)
    )


def _fits_self(one: Relationship, target: str, hint: str | None) -> bool:
    """A table's key to itself: its name means the children, the column's name the parent."""
    is_children = target == one.target.name and one.cardinality == "one-to-many"
    if hint is None:
        return is_children or (one.cardinality == "many-to-one" and _is_own_column(one, target))
    return is_children and _is_foreign_column(one, hint)


def _is_constraint(one: Relationship, name: str) -> bool:
    return one.junction is None and name == one.constraint


def _is_own_column(one: Relationship, name: str) -> bool:
    return len(one.columns) == 1 and one.columns[0][0] == name


def _is_foreign_column(one: Relationship, name: str) -> bool:
    return len(one.columns) == 1 and one.columns[0][1] == name
