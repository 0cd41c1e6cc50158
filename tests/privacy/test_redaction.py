"""A text is taken out of a message, and everywhere it has got to."""

import base64
from email import message_from_bytes
from typing import Any

import pytest

from pgdesk.mail.bodies import find_content
from tests.desk import SYSTEM, refused
from tests.mail.conftest import take_in
from tests.privacy.conftest import House

SECRET = "4111 2222 Käse/3333"


def redact(house: House, message: int, *, text: str = SECRET, is_confirmed: bool = True) -> dict[str, object]:
    return house.desk.call(
        house.desk.admin,
        "redact_message",
        message_id=message,
        text=text,
        reason="a card",
        is_confirmed=is_confirmed,
    )


def spread(house: House) -> int:
    """A message whose text goes wherever a text can go."""
    desk = house.desk
    with house.connection.transaction():
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.webhook (name, url, events, conditions)"
            " VALUES ('all', 'https://hooks.example', '{*}', '{}')",
        )
    sender = "dora@home.example"
    desk.run(SYSTEM, "INSERT INTO helpdesk.person (name, email) VALUES ('Dora', %s)", sender)
    came = house.mail(sender, "My card", f"It is {SECRET}.\nThanks", "base64")
    ticket = int(came["ticket_id"])
    desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    message = int(
        desk.call(desk.agent, "reply", ticket_id=ticket, body=f"You sent {SECRET}", idempotency_key="k")[
            "message_id"
        ]
    )
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET subject = %s WHERE ticket_id = %s", f"Card {SECRET}", ticket)
    desk.call(desk.agent, "add_note", ticket_id=ticket, body=f"@ada look: {SECRET.upper()}")
    desk.call(desk.agent, "save_draft", ticket_id=ticket, kind="reply", body=f"draft {SECRET}")
    desk.run(
        desk.agent,
        "UPDATE api.messages SET body = body || ' twice ' || %s WHERE message_id = %s",
        SECRET,
        message,
    )
    desk.call(SYSTEM, "split_ticket", message_id=message)
    other = desk.ticket(description=f"the same card {SECRET}")
    desk.call(desk.admin, "merge_tickets", ticket_ids=[other], into_id=ticket)
    house.mail(
        sender,
        f"Re: My card [{came['reference']}]" if "reference" in came else "My card",
        f"> {SECRET}\nAgain",
    )
    return message


@pytest.mark.parametrize("is_sealed", [True, False])
def test_it_stands_nowhere_and_seals_are_valid(house: House, is_sealed: bool) -> None:
    message = spread(house)
    if is_sealed:
        house.seal()
    assert {"message", "ticket", "change", "event", "inbound_mail", "notification"} <= house.where(SECRET)
    done = redact(house, message)
    assert done["state"] == "done"
    assert house.where(SECRET) == set()
    house.seal()
    assert house.faults() == []
    body = house.value("SELECT body FROM helpdesk.message WHERE message_id = %s", message)
    assert body == "You sent [redacted] twice [redacted]"


def test_before_it_is_confirmed_it_says_what_it_would_do(house: House) -> None:
    message = spread(house)
    before = house.everything()
    seen = redact(house, message, is_confirmed=False)
    assert seen["removal_id"] is None
    assert house.everything() == before
    assert seen["counts"] == redact(house, message)["counts"]


def test_words_beside_it_can_still_be_verified(house: House) -> None:
    message = spread(house)
    house.seal()
    redact(house, message)
    withheld = house.value(
        "SELECT withheld FROM audit.change WHERE (table_name, row_key, action) = ('message', %s, 'insert')",
        str(message),
    )
    assert "commitment" in withheld["new.body"]
    assert "salt" in withheld["new.author_id"]
    house.as_superuser(
        "UPDATE audit.change SET new_values = jsonb_set(new_values, '{author_id}', '1')"
        " WHERE (table_name, row_key, action) = ('message', %s, 'insert')",
        str(message),
    )
    assert any("was changed" in fault for fault in house.faults())


def test_it_is_found_no_more(house: House) -> None:
    desk = house.desk
    ticket = desk.ticket()
    message = desk.message(ticket, desk.agent, "The word is Xylographer")
    found = "SELECT count(*) FROM api.search('xylographer')"
    assert desk.one(desk.admin, found) == 1
    redact(house, message, text="xylographer")
    assert desk.one(desk.admin, found) == 0


def test_what_cannot_be_is_refused(house: House) -> None:
    desk = house.desk
    message = desk.message(desk.ticket(), desk.agent, "Nothing here")
    with refused("PD006", "not in message"):
        redact(house, message)
    with refused("PD006", "3 to 1,000"):
        redact(house, message, text="N")
    with refused("PD001"):
        redact(house, 999_999)
    with refused("42501"):
        desk.call(desk.agent, "redact_message", message_id=message, text="Nothing", reason="x")
    desk.forbid("admin", "privacy.erase")
    with refused("PD002"):
        redact(house, message, text="Nothing")


def test_what_is_under_legal_hold_stays(house: House) -> None:
    desk = house.desk
    ticket = desk.ticket()
    message = desk.message(ticket, desk.agent, "Nothing here")
    desk.call(desk.admin, "place_legal_hold", reason="file 1", ticket_id=ticket)
    with refused("PD121", "file 1"):
        redact(house, message, text="Nothing")


@pytest.mark.parametrize("encoding", ["8bit", "base64"])
def test_the_raw_mail_keeps_what_stands_around_it(house: House, encoding: str) -> None:
    house.run("INSERT INTO helpdesk.person (name, email) VALUES ('Dora', 'dora@home.example')")
    house.mail(
        "dora@home.example", "Card", f"Before it, {SECRET}, and after it are words that stay.", encoding
    )
    message = house.desk.message(
        int(house.value("SELECT max(ticket_id) FROM helpdesk.ticket")), house.desk.agent, SECRET
    )
    redact(house, message)
    raw = bytes(house.value("SELECT raw FROM helpdesk.inbound_mail"))
    assert house.where(SECRET) == set()
    text = message_from_bytes(raw).get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.strip() == b"Before it, [redacted], and after it are words that stay."


def test_a_quoted_printable_mail_is_read_as_its_reader_does(house: House) -> None:
    raw = "=\r\n".join(["Card 41", "11 2222 K=C3=A4", "se/3333 it is"])
    taken = house.value("SELECT helpdesk.take_mail_words(%s, %s, '[redacted]')", raw.encode(), [SECRET])
    assert bytes(taken) == b"Card [redacted] it is"


_FILES = (
    "From: dora@home.example\r\nTo: support@desk.example\r\nSubject: Passport\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n"
    "--b\r\nContent-Type: image/png; name=passport.png\r\nContent-Disposition: attachment\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n{first}"
    "--b\r\nContent-Type: image/png; name=garden.png\r\nContent-Disposition: attachment\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n{second}--b--\r\n"
)


def _encoded(content: bytes) -> str:
    return base64.encodebytes(content).decode().replace("\n", "\r\n")


def test_a_file_goes_and_the_one_beside_it_stays(house: House) -> None:
    first, second = b"\x89PNG passport" * 20, b"\x89PNG garden" * 20
    with house.connection.transaction():
        take_in(house.connection, _FILES.format(first=_encoded(first), second=_encoded(second)).encode())
    files = dict(
        house.connection.execute("SELECT filename, attachment_id FROM helpdesk.attachment").fetchall()
    )
    house.seal()

    def content(name: str) -> bytes | None:
        row = house.connection.execute(
            "SELECT raw, part_path, sha256 FROM helpdesk.read_attachment(%s)", (files[name],)
        ).fetchone()
        assert row is not None
        found: bytes | None = find_content(row[0], row[1], row[2]) if row[0] else None
        return found

    def redact_file(**also: bool) -> dict[str, Any]:
        return house.desk.call(
            house.desk.admin, "redact_file", attachment_id=files["passport.png"], reason="a passport", **also
        )

    assert content("passport.png") == first
    assert redact_file()["state"] == "requested"
    assert content("passport.png") == first
    assert redact_file(is_confirmed=True)["attachment_id"] == files["passport.png"]
    assert content("passport.png") is None
    assert content("garden.png") == second
    assert house.where("passport.png") == set()
    assert house.faults() == []
    house.desk.call(
        house.desk.admin,
        "place_legal_hold",
        reason="file 1",
        ticket_id=house.value("SELECT max(ticket_id) FROM helpdesk.ticket"),
    )
    with refused("PD121", "file 1"):
        redact_file()
    with refused("PD001"):
        house.desk.call(house.desk.admin, "redact_file", attachment_id=999_999, reason="x")
