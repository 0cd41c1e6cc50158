"""A mail that is put together says all that its parts said, and is the same each time."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgdesk.mail.parse import parse_mail
from pgdesk.mail.providers.compose import Enclosed, compose, compose_report, decoded, mailbox, trace
from pgdesk.mail.providers.forms import read_form
from pgdesk.mail.providers.posts import UnreadableError

#: What text may hold besides letters: it is told by the parser in the same words.
_WORDS = st.lists(
    st.text(
        st.characters(min_codepoint=33, blacklist_categories=("Cs", "Cc", "Cn", "Zl", "Zp", "Zs"))
    ).filter(lambda word: word and "\ufeff" not in word),
    min_size=1,
    max_size=12,
).map(" ".join)
_FILE = st.builds(
    Enclosed,
    name=st.sampled_from(["a.pdf", "Übersicht März.pdf", 'q"uo;te.txt', "back\\slash.txt", "x.eml", ""]),
    media_type=st.sampled_from(
        ["application/pdf", "text/csv", "image/png", "multipart/mixed", "no type", "a/b\r\nX: y"]
    ),
    data=st.binary(max_size=300) | st.just(b"\r\n--x\r\n\0\n"),
    content_id=st.sampled_from(["", "img1@mail"]),
)


@given(
    text=_WORDS, html=st.none() | st.just("<p>Hello</p>"), files=st.lists(_FILE, max_size=4), subject=_WORDS
)
def test_nothing_is_lost(text: str, html: str | None, files: list[Enclosed], subject: str) -> None:
    fields = [
        ("From", mailbox("Ann, B", "ann@home.example")),
        decoded("Subject", subject),
        ("Message-ID", "<1@x>"),
    ]
    raw = compose(fields, text, html, files)
    assert compose(fields, text, html, files) == raw
    mail = parse_mail(raw)
    # A text of a few words beside HTML may only say that the mail is HTML.
    assert mail.text.split() == text.split() or (html is not None and mail.text == "Hello")
    assert [file.sha256 for file in mail.attachments] == [
        hashlib.sha256(file.data).hexdigest() for file in sorted(files, key=lambda file: not file.content_id)
    ]
    assert mail.subject == subject
    assert mail.sender is not None
    assert (mail.sender.address, mail.sender.name) == ("ann@home.example", "Ann, B")
    assert not mail.is_broken


@pytest.mark.parametrize(
    "name", ["Ann", 'Ann "A" B', "back\\slash", "=?utf-8?q?x?=", "Ölaf, Dr.", "a <b@c.example>", "山田"]
)
def test_a_name_that_was_decoded_is_read_as_it_is(name: str) -> None:
    mail = parse_mail(compose([("From", mailbox(name, "ann@home.example"))], "x", None, []))
    assert mail.sender is not None
    assert (mail.sender.address, mail.sender.name) == ("ann@home.example", name.strip("'\" "))


def test_no_value_becomes_a_field_of_its_own() -> None:
    raw = compose([("Subject", "a\r\nBcc: x@y.example\r\n\r\nbody"), ("Bad name", "x")], "text", None, [])
    assert raw.startswith(b"Subject: a Bcc: x@y.example body\r\nMIME-Version: 1.0\r\n")
    assert trace("a\r\nX: y@z", ["b\r\nX: y@z"]) == b"Return-Path: <a X: y@z>\r\nDelivered-To: b X: y@z\r\n"


def test_the_envelope_stands_above_the_mail() -> None:
    raw = b"Return-Path: <ann@home.example>\r\nFrom: ann@home.example\r\nTo: x@y.example\r\n\r\nhi\r\n"
    mail = parse_mail(
        trace("bounce@home.example", ["support@desk.example", "support@desk.example"], raw) + raw
    )
    assert mail.delivered_to == ["x@y.example", "support@desk.example"]
    assert mail.return_path == "ann@home.example"
    assert parse_mail(trace("", [], b"") + b"From: a@b.example\r\n\r\n").return_path == ""


def test_a_report_of_facts_is_read_as_a_bounce() -> None:
    raw = compose_report(
        [("From", "mailer-daemon@x.example"), ("Subject", "Bounce")],
        "550 no such user",
        "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; gone@shop.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\n",
        "delivery-status",
        [("Message-ID", "<ours@desk.example>")],
    )
    automatic = parse_mail(raw).automatic
    assert (automatic.kind, automatic.original_message_ids) == ("bounce", ["ours@desk.example"])


def form(*parts: bytes, end: bytes = b"--x--\r\n") -> bytes:
    return b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + end


def test_a_form_keeps_bytes_and_names() -> None:
    read = read_form(
        "multipart/form-data; boundary=x",
        form(
            b'name="a"\r\n\r\n\r\n\xff\r\n',
            b'name="a"\r\n\r\n',
            'name="f"; filename="Ü \\"q\\".txt"\r\nContent-Type: text/plain\r\n\r\n--y\r\n'.encode(),
            b'name="m"; filename="m.eml"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\nFrom: a',
        ),
    )
    assert read.fields == [("a", b"\r\n\xff\r\n"), ("a", b"")]
    assert read.only("a") == ""
    assert [(file.field, file.name, file.data) for file in read.files] == [
        ("f", 'Ü "q".txt', b"--y\r\n"),
        ("m", "m.eml", b"From: a"),
    ]
    encoded = read_form("application/x-www-form-urlencoded; charset=utf-8", b"a=%FF+b&c=&a=2&&d")
    assert encoded.fields == [("a", b"\xff b"), ("c", b""), ("a", b"2"), ("d", b"")]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("multipart/form-data; boundary=x", form(b'name="a"\r\n\r\n1', end=b"")),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data", form(b'name="a"\r\n\r\n1')),
        ("application/json", b"{}"),
        ("", b"a=1"),
        ("application/x-www-form-urlencoded", b"a&" * 6000),
        ("multipart/form-data; boundary=x", form(*[b'name="a"\r\n\r\n1'] * 5001)),
    ],
)
def test_what_is_no_whole_form_is_refused(media_type: str, body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_form(media_type, body)
