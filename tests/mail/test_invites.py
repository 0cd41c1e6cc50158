"""Invitations: when they are for who reads them, whatever the sender's zone; each event once."""

# ruff: noqa: RUF001

import pytest

from pgdesk.mail.invites import Invite, read_invites
from tests.conftest import Connection, acting_as
from tests.mail.conftest import one, take_in, ticket

People = dict[str, int]
CUSTOM = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE
"""


def calendar(lines: str, method: str = "REQUEST", zone: str = "") -> str:
    return (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\n{zone}BEGIN:VEVENT\nUID:1@x.example\nSUMMARY:Call\n"
        f"ORGANIZER;CN=Ann:mailto:Ann@x.example\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    ).replace("\n", "\r\n")


def only(*texts: str) -> Invite:
    (invite,) = read_invites(texts)
    return invite


@pytest.mark.parametrize(
    ("lines", "starts", "ends"),
    [
        ("DTSTART:20260710T090000Z\nDTEND:20260710T100000Z", "2026-07-10 09:00", "2026-07-10 10:00"),
        (
            "DTSTART;TZID=Europe/Berlin:20260710T090000\nDURATION:PT30M",
            "2026-07-10 07:00",
            "2026-07-10 07:30",
        ),
        ("DTSTART;TZID=W. Europe Standard Time:20260110T090000", "2026-01-10 08:00", None),
    ],
)
def test_times_are_instants(lines: str, starts: str, ends: str | None) -> None:
    invite = only(calendar(lines))
    found = [time and f"{time:%Y-%m-%d %H:%M}" for time in (invite.starts_at, invite.ends_at)]
    assert (found, invite.is_floating) == ([starts, ends], False)


def test_zones_of_one_mail_are_not_those_of_the_next() -> None:
    """Outlook calls every zone of one's own the same."""
    lines = "DTSTART;TZID=Customized Time Zone:20260710T090000"
    hours = [
        invite.starts_at and invite.starts_at.hour
        for offset in ("+0200", "-0500")
        for invite in read_invites([calendar(lines, zone=CUSTOM.format(offset=offset))])
    ]
    assert hours == [7, 14]


def test_a_zone_that_nobody_knows_is_said_to_be_so() -> None:
    invite = only(calendar("DTSTART;TZID=Middle Earth:20260710T090000"))
    assert (invite.is_floating, invite.time_zone) == (True, "Middle Earth")


def test_whole_days_end_with_the_last() -> None:
    invite = only(calendar("DTSTART;VALUE=DATE:20260710\nDTEND;VALUE=DATE:20260713"))
    assert (str(invite.starts_on), str(invite.ends_on), invite.starts_at) == (
        "2026-07-10",
        "2026-07-12",
        None,
    )


def test_the_same_event_twice_in_a_mail_is_one() -> None:
    text = calendar("DTSTART:20260710T090000Z")
    assert len(read_invites([text, text, calendar("DTSTART:20260711T090000Z")])) == 2


@pytest.mark.parametrize(
    "text",
    ["", "no calendar", "BEGIN:VCALENDAR", calendar("DTSTART:never"), calendar("DTEND:20260710T090000Z")],
)
def test_what_is_broken_is_none(text: str) -> None:
    assert read_invites([text]) == []


def test_a_flood_of_events_is_cut() -> None:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART:20260710T090000Z\r\nEND:VEVENT\r\n" for number in range(500)
    )
    assert len(read_invites([f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n"])) == 20
    assert read_invites([f"BEGIN:VCALENDAR\r\n{events * 10}END:VCALENDAR\r\n"]) == []


def mail(lines: str, method: str, subject: str) -> bytes:
    text = calendar(lines, method)
    return (
        f"From: customer@home.example\nTo: support@desk.example\nSubject: {subject}\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nCome.\n'
        f"--b\nContent-Type: text/calendar; method={method}; charset=utf-8\n\n{text}\n"
        f'--b\nContent-Type: application/ics; name="invite.ics"\n'
        f"Content-Disposition: attachment; filename=invite.ics\n\n{text}\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    ("lines", "method", "line"),
    [
        (
            "DTSTART:20260710T090000Z\nDTEND:20260710T100000Z\nLOCATION:Room 1", "REQUEST",
            "Invitation: Call, 2026-07-10 05:00–06:00 (America/New_York), Room 1",
        ),
        (
            "DTSTART:20260711T030000Z\nDTEND:20260711T050000Z\nRRULE:FREQ=WEEKLY", "CANCEL",
            "Cancelled: Call, 2026-07-10 23:00–2026-07-11 01:00 (America/New_York), repeated",
        ),
        (
            "DTSTART;VALUE=DATE:20260710\nDTEND;VALUE=DATE:20260713", "PUBLISH",
            "Event: Call, 2026-07-10 to 2026-07-12",
        ),
        (
            "DTSTART:20260710T090000\nATTENDEE;PARTSTAT=ACCEPTED:mailto:c@home.example", "REPLY",
            "Accepted: Call, 2026-07-10 09:00 (in a zone that is not known)",
        ),
    ],
)  # fmt: skip
def test_staff_read_a_line_in_their_own_time(
    db: Connection, people: People, lines: str, method: str, line: str
) -> None:
    db.execute(
        "UPDATE helpdesk.person SET time_zone = 'America/New_York' WHERE person_id = %s", (people["agent"],)
    )
    _, reference = ticket(db, people["customer"])
    taken = take_in(
        db,
        b"Authentication-Results: mx.desk.example; dmarc=pass header.from=home.example\n"
        + mail(lines, method, f"Re: {reference}"),
    )
    with acting_as(db, "agent", people["agent"]):
        rows = db.execute("SELECT ticket_id, message_id, organiser, line FROM api.invites").fetchall()
    assert rows == [(taken["ticket_id"], taken["message_id"], "ann@x.example", line)]
    assert one(db, "SELECT count(*) FROM helpdesk.attachment WHERE filename = 'invite.ics'") == 2


def test_a_mail_that_is_nothing_but_a_calendar_has_its_words(db: Connection, people: People) -> None:
    raw = "From: customer@home.example\nSubject: Call\nContent-Type: text/calendar\n\n" + calendar(
        "DTSTART:20260710T090000Z\nDESCRIPTION:About the printer"
    )
    taken = take_in(db, raw.encode())
    assert one(db, "SELECT description FROM helpdesk.ticket WHERE ticket_id = %s", taken["ticket_id"]) == (
        "Call\n\nAbout the printer"
    )
