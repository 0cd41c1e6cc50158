"""Invitations in a mail: what is to happen, when, and what is asked or answered (RFC 5545, RFC 5546)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from icalendar import Calendar
from icalendar.timezone import tzp

from pgdesk.mail.headers import clean_address
from pgdesk.mail.text import clean_line, clean_text

#: Characters of a calendar that is read, and events of a mail.
_CALENDAR_CHARS = 200_000
_EVENTS = 20
_DESCRIPTION_CHARS = 20_000
_METHODS = {"request", "reply", "cancel", "publish", "add", "refresh", "counter", "declinecounter"}


class Invite(msgspec.Struct, frozen=True):
    """An event; of a whole day it has dates, the last one included, else instants in UTC."""

    uid: str
    #: request, reply, cancel, publish …
    method: str
    sequence: int
    summary: str
    location: str
    description: str
    organiser: str
    #: Of a reply: accepted, declined, tentative …
    answer: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    #: As the sender names it.
    time_zone: str = ""
    #: The zone is not known: the instants are those of UTC.
    is_floating: bool = False
    #: Rule by which it happens again (RFC 5545, section 3.3.10).
    recurrence: str = ""


def read_invites(texts: Iterable[str]) -> list[Invite]:
    """Each event once, however often the mail holds it; what cannot be read is none."""
    found: dict[tuple[str, str, datetime | date | None], Invite] = {}
    for text in texts:
        if len(text) > _CALENDAR_CHARS:
            continue
        # It keeps the zones of calendars for later ones, by their names: those of others.
        tzp.use_zoneinfo()
        try:
            calendar = Calendar.from_ical(text)
            events = calendar.walk("VEVENT")
        except Exception:  # the package raises many kinds on broken calendars
            continue
        method = str(calendar.get("method", "")).strip().lower()
        for event in events[:_EVENTS]:
            try:
                invite = _read(event, method if method in _METHODS else "publish")
            except Exception:
                continue
            if invite is not None:
                found.setdefault((invite.uid, invite.method, invite.starts_at or invite.starts_on), invite)
    return list(found.values())[:_EVENTS]


def say(invite: Invite) -> str:
    """What it is about, for a mail without any other text."""
    return "\n\n".join(text for text in (invite.summary, invite.location, invite.description) if text)


def _read(event: Any, method: str) -> Invite | None:
    start = event.get("dtstart")
    if start is None:
        return None
    begins = start.dt
    ends = _end(event, begins)
    is_day = not isinstance(begins, datetime)
    return Invite(
        uid=clean_line(str(event.get("uid", "")), 500),
        method=method,
        sequence=_number(event.get("sequence")),
        summary=clean_line(str(event.get("summary", "")), 500),
        location=clean_line(str(event.get("location", "")), 500),
        description=clean_text(str(event.get("description", "")))[:_DESCRIPTION_CHARS].strip(),
        organiser=_address(event.get("organizer")),
        answer=_answer(event) if method == "reply" else "",
        starts_at=None if is_day else _in_utc(begins),
        ends_at=None if is_day or ends is None else _in_utc(ends),
        starts_on=begins if is_day else None,
        ends_on=max(begins, ends - timedelta(days=1)) if is_day and ends is not None else None,
        time_zone=clean_line(str(start.params.get("TZID", "")), 100),
        is_floating=not is_day and begins.tzinfo is None,
        recurrence=clean_line(event["rrule"].to_ical().decode(), 500) if "rrule" in event else "",
    )


def _end(event: Any, begins: Any) -> Any:
    end = event.get("dtend")
    if end is not None and type(end.dt) is type(begins):
        return end.dt
    duration = event.get("duration")
    return begins + duration.dt if duration is not None else None


def _in_utc(time: datetime) -> datetime:
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _number(value: Any) -> int:
    try:
        return min(max(int(value), 0), 2**31 - 1)
    except (TypeError, ValueError):
        return 0


def _address(value: Any) -> str:
    return clean_address(str(value or "").partition(":")[2]) or ""


def _answer(event: Any) -> str:
    attendees = event.get("attendee")
    first = attendees[0] if isinstance(attendees, list) else attendees
    return clean_line(str(first.params.get("PARTSTAT", "")), 50).lower() if first is not None else ""
