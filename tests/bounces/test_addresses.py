"""Addresses whose mails fail are asked about and sent nothing; a complaint stops what goes to many."""

import itertools
from collections.abc import Callable

import pytest

from tests.bounces.test_reports import COMPLAINT, REPORT
from tests.conftest import Connection, acting_as
from tests.desk import Desk, refused
from tests.mail.conftest import take_in, ticket

_numbers = itertools.count(1)
Send = Callable[..., str]
People = dict[str, int]
BLOCK = "\nFinal-Recipient: rfc822; {}\nAction: failed\nStatus: {}\n"


@pytest.fixture
def send(db: Connection, people: People) -> Send:
    """Writes a mail that is sent, and returns its Message-ID; of kind bulk, reply (of a person), notice."""
    db.execute(
        "INSERT INTO helpdesk.outgoing_mail_kind (kind, is_automatic, is_bulk, description) VALUES"
        " ('test_bulk', true, true, 'x'), ('test_reply', false, false, 'x'),"
        " ('test_notice', true, false, 'x')"
    )

    def write(address: str, kind: str = "reply", ticket_id: int | None = None) -> str:
        name = f"out-{next(_numbers)}@desk.example"
        mail_id = queue(db, address, kind, ticket_id)
        db.execute(
            "UPDATE helpdesk.outgoing_mail"
            " SET state = 'sent', sent_at = helpdesk.clock(), mail_message_id = %s"
            " WHERE outgoing_mail_id = %s",
            (name, mail_id),
        )
        return name

    return write


def queue(db: Connection, address: str, kind: str = "reply", ticket_id: int | None = None) -> int:
    row = db.execute(
        "SELECT helpdesk.queue_mail(%s, p_address => %s, p_ticket_id => %s)",
        (f"test_{kind}", address, ticket_id),
    ).fetchone()
    assert row is not None
    return int(row[0])


def fails(db: Connection, message_id: str, *addresses: str, status: str = "5.1.1") -> None:
    blocks = "".join(BLOCK.format(address, status) for address in addresses)
    take_in(db, REPORT.replace("out-9@desk.example", message_id).format(blocks=blocks).encode())


def state(db: Connection, address: str) -> str | None:
    row = db.execute("SELECT state FROM helpdesk.mail_address WHERE email = %s", (address,)).fetchone()
    return row[0] if row else None


def queued(db: Connection, address: str, kind: str = "reply") -> tuple[str, str | None]:
    row = db.execute(
        "SELECT state, last_answer FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s",
        (queue(db, address, kind),),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_after_the_third_hard_failure_nothing_is_sent_and_staff_are_asked(
    db: Connection, people: People, send: Send
) -> None:
    ticket_id, reference = ticket(db, people["customer"], assignee_id=people["agent"])
    for count in (1, 2, 3):
        assert queued(db, "gone@x.example")[0] == "queued"
        fails(db, send("Gone@x.example", "reply", ticket_id), "gone@x.example")
        assert state(db, "gone@x.example") == ("asked" if count == 3 else None)
    assert queued(db, "gone@x.example") == ("withdrawn", "mails to this address failed")
    assert queued(db, "GONE@x.example")[0] == "withdrawn"
    assert queued(db, "good@x.example")[0] == "queued"
    rung = db.execute(
        "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'address_failing'"
    ).fetchall()
    assert rung == [(people["agent"], f"Decide about an address of {reference}: its mails failed")]


def test_of_a_mail_of_no_ticket_administrators_are_asked(db: Connection, people: People, send: Send) -> None:
    for _ in range(3):
        fails(db, send("gone@x.example"), "gone@x.example")
    rung = db.execute("SELECT person_id FROM helpdesk.notification WHERE kind = 'address_failing'").fetchall()
    assert rung == [(people["admin"],)]


def test_a_good_recipient_of_the_same_report_is_never_blamed(db: Connection, send: Send) -> None:
    for _ in range(4):
        name = send("gone@x.example")
        report = REPORT.replace("out-9@desk.example", name).format(
            blocks=BLOCK.format("gone@x.example", "5.1.1")
            + "\nFinal-Recipient: rfc822; good@x.example\nAction: delivered\nStatus: 2.0.0\n"
            + BLOCK.format("other@x.example", "5.1.1")
        )
        take_in(db, report.encode())
    assert (state(db, "gone@x.example"), state(db, "good@x.example")) == ("asked", None)
    assert state(db, "other@x.example") is None, "the mail did not go there"


@pytest.mark.parametrize("status", ["4.4.7", "5.2.2", "5.7.1"])
def test_what_the_address_is_not_to_blame_for_never_counts(db: Connection, send: Send, status: str) -> None:
    for _ in range(4):
        fails(db, send("full@x.example"), "full@x.example", status=status)
    assert state(db, "full@x.example") is None


def test_a_forged_report_counts_for_nothing(db: Connection, send: Send) -> None:
    """Who knows an address but no Message-ID of a mail to it; who repeats the report of one mail."""
    name = send("victim@x.example")
    known = send("attacker@x.example")
    for number in range(5):
        fails(db, f"guess-{number}@desk.example", "victim@x.example")
        fails(db, known, "victim@x.example", f"x{number}@x.example")
        fails(db, name, "victim@x.example", f"y{number}@x.example")
    assert state(db, "victim@x.example") is None


def test_whom_others_sent_it_on_to_counts_for_whom_it_was_for(db: Connection, send: Send) -> None:
    for _ in range(3):
        report = REPORT.replace("out-9@desk.example", send("old@x.example")).format(
            blocks="\nOriginal-Recipient: rfc822; old@x.example" + BLOCK.format("new@y.example", "5.1.1")
        )
        take_in(db, report.encode())
    assert (state(db, "old@x.example"), state(db, "new@y.example")) == ("asked", None)


def test_a_report_that_names_nobody_is_of_whom_its_mail_went_to(db: Connection, send: Send) -> None:
    name = send("reader@x.example")
    take_in(
        db,
        COMPLAINT.replace("out-9@desk.example", name)
        .replace("Original-Rcpt-To", "X")
        .format(kind="abuse")
        .encode(),
    )
    row = db.execute("SELECT address, mailed_address, action FROM helpdesk.bounce").fetchall()
    assert row == [("reader@x.example", "reader@x.example", "complained")]


def test_a_refusal_while_sending_counts_the_same(db: Connection, send: Send) -> None:
    answers = (
        (550, "5.1.1 no such user"),
        (550, "user unknown"),
        (554, "5.7.1 spam"),
        (552, "too big"),
        (451, "x"),
    )
    for number, (code, answer) in enumerate(answers):
        db.execute(
            "UPDATE helpdesk.outgoing_mail SET state = 'failed', last_code = %s, last_answer = %s,"
            " mail_message_id = %s WHERE outgoing_mail_id = %s",
            (code, answer, f"refused-{number}@desk.example", queue(db, "gone@x.example")),
        )
    found = db.execute(
        "SELECT status, is_hard, diagnostic FROM helpdesk.bounce ORDER BY bounce_id"
    ).fetchall()
    assert found == [
        ("5.1.1", True, "550 5.1.1 no such user"),
        ("5.1.0", True, "550 user unknown"),
        ("5.7.1", False, "554 5.7.1 spam"),
        ("5.3.0", False, "552 too big"),
    ]


def test_who_decides_to_keep_it_sends_what_was_kept_back_and_counts_anew(
    db: Connection, people: People, send: Send
) -> None:
    for _ in range(3):
        fails(db, send("gone@x.example"), "gone@x.example")
    kept = queue(db, "gone@x.example")
    late = [send("late@x.example")]
    with acting_as(db, "agent", people["agent"]):
        row = db.execute("SELECT state, decided_by FROM api.keep_address(' Gone@x.example')").fetchone()
    assert row == ("sent", people["agent"])
    found = db.execute(
        "SELECT state, last_answer FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s", (kept,)
    ).fetchone()
    assert found == ("queued", None)
    assert late
    fails(db, send("gone@x.example"), "gone@x.example")
    assert state(db, "gone@x.example") == "sent"


def test_who_decides_to_stop_it_sends_nothing_any_more(db: Connection, people: People, send: Send) -> None:
    with acting_as(db, "agent", people["agent"]):
        row = db.execute("SELECT email, state FROM api.stop_address('Ann@X.example')").fetchone()
    assert row == ("ann@x.example", "stopped")
    assert queued(db, "ann@x.example") == ("withdrawn", "no mail goes to this address")
    for _ in range(3):
        fails(db, send("ann@x.example"), "ann@x.example")
    assert state(db, "ann@x.example") == "stopped"


def test_what_waits_for_an_address_that_is_stopped_or_is_to_be_sent_again_stays(
    db: Connection, people: People, send: Send
) -> None:
    ticket_id, _ = ticket(db, people["customer"], assignee_id=people["agent"])
    waiting, refused_before = (queue(db, "ann@x.example", "reply", ticket_id) for _ in range(2))
    db.execute(
        "UPDATE helpdesk.outgoing_mail SET state = 'failed', last_code = 554 WHERE outgoing_mail_id = %s",
        (refused_before,),
    )
    other = queue(db, "other@x.example", "reply", ticket_id)
    with acting_as(db, "agent", people["agent"]):
        db.execute("SELECT api.stop_address('ann@x.example')")
        for mail in (waiting, refused_before):
            row = db.execute("SELECT state, last_answer FROM api.requeue_mail(%s)", (mail,)).fetchone()
            assert row == ("withdrawn", "no mail goes to this address")
        db.execute("SELECT api.keep_address('ann@x.example')")
        assert db.execute("SELECT state FROM api.requeue_mail(%s)", (waiting,)).fetchone() == ("queued",)
    row = db.execute(
        "SELECT state FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s", (other,)
    ).fetchone()
    assert row == ("queued",)


def test_what_waits_for_an_address_that_fails_is_sent_once_it_is_kept(
    db: Connection, people: People, send: Send
) -> None:
    waiting = queue(db, "gone@x.example")
    look = "SELECT state, last_answer FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s"
    for _ in range(3):
        fails(db, send("gone@x.example"), "gone@x.example")
    assert db.execute(look, (waiting,)).fetchone() == ("withdrawn", "mails to this address failed")
    with acting_as(db, "agent", people["agent"]):
        db.execute("SELECT api.keep_address('gone@x.example')")
    assert db.execute(look, (waiting,)).fetchone() == ("queued", None)


def test_light_agents_decide_nothing(desk: Desk) -> None:
    with refused("PD002", "mail.addresses"):
        desk.call(desk.light, "stop_address", email="ann@x.example")


def test_a_complaint_stops_what_goes_to_many_and_nothing_else(
    db: Connection, people: People, send: Send
) -> None:
    report = COMPLAINT.replace("out-9@desk.example", send("customer@home.example", "bulk")).format(
        kind="abuse"
    )
    take_in(db, report.encode())
    assert queued(db, "customer@home.example", "bulk") == (
        "withdrawn",
        "a mail to this address was called spam",
    )
    assert queued(db, "customer@home.example", "reply")[0] == "queued"
    with acting_as(db, "agent", people["agent"]):
        db.execute("SELECT api.keep_address('customer@home.example')")
    assert queued(db, "customer@home.example", "bulk")[0] == "withdrawn"
    with acting_as(db, "agent", people["agent"]):
        db.execute("SELECT api.keep_address('customer@home.example', with_bulk => true)")
    assert queued(db, "customer@home.example", "bulk")[0] == "queued"


def test_automatic_mails_to_an_address_end_after_some_a_day(db: Connection, send: Send) -> None:
    db.execute("UPDATE helpdesk.setting SET value = '3' WHERE key = 'automatic_mails_per_address_day'")
    states = [queued(db, "robot@x.example", "notice")[0] for _ in range(5)]
    assert states == ["queued"] * 3 + ["withdrawn"] * 2
    assert queued(db, "robot@x.example", "reply")[0] == "queued", "a person wrote it"
    assert queued(db, "other@x.example", "notice")[0] == "queued"


def test_of_a_complaint_somebody_is_told(db: Connection, people: People, send: Send) -> None:
    ticket_id, _ = ticket(db, people["customer"], assignee_id=people["agent"])
    for name in (send("a@x.example", "bulk", ticket_id), send("b@x.example", "bulk")):
        take_in(
            db,
            COMPLAINT.replace("out-9@desk.example", name)
            .replace("Original-", "X-")
            .format(kind="abuse")
            .encode(),
        )
    rung = db.execute(
        "SELECT person_id FROM helpdesk.notification WHERE kind = 'mail_complained' ORDER BY notification_id"
    ).fetchall()
    assert rung == [(people["agent"],), (people["admin"],)]


@pytest.mark.parametrize("address", ["unknown-sender@invalid", "a@b.INVALID"])
def test_nobody_is_mailed_at_an_address_that_cannot_be(db: Connection, send: Send, address: str) -> None:
    row = db.execute(
        "SELECT state, last_answer FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s",
        (queue(db, address, "notice"),),
    ).fetchone()
    assert row == ("withdrawn", "nobody has this address (RFC 2606)")
