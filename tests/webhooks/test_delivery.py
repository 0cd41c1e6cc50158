"""The worker against real receivers: what arrives, what is refused, what is kept of the answer."""

import asyncio
import json
import re
import time
from typing import Any
from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook

from pgdesk.api.envelope import Envelope
from pgdesk.api.signatures import make_secret
from pgdesk.cli.paths import ROOT
from pgdesk.settings import Settings
from pgdesk.workers.delivery import Deliveries
from tests.api.server import SECRET_KEY
from tests.conftest import login_dsn
from tests.desk import SYSTEM
from tests.rules.desk import RuleDesk
from tests.rules.test_worker import working
from tests.waiting import until
from tests.webhooks.conftest import Receiver


def webhook(desk: RuleDesk, url: str, *events: str, name: str = "hook") -> int:
    made: int = desk.one(
        desk.admin,
        "INSERT INTO api.webhooks (name, url, events) VALUES (%s, %s, %s) RETURNING webhook_id",
        name,
        url,
        list(events),
    )
    return made


def change_secret(desk: RuleDesk, hook: int, overlap_hours: int = 24) -> str:
    """As POST /webhooks/<webhook_id>/secret does."""
    key, secret = str(uuid4()), make_secret()
    sealed = Envelope(SECRET_KEY).seal(f"webhook_secret.secret {key}", secret.encode())
    desk.run(desk.admin, "SELECT api.keep_webhook_secret(%s, %s, %s, %s)", hook, key, sealed, overlap_hours)
    return secret


def tell(*hooks: int) -> None:
    async def tell_all() -> None:
        async with Deliveries(Settings.from_env()) as deliveries:
            await asyncio.gather(*map(deliveries.tell, hooks))

    asyncio.run(tell_all())


def rows(desk: RuleDesk) -> Any:
    return desk.run(
        desk.admin,
        "SELECT state, attempts, last_status, last_error FROM api.webhook_deliveries ORDER BY sequence",
    )


def again(desk: RuleDesk) -> None:
    """It is time for the next attempt."""
    desk.run(SYSTEM, "UPDATE helpdesk.webhook_delivery SET next_at = now() WHERE state = 'queued'")


def test_a_worker_sends_what_was_queued_signed(
    committed: RuleDesk, fresh_db: str, receiver: Receiver
) -> None:
    hook = webhook(committed, receiver.url, "ticket_created", "ticket_priority_changed")
    secret = change_secret(committed, hook)
    ticket = committed.ticket()
    committed.update(ticket, priority="high")
    # A worker that is told to stop leaves what it has not begun.
    with working(login_dsn(fresh_db, "worker"), "pgdesk.workers.webhooks"):
        until(lambda: "queued" not in {state for state, *_ in rows(committed)})
    assert rows(committed) == [("delivered", 1, 204, None)] * 2
    kinds = []
    for headers, body in receiver.got:
        told = Webhook(secret).verify(body, headers)
        assert told["data"]["ticket"]["ticket_id"] == ticket
        kinds.append((told["type"], told["data"]["sequence"]))
    assert kinds == [("ticket_created", 1), ("ticket_priority_changed", 2)]
    ids = committed.run(SYSTEM, "SELECT delivery_id::text FROM helpdesk.webhook_delivery ORDER BY sequence")
    assert [headers["webhook-id"] for headers, _ in receiver.got] == [found for (found,) in ids]
    assert len(receiver.connections) == 1, "kept alive"


def test_while_a_secret_changes_both_sign(committed: RuleDesk, receiver: Receiver) -> None:
    hook = webhook(committed, receiver.url, "ticket_created")
    secrets = [change_secret(committed, hook) for _ in range(3)]
    committed.ticket()
    tell(hook)
    ((headers, body),) = receiver.got
    for secret in secrets[1:]:
        assert Webhook(secret).verify(body, headers)
    assert len(headers["webhook-signature"].split(" ")) == 2, "the first is ended by the third"
    secrets.append(change_secret(committed, hook, overlap_hours=0))
    committed.ticket()
    tell(hook)
    headers, body = receiver.got[-1]
    assert Webhook(secrets[-1]).verify(body, headers)
    assert len(headers["webhook-signature"].split(" ")) == 1, "at once, when somebody else knows it"


def test_an_old_secret_ends(committed: RuleDesk, receiver: Receiver) -> None:
    hook = webhook(committed, receiver.url, "ticket_created")
    change_secret(committed, hook)
    secret = change_secret(committed, hook, overlap_hours=1)
    assert committed.one(committed.admin, "SELECT old_secret_ends_at > now() FROM api.webhooks")
    committed.run(SYSTEM, "UPDATE helpdesk.webhook_secret SET ends_at = now() WHERE ends_at IS NOT NULL")
    committed.ticket()
    tell(hook)
    ((headers, body),) = receiver.got
    assert Webhook(secret).verify(body, headers)
    assert len(headers["webhook-signature"].split(" ")) == 1
    assert committed.one(committed.admin, "SELECT old_secret_ends_at IS NULL FROM api.webhooks")


def test_without_the_key_of_its_secret_nothing_is_sent(
    committed: RuleDesk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = webhook(committed, receiver.url, "ticket_created")
    change_secret(committed, hook)
    committed.ticket()
    monkeypatch.setenv("PGDESK_SECRET_KEYS", "another key that has 32 bytes or more")
    tell(hook)
    assert "PGDESK_SECRET_KEYS" in rows(committed)[0][3]
    assert receiver.got == []


@pytest.mark.parametrize("status", [500, 404, 301, 307])
def test_anything_but_2xx_is_tried_again_and_no_redirect_followed(
    committed: RuleDesk, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    receiver.headers = {"Location": receiver.at("/elsewhere"), "X-Secret": "of no use"}
    receiver.body = b"no\0body \xff"
    hook = webhook(committed, receiver.url, "ticket_created")
    committed.ticket()
    tell(hook)
    assert rows(committed) == [("queued", 1, status, f"status {status}")]
    ((headers, text),) = committed.run(
        committed.admin, "SELECT answer_headers, answer_body FROM api.webhook_deliveries"
    )
    assert (headers["location"], "x-secret" in headers, text) == (
        receiver.at("/elsewhere"),
        False,
        "nobody \ufffd",
    )
    receiver.status = 200
    again(committed)
    tell(hook)
    assert rows(committed) == [("delivered", 2, 200, None)]
    (first, one), (second, other) = receiver.got
    assert (first["webhook-id"], one) == (second["webhook-id"], other)
    tell(hook)
    assert len(receiver.got) == 2


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ("120", 119, 121),
        ("99999999999999", 43_000, 43_201),
        ("", 24, 36),
        ("soon", 24, 36),
        ("-5", 24, 36),
        (f"Mon, {'9' * 20} Jan 2024 00:00:00 GMT", 24, 36),
        (f"Mon, 01 Jan 2024 00:00:00 +{'9' * 20}", 24, 36),
    ],
)
def test_what_a_busy_receiver_asks_for(
    committed: RuleDesk, receiver: Receiver, told: str, least: float, most: float
) -> None:
    receiver.status, receiver.headers = 429, {"Retry-After": told}
    hook = webhook(committed, receiver.url, "ticket_created")
    committed.ticket()
    tell(hook)
    waits = committed.one(
        SYSTEM, "SELECT extract(epoch FROM next_at - now())::float8 FROM helpdesk.webhook_delivery"
    )
    assert least - 2 <= waits <= most


def test_a_date_to_come_again_at(committed: RuleDesk, receiver: Receiver) -> None:
    at = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 600))
    receiver.status, receiver.headers = 503, {"Retry-After": at}
    hook = webhook(committed, receiver.url, "ticket_created")
    committed.ticket()
    tell(hook)
    waits = committed.one(
        SYSTEM, "SELECT extract(epoch FROM rests_until - now())::float8 FROM helpdesk.webhook"
    )
    assert 590 < waits <= 600


def test_of_an_answer_without_end_a_part_is_read(committed: RuleDesk, receiver: Receiver) -> None:
    receiver.status = 200
    hook = webhook(committed, receiver.at("/huge"), "ticket_created")
    committed.ticket()
    tell(hook)
    assert rows(committed) == [("delivered", 1, 200, None)]
    assert committed.one(committed.admin, "SELECT length(answer_body) FROM api.webhook_deliveries") == 1024


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1:{port}/", "https://localhost:{port}/", "https://[::ffff:127.0.0.1]:{port}/"]
)
def test_peer_6_private_addresses_are_refused_when_connecting(
    committed: RuleDesk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.delenv("PGDESK_WEBHOOK_NETWORKS")
    hook = webhook(committed, url.format(port=receiver.port), "ticket_created")
    committed.ticket()
    tell(hook)
    ((state, attempts, status, problem),) = rows(committed)
    assert (state, attempts, status) == ("queued", 1, None)
    assert problem.endswith("has no public address")
    assert receiver.got == []


def test_a_wrong_certificate_or_nobody_there_is_a_failure(
    committed: RuleDesk, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    hook = webhook(committed, receiver.url, "ticket_created")
    committed.ticket()
    tell(hook)
    assert "CERTIFICATE_VERIFY_FAILED" in rows(committed)[0][3]
    committed.run(SYSTEM, "UPDATE helpdesk.webhook SET url = 'https://localhost:1/'")
    again(committed)
    tell(hook)
    assert "ConnectionRefusedError" in rows(committed)[0][3]
    assert receiver.got == []


@pytest.mark.parametrize("is_kept", [True, False])
def test_peer_23_no_delivery_without_its_change(committed: RuleDesk, is_kept: bool) -> None:
    webhook(committed, "https://hooks.example.org/", "ticket_created")
    with committed.db.transaction(force_rollback=not is_kept):
        committed.ticket()
    for statement in (
        "SELECT count(*) FROM helpdesk.webhook_delivery",
        "SELECT count(*) FROM dramatiq.queue WHERE queue_name = 'webhooks'",
    ):
        assert committed.one(SYSTEM, statement) == int(is_kept)


_ROW = re.compile(r"^\| (type|timestamp|data\.\S+) \| ([a-z ]+) \|", re.MULTILINE)
_NAMES = {"str": "string", "int": "number", "dict": "object", "list": "list", "NoneType": "null"}


def test_a_body_is_as_its_documentation_has_it(committed: RuleDesk, receiver: Receiver) -> None:
    hook = webhook(committed, receiver.url, "*")
    ticket = committed.ticket()
    committed.call(committed.agent, "reply", ticket_id=ticket, body="Turn it off")
    committed.call(committed.admin, "test_webhook", webhook_id=hook)
    tell(hook)
    found: dict[str, set[str]] = {}
    for _, body in receiver.got:
        _walk(json.loads(body), "", found)
    page = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    documented = {path: set(types.split(" or ")) for path, types in _ROW.findall(page)}
    assert {path for path in documented if "[]" not in path} == set(found)
    assert [path for path, types in found.items() if not types <= documented[path]] == []


def _walk(value: Any, path: str, found: dict[str, set[str]]) -> None:
    if path not in ("", "data"):
        found.setdefault(path, set()).add(_NAMES[type(value).__name__])
    if isinstance(value, dict) and path != "data.details":
        for name, inner in value.items():
            _walk(inner, f"{path}.{name}".lstrip("."), found)
