"""Mail for which nobody vouched: marked where staff read it; where a server is trusted it continues none."""

import pytest

from tests.conftest import Connection
from tests.mail.conftest import VOUCHED_FOR, mail, one, set_setting, take_in, ticket

People = dict[str, int]
NOT_VOUCHED_FOR = {
    "no result": "",
    "another domain": "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=evil.example\n",
    "failed": "Authentication-Results: mx.desk.example; spf=fail smtp.mailfrom=home.example; dkim=fail"
    " header.d=home.example\n",
    "another server": VOUCHED_FOR.replace("mx.desk", "mx.evil"),
    "a field below": "Authentication-Results: mx.desk.example; spf=none smtp.mailfrom=a.example\n"
    + VOUCHED_FOR,
    "smuggled": 'Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom="a; dmarc=pass'
    ' header.from=home.example "@evil.example\n',
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_VOUCHED_FOR)
def test_it_opens_a_ticket_of_its_own_that_is_marked(db: Connection, people: People, name: str) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail(subject=f"Re: {reference}", headers=NOT_VOUCHED_FOR[name]))
    assert (result["state"], result["ticket_id"] == ticket_id) == ("ticket", False)
    assert (
        result["reason"] == f"the mail server did not vouch for the sender, so {reference} is not continued"
    )
    marked = "SELECT is_unverified FROM helpdesk.ticket WHERE ticket_id = %s"
    assert one(db, marked, result["ticket_id"])


def test_by_setting_it_is_quarantined_where_the_sender_is_known(db: Connection, people: People) -> None:
    set_setting(db, "inbound_unverified", "quarantine")
    assert take_in(db, mail())["reason"] == "the mail server did not vouch for the sender"
    assert take_in(db, mail("new@else.example"))["state"] == "ticket"


def test_what_is_vouched_for_continues_and_is_not_marked(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail(subject=f"Re: {reference}", headers=VOUCHED_FOR))
    assert (result["state"], result["ticket_id"]) == ("reply", ticket_id)
    marked = "SELECT is_unverified FROM helpdesk.message WHERE message_id = %s"
    assert not one(db, marked, result["message_id"])


@pytest.mark.parametrize("way", ["reference", "address"])
def test_without_a_trusted_server_replies_are_marked_but_those_to_the_signed_address(
    db: Connection, people: People, way: str
) -> None:
    set_setting(db, "inbound_authserv", None)
    ticket_id, reference = ticket(db, people["customer"])
    address = one(db, "SELECT helpdesk.mail_reply_address(%s)", ticket_id)
    raw = mail(subject=f"Re: {reference}") if way == "reference" else mail(to=address)
    result = take_in(db, raw)
    assert (result["state"], result["ticket_id"]) == ("reply", ticket_id)
    marked = "SELECT is_unverified FROM helpdesk.message WHERE message_id = %s"
    assert one(db, marked, result["message_id"]) == (way == "reference")


def test_forged_mails_do_not_use_up_what_is_the_sender_s(db: Connection, people: People) -> None:
    set_setting(db, "inbound_mails_per_sender_hour", 2)
    states = [take_in(db, mail(body=str(n)))["state"] for n in range(4)]
    assert states == ["ticket", "ticket", "quarantined", "quarantined"]
    assert take_in(db, mail(headers=VOUCHED_FOR))["state"] == "ticket"


@pytest.mark.parametrize("headers", ["", "Auto-Submitted: auto-replied\n"])
def test_forged_mails_do_not_use_up_what_is_the_ticket_s(
    db: Connection, people: People, headers: str
) -> None:
    set_setting(db, "inbound_mails_per_ticket_hour", 2)
    _, reference = ticket(db, people["customer"])
    for number in range(4):
        take_in(db, mail(subject=f"Re: {reference}", body=str(number), headers=headers))
    assert take_in(db, mail(subject=f"Re: {reference}", headers=VOUCHED_FOR))["state"] == "reply"


def test_what_was_refused_is_not_counted(db: Connection, people: People) -> None:
    set_setting(db, "inbound_mails_per_sender_hour", 1)
    assert [take_in(db, mail(body=str(n)))["state"] for n in range(3)] == [
        "ticket",
        "quarantined",
        "quarantined",
    ]
    db.execute(
        "UPDATE helpdesk.inbound_mail SET received_at = received_at - interval '2 hours'"
        " WHERE state = 'ticket'"
    )
    assert take_in(db, mail(body="later"))["state"] == "ticket"


def test_no_sender_is_one_sender(db: Connection, people: People) -> None:
    set_setting(db, "inbound_mails_per_sender_hour", 2)
    assert [take_in(db, mail(None, body=str(n)))["state"] for n in range(3)] == [
        "ticket",
        "ticket",
        "quarantined",
    ]


def test_many_customers_of_one_form_are_many_senders(db: Connection, people: People) -> None:
    set_setting(db, "inbound_mails_per_sender_hour", 1)
    states = [
        take_in(db, mail("form@shop.example", headers=f"Reply-To: c{n}@south.example\n"))["state"]
        for n in range(3)
    ]
    assert states == ["ticket"] * 3


@pytest.mark.parametrize(
    ("result", "is_believed"),
    [
        ("dkim=pass header.d=home.example", True),
        ("spf=pass smtp.mailfrom=bounces@home.example", True),
        ("dkim=pass header.d=mail.home.example", False),
        ("spf=pass smtp.mailfrom=sub.mail.home.example", False),
        ("dkim=pass header.d=xhome.example", False),
        ("dkim=pass header.d=example", False),
        ('dkim=pass header.d=""', False),
        ("dmarc=pass header.from=home.example", False),
        ("dkim=pass header.d=home.example; dmarc=fail header.from=mail.home.example", False),
    ],
)
def test_a_domain_vouches_for_those_below_it(
    db: Connection, people: People, result: str, is_believed: bool
) -> None:
    """And none for one above: those below a provider's are of many owners."""
    is_above = "sub.mail" in result or "d=mail" in result
    sender = "jo@home.example" if is_above else "jo@mail.home.example"
    opened = take_in(db, mail(sender, headers=f"Authentication-Results: mx.desk.example; {result}\n"))
    believed = "SELECT is_verified FROM helpdesk.inbound_mail WHERE inbound_mail_id = %s"
    assert one(db, believed, opened["inbound_mail_id"]) is is_believed
