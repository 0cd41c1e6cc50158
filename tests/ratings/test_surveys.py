"""The question how content a requester is: mailed a while after the resolution."""

import pytest

from tests.desk import SYSTEM, Desk, Person

WORKER = Person("worker")


def sent(desk: Desk) -> list[tuple[int, str]]:
    """Runs the job; which tickets were asked about, and where."""
    desk.run(WORKER, "SELECT helpdesk.send_surveys()")
    return desk.run(
        SYSTEM,
        "SELECT ticket_id, address FROM helpdesk.outgoing_mail WHERE kind = 'rate_ticket'"
        " ORDER BY outgoing_mail_id",
    )


def set_status(desk: Desk, ticket: int, status: str) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET status = %s WHERE ticket_id = %s", status, ticket)


@pytest.fixture(autouse=True)
def monday(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_a_day_after_the_resolution_and_once(desk: Desk, status: str) -> None:
    ticket = desk.ticket(status)
    desk.clock("2026-03-03 11:59:00+00")
    assert sent(desk) == []
    desk.clock("2026-03-03 12:00:00+00")
    assert sent(desk) == sent(desk) == [(ticket, "max@desk.example")]


def test_not_what_was_rated_or_reopened_by_then(desk: Desk) -> None:
    rated, reopened = desk.ticket("resolved"), desk.ticket("resolved")
    desk.call(desk.customer, "rate_ticket", ticket_id=rated, rating=5)
    set_status(desk, reopened, "reopened")
    desk.clock("2026-03-04 12:00:00+00")
    assert sent(desk) == []


def test_again_after_another_resolution(desk: Desk) -> None:
    ticket = desk.ticket("resolved")
    desk.clock("2026-03-03 12:00:00+00")
    sent(desk)
    set_status(desk, ticket, "reopened")
    set_status(desk, ticket, "resolved")
    desk.clock("2026-03-04 12:00:00+00")
    assert [asked for asked, _ in sent(desk)] == [ticket, ticket]


def test_closing_what_is_resolved_asks_no_second_time(desk: Desk) -> None:
    ticket = desk.ticket("resolved")
    desk.clock("2026-03-03 12:00:00+00")
    sent(desk)
    set_status(desk, ticket, "closed")
    desk.clock("2026-03-09 12:00:00+00")
    assert [asked for asked, _ in sent(desk)] == [ticket]


def test_neither_spam_nor_what_was_merged_nor_staff(desk: Desk) -> None:
    spam, merged, target = desk.ticket(), desk.ticket(), desk.ticket()
    desk.ticket("resolved", requester=desk.colleague)
    desk.call(desk.agent, "mark_spam", ticket_id=spam)
    desk.call(desk.agent, "merge_tickets", ticket_ids=[merged], into_id=target)
    desk.clock("2026-03-04 12:00:00+00")
    assert sent(desk) == []


def test_nobody_is_asked_where_the_setting_says_so(desk: Desk) -> None:
    desk.set("survey_after_hours", 0)
    desk.ticket("resolved")
    assert desk.run(SYSTEM, "SELECT 1 FROM helpdesk.survey_wait") == []
