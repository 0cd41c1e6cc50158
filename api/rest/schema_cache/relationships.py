"""Foreign keys as relationships both ways, through junctions, and through views."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from msgspec.structs import replace

from pgdesk.api.rest.schema_cache.model import (
    CARDINALITY_ORDER,
    AnyRelationship,
    ColumnPairs,
    ComputedRelationship,
    ForeignKey,
    Junction,
    QualifiedIdentifier,
    Relationship,
)

ViewColumns = Mapping[QualifiedIdentifier, Mapping[QualifiedIdentifier, Mapping[str, tuple[str, ...]]]]
"""view → base table → column of the table → columns of the view that show it."""


_Shown = tuple[QualifiedIdentifier, tuple[str, ...]]
"""A view, and the columns by which it shows one side of a key; or that side's table itself."""


def all_relationships(
    keys: Iterable[ForeignKey],
    views: ViewColumns,
    computed: Iterable[ComputedRelationship],
    primary_keys: Mapping[QualifiedIdentifier, tuple[str, ...]],
    exposed: frozenset[str],
) -> dict[QualifiedIdentifier, tuple[AnyRelationship, ...]]:
    """Relationships by the table that they start from, only between exposed schemas.

    A table whose relationships all go through hidden junctions has none, but is known to have had some.
    """
    to_one = [relationship for key in keys for relationship in _through_views(key, views)]
    relationships = [*to_one, *_many_to_many(to_one, primary_keys), *map(_inverse, to_one)]

    by_pair: dict[tuple[QualifiedIdentifier, QualifiedIdentifier], list[AnyRelationship]] = defaultdict(list)
    for relationship in relationships:
        by_pair[relationship.table, relationship.target].append(relationship)
    for function in computed:
        by_pair[function.table, function.function] = [function]

    by_table: dict[QualifiedIdentifier, list[AnyRelationship]] = defaultdict(list)
    for (table, _), group in by_pair.items():
        if reaching := [r for r in group if {r.table.schema, r.target.schema} <= exposed]:
            by_table[table].extend(r for r in reaching if not _is_hidden(r, exposed))
    return {table: tuple(sorted(group, key=_sort_key)) for table, group in by_table.items()}


def _is_hidden(relationship: AnyRelationship, exposed: frozenset[str]) -> bool:
    junction = relationship.junction if isinstance(relationship, Relationship) else None
    return junction is not None and junction.table.schema not in exposed


def _through_views(key: ForeignKey, views: ViewColumns) -> list[Relationship]:
    own = tuple(column for column, _ in key.columns)
    foreign = tuple(column for _, column in key.columns)
    sources = [(key.table, own), *_views_of(key.table, own, views)]
    targets = [(key.target, foreign), *_views_of(key.target, foreign, views)]
    return [
        Relationship(
            table=table,
            target=target,
            cardinality="one-to-one" if key.is_one_to_one else "many-to-one",
            constraint=key.constraint,
            columns=tuple(zip(columns, target_columns, strict=True)),
            table_is_view=table != key.table,
            target_is_view=target != key.target,
        )
        for (table, columns), (target, target_columns) in product(sources, targets)
    ]


def _views_of(table: QualifiedIdentifier, columns: tuple[str, ...], views: ViewColumns) -> list[_Shown]:
    shown: list[_Shown] = []
    for view, bases in views.items():
        base = bases.get(table, {})
        if all(column in base for column in columns):
            shown += [(view, names) for names in product(*(base[column] for column in columns))]
    return shown


def view_primary_key(
    view: QualifiedIdentifier, views: ViewColumns, primary_keys: Mapping[QualifiedIdentifier, tuple[str, ...]]
) -> tuple[str, ...]:
    """The columns that show whole primary keys of the tables behind; of several the first."""
    key_columns: list[str] = []
    for table, columns in views.get(view, {}).items():
        key = primary_keys.get(table, ())
        if key and all(column in columns for column in key):
            key_columns += [columns[column][0] for column in key]
    return tuple(key_columns)


def _inverse(relationship: Relationship) -> Relationship:
    return replace(
        relationship,
        table=relationship.target,
        target=relationship.table,
        cardinality="one-to-one" if relationship.cardinality == "one-to-one" else "one-to-many",
        columns=_swap(relationship.columns),
        is_inverse=True,
        table_is_view=relationship.target_is_view,
        target_is_view=relationship.table_is_view,
    )


def _swap(columns: ColumnPairs) -> ColumnPairs:
    return tuple((second, first) for first, second in columns)


def _many_to_many(
    to_one: list[Relationship], primary_keys: Mapping[QualifiedIdentifier, tuple[str, ...]]
) -> list[Relationship]:
    """Two foreign keys whose columns are all part of their table's primary key make a junction."""
    by_junction: dict[QualifiedIdentifier, list[Relationship]] = defaultdict(list)
    for relationship in to_one:
        if relationship.cardinality == "many-to-one":
            by_junction[relationship.table].append(relationship)
    many_to_many = []
    for table, keys in by_junction.items():
        primary_key = set(primary_keys.get(table, ()))
        for first, second in product(keys, keys):
            used = {column for column, _ in (*first.columns, *second.columns)}
            if first.constraint != second.constraint and used <= primary_key:
                junction = Junction(
                    table, first.constraint, second.constraint, _swap(first.columns), _swap(second.columns)
                )
                many_to_many.append(
                    Relationship(
                        table=first.target,
                        target=second.target,
                        cardinality="many-to-many",
                        junction=junction,
                        table_is_view=first.target_is_view,
                        target_is_view=second.target_is_view,
                    )
                )
    return many_to_many


def _sort_key(relationship: AnyRelationship) -> tuple[object, ...]:
    if isinstance(relationship, ComputedRelationship):
        return 1, relationship.function, relationship.table, relationship.target, 0, (), ()
    junction = relationship.junction
    inside: tuple[object, ...] = (
        (junction.table, junction.source_constraint, junction.target_constraint)
        if junction
        else (relationship.constraint, relationship.columns)
    )
    return (
        0,
        relationship.table,
        relationship.target,
        relationship.is_self,
        CARDINALITY_ORDER.index(relationship.cardinality),
        inside,
        (relationship.table_is_view, relationship.target_is_view),
    )
