"""Threads among colleagues beside a ticket: who takes part, who reads, and when they are closed."""

from typing import Any

import pytest

from tests.desk import ANON, SYSTEM, Desk, refused


@pytest.fixture
def thread(desk: Desk) -> tuple[int, int]:
    """A ticket of support and a thread that Bob began there with Cleo of billing."""
    desk.set("agent_visibility", "departments")
    ticket = desk.ticket(department_id=desk.support)
    made = desk.call(
        desk.agent,
        "start_side_conversation",
        ticket_id=ticket,
        subject="Refund?",
        body="May I?",
        person_ids=[desk.colleague.id],
    )
    return ticket, made["side_conversation_id"]


def test_those_who_take_part_read_and_write(desk: Desk, thread: tuple[int, int]) -> None:
    ticket, number = thread
    desk.call(desk.colleague, "reply_side_conversation", side_conversation_id=number, body="Yes")
    said = "SELECT body FROM api.side_messages ORDER BY side_message_id"
    assert desk.run(desk.agent, said) == desk.run(desk.colleague, said) == [("May I?",), ("Yes",)]
    assert desk.run(desk.colleague, "SELECT 1 FROM api.tickets WHERE ticket_id = %s", ticket) == []
    for kind, person in (("started", desk.colleague.id), ("replied", desk.agent.id)):
        assert (person, f"side_conversation_{kind}") in desk.notified(ticket)


def test_others_do_neither(desk: Desk, thread: tuple[int, int]) -> None:
    assert desk.run(desk.light, "SELECT 1 FROM api.side_messages") == []
    with refused("PD001", "side conversation"):
        desk.call(desk.light, "reply_side_conversation", side_conversation_id=thread[1], body="x")
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.run(who, "SELECT 1 FROM api.side_messages")


def test_a_closed_thread_takes_no_message_until_reopened(desk: Desk, thread: tuple[int, int]) -> None:
    number = thread[1]
    for _ in range(2):
        closed = desk.call(desk.agent, "close_side_conversation", side_conversation_id=number)
    assert closed["status"] == "closed"
    with refused("PD601", "is closed", "reopen_side_conversation"):
        desk.call(desk.colleague, "reply_side_conversation", side_conversation_id=number, body="x")
    desk.call(desk.colleague, "reopen_side_conversation", side_conversation_id=number)
    assert (
        desk.call(desk.colleague, "reply_side_conversation", side_conversation_id=number, body="x")["body"]
        == "x"
    )


@pytest.mark.parametrize("people", [[], None, ["retired"], ["customer"], [None]])
def test_only_active_staff_are_drawn_in(desk: Desk, people: list[Any] | None) -> None:
    named = None if people is None else [getattr(desk, name).id if name else None for name in people]
    with refused("PD014"):
        desk.call(
            desk.agent,
            "start_side_conversation",
            ticket_id=desk.ticket(),
            subject="x",
            body="x",
            person_ids=named,
        )


def test_who_sees_the_ticket_reads_but_writes_only_once_drawn_in(desk: Desk, thread: tuple[int, int]) -> None:
    desk.set("agent_visibility", "all")
    ticket, number = thread
    assert desk.run(desk.light, "SELECT body FROM api.side_messages") == [("May I?",)]
    for verb in (
        "reply_side_conversation(%s, 'x')",
        "close_side_conversation(%s)",
        "reopen_side_conversation(%s)",
    ):
        with refused("PD002", "takes no part", "add_side_participant"):
            desk.run(desk.light, f"SELECT api.{verb}", number)
    with refused("PD002", "takes no part"):
        desk.call(desk.light, "add_side_participant", side_conversation_id=number, person_id=desk.light.id)
    for _ in range(2):
        desk.call(
            desk.colleague, "add_side_participant", side_conversation_id=number, person_id=desk.light.id
        )
    assert (desk.light.id, "side_conversation_started") in desk.notified(ticket)
    desk.call(desk.light, "reply_side_conversation", side_conversation_id=number, body="x")


def test_administrators_and_the_assignee_may_join(desk: Desk, thread: tuple[int, int]) -> None:
    ticket, number = thread
    for who in (desk.admin, desk.agent):
        desk.call(who, "add_side_participant", side_conversation_id=number, person_id=who.id)
        desk.call(who, "reply_side_conversation", side_conversation_id=number, body="x")
    for person in (desk.retired.id, desk.customer.id, None):
        with refused("PD014"):
            desk.call(desk.agent, "add_side_participant", side_conversation_id=number, person_id=person)
    desk.run(
        SYSTEM, "UPDATE helpdesk.ticket SET department_id = %s WHERE ticket_id = %s", desk.billing, ticket
    )
    with refused("PD001"):
        desk.call(desk.light, "add_side_participant", side_conversation_id=number, person_id=desk.light.id)
