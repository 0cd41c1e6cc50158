"""From a number to the tickets that it counts: the list that a report leads to has as many as it says."""

import json
from typing import Any

import pytest

from pgdesk.reports import files
from tests.desk import SYSTEM, Desk, refused
from tests.reports.test_numbers import PERIOD, story

__all__ = ["story"]

_DRILLED = [path.stem for path in files.paths() if "-- drill:" in path.read_text()]


def filled(value: Any, row: dict[str, Any], values: dict[str, str]) -> Any:
    """As web/admin/reports/drawing.ts does it."""
    if isinstance(value, list):
        return [filled(one, row, values) for one in value]
    if not isinstance(value, str) or not value.startswith("{"):
        return value
    name = value.strip("{#}")
    if name in ("from", "to"):
        return values[name] + ("T00:00:00Z" if name == "from" else "T23:59:59.999999Z")
    return int(row[name]) if value.startswith("{#") else row[name]


@pytest.mark.parametrize("report", _DRILLED)
def test_a_list_has_as_many_tickets_as_the_report_says(story: Desk, report: str) -> None:
    given = json.dumps(PERIOD)
    found = story.one(SYSTEM, "SELECT reports.run(%s, %s)", report, given)
    names = [column["name"] for column in found["columns"]]
    told, listed = [], []
    for cells in found["rows"]:
        row = dict(zip(names, cells, strict=True))
        for column, conditions in found["drills"].items():
            asked = [
                {"field": field, "operator": operator, "value": filled(value, row, found["values"])}
                for field, operator, value in conditions
            ]
            page = story.call(story.admin, "list_tickets", conditions=json.dumps({"all": asked}))
            told.append((column, row[column]))
            listed.append((column, page["count"]["count"]))
    assert listed == told
    assert any(count for _, count in told), "nothing is counted here"


@pytest.mark.parametrize(
    ("drills", "told"),
    [
        ({"other": [["is_open", "is", True]]}, "leads to tickets from other, which is no column"),
        ({"n": [["colour", "is", "red"]]}, "by colour, which is no field of conditions"),
        ({"n": [["is_open", "older_than", "1 day"]]}, "compares is_open by older_than, which does not fit"),
        ({"n": [["channel", "is", "{way}"]]}, "by {way}, which is no column of it"),
        ({"n": [["created_at", "greater", "{from}"]]}, "by {from}, which is no column of it"),
    ],
)
def test_a_report_leads_by_what_there_is(desk: Desk, drills: dict[str, Any], told: str) -> None:
    add = (
        "INSERT INTO helpdesk.report (report, title, description, query, drills)"
        " VALUES ('x', 'X', '', 'SELECT 1 AS n', %s)"
    )
    desk.run(SYSTEM, "SET CONSTRAINTS helpdesk.report_20_check_drills IMMEDIATE")
    with refused("PD180", told):
        desk.run(SYSTEM, add, json.dumps(drills))
