"""Verbs, actions of rules and bulk changes have one word for one act."""

from typing import Any

import pytest

from tests.desk import SYSTEM, Desk, Row, refused
from tests.rules.desk import Action, RuleDesk, do

# What only rules do.
NO_VERB = {"notify", "delay", "webhook"}


def _verb(desk: Desk, action: str) -> str | None:
    """The verb of the action's name; "_ticket" follows where that is a word by itself."""
    found: str | None = desk.one(
        SYSTEM,
        """SELECT min(p.proname) FROM pg_proc AS p
        WHERE p.pronamespace = 'api'::regnamespace AND p.proname = ANY (%s)
            AND has_function_privilege('agent', p.oid, 'EXECUTE')""",
        [action, f"{action}_ticket"],
    )
    return found


def test_each_action_is_called_as_its_verb(desk: Desk) -> None:
    actions = [row[0] for row in desk.run(SYSTEM, "SELECT action FROM helpdesk.rule_action")]
    assert {action for action in actions if _verb(desk, action) is None} == NO_VERB


def test_each_verb_that_changes_one_ticket_as_others_could_be_is_an_action(desk: Desk) -> None:
    """What takes a ticket and a value of its columns or tags."""
    verbs = {
        row[0]
        for row in desk.run(
            SYSTEM,
            """SELECT regexp_replace(p.proname, '_ticket$', '') FROM pg_proc AS p
            WHERE p.pronamespace = 'api'::regnamespace AND p.proargnames[1] = 'ticket_id'
                AND p.prorettype = 'api.tickets'::regtype AND p.pronargs <= 3""",
        )
    }
    actions = {row[0] for row in desk.run(SYSTEM, "SELECT action FROM helpdesk.rule_action")}
    # One person's act, or one ticket's history.
    alone = {"claim", "restore", "snooze", "wake", "unmerge", "mark_spam", "unmark_spam", "change_requester"}
    assert verbs - actions - alone == set()


SAME: dict[str, tuple[Row, Row, Action]] = {
    "assign_ticket": ({}, {"assignee_id": "agent"}, do("assign", "agent")),
    "unassign_ticket": ({"assignee_id": "agent"}, {}, do("unassign")),
    "set_status": ({}, {"status": "on_hold"}, do("set_status", "on_hold")),
    "resolve_ticket": ({"assignee_id": "agent"}, {}, do("resolve")),
    "close_ticket": ({}, {}, do("close")),
    "reopen_ticket": ({"status": "closed"}, {}, do("reopen")),
    "set_priority": ({}, {"priority": "high"}, do("set_priority", "high")),
    "set_type": ({}, {"ticket_type": "task"}, do("set_type", "task")),
    "set_department": ({}, {"department_id": "billing"}, do("set_department", "billing")),
    "add_tags": ({}, {"tags": ["Printer", "vip"]}, do("add_tags", ["Printer", "vip"])),
    "remove_tags": ({}, {"tags": ["NETWORK"]}, do("remove_tags", ["NETWORK"])),
    "set_tags": ({}, {"tags": ["VIP"]}, do("set_tags", ["VIP"])),
}


@pytest.mark.parametrize("kind", ["bulk", "macro", "escalation"])
@pytest.mark.parametrize("verb", SAME)
def test_verb_and_action_do_the_same(desk: RuleDesk, verb: str, kind: str) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('vip')")
    names = {"agent": desk.agent.id, "billing": desk.billing}
    before, arguments, action = SAME[verb]

    def meant(value: Any) -> Any:
        return names.get(value, value) if isinstance(value, str) else value

    arguments = {name: meant(value) for name, value in arguments.items()}
    action = {"action": action["action"]} | (
        {} if action["value"] is None else {"value": meant(action["value"])}
    )
    columns = {name: meant(value) for name, value in before.items() if name != "status"}
    one, other = (desk.ticket(before.get("status", "open"), **columns) for _ in range(2))
    for ticket in (one, other):
        desk.tag(ticket, "network")
    desk.call(desk.agent, verb, ticket_id=one, **arguments)
    if kind == "bulk":
        assert desk.bulk(desk.agent, [action], ticket_ids=[other]) == {other: None}
    elif kind == "macro":
        rule = desk.rule("macro", action, who=desk.admin)
        assert desk.call(desk.agent, "apply_macro", ticket_id=other, rule_id=rule)["outcome"] == "applied"
    else:
        if verb == "reopen_ticket":
            return  # rules do not sweep closed tickets
        when = {"field": "reference", "operator": "is", "value": desk.ticket_row(other)["reference"]}
        rule = desk.rule("escalation", action, when=when, who=desk.admin)
        desk.sweep()
        assert desk.firings(rule) == [(other, "applied")]

    def state(ticket: int) -> tuple[Any, ...]:
        row = desk.ticket_row(ticket)
        columns = ("status", "status_category", "priority", "ticket_type", "assignee_id", "department_id")
        events = [kind for kind in desk.events(ticket) if kind != "macro_applied"]
        return [row[column] for column in columns], desk.tags(ticket), events

    assert state(one) == state(other)


def test_tags_of_actions_are_spelt_as_the_tag(desk: RuleDesk) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('vip')")
    rule = desk.rule("macro", do("add_tags", [" VIP"]), who=desk.admin)
    assert desk.rule_row(rule)["actions"] == [do("add_tags", ["vip"])]
    for wrong in (
        do("add_tags", ["Nobody"]),
        do("add_tags", [3]),
        do("add_tags", []),
        do("add_tags", "vip"),
        7,
    ):
        with refused("PD402"):
            desk.rule("macro", wrong, who=desk.admin)  # type: ignore[arg-type]
    ticket = desk.ticket()
    desk.tag(ticket, "vip", "network")
    assert desk.bulk(desk.agent, [do("set_tags", [])], ticket_ids=[ticket]) == {ticket: None}
    assert desk.tags(ticket) == set()


@pytest.mark.parametrize("action", ["add_tags", "set_tags"])
def test_a_retired_tag_is_refused_in_bulk_as_by_the_verb(desk: RuleDesk, action: str) -> None:
    ticket = desk.ticket()
    desk.run(SYSTEM, "UPDATE helpdesk.tag SET is_active = false WHERE name = 'network'")
    with refused("PD006", "retired tags: network"):
        desk.call(desk.agent, action, ticket_id=ticket, tags=["network", "printer"])
    with refused("PD402", "tag network, which is retired"):
        desk.bulk(desk.agent, [do(action, ["network", "printer"])], ticket_ids=[ticket])
    assert desk.tags(ticket) == set()
    assert desk.bulk(desk.agent, [do("remove_tags", ["network"])], ticket_ids=[ticket]) == {ticket: None}
