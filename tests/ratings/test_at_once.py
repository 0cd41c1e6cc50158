"""A ticket is rated once, however many try."""

from tests.crowd import Crowd, acting
from tests.desk import Desk


def test_peer_20_a_ticket_rated_by_many_at_once_is_rated_once(crowd: Crowd[Desk]) -> None:
    desk = crowd.desk
    (ticket,) = crowd.tickets(1, status="closed")
    rate = acting(desk.customer, "SELECT api.rate_ticket(5, %s)", ticket)
    outcomes = crowd.run(*[rate] * 6)
    assert sorted(isinstance(outcome, list) for outcome in outcomes) == [False] * 5 + [True]
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} == {"PD508"}
