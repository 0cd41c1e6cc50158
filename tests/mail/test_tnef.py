"""Mail of Outlook in "rich text": its files and its text are in winmail.dat, and come out of it."""

import base64
import struct

import pytest

from pgdesk.mail.bodies import find_content
from pgdesk.mail.parse import ParsedMail, parse_mail
from pgdesk.mail.rtf import Rtf, decompress, read_rtf
from pgdesk.mail.tnef import read_tnef
from tests.conftest import Connection
from tests.mail.conftest import one, take_in

#: MS-OXRTFCP, section 3.1.
COMPRESSED = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
HTML_IN_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\f0 \htmlrtf0 Gr\'fc\'dfe \u8364?\u-10179?\u-8704? "
    rb"{\*\htmltag84 <b>}\htmlrtf {\b\htmlrtf0 now{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 "
    rb"\htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}{\*\mhtmltag84 <i>}}"
)


def attribute(level: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*pairs: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<I", len(pairs))
    for kind, name, value in pairs:
        out += struct.pack("<HHII", kind, name, 1, len(value)) + value + bytes(-len(value) % 4)
    return out


def file(name: str, content: bytes, content_id: str = "") -> bytes:
    pairs = [(31, 0x3707, f"{name}\0".encode("utf-16-le"))]
    pairs += [(30, 0x3712, content_id.encode() + b"\0")] if content_id else []
    return (
        attribute(2, 0x00069002, bytes(14))
        + attribute(2, 0x00018010, b"SHORT~1.TXT\0")
        + attribute(2, 0x0006800F, content)
        + attribute(2, 0x00069005, properties(*pairs))
    )


def tnef(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def mail(content: bytes, text: str = "") -> bytes:
    shown = f"--b\nContent-Type: text/plain\n\n{text}\n" if text else ""
    return (
        (
            "From: customer@home.example\nTo: support@desk.example\nSubject: Plan\n"
            f'Content-Type: multipart/mixed; boundary="b"\n\n{shown}'
            '--b\nContent-Type: application/ms-tnef; name="winmail.dat"\n'
            "Content-Transfer-Encoding: base64\n\n"
        ).encode()
        + base64.encodebytes(content)
        + b"\n--b--\n"
    )


def rtf(content: bytes) -> bytes:
    packed = struct.pack("<II4sI", len(content) + 12, len(content), b"MELA", 0) + content
    return attribute(1, 0x00069003, properties((258, 0x1009, packed)))


def named(parsed: ParsedMail) -> list[tuple[str, str]]:
    return [(one.part_path, one.filename) for one in parsed.attachments]


def test_files_come_out_of_it_and_are_found_again() -> None:
    raw = mail(tnef(file("Küche.txt", b"one"), file("b.png", b"two", "p@x")), "See.")
    parsed = parse_mail(raw)
    assert (parsed.text, named(parsed)) == ("See.", [("2.1", "Küche.txt"), ("2.2", "b.png")])
    assert [(one.content_id, one.is_inline) for one in parsed.attachments] == [(None, False), ("p@x", True)]
    assert [find_content(raw, one.part_path, one.sha256) for one in parsed.attachments] == [b"one", b"two"]


def test_its_text_counts_where_there_is_no_other() -> None:
    body = attribute(1, 0x0002800C, b"Only in it.\0")
    assert parse_mail(mail(tnef(body))).text == "Only in it."
    assert parse_mail(mail(tnef(body), "In the mail.")).text == "In the mail."


def test_html_comes_out_of_rtf_and_is_cleaned() -> None:
    parsed = parse_mail(mail(tnef(rtf(HTML_IN_RTF))))
    assert parsed.html == "<p>Grüße €😀 <b>now</b></p>"
    assert parsed.text == "Grüße €😀 now"
    evil = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <script>alert(1)</script><p onclick=x>}Hello}"
    assert parse_mail(mail(tnef(rtf(evil)))).html == "<p>Hello</p>"


def test_rtf_of_its_own_is_text() -> None:
    plain = read_rtf(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x;}One\tab two\par\{three\}}")
    assert plain == Rtf("One\ttwo\n{three}", is_html=False)


def test_what_is_compressed_is_unpacked() -> None:
    assert decompress(COMPRESSED) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize("cut", range(1, 260, 7))
def test_what_is_cut_off_keeps_what_was_whole_and_itself(cut: int) -> None:
    content = tnef(file("a.txt", b"one"), file("b.txt", b"two"))
    names = [name for _, name in named(parse_mail(mail(content[:-cut], "See.")))]
    assert names[-1] == "winmail.dat"
    assert set(names) <= {"winmail.dat", "a.txt", "b.txt", "SHORT~1.TXT"}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x78\x9f\x3e\x22", b"\x78\x9f\x3e\x22\0\0" + b"\xff" * 100,
        tnef(attribute(1, 0x00069003, b"\xff" * 50)),
        tnef(attribute(1, 0x00069003, properties((258, 0x1009, b"LZFu" * 9)))),
        tnef(attribute(1, 0x00069003, struct.pack("<IHHI", 1, 258, 0x1009, 2**31))),
    ],
)  # fmt: skip
def test_what_is_broken_is_nothing(content: bytes) -> None:
    found = read_tnef(content)
    assert (found.text, found.html, found.files) == ("", "", [])


@pytest.mark.parametrize(
    ("data", "most"), [(b"{" * 400_000, 0), (rb"\u1?" * 120_000, 120_000), (b"\\" * 400_000, 400_000)]
)
def test_much_of_nothing_takes_little(data: bytes, most: int) -> None:
    assert len(read_rtf(rb"{\rtf1 " + data).text) <= most


def test_no_more_is_unpacked_than_is_looked_at() -> None:
    bomb = (
        struct.pack("<II4sI", 2**31 - 1, 2**31 - 1, b"LZFu", 0)
        + (b"\0" + b"a" * 8)
        + b"\xff"
        + b"\x0c\xff" * 8
    )
    assert len(decompress(bomb + (b"\xff" + b"\x0c\xff" * 8) * 50_000)) <= 500_200


@pytest.mark.usefixtures("people")
def test_staff_are_told_of_what_could_not_be_read_only(db: Connection) -> None:
    says = "SELECT count(*) FROM helpdesk.message WHERE kind = 'system' AND ticket_id = %s"
    whole = take_in(db, mail(tnef(file("a.txt", b"one")), "See."))
    cut = take_in(db, mail(tnef(file("a.txt", b"one"))[:-3], "See, too."))
    assert (one(db, says, whole["ticket_id"]), one(db, says, cut["ticket_id"])) == (0, 1)
