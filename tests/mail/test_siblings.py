"""Mails that answer one that never came to the desk: one conversation, among those who are named in it."""

import pytest

from tests.conftest import Connection
from tests.mail.conftest import mail, one, set_setting, take_in

People = dict[str, int]

TO = "other@home.example, support@desk.example"


@pytest.fixture(autouse=True)
def _trusts_nobody(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)


def _answer(sender: str, name: str, headers: str, to: str = TO) -> bytes:
    raw = mail(sender, "Re: Printer", f"So do I, {sender}.", headers, to=to)
    head, _, rest = raw.partition(b"Message-ID: <")
    return head + f"Message-ID: <{name}@home.example>".encode() + rest.partition(b">")[2]


_TO_ROOT = "In-Reply-To: <root@far.example>\n"
_AFTER_ROOT = "References: <root@far.example> <second@far.example>\nIn-Reply-To: <second@far.example>\n"


@pytest.mark.parametrize("second", [_TO_ROOT, _AFTER_ROOT])
@pytest.mark.parametrize("sender", ["customer@home.example", "other@home.example"])
def test_they_are_one_ticket(db: Connection, people: People, sender: str, second: str) -> None:
    opened = take_in(db, _answer("customer@home.example", "a", _TO_ROOT))
    assert opened["state"] == "ticket"
    found = take_in(db, _answer(sender, "b", second))
    assert (found["state"], found["ticket_id"]) == ("reply", opened["ticket_id"])
    later = take_in(db, _answer("customer@home.example", "c", "In-Reply-To: <b@home.example>\n"))
    assert later["ticket_id"] == opened["ticket_id"]
    matched = db.execute(
        "SELECT matched_by, reason FROM helpdesk.inbound_mail ORDER BY inbound_mail_id"
    ).fetchall()
    assert matched == [(None, None), ("answered", None), ("message_id", None)]


@pytest.mark.parametrize(
    "case", ["not named", "staff", "a week later", "deleted", "another mail", "the desk's own"]
)
def test_any_other_opens_its_own(db: Connection, people: People, case: str) -> None:
    root = _TO_ROOT
    if case == "the desk's own":
        known = take_in(db, _answer("stranger@evil.example", "root", ""))
        root = "In-Reply-To: <root@home.example>\n"
        assert known["state"] == "ticket"
    opened = take_in(db, _answer("customer@home.example", "a", root))
    if case == "a week later":
        db.execute("UPDATE helpdesk.inbound_mail SET received_at = received_at - interval '8 days'")
    elif case == "deleted":
        db.execute("UPDATE helpdesk.ticket SET deleted_at = helpdesk.clock()")
    sender = {"not named": "stranger@evil.example", "staff": "agent@desk.example"}.get(
        case, "other@home.example"
    )
    found = take_in(
        db, _answer(sender, "b", _AFTER_ROOT.replace("root", "r") if case == "another mail" else root)
    )
    assert found["ticket_id"] != opened["ticket_id"]
    if case == "not named":
        assert found["state"] == "ticket"
        assert found["reason"] is None, "many answer one mail to a list"


def test_who_knows_a_public_mail_and_may_be_anybody_brings_nobody_in(db: Connection, people: People) -> None:
    opened = take_in(db, _answer("customer@home.example", "a", _TO_ROOT))
    members = "SELECT count(*) FROM helpdesk.ticket_participant WHERE ticket_id = %s"
    before = one(db, members, opened["ticket_id"])
    forged = _answer("customer@home.example", "b", _TO_ROOT, to=f"{TO}, spy@evil.example")
    found = take_in(db, forged)
    overtaken = take_in(
        db,
        _answer("other@home.example", "root", "", to=f"{TO}, spy@evil.example").replace(
            b"<root@home.example>", b"<root@far.example>"
        ),
    )
    assert found["ticket_id"] == overtaken["ticket_id"] == opened["ticket_id"]
    assert one(db, members, opened["ticket_id"]) == before
