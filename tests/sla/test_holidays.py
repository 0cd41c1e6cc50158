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
EXDATE;VALUE=DATE:20270501\r
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
DTSTART;VALUE=DATE:20261126\r
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r
SUMMARY:Thanksgiving\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261231\r
STATUS:CANCELLED\r
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
    ]
    assert [row["day"] for row in result["added"]] == [day for day, _, _ in importer.days()]
    assert [(row["line"], row["day"], row["reason"]) for row in result["skipped"]] == [
        (22, "2027-05-01", "EXDATE cannot be kept: the holiday recurs each year"),
        (28, "2027-10-03", "left out by EXDATE"),
        (35, "2026-06-01", "is not a whole day"),
        (40, "2026-11-26", "repetition FREQ=YEARLY;BYMONTH=11;BYDAY=4TH is not understood"),
        (45, "2026-12-31", "cancelled"),
    ]


def test_a_file_can_be_imported_twice_and_makes_one_version(importer: Importer) -> None:
    desk = importer.desk
    versions = "SELECT count(*) FROM helpdesk.calendar_version WHERE calendar_id = %s"
    before = desk.one(versions, importer.calendar)
    importer.load("ics", ICS)
    again = importer.load("ics", ICS)
    assert again["added"] == []
    assert sum(row["reason"] == "is a holiday already" for row in again["skipped"]) == 5
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
    assert [(row["line"], row["reason"]) for row in result["skipped"]] == [
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
