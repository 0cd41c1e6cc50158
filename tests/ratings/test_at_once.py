"""A resolution is rated once, however many try."""

from tests.crowd import Crowd, acting
from tests.desk import SYSTEM, Desk


def test_peer_20_a_ticket_rated_by_many_at_once_is_rated_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1, status="closed")
    rate = acting(desk.customer, "SELECT api.rate_ticket(5, %s)", ticket)
    outcomes = crowd.run(*[rate] * 6)
    assert all(isinstance(outcome, list) for outcome in outcomes), outcomes
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.rating") == 1
    assert desk.events(ticket).count("rated") == 1
