"""Wrong conditions are refused when they are saved, with the path of the fault; values never become SQL."""

import time
from typing import Any

import pytest
from psycopg.types.json import Jsonb as Json

from tests.desk import SYSTEM, refused
from tests.rules.desk import Condition, RuleDesk, do, on

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
    (on("due_at", "greater", "tomorrow"), 'conditions.value "tomorrow" is not of type future'),
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


def test_a_list_has_a_hundred_conditions_at_most(desk: RuleDesk) -> None:
    condition = on("status", "is", "open")
    assert desk.view(desk.agent, {"any": [condition] * 100})
    with refused("PD401", "conditions.any is not a list of 1 to 100 conditions"):
        desk.view(desk.agent, {"any": [condition] * 101})


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


def test_tags_are_kept_as_they_are_called(desk: RuleDesk) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('vip')")
    written = {"any": [on("tags", "is", " VIP"), {"none": [on("tags", "in", ["Vip", "network"])]}]}
    called = {"any": [on("tags", "is", "vip"), {"none": [on("tags", "in", ["vip", "network"])]}]}
    desk.view(desk.agent, written)
    desk.rule("automation", do("add_tags", ["VIP"]), when=written)
    desk.run(
        desk.admin, "INSERT INTO api.sla_policies (name, conditions) VALUES ('Important', %s)", Json(written)
    )
    for table in ("saved_view", "rule", "sla_policy"):
        kept = desk.run(SYSTEM, f"SELECT count(*) FROM helpdesk.{table} WHERE conditions = %s", Json(called))
        assert kept == [(1,)], table
    assert desk.call(desk.agent, "preview_rule", conditions=Json(written)) is not None
    with refused("PD401", "does not exist"):
        desk.view(desk.agent, on("tags", "is", "nobody's"))


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
