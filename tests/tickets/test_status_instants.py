"""resolved_at, closed_at, reopened_at, first_response_at follow status and messages in every path."""

import pytest

from tests.desk import SYSTEM, Desk, refused

T1, T2, T3 = (f"2024-05-0{day}T10:00:00+00:00" for day in (1, 2, 3))


def instants(desk: Desk, ticket: int) -> tuple[str | None, str | None, str | None]:
    row = desk.ticket_row(ticket)
    return row["resolved_at"], row["closed_at"], row["reopened_at"]


@pytest.fixture
def ticket(desk: Desk) -> int:
    desk.db.execute("SET LOCAL TIME ZONE 'UTC'")
    desk.clock("2024-05-01 08:00+00")
    return desk.ticket(assignee_id=desk.agent.id)


def test_resolve_close_reopen(desk: Desk, ticket: int) -> None:
    assert instants(desk, ticket) == (None, None, None)
    desk.clock(T1)
    desk.call(desk.agent, "resolve_ticket", ticket_id=ticket)
    assert instants(desk, ticket) == (T1, None, None)
    desk.clock(T2)
    desk.call(desk.agent, "close_ticket", ticket_id=ticket)
    assert instants(desk, ticket) == (T1, T2, None)
    desk.clock(T3)
    desk.call(desk.agent, "reopen_ticket", ticket_id=ticket)
    assert instants(desk, ticket) == (None, None, T3)


def test_closing_at_once_resolves_too(desk: Desk, ticket: int) -> None:
    desk.clock(T1)
    desk.call(desk.customer, "close_ticket", ticket_id=ticket)
    assert instants(desk, ticket) == (T1, T1, None)


def test_by_patch_and_by_psql(desk: Desk, ticket: int) -> None:
    desk.clock(T1)
    desk.run(desk.agent, "UPDATE api.tickets SET status = 'resolved' WHERE ticket_id = %s", ticket)
    assert instants(desk, ticket) == (T1, None, None)
    desk.clock(T2)
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = 'reopened' WHERE ticket_id = %s", ticket)
    assert instants(desk, ticket) == (None, None, T2)


def test_by_a_reply_that_sets_the_status_and_by_one_that_reopens(desk: Desk, ticket: int) -> None:
    desk.clock(T1)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Done", status="resolved")
    assert instants(desk, ticket) == (T1, None, None)
    desk.clock(T2)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="Not done")
    assert instants(desk, ticket) == (None, None, T2)


def test_by_the_sweep(desk: Desk, ticket: int) -> None:
    desk.clock(T1)
    desk.call(desk.agent, "resolve_ticket", ticket_id=ticket)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved(p_as_of => '2024-05-08 09:59:59+00')") == 0
    desk.clock("2024-05-08 10:00+00")
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved()") == 1
    assert instants(desk, ticket) == (T1, "2024-05-08T10:00:00+00:00", None)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved()") == 0


def test_the_sweep_takes_days_limit_and_setting(desk: Desk) -> None:
    tickets = [desk.ticket("resolved") for _ in range(3)]
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved(helpdesk.clock() + interval '2 days', 1, 2)") == 2
    desk.set("auto_close_resolved_after_days", 0)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved(helpdesk.clock() + interval '99 days')") == 0
    desk.set("auto_close_resolved_after_days", 30)
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved(helpdesk.clock() + interval '29 days')") == 0
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved(helpdesk.clock() + interval '30 days')") == 1
    assert {desk.ticket_row(t)["status"] for t in tickets} == {"closed"}


def test_the_sweep_passes_over_what_may_not_close(desk: Desk) -> None:
    stuck, free = desk.ticket("resolved"), desk.ticket("resolved", department_id=desk.support)
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.status_transition SET required_fields = '{department_id}' "
        "WHERE (from_status, to_status) = ('resolved', 'closed')",
    )
    assert desk.one(SYSTEM, "SELECT helpdesk.close_resolved(helpdesk.clock() + interval '8 days')") == 1
    assert (desk.ticket_row(stuck)["status"], desk.ticket_row(free)["status"]) == ("resolved", "closed")


@pytest.mark.parametrize("column", ["resolved_at", "closed_at", "reopened_at"])
def test_nobody_writes_them_directly(desk: Desk, ticket: int, column: str) -> None:
    with refused("PD009", "follow the status"):
        desk.run(SYSTEM, f"UPDATE helpdesk.ticket SET {column} = '2024-05-01' WHERE ticket_id = %s", ticket)
    with refused("42501"):
        desk.run(desk.admin, f"UPDATE api.tickets SET {column} = '2024-05-01' WHERE ticket_id = %s", ticket)


def test_a_status_of_ones_own_follows_its_category(desk: Desk, ticket: int) -> None:
    desk.run(SYSTEM, "INSERT INTO helpdesk.status VALUES ('done', 'solved', 'Done', '#000000', 85)")
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.status_transition "
        "VALUES ('open', 'done'), ('done', 'resolved'), ('done', 'in_progress')",
    )
    desk.clock(T1)
    desk.call(desk.agent, "set_status", ticket_id=ticket, status="done")
    desk.clock(T2)
    desk.call(desk.agent, "set_status", ticket_id=ticket, status="resolved")
    assert instants(desk, ticket) == (T1, None, None)


# --- first response


def test_first_response_is_the_first_public_reply_of_any_agent(desk: Desk, ticket: int) -> None:
    def first() -> str | None:
        found: str | None = desk.ticket_row(ticket)["first_response_at"]
        return found

    desk.clock(T1)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="internal")
    desk.call(desk.customer, "reply", ticket_id=ticket, body="anybody?")
    desk.call(desk.teammate, "reply", ticket_id=ticket, body="me too")
    desk.message(ticket, desk.agent, kind="system")
    assert first() is None
    desk.clock(T2)
    desk.call(desk.colleague, "reply", ticket_id=ticket, body="here")
    assert first() == T2
    desk.clock(T3)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="again")
    assert first() == T2


def test_staff_do_not_answer_their_own_request(desk: Desk) -> None:
    ticket = desk.ticket(requester=desk.agent)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="more detail")
    assert desk.ticket_row(ticket)["first_response_at"] is None
    desk.call(desk.admin, "reply", ticket_id=ticket, body="here")
    assert desk.ticket_row(ticket)["first_response_at"] is not None


def test_who_is_staff_no_more_does_not_respond(desk: Desk, ticket: int) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.person SET role = 'customer' WHERE person_id = %s", desk.colleague.id)
    desk.message(ticket, desk.colleague)
    assert desk.ticket_row(ticket)["first_response_at"] is None


def test_last_message_at_follows_the_messages(desk: Desk, ticket: int) -> None:
    desk.clock(T2)
    desk.call(desk.customer, "reply", ticket_id=ticket, body="x")
    desk.message(ticket, desk.customer, created_at=T1)
    assert desk.ticket_row(ticket)["last_message_at"] == T2
