"""An answer that arrives before the mail which it answers: both are one ticket."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.conftest import Connection
from tests.mail.conftest import mail, one, set_setting, take_in

People = dict[str, int]


@pytest.fixture(autouse=True)
def _trusts_nobody(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)


ANSWER = "In-Reply-To: <first@home.example>\nReferences: <root@home.example> <first@home.example>\n"


def _named(raw: bytes, name: str) -> bytes:
    head, _, rest = raw.partition(b"Message-ID: <")
    return head + f"Message-ID: <{name}@home.example>".encode() + rest.partition(b">")[2]


def _answer() -> bytes:
    """What the customer answers to a colleague, with the desk in copy."""
    to = "other@home.example, support@desk.example"
    return mail("customer@home.example", "Re: Printer", "So do I.", ANSWER, to=to)


@pytest.mark.parametrize("name", ["first", "root"])
def test_it_goes_to_the_ticket_its_answer_opened(db: Connection, people: People, name: str) -> None:
    opened = take_in(db, _answer())
    assert opened["state"] == "ticket"
    found = take_in(db, _named(mail("other@home.example", "Printer", "It is offline."), name))
    assert (found["state"], found["ticket_id"]) == ("reply", opened["ticket_id"])
    later = take_in(db, mail(headers="In-Reply-To: <first@home.example>\n", sender="customer@home.example"))
    assert later["ticket_id"] == opened["ticket_id"]


@pytest.mark.parametrize(
    "case", ["a stranger", "another id", "no id", "a week later", "deleted", "the answer was a reply"]
)
def test_any_other_opens_its_own(db: Connection, people: People, case: str) -> None:
    headers = ""
    if case == "the answer was a reply":
        known = take_in(db, mail())
        headers = f"Subject: {known['reference']}\n"
    answer = _answer().replace(b"Subject: Re: Printer\n", headers.encode()) if headers else _answer()
    opened = take_in(db, answer)
    if case == "a week later":
        db.execute("UPDATE helpdesk.inbound_mail SET received_at = received_at - interval '8 days'")
    elif case == "deleted":
        db.execute("UPDATE helpdesk.ticket SET deleted_at = helpdesk.clock()")
    sender = "stranger@evil.example" if case == "a stranger" else "other@home.example"
    raw = _named(mail(sender), "second" if case == "another id" else "first")
    found = take_in(db, raw.replace(b"Message-ID: <first@home.example>\n", b"") if case == "no id" else raw)
    assert found["state"] == "ticket"
    assert found["ticket_id"] != opened["ticket_id"]


def test_what_answers_known_mails_remembers_nothing(db: Connection, people: People) -> None:
    take_in(db, _answer())
    take_in(db, mail("someone@new.example", headers="In-Reply-To: <5@unknown.example>\n"))
    take_in(db, mail("someone@new.example"))
    found = db.execute("SELECT answered_ids FROM helpdesk.inbound_mail ORDER BY inbound_mail_id").fetchall()
    assert [sorted(ids) for (ids,) in found] == [
        ["first@home.example", "root@home.example"],
        ["5@unknown.example"],
        [],
    ]


def test_the_index_finds_it(db: Connection) -> None:
    db.execute("SET LOCAL enable_seqscan = off")
    plan = db.execute(
        "EXPLAIN SELECT FROM helpdesk.inbound_mail AS m"
        " WHERE m.answered_ids && ARRAY['a', 'b'] AND m.answered_ids <> '{}' AND m.state = 'ticket'"
    ).fetchall()
    assert "inbound_mail_answered_idx" in str(plan)


def test_both_at_once_are_one_ticket(fresh_db: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as database:
        database.execute(
            "INSERT INTO helpdesk.person (name, email) VALUES ('C', 'customer@home.example'),"
            " ('O', 'other@home.example')"
        )
        set_setting(database, "inbound_addresses", ["support@desk.example"])

        def receive(raw: bytes) -> None:
            with psycopg.connect(fresh_db) as connection:
                take_in(connection, raw)

        for number in range(8):
            first = mail("other@home.example", to="customer@home.example, support@desk.example")
            pair = [_answer(), _named(first, "first")]
            renamed = [raw.replace(b"first@", b"first%d@" % number) for raw in pair]
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(receive, renamed))
        states = "SELECT state, reason, count(*)::int FROM helpdesk.inbound_mail GROUP BY 1, 2 ORDER BY 1, 2"
        assert database.execute(states).fetchall() == [("reply", None, 8), ("ticket", None, 8)]
        assert one(database, "SELECT count(*) FROM helpdesk.ticket") == 8
