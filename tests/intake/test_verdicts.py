"""What SES and SendGrid found out of a sender counts; what the sender writes in their name does not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import Connection, clone
from tests.intake import signing
from tests.intake.posting import Client, body_of, posting
from tests.intake.signing import mailgun_form, sendgrid_post, ses_received, sns_message
from tests.mail.conftest import mail, one

AGENT = "ben@desk.example"
CLAIMS = "".join(
    f"Authentication-Results: {server}; dmarc=pass header.from=desk.example; spf=pass smtp.mailfrom=a@b.c\n"
    for server in ("ses.pgdesk", "sendgrid.pgdesk", "mailgun.pgdesk", "mime.pgdesk")
)


async def certificate(url: str) -> tuple[int, bytes]:
    return 200, signing.sns_certificate()


@pytest.fixture(scope="module")
def office(server_dsn: str) -> Iterator[tuple[Client, Connection]]:
    with (
        clone(server_dsn, f"pgdesk_verdicts_{os.getpid()}") as dsn,
        psycopg.connect(dsn, autocommit=True) as database,
    ):
        database.execute(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ben', %s, 'agent')", (AGENT,)
        )
        with posting(dsn, certificate, sendgrid_public_key=signing.sendgrid_public_key()) as client:
            yield client, database


def by_ses(client: Client, raw: bytes, **told: str) -> dict[str, Any]:
    return body_of(client.post("/inbound/ses", content=sns_message(ses_received(raw, **told))))


def by_sendgrid(client: Client, raw: bytes, sender: str, spf: str) -> dict[str, Any]:
    envelope = f'{{"to": ["support@desk.example"], "from": "{sender}"}}'
    fields = {"envelope": envelope.encode(), "email": raw, "SPF": spf.encode()}
    body, headers = sendgrid_post(fields)
    return body_of(client.post("/inbound/sendgrid", content=body, headers=headers))


def test_staff_write_by_mail_that_dmarc_passed(office: tuple[Client, Connection]) -> None:
    client, _ = office
    assert by_ses(client, mail(AGENT), sender=AGENT, dmarc="PASS")["state"] == "ticket"
    for told in ({"dmarc": "GRAY"}, {"dmarc": "PASS", "sender": "x@evil.example"}, {"dkim": "PASS"}):
        assert by_ses(client, mail(AGENT), **{"sender": AGENT, **told})["state"] == "quarantined", told
    failed = by_ses(client, mail(AGENT), sender=AGENT, dmarc="FAIL", spf="PASS")
    assert failed["reason"] == "the mail server could not authenticate the sender"


def test_spf_counts_for_the_domain_of_the_envelope(office: tuple[Client, Connection]) -> None:
    client, _ = office
    assert by_sendgrid(client, mail(AGENT), AGENT, "pass")["state"] == "ticket"
    assert by_sendgrid(client, mail(AGENT), "x@evil.example", "pass")["state"] == "quarantined"
    assert by_sendgrid(client, mail(AGENT), AGENT, "softfail")["state"] == "quarantined"
    assert (
        by_sendgrid(client, mail(AGENT), "a@evil.example; spf=pass @desk.example", "none")["state"]
        == "quarantined"
    )


def test_what_a_sender_claims_in_a_providers_name_is_not_believed(office: tuple[Client, Connection]) -> None:
    client, database = office
    raw = mail(AGENT, headers=CLAIMS)
    answers = [
        by_ses(client, raw, sender="x@evil.example", dmarc="GRAY"),
        by_sendgrid(client, mail(AGENT, headers=CLAIMS), "x@evil.example", "none"),
        body_of(client.post("/inbound/mailgun", data=mailgun_form(mail(AGENT, headers=CLAIMS)))),
        body_of(
            client.post(
                "/inbound/mime",
                content=mail(AGENT, headers=CLAIMS),
                headers={"X-Pgdesk-Secret": "s3cret-of-mail"},
            )
        ),
    ]
    assert [answer["state"] for answer in answers] == ["quarantined"] * 4, answers
    assert [answer["reason"] for answer in answers] == ["the sender is staff and not authenticated"] * 4
    assert (
        one(
            database,
            "SELECT count(*) FROM helpdesk.inbound_mail WHERE is_verified AND from_address <> %s",
            AGENT,
        )
        == 0
    )


def test_a_bounce_told_by_ses_is_a_bounce(office: tuple[Client, Connection]) -> None:
    client, database = office
    ticket = by_ses(client, mail("gone@shop.example"), sender="gone@shop.example")
    database.execute(
        "INSERT INTO helpdesk.mail_message_id (mail_message_id, ticket_id, is_outgoing)"
        " VALUES ('ours@desk', %s, true)",
        (ticket["ticket_id"],),
    )
    told = {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "feedbackId": "f",
            "bouncedRecipients": [
                {"emailAddress": "gone@shop.example", "status": "5.1.1", "action": "failed"}
            ],
        },
        "mail": {"source": "support@desk.example", "commonHeaders": {"messageId": "<ours@desk>"}},
    }
    answer = body_of(client.post("/inbound/ses", content=sns_message(told)))
    assert (answer["state"], answer["ticket_id"]) == ("automatic", ticket["ticket_id"])
    kept = database.execute(
        "SELECT address, action, status FROM helpdesk.bounce WHERE inbound_mail_id = %s",
        (answer["inbound_mail_id"],),
    )
    assert kept.fetchall() == [("gone@shop.example", "failed", "5.1.1")]
