"""The actor against real receivers: what arrives, what is refused, what a killed worker leaves."""

import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from pgdesk.settings import Settings
from pgdesk.workers.delivery import attempt
from tests.conftest import login_dsn
from tests.desk import SYSTEM
from tests.rules.desk import RuleDesk
from tests.rules.test_worker import empty_queue, working
from tests.webhooks.conftest import Receiver


def _deliver(delivery: str) -> None:
    attempt(Settings.from_env(), delivery)


def _webhook(desk: RuleDesk, url: str, *events: str, name: str = "hook") -> str:
    hook = desk.one(
        desk.admin,
        "INSERT INTO api.webhooks (name, url, events) VALUES (%s, %s, %s) RETURNING webhook_id",
        name,
        url,
        list(events),
    )
    secret: str = desk.one(desk.admin, "SELECT api.rotate_webhook_secret(%s)", hook)
    return secret


def _at(receiver: Receiver, path: str) -> str:
    return f"https://localhost:{receiver.port}{path}"


def _row(desk: RuleDesk) -> Any:
    return desk.run(desk.admin, "SELECT state, attempts, last_status, last_error FROM api.webhook_deliveries")


def _id(desk: RuleDesk) -> str:
    return str(desk.one(desk.admin, "SELECT delivery_id FROM api.webhook_deliveries"))


def test_a_worker_sends_what_was_queued_signed(
    committed: RuleDesk, fresh_db: str, receiver: Receiver
) -> None:
    secret = _webhook(committed, receiver.url, "ticket_created", "ticket_priority_changed")
    ticket = committed.ticket()
    committed.update(ticket, priority="high")
    with working(login_dsn(fresh_db, "worker"), "pgdesk.workers.webhooks") as worker:
        empty_queue(committed, worker)
    assert _row(committed) == [("delivered", 1, 204, None)] * 2
    sequences = []
    for headers, body in receiver.got:
        signed = f"{headers['x-pgdesk-timestamp']}.".encode() + body
        expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        assert headers["x-pgdesk-signature"] == f"v1={expected}"
        assert abs(time.time() - int(headers["x-pgdesk-timestamp"])) < 120
        told = json.loads(body)
        assert (told["delivery_id"], told["event"]) == (
            headers["x-pgdesk-delivery"],
            headers["x-pgdesk-event"],
        )
        assert told["ticket"]["ticket_id"] == ticket
        sequences.append(told["sequence"])
    assert sorted(sequences) == [1, 2]


@pytest.mark.parametrize("status", [500, 404, 301])
def test_anything_but_2xx_is_tried_again_and_no_redirect_followed(
    committed: RuleDesk, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    _webhook(committed, receiver.url, "ticket_created")
    committed.ticket()
    _deliver(_id(committed))
    assert _row(committed) == [("queued", 1, status, f"status {status}")]
    receiver.status = 200
    _deliver(_id(committed))
    assert _row(committed) == [("delivered", 2, 200, None)]
    (_, first), (_, second) = receiver.got
    assert first == second
    _deliver(_id(committed))
    assert len(receiver.got) == 2


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:{port}/", "https://localhost:{port}/", "https://[::ffff:127.0.0.1]:{port}/"]
)
def test_peer_6_private_addresses_are_refused_when_connecting(
    committed: RuleDesk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.delenv("PGDESK_WEBHOOK_NETWORKS")
    _webhook(committed, url.format(port=receiver.port), "ticket_created")
    committed.ticket()
    _deliver(_id(committed))
    ((state, attempts, status, problem),) = _row(committed)
    assert (state, attempts, status) == ("queued", 1, None)
    assert problem.startswith("AddressRefused")
    assert receiver.got == []


def test_a_wrong_certificate_or_nobody_there_is_a_failure(
    committed: RuleDesk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    _webhook(committed, receiver.url, "ticket_created")
    committed.ticket()
    _deliver(_id(committed))
    assert "CERTIFICATE_VERIFY_FAILED" in _row(committed)[0][3]
    committed.run(SYSTEM, "UPDATE helpdesk.webhook SET url = 'https://localhost:1/'")
    _deliver(_id(committed))
    assert _row(committed)[0][:3] == ("queued", 2, None)
    assert receiver.got == []


def test_what_a_killed_worker_had_sent_is_sent_again_with_its_id(
    committed: RuleDesk, receiver: Receiver
) -> None:
    """Between sending and noting it nothing is lost: the receiver knows the delivery by its id."""
    _webhook(committed, receiver.url, "ticket_created")
    committed.ticket()
    delivery = _id(committed)
    committed.run(SYSTEM, "SELECT helpdesk.begin_delivery(%s)", delivery)  # and then it was killed
    _deliver(delivery)
    assert _row(committed) == [("delivered", 2, 204, None)]
    assert [headers["x-pgdesk-delivery"] for headers, _ in receiver.got] == [delivery]


@pytest.mark.parametrize("is_kept", [True, False])
def test_peer_23_no_delivery_without_its_change(committed: RuleDesk, is_kept: bool) -> None:
    _webhook(committed, "https://hooks.example.org/", "ticket_created")
    with committed.db.transaction(force_rollback=not is_kept):
        committed.ticket()
    for statement in (
        "SELECT count(*) FROM helpdesk.webhook_delivery",
        "SELECT count(*) FROM dramatiq.queue WHERE queue_name = 'webhooks'",
    ):
        assert committed.one(SYSTEM, statement) == int(is_kept)
