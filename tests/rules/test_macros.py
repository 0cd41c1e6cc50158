"""Macros and buttons: one click as the caller, all or nothing, and taking it back."""

import pytest

from tests.desk import ANON, SYSTEM, Person, refused
from tests.rules.desk import RuleDesk, do, on


def _apply(desk: RuleDesk, who: Person, ticket: int, rule: int, **more: int) -> int:
    firing: int = desk.call(who, "apply_macro", ticket_id=ticket, rule_id=rule, **more)["firing_id"]
    return firing


def _undo(desk: RuleDesk, who: Person, firing: int) -> None:
    desk.call(who, "undo_macro", firing_id=firing)


def test_a_macro_is_one_undoable_step(desk: RuleDesk) -> None:
    macro = desk.rule(
        "macro",
        do("set_status", "in_progress"),
        do("set_priority", "high"),
        do("set_type", "incident"),
        do("assign", "@me"),
        do("set_department", desk.billing),
        do("add_tags", ["network"]),
        do("remove_tags", ["printer"]),
        do("add_note", "mine now"),
        do("follow", [desk.colleague.id]),
    )
    ticket = desk.ticket(department_id=desk.support)
    desk.tag(ticket, "printer")
    before = desk.ticket_row(ticket)
    firing = _apply(desk, desk.agent, ticket, macro)
    after = desk.ticket_row(ticket)
    assert (after["status"], after["priority"], after["assignee_id"]) == (
        "in_progress",
        "high",
        desk.agent.id,
    )
    assert (desk.tags(ticket), desk.notes(ticket, "note")) == ({"network"}, ["mine now"])
    assert desk.run(desk.agent, "SELECT firing_id, outcome, can_undo, actor_id FROM api.rule_firings") == [
        (firing, "applied", True, desk.agent.id)
    ]

    _undo(desk, desk.agent, firing)
    undone = desk.ticket_row(ticket)
    moved = {"version", "updated_at", "last_message_id", "last_message_at"}
    assert {k: v for k, v in undone.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    assert (desk.tags(ticket), desk.notes(ticket, "note")) == ({"printer"}, [])
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.ticket_follower WHERE ticket_id = %s", ticket) == []
    assert desk.run(desk.agent, "SELECT can_undo, undone_at IS NOT NULL FROM api.rule_firings") == [
        (False, True)
    ]


@pytest.mark.parametrize(
    ("before", "to"),
    [("open", "resolved"), ("waiting_on_customer", "closed"), ("resolved", "closed"), ("closed", "reopened")],
)
def test_undo_goes_back_also_where_no_transition_leads(desk: RuleDesk, before: str, to: str) -> None:
    macro = desk.rule("macro", do("set_status", to))
    ticket = desk.ticket(before, assignee_id=desk.agent.id)
    _undo(desk, desk.agent, _apply(desk, desk.agent, ticket, macro))
    assert desk.ticket_row(ticket)["status"] == before


def test_undo_leaves_alone_what_others_tagged_meanwhile(desk: RuleDesk) -> None:
    macro = desk.rule("macro", do("add_tags", ["network"]))
    ticket = desk.ticket()
    firing = _apply(desk, desk.agent, ticket, macro)
    desk.tag(ticket, "printer")
    _undo(desk, desk.agent, firing)
    assert desk.tags(ticket) == {"printer"}


def test_undo_is_refused_with_its_reason(desk: RuleDesk) -> None:
    desk.clock("2030-01-01T10:00:00Z")
    macro = desk.rule("macro", do("set_priority", "high"))
    reply = desk.rule("macro", do("reply", "hello"))

    twice = _apply(desk, desk.agent, desk.ticket(), macro)
    _undo(desk, desk.agent, twice)
    with refused("PD403", "it was undone already"):
        _undo(desk, desk.agent, twice)
    with refused("PD403", "somebody else applied it"):
        _undo(desk, desk.admin, _apply(desk, desk.agent, desk.ticket(), macro))
    with refused("PD403", "it sent a reply"):
        _undo(desk, desk.agent, _apply(desk, desk.agent, desk.ticket(), reply))
    changed = desk.ticket()
    firing = _apply(desk, desk.agent, changed, macro)
    desk.update(changed, subject="Another")
    with refused("PD403", "the ticket has changed since"):
        _undo(desk, desk.agent, firing)
    late = _apply(desk, desk.agent, desk.ticket(), macro)
    desk.clock("2030-01-01T10:10:01Z")
    with refused("PD403", "it is too long ago"):
        _undo(desk, desk.agent, late)
    desk.set("macro_undo_within_minutes", 20)
    _undo(desk, desk.agent, late)


def test_undo_is_for_who_may_use_macros_and_sees_the_ticket(desk: RuleDesk) -> None:
    macro = desk.rule("macro", do("set_department", desk.billing))
    ticket = desk.ticket(department_id=desk.support)
    firing = _apply(desk, desk.agent, ticket, macro)
    desk.set("agent_visibility", "departments")
    with refused("PD001"):
        _undo(desk, desk.agent, firing)
    desk.set("agent_visibility", "all")
    desk.forbid("agent", "macros.use")
    with refused("PD002", "macros.use"):
        _undo(desk, desk.agent, firing)
    for who in (desk.customer, ANON):
        with refused("42501"):
            _undo(desk, who, firing)
    for unknown in (None, 999999):
        with refused("PD001", "not found"):
            desk.run(desk.agent, "SELECT api.undo_macro(%s::bigint)", unknown)
    desk.run(SYSTEM, "SELECT helpdesk.sweep_rules('escalation')")
    swept = desk.rule("escalation", do("set_priority", "high"))
    desk.sweep()
    with refused("PD001", "not found"):
        _undo(
            desk,
            desk.admin,
            desk.one(SYSTEM, "SELECT firing_id FROM helpdesk.rule_firing WHERE rule_id = %s", swept),
        )


def test_undo_needs_the_right_to_each_change(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    firing = _apply(
        desk, desk.agent, ticket, desk.rule("macro", do("set_priority", "high"), do("add_tags", ["network"]))
    )
    desk.forbid("agent", "tickets.priority")
    with refused("PD002", "tickets.priority"):
        _undo(desk, desk.agent, firing)
    assert (desk.ticket_row(ticket)["priority"], desk.tags(ticket)) == ("high", {"network"})


def test_a_macro_is_all_or_nothing(desk: RuleDesk) -> None:
    macro = desk.rule(
        "macro",
        do("add_tags", ["network"]),
        do("set_status", "resolved"),
        do("add_note", "done"),
        name="resolve",
    )
    ticket = desk.ticket()
    with refused("PD004", "needs assignee_id to become resolved"):
        _apply(desk, desk.agent, ticket, macro)
    assert (desk.tags(ticket), desk.notes(ticket, "note"), desk.firings(macro)) == (set(), [], [])
    retired = desk.rule("macro", do("set_priority", "high"), do("assign", desk.retired.id))
    with refused("PD007"):
        _apply(desk, desk.agent, ticket, retired)
    assert desk.ticket_row(ticket)["priority"] == "medium"


def test_the_conditions_of_a_macro_must_hold(desk: RuleDesk) -> None:
    macro = desk.rule(
        "macro", do("set_priority", "high"), when=on("assignee_id", "is", "@me"), name="for mine"
    )
    mine, theirs = desk.ticket(assignee_id=desk.agent.id), desk.ticket(assignee_id=desk.colleague.id)
    _apply(desk, desk.agent, mine, macro)
    with refused("PD006", "for mine does not fit ticket", "conditions do not match"):
        _apply(desk, desk.agent, theirs, macro)


def test_the_version_that_the_caller_saw(desk: RuleDesk) -> None:
    macro = desk.rule("macro", do("set_priority", "high"))
    ticket = desk.ticket()
    version = desk.ticket_row(ticket)["version"]
    desk.update(ticket, subject="Another")
    with refused("PD005"):
        _apply(desk, desk.agent, ticket, macro, version=version)
    _apply(desk, desk.agent, ticket, macro, version=version + 1)


def test_a_macro_never_does_more_than_its_user_may(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    priority = desk.rule("macro", do("set_priority", "high"))
    tag = desk.rule("macro", do("add_tags", ["network"]))
    desk.forbid("agent", "tickets.priority")
    desk.forbid("agent", "tickets.tag")
    with refused("PD002", "tickets.priority"):
        _apply(desk, desk.agent, ticket, priority)
    with refused("PD002", "tickets.tag"):
        _apply(desk, desk.agent, ticket, tag)
    with refused("PD002", "macros.use"):
        _apply(desk, desk.light, ticket, priority)
    for who in (desk.customer, ANON):
        with refused("42501"):
            _apply(desk, who, ticket, priority)
    _apply(desk, desk.admin, ticket, priority)


def test_a_macro_reaches_no_ticket_out_of_sight(desk: RuleDesk) -> None:
    desk.set("agent_visibility", "departments")
    macro = desk.rule("macro", do("set_priority", "high"))
    theirs, deleted = desk.ticket(department_id=desk.billing), desk.ticket(department_id=desk.support)
    desk.call(desk.admin, "delete_ticket", ticket_id=deleted)
    for ticket in (theirs, deleted, 999999):
        with refused("PD001"):
            _apply(desk, desk.agent, ticket, macro)
    desk.call(desk.colleague, "escalate_ticket", ticket_id=theirs, staff_ids=[desk.agent.id], message="help")
    with refused("PD002", "belongs to another department"):
        _apply(desk, desk.agent, theirs, macro)


def test_private_macros_are_their_owners(desk: RuleDesk) -> None:
    own = desk.rule("macro", do("set_priority", "high"), who=desk.agent, name="mine", is_shared=False)
    desk.rule("macro", do("set_priority", "low"), who=desk.colleague, name="mine", is_shared=False)
    assert desk.rule_row(own)["owner_id"] == desk.agent.id
    ticket = desk.ticket()
    _apply(desk, desk.agent, ticket, own)
    with refused("PD001", f"macro {own} not found"):
        _apply(desk, desk.colleague, ticket, own)
    visible = "SELECT rule_id FROM api.macros"
    assert desk.run(desk.agent, visible) == [(own,)]
    assert desk.run(desk.light, visible) == []
    assert (
        desk.run(desk.colleague, "UPDATE api.macros SET name = 'taken' WHERE rule_id = %s RETURNING 1", own)
        == []
    )
    assert desk.run(
        desk.agent, "UPDATE api.macros SET name = 'still mine' WHERE rule_id = %s RETURNING 1", own
    ) == [(1,)]
    with refused("PD002", "Agents write private macros of their own"):
        desk.run(desk.agent, "UPDATE api.macros SET is_shared = true WHERE rule_id = %s", own)
    with refused("PD002"):
        desk.run(desk.agent, "UPDATE api.macros SET owner_id = %s WHERE rule_id = %s", desk.colleague.id, own)
    with refused("PD002"):
        desk.rule("macro", do("set_priority", "high"), who=desk.agent)
    with refused("PD002"):
        desk.rule(
            "macro", do("set_priority", "high"), who=desk.agent, is_shared=False, owner_id=desk.colleague.id
        )
    with refused("PD002", "macros.use"):
        desk.rule("macro", do("set_priority", "high"), who=desk.light, is_shared=False)
    assert desk.run(desk.agent, "DELETE FROM api.macros WHERE rule_id = %s RETURNING 1", own) == [(1,)]


def test_an_inactive_macro_is_not_found(desk: RuleDesk) -> None:
    macro = desk.rule("macro", do("set_priority", "high"), is_active=False)
    with refused("PD001"):
        _apply(desk, desk.agent, desk.ticket(), macro)


def test_only_macros_and_buttons_are_applied_by_hand(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    for rule in (
        desk.rule("escalation", do("set_priority", "high")),
        desk.rule("automation", do("set_priority", "high")),
        desk.workflow("ticket_created", do("set_priority", "high")),
    ):
        with refused("PD001", "not found"):
            _apply(desk, desk.admin, ticket, rule)


def test_a_button_is_a_workflow_with_a_manual_trigger(desk: RuleDesk) -> None:
    button = desk.rule(
        "workflow", do("assign", "@me"), do("notify", ["role:admin"]), who=desk.admin, is_manual=True
    )
    ticket = desk.ticket()
    firing = _apply(desk, desk.agent, ticket, button)
    assert desk.ticket_row(ticket)["assignee_id"] == desk.agent.id
    assert (desk.admin.id, "rule_notified") in desk.notified(ticket)
    _undo(desk, desk.agent, firing)
    assert desk.ticket_row(ticket)["assignee_id"] is None
    with refused("PD402", 'no action that fits button: "delay"'):
        desk.rule("workflow", do("delay", "1 hour"), do("set_priority", "high"), is_manual=True)


def test_a_macro_starts_workflows_like_any_change(desk: RuleDesk) -> None:
    chained = desk.workflow("ticket_priority_changed", do("add_tags", ["network"]))
    macro = desk.rule("macro", do("set_priority", "high"))
    ticket = desk.ticket()
    _apply(desk, desk.agent, ticket, macro)
    desk.run_workflows()
    assert desk.firings(chained) == [(ticket, "applied")]


def test_each_use_of_a_macro_is_logged(desk: RuleDesk) -> None:
    macro = desk.rule("macro", do("add_note", "again"))
    ticket = desk.ticket()
    for who in (desk.agent, desk.colleague, desk.agent):
        _apply(desk, who, ticket, macro)
    rows = desk.run(
        desk.admin,
        "SELECT actor_id, outcome FROM api.rule_firings WHERE rule_id = %s ORDER BY firing_id",
        macro,
    )
    assert rows == [(desk.agent.id, "applied"), (desk.colleague.id, "applied"), (desk.agent.id, "applied")]


def test_the_timeline_names_the_macro(desk: RuleDesk) -> None:
    macro = desk.rule("macro", do("set_priority", "high"), name="To the top")
    ticket = desk.ticket()
    firing = _apply(desk, desk.agent, ticket, macro)
    _undo(desk, desk.agent, firing)
    said = """SELECT kind, actor_name, payload FROM api.timeline
        WHERE ticket_id = %s AND kind LIKE 'macro%%' ORDER BY event_id"""
    what = {"rule_id": macro, "name": "To the top", "firing_id": firing}
    assert desk.run(desk.agent, said, ticket) == [
        ("macro_applied", "Bob", what),
        ("macro_undone", "Bob", what),
    ]
    assert desk.run(desk.customer, said, ticket) == []
