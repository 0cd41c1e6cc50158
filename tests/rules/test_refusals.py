"""A refusal among many has the shape and the words of the refusal that the verb for one ticket raises."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb as Json

from tests.desk import SYSTEM, Row
from tests.rules.desk import Action, RuleDesk, do


def _refusal(desk: RuleDesk, name: str, **arguments: Any) -> Row:
    with pytest.raises(psycopg.Error) as raised, desk.db.transaction():
        desk.call(desk.agent, name, **arguments)
    said = raised.value.diag
    assert (said.sqlstate or "").startswith("PD")
    return {
        "code": said.sqlstate,
        "message": said.message_primary,
        "details": said.message_detail or None,
        "hint": said.message_hint or None,
    }


def _full(desk: RuleDesk) -> Row:
    desk.run(SYSTEM, "UPDATE helpdesk.agent SET max_open = 0 WHERE person_id = %s", desk.colleague.id)
    return {"ticket_id": desk.ticket()}


def _merged(desk: RuleDesk) -> Row:
    source = desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=desk.ticket())
    return {"ticket_id": source}


def _elsewhere(desk: RuleDesk) -> Row:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.billing)
    desk.call(desk.colleague, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.agent.id], message="help")
    return {"ticket_id": ticket}


def _unfilled(desk: RuleDesk) -> Row:
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.custom_field (object, key, label, field_type, is_required_on_resolve)
        VALUES ('ticket', 'cause', 'Cause', 'text', true)""",
    )
    return {"ticket_id": desk.ticket(assignee_id=desk.agent.id)}


def _hidden(desk: RuleDesk) -> Row:
    desk.run(
        SYSTEM,
        """INSERT INTO helpdesk.custom_field (object, key, label, field_type, conditions)
        VALUES ('ticket', 'cause', 'Cause', 'text',
            '{"field": "priority", "operator": "is", "value": "critical"}')""",
    )
    return {"ticket_id": desk.ticket()}


def _homeless(desk: RuleDesk) -> Row:
    department = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.department (name, slug) VALUES ('Empty', 'empty') RETURNING department_id",
    )
    return {"ticket_id": desk.ticket(department_id=department)}


# Verb, its arguments beside the ticket, the action that does the same, how the ticket came about.
DOORS: dict[str, tuple[str, Row, Action, Callable[[RuleDesk], Row]]] = {
    "not found": (
        "set_priority",
        {"priority": "high"},
        do("set_priority", "high"),
        lambda _: {"ticket_id": 999999},
    ),
    "merged": ("set_priority", {"priority": "high"}, do("set_priority", "high"), _merged),
    "another department": ("set_priority", {"priority": "high"}, do("set_priority", "high"), _elsewhere),
    "transition": (
        "set_status",
        {"status": "reopened"},
        do("set_status", "reopened"),
        lambda desk: {"ticket_id": desk.ticket()},
    ),
    "required column": (
        "set_status",
        {"status": "resolved"},
        do("set_status", "resolved"),
        lambda desk: {"ticket_id": desk.ticket()},
    ),
    "required custom field": ("set_status", {"status": "resolved"}, do("set_status", "resolved"), _unfilled),
    "hidden custom field": (
        "set_custom_fields",
        {"custom_fields": Json({"cause": "tea"})},
        do("set_custom_fields", {"cause": "tea"}),
        _hidden,
    ),
    "no room": ("assign_ticket", {"assignee_id": "colleague"}, do("assign", "colleague"), _full),
    "no route": ("route_ticket", {}, do("route"), _homeless),
}


@pytest.mark.parametrize("door", DOORS)
def test_bulk_macro_and_verb_refuse_alike(desk: RuleDesk, door: str) -> None:
    verb, arguments, action, make = DOORS[door]
    ticket = make(desk)["ticket_id"]
    if door == "no room":
        arguments, action = {"assignee_id": desk.colleague.id}, do("assign", desk.colleague.id)
    if door == "no route":
        action = {"action": "route"}
    alone = _refusal(desk, verb, ticket_id=ticket, **arguments)
    ((outcome, reason),) = desk.run(
        desk.agent,
        "SELECT outcome, reason FROM api.change_tickets(jsonb_build_array(%s::jsonb), ARRAY[%s]::bigint[])",
        Json(action),
        ticket,
    )
    # Which of the two limits is reached is told of one ticket alone.
    assert (outcome, {**reason, "details": reason["details"] or alone["details"]}) == ("refused", alone)
    if door != "not found" and door != "another department":
        macro = desk.rule("macro", action)
        found = _refusal(desk, "apply_macro", ticket_id=ticket, rule_id=macro)
        assert {**found, "details": found["details"] or alone["details"]} == alone


def test_what_routing_leaves_behind_is_told_as_route_ticket_tells_it(desk: RuleDesk) -> None:
    ticket = _homeless(desk)["ticket_id"]
    desk.update(ticket, assignee_id=desk.colleague.id)
    alone = _refusal(desk, "route_ticket", ticket_id=ticket)
    rows = desk.run(
        desk.admin,
        "SELECT ticket_id, assignee_id, reason FROM api.reassign_open_tickets(agent_id => %s)",
        desk.colleague.id,
    )
    assert rows == [(ticket, None, alone)]
