"""Conditions, saved views and actions over custom fields."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from tests.custom.desk import CustomDesk
from tests.desk import SYSTEM, refused
from tests.rules.desk import do, on

TODAY = date(2030, 5, 10)
ROWS: list[dict[str, Any]] = [
    {"t": "Red", "n": 1, "d": "2030-05-01", "c": True, "s": "low", "m": ["a"]},
    {"t": "blue", "n": 2.5, "d": "2030-05-10", "c": False, "s": "high", "m": ["a", "b"]},
    {"t": "dark red", "n": -3, "d": "2030-05-12", "s": "high", "m": ["b"]},
    {},
]
FOUND: list[tuple[str, str, Any, set[int]]] = [
    ("t", "is", "RED", {0}),
    ("t", "is_not", "red", {1, 2, 3}),
    ("t", "contains", "red", {0, 2}),
    ("t", "starts_with", "dark", {2}),
    ("t", "matches", "^(red|blue)$", {0, 1}),
    ("t", "is_empty", True, {3}),
    ("n", "is", 2.5, {1}),
    ("n", "greater", 0, {0, 1}),
    ("n", "between", [-3, 1], {0, 2}),
    ("n", "is_empty", False, {0, 1, 2}),
    ("d", "is", "2030-05-10", {1}),
    ("d", "less", "2030-05-10", {0}),
    ("d", "between", ["2030-05-10", "2030-05-12"], {1, 2}),
    ("d", "within", "2 days", {1, 2}),
    ("d", "older_than", "1 day", {0}),
    ("d", "in", ["2030-05-01", "2030-05-12"], {0, 2}),
    ("c", "is", True, {0}),
    ("c", "is", False, {1, 2, 3}),
    ("s", "is", "high", {1, 2}),
    ("s", "not_in", ["high"], {0, 3}),
    ("s", "is_empty", True, {3}),
    ("m", "is", "a", {0, 1}),
    ("m", "is_not", "a", {2, 3}),
    ("m", "in", ["a", "b"], {0, 1, 2}),
    ("m", "not_in", ["b"], {0, 3}),
    ("m", "is_empty", True, {3}),
    ("m", "is_empty", False, {0, 1, 2}),
]


def define(desk: CustomDesk, object: str = "ticket") -> None:
    desk.field("t", "text", object)
    desk.field("n", "number", object)
    desk.field("d", "date", object)
    desk.field("c", "checkbox", object)
    desk.field("s", "select", object, options=["low", "high"])
    desk.field("m", "multi_select", object, options=["a", "b"])


@pytest.mark.parametrize(("key", "operator", "value", "rows"), FOUND)
def test_each_operator(desk: CustomDesk, key: str, operator: str, value: Any, rows: set[int]) -> None:
    desk.clock(TODAY.isoformat())
    define(desk)
    tickets = [desk.ticket() for _ in ROWS]
    for ticket, row in zip(tickets, ROWS, strict=True):
        desk.fill(desk.agent, ticket, **row)
    found = desk.matching(desk.agent, on(f"custom.{key}", operator, value))
    assert {tickets.index(ticket) for ticket in found} == rows


@pytest.mark.parametrize("object", ["person", "organisation"])
def test_fields_of_the_requester_and_the_organisation(desk: CustomDesk, object: str) -> None:
    define(desk, object)
    own = desk.ticket()
    desk.ticket(requester=desk.stranger)
    key = desk.customer.id if object == "person" else desk.shared_organisation
    values = Jsonb({**ROWS[1], "c": True})
    desk.call(desk.agent, f"set_{object}_fields", **{f"{object}_id": key, "custom_fields": values})
    prefix = "requester" if object == "person" else "organisation"
    for field, value in (
        ("t", "blue"),
        ("n", 2.5),
        ("d", "2030-05-10"),
        ("c", True),
        ("s", "high"),
        ("m", "b"),
    ):
        assert desk.matching(desk.agent, on(f"{prefix}.custom.{field}", "is", value)) == {own}


@pytest.mark.parametrize(
    ("key", "operator", "value"),
    [
        ("s", "is", "urgent"),
        ("m", "in", ["a", "z"]),
        ("n", "is", "1"),
        ("d", "is", "2030-02-30"),
        ("d", "is", "now"),
        ("c", "is", "yes"),
        ("t", "greater", "a"),
        ("x", "is", "a"),
        ("s", "changed_to", "high"),
    ],
)
def test_a_wrong_condition_is_refused(desk: CustomDesk, key: str, operator: str, value: Any) -> None:
    define(desk)
    with refused("PD401"):
        desk.view(desk.agent, on(f"custom.{key}", operator, value))


def test_workflows_see_changes_and_set_fields(desk: CustomDesk) -> None:
    define(desk)
    rule = desk.workflow(
        "ticket_updated",
        do("set_custom_fields", {"n": 7}),
        do("set_custom_fields", {"m": ["b"]}),
        do("set_custom_fields", {"t": None}),
        when={"all": [on("custom.s", "changed_to", "high"), on("custom.m", "changed", True)]},
    )
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, s="low", t="gone")
    desk.run_workflows()
    assert desk.firings(rule) == []
    desk.fill(desk.agent, ticket, s="high", m=["a"])
    desk.run_workflows()
    assert [outcome for _, outcome in desk.firings(rule)] == ["applied"]
    values = desk.values(ticket)
    assert (values["n"], values["m"], values["t"]) == (7, ["b"], None)


def test_an_automation_that_would_resolve_too_early_is_refused(desk: CustomDesk) -> None:
    desk.field("cause", is_required_on_resolve=True)
    rule = desk.rule("automation", do("set_status", "resolved"))
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.sweep("automation")
    assert desk.firings(rule) == [(ticket, "refused")]
    assert "cause" in str(desk.details(rule))


@pytest.mark.parametrize(
    "value",
    [
        None,
        "n",
        {},
        {"x": 1},
        {"n": "1"},
        {"n": 1, "more": 1},
        {"s": "urgent"},
        {"m": ["z"]},
        {"t": "fits", "n": ["x"]},
    ],
)
def test_a_wrong_action_is_refused(desk: CustomDesk, value: Any) -> None:
    define(desk)
    with refused("PD402"):
        desk.workflow("ticket_created", do("set_custom_fields", value), who=desk.admin)


def test_bulk_fills_in_many_at_once(desk: CustomDesk) -> None:
    define(desk)
    tickets = [desk.ticket() for _ in range(5)]
    desk.fill(desk.agent, tickets[0], n=1, t="kept")
    done = desk.bulk(desk.agent, [do("set_custom_fields", {"n": 9})], ticket_ids=tickets)
    assert set(done.values()) == {None}
    assert [desk.values(ticket)["n"] for ticket in tickets] == [9] * 5
    assert desk.values(tickets[0])["t"] == "kept"
    desk.forbid("agent", "tickets.custom_fields")
    with refused("PD002"):
        desk.bulk(desk.agent, [do("set_custom_fields", {"n": 1})], ticket_ids=tickets)


def test_a_rule_outlives_the_removal_of_its_field(desk: CustomDesk) -> None:
    define(desk)
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, s="high")
    view = desk.view(desk.agent, on("custom.s", "is", "high"))
    field = desk.one(SYSTEM, "SELECT custom_field_id FROM helpdesk.custom_field WHERE key = 's'")
    desk.call(desk.admin, "remove_custom_field", custom_field_id=field)
    assert desk.listed(desk.agent, view) == [ticket]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5)
    | st.sampled_from(["low", "high", "2030-01-01", "2030-02-30", "a", "1"])
    | st.dates().map(date.isoformat),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


def fits(kind: str, value: Any) -> bool:
    """What a field of the type takes, written a second time."""
    if value is None or value == "":
        return True
    match kind:
        case "t":
            return isinstance(value, str) and value.strip(" \t\n\r\v\f") != ""
        case "n":
            small = isinstance(value, int | float) and not isinstance(value, bool)
            return small and abs(value) < 1e300 and (value == 0 or abs(value) > 1e-300)
        case "d":
            try:
                return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
            except ValueError:
                return False
        case "c":
            return isinstance(value, bool)
        case "s":
            return value in ("low", "high") if isinstance(value, str) else False
        case _:
            return isinstance(value, list) and all(isinstance(v, str) and v in ("a", "b") for v in value)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from("tndcsm"), value=JSON)
def test_any_value_is_stored_or_refused(desk: CustomDesk, kind: str, value: Any) -> None:
    if not desk.run(SYSTEM, "SELECT 1 FROM helpdesk.custom_field"):
        define(desk)
    ticket = desk.ticket()
    if kind == "t" and isinstance(value, str) and value and not value.isascii():
        return
    if fits(kind, value):
        desk.fill(desk.agent, ticket, **{kind: value})
        stored = desk.values(ticket)[kind]
        expected = sorted(set(value)) if isinstance(value, list) else value
        if kind == "n" and isinstance(value, float):
            stored = float(stored)  # 3.602879701896399e+16 is a numeric of 17 digits, which no float has
        assert stored == (None if expected in ("", []) else expected)
    else:
        with refused("PD801", f"custom field {kind}"):
            desk.fill(desk.agent, ticket, **{kind: value})


def test_undoing_a_macro_gives_custom_fields_back(desk: CustomDesk) -> None:
    desk.field("size", "number")
    desk.field("parts", "multi_select", options=["lid", "feet"])
    desk.field("note", "text")
    desk.field("left", "text")
    macro = desk.rule(
        "macro",
        *(
            do("set_custom_fields", {field: value})
            for field, value in {"size": 9, "parts": ["feet"], "note": "said"}.items()
        ),
    )
    full, empty = desk.ticket(), desk.ticket()
    desk.fill(desk.agent, full, size=5, parts=["feet", "lid"], left="alone")
    before = [desk.values(full), dict.fromkeys(desk.values(full))]
    for ticket, held in zip((full, empty), before, strict=True):
        firing = desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=macro)["firing_id"]
        assert desk.values(ticket)["size"] == 9
        desk.call(desk.agent, "undo_macro", firing_id=firing)
        assert desk.values(ticket) == held
