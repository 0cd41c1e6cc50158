"""What becomes of a mail at each answer of the mail server, at each phase."""

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from tests.desk import SYSTEM, Desk, Row
from tests.peers.smtp import DROP, SmtpServer

Send = Callable[[], int]


def queue(desk: Desk, address: str = "ann@out.example", kind: str = "password_changed") -> int:
    found: int = desk.one(SYSTEM, "SELECT helpdesk.queue_mail(%s, p_address => %s)", kind, address)
    return found


def mail(desk: Desk, mail_id: int) -> Row:
    found: Row = desk.one(
        SYSTEM, "SELECT to_jsonb(m) FROM helpdesk.outgoing_mail AS m WHERE outgoing_mail_id = %s", mail_id
    )
    return found


def make_due(desk: Desk) -> None:
    desk.run(SYSTEM, "UPDATE helpdesk.outgoing_mail SET not_before = helpdesk.clock() WHERE state = 'queued'")


def test_a_mail_is_sent_and_says_so(committed: Desk, peer: SmtpServer, send: Send) -> None:
    queued = queue(committed)
    assert send() == 1
    (taken,) = peer.mails
    assert (taken.sender, taken.recipient) == ("support@desk.example", "ann@out.example")
    read: Any = message_from_bytes(taken.raw, policy=default)
    row = mail(committed, queued)
    assert (row["state"], row["attempts"], row["last_code"], row["last_answer"]) == ("sent", 1, 250, "taken")
    for kind, text in (("plain", row["body_text"]), ("html", row["body_html"])):
        part = read.get_body((kind,))
        assert part
        assert text in part.get_content().replace("\r\n", "\n")
    assert read["Message-ID"] == f"<{row['mail_message_id']}>"
    assert row["mail_message_id"].endswith("@desk.example")
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["From"].addresses[0].addr_spec == "support@desk.example"
    assert len(read["From"].addresses) == 1
    assert send() == 0, "nothing is due any more"


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data", "text"])
@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [("451 4.3.0 later", "queued", 451), ("550 5.1.1 nobody", "failed", 550), ("421 closing", "queued", 421)],
)
def test_refused(
    committed: Desk, peer: SmtpServer, send: Send, phase: str, answer: str, state: str, code: int
) -> None:
    peer.answers[phase] = [answer]
    first, second = queue(committed), queue(committed, "bob@out.example")
    assert send() == 2
    row = mail(committed, first)
    assert (row["state"], row["attempts"], row["last_code"]) == (state, 1, code)
    assert row["last_answer"] == answer.split(" ", 1)[1]
    assert mail(committed, second)["state"] == "sent"
    assert peer.sessions == 2, "what follows a refusal goes over another connection"


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data", "text"])
def test_a_connection_that_ends_is_tried_again_with_the_same_id(
    committed: Desk, peer: SmtpServer, send: Send, phase: str
) -> None:
    peer.answers[phase] = [DROP]
    queued = queue(committed)
    assert send() == 1
    row = mail(committed, queued)
    assert (row["state"], row["last_code"]) == ("queued", None)
    assert ("may have been taken" in row["last_answer"]) == (phase == "text")
    make_due(committed)
    assert send() == 1
    assert mail(committed, queued)["state"] == "sent"
    ids = {message_from_bytes(one.raw)["Message-ID"] for one in peer.mails}
    assert len(peer.mails) == (2 if phase == "text" else 1)
    assert ids == {f"<{row['mail_message_id']}>"}


@pytest.mark.parametrize(
    ("phase", "answer"),
    [
        ("greeting", "421 busy"),
        ("greeting", "554 no"),
        ("greeting", DROP),
        ("ehlo", "421 busy"),
        ("ehlo", DROP),
    ],
)
def test_a_server_that_cannot_be_used_is_no_attempt(
    committed: Desk, peer: SmtpServer, send: Send, phase: str, answer: str
) -> None:
    peer.answers[phase] = [answer]
    queued = [queue(committed) for _ in range(3)]
    assert send() == 0
    for one in queued:
        row = mail(committed, one)
        assert (row["state"], row["attempts"], row["begun_at"]) == ("queued", 0, None)
        assert row["last_answer"]
    peer.answers.clear()
    assert send() == 3


def test_back_off_grows_until_it_is_given_up(committed: Desk, peer: SmtpServer, send: Send) -> None:
    queued = queue(committed)
    waits = []
    for _ in range(5):
        make_due(committed)
        peer.answers["rcpt"] = ["451 later"]
        send()
        waits.append(
            committed.one(
                SYSTEM,
                "SELECT round(extract(epoch FROM not_before - helpdesk.clock()) / 60)::int"
                " FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s",
                queued,
            )
        )
    assert waits == [1, 4, 16, 64, 240]
    committed.run(
        SYSTEM,
        "UPDATE helpdesk.outgoing_mail SET begun_at = begun_at - interval '69 hours' WHERE state = 'queued'",
    )
    make_due(committed)
    peer.answers["rcpt"] = ["451 later"]
    send()
    assert mail(committed, queued)["state"] == "failed"


def test_what_is_larger_than_the_server_takes_is_not_sent(
    committed: Desk, peer: SmtpServer, send: Send
) -> None:
    peer.features = ("SIZE 100", "8BITMIME")
    queued = queue(committed)
    send()
    row = mail(committed, queued)
    assert (row["state"], row["last_code"]) == ("failed", 552)
    assert not [one for one in peer.commands if one.upper().startswith("MAIL")]


def test_what_somebody_waits_for_goes_first(committed: Desk, peer: SmtpServer, send: Send) -> None:
    committed.run(
        SYSTEM,
        "INSERT INTO helpdesk.outgoing_mail_kind (kind, description) VALUES ('news', 'x')",
    )
    for _ in range(15):
        queue(committed, "slow@out.example", "news")
    queue(committed, "quick@out.example")
    send()
    assert peer.mails[0].recipient == "quick@out.example"
    assert len(peer.mails) == 16


def test_a_connection_carries_fifty_mails(committed: Desk, peer: SmtpServer, send: Send) -> None:
    for number in range(60):
        queue(committed, f"n{number}@out.example")
    assert (send(), send()) == (50, 10)
    assert peer.sessions == 2
    assert len({one.recipient for one in peer.mails}) == 60


def test_there_are_no_more_connections_than_the_setting_says(committed: Desk, send: Send) -> None:
    committed.run(SYSTEM, "UPDATE helpdesk.setting SET value = '1' WHERE key = 'smtp_connections'")
    queue(committed)
    turn = committed.one(SYSTEM, "SELECT helpdesk.begin_smtp_turn()")
    assert send() == 0
    committed.run(SYSTEM, "SELECT helpdesk.end_smtp_turn(%s, true)", turn)
    assert send() == 1


def test_without_an_address_of_its_own_the_desk_sends_nothing(
    committed: Desk, peer: SmtpServer, send: Send
) -> None:
    committed.run(SYSTEM, "DELETE FROM helpdesk.support_address")
    queued = queue(committed)
    assert send() == 0
    assert mail(committed, queued)["state"] == "queued"
    committed.run(
        SYSTEM,
        "UPDATE helpdesk.setting SET value = '[\"help@desk.example\"]' WHERE key = 'inbound_addresses'",
    )
    assert send() == 1
    assert peer.mails[0].sender == "help@desk.example"


def test_a_domain_outside_ascii_is_encoded_and_a_local_part_needs_a_server_that_knows_it(
    committed: Desk, peer: SmtpServer, send: Send
) -> None:
    domain = queue(committed, "jo@münchen.example")
    local = queue(committed, "jürgen@out.example")
    send()
    assert [one.recipient for one in peer.mails] == ["jo@xn--mnchen-3ya.example", "jürgen@out.example"]
    assert mail(committed, domain)["state"] == mail(committed, local)["state"] == "sent"
    peer.features = ("8BITMIME",)
    again = queue(committed, "jürgen@out.example")
    send()
    assert (mail(committed, again)["state"], mail(committed, again)["last_code"]) == ("failed", 553)


@pytest.mark.parametrize("address", ["a,b@out.example", "x@exa mple".replace(" ", "\u00ad\u0001"), "<a>@b"])
def test_what_is_no_address_fails_at_once(
    committed: Desk, peer: SmtpServer, send: Send, address: str
) -> None:
    queued = queue(committed, address)
    send()
    assert (mail(committed, queued)["state"], mail(committed, queued)["last_code"]) == ("failed", 553)
    assert peer.mails == []


def test_a_link_is_in_the_mail_and_nowhere_else(committed: Desk, peer: SmtpServer, send: Send) -> None:
    queued = committed.one(
        SYSTEM,
        "SELECT helpdesk.queue_mail('reset_password', p_address => 'ann@out.example', p_data => %s)",
        '{"nonce": "00ff"}',
    )
    peer.answers["text"] = ["451 later"]
    send()
    row = mail(committed, queued)
    assert (row["subject"], row["body_text"]) == (None, None)
    make_due(committed)
    send()
    row = mail(committed, queued)
    assert (row["state"], row["subject"], row["data"]) == ("sent", None, {})
    assert "http://127.0.0.1:8000/auth/password#" in peer.mails[0].raw.decode()


def test_a_mail_that_the_database_cannot_make_stops_no_other(
    committed: Desk, peer: SmtpServer, send: Send
) -> None:
    broken = queue(committed)
    committed.run(
        SYSTEM,
        "UPDATE helpdesk.outgoing_mail SET data = jsonb_build_object('guest_link_id', 'none')"
        " WHERE outgoing_mail_id = %s",
        broken,
    )
    whole = queue(committed, "bob@out.example")
    assert send() == 2
    assert [one.recipient for one in peer.mails] == ["bob@out.example"]
    assert mail(committed, whole)["state"] == "sent"
    assert mail(committed, whole)["body_text"]
    row = mail(committed, broken)
    assert (row["state"], row["last_code"], row["body_text"]) == ("queued", None, None)
    assert "cannot be made" in row["last_answer"]
