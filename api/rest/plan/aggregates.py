"""Spread relations: their columns in the parent's select, and aggregates lifted out of them.

`projects?select=client_id,...invoices(total.sum())` sums over the invoices of each group of the
parent, so the aggregate is applied where the spread columns arrive, not in the joined subquery.
"""

from __future__ import annotations

from dataclasses import replace

from pgdesk.api.rest import errors
from pgdesk.api.rest.plan.tree import Node, SpreadColumn


def spread_columns(node: Node) -> None:
    """What each spread relation brings to its parent, innermost first."""
    for child in node.children:
        spread_columns(child)
    if not node.is_spread:
        return
    node.spread_columns = [SpreadColumn(item.shown_name) for item in node.select]
    for child in node.children:
        if child.is_spread:
            node.spread_columns += [SpreadColumn(column.name) for column in child.spread_columns]
        elif not child.is_empty_embed:
            node.spread_columns.append(SpreadColumn(child.shown_name))


def hoist(node: Node) -> list[SpreadColumn]:
    """Move the aggregates of spread relations up to the first node that is not spread."""
    lifted = {id(child): hoist(child) for child in node.children}
    below = [column for several in lifted.values() for column in several]

    if node.is_spread:
        own = []
        for index, item in enumerate(node.select):
            if item.aggregate is None:
                continue
            if not node.is_to_one:
                raise errors.aggregate_in_to_many_spread()
            own.append(SpreadColumn(item.shown_name, item.aggregate, item.aggregate_cast, item.alias))
            node.select[index] = replace(item, aggregate=None, aggregate_cast=None)
        if below and not node.is_to_one:
            raise errors.aggregate_in_to_many_spread()
        return own + below

    for child in node.children:
        by_name = {column.name: column for column in lifted[id(child)]}
        child.spread_columns = [by_name.get(column.name, column) for column in child.spread_columns]
    return []
