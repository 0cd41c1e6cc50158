"""Workflows: what an event starts, in what order, how deep, and what happens after a delay."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.desk import ANON, SYSTEM, refused
from tests.rules.desk import Condition, RuleDesk, do, on

TAG = do("add_tags", ["network"])


def _cause(desk: RuleDesk, kind: str) -> int:
    """A ticket to which an event of the kind has just happened."""
    if kind == "ticket_created":
        return desk.ticket()
    desk.clock("2030-01-01T10:00:00Z")
    ticket = desk.ticket(priority="critical")
    if kind in ("sla_warning", "sla_breached"):
        desk.clock("2030-01-01T10:14:00Z" if kind == "sla_warning" else "2030-01-01T10:16:00Z")
        desk.run(SYSTEM, "SELECT helpdesk.check_sla()")
    elif kind == "reply_created":
        desk.message(ticket, desk.customer)
    elif kind == "internal_note_added":
        desk.message(ticket, desk.agent, kind="note")
    elif kind == "ticket_assigned":
        desk.update(ticket, assignee_id=desk.agent.id)
    elif kind == "tag_added":
        desk.tag(ticket, "printer")
    else:
        changes: dict[str, dict[str, Any]] = {
            "ticket_updated": {"subject": "Another"},
            "ticket_status_changed": {"status": "in_progress"},
            "ticket_escalated": {"status": "escalated"},
            "ticket_closed": {"status": "closed"},
            "ticket_priority_changed": {"priority": "low"},
            "department_changed": {"department_id": desk.billing},
        }
        desk.update(ticket, **changes[kind])
    return ticket


@pytest.mark.parametrize(
    "kind",
    [
        "ticket_created",
        "ticket_updated",
        "ticket_status_changed",
        "ticket_escalated",
        "ticket_closed",
        "ticket_assigned",
        "ticket_priority_changed",
        "department_changed",
        "reply_created",
        "internal_note_added",
        "tag_added",
        "sla_warning",
        "sla_breached",
    ],
)
def test_an_event_starts_its_workflows_once(desk: RuleDesk, kind: str) -> None:
    rule = desk.workflow(kind, do("add_note", "seen"))
    idle = desk.workflow("ticket_reopened", do("add_note", "not this one"))
    ticket = _cause(desk, kind)
    assert desk.firings(rule) == []
    desk.run_workflows()
    assert desk.run_workflows() == 0
    assert desk.firings(rule) == [(ticket, "applied")]
    assert desk.firings(idle) == []
    assert desk.notes(ticket) == ["seen"]
    event = desk.one(SYSTEM, "SELECT kind FROM helpdesk.rule_firing JOIN helpdesk.event USING (event_id)")
    assert event == kind


def test_each_event_counts_and_in_its_order(desk: RuleDesk) -> None:
    rule = desk.workflow("reply_created", do("add_note", "again"))
    ticket = desk.ticket()
    for _ in range(3):
        desk.message(ticket, desk.customer)
    desk.run_workflows()
    assert desk.notes(ticket) == ["again"] * 3
    assert desk.firings(rule) == [(ticket, "applied")] * 3
    events = [e for (e,) in desk.run(SYSTEM, "SELECT event_id FROM helpdesk.rule_firing ORDER BY firing_id")]
    assert events == sorted(events)


def test_what_does_not_match_leaves_no_trace(desk: RuleDesk) -> None:
    rule = desk.workflow("ticket_created", TAG, when=on("priority", "is", "urgent"))
    ticket, urgent = desk.ticket(), desk.ticket(priority="urgent")
    assert desk.run_workflows() == 2
    assert desk.firings(rule) == [(urgent, "applied")]
    assert desk.tags(ticket) == set()
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.rule_step") == 0


def test_one_job_is_queued_a_transaction(desk: RuleDesk) -> None:
    desk.workflow("ticket_created", TAG)
    queued = "SELECT count(*) FROM dramatiq.queue WHERE message ->> 'actor_name' = 'run_workflows'"
    before = desk.one(SYSTEM, queued)
    desk.message(desk.ticket(), desk.customer)
    assert desk.one(SYSTEM, queued) == before + 1
    desk.ticket()
    assert desk.one(SYSTEM, queued) == before + 1


@pytest.mark.parametrize(
    ("condition", "matches"),
    [
        (on("status", "changed", True), {"status"}),
        (on("status", "changed", False), {"priority", "assignee", "subject", "tag"}),
        (on("status", "changed_to", "in_progress"), {"status"}),
        (on("status", "changed_to", "closed"), set()),
        (on("status", "changed_from", "open"), {"status"}),
        (on("priority", "changed_to", "high"), {"priority"}),
        (on("priority", "changed_from", "high"), set()),
        (on("assignee_id", "changed", True), {"assignee"}),
        (on("subject", "changed", True), {"subject"}),
        (on("subject", "changed_to", "another"), {"subject"}),
        (on("subject", "changed_from", "PRINTER ON FIRE"), {"subject"}),
        (on("due_at", "changed", True), set()),
        (on("tags", "changed_to", "printer"), {"tag"}),
        (on("tags", "changed_from", "printer"), set()),
        (on("tags", "changed", True), {"tag"}),
        (
            {"none": [on("status", "changed", True), on("tags", "changed", True)]},
            {"priority", "assignee", "subject"},
        ),
    ],
    ids=lambda v: str(v) if isinstance(v, dict) else "",
)
def test_what_an_event_changed(desk: RuleDesk, condition: Condition, matches: set[str]) -> None:
    kinds = {
        "status": "ticket_status_changed",
        "priority": "ticket_priority_changed",
        "assignee": "ticket_assigned",
        "subject": "ticket_updated",
        "tag": "tag_added",
    }
    rules = {name: desk.workflow(kind, do("add_note", name), when=condition) for name, kind in kinds.items()}
    ticket = desk.ticket()
    desk.update(ticket, status="in_progress")
    desk.update(ticket, priority="high")
    desk.update(ticket, assignee_id=desk.agent.id)
    desk.update(ticket, subject="Another")
    desk.tag(ticket, "printer")
    desk.run_workflows()
    assert {name for name, rule in rules.items() if desk.firings(rule)} == matches


def test_unassigning_is_a_change_of_the_assignee(desk: RuleDesk) -> None:
    rule = desk.workflow("ticket_unassigned", TAG, when=on("assignee_id", "changed_from", desk.agent.id))
    other = desk.workflow("ticket_unassigned", TAG, when=on("assignee_id", "changed_from", desk.colleague.id))
    ticket = desk.ticket(assignee_id=desk.agent.id)
    desk.update(ticket, assignee_id=None)
    desk.run_workflows()
    assert (desk.firings(rule), desk.firings(other)) == ([(ticket, "applied")], [])


def test_after_a_delay_the_rest_is_done(desk: RuleDesk) -> None:
    desk.clock("2030-01-01T10:00:00Z")
    rule = desk.workflow(
        "ticket_created",
        TAG,
        do("delay", "2 hours"),
        do("add_note", "late"),
        do("delay", "1 day"),
        do("set_priority", "high"),
    )
    ticket = desk.ticket(priority="low")
    desk.run_workflows()
    assert (desk.tags(ticket), desk.notes(ticket)) == ({"network"}, [])
    assert desk.firings(rule) == [(ticket, "waiting")]
    assert desk.run(desk.admin, "SELECT ticket_id, due_at = '2030-01-01T12:00:00Z' FROM api.rule_steps") == [
        (ticket, True)
    ]
    desk.clock("2030-01-01T11:59:59Z")
    assert desk.run_workflows() == 0
    desk.clock("2030-01-01T12:00:00Z")
    desk.run_workflows()
    assert desk.notes(ticket) == ["late"]
    assert (desk.ticket_row(ticket)["priority"], desk.firings(rule)) == ("low", [(ticket, "waiting")])
    desk.clock("2030-01-02T12:00:00Z")
    desk.run_workflows()
    assert desk.ticket_row(ticket)["priority"] == "high"
    assert desk.firings(rule) == [(ticket, "applied")]
    assert [a["action"] for a in desk.details(rule)[0]] == ["add_tags", "add_note", "set_priority"]
    assert desk.run(desk.admin, "SELECT 1 FROM api.rule_steps") == []


def test_what_was_begun_goes_on_as_it_was(desk: RuleDesk) -> None:
    """An edit is for events to come; switching off is for now."""
    desk.clock("2030-01-01T10:00:00Z")
    rule = desk.workflow("ticket_created", do("delay", "1 hour"), do("add_note", "old"))
    first = desk.ticket()
    desk.run_workflows()
    desk.run(
        desk.admin,
        """UPDATE api.workflows SET actions = '[{"action": "add_note", "value": "new"}]'
        WHERE rule_id = %s""",
        rule,
    )
    second = desk.ticket()
    desk.clock("2030-01-01T11:00:00Z")
    desk.run_workflows()
    assert (desk.notes(first), desk.notes(second)) == (["old"], ["new"])


def test_a_workflow_that_is_switched_off_stops(desk: RuleDesk) -> None:
    desk.clock("2030-01-01T10:00:00Z")
    rule = desk.workflow("ticket_created", do("delay", "1 hour"), do("add_note", "late"))
    waiting = desk.ticket()
    desk.run_workflows()
    untried = desk.ticket()
    desk.run(desk.admin, "UPDATE api.workflows SET is_active = false WHERE rule_id = %s", rule)
    desk.clock("2030-01-01T12:00:00Z")
    desk.run_workflows()
    assert desk.notes(waiting) == desk.notes(untried) == []
    assert desk.firings(rule) == [(waiting, "refused")]
    assert "was switched off" in desk.reasons(rule)[0][-1]
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.rule_step") == 0


def test_a_refusal_ends_a_workflow_also_before_a_delay(desk: RuleDesk) -> None:
    rule = desk.workflow(
        "ticket_created", do("set_status", "resolved"), do("delay", "1 hour"), do("add_note", "late")
    )
    ticket = desk.ticket()
    desk.run_workflows()
    desk.clock("2031-01-01T00:00:00Z")
    desk.run_workflows()
    assert desk.firings(rule) == [(ticket, "refused")]
    assert desk.reasons(rule) == [["needs assignee_id to become resolved"]]
    assert desk.notes(ticket) == []


def test_a_ticket_deleted_during_a_delay_is_left_alone(desk: RuleDesk) -> None:
    desk.clock("2030-01-01T10:00:00Z")
    rule = desk.workflow("ticket_created", do("delay", "1 hour"), do("add_note", "late"))
    ticket = desk.ticket()
    desk.run_workflows()
    desk.call(desk.admin, "delete_ticket", ticket_id=ticket)
    desk.clock("2030-01-01T11:00:00Z")
    desk.run_workflows()
    assert (desk.firings(rule), desk.notes(ticket)) == ([(ticket, "refused")], [])
    assert desk.reasons(rule)[0][-1] == "is deleted"


def test_a_rule_cannot_set_itself_off(desk: RuleDesk) -> None:
    rule = desk.workflow("internal_note_added", do("add_note", "echo"))
    ticket = desk.ticket()
    desk.message(ticket, desk.agent, kind="note")
    desk.run_workflows()
    assert desk.notes(ticket) == ["echo"]
    assert desk.firings(rule) == [(ticket, "applied")]


def test_rules_that_set_each_other_off_end_at_a_depth_which_is_logged(desk: RuleDesk) -> None:
    desk.set("rules.max_depth", 4)
    ping = desk.workflow("internal_note_added", do("add_note", "ping"))
    pong = desk.workflow("internal_note_added", do("add_note", "pong"))
    ticket = desk.ticket()
    desk.message(ticket, desk.agent, kind="note")
    desk.run_workflows()
    notes = desk.notes(ticket)
    assert sorted(notes) == ["ping"] * 4 + ["pong"] * 4
    stopped = [
        d for d in desk.reasons(ping) + desk.reasons(pong) if d == ["rules set each other off too often"]
    ]
    assert len(stopped) == 2
    depths = desk.run(
        SYSTEM,
        """SELECT DISTINCT (payload #>> '{rule,depth}')::int FROM helpdesk.event
        WHERE payload ? 'rule' ORDER BY 1""",
    )
    assert depths == [(1,), (2,), (3,), (4,)]


def test_of_many_rules_that_set_each_other_off_each_acts_as_often_as_a_chain_is_long(desk: RuleDesk) -> None:
    desk.set("rules.max_depth", 3)
    rules = [desk.workflow("internal_note_added", do("add_note", f"echo {n}")) for n in range(5)]
    first, second = desk.ticket(), desk.ticket()
    for ticket in (first, second):
        desk.message(ticket, desk.agent, "go", kind="note")
    desk.run_workflows()
    for ticket in (first, second):
        assert Counter(desk.notes(ticket)) == {f"echo {n}": 3 for n in range(5)}
    for rule in rules:
        assert ["rules set each other off too often"] in desk.reasons(rule)
    desk.message(first, desk.agent, "once more", kind="note")
    desk.run_workflows()
    assert Counter(desk.notes(first))["echo 0"] == 6


def test_a_sweep_starts_workflows_one_level_down(desk: RuleDesk) -> None:
    desk.set("rules.max_depth", 1)
    desk.rule("escalation", do("set_priority", "high"))
    chained = desk.workflow("ticket_priority_changed", TAG)
    ticket = desk.ticket()
    desk.sweep()
    desk.run_workflows()
    assert desk.firings(chained) == [(ticket, "refused")]
    desk.set("rules.max_depth", 2)
    desk.update(ticket, priority="low")
    desk.sweep()
    desk.run_workflows()
    assert desk.firings(chained)[1:] == [(ticket, "applied")]


def test_nobody_forges_the_acting_rule(desk: RuleDesk) -> None:
    """A session may set the setting; only the system is believed."""
    rule = desk.workflow("ticket_priority_changed", TAG)
    ticket = desk.ticket()
    forged = json.dumps({"rule": {"rule_id": rule, "depth": 99}})
    desk.db.execute("SELECT set_config('helpdesk.acting_rule', %s, true)", (forged,))
    desk.call(desk.agent, "set_priority", ticket_id=ticket, priority="high")
    desk.db.execute("SELECT set_config('helpdesk.acting_rule', '', true)")
    assert "rule" not in desk.event(ticket, "ticket_priority_changed")["payload"]
    desk.run_workflows()
    assert desk.firings(rule) == [(ticket, "applied")]


def test_a_workflow_that_fails_does_not_stop_the_others(desk: RuleDesk) -> None:
    desk.set("rules.failures_allowed", 2)
    broken = desk.workflow("ticket_created", do("add_note", "undone"), desk.break_notes(), position=1)
    sound = desk.workflow("ticket_created", TAG, position=2)
    tickets = []
    for _ in range(3):
        tickets.append(desk.ticket())
        desk.run_workflows()
    assert desk.firings(sound) == [(t, "applied") for t in tickets]
    assert desk.firings(broken) == [(t, "failed") for t in tickets[:2]]
    assert (found := desk.details(broken)[0][0])["code"] == "23514"
    assert "message_no_boom" in found["message"]
    assert (desk.rule_row(broken)["is_active"], desk.rule_row(broken)["failures"]) == (False, 2)
    assert [desk.notes(t) for t in tickets] == [[], [], []]
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.notification WHERE kind = 'rule_disabled'") == 1


def test_a_step_is_one_ticket_one_rule_in_bulk(desk: RuleDesk) -> None:
    """Two hundred events are dealt with in a few calls, not one by one."""
    rule = desk.workflow("tag_added", do("set_priority", "high"))
    tickets = [desk.ticket() for _ in range(20)]
    desk.bulk(desk.agent, [do("add_tags", ["network", "printer"])], ticket_ids=tickets)
    assert desk.one(SYSTEM, "SELECT helpdesk.run_workflows()") == 20
    assert desk.one(SYSTEM, "SELECT helpdesk.run_workflows()") == 20
    assert desk.one(SYSTEM, "SELECT helpdesk.run_workflows()") == 0
    assert len(desk.firings(rule)) == 40


def test_who_may_run_and_see_workflows(desk: RuleDesk) -> None:
    desk.workflow("ticket_created", do("delay", "1 hour"), TAG)
    desk.ticket()
    for who in (desk.admin, desk.agent, desk.customer, ANON):
        with refused("42501"):
            desk.run(who, "SELECT helpdesk.run_workflows()")
    for who in (desk.agent, desk.customer, ANON):
        with refused("42501"):
            desk.run(who, "SELECT * FROM api.rule_steps")
    assert len(desk.run(desk.admin, "SELECT * FROM api.rule_steps")) == 1


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"trigger_kind": None}, "rule_workflow_has_trigger"),
        ({"trigger_kind": "nonsense"}, "rule_trigger_kind_fkey"),
        ({"trigger_kind": "ticket_created", "is_manual": True}, "rule_workflow_has_trigger"),
    ],
)
def test_a_workflow_has_a_known_trigger_or_is_a_button(
    desk: RuleDesk, columns: dict[str, Any], constraint: str
) -> None:
    with refused("23503" if "fkey" in constraint else "23514", constraint):
        desk.rule("workflow", TAG, **columns)


def test_a_rating_starts_a_workflow(desk: RuleDesk) -> None:
    desk.workflow("rated", do("add_tags", ["network"]), when=on("rating", "less", 3))
    bad, good = desk.ticket("closed"), desk.ticket("closed")
    for ticket, rating in ((bad, 1), (good, 5)):
        desk.call(desk.customer, "rate_ticket", rating=rating, ticket_id=ticket)
    desk.run_workflows()
    assert (desk.tags(bad), desk.tags(good)) == ({"network"}, set())


def test_conditions_about_the_message_mean_the_events(desk: RuleDesk) -> None:
    """Source: zammad/zammad#3071."""
    refund = {"all": [
        on("last_message_body", "contains", "refund"),
        on("last_reply_is_by_staff", "is", False),
        on("reply_count", "is", 1),
    ]}  # fmt: skip
    desk.workflow("reply_created", do("add_note", "The customer wrote again."), position=1)
    second = desk.workflow("reply_created", TAG, when=refund, position=2)
    ticket = desk.ticket()
    desk.message(ticket, desk.customer, "I want a refund")
    desk.message(ticket, desk.agent, "Of course", kind="note")
    desk.message(ticket, desk.agent, "Here it is")
    desk.run_workflows()
    assert desk.firings(second) == [(ticket, "applied")]


def test_an_event_without_a_message_sees_the_last_one_before_it(desk: RuleDesk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    ticket = desk.ticket()
    desk.message(ticket, desk.customer, "First")
    rules = {
        text: desk.workflow("ticket_priority_changed", TAG, when=on("last_message_body", "is", text))
        for text in ("First", "Second")
    }
    desk.update(ticket, priority="high")
    desk.clock("2026-03-02 12:01:00+00")
    desk.message(ticket, desk.customer, "Second")
    desk.run_workflows()
    assert [desk.firings(rule) != [] for rule in rules.values()] == [True, False]


def test_what_rules_write_is_no_last_message(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    desk.message(ticket, desk.customer, "Refund")
    desk.rule("escalation", do("add_note", "Noted"), position=1)
    second = desk.rule("escalation", TAG, when=on("last_message_body", "is", "refund"), position=2)
    desk.sweep()
    assert desk.firings(second) == [(ticket, "applied")]


def test_rules_that_set_each_other_off_by_sla_events_end_at_the_depth(desk: RuleDesk) -> None:
    desk.set("rules.max_depth", 3)
    reopen = desk.workflow("sla_met", do("set_status", "reopened"))
    resolve = desk.workflow("ticket_reopened", do("set_status", "resolved"))
    ticket = desk.ticket("in_progress", assignee_id=desk.agent.id)
    desk.update(ticket, status="resolved")
    desk.run_workflows()
    assert [d for d in desk.details(reopen) + desk.details(resolve) if "too often" in str(d)]
