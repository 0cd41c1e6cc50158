"""CSAT: a requester rates a resolved ticket, once, from 1 to 5."""

from typing import Any

import pytest

from tests.desk import ANON, SYSTEM, Desk, refused


def _rate(desk: Desk, ticket: int, rating: Any = 5, **others: Any) -> dict[str, Any]:
    return desk.call(desk.customer, "rate_ticket", rating=rating, ticket_id=ticket, **others)


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_a_requester_rates_what_is_resolved(desk: Desk, status: str) -> None:
    ticket = desk.ticket(status, assignee_id=desk.agent.id)
    found = _rate(desk, ticket, 4, comment="  Quick  ")
    assert (found["rating"], found["comment"], found["agent_id"]) == (4, "Quick", desk.agent.id)
    event = desk.event(ticket, "rated")
    assert (event["payload"]["rating"], event["actor_id"]) == (4, desk.customer.id)
    assert (desk.agent.id, "rated") in desk.notified(ticket)
    for who, count in ((desk.agent, 1), (desk.customer, 1), (desk.stranger, 0)):
        assert desk.one(who, "SELECT count(*) FROM api.ratings") == count


def test_a_ticket_is_rated_by_its_reference(desk: Desk) -> None:
    reference = desk.ticket_row(desk.ticket("closed"))["reference"]
    assert desk.call(desk.customer, "rate_ticket", rating=1, reference=reference)["rating"] == 1


def test_once_whatever_happens_since(desk: Desk) -> None:
    ticket = desk.ticket("closed")
    _rate(desk, ticket)
    for status in ("reopened", "closed"):
        desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = %s WHERE ticket_id = %s", status, ticket)
    with refused("PD508", "has been rated"):
        _rate(desk, ticket, 1)
    with refused("PD508"):
        desk.run(SYSTEM, "INSERT INTO helpdesk.rating (ticket_id, rating) VALUES (%s, 1)", ticket)


def test_nothing_that_is_open_merged_or_spam(desk: Desk) -> None:
    source, target, spam = desk.ticket(), desk.ticket(), desk.ticket()
    desk.call(desk.agent, "merge_tickets", ticket_ids=[source], into_id=target)
    desk.call(desk.agent, "mark_spam", ticket_id=spam)
    for ticket, code in ((source, "PD015"), (target, "PD508"), (spam, "PD508")):
        with refused(code):
            _rate(desk, ticket)
        with refused(code):
            desk.run(SYSTEM, "INSERT INTO helpdesk.rating (ticket_id, rating) VALUES (%s, 5)", ticket)


def test_peer_15_a_snoozed_ticket_is_not_rated(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.call(desk.agent, "snooze_ticket", ticket_id=ticket, preset="1h")
    with refused("PD508", "not resolved"):
        _rate(desk, ticket)


@pytest.mark.parametrize("rating", [0, 6, -1, None])
def test_one_to_five(desk: Desk, rating: int | None) -> None:
    ticket = desk.ticket("closed")
    with refused("PD006", "1, 2, 3, 4, 5"):
        _rate(desk, ticket, rating)
    if rating is not None:
        with refused("23514", "rating_is_one_to_five"):
            desk.run(
                SYSTEM, "INSERT INTO helpdesk.rating (ticket_id, rating) VALUES (%s, %s)", ticket, rating
            )


def test_peer_4_only_its_requester_rates_a_ticket(desk: Desk) -> None:
    ticket = desk.ticket("closed")
    with refused("PD002", "only its requester"):
        desk.call(desk.teammate, "rate_ticket", rating=1, ticket_id=ticket)
    with refused("PD001"):
        desk.call(desk.stranger, "rate_ticket", rating=1, ticket_id=ticket)
    for who in (desk.agent, desk.admin, ANON):
        with refused("42501"):
            desk.call(who, "rate_ticket", rating=1, ticket_id=ticket)
    with refused("PD002"):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.rating (ticket_id, rating, rated_by) VALUES (%s, 1, %s)",
            ticket,
            desk.stranger.id,
        )


def test_the_dashboard_counts_the_agents_ratings(desk: Desk) -> None:
    for rating in (5, 4, 1):
        _rate(desk, desk.ticket("resolved", assignee_id=desk.agent.id), rating)
    _rate(desk, desk.ticket("resolved", assignee_id=desk.colleague.id), 2)
    found = desk.call(desk.agent, "agent_dashboard")["csat"]
    assert found == {"count": 3, "average": 3.33, "content_percent": 66.7}
