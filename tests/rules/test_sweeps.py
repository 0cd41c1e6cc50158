"""Escalation rules and automations: once while matching, capped, never stopped by one another."""

import pytest

from tests.conftest import set_clock
from tests.desk import ANON, SYSTEM, Person, refused
from tests.rules.desk import RuleDesk, do, on

KINDS = ("escalation", "automation")
URGENT = on("priority", "is", "urgent")


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_fires_once_while_a_ticket_matches_and_again_later(desk: RuleDesk, kind: str) -> None:
    rule = desk.rule(kind, do("add_note", "look here"), when=URGENT)
    ticket, other = desk.ticket(priority="urgent"), desk.ticket()
    assert desk.sweep(kind) == {desk.rule_row(rule)["name"]: 1}
    assert desk.sweep(kind) == {}
    assert desk.notes(ticket) == ["look here"]
    desk.update(ticket, priority="low")
    assert desk.sweep(kind) == {}
    desk.update(ticket, priority="urgent")
    desk.sweep(kind)
    desk.sweep(kind)
    assert desk.notes(ticket) == ["look here", "look here"]
    assert desk.notes(other) == []
    assert desk.firings(rule) == [(ticket, "applied")] * 2
    ended = desk.run(
        SYSTEM,
        "SELECT ended_at IS NOT NULL FROM helpdesk.rule_firing WHERE rule_id = %s ORDER BY firing_id",
        rule,
    )
    assert ended == [(True,), (False,)]


def test_what_each_kind_looks_at(desk: RuleDesk) -> None:
    rules = {kind: desk.rule(kind, do("add_note", "seen")) for kind in KINDS}
    open_, resolved, closed, deleted = (
        desk.ticket(),
        desk.ticket("resolved"),
        desk.ticket("closed"),
        desk.ticket(),
    )
    desk.call(desk.admin, "delete_ticket", ticket_id=deleted)
    for kind in KINDS:
        desk.sweep(kind)
    assert desk.firings(rules["escalation"]) == [(open_, "applied")]
    assert desk.firings(rules["automation"]) == [(open_, "applied"), (resolved, "applied")]
    assert desk.notes(closed) == []


def test_an_inactive_rule_does_nothing(desk: RuleDesk) -> None:
    rule = desk.rule("escalation", do("set_priority", "high"), is_active=False)
    desk.ticket()
    assert desk.sweep() == {}
    assert desk.firings(rule) == []


def test_rules_run_by_position_and_see_what_the_one_before_did(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    desk.rule("escalation", do("add_tags", ["printer"]), when=on("tags", "is", "network"), position=20)
    desk.rule("escalation", do("add_tags", ["network"]), position=10)
    desk.sweep()
    assert desk.tags(ticket) == {"network", "printer"}


def test_as_of_says_from_when_durations_count(desk: RuleDesk) -> None:
    rule = desk.rule("escalation", do("set_priority", "high"), when=on("created_at", "older_than", "2 hours"))
    desk.clock("2030-01-01T10:00:00Z")
    ticket = desk.ticket()
    desk.clock("2030-01-01T13:00:00Z")
    desk.run(SYSTEM, "SELECT helpdesk.sweep_rules('escalation', '2030-01-01T11:59:00Z')")
    assert desk.firings(rule) == []
    desk.run(SYSTEM, "SELECT helpdesk.sweep_rules('escalation', '2030-01-01T12:01:00Z')")
    assert desk.firings(rule) == [(ticket, "applied")]
    fired = desk.one(SYSTEM, "SELECT fired_at = '2030-01-01T12:01:00Z' FROM helpdesk.rule_firing")
    assert fired


def test_rules_that_undo_each_other_end_their_quarrel(desk: RuleDesk) -> None:
    up = desk.rule("escalation", do("set_priority", "high"), when=on("priority", "is", "low"), position=1)
    down = desk.rule("escalation", do("set_priority", "low"), when=on("priority", "is", "high"), position=2)
    ticket = desk.ticket(priority="low")
    for minute in range(0, 60, 5):
        set_clock(desk.db, f"2030-01-01T10:{minute:02}:00Z")
        desk.sweep()
    assert desk.firings(up) == desk.firings(down) == [(ticket, "applied")]


def test_a_rule_fires_so_often_a_day_on_one_ticket(desk: RuleDesk) -> None:
    desk.set("rules.max_firings_per_day", 3)
    rule = desk.rule("escalation", do("set_priority", "high"), when=on("priority", "is", "low"))
    ticket, calm = desk.ticket(priority="low"), desk.ticket()
    for hour in range(5):
        set_clock(desk.db, f"2030-01-01T1{hour}:00:00Z")
        desk.update(ticket, priority="low")
        desk.sweep()
        desk.update(ticket, priority="medium")
        desk.sweep()
    assert desk.firings(rule) == [(ticket, "applied")] * 3 + [(ticket, "refused")] * 2
    assert desk.details(rule)[-1] == [
        {
            "code": "PD407",
            "message": f"escalation {desk.rule_row(rule)['name']} fired too often within a day",
            "details": None,
            "hint": "See what fires it; act by hand, or by a macro.",
        }
    ]
    desk.update(calm, priority="low")
    set_clock(desk.db, "2030-01-02T14:30:00Z")
    desk.update(ticket, priority="low")
    desk.sweep()
    assert desk.firings(rule)[-2:] == [(ticket, "applied"), (calm, "applied")]


def test_a_refusal_is_logged_with_its_reason_and_not_repeated(desk: RuleDesk) -> None:
    unassigned, assigned = desk.ticket(), desk.ticket(assignee_id=desk.agent.id)
    rule = desk.rule("escalation", do("set_status", "resolved"), do("add_note", "done"))
    desk.sweep()
    desk.sweep()
    assert desk.firings(rule) == [(unassigned, "refused"), (assigned, "applied")]
    assert desk.reasons(rule)[0] == ["needs assignee_id to become resolved"]
    assert desk.notes(unassigned) == []
    assert desk.ticket_row(unassigned)["status"] == "open"
    assert desk.rule_row(rule)["failures"] == 0


def test_a_rule_that_fails_is_logged_and_the_others_go_on(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    broken = desk.rule(
        "escalation", do("add_note", "never seen"), desk.break_notes(), position=1, name="broken"
    )
    sound = desk.rule("escalation", do("add_tags", ["network"]), position=2, name="sound")
    done = desk.sweep()
    assert done["sound"] == 1
    assert done["broken"].startswith("failed: 23514")
    assert (desk.notes(ticket), desk.tags(ticket)) == ([], {"network"})
    assert (desk.firings(broken), desk.firings(sound)) == ([], [(ticket, "applied")])
    assert desk.rule_row(broken)["failures"] == 1
    assert "message_no_boom" in desk.one(
        SYSTEM, "SELECT error FROM helpdesk.rule_error WHERE rule_id = %s", broken
    )


def test_repeated_failure_switches_a_rule_off_and_tells_the_admins(desk: RuleDesk) -> None:
    desk.set("rules.failures_allowed", 3)
    desk.ticket()
    rule = desk.rule("automation", desk.break_notes(), name="broken")
    for _ in range(5):
        desk.sweep("automation")
    row = desk.rule_row(rule)
    assert (row["is_active"], row["failures"]) == (False, 3)
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.rule_error WHERE rule_id = %s", rule) == 3
    told = desk.run(SYSTEM, "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'rule_disabled'")
    assert told == [(desk.admin.id, "Rule broken was switched off")]
    assert [r[0] for r in desk.run(desk.admin, "SELECT kind FROM api.notifications")] == ["rule_disabled"]
    desk.mend_notes()
    desk.run(desk.admin, "UPDATE api.automations SET is_active = true WHERE rule_id = %s", rule)
    desk.sweep("automation")
    assert (desk.rule_row(rule)["failures"], [o for _, o in desk.firings(rule)]) == (0, ["applied"])


def test_a_failing_rule_with_invalid_parts_does_not_stop_the_sweep(desk: RuleDesk) -> None:
    """What it names is gone, so it could not be saved again; it must be switched off all the same."""
    desk.set("rules.failures_allowed", 1)
    ticket = desk.ticket()
    broken = desk.rule("escalation", desk.break_notes(), when=on("tags", "is_not", "printer"), position=1)
    desk.rule("escalation", do("add_tags", ["network"]), position=2)
    desk.lose_tag("printer")
    desk.sweep()
    assert desk.rule_row(broken)["is_active"] is False
    assert desk.tags(ticket) == {"network"}


def test_success_forgets_earlier_failures(desk: RuleDesk) -> None:
    desk.ticket()
    rule = desk.rule("escalation", desk.break_notes())
    desk.sweep()
    assert desk.rule_row(rule)["failures"] == 1
    desk.mend_notes()
    desk.sweep()
    assert desk.rule_row(rule)["failures"] == 0


def test_a_limit_leaves_the_rest_to_the_next_sweep(desk: RuleDesk) -> None:
    tickets = [desk.ticket() for _ in range(5)]
    rule = desk.rule("escalation", do("set_priority", "high"))
    for expected in (2, 4, 5, 5):
        desk.run(SYSTEM, "SELECT helpdesk.sweep_rules('escalation', NULL, 2)")
        assert desk.firings(rule) == [(t, "applied") for t in tickets[:expected]]


def test_a_rule_acts_as_the_system_and_says_so_in_history(desk: RuleDesk) -> None:
    ticket = desk.ticket(priority="urgent")
    rule = desk.rule(
        "escalation", do("set_status", "escalated"), do("add_note", "{{ticket.reference}} burns")
    )
    desk.sweep()
    event = desk.event(ticket, "ticket_status_changed")
    assert (event["actor_id"], event["actor_role"]) == (None, "system")
    assert event["payload"] == {"from": "open", "to": "escalated", "rule": {"rule_id": rule, "depth": 1}}
    assert "ticket_escalated" in desk.events(ticket)
    assert desk.notes(ticket) == [f"{desk.ticket_row(ticket)['reference']} burns"]
    desk.update(ticket, priority="low")
    assert "rule" not in desk.event(ticket, "ticket_priority_changed")["payload"]


def test_conditions_on_service_levels_follow_the_clocks(desk: RuleDesk) -> None:
    desk.clock("2030-01-01T10:00:00Z")
    ticket = desk.ticket(priority="critical")
    late = desk.rule("escalation", do("set_status", "escalated"), when=on("sla.is_breached", "is", True))
    soon = desk.rule(
        "escalation", do("add_tags", ["network"]), when=on("sla.first_response_due_at", "within", "5 minutes")
    )
    unanswered = desk.rule(
        "escalation",
        do("add_tags", ["printer"]),
        when={
            "all": [on("first_response_at", "is_empty", True), on("created_at", "older_than", "12 minutes")]
        },
    )
    desk.sweep()
    assert desk.firings(late) + desk.firings(soon) + desk.firings(unanswered) == []
    desk.clock("2030-01-01T10:11:00Z")
    desk.sweep()
    assert desk.firings(soon) == [(ticket, "applied")]
    desk.clock("2030-01-01T10:16:00Z")
    desk.run(SYSTEM, "SELECT helpdesk.check_sla()")
    desk.sweep()
    assert desk.firings(late) == desk.firings(unanswered) == [(ticket, "applied")]
    assert desk.ticket_row(ticket)["status"] == "escalated"


def test_the_jobs_of_the_clock_run_the_rules(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    desk.rule("escalation", do("add_tags", ["network"]))
    desk.rule("automation", do("add_tags", ["printer"]))
    with desk.db.transaction():
        for job in ("evaluate_escalations", "run_automations", "run_workflows"):
            assert not str(desk.one(SYSTEM, "SELECT helpdesk.run_job(%s)", job)).startswith("error")
    assert desk.tags(ticket) == {"network", "printer"}


@pytest.mark.parametrize("view", ["escalation_rules", "automations", "workflows"])
def test_only_who_may_edit_rules_writes_them(desk: RuleDesk, view: str) -> None:
    extra = (", trigger_kind", ", 'ticket_created'") if view == "workflows" else ("", "")
    insert = (
        f"INSERT INTO api.{view} (name, actions{extra[0]}) "
        f"""VALUES ('x', '[{{"action": "set_priority", "value": "high"}}]'{extra[1]}) RETURNING rule_id"""
    )
    for who in (desk.agent, desk.light, desk.customer, ANON):
        with refused("42501"):
            desk.run(who, insert)
    rule = desk.one(desk.admin, insert)
    assert desk.run(desk.agent, f"SELECT rule_id FROM api.{view}") == [(rule,)]
    with refused("42501"):
        desk.run(desk.agent, f"UPDATE api.{view} SET is_active = false")
    with refused("42501"):
        desk.run(desk.agent, f"DELETE FROM api.{view}")
    desk.forbid("admin", "rules.edit")
    with refused("PD002", "rules.edit"):
        desk.run(desk.admin, insert.replace("'x'", "'y'"))
    assert desk.run(desk.admin, f"UPDATE api.{view} SET is_active = false RETURNING 1") == []
    desk.permit("admin", "rules.edit")
    assert desk.run(desk.admin, f"UPDATE api.{view} SET is_active = false RETURNING 1") == [(1,)]
    assert desk.run(desk.admin, f"DELETE FROM api.{view} RETURNING 1") == [(1,)]


def test_a_view_of_one_kind_cannot_write_another(desk: RuleDesk) -> None:
    with refused("44000"):
        desk.run(
            desk.admin,
            """INSERT INTO api.escalation_rules (kind, name, actions)
            VALUES ('automation', 'x', '[{"action": "set_priority", "value": "high"}]')""",
        )


def test_shared_rules_of_a_kind_have_names_of_their_own(desk: RuleDesk) -> None:
    desk.rule("escalation", do("set_priority", "high"), name="one")
    desk.rule("automation", do("set_priority", "high"), name="one")
    with refused("23505"):
        desk.rule("escalation", do("set_priority", "high"), name="one")


def test_the_log_is_for_those_who_see_the_ticket(desk: RuleDesk) -> None:
    desk.set("agent_visibility", "departments")
    desk.rule("escalation", do("set_priority", "high"))
    mine, theirs = desk.ticket(department_id=desk.support), desk.ticket(department_id=desk.billing)
    desk.sweep()
    log = "SELECT ticket_id FROM api.rule_firings ORDER BY 1"
    assert desk.run(desk.agent, log) == [(mine,)]
    assert desk.run(desk.admin, log) == [(mine,), (theirs,)]
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.run(who, log)
    with refused("42501"):
        desk.run(desk.agent, "SELECT * FROM api.rule_errors")


def test_errors_of_rules_go_after_a_while(desk: RuleDesk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.rule_error (rule_id, at, error)"
        " SELECT %s, helpdesk.clock() - make_interval(days => d), 'x' FROM unnest(ARRAY[89, 91, 400]) AS d",
        desk.workflow("ticket_created", do("add_note", "seen")),
    )
    assert desk.one(Person("worker"), "SELECT helpdesk.run_job('purge_rule_errors')") == "2"
