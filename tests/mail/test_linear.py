"""No mail costs more than its length explains: CPU time of twice the input, of every field and structure."""

import time

import pytest

from pgdesk.mail.parse import parse_to_json

TOP = b"From: a@b.example\r\nSubject: x\r\n"
REPORT = (
    b"From: MAILER-DAEMON@x.example\r\nSubject: Undelivered\r\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: "
)
FIELDS = (
    "From", "To", "Cc", "Reply-To", "Delivered-To", "X-Failed-Recipients", "Subject", "Date", "Message-ID",
    "References", "In-Reply-To", "Return-Path", "Authentication-Results", "Content-Type",
    "Content-Disposition", "Content-Transfer-Encoding", "Auto-Submitted", "Precedence", "X-Original-From",
)  # fmt: skip
FILLS = (
    b"a", b"@", b"a@", b"(", b"<", b'"', b"\\(", b",", b"a:", b" ", b"=?x?q?a", b";a=", b";a*0*=",
    b"<a", b"a b ",
)  # fmt: skip
LINES = (
    b"\n", b"> \n", b">", b"--\n", b"-- \n", b"__\n", b"regards\n", b"sent from my iphone\n", b"On 1 wrote ",
    b"on 1 Jan wrote:\n", b"On 12 monday, the long line\n", b"From: a\nTo: b\n", b"From: a@b.example\n",
    b"----- original ", b"-" * 390 + b"\n", b"*" * 390 + b"\n", b"#- type above ", b"12:00 <a@b.example>\n",
    b"on 1 " + b"wrote " * 60 + b"x\n", b"a@" * 190 + b":\n", b"- " * 190 + b"\n", b"x \n", b"mailing list\n",
    b"message-id: <", b"final-recipient:", b"status: 5.\n",
)  # fmt: skip
TAGS = (
    b"<p>", b"<div>", b"<b></p>", b"<b id=1><p>", b"<a ", b"<a b='", b"<!--", b"<", b"<table><td>", b"<li>",
    b"<blockquote></p>", b"a<b></b>", b"<i><b></i></b>", b"<svg>", b"&", b"<pre>\n", b"<a href=http://b>c</a>",
)  # fmt: skip
STRUCTURES = {
    "parts": b"--b\r\n\r\nx\r\n",
    "empty parts": b"--b\n",
    "lines like boundaries": b"--bx\n",
    "ends": b"--b--\n",
    "lines": b"\n",
    "dashes": b"--",
    "nested": b"--b\nContent-Type: multipart/mixed; boundary=b\n\n",
    "mails": b"--b\nContent-Type: message/rfc822\n\nSubject: x\n\n",
    "files": b"--b\nContent-Disposition: attachment; filename=a\n\n",
}


def seconds(raw: bytes) -> float:
    started = time.process_time()
    parse_to_json(raw)
    return time.process_time() - started


def assert_linear(head: bytes, fill: bytes, tail: bytes = b"", size: int = 1_500) -> None:
    def raw(count: int) -> bytes:
        return head + (fill * (count // len(fill) + 1))[:count] + tail

    # Square growth would be 64 times. Below a millisecond the clock says nothing; others' work only adds.
    # A step (what is read only from some length on) is no growth: it is not there at eight times the size.
    for length in (size, size, 8 * size):
        small, large = seconds(raw(length)), seconds(raw(8 * length))
        if large < 20 * max(small, 0.001):
            return
    pytest.fail(f"{fill[:20]!r} {small} {large}")


@pytest.mark.parametrize("field", FIELDS)
def test_of_a_field(field: str) -> None:
    for fill in FILLS:
        assert_linear(field.encode() + b": ", fill, b"\r\n" + TOP + b"\r\nhi\r\n")


def test_of_a_bounce() -> None:
    for fill in (*FILLS, *LINES):
        assert_linear(REPORT, fill, b"\r\n--b--\r\n")
        assert_linear(TOP.replace(b"a@b", b"postmaster@b") + b"X-Failed-Recipients: none\r\n\r\n", fill)


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; format=flowed; delsp=yes", "text/html"])
def test_of_a_text(kind: str) -> None:
    for fill in (*LINES, *FILLS):
        assert_linear(TOP + b"Content-Type: " + kind.encode() + b"\r\n\r\nhello\r\n", fill)


def test_of_html() -> None:
    for fill in TAGS:
        assert_linear(TOP + b"Content-Type: text/html\r\n\r\n", fill)
    attributes = b" ".join(b"a%d" % number for number in range(20_000))
    assert seconds(TOP + b"Content-Type: text/html\r\n\r\n<a " + attributes) < 0.2


@pytest.mark.parametrize("open_tag", [b"<div id=%d>", b"<b id=%d>", b"<font color=%d>"])
def test_of_html_below_open_elements(open_tag: bytes) -> None:
    for count in (30, 300, 3000):
        head = TOP + b"Content-Type: text/html\r\n\r\n" + b"".join(open_tag % n for n in range(count))
        assert_linear(head, b"<p>a")
        assert_linear(head, b"</p>")


@pytest.mark.parametrize("name", STRUCTURES)
def test_of_a_structure(name: str) -> None:
    head = TOP + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    assert_linear(head, STRUCTURES[name], size=5_000)


@pytest.mark.parametrize("depth", [5, 19, 300])
def test_below_nested_parts(depth: int) -> None:
    levels = (
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
    )
    head = TOP + b"".join(levels) + b"\r\n"
    for fill in (b"\n", b"--\n", b"--b1\n\n"):
        assert_linear(head, fill, size=5_000)


@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "x-uuencode"])
def test_of_a_transfer_encoding(coding: str) -> None:
    for fill in (b"=", b"=\n", b"YQ==", b"\n", b"M\n"):
        assert_linear(TOP + b"Content-Transfer-Encoding: " + coding.encode() + b"\r\n\r\nbegin 666 a\n", fill)


@pytest.mark.parametrize("charset", ["iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "euc-jp", "utf-7", "big5"])
def test_of_a_charset(charset: str) -> None:
    for fill in (b"\x1b$B", b"\x1b", b"\x0e", b"~{", b"~", b"\x8f", b"\xa1", b"+", b"a"):
        assert_linear(TOP + b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n", fill)


@pytest.mark.parametrize("field", [b"X: y\r\n", b" \r\n", b"To: a@b.example\r\n", b"From: x\r\n"])
def test_of_a_header(field: bytes) -> None:
    assert_linear(b"X: y\r\n", field, b"\r\n\r\nhi", size=5_000)
