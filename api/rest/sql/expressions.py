"""Columns, filters, logic, order as SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pgdesk.api.rest.errors import out_of_range
from pgdesk.api.rest.parse.terms import Bound, JsonStep, Range
from pgdesk.api.rest.plan.tree import Column, Combination, Condition, EmbedIsNull, Order, Predicate, Select
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier
from pgdesk.api.rest.sql.text import Parameters, identifier, qualified

OPERATORS = {
    "eq": "=",
    "gte": ">=",
    "gt": ">",
    "lte": "<=",
    "lt": "<",
    "neq": "<>",
    "like": "like",
    "ilike": "ilike",
    "match": "~",
    "imatch": "~*",
    "cs": "@>",
    "cd": "<@",
    "ov": "&&",
    "sl": "<<",
    "sr": ">>",
    "nxr": "&<",
    "nxl": "&>",
    "adj": "-|-",
}
TEXT_SEARCH = {
    "fts": "to_tsquery",
    "plfts": "plainto_tsquery",
    "phfts": "phraseto_tsquery",
    "wfts": "websearch_to_tsquery",
}
IS = {"null": "NULL", "not_null": "NOT NULL", "true": "TRUE", "false": "FALSE", "unknown": "UNKNOWN"}


def column_of(table: QualifiedIdentifier, name: str) -> str:
    return f"{qualified(table)}.{'*' if name == '*' else identifier(name)}"


def field(table: QualifiedIdentifier, column: Column, parameters: Parameters) -> str:
    if column.is_whole_row:
        return qualified(table)
    base = column_of(table, column.name)
    if not column.path:
        return base
    return (f"to_jsonb({base})" if column.needs_to_jsonb else base) + _path(column.path, parameters)


def _path(steps: Iterable[JsonStep], parameters: Parameters) -> str:
    return "".join(
        f"{'->>' if step.as_text else '->'}{parameters.bind(step.key)}{'::int' if step.is_index else ''}"
        for step in steps
    )


def select_item(table: QualifiedIdentifier, item: Select, parameters: Parameters) -> str:
    value = field(table, item.column, parameters)
    if item.column.transform:
        value = f"{item.column.transform}({value})"
    value = aggregated(cast(value, item.cast), item.aggregate, item.aggregate_cast)
    return value if item.alias is None else f"{value} AS {identifier(item.alias)}"


def cast(value: str, type_: str | None) -> str:
    """The type is a name of letters, digits, _, $ and spaces: the parser lets nothing else through."""
    return value if type_ is None else f"CAST( {value} AS {type_} )"


def aggregated(value: str, aggregate: str | None, type_: str | None) -> str:
    return value if aggregate is None else cast(f"{aggregate.upper()}({value})", type_)


def _is_null(test: EmbedIsNull) -> str:
    return f"{identifier(test.join)} IS {'' if test.negated else 'NOT '}DISTINCT FROM NULL"


def predicate(
    table: QualifiedIdentifier,
    test: Predicate,
    parameters: Parameters,
    is_null: Callable[[EmbedIsNull], str] = _is_null,
) -> str:
    """`is_null` writes whether an embedded relation is empty; by default as of one that is joined."""
    if isinstance(test, Combination):
        inside = (predicate(table, child, parameters, is_null) for child in test.children)
        return f"{'NOT ' if test.negated else ''}({f' {test.operator.upper()} '.join(inside)})"
    return is_null(test) if isinstance(test, EmbedIsNull) else condition(table, test, parameters)


def condition(table: QualifiedIdentifier, tested: Condition, parameters: Parameters) -> str:
    filter_, column = tested.filter, tested.column
    value = field(table, column, parameters)
    operator = filter_.operator

    def transformed(bound: str) -> str:
        return f"{column.transform}({bound})" if column.transform else bound

    if operator == "is":
        test = f"{value} IS {IS[filter_.value]}"
    elif operator == "isdistinct":
        test = f"{value} IS DISTINCT FROM {parameters.bind(filter_.value)}"
    elif operator == "in":
        test = f"{value} {_in(tested, parameters)}"
    elif operator in TEXT_SEARCH:
        language = f"{parameters.bind(filter_.language)}, " if filter_.language is not None else ""
        if column.needs_to_tsvector:
            value = f"to_tsvector({language}{value})"
        test = f"{value} @@ {TEXT_SEARCH[operator]}({language}{parameters.bind(filter_.value)})"
    else:
        if operator in ("like", "ilike"):
            bound = parameters.bind(filter_.value, "like")
        else:
            bound = transformed(parameters.bind(filter_.value))
        if filter_.quantifier is not None:
            bound = f"{filter_.quantifier.upper()}({bound})"
        test = f"{value} {OPERATORS[operator]} {bound}"
    return f"NOT {test}" if filter_.negated else test


def _in(tested: Condition, parameters: Parameters) -> str:
    filter_ = tested.filter
    if isinstance(filter_.value, Bound):
        array = parameters.bind(filter_.value, "in")
    elif filter_.items == ("",):
        return "= ANY('{}')"
    else:
        array = parameters.bind_items(filter_.items)
    if tested.column.transform:
        return f"= ANY (SELECT {tested.column.transform}(unnest({array}::text[])))"
    return f"= ANY ({array})"


def where(tests: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(tests)}" if tests else ""


def order_by(table: QualifiedIdentifier, terms: Iterable[Order], parameters: Parameters) -> str:
    written = [_order_term(table, term, parameters) for term in terms]
    return f" ORDER BY {', '.join(written)}" if written else ""


def _order_term(table: QualifiedIdentifier, term: Order, parameters: Parameters) -> str:
    source = table if term.join is None else QualifiedIdentifier("", term.join)
    value = field(source, term.column, parameters)
    if term.direction is not None:
        value += f" {term.direction.upper()}"
    if term.nulls is not None:
        value += f" NULLS {term.nulls.upper()}"
    return value


_LARGEST = 2**63 - 1

#: Pages whose offset is written into the statement: planned once, where a bound offset may be planned anew
#: each time. Later ones share a statement, else each costs every connection a plan and its memory.
EARLY_PAGES = 8


def limits(range_: Range, most: int | None, parameters: Parameters) -> str:
    """`most`: rows of an answer. Raises 22003 for what is no bigint."""
    limit, offset = range_.limit, range_.offset
    written = ""
    if limit is not None:
        number = _bigint(limit)
        written = f" LIMIT {number if limit == most or _recurs(limit) else _bound(limit, parameters)}"
    if not offset:
        return written
    page, rest = divmod(offset, limit) if limit else (0, 1)
    is_early = rest == 0 and page < EARLY_PAGES
    return f"{written} OFFSET {_bigint(offset) if is_early else _bound(offset, parameters)}"


def _recurs(limit: int) -> bool:
    """Whether a page of that size is asked for again and again, so that its plan is worth keeping."""
    return limit <= 10 or (limit <= 100 and limit % 5 == 0) or (limit <= 1000 and limit % 50 == 0)


def _bound(number: int, parameters: Parameters) -> str:
    return f"{parameters.bind(str(_bigint(number)))}::bigint"


def _bigint(number: int) -> int:
    if abs(number) > _LARGEST:
        raise out_of_range(number)
    return number
