"""A mail that was sent and comes back: the report finds the mail, its ticket and its recipient."""

from collections.abc import Callable
from email import message_from_bytes

from pgdesk.mail.parse import parse_to_json
from tests.desk import SYSTEM, Desk
from tests.peers.smtp import SmtpServer

#: As mail servers write it: the returned mail is whole.
REPORT = """From: MAILER-DAEMON@mx.example
To: {sender}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="report"

--report
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{recipient}>: User unknown

--report
Content-Type: message/rfc822

"""


def test_it_is_told_on_the_ticket_and_counted_against_its_address(
    committed: Desk, peer: SmtpServer, send: Callable[[], int]
) -> None:
    committed.run(SYSTEM, "UPDATE helpdesk.setting SET value = 'true' WHERE key = 'mail_enabled'")
    committed.run(SYSTEM, "UPDATE helpdesk.setting SET value = '1' WHERE key = 'bounce_limit'")
    ticket = committed.ticket(assignee_id=committed.agent.id)
    committed.call(committed.agent, "reply", ticket_id=ticket, body="Turn it off and on again.")
    while send():
        pass
    reply = next(mail for mail in peer.mails if b"off and on" in mail.raw)
    assert message_from_bytes(reply.raw)["Message-ID"]
    raw = (
        REPORT.format(sender=reply.sender, recipient=reply.recipient).encode() + reply.raw + b"\n--report--\n"
    )

    (kept,) = committed.run(
        SYSTEM, "SELECT inbound_mail_id FROM helpdesk.store_inbound_mail(%s, 'mime')", raw
    )
    decided = committed.one(
        SYSTEM, "SELECT helpdesk.receive_mail(%s, %s::jsonb)", kept[0], parse_to_json(raw)
    )
    assert (decided["state"], decided["ticket_id"]) == ("automatic", ticket)
    rows = committed.run(
        committed.agent,
        "SELECT b.address, b.mailed_address, b.action, b.is_hard, o.kind, o.ticket_id FROM api.bounces AS b"
        " JOIN api.outgoing_mail AS o USING (outgoing_mail_id)",
    )
    assert rows == [(reply.recipient, reply.recipient, "failed", True, "reply", ticket)]
    said = committed.run(
        committed.agent, "SELECT body FROM api.messages WHERE ticket_id = %s AND kind = 'system'", ticket
    )
    assert [body.split("\n")[0] for (body,) in said] == [f"Delivery to {reply.recipient} (5.1.1) failed."]

    committed.call(committed.agent, "reply", ticket_id=ticket, body="Or buy another one.")
    while send():
        pass
    assert not [mail for mail in peer.mails if b"another one" in mail.raw]
    kept_back = committed.one(
        SYSTEM, "SELECT array_agg(last_answer) FROM helpdesk.outgoing_mail WHERE state = 'withdrawn'"
    )
    assert kept_back == ["mails to this address failed"]
    committed.call(committed.agent, "keep_address", email=reply.recipient)
    while send():
        pass
    (late,) = [mail for mail in peer.mails if b"another one" in mail.raw]
    assert late.recipient == reply.recipient
