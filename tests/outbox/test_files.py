"""Files of a reply go along with it."""

import hashlib
from email import message_from_bytes
from email.policy import default
from typing import Any

from tests.desk import SYSTEM, Desk
from tests.outbox.test_recipients import set_to
from tests.outbox.test_sending import Send, mail, make_due
from tests.peers.smtp import SmtpServer

MAIL = b"""From: a@b.example\r\nTo: c@d.example\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHi\r
--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r
Content-Transfer-Encoding: base64\r\n\r\nYWJj\r\n--x--\r\n"""


def reply_with_file(desk: Desk, state: str = "clean") -> int:
    """A reply whose file a mail holds; the id of the mail to the requester."""
    set_to(desk, "mail_enabled", "true")
    ticket = desk.ticket()
    message = desk.call(desk.agent, "reply", ticket_id=ticket, body="See the file.")["message_id"]
    desk.run(
        SYSTEM,
        "WITH raw AS (INSERT INTO helpdesk.inbound_mail (raw, adapter, state, ticket_id, processed_at)"
        " VALUES (%s, 'test', 'reply', %s, helpdesk.clock()) RETURNING inbound_mail_id)"
        " INSERT INTO helpdesk.attachment (ticket_id, message_id, inbound_mail_id, part_path, filename,"
        " media_type, size_bytes, sha256, state)"
        " SELECT %s, %s, inbound_mail_id, '2', 'a.pdf', 'application/pdf', 3, %s, %s FROM raw",
        MAIL,
        ticket,
        ticket,
        message,
        hashlib.sha256(b"abc").hexdigest(),
        state,
    )
    found: int = desk.one(SYSTEM, "SELECT outgoing_mail_id FROM helpdesk.outgoing_mail WHERE kind = 'reply'")
    return found


def files(peer: SmtpServer) -> list[tuple[str, bytes]]:
    read: Any = message_from_bytes(peer.mails[-1].raw, policy=default)
    return [(one.get_filename(), one.get_payload(decode=True)) for one in read.iter_attachments()]


def test_a_file_is_sent_along(committed: Desk, peer: SmtpServer, send: Send) -> None:
    reply_with_file(committed)
    send()
    assert files(peer) == [("a.pdf", b"abc")]


def test_what_is_too_large_stays_on_the_ticket(committed: Desk, peer: SmtpServer, send: Send) -> None:
    set_to(committed, "mail_attachments_kb", "0")
    reply_with_file(committed)
    send()
    assert files(peer) == []


def test_a_mail_waits_until_its_file_was_scanned(committed: Desk, peer: SmtpServer, send: Send) -> None:
    queued = reply_with_file(committed, "pending")
    send()
    row = mail(committed, queued)
    assert (row["state"], row["last_answer"]) == ("queued", "a.pdf waits for the virus scanner")
    committed.run(SYSTEM, "UPDATE helpdesk.attachment SET state = 'clean'")
    make_due(committed)
    send()
    assert files(peer) == [("a.pdf", b"abc")]
