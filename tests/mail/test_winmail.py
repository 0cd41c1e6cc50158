"""Outlook's winmail.dat: who works on the ticket is told what it is, and the customer is not."""

import base64

import pytest

from tests.conftest import Connection
from tests.mail.conftest import one, take_in

SAYS = (
    "SELECT count(*) FROM helpdesk.message"
    " WHERE kind = 'system' AND body LIKE '%%winmail.dat%%' AND ticket_id = %s"
)


def _mail(kind: str, filename: str) -> bytes:
    content = base64.encodebytes(b"\x78\x9f\x3e\x22" + bytes(200)).decode()
    return (
        "From: customer@home.example\nTo: support@desk.example\nSubject: Plan\n"
        'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee the plan.\n--b\n'
        f'Content-Type: {kind}; name="{filename}"\nContent-Transfer-Encoding: base64\n\n{content}\n--b--\n'
    ).encode()


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("kind", "filename", "is_told"),
    [
        ("application/ms-tnef", "winmail.dat", 1),
        ("application/vnd.ms-tnef", "part.dat", 1),
        ("application/octet-stream", "WinMail.DAT", 1),
        ("application/octet-stream", "mywinmail.dat", 0),
        ("application/pdf", "plan.pdf", 0),
    ],
)
def test_it_is_said_to_hold_files(db: Connection, kind: str, filename: str, is_told: int) -> None:
    opened = take_in(db, _mail(kind, filename))
    assert opened["state"] == "ticket"
    assert one(db, SAYS, opened["ticket_id"]) == is_told
    assert one(db, "SELECT filename FROM helpdesk.attachment") == filename
