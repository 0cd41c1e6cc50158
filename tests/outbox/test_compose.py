"""The bytes of mails, as another program reads them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import compat32, default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgdesk.mail.compose import Body, Enclosure, Letter, NoRecipient, compose, envelope_sender

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def made(letter: Letter, body: Body) -> bytes:
    return compose(letter, body, "https://desk.example")


def letter(**others: Any) -> Letter:
    fields: dict[str, Any] = {
        "outgoing_mail_id": 1,
        "attempts": 1,
        "kind": "reply",
        "is_automatic": False,
        "is_answer": False,
        "is_bulk": False,
        "has_secret": False,
        "address": "ann@out.example",
        "recipient_name": "Ann Lee",
        "sender_address": "support@desk.example",
        "sender_name": "Support",
        "reply_to": "support+esc-00001.ab@desk.example",
        "mail_message_id": "1.ab@desk.example",
        "in_reply_to": None,
        "references": [],
        "enclosures": [],
        "begun_at": datetime(2024, 5, 1, 10, tzinfo=UTC),
        "request_id": None,
        "unsubscribe_path": None,
        "subject": None,
        "body_text": None,
        "body_html": None,
    }
    return Letter(**{**fields, **others})


def read(raw: bytes) -> Any:
    return message_from_bytes(raw, policy=default)


@pytest.mark.parametrize("length", [10, 78, 80, 200, 480])
@pytest.mark.parametrize("count", [1, 10, 30])
def test_ids_of_any_length_stay_whole(length: int, count: int) -> None:
    ids = [f"{number:03}{'x' * (length - 11)}@mail.ex" for number in range(count)]
    raw = made(letter(references=ids, in_reply_to=ids[-1]), Body("s", "t"))
    fields = raw.partition(b"\r\n\r\n")[0]
    assert max(len(line) for line in fields.split(b"\r\n")) <= 998
    assert b"=?" not in fields
    read_again = read(raw)
    assert read_again["References"].split() == [f"<{one}>" for one in ids]
    assert read_again["In-Reply-To"] == f"<{ids[-1]}>"


@given(TEXT, TEXT, TEXT)
def test_whatever_is_in_names_and_subject_makes_no_other_field_or_recipient(
    sender: str, recipient: str, subject: str
) -> None:
    raw = made(letter(sender_name=sender, recipient_name=recipient), Body(subject, "t"))
    found = read(raw)
    assert found["From"].addresses[0].addr_spec == "support@desk.example"
    assert [one.addr_spec for one in found["To"].addresses] == ["ann@out.example"]
    assert len(found["From"].addresses) == 1
    assert set(found.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Reply-To"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }
    assert found.defects == []


@pytest.mark.parametrize("address", ["ann@out.example", "änn@out.example"])
@pytest.mark.parametrize(
    "word",
    [
        "=?utf-8?q?a=0D=0ABcc:_eve@evil.example?=",
        "=?utf-8?q?a=0ABcc:_eve@evil.example?= b",
        "=?utf-8?b?YQ0KQmNjOiBldmVAZXZpbC5leGFtcGxl?=",
        "é =?us-ascii*en?q?a=0D=0A=0D=0Aanother_text?=",
        "=?utf-7?q?+AA0ACg-Bcc:_eve@evil.example?=",
    ],
)
def test_encoded_words_of_others_break_no_line(word: str, address: str) -> None:
    of_one = letter(sender_name=word, recipient_name=word, address=address)
    file = Enclosure(word, "text/plain", 1, True)
    raw = compose(of_one, Body(word, "the text"), "http://h.example", [(file, b"1")])
    found = message_from_bytes(raw, policy=compat32)
    (text, enclosed) = found.get_payload()
    assert not {*b"\r\n"} & {*raw.replace(b"\r\n", b"")}
    assert "Bcc" not in [*found.keys(), *text.keys(), *enclosed.keys()]
    assert found["MIME-Version"] == "1.0"
    assert text.get_payload().strip() == "the text"


@pytest.mark.parametrize(
    "address",
    ["=?utf-8?q?a=0D=0ABcc=3A?=@out.example", "ann(1)@out.example", '"ann"@out.example', "a,b@out.example"],
)
def test_a_second_way_to_write_an_address_is_none(address: str) -> None:
    with pytest.raises(NoRecipient):
        made(letter(address=address), Body("s", "t"))


@pytest.mark.parametrize("odd", ["ü@mail.example", "\x01@mail.example", "a>b@mail.example", "x" * 1500, ""])
def test_what_cannot_be_named_is_not_referred_to(odd: str) -> None:
    found = read(made(letter(references=["1@mail.example", odd], in_reply_to=odd), Body("s", "t")))
    assert (found["References"], found["In-Reply-To"]) == ("<1@mail.example>", None)


@given(TEXT)
def test_a_text_comes_back_but_for_control_characters(text: str) -> None:
    raw = made(letter(), Body("s", text + "\n"))
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    wanted = "".join(one for one in wanted if one in "\n\t" or not (one < " " or one == "\x7f"))
    assert read(raw).get_content().splitlines() == (wanted + "\n").splitlines()


def test_html_stands_beside_the_text() -> None:
    found = read(made(letter(), Body("s", "plain", "<p>rich</p>")))
    assert found.get_content_type() == "multipart/alternative"
    assert found.get_body(("plain",)).get_content().split() == ["plain"]
    assert found.get_body(("html",)).get_content().split() == ["<p>rich</p>"]


def test_programs_are_told_that_a_program_wrote() -> None:
    by_person = read(made(letter(), Body("s", "t")))
    notice = read(made(letter(is_automatic=True, is_bulk=True), Body("s", "t")))
    answer = letter(is_automatic=True, is_answer=True)
    assert by_person["Auto-Submitted"] is by_person["Precedence"] is None
    assert (notice["Auto-Submitted"], notice["Precedence"]) == ("auto-generated", "bulk")
    assert read(made(answer, Body("s", "t")))["Auto-Submitted"] == "auto-replied"
    assert envelope_sender(answer) == ""
    assert envelope_sender(letter()) == "support@desk.example"


def test_bulk_says_how_to_end_it_by_one_click() -> None:
    bulk = read(made(letter(unsubscribe_path="/mail/unsubscribe/digest/1.00"), Body("s", "t")))
    assert bulk["List-Unsubscribe"] == "<https://desk.example/mail/unsubscribe/digest/1.00>"
    assert bulk["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in read(made(letter(), Body("s", "t")))


@pytest.mark.parametrize(
    "media_type", ["image/png", "message/rfc822", "multipart/mixed", "text/plain", "x\r\nA: b", ""]
)
def test_files_come_along_byte_by_byte(media_type: str) -> None:
    content = bytes(range(256)) * 20
    name = 'Übersicht "1"; a.png'
    found = read(
        compose(
            letter(),
            Body("s", "t", "<p>t</p>"),
            "http://h.example",
            [(Enclosure(name, media_type, 5120, True), content)],
        )
    )
    (file,) = list(found.iter_attachments())
    assert (file.get_filename(), file.get_payload(decode=True)) == (name, content)
    assert found.get_body(("html",)).get_content().split() == ["<p>t</p>"]
    assert set(found.keys()) & {"A"} == set()


@pytest.mark.parametrize("line", ["short", "wide " * 100, "Ünwidth " * 100, "Привет, мир " * 100, "= .\t "])
def test_lines_of_any_script_and_width_stay_whole_and_narrow(line: str) -> None:
    text = f"{line}\n.\n\nFrom here\n{line}\n"
    raw = made(letter(), Body("s", text, f"<p>{text}</p>\n"))
    assert max(len(one) for one in raw.split(b"\r\n")) <= 78
    assert raw.isascii()
    found = read(raw)
    assert found.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert found.get_body(("html",)).get_content().replace("\r\n", "\n") == f"<p>{text}</p>\n"
    assert found.defects == []
