"""Reports of mail programs that encode them, or write for addresses beyond ASCII (RFC 6533)."""

import base64
import json
import quopri
from typing import Any

import pytest

from pgdesk.mail.parse import parse_to_json

REPORT = (
    "Reporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: utf-8; jörg@dest.example\nAction: failed\nStatus: 5.1.1\n\n"
    "Final-Recipient: rfc822; ok@dest.example\nAction: relayed\nStatus: 2.0.0\n"
).encode()
RETURNED = b"Message-ID: <out-1@desk.example>\nSubject: Hello\n"

ENCODINGS = {
    "8bit": lambda data: data,
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
}


def _parsed(kind: str, encoding: str) -> dict[str, Any]:
    parts = (
        (b"text/plain", b"It could not be delivered.\n", "8bit"),
        (f"message/{kind}delivery-status".encode(), REPORT, encoding),
        (b"text/rfc822-headers" if not kind else b"message/global-headers", RETURNED, encoding),
    )
    raw = (
        b"From: MAILER-DAEMON@mx.example\nTo: support@desk.example\nSubject: Undelivered\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    )
    for media_type, data, how in parts:
        raw += b"--b\nContent-Type: %b\nContent-Transfer-Encoding: %b\n\n" % (media_type, how.encode())
        raw += ENCODINGS[how](data) + b"\n"
    found: dict[str, Any] = json.loads(parse_to_json(raw + b"--b--\n"))
    return found


@pytest.mark.parametrize("kind", ["", "global-"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_it_is_read_whatever_its_encoding(kind: str, encoding: str) -> None:
    parsed = _parsed(kind, encoding)
    assert parsed["automatic"]["kind"] == "bounce"
    assert [(one["address"], one["action"]) for one in parsed["automatic"]["recipients"]] == [
        ("jörg@dest.example", "failed"), ("ok@dest.example", "relayed")
    ]  # fmt: skip
    assert parsed["automatic"]["original_message_ids"] == ["out-1@desk.example"]
    assert parsed["attachments"] == []
