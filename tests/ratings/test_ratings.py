"""CSAT: a requester rates a resolved ticket from 1 to 5, once each time."""

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


def test_once_for_each_resolution(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    ticket = desk.ticket("closed")
    _rate(desk, ticket, 1)
    with refused("PD508", "has been rated"):
        desk.run(SYSTEM, "UPDATE helpdesk.setting SET value = '0' WHERE key = 'rating_change_hours'")
        _rate(desk, ticket)
    with refused("PD508", "has been rated"):
        desk.run(SYSTEM, "INSERT INTO helpdesk.rating (ticket_id, rating) VALUES (%s, 1)", ticket)
    desk.clock("2026-03-03 12:00:00+00")
    for status in ("reopened", "closed"):
        desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = %s WHERE ticket_id = %s", status, ticket)
    assert _rate(desk, ticket, 5)["rating"] == 5
    assert desk.run(desk.agent, "SELECT rating FROM api.ratings ORDER BY resolved_at") == [(1,), (5,)]


def test_a_requester_thinks_better_of_it_for_a_day(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")
    ticket = desk.ticket("resolved")
    first = _rate(desk, ticket, 1, comment="Not solved at all")
    assert first["changed_at"] is None
    desk.clock("2026-03-03 11:59:00+00")
    changed = _rate(desk, ticket, 4)
    assert (changed["rating"], changed["comment"], changed["changed_at"] is None) == (4, None, False)
    assert desk.event(ticket, "rated")["payload"] == {"rating": 4, "was": 1, "agent_id": desk.agent.id}
    _rate(desk, ticket, 4)
    assert desk.events(ticket).count("rated") == 2, "the same again is nothing new"
    desk.clock("2026-03-03 12:00:00+00")
    with refused("PD508", "has been rated"):
        _rate(desk, ticket, 1)


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
    _rate(desk, ticket)
    with refused("PD002", "only its requester"):
        desk.call(desk.teammate, "rate_ticket", rating=1, ticket_id=ticket)
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
