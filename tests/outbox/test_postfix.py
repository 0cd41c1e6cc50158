"""Mails through a real Postfix."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from typing import Any

import psycopg
import pytest

from pgdesk.mail.outbox import send_due
from pgdesk.mail.smtp import parse_url
from pgdesk.settings import Settings
from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk
from tests.outbox.test_recipients import set_to
from tests.outbox.test_sending import mail, queue
from tests.peers.postfix import Postfix, postfix


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    with postfix() as made:
        yield made


def send(fresh_db: str, server: Postfix) -> int:
    settings = Settings(jwt_secret="a secret of at least thirty-two bytes", port=8000)
    with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as connection:
        return send_due(connection, settings, parse_url(server.url), looks=0)


def test_a_conversation_arrives_as_one_thread(committed: Desk, fresh_db: str, server: Postfix) -> None:
    set_to(committed, "mail_enabled", "true")
    committed.run(
        SYSTEM,
        "UPDATE helpdesk.person SET email = 'thread@out.example' WHERE person_id = %s",
        committed.customer.id,
    )
    ticket = committed.ticket()
    for body in ("Erstens: größer.", ".\n..\nSecond, with dots."):
        committed.call(committed.agent, "reply", ticket_id=ticket, body=body)
    assert send(fresh_db, server) == 2
    found: list[Any] = [
        message_from_bytes(raw, policy=default) for raw in server.mails("thread@out.example", 2)
    ]
    texts = {one.get_body(("plain",)).get_content().strip() for one in found}
    assert any("größer" in text for text in texts)
    assert any(".\n..\nSecond" in text.replace("\r\n", "\n") for text in texts)
    assert len({one["References"] for one in found}) == 1
    assert len({one["Message-ID"] for one in found}) == 2
    reply_to = found[0]["Reply-To"].addresses[0].addr_spec
    assert reply_to == committed.one(SYSTEM, "SELECT helpdesk.mail_reply_address(%s)", ticket)
    assert found[0]["Auto-Submitted"] is None


def test_refusals_of_a_real_server(committed: Desk, fresh_db: str, server: Postfix) -> None:
    gone, busy, fine = (queue(committed, f"{name}@out.example") for name in ("nobody", "busy", "fine"))
    assert send(fresh_db, server) == 3
    assert (mail(committed, gone)["state"], mail(committed, gone)["last_code"]) == ("failed", 550)
    assert "5.1.1" in mail(committed, gone)["last_answer"]
    assert (mail(committed, busy)["state"], mail(committed, busy)["last_code"]) == ("queued", 450)
    assert mail(committed, fine)["state"] == "sent"
    assert len(server.mails("fine@out.example", 1)) == 1


def test_what_postfix_cannot_deliver_comes_back_to_the_support_address(
    committed: Desk, fresh_db: str, server: Postfix
) -> None:
    committed.run(SYSTEM, "UPDATE helpdesk.support_address SET address = 'desk@out.example'")
    queued = queue(committed, "ann@gone.example")
    assert send(fresh_db, server) == 1
    (bounce,) = server.mails("desk@out.example", 1)
    assert mail(committed, queued)["mail_message_id"].encode() in bounce
    assert b"Content-Type: message/delivery-status" in bounce
