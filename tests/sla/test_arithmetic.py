"""Laws of business time, in three zones with daylight saving, against a listing made by zoneinfo."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Connection
from tests.sla.desk import Desk

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
HOURS = {
    "office": {str(day): [["09:00", "12:00"], ["13:00", "17:30"]] for day in range(1, 6)},
    "night": {str(day): [["00:00", "06:00"], ["22:00", "24:00"]] for day in range(1, 8)},
    "gaps": {"7": [["01:15", "01:45"], ["02:30", "03:15"]], "1": [["00:00", "24:00"]]},
}
CASES = [(zone, kind) for zone in ZONES for kind in HOURS]
_LAWS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
_BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
instants = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: _BEGIN + timedelta(minutes=minutes))
amounts = st.integers(0, 60 * 24 * 40).map(lambda minutes: minutes * 60_000_000 + minutes % 7)


@pytest.fixture(scope="module")
def versions(dsn: str) -> Any:
    """A connection with one calendar version for each of CASES, spans made for 2025 and 2026 only."""
    with psycopg.connect(dsn) as connection:
        desk = Desk(connection)
        desk.at("2026-01-01T00:00:00Z")
        made = {}
        for zone, kind in CASES:
            spec = {"timezone": zone, "hours": HOURS[kind], "holidays": ["2025-12-25", "2026-04-05"]}
            made[zone, kind] = desk.version_of(desk.add_calendar(spec, f"{zone} {kind}"))
        yield connection, made
        connection.rollback()


def _between(connection: Connection, version: int, start: datetime, end: datetime) -> int:
    row = connection.execute("SELECT helpdesk.business_us(%s, %s, %s)", (version, start, end)).fetchone()
    assert row
    return int(row[0])


def _add(connection: Connection, version: int, start: datetime, us: int) -> datetime:
    row = connection.execute("SELECT helpdesk.add_business_us(%s, %s, %s)", (version, start, us)).fetchone()
    assert row
    return row[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize("case", CASES)
@_LAWS
@given(points=st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_time_between_is_additive_and_monotone(versions: Any, case: Any, points: list[datetime]) -> None:
    connection, made = versions
    a, b, c = points
    whole = _between(connection, made[case], a, c)
    assert _between(connection, made[case], a, b) + _between(connection, made[case], b, c) == whole
    assert 0 <= _between(connection, made[case], a, b) <= whole


@pytest.mark.parametrize("case", CASES)
@_LAWS
@given(start=instants, first=amounts, second=amounts)
def test_adding_is_additive_monotone_and_the_inverse(
    versions: Any, case: Any, start: datetime, first: int, second: int
) -> None:
    connection, made = versions
    version = made[case]
    middle, end = _add(connection, version, start, first), _add(connection, version, start, first + second)
    assert start <= middle <= end
    assert _between(connection, version, start, middle) == first
    assert _between(connection, version, start, end) == first + second
    if first and second:
        assert _add(connection, version, middle, second) == end


@pytest.mark.parametrize("case", CASES)
@_LAWS
@given(start=instants, us=amounts)
def test_listed_and_materialised_spans_agree(versions: Any, case: Any, start: datetime, us: int) -> None:
    connection, made = versions
    row = connection.execute(
        "SELECT helpdesk.add_business_us_by_listing(%s, %s, %s)", (made[case], start, us)
    ).fetchone()
    assert row == (_add(connection, made[case], start, us),)


@pytest.mark.parametrize("case", CASES)
def test_spans_are_what_zoneinfo_says(versions: Any, case: Any) -> None:
    """Each wall-clock time is taken at its first occurrence; overlaps made by a skipped hour are cut."""
    connection, made = versions
    zone, kind = ZoneInfo(case[0]), HOURS[case[1]]
    expected: list[tuple[datetime, datetime]] = []
    day = date(2024, 12, 30)
    while day <= date(2027, 1, 2):
        spans = [] if day in (date(2025, 12, 25), date(2026, 4, 5)) else kind.get(str(day.isoweekday()), [])
        for opens, closes in spans:
            begin = datetime.combine(day, time.fromisoformat(opens), zone).astimezone(UTC)
            end_day, end_time = (day + timedelta(1), "00:00") if closes == "24:00" else (day, closes)
            end = datetime.combine(end_day, time.fromisoformat(end_time), zone).astimezone(UTC)
            begin = max([begin, *(e for _, e in expected[-1:])])
            if begin < end:
                expected.append((begin, end))
        day += timedelta(1)
    listed = connection.execute(
        "SELECT * FROM helpdesk.list_calendar_spans(%s, '2024-12-30', '2027-01-02')", (made[case],)
    ).fetchall()
    assert listed == expected


def test_what_cannot_be_answered_is_refused(versions: Any) -> None:
    connection, made = versions
    with pytest.raises(psycopg.Error) as caught, connection.transaction():
        _add(connection, made["Europe/Berlin", "gaps"], _BEGIN, 60_000_000 * 60 * 24 * 366 * 60)
    assert caught.value.sqlstate == "PD201"


@pytest.mark.parametrize("case", CASES)
def test_time_counts_from_the_first_day_of_the_spans_on(versions: Any, case: Any) -> None:
    """Also where that day is closed, and the first span begins later."""
    connection, made = versions
    listed = connection.execute(
        """SELECT helpdesk.business_us(v.calendar_version_id, v.spans_from, max(l.ends_at)),
            sum(helpdesk.us_between(l.starts_at, l.ends_at)),
            helpdesk.business_us(v.calendar_version_id, v.spans_from, min(l.starts_at) - interval '1 second')
        FROM helpdesk.calendar_version AS v
        CROSS JOIN helpdesk.list_calendar_spans(v.calendar_version_id, v.first_day, v.first_day + 13) AS l
        WHERE v.calendar_version_id = %s
        GROUP BY v.calendar_version_id""",
        (made[case],),
    ).fetchone()
    assert listed
    counted, expected, before = listed
    assert (counted, before) == (expected, 0)
    assert counted > 0
