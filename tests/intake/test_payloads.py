"""Every recorded post of a provider: taken in, refused or left aside as its expectation says."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.mail.parse import parse_mail
from tests.conftest import Connection, clone, set_database_clock
from tests.intake.posting import Client, body_of, keep_secret, mail_of, posting

PAYLOADS = ROOT.parent / "shared" / "mail" / "payloads"
FILES = sorted(PAYLOADS.glob("*/*.json"))
SENDGRID_PASSWORD = "sg-test-0123456789"
PEM = PAYLOADS / "sendgrid" / "sendgrid-public-key.pem"
#: What became of a post that holds no mail, where its file leaves that open.
NO_MAIL = {
    "bounce-record-on-inbound-url": "automatic",
    "bounce-notification": "automatic",
    "s3-setup-test": "ignored",
    "subscription-confirmation": "ignored",
    "unsubscribe-confirmation": "ignored",
}

pytestmark = pytest.mark.skipif(not FILES, reason=f"{PAYLOADS} is absent")


class Amazon:
    """Serves the certificate of these tests, and notes what else is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def fetch(self, url: str) -> tuple[int, bytes]:
        if url.endswith(".pem"):
            return 200, (PAYLOADS / "ses" / "sns-signing-cert.pem").read_bytes()
        self.asked.append(url)
        return 200, b"<ConfirmSubscriptionResponse/>"


@pytest.fixture(scope="module")
def desk(server_dsn: str) -> Iterator[tuple[dict[bool, Client], Connection, Amazon]]:
    """Clients with and without SendGrid's key, on a desk that is in June 2025."""
    amazon = Amazon()
    with (
        clone(server_dsn, f"pgdesk_payloads_{os.getpid()}") as dsn,
        psycopg.connect(dsn, autocommit=True) as database,
    ):
        set_database_clock(dsn, "2025-06-02T09:30:00Z")
        database.execute(
            "UPDATE helpdesk.setting SET value = to_jsonb(ARRAY['support@acme-help.example'])"
            " WHERE key = 'inbound_addresses'"
        )
        keep_secret(database, "sendgrid", SENDGRID_PASSWORD)
        key = "".join(PEM.read_text().splitlines()[1:-1]) if PEM.is_file() else ""
        with (
            posting(dsn, amazon.fetch, sendgrid_public_key=key) as signed,
            posting(dsn, amazon.fetch) as unsigned,
        ):
            yield {True: signed, False: unsigned}, database, amazon


def send(client: Client, case: dict[str, Any], **headers: str) -> Any:
    url = f"/inbound/{case['provider']}"
    given = {**case.get("headers", {}), **headers}
    if "body_base64" in case:
        given["Content-Type"] = case["content_type"]
        return client.post(url, content=base64.b64decode(case["body_base64"]), headers=given)
    if "body" in case:
        given["Content-Type"] = case["content_type"]
        return client.post(url, content=case["body"].encode("utf-8", "surrogatepass"), headers=given)
    fields = dict(case["form"])
    if case["content_type"].startswith("multipart"):
        parts: list[Any] = []
        for name, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                data = base64.b64decode(one["base64"]) if isinstance(one, dict) else one.encode()
                parts.append((name, (None, data)))
        for name, file in case.get("files", {}).items():
            content = (file["filename"], base64.b64decode(file["base64"]), file["content_type"])
            parts.append((name, content))
        return client.post(url, files=parts, headers=given)
    return client.post(url, data=fields, headers=given)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_post_is_handled_as_expected(
    desk: tuple[dict[bool, Client], Connection, Amazon], path: Path
) -> None:
    clients, database, amazon = desk
    case = json.loads(path.read_text(encoding="utf-8"))
    expected = case["expect"]
    database.execute("TRUNCATE helpdesk.mail_arrival, helpdesk.attachment, helpdesk.inbound_mail CASCADE")
    amazon.asked.clear()
    is_signed = case["verify"]["method"] != "none"
    if case["provider"] == "sendgrid" and not is_signed:
        given = base64.b64encode(f"any:{SENDGRID_PASSWORD}".encode()).decode()
        answer = send(clients[False], case, Authorization=f"Basic {given}")
    else:
        answer = send(clients[True], case)
    check(database, case, expected, answer, path, amazon)


def check(
    database: Connection,
    case: dict[str, Any],
    expected: dict[str, Any],
    answer: Any,
    path: Path,
    amazon: Amazon,
) -> None:
    kept = database.execute("SELECT count(*) FROM helpdesk.mail_arrival").fetchone()
    assert kept is not None
    if path.stem == "stale-timestamp" or expected["accept"] is False:
        assert answer.status_code in (400, 401), answer.text
        assert body_of(answer)["message"]
        assert kept[0] == 0
        return
    assert answer.status_code == 200, answer.text
    body = body_of(answer)
    if path.stem in NO_MAIL:
        assert body["state"] == NO_MAIL[path.stem], body
        assert bool(amazon.asked) == (path.stem == "subscription-confirmation")
        return
    if expected.get("s3"):
        assert body["state"] == "waiting"
        return
    assert expected["accept"] or path.stem == "signature-header-missing"
    is_forged = expected.get("verdicts", {}).get("dmarc") == "FAIL"
    assert body["state"] in ({"ticket", "quarantined"} if is_forged else {"ticket", "reply", "automatic"}), (
        body
    )
    mail = mail_of(database, body["inbound_mail_id"])
    raw = database.execute(
        "SELECT raw FROM helpdesk.inbound_mail WHERE inbound_mail_id = %s", (body["inbound_mail_id"],)
    ).fetchone()
    assert raw is not None
    parsed = parse_mail(bytes(raw[0]))
    wrong = {}
    if "message_id" in expected and (mail["mail_message_id"] or "") != (expected["message_id"] or "").strip(
        "<>"
    ):
        wrong["message_id"] = mail["mail_message_id"]
    if expected.get("from") and mail["from_address"] != expected["from"].lower():
        wrong["from"] = mail["from_address"]
    if "subject" in expected and mail["subject"] != " ".join((expected["subject"] or "").split()):
        wrong["subject"] = mail["subject"]
    if not {one.lower() for one in expected.get("recipients", [])} <= set(mail["delivered_to"]):
        wrong["recipients"] = mail["delivered_to"]
    files = [(one.size_bytes, one.sha256, one.is_inline) for one in parsed.attachments]
    if "attachments" in expected:
        wanted = [(one["bytes"], one["sha256"], one["inline"]) for one in expected["attachments"]]
        # Of a bounce that is whole the mail is kept that came back, too.
        is_right = set(wanted) <= set(files) if expected["is_bounce"] else sorted(files) == sorted(wanted)
        if not is_right:
            wrong["attachments"] = [one.filename for one in parsed.attachments]
    kind = mail["automatic_kind"]
    if "is_automatic" in expected and expected["is_automatic"] is not None:
        if expected["is_automatic"] != (kind is not None):
            wrong["is_automatic"] = kind
        if expected["is_bounce"] != (kind == "bounce"):
            wrong["is_bounce"] = kind
    assert wrong == {}, expected
