"""Weaknesses of the best-known peer in inbound mail and service levels."""

import pytest

from tests.conftest import Connection
from tests.mail.conftest import mail, one, people, take_in, ticket
from tests.sla.conftest import desk
from tests.sla.desk import Desk

__all__ = ["desk", "people"]

MINUTE_US = 60_000_000


# --- 12: service levels


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Berlin hours on weekdays but for Tuesday the 13th, promises for two priorities."""
    hours = {str(day): [["09:00", "17:00"]] for day in range(1, 6)}
    desk.add_calendar({"timezone": "Europe/Berlin", "hours": hours, "holidays": ["2026-01-13"]}, "office")
    desk.set_targets(
        {
            ("low", "first_response"): 120,
            ("low", "next_response"): 60,
            ("low", "resolution"): 480,
            ("high", "resolution"): 240,
        }
    )
    desk.at("2026-01-12T14:00:00Z")
    return desk


def _office_ticket(office: Desk) -> int:
    calendar = office.one("SELECT calendar_id FROM helpdesk.calendar WHERE name = 'office'")
    return office.create(calendar=calendar)


def test_peer_12_due_instants_are_in_the_calendars_zone_and_skip_holidays(office: Desk) -> None:
    ticket = _office_ticket(office)
    # Two hours on Monday until 16:00 UTC, nothing on the holiday, six on Wednesday from 08:00 UTC.
    assert office.clock(ticket)["due_at"] == "2026-01-14T14:00:00+00:00"


def test_peer_12_a_pause_a_priority_and_a_reopening_move_the_due_instant(office: Desk) -> None:
    ticket = _office_ticket(office)
    office.at("2026-01-12T14:30:00Z")
    office.change(ticket, status="waiting_on_customer")
    office.at("2026-01-14T09:00:00Z")
    office.change(ticket, status="open")
    assert office.clock(ticket)["used_us"] == 30 * MINUTE_US
    office.change(ticket, priority="high")
    assert office.clock(ticket)["due_at"] == "2026-01-14T12:30:00+00:00"
    office.change(ticket, status="resolved")
    office.at("2026-01-14T10:00:00Z")
    office.change(ticket, status="reopened")
    clock = office.clock(ticket)
    assert (clock["cycle"], clock["state"], clock["due_at"]) == (2, "running", "2026-01-14T14:00:00+00:00")


def test_peer_12_one_warning_however_often_the_sweep_looks(office: Desk) -> None:
    ticket = _office_ticket(office)
    office.at("2026-01-12T15:50:00Z")
    for _ in range(3):
        office.sweep()
    assert office.events(ticket) == [("sla_warning", "first_response", 1)]


# --- 14: inbound mail


def test_peer_14_mail_delivered_again_is_one_message(db: Connection, people: dict[str, int]) -> None:
    raw = mail()
    first, again = take_in(db, raw), take_in(db, raw)
    assert first["ticket_id"] is not None
    assert again["ticket_id"] == first["ticket_id"]
    assert one(db, "SELECT count(*) FROM helpdesk.ticket WHERE requester_id = %s", people["customer"]) == 1


def test_peer_14_mails_without_message_id_are_all_kept(db: Connection, people: dict[str, int]) -> None:
    texts = ("It is offline.", "Now it burns.")
    raws = [mail(body=text).replace(b"Message-ID:", b"X-No-Id:") for text in texts]
    results = [take_in(db, raw) for raw in raws]
    assert len({result["ticket_id"] for result in results} - {None}) == 2


@pytest.mark.parametrize("headers", ["Auto-Submitted: auto-replied\n", "Return-Path: <>\n"])
def test_peer_14_bounces_and_automatic_answers_open_no_ticket(
    db: Connection, people: dict[str, int], headers: str
) -> None:
    before = one(db, "SELECT count(*) FROM helpdesk.ticket")
    assert take_in(db, mail(headers=headers))["ticket_id"] is None
    assert one(db, "SELECT count(*) FROM helpdesk.ticket") == before


def test_peer_7_a_forged_sender_with_a_reference_neither_posts_nor_reopens(
    db: Connection, people: dict[str, int]
) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    db.execute("UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", (ticket_id,))
    forged = mail(
        subject=f"Re: [{reference}]",
        headers="Authentication-Results: mx.desk.example; dmarc=fail header.from=home.example\n",
    )
    take_in(db, forged)
    assert one(db, "SELECT status FROM helpdesk.ticket WHERE ticket_id = %s", ticket_id) == "closed"
    assert one(db, "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s", ticket_id) == 0
