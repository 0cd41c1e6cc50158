"""Holidays imported from CSV and iCalendar, by admins, over the API's function."""

from typing import Any

import psycopg
import pytest

from tests.conftest import AsRole
from tests.sla.desk import Desk

ICS = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//Holidays//EN\r
BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20261225\r
DTEND;VALUE=DATE:20261227\r
SUMMARY;LANGUAGE=en:Christmas\\, both days\\nof it\\; and a very long te\r
 xt \\\\ folded\r
BEGIN:VALARM\r
DTSTART:wrong\r
SUMMARY:Alarm\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20200501\r
RRULE:FREQ=YEARLY\r
SUMMARY:Labour Day\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;X-NOTE="a:b;c";VALUE=DATE:20261003\r
RRULE:FREQ=YEARLY;COUNT=3;BYMONTH=10;BYMONTHDAY=3\r
EXDATE;VALUE=DATE:20271003\r
DURATION:P1D\r
SUMMARY:Unity\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;TZID=Europe/Berlin:20260601T120000\r
DTEND;TZID=Europe/Berlin:20260601T130000\r
SUMMARY:Lunch\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260524\r
RRULE:FREQ=YEARLY;BYEASTER=49\r
SUMMARY:Pentecost\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261231\r
STATUS:CANCELLED\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261003\r
RDATE;VALUE=DATE:20290601\r
RDATE:20290602T090000Z\r
SUMMARY:Once more\r
END:VEVENT\r
END:VCALENDAR\r
"""


class Importer:
    def __init__(self, desk: Desk, as_role: AsRole) -> None:
        self.desk, self.as_role = desk, as_role
        self.calendar = desk.add_calendar(
            {"timezone": "UTC", "hours": {str(d): [["09:00", "17:00"]] for d in range(1, 8)}}
        )
        self.admin = desk.one(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Root', 'root@example.com', 'admin')"
            " RETURNING person_id"
        )

    def load(self, kind: str | None, content: str | None, calendar: int | None = None) -> dict[str, Any]:
        with self.as_role(self.desk.db, "admin", self.admin):
            found: dict[str, Any] = self.desk.one(
                "SELECT api.import_holidays(%s, %s, %s)", calendar or self.calendar, kind, content
            )
        return found

    def refused(self, *values: Any) -> tuple[str, str]:
        with pytest.raises(psycopg.Error) as caught, self.desk.db.transaction():
            self.load(*values)
        return str(caught.value.sqlstate), str(caught.value.diag.message_primary)

    def days(self) -> list[tuple[str, str, bool]]:
        return self.desk.db.execute(
            "SELECT day::text, name, is_recurring FROM helpdesk.holiday WHERE calendar_id = %s ORDER BY day",
            (self.calendar,),
        ).fetchall()


@pytest.fixture
def importer(desk: Desk, as_role: AsRole) -> Importer:
    return Importer(desk, as_role)


def test_an_icalendar_file_is_read(importer: Importer) -> None:
    result = importer.load("ics", ICS)
    name = "Christmas, both days of it; and a very long text \\ folded"
    assert importer.days() == [
        ("2020-05-01", "Labour Day", True),
        ("2026-10-03", "Unity", False),
        ("2026-12-25", name, False),
        ("2026-12-26", name, False),
        ("2028-10-03", "Unity", False),
        ("2029-06-01", "Once more", False),
    ]
    assert [row["day"] for row in result["added"]] == [day for day, _, _ in importer.days()]
    assert [(row["line"], row["day"], row["reason"]["message"]) for row in result["skipped"]] == [
        (27, "2027-10-03", "left out by EXDATE"),
        (34, "2026-06-01", "is not a whole day"),
        (39, "2026-05-24", "repetition FREQ=YEARLY;BYEASTER=49 is not understood"),
        (44, "2026-12-31", "cancelled"),
        (48, "2026-10-03", "stands in the file twice"),
        (48, "2029-06-02", "is not a whole day"),
    ]


def _event(start: str, rule: str, *lines: str) -> str:
    return "\n".join(
        (
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            f"DTSTART;VALUE=DATE:{start}",
            f"RRULE:{rule}",
            *lines,
            "SUMMARY:Day",
            "END:VEVENT",
            "END:VCALENDAR",
        )
    )


@pytest.mark.parametrize(
    ("start", "rule", "days"),
    [
        ("20261126", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3", "2026-11-26 2027-11-25 2028-11-23"),
        ("20260525", "FREQ=YEARLY;COUNT=3;BYDAY=-1MO;BYMONTH=5;WKST=SU", "2026-05-25 2027-05-31 2028-05-29"),
        ("20260525", "FREQ=MONTHLY;INTERVAL=12;BYDAY=-1MO;COUNT=2", "2026-05-25 2027-05-31"),
        # Election day: the Tuesday after the first Monday, every four years.
        (
            "20241105",
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;UNTIL=20321231",
            "2024-11-05 2028-11-07 2032-11-02",
        ),
        (
            "20260101",
            "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1;UNTIL=20270101T000000Z",
            "2026-01-01 2026-07-01 2027-01-01",
        ),
        ("20240229", "FREQ=YEARLY;COUNT=2", "2024-02-29 2028-02-29"),
        ("20260131", "FREQ=MONTHLY;COUNT=3", "2026-01-31 2026-03-31 2026-05-31"),
        ("20260131", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2026-01-31 2026-02-28 2026-03-31"),
        ("20260130", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-01-30 2026-02-27"),
        ("20260320", "FREQ=DAILY;COUNT=3", "2026-03-20 2026-03-21 2026-03-22"),
        ("20260101", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU;COUNT=3", "2026-01-01 2026-01-04 2026-01-15"),
        ("20260101", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TH,SU;COUNT=2", "2026-01-01 2026-01-11"),
        ("20260409", "FREQ=YEARLY;BYYEARDAY=99,-1;COUNT=3", "2026-04-09 2026-12-31 2027-04-09"),
        ("20260518", "FREQ=YEARLY;BYDAY=20MO;COUNT=2", "2026-05-18 2027-05-17"),
    ],
)  # fmt: skip
def test_repetitions_become_days(importer: Importer, start: str, rule: str, days: str) -> None:
    result = importer.load("ics", _event(start, rule))
    assert importer.days() == [(day, "Day", False) for day in days.split()]
    assert result["skipped"] == []


def test_what_goes_on_for_ever_is_written_out_for_twenty_years(importer: Importer) -> None:
    importer.desk.at("2026-01-05T08:00:00Z")
    content = _event("20251127", "FREQ=YEARLY;BYDAY=4TH;BYMONTH=11", "EXDATE:20271125", "DURATION:P2D")
    result = importer.load("ics", content)
    days = [day for day, _, _ in importer.days()]
    assert days[:4] == ["2025-11-27", "2025-11-28", "2026-11-26", "2026-11-27"]
    assert (len(days), days[-1]) == (40, "2045-11-24")
    assert [(row["day"], row["reason"]["message"]) for row in result["skipped"]] == [
        ("2027-11-25", "left out by EXDATE"),
        ("2027-11-26", "left out by EXDATE"),
        ("2046-01-06", "goes on; import the file again before this day"),
    ]
    # A year later the file adds a year.
    importer.desk.at("2027-01-05T08:00:00Z")
    assert [row["day"] for row in importer.load("ics", content)["added"]] == ["2046-11-22", "2046-11-23"]


def test_a_yearly_day_with_an_exception_is_written_out(importer: Importer) -> None:
    importer.desk.at("2026-01-05T08:00:00Z")
    importer.load("ics", _event("20250501", "FREQ=YEARLY", "EXDATE;VALUE=DATE:20270501"))
    days = importer.days()
    assert days[:3] == [(f"{year}-05-01", "Day", False) for year in (2025, 2026, 2028)]
    assert len(days) == 20


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (rule, f"repetition {rule} is not understood")
        for rule in (
            "FREQ=HOURLY",
            "BYMONTH=5",
            "FREQ=YEARLY;FREQ=YEARLY",
            "FREQ=YEARLY;COUNT=0",
            "FREQ=YEARLY;INTERVAL=0",
            "FREQ=YEARLY;UNTIL=20261399",
            "FREQ=YEARLY;BYMONTH=13",
            "FREQ=YEARLY;BYDAY=0MO",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=YEARLY;BYWEEKNO=20",
            "FREQ=YEARLY;X-OWN=1",
            "FREQ=YEARLY;BYDAY=",
            "FREQ=MONTHLY;BYYEARDAY=1",
            "FREQ",
            "FREQ=YEARLY;RSCALE=HEBREW",
            "FREQ=DAILY;BYMONTHDAY=32",
        )
    ]
    + [
        ("FREQ=DAILY", "repeats more than 1000 times"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never happens by its repetition"),
        ("FREQ=YEARLY;UNTIL=20200101", "never happens by its repetition"),
    ],
)  # fmt: skip
def test_other_repetitions_are_skipped_with_the_reason(importer: Importer, rule: str, reason: str) -> None:
    result = importer.load("ics", _event("20260501", rule))
    assert importer.days() == []
    assert [(row["line"], row["day"], row["reason"]["message"]) for row in result["skipped"]] == [
        (2, "2026-05-01", reason)
    ]


def test_whole_days_of_outlook_are_read(importer: Importer) -> None:
    importer.load(
        "ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=X:20261225T000000\nDTEND;TZID=X:20261227T000000\n"
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nEND:VEVENT\nEND:VCALENDAR",
    )
    assert [day for day, _, _ in importer.days()] == ["2026-12-25", "2026-12-26"]


def test_a_file_can_be_imported_twice_and_makes_one_version(importer: Importer) -> None:
    desk = importer.desk
    versions = "SELECT count(*) FROM helpdesk.calendar_version WHERE calendar_id = %s"
    before = desk.one(versions, importer.calendar)
    importer.load("ics", ICS)
    again = importer.load("ics", ICS)
    assert again["added"] == []
    assert (
        sum(
            (row["reason"]["code"], row["reason"]["message"]) == ("PD022", "is a holiday already")
            for row in again["skipped"]
        )
        == 7
    )
    desk.settle()
    assert desk.one(versions, importer.calendar) == before + 1


@pytest.mark.parametrize(
    "content",
    [
        '2026-12-25,"Christmas, ""first"" day",yes\n\n2026-05-01,Labour Day\n',
        '\ufeffname;Day;recurring\r\n"Christmas, ""first"" day";2026-12-25;1\r\nLabour Day;2026-05-01;\r\n',
        'date,is_recurring,name,x\n2026-12-25,true,"Christmas, ""first"" day",DE\n2026-05-01,0,Labour Day,',
    ],
)
def test_lines_are_read_with_and_without_a_header(importer: Importer, content: str) -> None:
    result = importer.load("csv", content)
    assert importer.days() == [
        ("2026-05-01", "Labour Day", False),
        ("2026-12-25", 'Christmas, "first" day', True),
    ]
    assert result["skipped"] == []


def test_a_day_twice_in_a_file_counts_once(importer: Importer) -> None:
    result = importer.load("csv", "2026-12-25,One\n2026-12-25,Two\n2300-01-01,Far")
    assert importer.days() == [("2026-12-25", "One", False)]
    assert [(row["line"], row["reason"]["message"]) for row in result["skipped"]] == [
        (2, "stands in the file twice"),
        (3, "is not between 1970 and 2200"),
    ]


@pytest.mark.parametrize(
    ("kind", "content", "message"),
    [
        ("csv", "2026-12-25\n25.12.2026", "line 2: 25.12.2026 is not a day"),
        ("csv", "2026-02-30", "line 1: 2026-02-30 is not a day"),
        ("csv", '2026-12-25,"Open', "line 1: a quotation mark is not closed or stands inside a field"),
        ("csv", "2026-12-25,X,maybe", "line 1: maybe is neither true nor false"),
        ("csv", "name,recurring\nX,true", "line 1: there is no column day"),
        ("csv", "", "content is empty or longer than 1000000 bytes"),
        ("ics", "hello", "line 1: hello is not a property"),
        ("ics", "BEGIN:VEVENT\nEND:VEVENT", "line 1: BEGIN:VCALENDAR is missing"),
        ("ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "line 2: VEVENT does not end"),
        ("ics", "BEGIN:VCALENDAR\nEND:VEVENT", "line 2: END:VEVENT closes VCALENDAR"),
        (
            "ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR",
            "line 2: the event has no DTSTART",
        ),
        (
            "ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n b\nDTSTART:20261350\nEND:VEVENT\nEND:VCALENDAR",
            "line 5: 20261350 is not a day",
        ),
        (
            "ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nDTEND:soon\nEND:VEVENT\nEND:VCALENDAR",
            "line 4: soon is not a day",
        ),
        (
            "ics",
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nRDATE:20271225,20271301\nEND:VEVENT\nEND:VCALENDAR",
            "line 4: 20271301 is not a day",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    importer: Importer, kind: str, content: str, message: str
) -> None:
    assert importer.refused(kind, content) == ("PD203", message)
    assert importer.days() == []


def test_unknown_formats_and_calendars_are_refused(importer: Importer) -> None:
    assert importer.refused("xls", "2026-12-25")[0] == "PD006"
    assert importer.refused(None, "2026-12-25")[0] == "PD006"
    assert importer.refused("csv", None)[0] == "PD203"
    assert importer.refused("csv", "2026-12-25", -1)[0] == "PD001"


def test_imported_days_move_open_clocks(importer: Importer) -> None:
    desk = importer.desk
    desk.set_targets({("low", "resolution"): 480})
    desk.at("2026-12-24T15:00:00Z")
    ticket = desk.create(importer.calendar)
    importer.load("ics", ICS)
    desk.settle()
    assert desk.clock(ticket)["due_at"] == "2026-12-27T15:00:00+00:00"
