"""What a real Postfix sends back: a bounce, a delay, and a bounce to an address beyond ASCII (RFC 6533)."""

from collections.abc import Iterator

import psycopg
import pytest

from pgdesk.mail.outbox import send_due
from pgdesk.mail.parse import parse_to_json
from pgdesk.mail.smtp import parse_url
from pgdesk.settings import Settings
from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk
from tests.peers.postfix import Postfix, postfix

#: Whom Postfix cannot reach, and what it says about them in the end.
REACHED = {
    "ann@gone.example": ("failed", "5.1.1", True),
    "jörg@gone.example": ("failed", "5.1.1", True),
    "late@later.example": ("delayed", "4.3.0", False),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    with postfix() as made:
        yield made


def test_each_report_is_tied_to_its_mail(committed: Desk, fresh_db: str, server: Postfix) -> None:
    committed.run(SYSTEM, "UPDATE helpdesk.setting SET value = 'true' WHERE key = 'mail_enabled'")
    committed.run(SYSTEM, "UPDATE helpdesk.support_address SET address = 'reports@out.example'")
    settings = Settings(jwt_secret="a secret of at least thirty-two bytes", port=8000)
    tickets = {}
    for address in REACHED:
        (person,) = committed.run(
            SYSTEM,
            "INSERT INTO helpdesk.person (name, email) VALUES ('x', %s) RETURNING person_id",
            address,
        )[0]
        tickets[address] = committed.one(
            SYSTEM,
            "INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('x', %s) RETURNING ticket_id",
            person,
        )
        committed.call(committed.agent, "reply", ticket_id=tickets[address], body="Is it on?")
        with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as worker:
            while send_due(worker, settings, parse_url(server.url), looks=0):
                pass

    reports = server.mails("reports@out.example", len(REACHED))
    assert sum(b"message/global-delivery-status" in raw for raw in reports) == 1
    for raw in reports:
        (kept,) = committed.run(
            SYSTEM, "SELECT inbound_mail_id FROM helpdesk.store_inbound_mail(%s, 'mime')", raw
        )
        committed.run(SYSTEM, "SELECT helpdesk.receive_mail(%s, %s::jsonb)", kept[0], parse_to_json(raw))
    found = {
        address: (mailed, ticket, (action, status, is_hard))
        for address, mailed, ticket, action, status, is_hard in committed.run(
            SYSTEM, "SELECT address, mailed_address, ticket_id, action, status, is_hard FROM helpdesk.bounce"
        )
    }
    assert found == {address: (address, tickets[address], said) for address, said in REACHED.items()}
