"""Each action, as each kind of rule that may take it, leaves the traces that a person's change leaves."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.desk import SYSTEM
from tests.rules.desk import Action, RuleDesk, do

KINDS = ("escalation", "automation", "workflow", "button", "macro", "bulk")


def _act(desk: RuleDesk, kind: str, ticket: int, *actions: Action) -> None:
    if kind in ("escalation", "automation"):
        desk.rule(kind, *actions)
        desk.sweep(kind)
    elif kind == "workflow":
        desk.workflow("ticket_restored", *actions)
        desk.run(SYSTEM, "SELECT helpdesk.record_event(%s, 'ticket_restored')", ticket)
        desk.run_workflows()
    elif kind == "bulk":
        assert desk.bulk(desk.admin, list(actions), ticket_ids=[ticket]) == {ticket: None}
    else:
        made = (
            desk.rule("macro", *actions)
            if kind == "macro"
            else desk.rule("workflow", *actions, is_manual=True)
        )
        desk.call(desk.admin, "apply_macro", ticket_id=ticket, rule_id=made)


def _who(desk: RuleDesk, kind: str) -> int | None:
    return desk.admin.id if kind in ("button", "macro", "bulk") else None


Check = Callable[[RuleDesk, int], Any]
CASES: dict[str, tuple[Any, Check, Any, str | None]] = {
    "set_status": (
        "in_progress",
        lambda d, t: d.ticket_row(t)["status"],
        "in_progress",
        "ticket_status_changed",
    ),
    "set_priority": (
        "critical",
        lambda d, t: d.ticket_row(t)["priority"],
        "critical",
        "ticket_priority_changed",
    ),
    "set_type": ("incident", lambda d, t: d.ticket_row(t)["ticket_type"], "incident", "ticket_updated"),
    "add_tags": (["network"], lambda d, t: d.tags(t), {"network", "printer"}, "tag_added"),
    "remove_tags": (["printer"], lambda d, t: d.tags(t), set(), "tag_removed"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", CASES)
def test_a_change_of_the_ticket(desk: RuleDesk, kind: str, action: str) -> None:
    value, check, expected, event = CASES[action]
    ticket = desk.ticket()
    desk.tag(ticket, "printer")
    _act(desk, kind, ticket, do(action, value))
    assert check(desk, ticket) == expected
    assert event is not None
    assert desk.event(ticket, event)["actor_id"] == _who(desk, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_assigning_and_unassigning(desk: RuleDesk, kind: str) -> None:
    free, taken = desk.ticket(), desk.ticket(assignee_id=desk.colleague.id)
    _act(desk, kind, free, do("assign", desk.agent.id))
    assert desk.ticket_row(free)["assignee_id"] == desk.agent.id
    assert (desk.agent.id, "ticket_assigned") in desk.notified(free)
    _act(desk, kind, taken, do("assign", None))
    assert desk.ticket_row(taken)["assignee_id"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_moving_to_a_department_or_none(desk: RuleDesk, kind: str) -> None:
    ticket = desk.ticket()
    _act(desk, kind, ticket, do("set_department", desk.billing))
    assert desk.ticket_row(ticket)["department_id"] == desk.billing
    desk.run(SYSTEM, "UPDATE helpdesk.rule SET is_active = false")
    _act(desk, kind, ticket, do("set_department", None))
    assert desk.ticket_row(ticket)["department_id"] is None


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "bulk"])
def test_a_note_with_placeholders(desk: RuleDesk, kind: str) -> None:
    ticket = desk.ticket()
    _act(
        desk,
        kind,
        ticket,
        do("add_note", "{{ticket.reference}} of {{ requester.first_name }}: {{agent.name}}"),
    )
    by_person = kind in ("macro", "button")
    writer = "Ada" if by_person else ""
    body = f"{desk.ticket_row(ticket)['reference']} of Max: {writer}"
    assert desk.notes(ticket, "note" if by_person else "system") == [body]
    assert desk.run(desk.customer, "SELECT 1 FROM api.messages WHERE ticket_id = %s", ticket) == []


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "bulk"])
def test_a_note_of_which_nothing_is_left_is_not_written(desk: RuleDesk, kind: str) -> None:
    ticket = desk.ticket(requester=desk.guest)
    _act(desk, kind, ticket, do("add_note", "{{organisation.name}}"), do("add_tags", ["network"]))
    assert desk.notes(ticket) + desk.notes(ticket, "note") == []
    assert desk.tags(ticket) == {"network"}


@pytest.mark.parametrize("kind", ["macro", "button"])
def test_a_public_reply(desk: RuleDesk, kind: str) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    _act(desk, kind, ticket, do("reply", "Dear {{requester.first_name}}, done"), do("set_status", "resolved"))
    assert desk.run(desk.customer, "SELECT body FROM api.messages WHERE ticket_id = %s", ticket) == [
        ("Dear Max, done",)
    ]
    row = desk.ticket_row(ticket)
    assert (row["status"], row["first_response_at"] is not None) == ("resolved", True)


@pytest.mark.parametrize("kind", ["escalation", "automation", "workflow", "button"])
@pytest.mark.parametrize(
    ("people", "names"),
    [
        (["assignee"], ["agent"]),
        (["followers"], ["agent", "colleague"]),
        (["department"], ["colleague"]),
        (["role:admin"], ["admin"]),
        (["role:agent"], ["agent", "colleague", "light"]),
        (["assignee", "role:admin"], ["agent", "admin"]),
    ],
    ids=str,
)
def test_notifying_people(desk: RuleDesk, kind: str, people: list[str], names: list[str]) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id, department_id=desk.billing)
    desk.call(desk.colleague, "follow_ticket", ticket_id=ticket)
    _act(desk, kind, ticket, do("notify", people))
    told = {person for person, what in desk.notified(ticket) if what == "rule_notified"}
    expected = {getattr(desk, name).id for name in names}
    assert told == expected - {_who(desk, kind)}


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "bulk"])
def test_letting_people_follow(desk: RuleDesk, kind: str) -> None:
    ticket = desk.ticket()
    desk.rule("macro", do("follow", [desk.colleague.id, desk.retired.id]), name="only active staff")
    _act(desk, kind, ticket, do("follow", [desk.colleague.id, desk.retired.id, "role:admin"]))
    followers = {
        p
        for (p,) in desk.run(
            SYSTEM, "SELECT person_id FROM helpdesk.ticket_follower WHERE ticket_id = %s", ticket
        )
    }
    assert followers == {desk.colleague.id, desk.admin.id}


@pytest.mark.parametrize("kind", KINDS)
def test_several_actions_are_one_change(desk: RuleDesk, kind: str) -> None:
    """Resolving needs an assignee: it may come from the same list, wherever it stands there."""
    ticket = desk.ticket()
    version = desk.ticket_row(ticket)["version"]
    _act(
        desk,
        kind,
        ticket,
        do("set_status", "resolved"),
        do("assign", desk.agent.id),
        do("set_priority", "high"),
    )
    row = desk.ticket_row(ticket)
    assert (row["status"], row["priority"], row["resolved_at"] is not None) == ("resolved", "high", True)
    assert row["version"] == version + 1


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_so_already_is_no_change(desk: RuleDesk, kind: str) -> None:
    ticket = desk.ticket(priority="high", assignee_id=desk.agent.id)
    desk.tag(ticket, "network")
    before, events = desk.ticket_row(ticket), desk.events(ticket)
    _act(
        desk,
        kind,
        ticket,
        do("set_status", "open"),
        do("set_priority", "high"),
        do("assign", desk.agent.id),
        do("add_tags", ["network"]),
    )
    assert desk.ticket_row(ticket) == before
    assert [e for e in desk.events(ticket) if e not in ("ticket_restored", "macro_applied")] == events


def test_the_last_action_of_a_kind_counts(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    desk.bulk(
        desk.agent,
        [do("set_priority", "low"), do("set_priority", "high"), do("assign", "@me"), do("assign", None)],
        ticket_ids=[ticket],
    )
    row = desk.ticket_row(ticket)
    assert (row["priority"], row["assignee_id"]) == ("high", None)


def test_a_deletion_is_for_bulk_and_its_permission(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    desk.bulk(desk.admin, [{"action": "delete"}], ticket_ids=[ticket])
    assert desk.ticket_row(ticket)["deleted_at"] is not None
    assert desk.events(ticket)[-1] == "ticket_deleted"
