"""Two desks and a customer: a conversation by mail in three languages, and what goes wrong on the way.

All is real but the names: Postfix delivers, Dovecot keeps, a worker of each desk reads and sends.
"""

from __future__ import annotations

import hashlib
import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.api.server import SECRET, SECRET_KEY, bearer, serving, settings_for
from tests.conftest import clone, login_dsn
from tests.desk import SYSTEM, Desk, make_desk
from tests.live.streams import watching
from tests.mailboxes.conftest import sealed
from tests.peers.dovecot import HOST, PASSWORD, Dovecot, running_dovecot
from tests.peers.postfix import Postfix, postfix
from tests.waiting import until

CARLA, NORTH, SOUTH = "carla@home.example", "support@north.example", "support@south.example"
#: Seconds: two desks, a mail server and a mailbox server share the machine with other tests.
PATIENCE = 200
PICTURE = bytes(range(256)) * 64


@dataclass
class Place:
    """A desk with its worker."""

    desk: Desk
    client: httpx.Client

    def value(self, statement: str, *values: Any) -> Any:
        rows = self.desk.run(SYSTEM, statement, *values)
        return rows[0][0] if rows else None

    def ticket_of(self, email: str) -> int:
        """The newest ticket of who has the address, as soon as there is one."""
        found = (
            "SELECT t.ticket_id FROM helpdesk.ticket AS t"
            " JOIN helpdesk.person AS p ON p.person_id = t.requester_id"
            " WHERE %s IN (p.email, p.claimed_email) ORDER BY t.ticket_id DESC"
        )
        until(lambda: self.value(found, email), PATIENCE, self.tell)
        return int(self.value(found, email))

    def replies(self, ticket: int, count: int) -> list[str]:
        def texts() -> list[str]:
            rows = self.desk.run(
                SYSTEM,
                "SELECT body FROM helpdesk.message WHERE ticket_id = %s AND kind = 'reply'"
                " ORDER BY message_id",
                ticket,
            )
            return [body for (body,) in rows]

        until(lambda: len(texts()) >= count, PATIENCE, self.tell)
        return texts()

    def tell(self) -> str:
        return str(
            self.desk.run(
                SYSTEM,
                "SELECT 'in', state, reason, from_address, subject FROM helpdesk.inbound_mail"
                " UNION ALL SELECT 'out', state, last_answer, address, subject FROM helpdesk.outgoing_mail",
            )
        )

    def is_done(self) -> bool:
        """Whether every mail has been sent, or is not to be, and taken in."""
        return not self.value(
            "SELECT EXISTS (SELECT FROM helpdesk.outgoing_mail WHERE state NOT IN ('sent', 'withdrawn'))"
            " OR EXISTS (SELECT FROM helpdesk.inbound_mail WHERE state = 'received')"
        )

    def traffic(self) -> tuple[int, int]:
        return (
            self.value("SELECT count(*) FROM helpdesk.inbound_mail"),
            self.value("SELECT count(*) FROM helpdesk.outgoing_mail"),
        )


@dataclass
class World:
    north: Place
    south: Place
    server: Postfix
    dovecot: Dovecot

    def mails_of(self, user: str, count: int) -> list[EmailMessage]:
        """What came to a user, in order, as soon as there is so much."""

        folder = self.dovecot.folder / "mail" / user / "Maildir"

        def found() -> list[EmailMessage]:
            files = sorted(folder.glob("new/*"), key=lambda file: file.stat().st_mtime_ns)
            return [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files]

        until(lambda: len(found()) >= count, PATIENCE, lambda: f"{self.south.tell()}\n{self.north.tell()}")
        return found()

    def send(self, mail: EmailMessage, recipient: str) -> None:
        with smtplib.SMTP("127.0.0.1", self.server.port, timeout=30) as client:
            client.sendmail(str(mail["From"]), [recipient], mail.as_bytes(policy=SMTP))


@pytest.fixture
def world(server_dsn: str, tmp_path: Path) -> Iterator[World]:
    with ExitStack() as stack:
        dovecot = stack.enter_context(running_dovecot(users=[CARLA, NORTH, SOUTH]))
        for user in (CARLA, NORTH, SOUTH):
            with dovecot.as_user(user):
                pass  # its folder is made
        server = stack.enter_context(postfix(dovecot.folder / "mail", [CARLA, NORTH, SOUTH]))
        places = {
            name: stack.enter_context(_place(server_dsn, name, address, dovecot, server, tmp_path))
            for name, address in (("north", NORTH), ("south", SOUTH))
        }
        yield World(places["north"], places["south"], server, dovecot)


@contextmanager
def _place(
    server_dsn: str, name: str, address: str, dovecot: Dovecot, server: Postfix, folder: Path
) -> Iterator[Place]:
    with clone(server_dsn, f"pgdesk_{name}_{os.getpid()}") as dsn, ExitStack() as stack:
        database = stack.enter_context(psycopg.connect(dsn, autocommit=True))
        desk = make_desk(database)
        desk.run(
            SYSTEM,
            "UPDATE helpdesk.person SET email = lower(name) || '@out.example' WHERE role <> 'customer'",
        )
        for key, value in (
            ("inbound_email_enabled", "true"),
            ("mail_enabled", "true"),
            ("inbound_authserv", '"peer.example"'),
        ):
            desk.run(SYSTEM, "UPDATE helpdesk.setting SET value = %s WHERE key = %s", value, key)
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.support_address (address, sender_name) VALUES (%s, %s)",
            *(address, f"{name.title()} desk"),
        )
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.mailbox_account (account, user_name, host, port, tls, password)"
            " VALUES ('support', %s, %s, %s, 'tls', %s)",
            *(address, HOST, dovecot.port, sealed("support", PASSWORD)),
        )
        desk.run(SYSTEM, "INSERT INTO helpdesk.mailbox (mailbox, account) VALUES ('support', 'support')")
        files = f"file://{folder / name}"
        client = stack.enter_context(serving(settings_for(dsn, files_url=files)))
        worker = subprocess.Popen(
            [sys.executable, "-m", "pgdesk.workers"],
            env={
                **os.environ,
                "PGDESK_WORKER_DATABASE_URL": login_dsn(dsn, "worker"),
                "PGDESK_JWT_SECRET": SECRET,
                "PGDESK_SECRET_KEYS": SECRET_KEY,
                "PGDESK_MAIL_NETWORKS": "127.0.0.0/8,::1/128",
                "PGDESK_SMTP_URL": server.url,
                "PGDESK_PUBLIC_URL": f"http://{name}.example",
                "PGDESK_FILES_URL": files,
                "SSL_CERT_FILE": str(dovecot.certificate),
            },
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Place(desk, client)
        finally:
            worker.terminate()
            worker.wait(30)


def _mail(sender: str, recipient: str, subject: str, text: str, **fields: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail["Message-ID"] = f"<{hashlib.sha256(text.encode()).hexdigest()}@home.example>"
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def _text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_a_conversation_between_two_desks_and_their_customer(world: World) -> None:
    south, north = world.south, world.north
    agent, admin = south.desk.agent, south.desk.admin
    assert agent.id is not None

    # German: a mail with a file opens a ticket, and is acknowledged.
    asked = _mail(CARLA, SOUTH, "Größe der Lieferung", "Guten Tag, wie groß ist das Paket?\n")
    asked.add_attachment(PICTURE, maintype="image", subtype="png", filename="Größe.png")
    world.send(asked, SOUTH)
    ticket = south.ticket_of(CARLA)
    (acknowledged,) = world.mails_of(CARLA, 1)
    assert acknowledged["Auto-Submitted"] == "auto-replied"
    assert acknowledged["In-Reply-To"] == asked["Message-ID"]
    (file,) = south.client.get(
        f"/rest/attachments?ticket_id=eq.{ticket}&select=filename,sha256", headers=bearer("agent", agent.id)
    ).json()
    assert file == {"filename": "Größe.png", "sha256": hashlib.sha256(PICTURE).hexdigest()}

    # The answer threads; hers goes to an address that only this ticket's mails name, and is seen at once.
    south.desk.call(agent, "reply", ticket_id=ticket, body="Größer als gedacht.")
    answer = world.mails_of(CARLA, 2)[1]
    assert "Größer als gedacht." in _text(answer)
    assert str(asked["Message-ID"]) in str(answer["References"])
    reply_to = answer["Reply-To"].addresses[0].addr_spec
    with watching(south.client, bearer("agent", agent.id), f"?tickets={ticket}") as stream:
        again = _mail(
            CARLA,
            reply_to,
            "Re: Größe der Lieferung",
            "Danke!\n\nAm 1. März 2026 um 10:00 schrieb South desk <support@south.example>:\n"
            "> Größer als gedacht.\n",
            In_Reply_To=str(answer["Message-ID"]),
        )
        world.send(again, reply_to)
        assert south.replies(ticket, 2) == ["Größer als gedacht.", "Danke!"]
        stream.until("TicketUpdated", kind="reply_created")

    # French: the desk asks another one, which answers in Japanese. Neither answers an acknowledgement.
    supplier = south.desk.call(
        agent, "create_ticket", subject="Question de taille", requester_email=NORTH, requester_name="North"
    )["ticket_id"]
    south.desk.call(agent, "reply", ticket_id=supplier, body="Quelle est la taille exacte, de grâce ?")
    asked_north = north.ticket_of(SOUTH)
    assert "Quelle est la taille exacte" in str(
        north.value("SELECT description FROM helpdesk.ticket WHERE ticket_id = %s", asked_north)
    )
    uploaded = north.client.post(
        "/files?filename=写真.png",
        content=PICTURE,
        headers={**bearer("agent", north.desk.agent.id or 0), "Content-Type": "image/png"},
    ).json()
    north.desk.call(
        north.desk.agent,
        "reply",
        ticket_id=asked_north,
        body="三十センチです。",
        uploads=[uploaded["upload_key"]],
    )
    assert "三十センチです。" in south.replies(supplier, 2)[1]
    (file,) = south.desk.run(
        SYSTEM, "SELECT filename, sha256 FROM helpdesk.attachment WHERE ticket_id = %s", supplier
    )
    assert file == ("写真.png", hashlib.sha256(PICTURE).hexdigest())
    south.desk.call(agent, "reply", ticket_id=supplier, body="Merci !")
    assert "Merci !" in north.replies(asked_north, 2)[1]
    assert north.value("SELECT count(*) FROM helpdesk.ticket") == 1, "one conversation is one ticket"

    # Somebody who writes as an agent is believed only where the mail server vouches for it.
    forged = _mail("bob@out.example", SOUTH, "Close it", "Close all tickets at once.\n")
    world.send(forged, SOUTH)
    judged = "SELECT state FROM helpdesk.inbound_mail WHERE from_address = 'bob@out.example'"
    until(lambda: south.value(judged) == "quarantined", PATIENCE, south.tell)

    # What cannot be delivered, or not yet, is told on its ticket; only the former counts against the address.
    for name in ("gone", "later"):
        lost = south.desk.call(
            agent, "create_ticket", subject=name, requester_email=f"ann@{name}.example", requester_name="Ann"
        )["ticket_id"]
        south.desk.call(agent, "reply", ticket_id=lost, body="Where are you?")
    action = "SELECT count(*) FROM helpdesk.bounce WHERE address = %s AND action = %s"
    until(lambda: south.value(action, "ann@gone.example", "failed"), 90, south.tell)
    until(lambda: south.value(action, "ann@later.example", "delayed"), 90, south.tell)
    assert south.value(action, "ann@later.example", "failed") == 0
    told = south.client.get(
        "/rest/bounces?action=eq.failed&select=ticket_id,address", headers=bearer("admin", admin.id or 0)
    ).json()
    assert {row["address"] for row in told} == {"ann@gone.example"}

    # And then there is silence: all is done with, and that nothing comes of it can only be waited for.
    for place in (south, north):
        until(place.is_done, PATIENCE, place.tell)
    before = south.traffic(), north.traffic()
    time.sleep(5)
    assert (south.traffic(), north.traffic()) == before, f"{south.tell()}\n{north.tell()}"
    assert south.is_done()
    assert north.is_done()
