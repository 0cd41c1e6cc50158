"""The same mail in other bytes (osTicket/osTicket#866, freescout-help-desk/freescout#4748)."""

import pytest

from tests.conftest import Connection
from tests.mail.conftest import VOUCHED_FOR, one, set_setting, take_in

People = dict[str, int]


def copy(trace: str, body: str = "Please correct it.", more: str = "") -> bytes:
    return (
        f"Received: by {trace}.desk.example\nDelivered-To: {trace}@desk.example\n{more}"
        "From: Ann <ann@north.example>\nTo: support@desk.example\nSubject: Invoice\n"
        f"Message-ID: <d@north.example>\nDate: Sun, 29 Nov 2026 10:00:00 +0000\n\n{body}\n"
    ).encode()


def test_it_is_recorded_beside_the_first(db: Connection, people: People) -> None:
    first, second = take_in(db, copy("support")), take_in(db, copy("sales"))
    assert (second["state"], second["ticket_id"]) == ("duplicate", first["ticket_id"])
    assert one(db, "SELECT count(*) FROM helpdesk.ticket WHERE subject = 'Invoice'") == 1
    row = db.execute("SELECT duplicate_of_id FROM helpdesk.inbound_mail WHERE state = 'duplicate'").fetchone()
    assert row == (first["inbound_mail_id"],)
    delivered = one(db, "SELECT delivered_to FROM helpdesk.inbound_mail WHERE state = 'ticket'")
    assert {"support@desk.example", "sales@desk.example"} <= set(delivered)


OTHERS = {
    "another text": copy("sales", "Something else."),
    "another sender": copy("sales").replace(b"ann@north", b"eve@north"),
    "another date": copy("sales").replace(b"10:00:00", b"10:00:01"),
    "no message id": copy("sales").replace(b"Message-ID", b"X-Message-ID"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_mail_is_none(db: Connection, people: People, name: str) -> None:
    take_in(db, copy("support"))
    assert take_in(db, OTHERS[name])["state"] == "ticket"


def test_another_encoding_is_the_same_content(db: Connection, people: People) -> None:
    take_in(db, copy("support", "Grüße"))
    encoded = copy(
        "sales",
        "R3LDvMOfZQ==",
        "Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n",
    )
    assert take_in(db, encoded)["state"] == "duplicate"


def test_what_was_quarantined_stands_in_nobody_s_way(db: Connection, people: People) -> None:
    take_in(db, copy("support"))
    db.execute("UPDATE helpdesk.inbound_mail SET state = 'quarantined', reason = 'x'")
    assert take_in(db, copy("sales"))["state"] == "ticket"


def test_what_nobody_vouched_for_stands_not_in_the_way_of_the_genuine(db: Connection, people: People) -> None:
    take_in(db, copy("support"))
    genuine = copy("sales", more=VOUCHED_FOR.replace("home.example", "north.example"))
    assert take_in(db, genuine)["state"] == "ticket"
    assert take_in(db, copy("third"))["state"] == "duplicate"


def test_a_desk_may_want_a_ticket_per_address(db: Connection, people: People) -> None:
    set_setting(db, "inbound_ticket_per_address", True)
    take_in(db, copy("support"))
    assert take_in(db, copy("sales"))["state"] == "ticket"
    assert take_in(db, b"X-Again: 1\n" + copy("sales"))["state"] == "duplicate"
