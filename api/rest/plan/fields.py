"""Names of the request resolved to columns of a table, with their representations."""

from __future__ import annotations

from dataclasses import replace

from pgdesk.api.rest.catalogue.errors import unknown_column
from pgdesk.api.rest.catalogue.model import Catalogue, Name
from pgdesk.api.rest.parse.terms import Field, Filter, LogicTree, SelectField
from pgdesk.api.rest.plan.tree import Column, Combination, Condition, Predicate, Select


def resolve(catalogue: Catalogue, table: Name, field: Field) -> Column:
    """A known column with its type, or one that Postgres will judge."""
    known = catalogue.tables.get(table)
    column = known.columns.get(field.name) if known else None
    if column is None:
        return Column(field.name, field.path)
    return Column(field.name, field.path, column.nominal_type, needs_to_tsvector=column.type != "tsvector")


def _transformed(catalogue: Catalogue, column: Column, source: str, target: str) -> Column:
    function = catalogue.representations.get((source, target))
    if function is None:
        return column
    return Column(column.name, column.path, source, function, column.default, column.is_whole_row)


def shown(catalogue: Catalogue, table: Name, field: Field) -> Column:
    """As the answer shows it: a domain through its cast to json."""
    column = resolve(catalogue, table, field)
    return _transformed(catalogue, column, column.type, "json")


def select(catalogue: Catalogue, table: Name, item: SelectField) -> Select:
    return Select(
        shown(catalogue, table, item.field), item.aggregate, item.aggregate_cast, item.cast, item.alias
    )


def condition(catalogue: Catalogue, table: Name, filter_: Filter) -> Condition:
    """The value of a filter on a domain comes through its cast from text."""
    column = resolve(catalogue, table, filter_.field)
    function = catalogue.representations.get(("text", column.type))
    if function is not None:
        column = replace(column, transform=function)
    return Condition(column, filter_)


def predicate(catalogue: Catalogue, table: Name, tree: LogicTree) -> Predicate:
    if isinstance(tree, Filter):
        return condition(catalogue, table, tree)
    children = tuple(predicate(catalogue, table, child) for child in tree.children)
    return Combination(tree.operator, children, tree.negated)


def written(catalogue: Catalogue, table: Name, name: str) -> Column:
    """A column that a body fills: it must be known, and a domain comes through its cast from json."""
    known = catalogue.tables[table].columns.get(name)
    if known is None:
        raise unknown_column(table.name, name)
    column = Column(name, (), known.nominal_type, default=known.default)
    return _transformed_input(catalogue, column)


def _transformed_input(catalogue: Catalogue, column: Column) -> Column:
    function = catalogue.representations.get(("json", column.type))
    if function is None:
        return column
    return Column(column.name, column.path, "json", function, column.default)


def has_representation(catalogue: Catalogue, table: Name) -> bool:
    known = catalogue.tables.get(table)
    return known is not None and any(
        (column.nominal_type, "json") in catalogue.representations for column in known.columns.values()
    )
