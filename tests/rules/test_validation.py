"""What is wrong is refused when it is saved, with the path of the fault; values never become SQL."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb as Json

from tests.desk import SYSTEM, refused
from tests.rules.desk import Action, Condition, RuleDesk, do, on


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


def test_workflows_ask_for_changes_of_fields_that_events_name(desk: RuleDesk) -> None:
    columns = {"trigger_kind": "ticket_updated"}
    with refused("PD401", "conditions.operator changed cannot be used here", "fields with changed_by"):
        desk.rule("workflow", do("set_priority", "high"), when=on("channel", "changed", True), **columns)
    desk.rule("workflow", do("set_priority", "high"), when=on("priority", "changed", True), **columns)


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
    (
        "macro",
        [do("add_note", "{{ticket.subject}}" * 101)],
        "actions.0 takes a text of at most 100 placeholders",
    ),
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


def test_a_rule_that_became_invalid_can_be_renamed_and_switched_off(desk: RuleDesk) -> None:
    rule = desk.rule("escalation", do("add_tags", ["network"]), when=on("tags", "is", "printer"))
    desk.lose_tag("network")
    desk.lose_tag("printer")
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
    desk.lose_tag("printer")
    desk.run(SYSTEM, "UPDATE helpdesk.rule SET predicate = 'of an older compiler'")
    desk.run(SYSTEM, "SELECT helpdesk.recompile_rules()")
    assert desk.rule_row(rule)["predicate"] == before
    assert desk.rule_row(broken)["predicate"] == "of an older compiler"
    assert "printer does not exist" in desk.one(
        SYSTEM, "SELECT error FROM helpdesk.rule_error WHERE rule_id = %s", broken
    )
    assert desk.listed(desk.agent, view) == []


def test_a_deploy_gives_each_its_own_conditions_back(desk: RuleDesk) -> None:
    for status in ("open", "resolved"):
        condition = on("status", "is", status)
        desk.rule("escalation", do("set_priority", "high"), when=condition)
        desk.view(desk.agent, condition)
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.webhook (name, url, events, conditions) VALUES (%s, %s, '{*}', %s)",
            status,
            "https://hook.example",
            Json(condition),
        )
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.sla_policy (name, conditions) VALUES (%s, %s)",
            status,
            Json(on("ticket_type", "is", "incident" if status == "open" else "problem")),
        )
    tables = ("rule", "saved_view", "webhook", "sla_policy")
    read = [f"SELECT predicate FROM helpdesk.{table} AS t ORDER BY t" for table in tables]
    before = [sorted(desk.run(SYSTEM, statement), key=str) for statement in read]
    for table in tables:
        desk.run(SYSTEM, f"UPDATE helpdesk.{table} SET predicate = 'false' WHERE predicate IS NOT NULL")
    desk.run(SYSTEM, "SELECT helpdesk.recompile_rules()")
    assert [sorted(desk.run(SYSTEM, statement), key=str) for statement in read] == before


def test_an_action_list_is_kept_as_given(desk: RuleDesk) -> None:
    actions: list[Action] = [do("set_priority", "high"), do("add_tags", ["network"])]
    assert desk.rule_row(desk.rule("escalation", *actions))["actions"] == actions
