"""The shared vectors of business time and clocks, and the project's own samples in the same form."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.sla.desk import Desk

Case = dict[str, Any]

_FILES = {"own": Path(__file__).parent / "samples.json", "shared": SHARED / "vectors" / "sla.json"}


def _cases(section: str) -> list[Any]:
    found = []
    for source, path in _FILES.items():
        if not path.exists():
            reason = pytest.mark.skip(reason="../shared/vectors/sla.json is absent")
            found.append(pytest.param({}, {}, marks=reason, id=f"{source}-absent"))
            continue
        content = json.loads(path.read_text())
        found += [
            pytest.param(content["calendars"], case, id=f"{source}-{case['name']}")
            for case in content[section]
        ]
    return found


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.fixture(params=["listed", "materialised"])
def spans(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _version(desk: Desk, spec: Case, spans: str, start: str, end: str) -> int:
    """A calendar whose spans are made around now only (so far instants are listed), or around the case."""
    version = desk.version_of(desk.add_calendar(spec))
    if spans == "materialised":
        desk.db.execute(
            "SELECT helpdesk.extend_calendar(%s, %s::timestamptz - interval '40 days', %s::timestamptz"
            " + interval '400 days')",
            (version, start, end),
        )
    return version


@pytest.mark.parametrize(("calendars", "case"), _cases("due"))
def test_due(any_desk: Desk, spans: str, calendars: Case, case: Case) -> None:
    any_desk.at("1990-01-01T00:00:00Z" if spans == "listed" else case["start"])
    version = _version(any_desk, calendars[case["calendar"]], spans, case["start"], case["due"])
    due = any_desk.one(
        "SELECT helpdesk.add_business_us(%s, %s, %s)",
        version,
        case["start"],
        round(case["minutes"] * 60_000_000),
    )
    assert due == _instant(case["due"])


@pytest.mark.parametrize(("calendars", "case"), _cases("between"))
def test_between(any_desk: Desk, spans: str, calendars: Case, case: Case) -> None:
    any_desk.at("1990-01-01T00:00:00Z" if spans == "listed" else case["start"])
    version = _version(any_desk, calendars[case["calendar"]], spans, case["start"], case["end"])
    us = any_desk.one("SELECT helpdesk.business_us(%s, %s, %s)", version, case["start"], case["end"])
    assert us == round(case["minutes"] * 60_000_000)


@pytest.mark.parametrize("on_calendar_change", ["segment", "last"])
@pytest.mark.parametrize(("calendars", "case"), _cases("clocks"))
def test_clock_of_a_ticket(any_desk: Desk, calendars: Case, case: Case, on_calendar_change: str) -> None:
    """A real ticket lives through it: pauses are statuses, targets priorities, calendars departments."""
    desk = any_desk
    if on_calendar_change == "last" and any("calendar" in change for change in case.get("changes", ())):
        pytest.skip("the vector counts each calendar while it is active")
    desk.set("sla.on_calendar_change", on_calendar_change)
    desk.at(case["start"])
    changes = case.get("changes", ())
    needed = {case["calendar"], *(change["calendar"] for change in changes if "calendar" in change)}
    made = {name: desk.add_calendar(calendars[name], name) for name in sorted(needed)}
    priorities = ["low", "medium", "high", "urgent", "critical"]
    targets = [case["target_minutes"]]
    targets += [c["target_minutes"] for c in changes if "target_minutes" in c]
    desk.set_targets({(priorities[n], "resolution"): minutes for n, minutes in enumerate(targets)})
    steps: list[tuple[str, dict[str, Any]]] = []
    for begin, end in case["paused"]:
        steps.append((begin, {"status": "waiting_on_customer"}))
        if end:
            steps.append((end, {"status": "in_progress"}))
    used = 0
    for change in changes:
        if "target_minutes" in change:
            used += 1
            steps.append((change["at"], {"priority": priorities[used]}))
        if "calendar" in change:
            steps.append((change["at"], {"department_id": desk.department_with(made[change["calendar"]])}))

    ticket = desk.create(made[case["calendar"]])
    for instant, columns in sorted(steps, key=lambda step: step[0]):
        desk.at(instant)
        desk.change(ticket, **columns)

    state = desk.state(ticket)
    assert _instant(state["due_at"]) == _instant(case["due"])
    assert _instant(desk.clock(ticket)["due_at"]) == _instant(case["due"])
    if "remaining_minutes" in case:
        assert state["remaining_minutes"] == case["remaining_minutes"]
