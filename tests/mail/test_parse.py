"""Reading a mail: what is found in each sample, and that nothing raises whatever the bytes are."""

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgdesk.mail.parse import ParsedMail, parse_mail, parse_to_json

SAMPLES = Path(__file__).parent / "samples"
CASES = [json.loads(line) for line in (SAMPLES / "index.jsonl").read_text(encoding="utf-8").splitlines()]
HEAD = b"From: a@b.example\r\nSubject: x\r\n"


def test_every_sample_is_listed() -> None:
    assert sorted(case["file"] for case in CASES) == sorted(path.name for path in SAMPLES.glob("*.eml"))
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_sample(case: dict[str, Any]) -> None:
    mail = parse_mail((SAMPLES / case["file"]).read_bytes())
    found = {
        "sender": mail.sender.address if mail.sender else None,
        "sender_name": mail.sender.name if mail.sender else None,
        "subject": mail.subject,
        "text": mail.text.strip(),
        "new_text": mail.new_text,
        "message_id": mail.message_id,
        "sent_at": mail.sent_at,
        "automatic": mail.automatic.kind,
        "reported": {one.address: one.action for one in mail.automatic.recipients},
        "attachments": [attachment.filename for attachment in mail.attachments],
    }
    expected = {name: value for name, value in case.items() if name in found}
    assert {name: found[name] for name in expected} == expected
    for forbidden in case.get("html_without", []):
        assert forbidden not in mail.html
    assert mail.new_text.strip() or not mail.text.strip()


def test_an_attachment_s_content_is_found_again_by_its_hash() -> None:
    mail = parse_mail((SAMPLES / "attachments.eml").read_bytes())
    assert [(one.part_path, one.size_bytes, one.media_type) for one in mail.attachments] == [
        ("2", 9, "application/pdf"),
        ("3", 1, "application/octet-stream"),
    ]
    assert mail.attachments[0].sha256 == hashlib.sha256(b"%PDF-1.4\n").hexdigest()


def test_authentication_results_are_read_by_server_method_and_domain() -> None:
    mail = parse_mail(
        b"Authentication-Results: mx.desk.example 1;\r\n dkim=pass (2048 bit) header.d=b.example;\r\n"
        b" spf=pass smtp.mailfrom=bounce@lists.example; dmarc=fail header.from=b.example\r\n"
        + HEAD
        + b"\r\nhi"
    )
    assert [(one.server, one.method, one.result, one.domain) for one in mail.authentication] == [
        ("mx.desk.example", "dkim", "pass", "b.example"),
        ("mx.desk.example", "spf", "pass", "lists.example"),
        ("mx.desk.example", "dmarc", "fail", "b.example"),
    ]


def test_html_to_be_shown_fetches_nothing() -> None:
    html = b'<p>hi <img src="https://track.example/1.gif" alt="logo"><a href="https://x.example">x</a></p>'
    mail = parse_mail(HEAD + b"Content-Type: text/html\r\n\r\n" + html)
    assert "track.example" not in mail.html
    assert 'alt="logo"' in mail.html
    assert "https://x.example" in mail.html


HOSTILE = {
    "marker": HEAD + b"\r\n" + b"---- reply above " * 60_000,
    "quote headers": HEAD + b"\r\n" + b"On 12 monday, the long line that never ends\r\n" * 20_000,
    "closings": HEAD + b"\r\nhello\r\n" + b"regards\r\n" * 40_000,
    "references": HEAD + b"References: " + b"<a@b> " * 200_000 + b"\r\n\r\nhi",
    "encoded words": b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?" * 100_000 + b"\r\n\r\nhi",
    "comments": b"From: " + b"(" * 20_000 + b"\r\n\r\nhi",
    "recipients": HEAD + b"To: " + b"a@b.example, " * 50_000 + b"\r\n\r\nhi",
    "parts": HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 20_000,
    "depth": HEAD
    + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(2000)
    ),
    "deep html": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div><blockquote>" * 50_000,
    "open tags": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a " * 200_000,
    "parameters": HEAD + b"Content-Type: text/plain; " + b'a="\\' * 50_000 + b"\r\n\r\nhi",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_in_reasonable_time(name: str) -> None:
    started = time.process_time()
    mail = parse_mail(HOSTILE[name])
    assert time.process_time() - started < 10
    assert isinstance(mail, ParsedMail)


def test_a_mail_that_nests_too_deep_keeps_its_headers_and_is_called_broken() -> None:
    mail = parse_mail(HOSTILE["depth"])
    assert (mail.is_broken, mail.subject, mail.sender and mail.sender.address) == (True, "x", "a@b.example")
    assert "--b0" in mail.text


_WORDS = st.sampled_from(
    [b"From: ", b"Subject: ", b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b", b"\r\n", b"\n", b"\r",
     b"=?utf-8?B?", b"?=", b"<", b">", b"@", b'"', b"\x00", b"\xff", b"\xed\xa0\x80", b"; charset*0*=",
     b"Date: ", b"text/html",
     b"(", b"=00"]
)  # fmt: skip


@given(st.lists(st.one_of(_WORDS, st.binary(max_size=20)), max_size=60).map(b"".join))
def test_any_bytes_become_json_that_postgres_can_hold(raw: bytes) -> None:
    text = parse_to_json(raw)
    assert "\\u0000" not in text
    text.encode("utf-8")
    parsed = msgspec.json.decode(text, type=ParsedMail)
    assert len(parsed.subject) <= 2000
    assert parsed.sender is None or "@" in parsed.sender.address


def _multipart(subtype: str, *parts: tuple[str, str]) -> bytes:
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts)
    return HEAD + f"Content-Type: multipart/{subtype}; boundary=b\r\n\r\n{body}--b--\r\n".encode()


ALTERNATIVES = {
    "a notice in place of a text": (
        ("text/plain", "Your mail program does not show HTML mail."),
        ("text/html", "<p>The printer in room 4 is on fire, please come at once!</p>"),
    ),
    "a view for some programs": (
        ("text/plain", "The printer in room 4 is on fire, please come at once!"),
        ("text/x-amp-html", "<html amp4email>The printer</html>"),
        ("text/html", "<p>The printer in room 4 is on fire, please come at once!</p>"),
    ),
    "a blank text": (
        ("text/plain", " "),
        ("text/html", "<p>The printer in room 4 is on fire,<br> please come at once!</p>"),
    ),
    "a text in other words": (
        ("text/plain", "The printer in room 4 is on fire, please come at once!"),
        ("text/html", "<p>The <b>printer</b> in room 4 is on fire, please come at once!</p><p>Ann, CEO</p>"),
    ),
}


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_of_alternatives_what_was_written_counts(name: str) -> None:
    text = parse_mail(_multipart("alternative", *ALTERNATIVES[name])).text
    assert " ".join(text.split()) == "The printer in room 4 is on fire, please come at once!"


def test_an_invitation_is_a_file() -> None:
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Printer\r\nEND:VCALENDAR"
    mail = parse_mail(
        _multipart("alternative", ("text/plain", "Come at ten"), ("text/calendar; method=REQUEST", calendar))
    )
    assert (mail.text, [one.filename for one in mail.attachments]) == ("Come at ten", ["invite.ics"])
    alone = parse_mail(HEAD + f"Content-Type: text/calendar\r\n\r\n{calendar}\r\n".encode())
    assert ("SUMMARY:Printer" in alone.text, len(alone.attachments)) == (True, 1)


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("delay", "Warning: message 1x2 delayed 24 hours"),
        ("delay", "配信遅延のお知らせ"),
        ("delay", "Zustellung verzögert"),
        ("bounce", "配信不能のお知らせ"),
        ("bounce", "Undelivered Mail Returned to Sender"),
    ],
)
def test_what_a_mail_system_says_in_its_subject(kind: str, subject: str) -> None:
    raw = f"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: {subject}\r\n\r\nTo bob.\r\n"
    assert parse_mail(raw.encode()).automatic.kind == kind


def test_html_names_its_pictures_and_fetches_nothing() -> None:
    mail = parse_mail(
        b"Content-Type: text/html\r\n\r\n"
        b'<p style="color:rgb(1,2,3);position:fixed">a<img src="cid:ab%40c" alt=\'<img src="picture:9"\'>'
        b'<img src="https://a.example/b.png?x=1&amp;y"><img src="//x.example/y">'
        b'<img src="data:image/png;base64,AA">'
        b'<img src="https://a.example/b.png?x=1&amp;y" srcset="https://t.example/1 2x">'
        b'<a href="cid:abc">b</a><a href="picture:1">c</a><a href="/rest">d</a>'
        b'<a href="https://ok.example/">e</a></p>'
        b'<p style="margin-top:-50px">f</p><p style="background-color:url(https://t.example/2)">g</p>'
        b' src="picture:7"<svg><image href="https://t.example/3"/></svg>'
        b'<picture><source srcset="https://t.example/4"></picture>'
        b'<table background="https://t.example/5"><tr><td background="https://t.example/6">h</table>'
    )
    assert mail.images == ["cid:ab@c", "https://a.example/b.png?x=1&y"]
    assert mail.html == (
        '<p style="color:rgb(1, 2, 3)">a<img data-image="1" alt="&lt;img src=&quot;picture:9&quot;">'
        '<img data-image="2"><img><img><img data-image="2"><a rel="noopener noreferrer">b</a>'
        '<a rel="noopener noreferrer">c</a><a rel="noopener noreferrer">d</a>'
        '<a href="https://ok.example/" rel="noopener noreferrer">e</a></p>'
        '<p>f</p><p>g</p> src="picture:7"<table><tbody><tr><td>h</td></tr></tbody></table>'
    )


def test_a_mail_shows_some_pictures_and_no_more() -> None:
    html = "".join(f'<img src="https://a.example/{number}">' for number in range(300))
    mail = parse_mail(f"Content-Type: text/html\r\n\r\n<p>{html}".encode())
    assert len(mail.images) == mail.html.count("data-image") == 200
