"""Logging in at the mail server, by a password or by a token of a mailbox account."""

import base64
from collections.abc import Callable

import psycopg
import pytest

from pgdesk.api.envelope import Envelope
from pgdesk.mail.login import Login
from pgdesk.mail.outbox import send_due
from pgdesk.mail.smtp import NoServer, Server, Session, parse_url
from pgdesk.settings import Settings
from tests.conftest import login_dsn
from tests.desk import Desk
from tests.outbox.test_sending import mail, queue
from tests.peers.smtp import SmtpServer

KEY = "a key that seals in these tests only"
TOKEN = "a token"
BEARER = base64.b64encode(f"user=desk@house.example\1auth=Bearer {TOKEN}\1\1".encode()).decode()


def session(peer: SmtpServer, mechanism: str, secret: str = TOKEN) -> Session:
    peer.features = ("AUTH PLAIN XOAUTH2",)
    return Session(
        Server("127.0.0.1", peer.port, "none", Login("desk@house.example", mechanism, secret)), "desk.example"
    )


def test_by_a_password_of_the_address(peer: SmtpServer) -> None:
    peer.features = ("AUTH PLAIN",)
    server = parse_url(peer.url.replace("://", "://desk%40house.example:p%3Aw@"))
    Session(server, "desk.example").close()
    said = base64.b64encode(b"\0desk@house.example\0p:w").decode()
    assert f"AUTH PLAIN {said}" in peer.commands


def test_by_a_token(peer: SmtpServer) -> None:
    session(peer, "XOAUTH2").close()
    assert f"AUTH XOAUTH2 {BEARER}" in peer.commands


def test_a_token_that_is_refused_is_a_server_that_cannot_be_used(peer: SmtpServer) -> None:
    peer.answers["auth"] = ["334 eyJzdGF0dXMiOiI0MDEifQ==", "535 5.7.3 not this one"]
    with pytest.raises(NoServer) as refused:
        session(peer, "XOAUTH2")
    assert (refused.value.answer.code, refused.value.answer.text) == (535, "5.7.3 not this one")
    assert "" in peer.commands, "the challenge was answered by nothing"


@pytest.mark.parametrize(("mechanism", "secret"), [("CRAM", TOKEN), ("PLAIN", "pässwörd")])
def test_what_cannot_be_done_is_said(peer: SmtpServer, mechanism: str, secret: str) -> None:
    with pytest.raises(NoServer) as refused:
        session(peer, mechanism, secret)
    assert refused.value.answer.code is None


@pytest.fixture
def send(committed: Desk, fresh_db: str, peer: SmtpServer) -> Callable[[], int]:
    """As a worker that logs in by mailbox account desk."""
    peer.features = ("AUTH PLAIN XOAUTH2",)
    settings = Settings(
        jwt_secret="a secret of at least thirty-two bytes", smtp_account="desk", secret_keys=KEY
    )

    def once() -> int:
        with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as connection:
            return send_due(connection, settings, parse_url(peer.url), looks=0)

    return once


def test_mail_goes_out_by_a_mailbox_accounts_token(
    committed: Desk, send: Callable[[], int], peer: SmtpServer
) -> None:
    token = Envelope(KEY).seal("mailbox_account.access_token desk", TOKEN.encode())
    committed.db.execute(
        "INSERT INTO helpdesk.mailbox_account (account, host, user_name, provider, access_token, expires_at)"
        " VALUES ('desk', 'mail.example', 'desk@house.example', 'google', %s, now() + interval '1 hour')",
        (token,),
    )
    queue(committed)
    assert send() == 1
    assert f"AUTH XOAUTH2 {BEARER}" in peer.commands
    assert len(peer.mails) == 1


def test_mail_waits_where_nothing_lets_the_account_in(
    committed: Desk, send: Callable[[], int], peer: SmtpServer
) -> None:
    queued = queue(committed)
    send()
    row = mail(committed, queued)
    assert (row["state"], row["last_answer"], peer.mails) == (
        "queued",
        "mailbox account desk does not exist",
        [],
    )
