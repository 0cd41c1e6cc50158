"""Where the best-known peer goes wrong with rules and bulk changes: the right behaviour, by its number."""

import psycopg
import pytest

from tests.conftest import acting_as
from tests.desk import SYSTEM, make_desk, refused
from tests.rules.desk import RuleDesk, do, on

RULES = ("escalation", "automation", "workflow")


def _rule(desk: RuleDesk, kind: str, *actions: dict[str, object]) -> int:
    return desk.workflow("ticket_updated", *actions) if kind == "workflow" else desk.rule(kind, *actions)


def _run(desk: RuleDesk, kind: str) -> None:
    desk.run_workflows() if kind == "workflow" else desk.sweep(kind)


def test_peer_10_a_rule_writes_only_what_it_changes(fresh_db: str) -> None:
    """The peer saves whole rows that it read earlier: a priority set meanwhile vanished."""
    with psycopg.connect(fresh_db) as connection, psycopg.connect(fresh_db) as other:
        desk = RuleDesk(**vars(make_desk(connection)))
        desk.rule("escalation", do("add_tags", ["network"]))
        macro = desk.rule("macro", do("set_type", "incident"))
        ticket = desk.ticket()
        connection.commit()
        with acting_as(other, desk.agent.role, desk.agent.id):
            other.execute("SELECT api.set_priority(%s, 'critical')", (ticket,))
        other.commit()
        desk.sweep()
        desk.call(desk.colleague, "apply_macro", ticket_id=ticket, rule_id=macro)
        desk.bulk(desk.colleague, [do("assign", desk.agent.id)], ticket_ids=[ticket])
        row = desk.ticket_row(ticket)
        assert (row["priority"], row["ticket_type"], row["assignee_id"]) == (
            "critical",
            "incident",
            desk.agent.id,
        )
        connection.rollback()


def test_peer_16_bulk_refuses_merged_tickets(desk: RuleDesk) -> None:
    source, target = desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    found = desk.bulk(desk.agent, [do("set_status", "reopened")], ticket_ids=[source, target])
    assert found == {source: "has been merged", target: "cannot go from open to reopened"}
    assert desk.ticket_row(source)["merged_into_id"] == target


@pytest.mark.parametrize("kind", RULES)
def test_peer_17_rules_cannot_write_invalid_values(desk: RuleDesk, kind: str) -> None:
    for action in (
        do("set_status", "nonsense"),
        do("set_priority", "banana"),
        do("set_type", "x"),
        do("assign", 999999),
    ):
        with refused("PD402", "does not exist"):
            _rule(desk, kind, action)
    desk.run(SYSTEM, "UPDATE helpdesk.status SET is_active = false WHERE status = 'on_hold'")
    rule = _rule(desk, kind, do("set_status", "on_hold"))
    ticket = desk.ticket()
    desk.update(ticket, subject="Another")
    _run(desk, kind)
    assert desk.ticket_row(ticket)["status"] == "open"
    assert desk.reasons(rule) == [["set_status names on_hold, which is not active"]]


@pytest.mark.parametrize("kind", RULES)
def test_peer_17_rules_leave_instants_and_history(desk: RuleDesk, kind: str) -> None:
    _rule(desk, kind, do("assign", desk.agent.id), do("set_status", "resolved"))
    ticket = desk.ticket()
    desk.update(ticket, subject="Another")
    _run(desk, kind)
    assert desk.ticket_row(ticket)["resolved_at"] is not None
    assert {"ticket_assigned", "ticket_status_changed", "ticket_resolved"} <= set(desk.events(ticket))


def test_peer_17_a_note_is_not_repeated_each_run(desk: RuleDesk) -> None:
    desk.rule("automation", do("add_note", "please look"))
    ticket = desk.ticket()
    for _ in range(5):
        desk.sweep("automation")
    assert desk.notes(ticket) == ["please look"]


@pytest.mark.parametrize("kind", RULES)
def test_peer_17_a_failure_is_logged_as_one(desk: RuleDesk, kind: str) -> None:
    rule = _rule(desk, kind, do("add_tags", ["network"]), desk.break_notes())
    ticket = desk.ticket()
    desk.update(ticket, subject="Another")
    _run(desk, kind)
    assert (desk.rule_row(rule)["failures"], desk.tags(ticket)) == (1, set())
    assert "applied" not in {outcome for _, outcome in desk.firings(rule)}


def test_peer_17_delayed_actions_run_by_the_clock_and_only_then(desk: RuleDesk) -> None:
    desk.clock("2030-01-01T10:00:00Z")
    desk.workflow("ticket_created", do("delay", "30 minutes"), do("add_note", "late"))
    ticket = desk.ticket()
    desk.one(SYSTEM, "SELECT helpdesk.run_job('run_workflows')")
    assert desk.notes(ticket) == []
    desk.clock("2030-01-01T10:30:00Z")
    desk.one(SYSTEM, "SELECT helpdesk.run_job('run_workflows')")
    assert desk.notes(ticket) == ["late"]


def test_peer_17_an_unknown_field_does_not_widen_a_rule(desk: RuleDesk) -> None:
    with refused("PD401", 'conditions.all.1.field "hours_since_lunch" is unknown'):
        desk.rule(
            "automation", do("add_note", "x"), when={"all": [{}, on("hours_since_lunch", "greater", 1)]}
        )


def test_peer_18_a_customers_reply_is_an_event_and_a_condition(desk: RuleDesk) -> None:
    """The peer's trigger customer_reply matches every ticket."""
    by_customer = on("last_reply_is_by_staff", "is", False)
    replied = {"all": [by_customer, on("reply_count", "greater", 0)]}
    rule = desk.rule("escalation", do("add_tags", ["network"]), when=replied)
    event = desk.workflow("reply_created", do("add_tags", ["printer"]), when=by_customer)
    silent, answered, asked = (desk.ticket() for _ in range(3))
    desk.message(asked, desk.customer)
    desk.message(answered, desk.customer)
    desk.message(answered, desk.agent)
    desk.sweep()
    desk.run_workflows()
    assert desk.firings(rule) == [(asked, "applied")]
    assert desk.firings(event) == [(asked, "applied"), (answered, "applied")]
    assert desk.tags(silent) == set()


def test_peer_18_a_change_of_priority_is_a_change(desk: RuleDesk) -> None:
    rule = desk.workflow(
        "ticket_priority_changed", do("add_tags", ["network"]), when=on("priority", "changed_to", "high")
    )
    born, raised = desk.ticket(priority="high"), desk.ticket()
    desk.update(raised, priority="high")
    desk.update(raised, subject="Another")
    desk.run_workflows()
    assert desk.firings(rule) == [(raised, "applied")]
    assert desk.tags(born) == set()


def test_peer_18_rules_do_not_play_ping_pong(desk: RuleDesk) -> None:
    up = desk.rule("escalation", do("set_priority", "high"), when=on("priority", "is", "low"))
    down = desk.rule("automation", do("set_priority", "low"), when=on("priority", "is", "high"))
    ticket = desk.ticket(priority="low")
    for _ in range(30):
        desk.sweep("escalation")
        desk.sweep("automation")
    cap = desk.one(SYSTEM, "SELECT helpdesk.setting_int('rules.max_firings_per_day')")
    applied = [f for f in desk.firings(up) + desk.firings(down) if f == (ticket, "applied")]
    assert 2 <= len(applied) <= 2 * cap


def test_peer_19_wrong_input_is_a_clear_refusal(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    for action, said in (
        (do("set_priority", "banana"), "banana"),
        (do("assign", desk.customer.id), "does not exist"),
        (do("assign", "abc"), "takes an id or null"),
        (do("set_department", "abc"), "takes an id or null"),
        (do("set_department", 10**17), "does not exist"),
        (do("add_tags", ["nonsense"]), "nonsense"),
    ):
        with refused("PD402", "actions.0", said):
            desk.bulk(desk.agent, [action], ticket_ids=[ticket])
        with refused("PD402", "actions.0", said):
            desk.rule("macro", action)
    assert (
        desk.run(
            SYSTEM,
            "SELECT 1 FROM helpdesk.error_code WHERE code IN ('PD401', 'PD402') AND http_status <> 422",
        )
        == []
    )


def test_peer_28_bulk_is_one_statement_with_a_result_for_each(desk: RuleDesk) -> None:
    """The peer: 1,903 to 9,323 queries for 500 tickets, a transaction each, and no word about what failed."""
    tickets = [desk.ticket(assignee_id=desk.agent.id if n % 2 else None) for n in range(500)]
    desk.run(SYSTEM, "SET LOCAL track_functions = 'all'")
    found = desk.bulk(desk.agent, [do("set_status", "resolved")], ticket_ids=tickets)
    assert found == {
        t: None if n % 2 else "needs assignee_id to become resolved" for n, t in enumerate(tickets)
    }
    assert _calls(desk, "classify_tickets") <= 1
    xids = desk.one(SYSTEM, "SELECT count(DISTINCT xid) FROM helpdesk.event WHERE kind = 'ticket_resolved'")
    assert xids == 1


def test_peer_29_a_rule_is_a_few_statements_whatever_the_number_of_tickets(desk: RuleDesk) -> None:
    """The peer loads every open ticket for every rule, and saves one by one."""
    tickets = [desk.ticket() for _ in range(100)]
    rules = [
        desk.rule("escalation", do("add_tags", ["network"]), do("set_priority", "high")) for _ in range(3)
    ]
    desk.run(SYSTEM, "SET LOCAL track_functions = 'all'")
    desk.sweep()
    assert (
        _calls(desk, "find_due_tickets")
        == _calls(desk, "fire_rule")
        == _calls(desk, "apply_actions")
        == len(rules)
    )
    assert [desk.firings(rule) for rule in rules] == [
        [(t, outcome) for t in tickets] for outcome in ("applied", "unchanged", "unchanged")
    ]


def _calls(desk: RuleDesk, function: str) -> int:
    """How often the function was called in this transaction, since track_functions."""
    calls = desk.one(
        SYSTEM,
        """SELECT coalesce(sum(pg_stat_get_xact_function_calls(p.oid)), 0)::int FROM pg_proc AS p
        WHERE p.proname = %s AND p.pronamespace = 'helpdesk'::regnamespace""",
        function,
    )
    return int(calls)
