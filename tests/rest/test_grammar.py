"""The grammar of the query string: what it takes apart, and how it complains."""

from __future__ import annotations

import pytest

from pgdesk.api.rest.parse.grammar import (
    parse_filter,
    parse_logic,
    parse_order,
    parse_select,
    parse_tree_path,
)
from pgdesk.api.rest.parse.parsec import ParseError
from pgdesk.api.rest.parse.terms import Field, Filter, JsonStep, Logic, OrderTerm, SelectField, SelectRelation

ID = Field("id")


def test_select_of_every_kind() -> None:
    assert parse_select('a:b->c->>0::int,"x y".sum()::text,*,n:count(),r!hint!inner(id,...s(*)),e()') == (
        SelectField(Field("b", (JsonStep("c", False), JsonStep("+0", True, True))), cast="int", alias="a"),
        SelectField(Field("x y"), aggregate="sum", aggregate_cast="text"),
        SelectField(Field("*")),
        SelectField(Field("*"), aggregate="count", alias="n"),
        SelectRelation(
            "r",
            (SelectField(ID), SelectRelation("s", (SelectField(Field("*")),), is_spread=True)),
            hint="hint",
            join="inner",
        ),
        SelectRelation("e", ()),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eq.1", Filter(ID, "eq", "1")),
        ("not.eq.1", Filter(ID, "eq", "1", negated=True)),
        ("like(any).{a,b}", Filter(ID, "like", "{a,b}", quantifier="any")),
        ("fts(english).cat", Filter(ID, "fts", "cat", language="english")),
        ("is.not_null", Filter(ID, "is", "not_null")),
        ("is.NULL", Filter(ID, "is", "null")),
        ('in.(1,"a,b","q\\"",)', Filter(ID, "in", "", items=("1", "a,b", 'q"', ""))),
        ("isdistinct.2", Filter(ID, "isdistinct", "2")),
        ("eq.", Filter(ID, "eq", "")),
    ],
)
def test_filter(text: str, expected: Filter) -> None:
    assert parse_filter(ID, text) == expected


def test_logic_nests_and_negates() -> None:
    path, tree = parse_logic("not.or", '(id.eq.1,not.and(id.gt.2,id.in.(3,4)),id.eq."a,b")')
    assert path == ()
    assert tree == Logic(
        "or",
        (
            Filter(ID, "eq", "1"),
            Logic("and", (Filter(ID, "gt", "2"), Filter(ID, "in", "", items=("3", "4"))), negated=True),
            Filter(ID, "eq", "a,b"),
        ),
        negated=True,
    )


def test_order() -> None:
    assert parse_order("id.desc.nullslast, r(name).asc,j->>k") == (
        OrderTerm(ID, direction="desc", nulls="last"),
        OrderTerm(Field("name"), "r", "asc"),
        OrderTerm(Field("j", (JsonStep("k", True),))),
    )


def test_tree_path() -> None:
    assert parse_tree_path("a.b.c->d") == (("a", "b"), Field("c", (JsonStep("d", False),)))


@pytest.mark.parametrize(
    ("parse", "text", "column", "details"),
    [
        (parse_select, "id,", 4, 'expecting "...", field name (* or [a..z0..9_$]), "*" or "count()"'),
        (parse_select, "id::", 5, "expecting letter or digit"),
        (parse_select, "a->-x", 5, 'unexpected "x" expecting digit'),
        (lambda text: parse_filter(ID, text), "in.1", 4, 'unexpected "1" expecting "("'),
        (lambda text: parse_filter(ID, text), "foo.1", 1, 'expecting "not" or operator (eq, gt, ...)'),
        (lambda text: parse_logic("or", text), "()", 4, "logic operator (and, or)"),
        (parse_order, "id.up", 4, 'expecting "asc", "desc", "nullsfirst" or "nullslast"'),
    ],
)
def test_complaints_say_where_and_what(parse: object, text: str, column: int, details: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)  # type: ignore[operator]
    assert f"column {column})" in caught.value.message
    assert details in caught.value.details
