"""The tree of a read: select, filters, order and ranges at their nodes, relations resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from pgdesk.api.rest import errors
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.parse.terms import Field, OrderTerm, Path, Query, Range, SelectItem, SelectRelation
from pgdesk.api.rest.plan import fields
from pgdesk.api.rest.plan.aggregates import hoist, spread_columns
from pgdesk.api.rest.plan.embed import find_relationship
from pgdesk.api.rest.plan.tree import (
    Column,
    Combination,
    Condition,
    EmbedIsNull,
    Node,
    Order,
    Predicate,
    Select,
)
from pgdesk.api.rest.schema_cache.model import ComputedRelationship, QualifiedIdentifier, SchemaCache

_T = TypeVar("_T")

#: The common table expression that holds what a mutation returned or a function gave.
SOURCE = QualifiedIdentifier("", "pgrst_source")


class ReadPlanner:
    """Plans one read; `warnings` are the (relation, alias) pairs addressed by the old name."""

    def __init__(self, config: Config, schema_cache: SchemaCache, schema: str) -> None:
        self.config = config
        self.schema_cache = schema_cache
        self.schema = schema
        self.warnings: list[tuple[str, str]] = []

    def plan(self, table: QualifiedIdentifier, query: Query, *, from_source: bool, is_limited: bool) -> Node:
        root = self._tree(Node(table, table, table.name), query.select)
        conditions = self._place(root, query.filters)
        ordered = self._place(root, query.order)
        for node, range_ in self._place(root, query.ranges):
            node.range = range_
        trees = self._place(root, query.logic)

        if from_source:
            root.source, root.alias = SOURCE, table.name
        self._relate(root)
        self._select(root)
        for node, test in (*conditions, *trees):
            node.where.append(fields.predicate(self.schema_cache, node.table, test))
        for node, terms in ordered:
            if not node.order:
                node.order = [self._order(node, term) for term in terms]

        for node in root.walk():
            node.select = [self._named(item) for item in node.select]
            node.order = [self._related(node, order) for order in node.order]
            node.where = [self._null_embed(node, predicate) for predicate in node.where]
        spread_columns(root)
        if not self.config.db_aggregates_enabled and any(
            item.aggregate for node in root.walk() for item in node.select
        ):
            raise errors.aggregates_not_allowed()
        hoist(root)
        if is_limited:
            for node in root.walk():
                node.range = self._limited(node.range)
        return root

    # --- The tree -----------------------------------------------------------------

    def _tree(self, node: Node, items: Iterable[SelectItem]) -> Node:
        for item in items:
            if isinstance(item, SelectRelation):
                named = QualifiedIdentifier(self.schema, item.name)
                child = Node(
                    named,
                    named,
                    item.name,
                    rel_alias=item.alias,
                    hint=item.hint,
                    join_type=item.join,
                    is_spread=item.is_spread,
                    depth=node.depth + 1,
                )
                node.children.append(self._tree(child, item.children))
            else:
                column = Column(item.field.name, item.field.path)
                node.select.append(Select(column, item.aggregate, item.aggregate_cast, item.cast, item.alias))
        return node

    def _place(self, root: Node, placed: Sequence[tuple[Path, _T]]) -> list[tuple[Node, _T]]:
        """What stands at which node; of paths that lead nowhere the last is refused, as by PostgREST."""
        return [(self._find(root, path), what) for path, what in reversed(placed)][::-1]

    def _find(self, root: Node, path: Path) -> Node:
        node = root
        for name in path:
            child = next((c for c in node.children if name in self._names(c)), None)
            if child is None:
                aliases = (c.rel_alias for c in node.children if c.name == name)
                raise errors.not_embedded(name, next(aliases, None))
            if child.rel_alias is not None and name != child.rel_alias:
                pair = (child.name, child.rel_alias)
                if pair not in self.warnings:
                    self.warnings.append(pair)
            node = child
        return node

    def _names(self, child: Node) -> tuple[str | None, ...]:
        if self.config.url_use_legacy_target_names:
            return child.name, child.rel_alias
        return (child.shown_name,)

    # --- Relations ------------------------------------------------------------------

    def _relate(self, node: Node) -> None:
        for child in node.children:
            relationship = child.relationship = find_relationship(
                self.schema_cache, self.schema, node.table.name, child.name, child.hint
            )
            child.table = child.source = relationship.target
            child.join_alias = f"{node.table.name}_{child.shown_name}_{child.depth}"
            child.parent_alias = node.reference
            if isinstance(relationship, ComputedRelationship) or relationship.junction is None:
                child.alias = f"{relationship.target.name}_{child.depth}"
            self._relate(child)

    # --- What is selected -------------------------------------------------------------

    def _select(self, node: Node, names_columns: bool = False) -> None:
        """`names_columns`: what is selected is grouped by or gathered in arrays, so `*` will not do."""
        names_columns |= any(item.aggregate for item in node.select) or node.is_to_many_spread
        if self._must_expand(node, names_columns):
            node.select = [new for item in node.select for new in self._expand(node, item)]
        node.select = [self._shown(node.table, item) for item in node.select]
        for child in node.children:
            self._select(child, names_columns)

    def _must_expand(self, node: Node, names_columns: bool) -> bool:
        has_star = any(
            item.column.name == "*"
            and (item.aggregate is None or (node.is_spread and item.aggregate == "count"))
            for item in node.select
        )
        return has_star and (names_columns or fields.has_representation(self.schema_cache, node.table))

    def _expand(self, node: Node, item: Select) -> list[Select]:
        if item.column.name != "*":
            return [item]
        if item.aggregate is None:
            known = self.schema_cache.tables.get(node.table)
            return [Select(Column(name)) for name in known.columns] if known else [item]
        if node.is_spread and item.aggregate == "count":
            return [replace(item, column=Column("*", is_whole_row=True))]
        return [item]

    def _shown(self, table: QualifiedIdentifier, item: Select) -> Select:
        column = item.column
        if column.name == "*" or column.is_whole_row:
            return item
        return replace(item, column=fields.shown(self.schema_cache, table, Field(column.name, column.path)))

    def _named(self, item: Select) -> Select:
        """A JSON path is shown under its last key, a representation under its column's name."""
        column = item.column
        if item.alias is not None:
            return item
        if item.aggregate is not None:
            return replace(item, alias="count") if column.is_whole_row else item
        if column.path:
            keys = [step.key for step in column.path if not step.is_index]
            return replace(item, alias=keys[-1] if keys else column.name)
        return replace(item, alias=column.name) if column.transform else item

    # --- Filters, order, ranges --------------------------------------------------------

    def _order(self, node: Node, term: OrderTerm) -> Order:
        if term.relation is not None:
            column = Column(term.field.name, term.field.path)
        else:
            column = fields.resolve(self.schema_cache, node.table, term.field)
        return Order(column, term.relation, term.direction, term.nulls)

    def _related(self, node: Node, order: Order) -> Order:
        if order.join is None:
            return order
        child = next((c for c in node.children if c.shown_name == order.join), None)
        if child is None:
            raise errors.not_embedded(order.join)
        if not child.is_to_one:
            raise errors.related_order_to_many(node.source.name, child.shown_name)
        return replace(order, join=child.join_alias)

    def _null_embed(self, node: Node, predicate: Predicate) -> Predicate:
        if isinstance(predicate, Combination):
            return replace(predicate, children=tuple(self._null_embed(node, c) for c in predicate.children))
        if isinstance(predicate, Condition) and not predicate.column.path:
            filter_ = predicate.filter
            child = next((c for c in node.children if c.shown_name == predicate.column.name), None)
            if child is not None and filter_.operator == "is" and filter_.value == "null":
                return EmbedIsNull(child.join_alias, filter_.negated)
        return predicate

    def _limited(self, asked: Range) -> Range:
        most = self.config.db_max_rows
        if most is None or (asked.limit is not None and asked.limit <= most):
            return asked
        return Range(asked.offset, most)
