"""How many files of a mail are attached, and how large; what is left out is named and stays in the raw."""

from typing import Any

from tests.conftest import Connection
from tests.mail.conftest import one, set_setting, take_in

_PART = """--b
Content-Type: {type}; name="{name}"
Content-Disposition: {disposition}; filename="{name}"
{more}
{content}
"""


def _mail(*files: tuple[str, int], inline: int = 0) -> bytes:
    parts = [
        _PART.format(type="text/csv", name=name, disposition="attachment", more="", content="x" * size)
        for name, size in files
    ]
    parts += [
        _PART.format(
            type="image/png",
            name=f"logo{n}.png",
            disposition="inline",
            more=f"Content-ID: <{n}@x>\n",
            content="x",
        )
        for n in range(inline)
    ]
    head = "From: customer@home.example\nTo: support@desk.example\nSubject: Files\n"
    return (
        f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nHere they are.\n" + "".join(parts) + "--b--\n"
    ).encode()


def _attached(db: Connection, ticket: int) -> list[str]:
    statement = "SELECT filename FROM helpdesk.attachment WHERE ticket_id = %s ORDER BY attachment_id"
    return [name for (name,) in db.execute(statement, (ticket,)).fetchall()]


def _notes(db: Connection, ticket: int) -> list[Any]:
    statement = "SELECT body FROM helpdesk.message WHERE ticket_id = %s AND kind = 'system'"
    return [body for (body,) in db.execute(statement, (ticket,)).fetchall()]


def test_of_many_files_the_first_are_attached_and_the_others_named(
    db: Connection, people: dict[str, int]
) -> None:
    set_setting(db, "max_attachments_per_reply", 2)
    raw = _mail(("a.csv", 10), ("b.csv", 10), ("c.csv", 3000), ("d.csv", 10), inline=3)
    found = take_in(db, raw)
    ticket = found["ticket_id"]
    assert _attached(db, ticket) == ["a.csv", "b.csv", "logo0.png", "logo1.png", "logo2.png"]
    said = f"Not attached, but kept in mail {found['inbound_mail_id']}: c.csv (3 KiB), d.csv (1 KiB)."
    assert _notes(db, ticket) == [said]
    kept = "SELECT raw FROM helpdesk.inbound_mail WHERE inbound_mail_id = %s"
    assert bytes(one(db, kept, found["inbound_mail_id"])) == raw


def test_what_is_too_large_is_named_and_takes_no_place(db: Connection, people: dict[str, int]) -> None:
    set_setting(db, "max_attachments_per_reply", 1)
    set_setting(db, "max_attachment_size_kb", 2)
    ticket = take_in(db, _mail(("large.csv", 2049), ("small.csv", 2048 - 10)))["ticket_id"]
    assert _attached(db, ticket) == ["small.csv"]
    (said,) = _notes(db, ticket)
    assert "large.csv (3 KiB)" in said
    assert "small.csv" not in said


def test_within_the_limits_nothing_is_said(db: Connection, people: dict[str, int]) -> None:
    ticket = take_in(db, _mail(*[(f"{n}.csv", 10) for n in range(5)]))["ticket_id"]
    assert len(_attached(db, ticket)) == 5
    assert _notes(db, ticket) == []
