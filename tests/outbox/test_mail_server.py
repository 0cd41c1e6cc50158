"""A mail server that takes nothing: who keeps mailboxes is told once, and once when it does again."""

from datetime import UTC, datetime, timedelta

import pytest

from pgdesk.cli.doctor import examine_mail_server
from tests.conftest import set_clock
from tests.desk import SYSTEM, Desk, Person
from tests.outbox.test_sending import queue

WORKER = Person("worker")
START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def begin(desk: Desk, minute: float) -> list[tuple[int, int]]:
    set_clock(desk.db, START + timedelta(minutes=minute))
    rows = desk.run(WORKER, "SELECT m FROM helpdesk.begin_mails(1, 10) AS m")
    return [(row["outgoing_mail_id"], row["attempts"]) for (row,) in rows]


def fail(desk: Desk, minute: float) -> None:
    ids = [key for key, _ in begin(desk, minute)]
    assert ids
    desk.run(WORKER, "SELECT helpdesk.release_mails(%s, 454, '4.7.0 no')", ids)


def end(desk: Desk, minute: float, code: int, answer: str) -> None:
    for key, attempt in begin(desk, minute):
        desk.run(WORKER, "SELECT helpdesk.end_mail(%s, %s, %s, %s)", key, attempt, code, answer)


def told(desk: Desk) -> list[tuple[str, str | None]]:
    return desk.run(
        SYSTEM,
        "SELECT kind, body FROM helpdesk.notification WHERE person_id = %s AND kind LIKE 'mail_server%%'"
        " ORDER BY notification_id",
        desk.admin.id,
    )


@pytest.fixture
def mailing(desk: Desk) -> Desk:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('help@desk.example', 'Desk')",
    )
    set_clock(desk.db, START)
    queue(desk)
    return desk


def test_of_an_outage_they_are_told_once_and_once_when_it_is_over(mailing: Desk) -> None:
    for minute in (0, 1, 4.9):
        fail(mailing, minute)
    assert told(mailing) == []
    (finding,) = examine_mail_server(mailing.db)
    assert not finding.is_ok
    assert "454 4.7.0 no" in finding.text
    for minute in (5, 6, 60):
        fail(mailing, minute)
    assert told(mailing) == [("mail_server_stopped", "454 4.7.0 no")]
    end(mailing, 61, 250, "taken")
    queue(mailing, "bea@out.example")
    end(mailing, 62, 250, "taken")
    assert told(mailing)[1:] == [("mail_server_works", None)]
    assert [one.is_ok for one in examine_mail_server(mailing.db)] == [True]


def test_a_mail_that_is_taken_ends_it_before_anybody_is_told(mailing: Desk) -> None:
    fail(mailing, 0)
    end(mailing, 4, 250, "taken")
    queue(mailing, "bea@out.example")
    fail(mailing, 6)
    assert told(mailing) == []


def test_a_server_out_of_order_is_no_fault_of_a_mail(mailing: Desk) -> None:
    end(mailing, 0, 452, "4.3.1 the disk is full")
    end(mailing, 10, 421, "closing")
    assert told(mailing) == [("mail_server_stopped", "421 closing")]


def test_a_recipient_who_is_put_off_is_no_outage(mailing: Desk) -> None:
    end(mailing, 0, 450, "4.2.1 busy")
    end(mailing, 10, 450, "4.2.1 busy")
    assert told(mailing) == []
    assert [one.is_ok for one in examine_mail_server(mailing.db)] == [True]
