"""Only what a provider posted is taken: forged, changed, old and repeated posts are not."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from tests.conftest import Connection, clone
from tests.intake import signing
from tests.intake.posting import KEYS, Client, body_of, keep_secret, posting
from tests.intake.signing import CERTIFICATE_URL, mailgun_form, sendgrid_post, ses_received, sns_message
from tests.mail.conftest import mail, one

#: Order of the group of P-256 (FIPS 186-4, D.1.2.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HOUR = 3600


class Amazon:
    """Serves a certificate, or not, and notes what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.certificate = signing.sns_certificate()
        self.is_away = False

    async def fetch(self, url: str) -> tuple[int, bytes]:
        self.asked.append(url)
        if self.is_away:
            raise OSError("no answer")
        return 200, self.certificate


Office = tuple[Client, Connection, Amazon]


@pytest.fixture(scope="module")
def office(server_dsn: str) -> Iterator[Office]:
    amazon = Amazon()
    with (
        clone(server_dsn, f"pgdesk_signatures_{os.getpid()}") as dsn,
        psycopg.connect(dsn, autocommit=True) as database,
    ):
        keep_secret(database, "sendgrid", "pässword")
        with posting(dsn, amazon.fetch, sendgrid_public_key=signing.sendgrid_public_key()) as client:
            yield client, database, amazon


def arrivals(database: Connection) -> int:
    return int(one(database, "SELECT count(*) FROM helpdesk.mail_arrival"))


def test_mailgun_signs_a_mail_that_becomes_a_ticket_once(office: Office) -> None:
    client, database, _ = office
    form = mailgun_form(mail(subject="First"))
    first = body_of(client.post("/inbound/mailgun", data=form))
    assert (first["state"], first["is_duplicate"]) == ("ticket", False)
    subject = "SELECT subject FROM helpdesk.ticket WHERE ticket_id = %s"
    assert one(database, subject, first["ticket_id"]) == "First"
    assert body_of(client.post("/inbound/mailgun", data=form)) == {**first, "is_duplicate": True}
    # Mailgun does not sign the mail: what comes with a token that was kept is not looked at.
    before = arrivals(database)
    again = body_of(
        client.post("/inbound/mailgun", data={**form, "body-mime": mail(subject="Forged").decode()})
    )
    assert again == {**first, "is_duplicate": True}
    assert arrivals(database) == before


def test_the_routes_of_the_seeds_are_the_same(office: Office) -> None:
    client, _, _ = office
    answer = client.post("/support/inbound/mailgun/", data=mailgun_form(mail()))
    assert body_of(answer)["state"] == "ticket"


MAILGUN_FORGED: dict[str, dict[str, Any]] = {
    "other key": mailgun_form(mail(), key="another key"),
    "no signature": {**mailgun_form(mail()), "signature": ""},
    "short signature": {**mailgun_form(mail()), "signature": mailgun_form(mail())["signature"][:32]},
    "signature of other letters": {**mailgun_form(mail()), "signature": "é" * 64},
    "other token": {**mailgun_form(mail()), "token": "x"},
    "no token": mailgun_form(mail(), token=" ") | {"token": ""},
    "token without end": mailgun_form(mail(), token="t" * 201),
    "old": mailgun_form(mail(), timestamp=str(int(time.time()) - 97 * _HOUR)),
    "from the future": mailgun_form(mail(), timestamp=str(int(time.time()) + 2 * _HOUR)),
    "time that is none": mailgun_form(mail(), timestamp="soon"),
    "time without end": mailgun_form(mail(), timestamp="9" * 30),
    "two signatures": {**mailgun_form(mail()), "signature": [mailgun_form(mail())["signature"]] * 2},
}


@pytest.mark.parametrize("name", MAILGUN_FORGED)
def test_mailgun_did_not_post_that(office: Office, name: str) -> None:
    client, database, _ = office
    before = arrivals(database)
    answer = client.post("/inbound/mailgun", data=MAILGUN_FORGED[name])
    assert answer.status_code == 401, answer.text
    assert body_of(answer)["message"]
    assert arrivals(database) == before


def test_a_digit_moved_from_time_to_token_makes_no_new_post(office: Office) -> None:
    """The signature is over both together, so it fits; the time does not any more."""
    client, database, _ = office
    form = mailgun_form(mail(), token="123abc")
    before = arrivals(database)
    for taken in (1, -1):
        moved = dict(form)
        both = form["timestamp"] + form["token"]
        place = len(form["timestamp"]) - taken
        moved["timestamp"], moved["token"] = both[:place], both[place:]
        assert client.post("/inbound/mailgun", data=moved).status_code == 401
    assert arrivals(database) == before


def test_postmark_posts_with_the_password_of_its_address(office: Office) -> None:
    client, database, _ = office
    told = {
        "FromFull": {"Email": "customer@home.example", "Name": "Ann"},
        "MessageID": "p-1",
        "Subject": "Hi",
        "TextBody": "It is late.",
        "Headers": [],
    }
    right = signing.basic(KEYS["postmark_inbound_token"])
    before = arrivals(database)
    for headers in ({}, signing.basic("wrong"), signing.basic(""), {"Authorization": "Basic %%%"}):
        answer = client.post("/inbound/postmark", json=told, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Basic"
    assert arrivals(database) == before
    first = body_of(client.post("/inbound/postmark", json=told, headers=right))
    assert first["state"] == "ticket"
    again = body_of(client.post("/inbound/postmark", json={**told, "TextBody": "x"}, headers=right))
    assert again == {**first, "is_duplicate": True}
    assert arrivals(database) == before + 1


def test_a_wrong_password_is_refused_before_the_body_is_read(office: Office) -> None:
    client, _, _ = office
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 50:
            sent += 1
            yield b"x" * 100_000

    headers = {**signing.basic("wrong"), "Content-Length": str(10**12)}
    assert client.post("/inbound/postmark", content=endless(), headers=headers).status_code == 401


def test_sendgrid_signs_the_very_bytes(office: Office) -> None:
    client, database, _ = office
    fields = {"envelope": b'{"to": ["support@desk.example"]}', "email": mail(subject="Signed")}
    body, headers = sendgrid_post(fields)
    before = arrivals(database)
    for changed, with_headers in (
        (body.replace(b"Signed", b"Forged"), headers),
        (body, {**headers, "X-Twilio-Email-Event-Webhook-Timestamp": str(int(time.time()) + 1)}),
        (body, {**headers, "X-Twilio-Email-Event-Webhook-Signature": "AAAA"}),
        (body, {**headers, "X-Twilio-Email-Event-Webhook-Signature": "%%%"}),
        # Who has the password does not need the key, unless there is one.
        (body, {"Content-Type": headers["Content-Type"], **signing.basic("pässword")}),
        sendgrid_post(fields, timestamp=str(int(time.time()) - 97 * _HOUR)),
    ):
        answer = client.post("/inbound/sendgrid", content=changed, headers=with_headers)
        assert answer.status_code == 401, answer.text
    assert arrivals(database) == before
    assert body_of(client.post("/inbound/sendgrid", content=body, headers=headers))["state"] == "ticket"


def test_another_signature_that_is_as_good_makes_no_new_post(office: Office) -> None:
    """Of an ECDSA signature (r, s) anybody can make (r, -s)."""
    client, database, _ = office
    body, headers = sendgrid_post({"email": mail()})
    first = body_of(client.post("/inbound/sendgrid", content=body, headers=headers))
    name = "X-Twilio-Email-Event-Webhook-Signature"
    r, s = decode_dss_signature(base64.b64decode(headers[name]))
    headers[name] = base64.b64encode(encode_dss_signature(r, _ORDER - s)).decode()
    before = arrivals(database)
    again = client.post("/inbound/sendgrid", content=body, headers=headers)
    assert body_of(again) == {**first, "is_duplicate": True}
    assert arrivals(database) == before


@pytest.mark.parametrize("version", ["1", "2"])
def test_sns_signs_by_a_certificate_that_is_asked_for_once(office: Office, version: str) -> None:
    client, _, amazon = office
    posts = [sns_message(ses_received(mail()), version) for _ in range(3)]
    answers = [client.post("/inbound/ses", content=post) for post in posts]
    assert [body_of(answer)["state"] for answer in answers] == ["ticket"] * 3
    again = body_of(client.post("/inbound/ses", content=posts[0]))
    assert again == {**body_of(answers[0]), "is_duplicate": True}
    assert amazon.asked.count(CERTIFICATE_URL) <= 1


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
        "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-01.pem",
        "https://evil.example/SimpleNotificationService-01.pem",
        "https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-01.pem",
        "https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-01.pem",
        "https://sns.evil.example/?x=sns.eu-west-1.amazonaws.com/SimpleNotificationService-01.pem",
        "https://s3.eu-west-1.amazonaws.com/evil/SimpleNotificationService-01.pem",
        "https://sns.eu-west-1.amazonaws.com/evil/SimpleNotificationService-01.pem",
        "https://sns.eu-west-1.amazonaws.com/?Action=GetTopicAttributes",
        "https://sns.EVIL.amazonaws.com/SimpleNotificationService-01.pem",
        "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-01.pem\n",
        "file:///etc/passwd",
    ],
)
def test_certificates_are_asked_of_amazon_only(office: Office, url: str) -> None:
    client, database, amazon = office
    before, asked = arrivals(database), len(amazon.asked)
    answer = client.post("/inbound/ses", content=sns_message(ses_received(mail()), SigningCertURL=url))
    assert (answer.status_code, len(amazon.asked), arrivals(database)) == (401, asked, before)


def changed(post: str, **fields: str) -> str:
    return json.dumps({**json.loads(post), **fields})


SNS_FORGED = {
    "changed": lambda: changed(sns_message(ses_received(mail())), Message=json.dumps(ses_received(mail()))),
    "of another topic": lambda: sns_message(ses_received(mail()), TopicArn=signing.TOPIC + "-2"),
    "unknown version": lambda: sns_message(ses_received(mail()), "3"),
    "no signature": lambda: changed(sns_message(ses_received(mail())), Signature=""),
    "old": lambda: sns_message(ses_received(mail()), Timestamp="2020-01-01T00:00:00.000Z"),
}


@pytest.mark.parametrize("name", SNS_FORGED)
def test_sns_did_not_post_that(office: Office, name: str) -> None:
    client, database, _ = office
    before = arrivals(database)
    assert client.post("/inbound/ses", content=SNS_FORGED[name]()).status_code == 401
    assert arrivals(database) == before


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"Type": "Notification"}', "{" * 100_000, "null", '"x"']
)
def test_what_is_no_message_is_refused(office: Office, content: str) -> None:
    client, _, _ = office
    answer = client.post("/inbound/ses", content=content)
    assert answer.status_code == 400
    assert body_of(answer)["hint"]


def test_a_certificate_that_has_ended_or_cannot_be_had_shows_nothing(server_dsn: str) -> None:
    amazon = Amazon()
    post = sns_message(ses_received(mail()))
    with (
        clone(server_dsn, f"pgdesk_certificates_{os.getpid()}") as dsn,
        psycopg.connect(dsn, autocommit=True) as database,
        posting(dsn, amazon.fetch) as client,
    ):
        amazon.is_away = True
        assert client.post("/inbound/ses", content=post).status_code == 503
        amazon.is_away = False
        amazon.certificate = signing.sns_certificate(-timedelta(minutes=1))
        assert client.post("/inbound/ses", content=post).status_code == 401
        assert arrivals(database) == 0


def confirmation(topic: str = signing.TOPIC, url: str = "") -> str:
    return sns_message(
        "You have chosen to subscribe to the topic.",
        Type="SubscriptionConfirmation",
        TopicArn=topic,
        Token="t",
        SubscribeURL=url or "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t",
    )


def test_a_subscription_is_confirmed_for_the_topic_that_is_set_up(office: Office) -> None:
    client, _, amazon = office
    answer = client.post("/inbound/ses", content=confirmation())
    assert body_of(answer)["state"] == "ignored"
    assert amazon.asked[-1].endswith("?Action=ConfirmSubscription&Token=t")
    asked = len(amazon.asked)
    for post in (confirmation(signing.TOPIC + "x"), confirmation(url="https://evil.example/?Action=Confirm")):
        assert client.post("/inbound/ses", content=post).status_code == 401
    assert len(amazon.asked) == asked


def test_the_end_of_a_subscription_is_told_once(office: Office) -> None:
    client, database, _ = office
    database.execute(
        "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ada', 'ada@desk.example', 'admin')"
    )
    post = sns_message(
        "You have chosen to deactivate the subscription.",
        Type="UnsubscribeConfirmation",
        Token="t",
        SubscribeURL="https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t",
    )
    for _ in range(2):
        assert body_of(client.post("/inbound/ses", content=post))["state"] == "ignored"
    titles = database.execute(
        "SELECT title FROM helpdesk.notification WHERE kind = 'mail_left_out'"
    ).fetchall()
    assert titles == [("Amazon SNS posts no more mail",)]


def test_an_administrator_sees_why_posts_are_refused(office: Office) -> None:
    client, database, _ = office
    database.execute("UPDATE helpdesk.mail_adapter SET refused_at = NULL, refused_for = NULL")
    client.post("/inbound/mailgun", data=MAILGUN_FORGED["other key"])
    shown = "SELECT refused_for FROM helpdesk.mail_adapter WHERE adapter = 'mailgun'"
    assert "is it Mailgun's webhook signing key?" in one(database, shown)


def test_what_is_switched_off_or_not_set_up_is_told(server_dsn: str) -> None:
    with (
        clone(server_dsn, f"pgdesk_off_{os.getpid()}") as dsn,
        posting(dsn, mailgun_signing_key="") as client,
        psycopg.connect(dsn, autocommit=True) as database,
    ):
        answer = client.post("/inbound/mailgun", data=mailgun_form(mail(), key="x"))
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
        assert "PGDESK_MAILGUN_SIGNING_KEY" in body_of(answer)["hint"]
        assert client.post("/inbound/fax", data={}).status_code in (404, 405)
        database.execute("UPDATE helpdesk.setting SET value = 'false' WHERE key = 'inbound_email_enabled'")
    with clone(server_dsn, f"pgdesk_off_2_{os.getpid()}") as dsn, posting(dsn) as client:
        with psycopg.connect(dsn, autocommit=True) as database:
            database.execute(
                "UPDATE helpdesk.setting SET value = 'false' WHERE key = 'inbound_email_enabled'"
            )
        answer = client.post("/inbound/mailgun", data=mailgun_form(mail()))
        assert answer.status_code == 503
        assert "inbound_email_enabled" in body_of(answer)["hint"]
