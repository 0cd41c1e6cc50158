"""What is wrong is refused when it is saved, with the path of the fault; values never become SQL."""

import time
from typing import Any

import pytest
from psycopg.types.json import Jsonb as Json

from tests.desk import SYSTEM, refused
from tests.rules.desk import Action, Condition, RuleDesk, do, on

BAD_CONDITIONS: list[tuple[Any, str]] = [
    ([], "conditions is not an object"),
    ("x", "conditions is not an object"),
    (None, "conditions is not an object"),
    ({"all": {}}, "conditions.all is not a list of 1 to 100 conditions"),
    ({"any": []}, "conditions.any is not a list of 1 to 100 conditions"),
    ({"all": [{}] * 101}, "conditions.all is not a list of 1 to 100 conditions"),
    ({"all": [{}], "any": [{}]}, "conditions has more than one of all, any, none"),
    ({"all": [{}], "field": "status"}, "conditions has more than one of all, any, none"),
    ({"all": [{}, 5]}, "conditions.all.1 is not an object"),
    ({"none": [{"any": [{}, {"all": ["x"]}]}]}, "conditions.none.0.any.1.all.0 is not an object"),
    ({"field": "status"}, "conditions is not {field, operator, value}"),
    (
        {"all": [{"field": "status", "operator": "is", "value": "open", "not": 1}]},
        "conditions.all.0 is not {field",
    ),
    (on("nonsense", "is", "x"), 'conditions.field "nonsense" is unknown'),
    ({"any": [on("status", "is", "open"), on("", "is", "x")]}, 'conditions.any.1.field "" is unknown'),
    ({"field": None, "operator": "is", "value": 1}, "conditions.field null is unknown"),
    ({"field": ["status"], "operator": "is", "value": 1}, 'conditions.field ["status"] is unknown'),
    (on("status", "roughly", "open"), 'conditions.operator "roughly" does not fit status'),
    (on("status", "contains", "open"), 'conditions.operator "contains" does not fit status'),
    (on("subject", "greater", "open"), 'conditions.operator "greater" does not fit subject'),
    (on("is_open", "is_empty", True), 'conditions.operator "is_empty" does not fit is_open'),
    (on("tags", "matches", "x"), 'conditions.operator "matches" does not fit tags'),
    (on("status", "changed", True), "conditions.operator changed cannot be used here"),
    (on("priority", "changed_to", "high"), "conditions.operator changed_to cannot be used here"),
    (on("status", "is", "nonsense"), "conditions.value nonsense does not exist"),
    (on("status", "is", "@me"), "conditions.value @me does not exist"),
    (on("status", "in", ["open", "nonsense"]), "conditions.value nonsense does not exist"),
    (on("status", "in", "open"), "conditions.value is not a list of 1 to 1000 values"),
    (on("status", "in", []), "conditions.value is not a list of 1 to 1000 values"),
    (on("status", "is", ["open"]), 'conditions.value ["open"] is not of type choice'),
    (on("status", "is", None), "conditions.value null is not of type choice"),
    (on("status_category", "is", "openish"), "conditions.value openish does not exist"),
    (on("priority", "between", ["low"]), "conditions.value is not a list of two values"),
    (on("priority", "greater", "banana"), "conditions.value banana does not exist"),
    (on("tags", "in", ["network", "@x"]), "conditions.value @x does not exist"),
    (on("assignee_id", "is", "5"), 'conditions.value "5" is not of type id'),
    (on("assignee_id", "is", 999999), "conditions.value 999999 does not exist"),
    (on("assignee_id", "is", 1.5), "conditions.value 1.5 is not of type id"),
    (on("assignee_id", "is", 10**30), "is not of type id"),
    (on("assignee_id", "is", "@mine"), 'conditions.value "@mine" is not of type id'),
    (on("department_id", "is", "@me"), 'conditions.value "@me" is not of type id'),
    (on("organisation_id", "is", "@me"), 'conditions.value "@me" is not of type id'),
    (on("is_open", "is", "true"), 'conditions.value "true" is not of type bool'),
    (on("subject", "is", 5), "conditions.value 5 is not of type text"),
    (on("subject", "is", "x" * 1001), "is not of type text"),
    (on("subject", "is_empty", "yes"), "conditions.value is not true or false"),
    (on("reply_count", "greater", "5"), 'conditions.value "5" is not of type number'),
    (on("reply_count", "greater", 10**400), "is not of type number"),
    (on("created_at", "greater", "now"), 'conditions.value "now" is not of type past'),
    (on("created_at", "greater", "tomorrow"), "is not of type past"),
    (on("created_at", "greater", "2030-02-30"), 'conditions.value "2030-02-30" is not of type past'),
    (on("created_at", "greater", 20300101), "conditions.value 20300101 is not of type past"),
    (on("created_at", "older_than", 5), "conditions.value is not a duration"),
    (on("created_at", "older_than", "-1 day"), "conditions.value is not a duration"),
    (on("created_at", "older_than", "soon"), "conditions.value is not a duration"),
    (on("created_at", "older_than", "1000 years"), "conditions.value is not a duration"),
    (on("subject", "matches", "("), "conditions.value is not a regular expression"),
]


@pytest.mark.parametrize(("condition", "said"), BAD_CONDITIONS, ids=lambda v: str(v)[:50])
def test_wrong_conditions_are_refused_by_path(desk: RuleDesk, condition: Any, said: str) -> None:
    statement = "INSERT INTO api.escalation_rules (name, conditions, actions) VALUES ('x', %s, %s)"
    with refused("PD401", said):
        desk.run(desk.admin, statement, Json(condition), Json([do("set_priority", "high")]))
    with refused("PD401", said):
        desk.run(
            desk.agent, "INSERT INTO api.saved_views (name, conditions) VALUES ('x', %s)", Json(condition)
        )
    with refused("PD401", said):
        desk.run(desk.agent, "SELECT api.preview_rule(%s)", Json(condition))


def test_nesting_ends_at_six_levels(desk: RuleDesk) -> None:
    condition: Condition = on("status", "is", "open")
    for _ in range(6):
        condition = {"all": [condition]}
    ticket = desk.ticket()
    assert desk.matching(desk.agent, condition) == {ticket}
    with refused("PD401", "nested too deeply"):
        desk.view(desk.agent, {"none": [condition]})


def test_conditions_have_a_length(desk: RuleDesk) -> None:
    with refused("PD401", "longer than 100000 characters"):
        desk.view(desk.agent, {"all": [{"any": [on("subject", "is", "x" * 900)] * 20}] * 10})


@pytest.mark.parametrize("kind", ["escalation", "automation", "workflow"])
@pytest.mark.parametrize(
    "condition",
    [
        on("assignee_id", "is", "@me"),
        on("requester_id", "not_in", ["@me"]),
        on("department_id", "in", ["@mine"]),
        on("is_escalated_to_me", "is", True),
    ],
    ids=str,
)
def test_rules_without_a_caller_cannot_ask_for_one(desk: RuleDesk, kind: str, condition: Condition) -> None:
    columns: dict[str, Any] = {"trigger_kind": "ticket_created"} if kind == "workflow" else {}
    with refused("PD401", "conditions asks for the caller"):
        desk.rule(kind, do("set_priority", "high"), when=condition, **columns)
    with refused("PD401", "conditions asks for the caller"):
        desk.call(desk.admin, "preview_rule", conditions=Json(condition), kind=kind)
    desk.rule("macro", do("set_priority", "high"), when=condition)


BAD_ACTIONS: list[tuple[str, Any, str]] = [
    ("escalation", {}, "actions is not a list of 1 to 50 actions"),
    ("escalation", [], "actions is not a list of 1 to 50 actions"),
    ("escalation", [do("set_priority", "high")] * 51, "actions is not a list of 1 to 50 actions"),
    ("escalation", ["x"], "actions.0 is not an object"),
    ("escalation", [do("explode")], 'actions.0 has no action that fits escalation: "explode"'),
    ("escalation", [{"value": 1}], "actions.0 has no action that fits escalation"),
    (
        "escalation",
        [do("set_priority", "high"), do("delay", "1 hour")],
        'actions.1 has no action that fits escalation: "delay"',
    ),
    ("automation", [do("delete")], 'actions.0 has no action that fits automation: "delete"'),
    ("escalation", [do("reply", "x")], 'actions.0 has no action that fits escalation: "reply"'),
    ("macro", [do("notify", ["assignee"])], 'actions.0 has no action that fits macro: "notify"'),
    ("macro", [do("delay", "1 hour")], 'actions.0 has no action that fits macro: "delay"'),
    (
        "macro",
        [{"action": "set_status", "value": "open", "x": 1}],
        "actions.0 has members besides action and value",
    ),
    ("macro", [do("set_status", "nonsense")], "actions.0 names nonsense, which does not exist"),
    ("macro", [do("set_status")], "actions.0 takes a text"),
    ("macro", [do("set_priority", "banana")], "actions.0 names banana, which does not exist"),
    ("macro", [do("set_type", 5)], "actions.0 takes a text"),
    ("macro", [{"action": "assign"}], "actions.0 takes an id or null"),
    ("macro", [do("assign", "7")], "actions.0 takes an id or null"),
    ("macro", [do("assign", 999999)], "actions.0 names 999999, which does not exist"),
    ("escalation", [do("assign", "@me")], "actions.0 takes an id or null"),
    ("macro", [do("set_department", "@me")], "actions.0 takes an id or null"),
    ("macro", [do("set_department", 999999)], "actions.0 names 999999, which does not exist"),
    ("macro", [do("add_tags", "network")], "actions.0 takes a list of 1 to 100 names"),
    ("macro", [do("add_tags", [])], "actions.0 takes a list of 1 to 100 names"),
    ("macro", [do("add_tags", [5])], "actions.0 takes a list of 1 to 100 names"),
    ("macro", [do("remove_tags", ["network", "nonsense"])], "actions.0 names nonsense, which does not exist"),
    ("macro", [do("add_tags", ["@x"])], "actions.0 names @x, which does not exist"),
    ("macro", [do("add_note", " \n")], "actions.0 takes a text of at most 50000 characters"),
    ("macro", [do("add_note", "x" * 50001)], "actions.0 takes a text of at most 50000 characters"),
    ("macro", [do("add_note", "Dear {{ticket.id}}")], "actions.0 has the unknown placeholder {{ticket.id}}"),
    ("workflow", [do("notify", [])], "actions.0 takes a list of ids"),
    ("workflow", [do("notify", ["everybody"])], "actions.0 takes a list of ids"),
    ("workflow", [do("notify", [999999])], "actions.0 names 999999, who is not on the staff"),
    ("workflow", [do("delay", "soon")], "actions.0 takes a duration"),
    ("workflow", [do("delay", "0 seconds")], "actions.0 takes a duration"),
]


@pytest.mark.parametrize(("kind", "actions", "said"), BAD_ACTIONS, ids=lambda v: str(v)[:50])
def test_wrong_actions_are_refused_by_path(desk: RuleDesk, kind: str, actions: Any, said: str) -> None:
    names = "name, actions, kind" + (", trigger_kind" if kind == "workflow" else "")
    values = "'x', %s, %s" + (", 'ticket_created'" if kind == "workflow" else "")
    with refused("PD402", said):
        desk.run(SYSTEM, f"INSERT INTO helpdesk.rule ({names}) VALUES ({values})", Json(actions), kind)


def test_bulk_takes_a_deletion_without_value_only(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    with refused("PD402", "actions.0 takes no value"):
        desk.bulk(desk.admin, [do("delete", "yes")], ticket_ids=[ticket])
    assert desk.bulk(desk.admin, [{"action": "delete"}], ticket_ids=[ticket]) == {ticket: None}


def test_customers_of_rules_are_staff_only(desk: RuleDesk) -> None:
    with refused("PD402", f"names {desk.customer.id}, who is not on the staff"):
        desk.workflow("ticket_created", do("notify", [desk.customer.id]))
    with refused("PD402", f"names {desk.customer.id}, which does not exist"):
        desk.rule("escalation", do("assign", desk.customer.id))


HOSTILE = (
    "'",
    "''",
    '"',
    "\\",
    "%s",
    "%1$L",
    "$1",
    "$9",
    "'; DROP TABLE helpdesk.ticket; --",
    "') OR true OR ('",
    "{}",
    "1 OR 1=1",
    "'||(SELECT 'x')||'",
    "/*",
    "--",
    "\\'; SELECT 1",
    "$$",
    "$body$",
    "E'\\x27'",
    "\u2019",
    "x\n; SELECT 1",
    "{{ticket.subject}}",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_values_stay_values(desk: RuleDesk, value: str) -> None:
    hit, other = desk.ticket(subject=f"a {value} b"), desk.ticket(subject="nothing of the sort")
    assert desk.matching(desk.agent, on("subject", "contains", value)) == {hit}
    assert desk.matching(desk.agent, on("subject", "is", f"A {value} B")) == {hit}
    assert desk.matching(desk.agent, {"none": [on("subject", "in", [value, f"a {value} b"])]}) == {other}
    rule = desk.rule(
        "escalation", do("set_priority", "high"), when=on("subject", "contains", value), name=f"r {value}"
    )
    assert value not in desk.rule_row(rule)["predicate"] or len(value) < 3
    desk.sweep()
    assert desk.firings(rule) == [(hit, "applied")]
    with refused("PD401", "is unknown"):
        desk.view(desk.agent, on(value, "is", "x"))
    with refused("PD401", "does not fit status"):
        desk.view(desk.agent, on("status", value, "open"))
    with refused("PD401", "does not exist"):
        desk.view(desk.agent, on("status", "in", ["open", value]))
    with refused("PD402", "fits escalation"):
        desk.rule("escalation", do(value, "high"))
    with refused("PD402", "does not exist"):
        desk.rule("escalation", do("add_tags", [value]))


DANGEROUS = (
    r"(a*)\1",
    r"(x)(y)\2",
    "(?=.*x)y",
    "(?!x)",
    "(?<=a)b",
    "(?<!a)b",
    "(?i)x",
    "(?b)x",
    "***:x",
    "***=x",
    "(a{1,99}){1,99}",
    "((a{1,9}){1,9}){1,99}",
    "a{999}b{999}",
    "a{2000}",
    "",
    "x" * 201,
    "(",
    "[",
    "a{5,1}",
    "*",
    r"\\(?=x)",
)
HARMLESS = (
    r"\(?[0-9]{3}\)? ?[0-9]{4}",
    "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}",
    "(?:a|b)+",
    "(x+x+)+y",
    r"\\1",
    "(a{1,9}){1,99}",
    "x" * 200,
    r"\mword\M",
    "^$|.",
)


@pytest.mark.parametrize("pattern", DANGEROUS)
def test_a_pattern_that_could_run_away_is_refused(desk: RuleDesk, pattern: str) -> None:
    with refused("PD401", "conditions.value is not a regular expression of at most 200 characters"):
        desk.view(desk.agent, on("subject", "matches", pattern))


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_pattern_that_cannot_is_taken(desk: RuleDesk, pattern: str) -> None:
    desk.view(desk.agent, on("subject", "matches", pattern))


def test_matching_is_bounded_by_the_text_that_is_looked_at(desk: RuleDesk) -> None:
    """The patterns on which other engines hang, on texts made for them; a minute would be a hang."""
    long = desk.ticket(description="x" * 200_000)
    end = desk.ticket(description="x" * 10_000 + "needle")
    began = time.monotonic()
    for pattern in ("(x+x+)+y", "(x*)*y", "(x|xx|xxx)*y", "(.*)(.*)(.*)(.*)y", "(a{1,9}|x){1,99}y"):
        assert desk.matching(desk.agent, on("description", "matches", pattern)) == set()
    assert time.monotonic() - began < 60
    assert desk.matching(desk.agent, on("description", "matches", "needle")) == set()
    assert desk.matching(desk.agent, on("description", "matches", "^x{250}")) == {long, end}


def test_instants_and_durations_do_not_depend_on_the_session(desk: RuleDesk) -> None:
    desk.clock("2030-03-31T12:00:00Z")
    old, young = desk.ticket(), desk.ticket()
    desk.run(SYSTEM, "ALTER TABLE helpdesk.ticket DISABLE TRIGGER ticket_20_check_change")
    desk.update(old, created_at="2030-03-30T11:59:59Z")
    desk.update(young, created_at="2030-03-30T12:00:01Z")
    for zone in ("UTC", "Europe/Berlin", "America/New_York"):  # in Berlin that day had 23 hours
        desk.db.execute("SELECT set_config('TimeZone', %s, true)", (zone,))
        assert desk.matching(desk.agent, on("created_at", "older_than", "1 day")) == {old}
        assert desk.matching(desk.agent, on("created_at", "less", "2030-03-30T12:00:00")) == {old}
        assert desk.matching(desk.agent, on("created_at", "less", "2030-03-30T14:00:00+02:00")) == {old}


def test_a_rule_that_became_invalid_can_be_renamed_and_switched_off(desk: RuleDesk) -> None:
    rule = desk.rule("escalation", do("add_tags", ["network"]), when=on("tags", "is", "printer"))
    desk.run(SYSTEM, "DELETE FROM helpdesk.tag WHERE name IN ('network', 'printer')")
    desk.run(
        desk.admin,
        "UPDATE api.escalation_rules SET name = 'old one', is_active = false WHERE rule_id = %s",
        rule,
    )
    with refused("PD401", "conditions.value printer does not exist"):
        desk.run(desk.admin, "UPDATE api.escalation_rules SET is_active = true WHERE rule_id = %s", rule)


def test_a_deploy_compiles_stored_conditions_again(desk: RuleDesk) -> None:
    rule = desk.rule("escalation", do("set_priority", "high"), when=on("status", "is", "open"))
    broken = desk.rule("automation", do("set_priority", "high"), when=on("tags", "is", "printer"))
    view = desk.view(desk.agent, on("status", "is", "open"))
    before = desk.rule_row(rule)["predicate"]
    desk.run(SYSTEM, "DELETE FROM helpdesk.tag WHERE name = 'printer'")
    desk.run(SYSTEM, "UPDATE helpdesk.rule SET predicate = 'of an older compiler'")
    desk.run(SYSTEM, "SELECT helpdesk.recompile_rules()")
    assert desk.rule_row(rule)["predicate"] == before
    assert desk.rule_row(broken)["predicate"] == "of an older compiler"
    assert "printer does not exist" in desk.one(
        SYSTEM, "SELECT error FROM helpdesk.rule_error WHERE rule_id = %s", broken
    )
    assert desk.listed(desk.agent, view) == []


def test_an_action_list_is_kept_as_given(desk: RuleDesk) -> None:
    actions: list[Action] = [do("set_priority", "high"), do("add_tags", ["network"])]
    assert desk.rule_row(desk.rule("escalation", *actions))["actions"] == actions
