"""What mails are filled in with: the ticket for its reader, what was said before, business hours, colours."""

import pytest

from pgdesk.mail.compose import Body
from tests.desk import SYSTEM, Desk, Person
from tests.templates.rendered import rendered

URL = "https://desk.example"


@pytest.fixture(autouse=True)
def monday(desk: Desk) -> None:
    desk.clock("2026-03-02 12:00:00+00")


def mail(desk: Desk, kind: str, to: Person, ticket: int, message: int | None = None) -> Body:
    mail_id = desk.one(
        SYSTEM,
        "SELECT helpdesk.queue_mail(%s, %s::bigint, p_ticket_id => %s::bigint, p_message_id => %s::bigint,"
        """ p_data => '{"notice": {"title": "News", "body": ""}}')""",
        kind,
        to.id,
        ticket,
        message,
    )
    return rendered(desk, mail_id, URL, "secret")


def test_a_reply_quotes_what_was_public_before_and_nothing_else(desk: Desk) -> None:
    ticket = desk.ticket(description="It burns.\nSince noon.")
    gone = desk.call(desk.agent, "reply", ticket_id=ticket, body="Wrong ticket")["message_id"]
    desk.call(desk.agent, "delete_message", message_id=gone)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="He always says that")
    desk.call(desk.customer, "reply", ticket_id=ticket, body="x" * 5000)
    answer = desk.call(desk.agent, "reply", ticket_id=ticket, body="Help is on its way.")["message_id"]
    later = desk.call(desk.agent, "reply", ticket_id=ticket, body="Later")["message_id"]
    made = mail(desk, "reply", desk.customer, ticket, answer)
    assert made.subject == f"[{desk.ticket_row(ticket)['reference']}] Printer on fire"
    assert made.text.startswith("Help is on its way.\n")
    quoted = [line for line in made.text.split("\n") if line.startswith(">")]
    assert quoted == ["> " + "x" * 2000 + " …", "> It burns.", "> Since noon."]
    assert "> Help is on its way." in mail(desk, "reply", desk.customer, ticket, later).text
    for hidden in ("Wrong ticket", "always says", "Later"):
        assert hidden not in made.text + (made.html or "")


def test_the_ticket_is_where_its_reader_sees_it(desk: Desk) -> None:
    ticket = desk.ticket()
    pages = {
        desk.agent: f"{URL}/support/agent/tickets/{ticket}",
        desk.customer: f"{URL}/support/tickets/{ticket}",
    }
    for who, page in pages.items():
        assert f"Open the ticket: {page}\n" in mail(desk, "notice", who, ticket).text
    assert "Open the ticket" not in mail(desk, "notice", desk.guest, ticket).text


def test_instants_are_in_the_readers_zone(desk: Desk) -> None:
    ticket = desk.ticket()
    zone = "UPDATE helpdesk.person SET time_zone = 'Asia/Kolkata' WHERE person_id = %s"
    desk.run(SYSTEM, zone, desk.customer.id)
    desk.call(
        desk.admin,
        "save_mail_template",
        kind="notice",
        language="en",
        subject="x",
        body="{{ ticket.created_at }}",
    )
    assert mail(desk, "notice", desk.customer, ticket).text == "2026-03-02 17:30\n"
    assert mail(desk, "notice", desk.agent, ticket).text == "2026-03-02 12:00\n"


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-03-02 12:00:00+00", None),
        ("2026-03-02 20:00:00+00", "2026-03-09 09:00"),
        ("2026-03-01 12:00:00+00", "2026-03-02 09:00"),
    ],
)
def test_outside_of_business_hours_the_answer_says_when_they_begin(
    desk: Desk, at: str, until: str | None
) -> None:
    ticket = desk.ticket(department_id=desk.support)
    assert "back on" not in mail(desk, "ticket_received", desk.customer, ticket).text
    calendar = desk.one(
        SYSTEM,
        "INSERT INTO helpdesk.calendar (name, time_zone) VALUES ('Mondays', 'Europe/Berlin')"
        " RETURNING calendar_id",
    )
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.calendar_hours (calendar_id, weekday, opens, closes)"
        " VALUES (%s, 1, '09:00', '17:00')",
        calendar,
    )
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.department SET calendar_id = %s WHERE department_id = %s",
        calendar,
        desk.support,
    )
    desk.db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    desk.clock(at)
    text = mail(desk, "ticket_received", desk.customer, ticket).text
    assert (f"we are back on {until}." in text) if until else ("back on" not in text)


def test_words_can_be_read_on_any_colour(desk: Desk) -> None:
    for colour in (
        "#000000",
        "#ffffff",
        "#175cd3",
        "#777777",
        "#ffe600",
        "#ff0000",
        "#00ff00",
        "#0000ff",
        "#6c6c6c",
    ):
        desk.set("mail_colour", colour)
        brand = desk.one(SYSTEM, "SELECT helpdesk.mail_brand_of(NULL)")
        assert contrast(brand["colour"], brand["text_colour"]) >= 4.5, colour
        assert contrast("#ffffff", brand["link_colour"]) >= 4.5, colour


def contrast(one: str, other: str) -> float:
    """WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
