"""Two helpdesks that answer each other: what one sends the other takes in, until nobody sends any more."""

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest

from pgdesk.mail.outbox import send_due
from pgdesk.mail.parse import parse_to_json
from pgdesk.mail.smtp import parse_url
from pgdesk.settings import Settings
from tests.conftest import Connection, clone, login_dsn
from tests.mail.conftest import one, set_setting
from tests.peers.smtp import SmtpServer, smtp_server

_SETTINGS = Settings(jwt_secret="a secret of at least thirty-two bytes", port=8000)
#: More rounds than any conversation here may have.
_ROUNDS = 60
#: Between two rounds, so that no cap of an hour ends it.
_PAUSE = "40 minutes"


@dataclass
class Side:
    database: Connection
    worker: Connection
    server: SmtpServer
    address: str
    taken: int = 0

    def send(self) -> list[bytes]:
        """What it has to send now, as its server gets it."""
        send_due(self.worker, _SETTINGS, parse_url(self.server.url), looks=0)
        new, self.taken = self.server.mails[self.taken :], len(self.server.mails)
        return [mail.raw for mail in new]

    def take_in(self, raw: bytes) -> None:
        row = self.worker.execute("SELECT * FROM helpdesk.store_inbound_mail(%s, 'mime')", (raw,)).fetchone()
        assert row is not None
        self.worker.execute("SELECT helpdesk.receive_mail(%s, %s::jsonb)", (row[0], parse_to_json(raw)))

    def let_time_pass(self) -> None:
        self.database.execute(
            f"UPDATE helpdesk.outgoing_mail SET created_at = created_at - interval '{_PAUSE}'"
        )
        self.database.execute(
            f"UPDATE helpdesk.inbound_mail SET received_at = received_at - interval '{_PAUSE}'"
        )

    @property
    def tickets(self) -> int:
        return int(one(self.database, "SELECT count(*) FROM helpdesk.ticket"))


@pytest.fixture
def sides(server_dsn: str) -> Iterator[tuple[Side, Side]]:
    with ExitStack() as stack:
        made = []
        for name in ("north", "south"):
            dsn = stack.enter_context(clone(server_dsn, f"pgdesk_loop_{name}_{os.getpid()}"))
            database = stack.enter_context(psycopg.connect(dsn, autocommit=True))
            worker = stack.enter_context(psycopg.connect(login_dsn(dsn, "worker"), autocommit=True))
            address = f"support@{name}.example"
            set_setting(database, "mail_enabled", True)
            set_setting(database, "inbound_addresses", [address])
            database.execute(
                "INSERT INTO helpdesk.support_address (address, sender_name) VALUES (%s, %s)", (address, name)
            )
            made.append(Side(database, worker, stack.enter_context(smtp_server()), address))
        yield made[0], made[1]


def without_signs(raw: bytes) -> bytes:
    """As from a program that says neither that it is one nor what it answers, each time in other words."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    head = re.sub(
        rb"^(?:auto-submitted|precedence|x-auto[\w-]*|in-reply-to|references|reply-to|list-[\w-]+|subject)"
        rb":.*(?:\n[ \t].*)*\n?",
        b"",
        head + b"\n",
        flags=re.I | re.M,
    )
    number = re.search(rb"message-id: <([^>]+)>", head, re.I)
    assert number is not None
    text = re.sub(rb"[A-Z]{2,10}-\d{5,}", b"it", body)
    return head + b"Subject: About " + number[1].replace(b"-", b" ") + b"\n\n" + text


def talk(one_side: Side, other: Side, disguise: dict[str, bool]) -> list[int]:
    """Mails sent in each round, from the first mail of a person on, until there are none."""
    one_side.take_in(
        f"From: Support <{other.address}>\nTo: {one_side.address}\nSubject: Hello\n"
        "Message-ID: <first@south.example>\n\nThe printer is on fire.\n".encode()
    )
    sent = []
    for _ in range(_ROUNDS):
        count = 0
        for sender, receiver in ((one_side, other), (other, one_side)):
            for raw in sender.send():
                count += 1
                receiver.take_in(without_signs(raw) if disguise[sender.address] else raw)
        sent.append(count)
        if not count:
            return sent
        for side in (one_side, other):
            side.let_time_pass()
    return sent


def test_two_that_say_what_they_are_exchange_one_mail(sides: tuple[Side, Side]) -> None:
    north, south = sides
    sent = talk(north, south, {north.address: False, south.address: False})
    assert sent == [1, 0]
    assert (north.tickets, south.tickets) == (1, 0)


def test_one_that_hides_it_is_not_answered_for_ever(sides: tuple[Side, Side]) -> None:
    north, south = sides
    sent = talk(north, south, {north.address: False, south.address: True})
    assert sent[-1] == 0
    assert sum(sent) <= 2


def test_two_that_hide_it_end_by_themselves(sides: tuple[Side, Side]) -> None:
    north, south = sides
    for side in sides:
        set_setting(side.database, "automatic_mails_per_address_day", 8)
    sent = talk(north, south, {north.address: True, south.address: True})
    print(f"mails of each round: {sent}")
    assert len(sent) > 3, "they did talk"
    assert sent[-1] == 0
    assert sum(sent) <= 20
