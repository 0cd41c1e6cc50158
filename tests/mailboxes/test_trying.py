"""What a test of a mailbox says, in words that lead to what is wrong."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from pgdesk.api.envelope import Envelope
from pgdesk.cli.server.process import free_port
from pgdesk.mail.imap.desk import MailboxDesk
from pgdesk.mail.imap.trying import try_mailbox
from pgdesk.mail.imap.watching import open_pool
from pgdesk.mail.login import Logins
from pgdesk.settings import read_networks
from tests.mailboxes.conftest import USER, Keeper, mail
from tests.peers.dovecot import HOST, USERS, Dovecot


def tried(
    keeper: Keeper, dovecot: Dovecot, networks: str = "127.0.0.0/8,::1/128", trusts: bool = True
) -> Any:
    keeper.db.execute(
        "INSERT INTO helpdesk.mailbox_test AS t (mailbox) VALUES ('support') ON CONFLICT (mailbox) DO UPDATE"
        " SET answered_at = NULL, answer = NULL, is_well = NULL"
    )
    allowed = read_networks(networks)
    logins = Logins(Envelope(keeper.settings.secret_keys), allowed)
    with open_pool(keeper.settings) as pool:
        desk = MailboxDesk(pool, uuid4())
        try_mailbox("support", desk, logins, allowed, dovecot.trusting() if trusts else None)
    return keeper.db.execute("SELECT is_well, answer FROM helpdesk.mailbox_test").fetchone()


def test_a_mailbox_that_can_be_read(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot)
    dovecot.deliver(USER, mail("One"), mail("Two"))
    assert tried(keeper, dovecot) == (
        True,
        "folder INBOX can be read, it has 2 mails; the server tells of mail at once",
    )
    assert (keeper.mails(), dovecot.flags(USER)) == (0, [set(), set()])


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ({"host": "no-such-name.invalid"}, "the name no-such-name.invalid has no address"),
        ({"host": "127.0.0.1"}, "the certificate of 127.0.0.1 is for another name"),
        (
            {"password": "wrong"},
            "localhost refuses the login of support@house.example: [AUTHENTICATIONFAILED]",
        ),
        ({"password": None}, "mailbox account support has no password"),
        ({"folder": "Nowhere"}, "there is no folder Nowhere: "),
    ],
)
def test_what_is_wrong_is_said(dovecot: Dovecot, keeper: Keeper, account: dict[str, Any], said: str) -> None:
    keeper.enter(dovecot, **account)
    is_well, answer = tried(keeper, dovecot)
    assert not is_well
    assert answer.startswith(said)


def test_a_port_where_nobody_listens(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot, port=(port := free_port()))
    assert tried(keeper, dovecot) == (False, f"nothing listens at {HOST}, port {port}")


def test_a_port_that_speaks_no_tls(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot, port=dovecot.plain_port)
    is_well, answer = tried(keeper, dovecot)
    assert not is_well
    assert f"port {dovecot.plain_port}, does not speak TLS as it should" in answer


def test_a_certificate_of_nobody_that_is_trusted(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot)
    is_well, answer = tried(keeper, dovecot, trusts=False)
    assert not is_well
    assert answer.startswith(f"the certificate of {HOST} is not trusted: self")


@pytest.mark.parametrize("tls", ["tls", "none"])
def test_a_private_network_that_is_not_named(dovecot: Dovecot, keeper: Keeper, tls: str) -> None:
    keeper.enter(dovecot, tls=tls)
    is_well, answer = tried(keeper, dovecot, networks="10.0.0.0/8")
    assert not is_well
    assert "PGDESK_MAIL_NETWORKS" in answer


@contextmanager
def talking(*lines: bytes) -> Iterator[int]:
    """The port of a server that says these, hears what it is told where TAG stands, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            link, _ = server.accept()
            with link, link.makefile("rb") as said:
                for line in lines:
                    tag = said.readline().partition(b" ")[0] if b"TAG" in line else b""
                    link.sendall(line.replace(b"TAG", tag))
                said.readline()

        thread = threading.Thread(target=talk)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            thread.join(30)


GREETING = b"* OK [CAPABILITY IMAP4rev1 STARTTLS IDLE AUTH=PLAIN] here\r\n"
CAPABLE = b"* CAPABILITY IMAP4rev1 STARTTLS IDLE AUTH=PLAIN\r\nTAG OK done\r\n"


@pytest.mark.parametrize(
    ("lines", "tls", "said"),
    [
        ((b"220 mail.example ESMTP\r\n",), "none", "does not speak IMAP"),
        ((GREETING, b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n"), "starttls", "offers no STARTTLS"),
        # What an eavesdropper puts before the handshake must not be taken for what comes after it.
        ((GREETING, CAPABLE, b"TAG OK go\r\n* OK more\r\n"), "starttls", "more than it should"),
        ((GREETING, CAPABLE, b"TAG NO [UNAVAILABLE] later\r\n"), "none", "refuses the login"),
        ((GREETING, CAPABLE), "none", "broke off"),
    ],
)
def test_servers_that_do_as_they_should_not(
    dovecot: Dovecot, keeper: Keeper, lines: tuple[bytes, ...], tls: str, said: str
) -> None:
    with talking(*lines) as port:
        keeper.enter(dovecot, host="127.0.0.1", port=port, tls=tls)
        is_well, answer = tried(keeper, dovecot)
    assert not is_well
    assert said in answer


def test_a_password_that_cannot_be_opened(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot)
    keeper.enter(dovecot, USERS[1])
    keeper.db.execute(
        "UPDATE helpdesk.mailbox_account SET password = (SELECT a.password FROM helpdesk.mailbox_account AS a"
        " WHERE a.account = 'sales') WHERE account = 'support'"
    )
    is_well, answer = tried(keeper, dovecot)
    assert not is_well
    assert "PGDESK_SECRET_KEYS" in answer
