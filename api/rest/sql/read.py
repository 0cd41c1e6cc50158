"""A tree of relations as one SELECT: each embedded relation is a lateral join."""

# ruff: noqa: S608  (writes SQL by trade: identifiers quoted, values bound)

from __future__ import annotations

from pgdesk.api.rest.plan.tree import EmbedIsNull, Node, SpreadColumn
from pgdesk.api.rest.schema_cache.model import ComputedRelationship, QualifiedIdentifier, Relationship
from pgdesk.api.rest.sql.expressions import (
    aggregated,
    column_of,
    field,
    limits,
    order_by,
    predicate,
    select_item,
    where,
)
from pgdesk.api.rest.sql.text import Parameters, identifier, qualified


class ReadWriter:
    """Writes one read. Embedded relations are jsonb, which can be grouped by. `most`: rows of an answer."""

    def __init__(self, parameters: Parameters, most: int | None) -> None:
        self.parameters = parameters
        self.most = most

    def select(self, node: Node) -> str:
        table = node.reference
        shown = [select_item(table, item, self.parameters) for item in node.select]
        if not node.select and not node.children:
            shown = [column_of(table, "*")]
        shown += [text for child in node.children for text in self._embedded(child)]
        joins = "".join(self._join(child) for child in node.children)
        return (
            f"SELECT {', '.join(shown)}{self._from(node)}{joins}{self._where(node)}{self._group(node)}"
            f"{order_by(table, node.order, self.parameters)}{limits(node.range, self.most, self.parameters)}"
        )

    # --- FROM, WHERE, GROUP BY --------------------------------------------------------

    def _from(self, node: Node) -> str:
        relationship = node.relationship
        if isinstance(relationship, ComputedRelationship):
            row = f"{identifier(node.parent_alias.name)}::{qualified(relationship.table)}"
            source = f"{qualified(relationship.function)}({row})"
        else:
            source = qualified(node.source)
        alias = f" AS {identifier(node.alias)}" if node.alias is not None else ""
        junction = relationship.junction if isinstance(relationship, Relationship) else None
        between = f", {qualified(junction.table)}" if junction else ""
        return f" FROM {source}{alias}{between}"

    def _where(self, node: Node) -> str:
        tests = [predicate(node.reference, test, self.parameters) for test in node.where]
        return where(tests + self._join_conditions(node))

    def _join_conditions(self, node: Node) -> list[str]:
        relationship = node.relationship
        if not isinstance(relationship, Relationship):
            return []
        parent, own = node.parent_alias, node.reference
        junction = relationship.junction
        if junction is None:
            return [
                f"{column_of(own, theirs)} = {column_of(parent, ours)}"
                for ours, theirs in relationship.columns
            ]
        return [
            f"{column_of(own, column)} = {column_of(junction.table, between)}"
            for column, between in junction.target_columns
        ] + [
            f"{column_of(junction.table, between)} = {column_of(parent, column)}"
            for column, between in junction.source_columns
        ]

    def _group(self, node: Node) -> str:
        if not node.has_aggregate:
            return ""
        terms = [
            field(node.reference, item.column, self.parameters)
            for item in node.select
            if item.aggregate is None
        ]
        for child in node.children:
            if child.is_spread:
                terms += [
                    column_of(QualifiedIdentifier("", child.join_alias), column.alias or column.name)
                    for column in child.spread_columns
                    if column.aggregate is None
                ]
            elif not child.is_empty_embed:
                terms.append(identifier(child.shown_name))
        return f" GROUP BY {', '.join(terms)}" if terms else ""

    # --- Embedded relations ---------------------------------------------------------------

    def _embedded(self, child: Node) -> list[str]:
        """What the parent selects of a child."""
        alias = identifier(child.join_alias)
        if child.is_spread:
            return [self._spread_column(child, column) for column in child.spread_columns]
        if child.is_empty_embed:
            return []
        name = identifier(child.shown_name)
        if child.is_to_one:
            return [f"to_jsonb({alias}.*) AS {name}"]
        return [f"COALESCE({alias}.{alias}, '[]') AS {name}"]

    def _spread_column(self, child: Node, column: SpreadColumn) -> str:
        value = column_of(QualifiedIdentifier("", child.join_alias), column.name)
        value = aggregated(value, column.aggregate, column.aggregate_cast)
        return value if column.alias is None else f"{value} AS {identifier(column.alias)}"

    def _join(self, child: Node) -> str:
        alias = identifier(child.join_alias)
        is_inner = child.join_type == "inner"
        condition = "TRUE"
        subquery = self.select(child)
        if not child.is_to_one:
            columns = [f"jsonb_agg({alias}) AS {alias}"]
            if child.is_spread:
                columns += [
                    f"COALESCE(jsonb_agg({alias}.{name}), '[]') AS {name}"
                    for name in (identifier(column.name) for column in child.spread_columns)
                ]
            subquery = f"SELECT {', '.join(columns)} FROM ({subquery}) AS {alias}"
            if is_inner:
                condition = f"{alias} IS NOT NULL"
        return f" {'INNER' if is_inner else 'LEFT'} JOIN LATERAL ({subquery}) AS {alias} ON {condition}"

    # --- Counting -----------------------------------------------------------------------------

    def count_source(self, node: Node) -> str:
        """All rows of the root regardless of limits; inner joins become EXISTS."""

        def is_null(test: EmbedIsNull) -> str:
            child = next(c for c in node.children if c.join_alias == test.join)
            return f"{'' if test.negated else 'NOT '}EXISTS ({self.count_source(child)})"

        tests = [predicate(node.reference, test, self.parameters, is_null) for test in node.where]
        tests += self._join_conditions(node)
        tests += [
            f"EXISTS ({self.count_source(child)})" for child in node.children if child.join_type == "inner"
        ]
        return f"SELECT 1{self._from(node)}{where(tests)}"
