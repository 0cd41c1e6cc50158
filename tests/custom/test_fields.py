"""Definitions are columns: added, changed and removed by administrators, for every type."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from pgdesk.cli.paths import DB
from tests.custom.desk import CustomDesk
from tests.desk import SYSTEM, Person, refused

VALUES: list[tuple[str, Any, Any]] = [
    ("text", "printer", "printer"),
    ("long_text", "line\nline", "line\nline"),
    ("number", 12.5, 12.5),
    ("date", "2026-02-28", "2026-02-28"),
    ("checkbox", False, False),
    ("select", "high", "high"),
    ("multi_select", ["low", "high", "low"], ["high", "low"]),
]
WRONG: list[tuple[str, Any]] = [
    ("text", 1),
    ("text", " \n"),
    ("text", "x" * 1001),
    ("long_text", "x" * 50001),
    ("number", "1"),
    ("number", 1e301),
    ("number", 1e-310),
    ("date", "2026-02-30"),
    ("date", "0000-01-01"),
    ("date", "tomorrow"),
    ("date", "infinity"),
    ("checkbox", "true"),
    ("select", "urgent"),
    ("select", ["high"]),
    ("multi_select", "high"),
    ("multi_select", ["high", "urgent"]),
    ("multi_select", [1]),
]


def options_of(field_type: str) -> dict[str, Any]:
    return {"options": ["low", "high"]} if field_type.endswith("select") else {}


@pytest.mark.parametrize(("field_type", "value", "stored"), VALUES)
def test_a_field_of_each_type_takes_its_values(
    desk: CustomDesk, field_type: str, value: Any, stored: Any
) -> None:
    desk.field("thing", field_type, **options_of(field_type))
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, thing=value)
    shown = desk.one(desk.agent, "SELECT to_jsonb(f) -> 'thing' FROM api.ticket_custom_fields AS f")
    assert desk.values(ticket)["thing"] == shown == stored
    desk.fill(desk.agent, ticket, thing=None)
    assert desk.values(ticket)["thing"] is None
    desk.fill(desk.agent, ticket, thing=value)
    desk.fill(desk.agent, ticket, thing="")
    assert desk.values(ticket)["thing"] is None


@pytest.mark.parametrize(("field_type", "value"), WRONG)
def test_a_value_that_does_not_fit_is_refused_by_name(desk: CustomDesk, field_type: str, value: Any) -> None:
    desk.field("thing", field_type, **options_of(field_type))
    with refused("PD801", "thing"):
        desk.fill(desk.agent, desk.ticket(), thing=value)


def test_what_is_no_object_or_no_field_is_refused(desk: CustomDesk) -> None:
    ticket = desk.ticket()
    with refused("PD801", "nothing"):
        desk.fill(desk.agent, ticket, nothing=1)
    with refused("PD801", "not an object"):
        desk.call(desk.agent, "set_custom_fields", ticket_id=ticket, custom_fields=Jsonb([1]))


def test_patterns_and_bounds(desk: CustomDesk) -> None:
    desk.field("serial", pattern="^[A-Z]{2}[0-9]+$", min_value=3, max_value=6)
    desk.field("cost", "number", min_value=0, max_value=100)
    desk.field("tools", "multi_select", options=["a", "b", "c"], max_value=2)
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, serial="AB12", cost=100, tools=["a", "b"])
    for key, value in (
        ("serial", "ab12"),
        ("serial", "AB"),
        ("serial", "AB12345"),
        ("cost", -1),
        ("cost", 100.1),
        ("tools", ["a", "b", "c"]),
    ):
        with refused("PD801", key):
            desk.fill(desk.agent, ticket, **{key: value})


def test_rules_hold_for_psql(desk: CustomDesk) -> None:
    desk.field("cost", "number", min_value=0)
    ticket = desk.ticket()
    with refused("PD801", "cost"):
        desk.run(SYSTEM, "INSERT INTO helpdesk.ticket_custom (ticket_id, cost) VALUES (%s, -1)", ticket)
    with refused("PD801", "cost"):
        desk.run(SYSTEM, "INSERT INTO helpdesk.ticket_custom (ticket_id, cost) VALUES (%s, 'NaN')", ticket)
    desk.run(SYSTEM, "INSERT INTO helpdesk.ticket_custom (ticket_id, cost) VALUES (%s, 5)", ticket)
    assert desk.event(ticket, "ticket_updated")["payload"]["changes"] == {
        "custom.cost": {"from": None, "to": 5}
    }


def test_psql_defines_fields_too(desk: CustomDesk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.custom_field (object, key, label, field_type)"
        " VALUES ('ticket', 'raw', 'Raw', 'number'), ('ticket', 'more', 'More', 'text')",
    )
    assert desk.run(desk.agent, "SELECT raw, more FROM api.ticket_custom_fields") == []
    with refused("PD803"):
        desk.run(SYSTEM, "UPDATE helpdesk.custom_field SET field_type = 'text'")


def test_a_value_of_an_older_rule_stays_until_it_changes(desk: CustomDesk) -> None:
    cost = desk.field("cost", "number")
    desk.field("note")
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, cost=500)
    desk.change(cost, max_value=100)
    desk.fill(desk.agent, ticket, note="unrelated")
    desk.fill(desk.agent, ticket, cost=500)
    with refused("PD801", "cost"):
        desk.fill(desk.agent, ticket, cost=501)


def test_an_option_that_is_retired_stays_where_it_was_chosen(desk: CustomDesk) -> None:
    one = desk.field("severity", "select", options=["low", {"value": "high", "label": "High!"}])
    many = desk.field("tools", "multi_select", options=["a", "b"])
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, severity="high", tools=["a"])
    desk.change(one, options=["low"])
    desk.change(many, options=["b", "c"])
    desk.fill(desk.agent, ticket, severity="high", tools=["a", "b"])
    with refused("PD801", "severity"):
        desk.fill(desk.agent, desk.ticket(), severity="high")
    listed = desk.run(
        desk.agent,
        "SELECT value, label, is_active FROM api.custom_options WHERE custom_field_id = %s",
        one,
    )
    assert ("high", "High!", False) in listed
    with refused("PD803"):
        desk.run(SYSTEM, "DELETE FROM helpdesk.custom_option WHERE value = 'high'")
    with refused("PD803"):
        desk.run(SYSTEM, "UPDATE helpdesk.custom_option SET value = 'higher' WHERE value = 'high'")


def test_the_choices_follow_the_array(desk: CustomDesk) -> None:
    desk.field("tools", "multi_select", options=["a", "b", "c"])
    ticket = desk.ticket()
    for chosen in (["a", "b"], ["b", "c"], [], ["c"], None):
        desk.fill(desk.agent, ticket, tools=chosen)
        rows = desk.run(desk.agent, "SELECT key, value FROM api.ticket_custom_choices ORDER BY value")
        assert rows == [("tools", value) for value in chosen or []]


@pytest.mark.parametrize(
    ("sqlstate", "arguments"),
    [
        ("PD803", {"key": "ticket_id"}),
        ("PD803", {"key": "taken"}),
        ("23514", {"key": "Bad key"}),
        ("23514", {"field_type": "colour"}),
        ("PD803", {"pattern": "(a+)+\\1"}),
        ("23514", {"field_type": "number", "pattern": "a"}),
        ("23514", {"field_type": "date", "min_value": 1}),
        ("23514", {"min_value": 2, "max_value": 1}),
        ("PD803", {"options": ["a"]}),
        ("PD803", {"field_type": "select", "options": []}),
        ("PD803", {"field_type": "select", "options": [1]}),
        ("PD401", {"conditions": {"field": "colour", "operator": "is", "value": 1}}),
        ("PD401", {"conditions": {"field": "assignee_id", "operator": "is", "value": "@me"}}),
        ("23514", {"customer_access": "all"}),
        ("23514", {"object": "organisation", "customer_access": "edit"}),
        ("23514", {"object": "person", "is_required_on_create": True}),
        ("23514", {"field_type": "long_text", "is_filterable": True}),
        ("PD803", {"object": "planet"}),
    ],
)
def test_a_wrong_definition_is_refused(desk: CustomDesk, sqlstate: str, arguments: dict[str, Any]) -> None:
    desk.field("taken")
    with refused(sqlstate):
        desk.field(**{"key": "thing", **arguments})
    assert desk.one(desk.admin, "SELECT count(*) FROM api.custom_fields") == 1


def test_what_cannot_change(desk: CustomDesk) -> None:
    field = desk.field("thing")
    for changes in (
        {"key": "other"},
        {"field_type": "number"},
        {"object": "person"},
        {"colour": 1},
        {"predicate": "true"},
    ):
        with refused("PD803"):
            desk.change(field, **changes)
    with refused("PD803"):
        desk.call(desk.admin, "change_custom_field", custom_field_id=field, changes=Jsonb([]))
    with refused("PD001"):
        desk.change(0, label="x")
    with refused("PD001"):
        desk.call(desk.admin, "remove_custom_field", custom_field_id=0)
    assert desk.change(field, label="New", position=1)["label"] == "New"


def test_only_administrators_define(desk: CustomDesk) -> None:
    for who in (desk.customer, desk.agent, desk.light, Person("anon")):
        with refused("42501"):
            desk.field("thing", who=who)
    desk.forbid("admin", "settings.edit")
    with refused("PD002"):
        desk.field("thing")


def test_fields_are_indexed_while_they_are_empty(desk: CustomDesk) -> None:
    fields = {
        kind: desk.field(f"a_{kind}", kind, **({"options": ["x"]} if "select" in kind else {}))
        for kind in ("text", "long_text", "number", "date", "checkbox", "select", "multi_select")
    }
    fields["plain"] = desk.field("plain", is_filterable=False)
    indexed = desk.one(
        SYSTEM,
        "SELECT array_agg(indexname::text) FROM pg_indexes WHERE indexname ~ '^ticket_custom_field_'",
    )
    expected = {"text", "number", "date", "checkbox", "select"}
    assert set(indexed) == {f"ticket_custom_field_{fields[kind]}_idx" for kind in expected}


def test_what_an_index_cannot_hold_is_refused(desk: CustomDesk) -> None:
    filterable, plain = desk.field("a"), desk.field("b", is_filterable=False)
    ticket = desk.ticket()
    # Different characters, which no compression makes short.
    text = "".join(chr(0x4E00 + number * 17 % 20000) for number in range(1000))
    desk.fill(desk.agent, ticket, a=text[:866])
    with refused("PD801", "a is longer than 2600 bytes"):
        desk.fill(desk.agent, ticket, a=text)
    desk.fill(desk.agent, ticket, b=text)
    with refused("PD803", "b has values of more than 2600 bytes"):
        desk.change(plain, is_filterable=True)
    desk.change(filterable, is_filterable=False)
    desk.fill(desk.agent, ticket, a=text)


def test_removing_hides_and_purging_drops(desk: CustomDesk) -> None:
    field = desk.field("thing", is_filterable=True)
    desk.field("other")
    ticket = desk.ticket()
    desk.fill(desk.agent, ticket, thing="kept", other="x")
    desk.call(desk.admin, "remove_custom_field", custom_field_id=field)
    with refused("42703"):
        desk.run(desk.agent, "SELECT thing FROM api.ticket_custom_fields")
    with refused("PD801"):
        desk.fill(desk.agent, ticket, thing="x")
    desk.change(field, is_active=True)
    assert desk.one(desk.agent, "SELECT thing FROM api.ticket_custom_fields") == "kept"
    desk.call(desk.admin, "remove_custom_field", custom_field_id=field, purge=True)
    assert desk.values(ticket) == {"other": "x"}
    assert desk.run(desk.agent, "SELECT other FROM api.ticket_custom_fields") == [("x",)]
    desk.field("thing", "number")
    assert desk.values(ticket) == {"other": "x", "thing": None}


def test_a_purged_multi_select_takes_its_rows_along(desk: CustomDesk) -> None:
    field = desk.field("tools", "multi_select", options=["a"])
    desk.fill(desk.agent, desk.ticket(), tools=["a"])
    desk.call(desk.admin, "remove_custom_field", custom_field_id=field, purge=True)
    for table in ("custom_option", "ticket_custom_choice"):
        assert desk.one(SYSTEM, f"SELECT count(*) FROM helpdesk.{table}") == 0


def test_what_is_used_is_not_purged(desk: CustomDesk) -> None:
    field = desk.field("severity", "select", options=["high"])
    condition = {"field": "custom.severity", "operator": "is", "value": "high"}
    view = desk.view(desk.admin, {"all": [condition]})
    with refused("PD804", "A view"):
        desk.call(desk.admin, "remove_custom_field", custom_field_id=field, purge=True)
    desk.run(SYSTEM, "DELETE FROM helpdesk.saved_view WHERE view_id = %s", view)
    rule = desk.workflow(
        "ticket_created",
        {"action": "set_custom_fields", "value": {"severity": "high"}},
        name="R",
    )
    with refused("PD804", "R"):
        desk.call(desk.admin, "remove_custom_field", custom_field_id=field, purge=True)
    desk.run(SYSTEM, "DELETE FROM helpdesk.rule WHERE rule_id = %s", rule)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.webhook (name, url, conditions) VALUES ('Hook', 'https://x.example', %s)",
        Jsonb(condition),
    )
    with refused("PD804", "webhook Hook"):
        desk.call(desk.admin, "remove_custom_field", custom_field_id=field, purge=True)
    desk.run(SYSTEM, "DELETE FROM helpdesk.webhook")
    other = desk.field("cause", conditions=condition)
    with refused("PD804", "cause"):
        desk.call(desk.admin, "remove_custom_field", custom_field_id=field, purge=True)
    desk.call(desk.admin, "remove_custom_field", custom_field_id=other, purge=True)
    desk.call(desk.admin, "remove_custom_field", custom_field_id=field, purge=True)


@pytest.mark.parametrize(("object", "view"), [("person", "people"), ("organisation", "organisations")])
def test_people_and_organisations(desk: CustomDesk, object: str, view: str) -> None:
    desk.field("vip", "checkbox", object)
    desk.field("tools", "multi_select", object, options=["a", "b"])
    key = desk.customer.id if object == "person" else desk.shared_organisation
    arguments = {f"{object}_id": key, "custom_fields": Jsonb({"vip": True, "tools": ["b"]})}
    desk.call(desk.agent, f"set_{object}_fields", **arguments)
    joined = f"SELECT vip, tools FROM api.{view} JOIN api.{object}_custom_fields USING ({object}_id)"
    assert desk.run(desk.agent, joined) == [(True, ["b"])]
    assert desk.run(desk.agent, f"SELECT value FROM api.{object}_custom_choices") == [("b",)]
    with refused("PD001"):
        desk.call(desk.agent, f"set_{object}_fields", **{**arguments, f"{object}_id": 0})
    with refused("PD002"):
        desk.call(desk.light, f"set_{object}_fields", **arguments)


@pytest.mark.parametrize(
    "key", ["c", "r", "f", "v", "i", "custom", "excluded", "select", "value", "given", "id"]
)
def test_no_key_is_confused_with_an_alias(desk: CustomDesk, key: str) -> None:
    desk.call(desk.admin, "add_custom_object", object="assets", label="Assets")
    desk.field(key, "number", is_required_on_create=True, is_filterable=True)
    desk.field(key, "number", "assets")
    ticket = desk.create(desk.agent, **{key: 1})["ticket_id"]
    desk.fill(desk.agent, ticket, **{key: 2})
    assert desk.matching(desk.agent, {"field": f"custom.{key}", "operator": "is", "value": 2}) == {ticket}
    record = desk.call(desk.agent, "save_record", object="assets", name="x", custom_fields=Jsonb({key: 3}))
    assert record[key] == 3
    deployed = (DB / "functions/conditions/rule_ticket.sql").read_text()
    desk.run(SYSTEM, f"SET LOCAL ROLE pgdesk_owner; {deployed}")
    assert desk.matching(desk.agent, {"field": f"custom.{key}", "operator": "is", "value": 2}) == {ticket}
