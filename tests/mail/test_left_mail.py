"""Mail that opened no ticket is told to those who may take it in, once."""

from tests.conftest import Connection, acting_as
from tests.mail.conftest import mail, one, set_setting, take_in

People = dict[str, int]
TELL = "SELECT helpdesk.tell_of_left_mail()"


def test_administrators_are_told_once(db: Connection, people: People) -> None:
    set_setting(db, "inbound_mails_per_sender_hour", 1)
    take_in(db, mail())
    take_in(db, mail(subject="The second"))
    take_in(db, mail("ann@north.example", headers="Auto-Submitted: auto-replied\n"))
    with acting_as(db, "worker"):
        assert (one(db, TELL), one(db, TELL)) == (2, 0)
    rows = db.execute(
        "SELECT person_id, title, body FROM helpdesk.notification WHERE kind = 'mail_left_out'"
    ).fetchall()
    told = {row[0]: row[1:] for row in rows}
    title, body = told[people["admin"]]
    assert title == "2 mails opened no ticket, 1 of them quarantined"
    assert "The second from customer@home.example: too many mails from this sender" in body
    assert people["agent"] not in told


def test_what_became_a_ticket_is_told_to_nobody(db: Connection, people: People) -> None:
    take_in(db, mail())
    with acting_as(db, "worker"):
        assert one(db, TELL) == 0
