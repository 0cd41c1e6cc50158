"""Digests: what happened is gathered and mailed once, at the hour that its reader chose."""

from typing import Any

import pytest

from tests.desk import SYSTEM, Desk, Person
from tests.templates.rendered import rendered

WORKER = Person("worker")


@pytest.fixture(autouse=True)
def monday(desk: Desk) -> None:
    desk.clock("2026-03-02 07:30:00+00")
    desk.set("notification_channels", ["email"])


def prefer(desk: Desk, period: str, hour: int = 8) -> None:
    desk.run(desk.agent, "INSERT INTO api.digest_preferences (period, hour) VALUES (%s, %s)", period, hour)


def assign(desk: Desk) -> int:
    ticket = desk.ticket()
    desk.call(desk.admin, "assign_ticket", ticket_id=ticket, assignee_id=desk.agent.id)
    return ticket


def gathered(desk: Desk, at: str) -> list[tuple[Any, ...]]:
    """Runs the job; the mails that wait, with their notices."""
    desk.clock(at)
    desk.run(WORKER, "SELECT helpdesk.gather_digests()")
    return desk.run(
        SYSTEM,
        "SELECT state, data -> 'digest' ->> 'notices' FROM helpdesk.outgoing_mail"
        " WHERE kind = 'digest' AND person_id = %s ORDER BY outgoing_mail_id",
        desk.agent.id,
    )


def test_a_daily_digest_comes_at_its_hour_in_its_readers_zone(desk: Desk) -> None:
    desk.run(
        SYSTEM, "UPDATE helpdesk.person SET time_zone = 'Europe/Berlin' WHERE person_id = %s", desk.agent.id
    )
    prefer(desk, "daily", 9)
    assign(desk)
    assign(desk)
    assert gathered(desk, "2026-03-02 07:59:00+00") == []
    assert gathered(desk, "2026-03-02 08:05:00+00") == [("queued", "2")]
    assert gathered(desk, "2026-03-02 08:15:00+00") == [("queued", "2")]
    assert gathered(desk, "2026-03-03 08:05:00+00") == [("queued", "2")]
    assert desk.run(desk.agent, "SELECT day::text, hour, notices FROM api.digests") == [("2026-03-02", 9, 2)]


def test_an_hourly_one_each_hour_in_which_something_happened(desk: Desk) -> None:
    prefer(desk, "hourly", 23)
    assign(desk)
    assert gathered(desk, "2026-03-02 08:05:00+00") == [("queued", "1")]
    assign(desk)
    assert gathered(desk, "2026-03-02 08:45:00+00") == [("queued", "1")]
    assert gathered(desk, "2026-03-02 09:05:00+00") == [("queued", "1"), ("queued", "1")]
    assert len(gathered(desk, "2026-03-02 10:05:00+00")) == 2


def test_a_weekly_one_on_mondays(desk: Desk) -> None:
    prefer(desk, "weekly")
    assign(desk)
    assert gathered(desk, "2026-03-03 08:05:00+00") == []
    assert gathered(desk, "2026-03-09 08:05:00+00") == [("queued", "1")]


def test_it_lists_what_happened_and_where(desk: Desk) -> None:
    prefer(desk, "daily")
    ticket = assign(desk)
    for _ in range(120):
        assign(desk)
    assert gathered(desk, "2026-03-02 08:05:00+00") == [("queued", "121")]
    mail_id = desk.one(SYSTEM, "SELECT outgoing_mail_id FROM helpdesk.outgoing_mail WHERE kind = 'digest'")
    made = rendered(desk, mail_id, "https://d.example", "secret")
    assert made.subject == "121 news from Support"
    reference = desk.ticket_row(ticket)["reference"]
    lines = [line for line in made.text.split("\n") if line.startswith("- ")]
    assert len(lines) == 100
    assert reference in lines[0]
    assert lines[0].endswith(f": https://d.example/support/agent/tickets/{ticket}")
    assert "No more digests: https://d.example/mail/unsubscribe/digest/" in made.text


def test_who_wants_no_more_gets_none(desk: Desk) -> None:
    prefer(desk, "daily")
    desk.run(desk.agent, "INSERT INTO api.mail_unsubscriptions (kind) VALUES ('digest')")
    assign(desk)
    assert gathered(desk, "2026-03-02 08:05:00+00") == [("withdrawn", "1")]
    desk.run(desk.agent, "DELETE FROM api.mail_unsubscriptions")
    assign(desk)
    assert gathered(desk, "2026-03-03 08:05:00+00") == [("withdrawn", "1"), ("queued", "1")]
    assert desk.run(desk.agent, "SELECT notices FROM api.digests ORDER BY day") == [(1,), (1,)]
