"""A customer closes and reopens the own ticket, if the settings allow."""

import pytest

from tests.desk import ANON, Desk, refused


def test_a_customer_closes_and_reopens_the_own_ticket(desk: Desk) -> None:
    ticket = desk.ticket()
    assert desk.call(desk.customer, "close_ticket", ticket_id=ticket)["status"] == "closed"
    assert desk.call(desk.customer, "reopen_ticket", ticket_id=ticket)["status"] == "reopened"


def test_the_settings_forbid_it_to_customers_only(desk: Desk) -> None:
    desk.set("allow_customer_close", False)
    desk.set("allow_customer_reopen", False)
    ticket = desk.ticket()
    with refused("PD012", "allow_customer_close"):
        desk.call(desk.customer, "close_ticket", ticket_id=ticket)
    desk.call(desk.agent, "close_ticket", ticket_id=ticket)
    with refused("PD012", "allow_customer_reopen"):
        desk.call(desk.customer, "reopen_ticket", ticket_id=ticket)
    assert desk.call(desk.agent, "reopen_ticket", ticket_id=ticket)["status"] == "reopened"


@pytest.mark.parametrize("verb", ["close_ticket", "reopen_ticket"])
def test_a_foreign_ticket_does_not_exist_to_a_customer(desk: Desk, verb: str) -> None:
    ticket = desk.ticket("closed" if verb == "reopen_ticket" else "open")
    for ticket_id in (ticket, 0):
        with refused("PD001", f"ticket {ticket_id} not found"):
            desk.call(desk.stranger, verb, ticket_id=ticket_id)
    with refused("42501"):
        desk.call(ANON, verb, ticket_id=ticket)


@pytest.mark.parametrize("verb", ["close_ticket", "reopen_ticket"])
def test_a_teammate_sees_the_ticket_but_does_not_close_it(desk: Desk, verb: str) -> None:
    ticket = desk.ticket("closed" if verb == "reopen_ticket" else "open")
    with refused("PD002", "requester"):
        desk.call(desk.teammate, verb, ticket_id=ticket)
    assert desk.one(desk.teammate, "SELECT count(*) FROM api.tickets") == 1


def test_only_what_is_solved_is_reopened(desk: Desk) -> None:
    ticket = desk.ticket("in_progress")
    for who in (desk.customer, desk.agent):
        with refused("PD003"):
            desk.call(who, "reopen_ticket", ticket_id=ticket)


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("set_status", {"status": "closed"}),
        ("resolve_ticket", {}),
        ("set_priority", {"priority": "low"}),
        ("claim_ticket", {}),
        ("unassign_ticket", {}),
        ("add_note", {"body": "x"}),
        ("add_tags", {"tags": []}),
        ("follow_ticket", {}),
        ("delete_ticket", {}),
        ("restore_ticket", {}),
        ("set_department", {"department_id": None}),
        ("escalate_ticket", {"staff_ids": [], "message": "x"}),
    ],
)
def test_the_other_verbs_are_not_for_customers(desk: Desk, verb: str, arguments: dict[str, object]) -> None:
    ticket = desk.ticket()
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.call(who, verb, ticket_id=ticket, **arguments)


def test_without_the_permission_a_customer_does_neither(desk: Desk) -> None:
    desk.forbid("customer", "tickets.close")
    desk.forbid("customer", "tickets.reopen")
    with refused("PD002", "tickets.close"):
        desk.call(desk.customer, "close_ticket", ticket_id=desk.ticket())
    with refused("PD002", "tickets.reopen"):
        desk.call(desk.customer, "reopen_ticket", ticket_id=desk.ticket("closed"))


def test_a_verbs_answer_hides_from_customers_that_staff_were_mentioned(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "escalate_ticket", ticket_id=ticket, staff_ids=[desk.colleague.id], message="help")
    closed = desk.call(desk.customer, "close_ticket", ticket_id=ticket)
    assert (closed["has_mention"], closed["has_alert"]) == (False, False)
