"""Asking colleagues for help: a mention and a bell for each, and nothing else about the ticket changes."""

from typing import Any

import pytest
from psycopg.types.json import Json

from tests.desk import ANON, SYSTEM, Desk, Row, refused


@pytest.fixture
def ticket(desk: Desk) -> int:
    return desk.ticket("in_progress", assignee_id=desk.agent.id, priority="low")


def escalate(
    desk: Desk, ticket: int, *staff: int | None, message: str | None = "Please help", **who: Any
) -> Row:
    return desk.call(
        who.get("who", desk.agent),
        "escalate_ticket",
        ticket_id=ticket,
        staff_ids=list(staff),
        message=message,
    )


def test_owner_priority_and_status_stay(desk: Desk, ticket: int) -> None:
    before = desk.ticket_row(ticket)
    escalate(desk, ticket, desk.colleague.id, desk.admin.id)
    after = desk.ticket_row(ticket)
    for column in (
        "assignee_id",
        "priority",
        "status",
        "status_category",
        "department_id",
        "first_response_at",
        "resolved_at",
    ):
        assert after[column] == before[column]
    assert {"help_requested", "ticket_escalated", "ticket_status_changed", "ticket_assigned"} & set(
        desk.events(ticket)[3:]
    ) == {"help_requested"}


def test_each_gets_a_mention_and_a_bell_at_once(desk: Desk, ticket: int) -> None:
    made = escalate(desk, ticket, desk.colleague.id, desk.admin.id, desk.light.id, desk.admin.id)
    asked = {desk.colleague.id, desk.admin.id, desk.light.id}
    rows = desk.run(
        desk.agent,
        "SELECT mentioned_id, is_escalation, escalation_id, "
        "message_id, is_read, addressed_at, body, mentioned_by_name "
        "FROM api.mentions",
    )
    assert {row[0] for row in rows} == asked
    assert len(rows) == 3
    for row in rows:
        assert row[1:] == (True, made["escalation_id"], made["message_id"], False, None, "Please help", "Bob")
    assert {p for p, kind in desk.notified(ticket) if kind == "help_requested"} == asked
    title, body, link = desk.run(desk.light, "SELECT title, body, link FROM api.notifications")[0]
    assert title == f"Bob asks for your help on {desk.ticket_row(ticket)['reference']}"
    assert (body, link) == ("Please help", f"/support/agent/tickets/{ticket}")


def test_the_history_says_who_when_whom_and_why(desk: Desk, ticket: int) -> None:
    desk.clock("2030-01-01 10:00+00")
    made = escalate(desk, ticket, desk.colleague.id)
    assert (made["requested_by"], made["requested_by_name"], made["message"]) == (
        desk.agent.id,
        "Bob",
        "Please help",
    )
    assert desk.one(
        desk.colleague,
        "SELECT created_at = '2030-01-01 10:00+00' FROM api.escalations WHERE ticket_id = %s",
        ticket,
    )
    event = desk.event(ticket, "help_requested")
    assert (
        event["payload"].items()
        >= {
            "escalation_id": made["escalation_id"],
            "person_ids": [desk.colleague.id],
            "requested_by": desk.agent.id,
        }.items()
    )


def test_the_message_is_an_internal_note(desk: Desk, ticket: int) -> None:
    made = escalate(desk, ticket, desk.colleague.id)
    assert desk.run(
        desk.light, "SELECT kind, body FROM api.messages WHERE message_id = %s", made["message_id"]
    ) == [("note", "Please help")]
    assert desk.run(desk.customer, "SELECT 1 FROM api.messages") == []


def test_the_mentions_list_shows_escalations_first(desk: Desk, ticket: int) -> None:
    escalate(desk, ticket, desk.colleague.id)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@cleo later")
    listed = desk.run(
        desk.colleague,
        "SELECT is_escalation FROM api.mentions WHERE mentioned_id = %s "
        "ORDER BY is_escalation DESC, mention_id DESC",
        desk.colleague.id,
    )
    assert listed == [(True,), (False,)]


def test_a_handle_in_the_message_is_the_same_mention(desk: Desk, ticket: int) -> None:
    escalate(desk, ticket, desk.colleague.id, message="@cleo and @lux, please")
    assert dict(desk.run(desk.agent, "SELECT mentioned_id, is_escalation FROM api.mentions")) == {
        desk.colleague.id: True,
        desk.light.id: False,
    }


def test_a_request_in_another_s_name_has_one_author(desk: Desk, ticket: int) -> None:
    made = desk.call(
        desk.admin,
        "seed_escalate",
        ticket_id=str(ticket),
        staff_ids=Json([str(desk.colleague.id), str(desk.light.id)]),
        message="Please help, @cleo",
        requested_by=str(desk.agent.id),
    )["escalation"]
    event = desk.event(ticket, "help_requested")
    assert (event["payload"]["requested_by"], event["actor_id"]) == (desk.agent.id, desk.admin.id)
    assert {mention["mentionedBy"] for mention in made["mentions"]} == {str(desk.agent.id)}
    assert desk.run(
        SYSTEM, "SELECT author_id FROM helpdesk.message WHERE ticket_id = %s AND kind = 'note'", ticket
    ) == [(desk.agent.id,)]
    assert desk.one(desk.colleague, "SELECT requested_by_name FROM api.escalations") == "Bob"
    titles = {notice["title"] for notice in made["notifications"]}
    assert titles == {f"Bob asks for your help on {desk.ticket_row(ticket)['reference']}"}


@pytest.mark.parametrize("who", ["agent", "admin", "light"])
@pytest.mark.parametrize("whom", ["colleague", "light", "admin", "agent"])
def test_any_staff_ask_any_others(desk: Desk, ticket: int, who: str, whom: str) -> None:
    if who != whom:
        assert (
            escalate(desk, ticket, getattr(desk, whom).id, who=getattr(desk, who))["requested_by"]
            == getattr(desk, who).id
        )


@pytest.mark.parametrize(
    "staff",
    [
        [],
        None,
        [None],
        ["self"],
        ["retired"],
        ["customer"],
        ["guest"],
        [0],
        ["colleague", "self"],
        ["colleague", "retired"],
        ["colleague", None],
    ],
)
def test_who_cannot_be_asked(desk: Desk, ticket: int, staff: list[Any] | None) -> None:
    named = (
        None
        if staff is None
        else [getattr(desk, {"self": "agent"}.get(s, s)).id if isinstance(s, str) else s for s in staff]
    )
    before = desk.events(ticket)
    with refused("PD014"):
        desk.call(desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=named, message="x")
    assert desk.events(ticket) == before
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.escalation") == 0


@pytest.mark.parametrize("message", ["", "  ", "\n\t", None])
def test_a_message_is_needed(desk: Desk, ticket: int, message: str | None) -> None:
    with refused("PD014", "message is empty"):
        escalate(desk, ticket, desk.colleague.id, message=message)


def test_who_may_not_ask(desk: Desk, ticket: int) -> None:
    for who in (desk.customer, ANON):
        with refused("42501"):
            escalate(desk, ticket, desk.colleague.id, who=who)
    with refused("PD014", "only a member of staff"):
        desk.one(SYSTEM, "SELECT helpdesk.escalate_ticket(%s, %s, 'x')", ticket, [desk.colleague.id])
    with refused("PD001"):
        escalate(desk, 0, desk.colleague.id)
    desk.forbid("agent", "tickets.escalate")
    with refused("PD002", "tickets.escalate"):
        escalate(desk, ticket, desk.colleague.id)


def test_a_request_for_help_opens_the_ticket_to_who_is_asked(desk: Desk) -> None:
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    escalate(desk, ticket, desk.colleague.id)
    assert desk.one(desk.colleague, "SELECT count(*) FROM api.tickets") == 1
    assert (
        desk.call(desk.colleague, "add_note", ticket_id=ticket, body="Try turning it off")["kind"] == "note"
    )
    with refused("PD002", "another department"):
        desk.call(desk.colleague, "claim_ticket", ticket_id=ticket)


# --- addressed


def indicators(desk: Desk, ticket: int) -> tuple[Any, ...]:
    return desk.run(
        desk.light, "SELECT has_mention, has_alert FROM api.tickets WHERE ticket_id = %s", ticket
    )[0]


def test_the_alert_is_on_until_all_have_addressed_it(desk: Desk, ticket: int) -> None:
    assert indicators(desk, ticket) == (False, False)
    escalate(desk, ticket, desk.colleague.id, desk.admin.id)
    mentions = dict(desk.run(desk.agent, "SELECT mentioned_id, mention_id FROM api.mentions"))
    assert indicators(desk, ticket) == (True, True)
    desk.call(desk.colleague, "address_mention", mention_id=mentions[desk.colleague.id])
    assert indicators(desk, ticket) == (True, True)
    desk.call(desk.admin, "address_mention", mention_id=mentions[desk.admin.id])
    assert indicators(desk, ticket) == (True, False)


def test_addressing_tells_who_asked_once(desk: Desk, ticket: int) -> None:
    escalate(desk, ticket, desk.colleague.id)
    mention = desk.one(desk.agent, "SELECT mention_id FROM api.mentions")
    first = desk.call(desk.colleague, "address_mention", mention_id=mention)
    assert first["is_read"]
    assert desk.call(desk.colleague, "address_mention", mention_id=mention) == first
    assert desk.events(ticket).count("help_addressed") == 1
    assert desk.run(desk.agent, "SELECT title FROM api.notifications WHERE kind = 'help_addressed'") == [
        (f"Cleo addressed your request for help on {desk.ticket_row(ticket)['reference']}",)
    ]


def test_only_who_was_asked_addresses_only_requests_for_help(desk: Desk, ticket: int) -> None:
    escalate(desk, ticket, desk.colleague.id)
    asked = desk.one(desk.agent, "SELECT mention_id FROM api.mentions")
    for who in (desk.agent, desk.admin):
        with refused("PD001", "Only who was asked"):
            desk.call(who, "address_mention", mention_id=asked)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="@lux")
    plain = desk.one(desk.light, "SELECT mention_id FROM api.mentions WHERE NOT is_escalation")
    with refused("PD001"):
        desk.call(desk.light, "address_mention", mention_id=plain)
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.call(who, "address_mention", mention_id=asked)


@pytest.mark.parametrize("leaving", ["is_active = false", "role = 'customer'"])
def test_a_request_to_who_leaves_ends_and_the_asker_is_told(desk: Desk, leaving: str) -> None:
    ticket = desk.ticket()
    both = [desk.colleague.id, desk.light.id]
    desk.call(desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=both, message="Who knows?")
    alert = "SELECT has_alert FROM api.tickets WHERE ticket_id = %s"
    desk.run(SYSTEM, f"UPDATE helpdesk.person SET {leaving} WHERE person_id = %s", desk.colleague.id)
    assert desk.one(desk.agent, alert, ticket) is True
    desk.run(SYSTEM, f"UPDATE helpdesk.person SET {leaving} WHERE person_id = %s", desk.light.id)
    assert desk.one(desk.agent, alert, ticket) is False
    told = desk.run(desk.agent, "SELECT title FROM api.notifications ORDER BY notification_id")
    assert [title.split(" left ")[0] for (title,) in told] == ["Cleo", "Lux"]
