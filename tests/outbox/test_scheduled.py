"""A reply that is to be written later is, once, unless the customer writes first."""

import pytest

from tests.desk import SYSTEM, Desk, Person, refused

NOW, LATER = "2024-05-01 10:00+00", "2024-05-01 12:00+00"


@pytest.fixture
def timed(desk: Desk) -> Desk:
    desk.clock(NOW)
    return desk


def schedule(desk: Desk, ticket: int, **others: str) -> int:
    made = desk.call(desk.agent, "schedule_reply", ticket_id=ticket, body="Later.", send_at=LATER, **others)
    found: int = made["scheduled_reply_id"]
    return found


def run(desk: Desk) -> int:
    found: int = desk.one(Person("worker"), "SELECT helpdesk.send_scheduled_replies()")
    return found


def state(desk: Desk, reply: int) -> tuple[str, str | None]:
    ((found, reason),) = desk.run(
        desk.agent, "SELECT state, reason FROM api.scheduled_replies WHERE scheduled_reply_id = %s", reply
    )
    return found, reason


def replies(desk: Desk, ticket: int) -> list[tuple[str, int]]:
    return desk.run(
        desk.agent, "SELECT body, author_id FROM api.messages WHERE ticket_id = %s AND kind = 'reply'", ticket
    )


def draft(desk: Desk, ticket: int) -> list[tuple[str]]:
    return desk.run(
        SYSTEM,
        "SELECT body FROM helpdesk.draft WHERE person_id = %s AND ticket_id = %s",
        desk.agent.id,
        ticket,
    )


def test_it_is_written_at_its_time_by_its_author_once(timed: Desk) -> None:
    ticket = timed.ticket()
    reply = schedule(timed, ticket, status="on_hold")
    timed.clock("2024-05-01 11:59+00")
    assert run(timed) == 0
    timed.clock(LATER)
    assert run(timed) == 1
    assert run(timed) == 0
    assert replies(timed, ticket) == [("Later.", timed.agent.id)]
    assert state(timed, reply) == ("sent", None)
    assert timed.ticket_row(ticket)["status"] == "on_hold"
    kinds = "SELECT kind, actor_id FROM helpdesk.event WHERE ticket_id = %s AND message_id IS NOT NULL"
    assert timed.run(SYSTEM, kinds, ticket) == [("reply_created", timed.agent.id)]


def test_the_customer_writes_first(timed: Desk) -> None:
    ticket = timed.ticket()
    reply = schedule(timed, ticket)
    timed.call(timed.colleague, "reply", ticket_id=ticket, body="From a colleague.")
    assert state(timed, reply) == ("waiting", None)
    timed.call(timed.customer, "reply", ticket_id=ticket, body="Solved!")
    assert state(timed, reply) == ("returned", "the customer wrote first")
    assert draft(timed, ticket) == [("Later.",)]
    told = "SELECT kind FROM helpdesk.notification WHERE person_id = %s ORDER BY notification_id DESC LIMIT 1"
    assert timed.one(SYSTEM, told, timed.agent.id) == "scheduled_reply_returned"
    timed.clock(LATER)
    assert run(timed) == 0


def test_what_cannot_be_written_is_returned_and_keeps_no_other_waiting(timed: Desk) -> None:
    deleted, refusing, fine = timed.ticket(), timed.ticket(), timed.ticket()
    first, second = schedule(timed, deleted), schedule(timed, refusing, status="reopened")
    third = schedule(timed, fine)
    timed.call(timed.admin, "delete_ticket", ticket_id=deleted)
    timed.clock(LATER)
    assert run(timed) == 3
    found = timed.run(
        SYSTEM, "SELECT scheduled_reply_id, state FROM helpdesk.scheduled_reply ORDER BY scheduled_reply_id"
    )
    assert found == [(first, "returned"), (second, "returned"), (third, "sent")]
    assert "cannot go from" in str(state(timed, second)[1])
    assert replies(timed, refusing) == []


def test_who_left_answers_nobody(timed: Desk) -> None:
    reply = schedule(timed, timed.ticket())
    timed.run(SYSTEM, "UPDATE helpdesk.person SET is_active = false WHERE person_id = %s", timed.agent.id)
    timed.clock(LATER)
    assert run(timed) == 1
    assert (
        timed.one(SYSTEM, "SELECT state FROM helpdesk.scheduled_reply WHERE scheduled_reply_id = %s", reply)
        == "returned"
    )


@pytest.mark.parametrize(("permission", "status"), [("tickets.reply", None), ("tickets.status", "on_hold")])
def test_who_lost_the_right_answers_nobody(timed: Desk, permission: str, status: str | None) -> None:
    ticket = timed.ticket()
    reply = schedule(timed, ticket, **({"status": status} if status else {}))
    timed.forbid("agent", permission)
    timed.clock(LATER)
    assert run(timed) == 1
    assert state(timed, reply) == ("returned", "its author may not answer the ticket any more")
    assert replies(timed, ticket) == []


def test_who_may_only_read_the_ticket_by_then_does_not_answer_it(timed: Desk) -> None:
    ticket = timed.ticket()
    reply = schedule(timed, ticket)
    timed.call(timed.colleague, "escalate_ticket", ticket_id=ticket, staff_ids=[timed.agent.id], message="x")
    timed.set("agent_visibility", "departments")
    timed.run(
        SYSTEM,
        "UPDATE helpdesk.ticket SET department_id = %s, assignee_id = NULL WHERE ticket_id = %s",
        timed.one(
            SYSTEM,
            "INSERT INTO helpdesk.department (name, slug) VALUES ('Far', 'far') RETURNING department_id",
        ),
        ticket,
    )
    timed.clock(LATER)
    assert run(timed) == 1
    assert state(timed, reply)[0] == "returned"
    assert replies(timed, ticket) == []


def test_its_author_takes_it_back(timed: Desk) -> None:
    ticket = timed.ticket()
    reply = schedule(timed, ticket)
    with refused("PD001", "the caller has scheduled no reply"):
        timed.call(timed.colleague, "withdraw_scheduled_reply", scheduled_reply_id=reply)
    assert (
        timed.call(timed.agent, "withdraw_scheduled_reply", scheduled_reply_id=reply)["state"] == "withdrawn"
    )
    assert draft(timed, ticket) == [("Later.",)]
    with refused("PD142", f"scheduled reply {reply} is withdrawn"):
        timed.call(timed.agent, "withdraw_scheduled_reply", scheduled_reply_id=reply)


@pytest.mark.parametrize("send_at", [NOW, "2024-04-30 10:00+00", "2025-05-02 10:00+00", "infinity"])
def test_it_is_for_later(timed: Desk, send_at: str) -> None:
    with refused("23514", "scheduled_reply_is_for_later"):
        timed.call(timed.agent, "schedule_reply", ticket_id=timed.ticket(), body="x", send_at=send_at)


def test_a_status_that_is_none_is_refused_at_once(timed: Desk) -> None:
    with refused("PD006", "status nowhere does not exist"):
        schedule(timed, timed.ticket(), status="nowhere")
