"""A server whose rules of time zones have changed: what is to come follows, what has been stays."""

import itertools

import pytest

from tests.sla.desk import Desk

_OFFICE = {
    "timezone": "America/New_York",
    "hours": {str(weekday): [["09:00", "17:00"]] for weekday in range(1, 6)},
}


def _make_by_other_rules(desk: Desk, version: int, since: str) -> None:
    """As if a server whose summer time ends an hour later had made the spans from `since` on."""
    desk.db.execute(
        "UPDATE helpdesk.calendar_span SET starts_at = starts_at + interval '1 hour',"
        " ends_at = ends_at + interval '1 hour' WHERE calendar_version_id = %s AND starts_at > %s",
        (version, since),
    )


@pytest.fixture
def office(desk: Desk) -> int:
    """A calendar made by rules that have changed since; it is Wednesday, an hour before opening."""
    desk.set_targets({("low", "resolution"): 240})
    calendar = desk.add_calendar(_OFFICE)
    _make_by_other_rules(desk, desk.version_of(calendar), "2026-01-09")
    desk.at("2026-01-14T13:00:00Z")
    return calendar


def _stale(desk: Desk) -> list[int]:
    return [calendar for (calendar,) in desk.db.execute("SELECT * FROM helpdesk.list_stale_calendars()")]


def test_open_clocks_follow_new_rules_by_a_new_version(desk: Desk, office: int) -> None:
    old = desk.version_of(office)
    ticket = desk.create(office)
    assert desk.clock(ticket)["due_at"] == "2026-01-14T19:00:00+00:00"
    assert _stale(desk) == [office]
    desk.one("SELECT helpdesk.extend_calendars()")
    new = desk.version_of(office)
    assert (new > old, _stale(desk)) == (True, [])
    assert desk.clock(ticket)["due_at"] == "2026-01-14T18:00:00+00:00"
    desk.one("SELECT helpdesk.extend_calendars()")
    assert desk.version_of(office) == new


def test_history_is_counted_by_the_rules_of_its_time(desk: Desk, office: int) -> None:
    old = desk.version_of(office)
    ticket = desk.create(office)
    desk.at("2026-01-14T16:00:00Z")
    desk.one("SELECT helpdesk.extend_calendars()")
    assert desk.state(ticket)["used_minutes"] == 60
    assert desk.clock(ticket)["due_at"] == "2026-01-14T19:00:00+00:00"
    spans = "SELECT count(*) FROM helpdesk.calendar_span WHERE calendar_version_id = %s AND starts_at = %s"
    assert desk.one(spans, old, "2026-01-14T15:00:00Z") == 1


def test_both_ways_to_add_business_time_agree(desk: Desk, office: int) -> None:
    old = desk.version_of(office)
    desk.one("SELECT helpdesk.extend_calendars()")
    for version, start, hours in itertools.product(
        (old, desk.version_of(office)),
        (
            "2025-01-02T03:00Z",
            "2026-01-08T20:00Z",
            "2026-01-14T14:30Z",
            "2026-01-16T23:00Z",
            "2028-12-01T00:00Z",
        ),
        (0, 1, 7, 8, 9, 100, 3000, 9000),
    ):
        ways = [
            desk.one(f"SELECT helpdesk.{way}(%s, %s, %s)", version, start, hours * 3_600_000_000)
            for way in ("add_business_us", "add_business_us_by_listing")
        ]
        assert ways[0] == ways[1], (version, start, hours)
        counted = desk.one("SELECT helpdesk.business_us(%s, %s, %s)", version, start, ways[0])
        assert counted == hours * 3_600_000_000, (version, start, hours)


def test_a_zone_that_the_server_does_not_know_stops_no_other(desk: Desk, office: int) -> None:
    lost = desk.add_calendar(_OFFICE, "lost")
    desk.db.execute(
        "UPDATE helpdesk.calendar_version SET time_zone = 'Mars/Base' WHERE calendar_id = %s", (lost,)
    )
    made = desk.version_of(office)
    desk.one("SELECT helpdesk.extend_calendars()")
    assert desk.version_of(office) > made
