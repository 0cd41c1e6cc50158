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
    fitting = [
        relationship
        for relationship in schema_cache.relationships.get(QualifiedIdentifier(schema, origin), ())
        if relationship.target.schema == schema and _fits(relationship, target, hint)
    ]
    if not fitting:
        raise unknown.no_relationship(origin, target, hint, schema, schema_cache)
    if len(fitting) > 1:
        raise unknown.ambiguous_relationship(origin, target, fitting)
    return fitting[0]


def _fits(relationship: AnyRelationship, target: str, hint: str | None) -> bool:
    if isinstance(relationship, ComputedRelationship):
        return target == relationship.function.name
    if relationship.is_self:
        return _fits_self(relationship, target, hint)
    if hint is None:
        is_reference = _is_constraint(relationship, target) or _is_own_column(relationship, target)
        return target == relationship.target.name or (is_reference and not relationship.target_is_view)
    return target == relationship.target.name and (
        _is_constraint(relationship, hint)
        or _is_own_column(relationship, hint)
        or _is_foreign_column(relationship, hint)
        or (relationship.junction is not None and hint == relationship.junction.table.name)
    )


def _fits_self(relationship: Relationship, target: str, hint: str | None) -> bool:
    """A table's key to itself: its name means the children, the column's name the parent."""
    is_children = target == relationship.target.name and relationship.cardinality == "one-to-many"
    if hint is None:
        is_parent = relationship.cardinality == "many-to-one" and _is_own_column(relationship, target)
        return is_children or is_parent
    return is_children and _is_foreign_column(relationship, hint)


def _is_constraint(relationship: Relationship, name: str) -> bool:
    return relationship.junction is None and name == relationship.constraint


def _is_own_column(relationship: Relationship, name: str) -> bool:
    return len(relationship.columns) == 1 and relationship.columns[0][0] == name


def _is_foreign_column(relationship: Relationship, name: str) -> bool:
    return len(relationship.columns) == 1 and relationship.columns[0][1] == name
