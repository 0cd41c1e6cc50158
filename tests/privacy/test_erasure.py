"""A person is erased: nothing of theirs stands anywhere, counts and seals stay."""

import pytest
from psycopg.types.json import Jsonb

from tests.articles.test_writing import published
from tests.desk import SYSTEM, Person, refused
from tests.privacy.conftest import House

NAME, EMAIL, PHONE, WORDS = "Xaveria Quillfeather", "xaveria@quill.example", "+4930123456", "Zanzibarplan"


def live(house: House) -> tuple[Person, int, int]:
    """She opens a ticket, writes into another one, and others write about her."""
    desk = house.desk
    her = house.customer(NAME, EMAIL, PHONE)
    with house.connection.transaction():
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.webhook (name, url, events, conditions)"
            " VALUES ('all', 'https://hooks.example', '{*}', '{}')",
        )
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.custom_field (object, key, label, field_type, customer_access)"
            " VALUES ('ticket', 'place', 'Place', 'text', 'edit')",
        )
    ticket = desk.call(
        her, "create_ticket", subject=f"{WORDS} one", description=f"{WORDS} two", idempotency_key="k"
    )["ticket_id"]
    other = desk.ticket()
    desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    desk.call(desk.agent, "reply", ticket_id=ticket, body=f"Dear {NAME}, {WORDS} three")
    desk.call(desk.agent, "add_note", ticket_id=ticket, body=f"@ada {NAME} called, {WORDS} four")
    desk.run(desk.admin, "UPDATE api.tickets SET subject = %s WHERE ticket_id = %s", f"{WORDS} five", ticket)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.ticket_custom (ticket_id, place) VALUES (%s, %s)",
        ticket,
        f"{WORDS} six",
    )
    desk.call(desk.agent, "add_participant", ticket_id=other, person_id=her.id)
    desk.call(her, "reply", ticket_id=other, body=f"{WORDS} seven")
    desk.call(desk.agent, "add_note", ticket_id=other, body=f"{NAME} ({EMAIL}) again")
    desk.call(desk.agent, "save_draft", ticket_id=ticket, kind="reply", body=f"{WORDS} eight")
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.person_note (person_id, author_id, body) VALUES (%s, %s, %s)",
        her.id,
        desk.agent.id,
        f"{WORDS} nine",
    )
    article = published(desk, "Plans")
    desk.call(her, "rate_article", article_id=article, is_helpful=True, comment=f"{WORDS} thirteen")
    house.mail(EMAIL, f"{WORDS} ten", f"{WORDS} eleven", headers="Authentication-Results: x; dmarc=pass\n")
    desk.run(SYSTEM, "UPDATE helpdesk.person SET email = %s WHERE person_id = %s", f"new.{EMAIL}", her.id)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.blocked_sender (sender, blocked_by, reason) VALUES (%s, %s, %s)",
        f"new.{EMAIL}",
        desk.admin.id,
        f"{WORDS} twelve",
    )
    said = {
        "external_id": f"{EMAIL} fourteen",
        "conversation": f"{WORDS} fifteen",
        "author": {"id": NAME},
        "text": f"{WORDS} sixteen",
    }
    desk.run(
        SYSTEM,
        "WITH w AS (INSERT INTO helpdesk.webhook (name, url) VALUES ('chat', 'https://chat.example')"
        " RETURNING webhook_id)"
        " INSERT INTO helpdesk.bridge (channel, webhook_id) SELECT 'chat', webhook_id FROM w",
    )
    desk.run(SYSTEM, "INSERT INTO helpdesk.bridge_author VALUES ('chat', %s, %s)", NAME, her.id)
    desk.run(SYSTEM, "SELECT helpdesk.take_in_bridge_message('chat', %s)", Jsonb(said))
    asked = desk.call(
        desk.agent, "ask_approval", ticket_id=ticket, question=f"{WORDS} seventeen", person_ids=[her.id]
    )
    desk.call(
        her,
        "decide_approval",
        approval_id=asked["approval_id"],
        is_approved=True,
        comment=f"{WORDS} eighteen",
    )
    return her, int(ticket), other


def erase(house: House, person: Person) -> None:
    asked = house.desk.call(person, "request_erasure", reason="asked")
    house.desk.call(house.desk.admin, "confirm_erasure", removal_id=asked["removal_id"])
    for _ in range(5):
        house.run("SELECT helpdesk.erase_people(1)")
    assert house.value("SELECT state FROM helpdesk.removal") == "done"


def test_nothing_of_them_stands_anywhere_and_seals_are_valid(house: House) -> None:
    her, _, _ = live(house)
    house.seal()
    kept = house.checkpoint()
    assert {"person", "ticket", "message", "change", "inbound_mail", "event"} <= house.where(
        NAME, EMAIL, PHONE, WORDS
    )
    counts = (
        "SELECT count(*), array_agg((status, priority, created_at, closed_at) ORDER BY ticket_id),"
        " (SELECT count(*) FROM helpdesk.message) FROM helpdesk.ticket"
    )
    before = house.connection.execute(counts).fetchone()
    erase(house, her)
    assert house.where(NAME, EMAIL, PHONE, WORDS) == set()
    assert house.connection.execute(counts).fetchone() == before
    assert house.faults(kept) == []
    house.seal()
    assert house.faults(kept) == []
    assert house.value("SELECT count(*) FROM audit.change WHERE withheld IS NOT NULL") > 5


def test_what_is_not_sealed_yet_is_sealed_without_them(house: House) -> None:
    her, _, _ = live(house)
    erase(house, her)
    house.seal()
    assert house.faults() == []
    assert house.where(NAME, EMAIL, PHONE, WORDS) == set()


def test_who_was_merged_into_who_was_merged_is_erased_too(house: House) -> None:
    desk = house.desk
    first, second, third = (
        house.customer(f"Quillfeather {name}", f"{name}@quill.example", PHONE) for name in ("A", "B", "C")
    )
    desk.call(desk.agent, "merge_people", source_id=first.id, target_id=second.id)
    desk.call(desk.agent, "merge_people", source_id=second.id, target_id=third.id)
    erase(house, third)
    assert house.value("SELECT count(*) FROM helpdesk.person WHERE starts_with(name, 'Quillfeather')") == 0


def test_others_keep_their_words(house: House) -> None:
    her, _, other = live(house)
    house.desk.call(house.desk.agent, "reply", ticket_id=other, body="Mine stays")
    erase(house, her)
    bodies = house.value("SELECT string_agg(body, '|') FROM helpdesk.message WHERE ticket_id = %s", other)
    assert "Mine stays" in bodies
    assert "[erased] ([erased]) again" in bodies
    assert (
        house.value("SELECT name FROM helpdesk.person WHERE person_id = %s", her.id)
        == f"Erased person {her.id}"
    )


def test_a_customer_asks_for_themselves_and_an_administrator_confirms(house: House) -> None:
    desk = house.desk
    asked = desk.call(desk.customer, "request_erasure", reason="I leave")
    assert asked["state"] == "requested"
    with refused("PD002"):
        desk.call(desk.customer, "request_erasure", reason="not me", person_id=desk.stranger.id)
    with refused("42501"):
        desk.call(desk.customer, "confirm_erasure", removal_id=asked["removal_id"])
    with refused("PD001"):
        desk.call(desk.stranger, "withdraw_erasure", removal_id=asked["removal_id"])
    with refused("PD122", "already"):
        desk.call(desk.admin, "request_erasure", reason="twice", person_id=desk.customer.id)
    assert (
        desk.call(desk.customer, "withdraw_erasure", removal_id=asked["removal_id"])["state"] == "withdrawn"
    )
    with refused("PD122", "withdrawn"):
        desk.call(desk.admin, "confirm_erasure", removal_id=asked["removal_id"])
    with refused("PD006", "staff"):
        desk.call(desk.admin, "request_erasure", reason="x", person_id=desk.agent.id)
    assert house.value("SELECT helpdesk.erase_people()") == 0


def test_the_request_says_what_would_go(house: House) -> None:
    her, _, _ = live(house)
    counts = house.desk.call(her, "request_erasure", reason="asked")["counts"]
    assert counts["ticket"] == 3
    assert counts["message"] >= 3


@pytest.mark.parametrize("column", ["payload", "kind"])
def test_nobody_else_rewrites_an_event_or_the_log(house: House, column: str) -> None:
    house.desk.ticket()
    with refused("PD017"):
        house.run(f"UPDATE helpdesk.event SET {column} = %s", Jsonb({}) if column == "payload" else "rated")
    with refused("PD017"):
        house.run("UPDATE audit.change SET salt = NULL, withheld = '{}'")


def test_what_an_outsider_wrote_beside_their_ticket_goes_too(house: House) -> None:
    desk = house.desk
    her = house.customer(NAME, EMAIL, PHONE)
    ticket = desk.call(her, "create_ticket", subject="Fuser")["ticket_id"]
    desk.call(
        desk.agent,
        "start_side_conversation",
        ticket_id=ticket,
        subject=f"For {NAME}",
        body="Do you have one?",
        addresses=["supplier@parts.example"],
    )
    address = house.value(
        "SELECT helpdesk.mail_reply_address(ticket_id, side_conversation_id) FROM helpdesk.side_conversation"
    )
    house.mail(
        "supplier@parts.example",
        "Re: Fuser",
        f"For {NAME}? {WORDS}",
        headers=f"Cc: {address}\nAuthentication-Results: x; dmarc=pass\n",
    )
    assert house.where("supplier@parts.example") >= {"side_outsider", "side_message", "inbound_mail"}
    erase(house, her)
    assert house.where(NAME, WORDS, "supplier@parts.example") == set()
