"""The SLA rules in Python (tests/sla/oracle) meet the vectors, and the clocks of random histories."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.sla.oracle.calendars import MINUTE, Calendar, to_instant
from tests.sla.oracle.clocks import Clock, Terms
from tests.sla.oracle.comparison import TICKETS, compare

HISTORIES = 1_000
_FILES = [Path(__file__).parent / "samples.json", SHARED / "vectors" / "sla.json"]


def _vectors(section: str) -> list[tuple[dict[str, Calendar], dict[str, Any]]]:
    contents = [json.loads(path.read_text()) for path in _FILES if path.exists()]
    return [
        ({name: _calendar(spec) for name, spec in content["calendars"].items()}, case)
        for content in contents
        for case in content[section]
    ]


def _calendar(spec: dict[str, Any]) -> Calendar:
    hours = {
        int(day): tuple((_minute(opens), _minute(closes)) for opens, closes in spans)
        for day, spans in spec["hours"].items()
    }
    off = frozenset((date.fromisoformat(day), False) for day in spec["holidays"])
    return Calendar(spec["timezone"], hours, off)


def _minute(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def test_business_time_meets_the_vectors() -> None:
    for calendars, case in _vectors("due"):
        calendar, start = calendars[case["calendar"]], to_instant(case["start"])
        assert calendar.add(start, round(case["minutes"] * MINUTE)) == to_instant(case["due"]), case["name"]
    for calendars, case in _vectors("between"):
        start, end = to_instant(case["start"]), to_instant(case["end"])
        measured = calendars[case["calendar"]].measure(start, end)
        assert measured == round(case["minutes"] * MINUTE), case["name"]


def test_a_clock_meets_the_vectors() -> None:
    for calendars, case in _vectors("clocks"):
        terms = Terms(None, calendars[case["calendar"]], case["target_minutes"], None, 80, 0, False)
        clock = Clock("resolution", 1, to_instant(case["start"]), terms, "running")
        steps: list[tuple[int, str, Terms]] = []
        for begins, ends in case["paused"]:
            steps.append((to_instant(begins), "paused", terms))
            steps += [(to_instant(ends), "running", terms)] if ends else []
        for change in case.get("changes", ()):
            target = change.get("target_minutes", terms.target)
            calendar = calendars[change.get("calendar", case["calendar"])]
            terms = terms._replace(target=target, calendar=calendar)
            steps.append((to_instant(change["at"]), "running", terms))
        for at, mode, then in sorted(steps, key=lambda step: step[0]):
            clock.move(at, then, mode)
        assert clock.due_at == (to_instant(case["due"]) if case["due"] else None), case["name"]
        if "remaining_minutes" in case:
            assert (clock.target or 0) - clock.used == case["remaining_minutes"] * MINUTE, case["name"]


@pytest.mark.slow
@pytest.mark.parametrize("is_lazy", [False, True], ids=["at once", "late"])
@pytest.mark.parametrize("seed", range(1, HISTORIES // TICKETS + 1))
def test_the_clocks_of_random_histories_are_those_of_the_model(
    server_dsn: str, seed: int, is_lazy: bool
) -> None:
    """`make soak` compares a hundred times as many."""
    found = compare(server_dsn, seed, is_lazy=is_lazy)
    assert not found, "\n\n".join(str(disagreement) for disagreement in found[:5])
