"""Instants so far away that counting business time up to them would not end."""

import pytest

from tests.conftest import Connection
from tests.desk import Desk, make_desk, refused

_FAR = ["2100-01-01", "3000-01-01", "10000-01-01", "294276-12-31", "infinity", "-infinity"]


@pytest.fixture
def desk(db: Connection) -> Desk:
    return make_desk(db)


@pytest.mark.parametrize("verb", ["explain_sla", "sla_state", "ticket_measures"])
@pytest.mark.parametrize("instant", _FAR)
def test_no_further_than_calendars_are_planned(desk: Desk, verb: str, instant: str) -> None:
    ticket = desk.ticket()
    with refused("PD006", "as_of", "five years"):
        desk.run(desk.agent, f"SELECT * FROM api.{verb}(%s, %s)", ticket, instant)
    for near in ("1970-01-01", "2025-01-01"):
        desk.run(desk.agent, f"SELECT * FROM api.{verb}(%s, %s)", ticket, near)


@pytest.mark.parametrize("instant", _FAR)
def test_rules_are_previewed_in_the_same_time(desk: Desk, instant: str) -> None:
    with refused("PD006", "as_of"):
        desk.run(desk.agent, "SELECT api.preview_rule('{}', as_of => %s)", instant)
