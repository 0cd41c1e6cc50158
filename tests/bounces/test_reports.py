"""Delivery reports and complaints: a row for each recipient, with what is said of it and nobody else."""

from typing import Any

import pytest

from tests.conftest import Connection, acting_as
from tests.mail.conftest import take_in, ticket

REPORT = """From: MAILER-DAEMON@mx.example
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
{blocks}
--b
Content-Type: text/rfc822-headers

Message-ID: <out-9@desk.example>

--b--
"""
COMPLAINT = """From: feedback@isp.example
Subject: FW: Your ticket
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: isp/1
Version: 1
Original-Rcpt-To: <customer@home.example>

--b
Content-Type: text/rfc822-headers

Message-ID: <out-9@desk.example>

--b--
"""
FAILED = (
    "\nFinal-Recipient: rfc822; gone@x.example\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 No\n"
)
LATE = "\nFinal-Recipient: rfc822; late@x.example\nAction: delayed\nStatus: 4.4.1\n"
GOOD = "\nFinal-Recipient: rfc822; good@x.example\nAction: relayed\nStatus: 2.0.0\n"
FULL = "\nFinal-Recipient: rfc822; full@x.example\nAction: failed\nStatus: 5.2.2\n"
FORWARDED = (
    "\nOriginal-Recipient: rfc822; customer@home.example\n"
    "Final-Recipient: rfc822; new@home.example\nAction: failed\nStatus: 5.0.0\n"
    "Diagnostic-Code: smtp; 550 5.1.1 no such user\n"
)


@pytest.fixture
def sent(db: Connection, people: dict[str, int]) -> int:
    """A ticket of which out-9@desk.example was sent."""
    ticket_id, _ = ticket(db, people["customer"], assignee_id=people["agent"])
    db.execute(
        "INSERT INTO helpdesk.mail_message_id VALUES ('out-9@desk.example', %s, NULL, true)", (ticket_id,)
    )
    return ticket_id


def _report(db: Connection, *blocks: str) -> dict[str, Any]:
    return take_in(db, REPORT.format(blocks="".join(blocks)).encode())


def test_each_recipient_is_a_row_of_its_own(db: Connection, sent: int) -> None:
    result = _report(db, FAILED, LATE, GOOD, FULL)
    rows = db.execute(
        "SELECT address, action, status, diagnostic, is_hard, original_message_id, ticket_id = %s,"
        " inbound_mail_id = %s FROM helpdesk.bounce ORDER BY bounce_id",
        (sent, result["inbound_mail_id"]),
    ).fetchall()
    ours = ("out-9@desk.example", True, True)
    assert rows == [
        ("gone@x.example", "failed", "5.1.1", "550 No", True, *ours),
        ("late@x.example", "delayed", "4.4.1", None, False, *ours),
        ("good@x.example", "relayed", "2.0.0", None, False, *ours),
        ("full@x.example", "failed", "5.2.2", None, False, *ours),
    ]


def test_whom_a_mail_was_for_is_kept_where_others_sent_it_on(db: Connection, sent: int) -> None:
    _report(db, FORWARDED)
    assert db.execute(
        "SELECT address, original_address, status, is_hard FROM helpdesk.bounce"
    ).fetchall() == [("new@home.example", "customer@home.example", "5.1.1", True)]


@pytest.mark.parametrize(
    ("status", "is_hard"),
    [
        ("5.1.1", True), ("5.1.10", True), ("5.1.2", True), ("5.2.1", True), ("5.4.4", True), ("5.0.0", True),
        ("5.1.7", False), ("5.1.8", False), ("5.2.2", False), ("5.2.3", False), ("5.3.4", False),
        ("5.7.1", False), ("4.4.7", False), ("4.1.1", False), (None, True),
    ],
)  # fmt: skip
def test_only_what_the_address_is_to_blame_for_is_hard(
    db: Connection, status: str | None, is_hard: bool
) -> None:
    row = db.execute(
        "INSERT INTO helpdesk.bounce (address, action, status) VALUES ('a@x.example', 'failed', %s)"
        " RETURNING is_hard",
        (status,),
    ).fetchone()
    assert row == (is_hard,)


def test_the_ticket_tells_of_it_and_rings_for_who_works_on_it(
    db: Connection, sent: int, people: dict[str, int]
) -> None:
    _report(db, FAILED, LATE, GOOD)
    events = db.execute(
        "SELECT kind, payload -> 'recipients' FROM helpdesk.event"
        " WHERE ticket_id = %s AND kind LIKE 'delivery%%' ORDER BY kind DESC",
        (sent,),
    ).fetchall()
    assert events == [
        ("delivery_failed", [{"address": "gone@x.example", "status": "5.1.1"}]),
        ("delivery_delayed", [{"address": "late@x.example", "status": "4.4.1"}]),
    ]
    rung = db.execute(
        "SELECT person_id, title LIKE 'A mail of %% did not arrive' FROM helpdesk.notification"
        " WHERE ticket_id = %s AND kind LIKE 'delivery%%'",
        (sent,),
    ).fetchall()
    assert rung == [(people["agent"], True)]
    with acting_as(db, "customer", people["customer"]):
        seen = db.execute("SELECT kind FROM api.events WHERE ticket_id = %s", (sent,)).fetchall()
    assert seen
    assert not {("delivery_failed",), ("delivery_delayed",)} & set(seen)


def test_a_report_that_is_taken_in_again_says_nothing_twice(
    db: Connection, sent: int, people: dict[str, int]
) -> None:
    db.execute("DELETE FROM helpdesk.mail_message_id")
    result = _report(db, FAILED)
    with acting_as(db, "admin", people["admin"]):
        db.execute("SELECT api.replay_inbound_mail(%s)", (result["inbound_mail_id"],))
    _report(db, FAILED)
    assert db.execute("SELECT address FROM helpdesk.bounce").fetchall() == [("gone@x.example",)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("abuse", [("customer@home.example", "complained")]), ("not-spam", []), ("auth-failure", [])],
)
def test_a_complaint_is_kept_with_who_complained(
    db: Connection, sent: int, kind: str, expected: list[tuple[str, str]]
) -> None:
    result = take_in(db, COMPLAINT.format(kind=kind).encode())
    assert result["ticket_id"] == sent
    assert db.execute("SELECT address, action FROM helpdesk.bounce").fetchall() == expected
    told = db.execute("SELECT kind FROM helpdesk.event WHERE kind = 'mail_complained'").fetchall()
    assert len(told) == len(expected)
