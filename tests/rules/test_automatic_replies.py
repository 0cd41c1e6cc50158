"""Public replies by rules: said by nobody, moving nothing, never to machines and never without end."""

import pytest

from tests.desk import SYSTEM, refused
from tests.rules.desk import RuleDesk, do, on

HELLO = do("reply", "Dear {{requester.first_name}}, {{ticket.reference}} is with us.")
_MAIL = """
    INSERT INTO helpdesk.inbound_mail (raw, adapter, state, ticket_id, automatic_kind, reason, processed_at)
    VALUES (convert_to(%s, 'utf8'), 'test', 'automatic', %s, 'auto_replied', 'x', helpdesk.clock())
"""


def _replies(desk: RuleDesk, ticket: int) -> list[str]:
    return desk.notes(ticket, "reply")


def test_a_workflow_answers_a_new_ticket(desk: RuleDesk) -> None:
    desk.workflow("ticket_created", HELLO)
    ticket = desk.ticket(assignee_id=desk.agent.id)
    reference = desk.ticket_row(ticket)["reference"]
    desk.run_workflows()
    assert _replies(desk, ticket) == [f"Dear Max, {reference} is with us."]
    assert "automatic_reply" in desk.events(ticket)
    assert {(desk.customer.id, "automatic_reply"), (desk.agent.id, "automatic_reply")} <= desk.notified(
        ticket
    )
    seen = desk.run(
        desk.customer, "SELECT author_id, author_name FROM api.messages WHERE ticket_id = %s", ticket
    )
    assert seen == [(None, None)]
    assert desk.one(desk.customer, "SELECT count(*) FROM api.timeline WHERE message_id IS NOT NULL") == 1


def test_it_is_no_response_and_moves_nothing(desk: RuleDesk) -> None:
    desk.workflow("ticket_priority_changed", HELLO)
    ticket = desk.ticket("waiting_on_customer")
    desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h")
    desk.update(ticket, priority="high")
    before = desk.ticket_row(ticket)
    clocks = (
        "SELECT jsonb_agg(to_jsonb(c) ORDER BY c.metric) FROM helpdesk.sla_clock AS c WHERE ticket_id = %s"
    )
    running = desk.one(SYSTEM, clocks, ticket)
    assert desk.run_workflows() == 1
    after = desk.ticket_row(ticket)
    assert len(_replies(desk, ticket)) == 1
    for column in ("status", "first_response_at", "snoozed_until"):
        assert after[column] == before[column]
    assert desk.one(SYSTEM, clocks, ticket) == running


def test_a_reminder_by_an_automation_is_sent_once(desk: RuleDesk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    ticket = desk.ticket()
    desk.message(ticket, desk.agent, "Did it help?")
    desk.rule(
        "automation",
        do("reply", "Are you still there?"),
        when={
            "all": [
                on("last_reply_is_by_staff", "is", True),
                on("last_reply_at", "older_than", "2 days"),
            ]
        },
    )
    for day in range(2, 12):
        desk.clock(f"2026-03-{day + 1:02} 13:00:00+00")
        desk.sweep("automation")
    assert _replies(desk, ticket) == ["Did it help?", "Are you still there?"]


def test_a_status_comes_with_the_reply(desk: RuleDesk) -> None:
    desk.workflow("ticket_created", do("set_status", "on_hold"), HELLO)
    ticket = desk.ticket()
    desk.run_workflows()
    assert desk.ticket_row(ticket)["status"] == "on_hold"
    assert len(_replies(desk, ticket)) == 1


def test_automatic_mail_is_never_answered(desk: RuleDesk) -> None:
    rule = desk.workflow("ticket_priority_changed", HELLO)
    ticket = desk.ticket()
    desk.run(SYSTEM, _MAIL, "I am away", ticket)
    desk.update(ticket, priority="high")
    desk.run_workflows()
    assert _replies(desk, ticket) == []
    assert desk.firings(rule) == [(ticket, "refused")]
    assert desk.reasons(rule) == [["was written by automatic mail, which rules do not answer"]]


def test_a_person_who_writes_after_the_machine_is_answered(desk: RuleDesk) -> None:
    desk.workflow("ticket_priority_changed", HELLO)
    ticket = desk.ticket()
    desk.clock("2026-03-02 12:00:00+00")
    desk.run(SYSTEM, _MAIL, "I am away", ticket)
    desk.clock("2026-03-02 12:00:01+00")
    desk.message(ticket, desk.customer, "I am back")
    desk.update(ticket, priority="high")
    desk.run_workflows()
    assert len(_replies(desk, ticket)) == 2


@pytest.mark.parametrize("is_blocked", [True, False])
def test_spam_is_never_answered(desk: RuleDesk, is_blocked: bool) -> None:
    rule = desk.workflow("ticket_priority_changed", HELLO)
    ticket = desk.ticket()
    if is_blocked:
        desk.run(desk.agent, "SELECT api.block_sender('max@desk.example')")
    else:
        desk.call(desk.agent, "mark_spam", ticket_id=ticket)
    desk.update(ticket, priority="high")
    desk.run_workflows()
    assert (_replies(desk, ticket), desk.reasons(rule)) == ([], [["is spam, which rules do not answer"]])


def test_rules_answer_a_ticket_so_often_a_day(desk: RuleDesk) -> None:
    rules = [desk.workflow("ticket_priority_changed", do("reply", f"Rule {n}")) for n in range(2)]
    ticket = desk.ticket()
    for priority in ("high", "low", "urgent"):
        desk.update(ticket, priority=priority)
        desk.run_workflows()
    assert len(_replies(desk, ticket)) == 3
    assert ["was answered by rules too often within a day"] in [d for r in rules for d in desk.reasons(r)]


def test_two_workflows_do_not_answer_each_other_without_end(desk: RuleDesk) -> None:
    desk.set("rules.max_replies_per_day", 100)
    rules = [desk.workflow("automatic_reply", HELLO) for _ in range(2)]
    desk.workflow("reply_created", HELLO)
    ticket = desk.ticket()
    desk.message(ticket, desk.customer, "Hello")
    desk.run_workflows()
    # Each of the two answers the other: rules.max_depth of 5 ends it.
    assert len(_replies(desk, ticket)) == 1 + 1 + 4 * 2
    assert all(["rules set each other off too often"] in desk.reasons(rule) for rule in rules)


def test_only_rules_reply_in_nobodys_name(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    with refused("PD006", "author_id is missing"):
        desk.run(SYSTEM, "INSERT INTO helpdesk.message (ticket_id, body) VALUES (%s, 'x')", ticket)


def test_a_macro_replies_as_the_agent_whatever_machines_wrote(desk: RuleDesk) -> None:
    macro = desk.rule("macro", HELLO)
    ticket = desk.ticket()
    desk.run(SYSTEM, _MAIL, "I am away", ticket)
    desk.call(desk.agent, "apply_macro", ticket_id=ticket, rule_id=macro)
    statement = "SELECT author_id FROM helpdesk.message WHERE ticket_id = %s"
    assert desk.run(SYSTEM, statement, ticket) == [(desk.agent.id,)]
