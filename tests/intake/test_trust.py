"""Trusting a sender lets in what settings keep back, and nothing that is worse."""

import pytest

from pgdesk.mail.parse import parse_to_json
from tests.conftest import Connection, acting_as
from tests.desk import refused
from tests.mail.conftest import mail, one, set_setting, take_in

People = dict[str, int]
FORGED = "Authentication-Results: mx.desk.example; dmarc=fail header.from=home.example\n"


def trust(db: Connection, people: People, inbound_mail_id: int) -> str:
    with acting_as(db, "admin", people["admin"]):
        row = db.execute("SELECT sender FROM api.trust_sender(%s)", (inbound_mail_id,)).fetchone()
    assert row is not None
    return str(row[0])


def decide(db: Connection, inbound_mail_id: int) -> dict[str, object]:
    """As the job does that was queued."""
    raw = bytes(one(db, "SELECT raw FROM helpdesk.inbound_mail WHERE inbound_mail_id = %s", inbound_mail_id))
    with acting_as(db, "worker"):
        return dict(
            one(db, "SELECT helpdesk.receive_mail(%s, %s::jsonb)", inbound_mail_id, parse_to_json(raw))
        )


def queued(db: Connection) -> list[int]:
    rows = db.execute(
        "SELECT (message #>> '{args,0}')::bigint FROM dramatiq.queue"
        " WHERE message ->> 'actor_name' = 'process_inbound_mail' AND available_at <= helpdesk.clock()"
    ).fetchall()
    return sorted(row[0] for row in rows)


def test_an_unknown_sender_is_let_in_with_all_that_waits(db: Connection, people: People) -> None:
    set_setting(db, "allow_guest_tickets", False)
    first, second = (take_in(db, mail("new@shop.example", subject=subject)) for subject in ("One", "Two"))
    assert (first["state"], second["state"]) == ("quarantined", "quarantined")
    assert trust(db, people, first["inbound_mail_id"]) == "new@shop.example"
    assert queued(db) == sorted((first["inbound_mail_id"], second["inbound_mail_id"]))
    assert [decide(db, each["inbound_mail_id"])["state"] for each in (first, second)] == ["ticket", "ticket"]
    assert take_in(db, mail("new@shop.example"))["state"] == "ticket"
    with acting_as(db, "admin", people["admin"]):
        db.execute("DELETE FROM api.trusted_senders")
    set_setting(db, "inbound_unverified", "quarantine")
    assert take_in(db, mail("new@shop.example"))["state"] == "quarantined"


def test_an_unverified_sender_is_let_in_and_a_forged_one_is_not(db: Connection, people: People) -> None:
    set_setting(db, "inbound_unverified", "quarantine")
    kept_back = take_in(db, mail())
    assert kept_back["state"] == "quarantined"
    trust(db, people, kept_back["inbound_mail_id"])
    assert take_in(db, mail())["state"] == "ticket"
    assert take_in(db, mail(headers=FORGED))["reason"] == "the mail server could not authenticate the sender"


def test_a_blocked_address_is_trusted_again(db: Connection, people: People) -> None:
    db.execute("INSERT INTO helpdesk.blocked_sender (sender) VALUES ('customer@home.example')")
    kept_back = take_in(db, mail())
    assert kept_back["reason"] == "the sender is blocked"
    trust(db, people, kept_back["inbound_mail_id"])
    assert decide(db, kept_back["inbound_mail_id"])["state"] == "ticket"


@pytest.mark.parametrize(
    "sender", ["agent@desk.example", "support@desk.example", "no-reply@shop.example", None]
)
def test_who_cannot_be_trusted_by_address(db: Connection, people: People, sender: str | None) -> None:
    set_setting(db, "allow_guest_tickets", False)
    kept_back = take_in(db, mail(sender))
    is_refused = refused("PD132", "cannot be trusted by address")
    with acting_as(db, "admin", people["admin"]), is_refused, db.transaction():
        db.execute("SELECT api.trust_sender(%s)", (kept_back["inbound_mail_id"],))


def test_what_is_trusted_never_writes_as_staff(db: Connection, people: People) -> None:
    """Somebody who is trusted and joins the staff needs the mail server's word from then on."""
    set_setting(db, "inbound_unverified", "quarantine")
    trust(db, people, take_in(db, mail())["inbound_mail_id"])
    db.execute("UPDATE helpdesk.person SET role = 'agent' WHERE person_id = %s", (people["customer"],))
    assert take_in(db, mail())["reason"] == "the sender is staff and not authenticated"
