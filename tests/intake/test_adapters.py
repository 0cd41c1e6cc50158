"""Who sets the adapters up: secrets go in and never come out, and what is wrong is said in words."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for
from tests.conftest import Connection
from tests.intake import signing
from tests.intake.signing import mailgun_form
from tests.mail.conftest import mail, one
from tests.waiting import until

PEOPLE = {"admin": 1, "agent": 2, "customer": 3}


@pytest.fixture
def office(fresh_db: str) -> Iterator[tuple[httpx.Client, Connection]]:
    with (
        psycopg.connect(fresh_db, autocommit=True) as database,
        serving(settings_for(fresh_db, postmark_inbound_token="of the environment")) as client,
    ):
        for role in PEOPLE:
            database.execute(
                "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s)",
                (role, f"{role}@desk.example", role),
            )
        yield client, database


def as_(role: str) -> dict[str, str]:
    return bearer(role, PEOPLE[role])


def test_a_secret_is_kept_sealed_used_and_shown_to_nobody(office: tuple[httpx.Client, Connection]) -> None:
    client, database = office
    address, given = "/inbound/mailgun/secret", {"secret": "key-of-mailgun"}
    assert client.put(address, json=given).status_code == 401
    assert client.put(address, json=given, headers=as_("agent")).status_code == 403
    assert client.put("/inbound/fax/secret", json=given, headers=as_("admin")).status_code == 404
    for wrong in ({"secret": "short"}, {"secret": 1}, {}, {"secret": "x" * 501}):
        assert client.put(address, json=wrong, headers=as_("admin")).status_code in (400, 422)
    assert client.put(address, json=given, headers=as_("admin")).status_code == 204
    on = {"value": True}
    client.patch("/rest/settings?key=eq.inbound_email_enabled", json=on, headers=as_("admin"))

    form = mailgun_form(mail(), key=given["secret"])
    until(lambda: client.post("/inbound/mailgun", data=form).status_code == 200, 20)

    shown = client.get("/rest/mail_adapters", headers=as_("admin"))
    assert {row["adapter"]: row["has_secret"] for row in shown.json()} == {
        **dict.fromkeys(("mime", "postmark", "ses", "sendgrid"), False),
        "mailgun": True,
    }
    sealed = bytes(one(database, "SELECT secret FROM helpdesk.mail_adapter WHERE adapter = 'mailgun'"))
    kept = one(
        database, "SELECT string_agg(c::text, ' ') FROM audit.change AS c WHERE table_name = 'mail_adapter'"
    )
    for text in (shown.text, kept, sealed.decode("latin-1")):
        assert given["secret"] not in text
    assert sealed.hex() not in kept
    assert client.get("/rest/mail_adapters?select=secret", headers=as_("admin")).status_code == 400
    assert client.put(address, json={"secret": None}, headers=as_("admin")).status_code == 204
    assert one(database, "SELECT count(*) FROM helpdesk.mail_adapter WHERE has_secret") == 0


def test_a_check_says_what_it_goes_by(office: tuple[httpx.Client, Connection]) -> None:
    client, database = office

    def check(adapter: str) -> dict[str, str]:
        answer = client.get(f"/inbound/{adapter}/check", headers=as_("admin"))
        assert answer.status_code == 200, answer.text
        return {row["subject"]: row["message"] for row in answer.json()}

    assert client.get("/inbound/mailgun/check").status_code == 401
    assert client.get("/inbound/mailgun/check", headers=as_("agent")).status_code == 403
    assert client.get("/inbound/fax/check", headers=as_("admin")).status_code == 404
    assert check("mailgun")["secret"] == "It has nothing to go by: no secret, public_key or topic_arn."
    assert check("postmark")["secret"] == "It goes by secret, of the environment: secret."
    assert check("postmark")["setting"].startswith("It is switched off")
    client.put("/inbound/mailgun/secret", json={"secret": "key-of-mailgun"}, headers=as_("admin"))
    assert check("mailgun")["secret"] == "It goes by secret."
    database.execute(
        "UPDATE helpdesk.mail_adapter SET secret = set_byte(secret, 3, 255 - get_byte(secret, 3))"
        " WHERE adapter = 'mailgun'"
    )
    assert "PGDESK_SECRET_KEYS lacks the key" in check("mailgun")["secret"]
    key = signing.sendgrid_public_key()
    for public_key, told in ((key, "It goes by public_key."), ("A" * 100, "public_key cannot be read")):
        answer = client.patch(
            "/rest/mail_adapters?adapter=eq.sendgrid", json={"public_key": public_key}, headers=as_("admin")
        )
        assert answer.status_code == 204, answer.text
        assert told in check("sendgrid")["secret"]


@pytest.mark.parametrize(
    ("adapter", "change"),
    [
        ("sendgrid", {"public_key": "-----BEGIN PUBLIC KEY-----"}),
        ("mailgun", {"public_key": "A" * 100}),
        ("ses", {"topic_arn": "arn:aws:sqs:eu-west-1:123456789012:queue"}),
        ("mailgun", {"topic_arn": "arn:aws:sns:eu-west-1:123456789012:mail"}),
        ("postmark", {"user_name": "a:b"}),
    ],
)
def test_what_fits_no_adapter_is_refused(
    office: tuple[httpx.Client, Connection], adapter: str, change: dict[str, str]
) -> None:
    client, _ = office
    answer = client.patch(f"/rest/mail_adapters?adapter=eq.{adapter}", json=change, headers=as_("admin"))
    assert (answer.status_code, answer.json()["code"]) == (422, "PD006")
    assert answer.json()["message"]
