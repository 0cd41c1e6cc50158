"""The grammar of the query string: select, filters, logic trees, order, columns."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from pgdesk.api.rest.parse import parsec as p
from pgdesk.api.rest.parse.names import (
    Steps,
    before,
    comma,
    delimiter,
    field,
    field_name,
    identifier,
    lexeme,
    quoted,
    tree_path,
)
from pgdesk.api.rest.parse.terms import (
    Field,
    Filter,
    Logic,
    LogicTree,
    OrderTerm,
    Path,
    SelectField,
    SelectItem,
    SelectRelation,
)

COMPARISONS = frozenset({"neq", "cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj"})
QUANTIFIABLE = frozenset({"eq", "gte", "gt", "lte", "lt", "like", "ilike", "match", "imatch"})
TEXT_SEARCHES = frozenset({"fts", "plfts", "phfts", "wfts"})
AGGREGATES = ("sum", "avg", "count", "max", "min")


def _one_of(words: Iterable[str]) -> p.Parser:
    return p.choice(*(p.attempt(p.string(word)) for word in words))


# --- select ------------------------------------------------------------------

_alias = p.optional(p.attempt(p.sequence(field_name, p.char(":"), p.not_followed_by(p.char(":")), pick=0)))
_cast = p.optional(p.sequence(p.string("::"), identifier))
_select_end = before(")", ",")


def _star_steps() -> Steps:
    yield p.string("*")
    yield _select_end
    return SelectField(Field("*"))


def _count_steps() -> Steps:
    alias = yield _alias
    yield p.string("count()")
    cast = yield _cast
    yield _select_end
    return SelectField(Field("*"), aggregate="count", aggregate_cast=cast, alias=alias)


_aggregate = p.optional(p.attempt(p.sequence(p.char("."), _one_of(AGGREGATES), p.string("()"), pick=1)))


def _select_field_steps() -> Steps:
    alias = yield _alias
    name = yield field
    cast = yield _cast
    aggregate = yield _aggregate
    aggregate_cast = yield _cast
    yield _select_end
    return SelectField(name, aggregate, aggregate_cast, cast, alias)


_select_field = lexeme(
    p.choice(p.attempt(p.do(_star_steps)), p.attempt(p.do(_count_steps)), p.do(_select_field_steps))
)

_embed_param = p.sequence(
    p.char("!"),
    p.choice(
        p.convert(p.attempt(p.string("left")), lambda _: ("join", "left")),
        p.convert(p.attempt(p.string("inner")), lambda _: ("join", "inner")),
        p.convert(p.attempt(field_name), lambda name: ("hint", name)),
    ),
)


def _embed_params_steps() -> Steps:
    first = yield p.optional(_embed_param)
    second = yield p.optional(_embed_param)
    params = dict(param for param in (second, first) if param is not None)
    return params.get("hint"), params.get("join")


_embed_params = p.do(_embed_params_steps)
_opening = p.attempt(p.look_ahead(p.string("(")))


def _relation_steps() -> Steps:
    alias = yield _alias
    name = yield field_name
    if name == "count":
        yield p.choice()
    hint, join = yield _embed_params
    yield _opening
    return SelectRelation(name, (), alias, hint, join)


def _spread_steps() -> Steps:
    yield p.string("...")
    name = yield field_name
    hint, join = yield _embed_params
    yield _opening
    return SelectRelation(name, (), None, hint, join, is_spread=True)


def _with_children(relation: p.Parser) -> p.Parser:
    def steps() -> Steps:
        parsed: SelectRelation = yield p.attempt(lexeme(relation))
        children = yield p.between(p.char("("), p.char(")"), _select)
        return replace(parsed, children=tuple(children))

    return p.do(steps)


_select_item = p.choice(
    _with_children(p.do(_spread_steps)), _with_children(p.do(_relation_steps)), _select_field
)
_select = p.optional(p.sep_by1(_select_item, lexeme(comma)), ())

# --- Filters -----------------------------------------------------------------

_single_value = p.convert(p.many(p.any_char), "".join)
_list_plain = p.convert(p.many(p.none_of(",)")), "".join)
_whole_quoted = p.attempt(p.sequence(quoted, p.not_followed_by(p.none_of(",)")), pick=0))
_list_value = p.between(
    lexeme(p.char("(")), lexeme(p.char(")")), p.sep_by1(p.choice(_whole_quoted, _list_plain), p.char(","))
)


def _any_case(word: str) -> p.Parser:
    return p.value_of(
        p.sequence(*(p.choice(p.char(c), p.char(c.upper())) if c.isalpha() else p.char(c) for c in word)),
        word,
    )


_is_value = p.label(
    p.choice(*(p.attempt(_any_case(word)) for word in ("null", "not_null", "true", "false", "unknown"))),
    "isVal: (null, not_null, true, false, unknown)",
)
_quantifier = p.optional(
    p.attempt(p.between(p.char("("), p.char(")"), p.choice(p.attempt(p.string("any")), p.string("all"))))
)
_language = p.optional(p.attempt(p.between(p.char("("), p.char(")"), identifier)))


def _word(word: str) -> p.Parser:
    return p.attempt(p.sequence(p.string(word), delimiter))


def _operation(value: p.Parser) -> p.Parser:
    """operator.value, as what a Filter holds besides its field."""

    def in_steps() -> Steps:
        yield _word("in")
        return {"operator": "in", "value": "", "items": tuple((yield _list_value))}

    def plain(word: str, operand: p.Parser) -> p.Parser:
        return p.convert(p.sequence(_word(word), operand), lambda found: {"operator": word, "value": found})

    def named(operators: frozenset[str], attribute: str, option: p.Parser) -> p.Parser:
        operator = _one_of(sorted(operators, key=lambda word: (-len(word), word)))

        def steps() -> Steps:
            found = {"operator": (yield operator), attribute: (yield option)}
            yield delimiter
            return {**found, "value": (yield value)}

        return p.attempt(p.do(steps))

    return p.label(
        p.choice(
            p.do(in_steps),
            plain("is", _is_value),
            plain("isdistinct", value),
            named(TEXT_SEARCHES, "language", _language),
            named(COMPARISONS, "quantifier", p.pure(None)),
            named(QUANTIFIABLE, "quantifier", _quantifier),
        ),
        "operator (eq, gt, ...)",
    )


_negation = p.optional(p.value_of(_word("not"), True), False)


def _expression(value: p.Parser) -> p.Parser:
    operation = _operation(value)

    def steps() -> Steps:
        return {"negated": (yield _negation), **(yield operation)}

    return p.do(steps)


_filter_expression = _expression(_single_value)

# --- Logic -------------------------------------------------------------------


def _pg_array_steps() -> Steps:
    yield p.string("{")
    inner = yield p.many(p.none_of("{}"))
    yield p.string("}")
    return "{" + "".join(inner) + "}"


_logic_value = p.choice(_whole_quoted, p.attempt(p.do(_pg_array_steps)), _list_plain)
_logic_expression = _expression(_logic_value)


def _logic_filter_steps() -> Steps:
    target = yield field
    yield delimiter
    return Filter(target, **(yield _logic_expression))


_not = p.label(_negation, "negation operator (not)")
_logic_operator = p.label(p.choice(p.attempt(p.string("and")), p.string("or")), "logic operator (and, or)")


def _logic_steps() -> Steps:
    negated = yield _not
    operator = yield _logic_operator
    yield lexeme(p.char("("))
    children = yield p.sep_by1(_logic_tree, lexeme(comma))
    yield lexeme(p.char(")"))
    return Logic(operator, tuple(children), negated)


_logic_tree = p.choice(p.attempt(p.do(_logic_filter_steps)), p.do(_logic_steps))
_logic_path = p.sep_by1(field_name, delimiter)

# --- Order ---------------------------------------------------------------------

_direction = p.optional(
    p.choice(*(p.attempt(p.sequence(delimiter, p.string(word))) for word in ("asc", "desc")))
)
_nulls = p.optional(
    p.choice(
        p.value_of(p.attempt(p.sequence(delimiter, p.string("nullsfirst"))), "first"),
        p.value_of(p.attempt(p.sequence(delimiter, p.string("nullslast"))), "last"),
    )
)
_order_end = p.choice(p.attempt(p.look_ahead(p.char(","))), p.attempt(p.end_of_input))
_order_tail = p.choice(p.sequence(_nulls, _order_end, pick=0), p.value_of(_order_end, None))


def _order_relation_steps() -> Steps:
    relation = yield field_name
    target = yield p.between(p.char("("), p.char(")"), field)
    direction = yield _direction
    return OrderTerm(target, relation, direction, (yield _order_tail))


def _order_term_steps() -> Steps:
    target = yield field
    direction = yield _direction
    return OrderTerm(target, None, direction, (yield _order_tail))


_order = p.sep_by1(lexeme(p.choice(p.attempt(p.do(_order_relation_steps)), p.do(_order_term_steps))), comma)
_columns = p.sep_by1(field_name, lexeme(comma))

# --- Entry points: each raises ParseError --------------------------------------


def parse_select(text: str) -> tuple[SelectItem, ...]:
    return tuple(p.parse(_select, f"failed to parse select parameter ({text})", text))


def parse_tree_path(text: str) -> tuple[Path, Field]:
    path: tuple[Path, Field] = p.parse(tree_path, f"failed to parse tree path ({text})", text)
    return path


def parse_filter(target: Field, text: str) -> Filter:
    return Filter(target, **p.parse(_filter_expression, f"failed to parse filter ({text})", text))


def parse_logic(key: str, text: str) -> tuple[Path, LogicTree]:
    names = p.parse(_logic_path, f"failed to parse logic path ({key})", key)
    operator = ("not." if "not" in names else "") + names[-1]
    tree = p.parse(_logic_tree, f"failed to parse logic tree ({text})", operator + text)
    return tuple(name for name in names[:-1] if name != "not"), tree


def parse_order(text: str) -> tuple[OrderTerm, ...]:
    return tuple(p.parse(_order, f"failed to parse order ({text})", text))


def parse_columns(parameter: str, text: str) -> tuple[str, ...]:
    return tuple(p.parse(_columns, f"failed to parse {parameter} parameter ({text})", text))
