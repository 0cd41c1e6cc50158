"""What people choose for themselves on pages."""

import json
from typing import Any

import pytest

from tests.desk import ANON, SYSTEM, Desk, Person, refused


def choose(desk: Desk, who: Person, **values: Any) -> dict[str, Any]:
    return desk.call(who, "set_preferences", preferences=json.dumps(values))


def test_what_is_chosen_counts_until_it_is_taken_back(desk: Desk) -> None:
    assert choose(desk, desk.agent, theme="dark", density="compact")["theme"] == "dark"
    row = "SELECT value_in_force, value FROM api.preferences WHERE key = 'theme'"
    assert desk.run(desk.agent, row) == [("dark", "dark")]
    assert desk.run(desk.customer, row) == [("default", None)], "one's own only"
    assert desk.call(desk.agent, "begin_session")["preferences"]["density"] == "compact"
    found = choose(desk, desk.agent, theme=None)
    assert (found["theme"], found["density"]) == ("default", "compact")


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "pink"},
        {"theme": "pink"},
        {"theme": ["dark"]},
        {"single_letter_keys": "yes"},
        {"keys": ["a"]},
        {"keys": {"ticket.reply": 7}},
        {"keys": {"Reply!": "r"}},
        {"keys": {"ticket.reply": "r" * 41}},
        {"list_columns": {"my_tickets": "status"}},
        {"list_columns": {"my_tickets": ["<b>"]}},
        {"list_columns": {"my_tickets": [None]}},
        {"folded_sections": ["x" * 20_001]},
    ],
)
def test_what_does_not_fit_changes_nothing(desk: Desk, wrong: dict[str, Any]) -> None:
    with refused("PD185", next(iter(wrong))):
        choose(desk, desk.agent, density="compact", **wrong)
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.person_preference") == 0


def test_maps_take_what_their_pattern_says(desk: Desk) -> None:
    found = choose(
        desk, desk.agent, keys={"ticket.reply": "r", "ticket.note": ""}, list_columns={"urgent": ["status"]}
    )
    assert found["keys"] == {"ticket.reply": "r", "ticket.note": ""}
    assert found["list_columns"] == {"urgent": ["status"]}


def test_only_an_object_of_somebody_is_kept(desk: Desk) -> None:
    with refused("PD006"):
        desk.call(desk.agent, "set_preferences", preferences="[]")
    with refused("42501"):
        desk.call(ANON, "set_preferences", preferences="{}")
    with refused("PD002"):
        choose(desk, desk.retired, theme="dark")
