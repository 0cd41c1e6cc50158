"""One text answers many tickets: shown before, refused for each by itself, and taken back at once."""

import pytest

from tests.desk import SYSTEM, Row, refused
from tests.rules.desk import RuleDesk

TEXT = "Dear {{requester.first_name}}, {{ticket.reference}} is known."


@pytest.fixture(autouse=True)
def mailing(desk: RuleDesk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    desk.set("mail_enabled", True)


def reply(desk: RuleDesk, *tickets: int, body: str = TEXT, status: str | None = None) -> dict[int, Row]:
    rows = desk.run(
        desk.agent,
        "SELECT to_jsonb(r) FROM api.reply_to_tickets(%s::bigint[], %s, %s::text) AS r",
        list(tickets),
        body,
        status,
    )
    return {row["ticket_id"]: row for (row,) in rows}


def undo(desk: RuleDesk, *messages: int) -> list[tuple[str, str]]:
    return desk.run(
        desk.agent,
        "SELECT outcome, reason ->> 'code' FROM api.undo_replies(%s::bigint[])",
        list(messages),
    )


def mails(desk: RuleDesk) -> list[tuple[str, str]]:
    return desk.run(
        SYSTEM,
        "SELECT state, (not_before - helpdesk.clock())::text FROM helpdesk.outgoing_mail"
        " WHERE kind = 'reply' ORDER BY outgoing_mail_id",
    )


def test_each_ticket_gets_its_own_text_or_the_reason(desk: RuleDesk) -> None:
    first, second, merged = desk.ticket(), desk.ticket(requester=desk.stranger), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[merged], into_id=first)
    shown = desk.run(
        desk.agent,
        "SELECT ticket_id, reply, reason ->> 'code' FROM api.preview_replies(%s::bigint[], %s)",
        [first, second, merged, 999999],
        TEXT,
    )
    text = {
        first: f"Dear Max, {desk.ticket_row(first)['reference']} is known.",
        second: f"Dear Zoe, {desk.ticket_row(second)['reference']} is known.",
    }
    assert shown == [
        (first, text[first], None),
        (second, text[second], None),
        (merged, None, "PD015"),
        (999999, None, "PD001"),
    ]
    done = reply(desk, first, second, merged, 999999)
    assert {ticket: row["outcome"] for ticket, row in done.items()} == {
        first: "replied",
        second: "replied",
        merged: "refused",
        999999: "refused",
    }
    for ticket, body in text.items():
        (written,) = desk.run(
            SYSTEM,
            "SELECT body, kind, author_id FROM helpdesk.message WHERE message_id = %s",
            done[ticket]["message_id"],
        )
        assert written == (body, "reply", desk.agent.id)
        assert desk.ticket_row(ticket)["status"] == "waiting_on_customer"
    assert mails(desk) == [("queued", "00:01:00")] * 2


def test_all_is_taken_back_at_once(desk: RuleDesk) -> None:
    tickets = [desk.ticket(), desk.ticket()]
    done = reply(desk, *tickets)
    messages = [row["message_id"] for row in done.values()]
    assert undo(desk, *messages) == [("undone", None)] * 2
    assert [state for state, _ in mails(desk)] == ["withdrawn"] * 2
    for ticket in tickets:
        assert desk.ticket_row(ticket)["status"] == "open"
        assert desk.run(desk.customer, "SELECT 1 FROM api.messages WHERE ticket_id = %s", ticket) == []
    assert undo(desk, *messages) == []


def test_not_what_is_on_its_way_or_somebody_elses(desk: RuleDesk) -> None:
    sent, late = desk.ticket(), desk.ticket()
    first, second = (reply(desk, ticket)[ticket]["message_id"] for ticket in (sent, late))
    desk.run(SYSTEM, "UPDATE helpdesk.outgoing_mail SET state = 'sending' WHERE message_id = %s", first)
    assert undo(desk, first) == [("refused", "PD141")]
    assert desk.run(desk.colleague, "SELECT 1 FROM api.undo_replies(%s::bigint[])", [second]) == []
    desk.clock("2026-03-02 12:01:00+00")
    assert undo(desk, second) == [("refused", "PD141")]
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.message WHERE deleted_at IS NOT NULL") == 0


def test_what_is_under_hold_keeps_no_other_from_being_taken_back(desk: RuleDesk) -> None:
    held, free = desk.ticket(), desk.ticket()
    done = reply(desk, held, free)
    desk.call(desk.admin, "place_legal_hold", reason="file 12/34", ticket_id=held)
    assert undo(desk, *(row["message_id"] for row in done.values())) == [
        ("refused", "PD121"),
        ("undone", None),
    ]


def test_a_status_that_was_changed_since_stays(desk: RuleDesk) -> None:
    ticket = desk.ticket(assignee_id=desk.agent.id)
    message = reply(desk, ticket, status="resolved")[ticket]["message_id"]
    assert desk.ticket_row(ticket)["status"] == "resolved"
    desk.call(desk.agent, "close_ticket", ticket_id=ticket)
    assert undo(desk, message) == [("undone", None)]
    assert desk.ticket_row(ticket)["status"] == "closed"


@pytest.mark.parametrize(
    ("body", "tickets", "code"),
    [
        ("Dear {{nobody.name}}", [1], "PD404"),
        ("{{ticket.subject}}" * 101, [1], "PD006"),
        (" ", [1], "PD006"),
        ("x" * 50001, [1], "PD006"),
        ("x", [None], "PD006"),
        ("x", list(range(1001)), "PD006"),
    ],
)
def test_what_is_refused(desk: RuleDesk, body: str, tickets: list[int], code: str) -> None:
    for verb in ("reply_to_tickets", "preview_replies"):
        with refused(code):
            desk.run(desk.agent, f"SELECT 1 FROM api.{verb}(%s::bigint[], %s)", tickets, body)


def test_who_may_not(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    desk.forbid("agent", "tickets.bulk")
    for verb, given in (
        ("reply_to_tickets", "'{1}', 'x'"),
        ("preview_replies", "'{1}', 'x'"),
        ("undo_replies", "'{1}'"),
    ):
        with refused("PD002", "tickets.bulk"):
            desk.run(desk.agent, f"SELECT 1 FROM api.{verb}({given})")
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.message WHERE ticket_id = %s", ticket) == []
