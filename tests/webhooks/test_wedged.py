"""A receiver that takes connections and says nothing costs nobody else anything."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.desk import SYSTEM
from tests.rules.desk import RuleDesk, do
from tests.webhooks.conftest import Receiver
from tests.webhooks.test_delivery import _at, _deliver, _id, _row, _webhook

MAIL = b"From: jo@home.example\nTo: desk@desk.example\nSubject: Help\n\nIt is broken.\n"


@contextmanager
def worker() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "pgdesk.workers"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def _until(desk: RuleDesk, condition: str, seconds: float) -> float:
    """How long it took until it was true."""
    begun = time.monotonic()
    while not desk.one(SYSTEM, f"SELECT {condition}"):
        assert time.monotonic() < begun + seconds, f"not within {seconds} s: {condition}"
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_it_holds_up_no_other_webhook_mail_or_rule(
    committed: RuleDesk, fresh_db: str, receiver: Receiver, path: str
) -> None:
    desk = committed
    desk.set("webhooks.failures_allowed", 2)
    _webhook(desk, _at(receiver, path), "ticket_created", name="wedged")
    _webhook(desk, _at(receiver, "/in"), "ticket_created", name="well")
    desk.workflow("ticket_created", do("add_note", "seen"))
    for _ in range(30):
        desk.ticket()
    desk.run(SYSTEM, "SELECT helpdesk.store_inbound_mail(%s, 'test')", MAIL)
    desk.run(
        SYSTEM,
        "SELECT helpdesk.enqueue('process_inbound_mail', jsonb_build_array(inbound_mail_id))"
        " FROM helpdesk.inbound_mail",
    )
    of = "FROM helpdesk.webhook_delivery JOIN helpdesk.webhook USING (webhook_id) WHERE name"
    with worker():
        _until(desk, f"(SELECT count(*) {of} = 'wedged' AND attempts > 0) > 0", 30)
        begun = time.monotonic()
        _until(desk, f"(SELECT count(*) {of} = 'well' AND state = 'delivered') >= 30", 30)
        _until(desk, "(SELECT bool_and(state = 'ticket') FROM helpdesk.inbound_mail)", 30)
        _until(desk, "(SELECT count(*) FROM helpdesk.message WHERE body = 'seen') >= 30", 30)
        went_on = time.monotonic() - begun
        assert desk.one(SYSTEM, f"SELECT sum(attempts) {of} = 'wedged' AND last_error IS NULL") == 1, (
            f"all others were done in {went_on:.1f} s, within its first attempt"
        )
        # What is under way, and perhaps another, when the deliveries just seen have been acknowledged.
        _until(desk, "(SELECT count(*) FROM dramatiq.queue WHERE queue_name = 'webhooks') <= 2", 5)
        _until(desk, "(SELECT NOT is_active FROM helpdesk.webhook WHERE name = 'wedged')", 60)
    told = "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'webhook_disabled'"
    assert desk.run(SYSTEM, told) == [(desk.admin.id, "Webhook wedged was switched off")]
    assert desk.one(SYSTEM, f"SELECT bool_and(state = 'dead') {of} = 'wedged' AND attempts = 0")


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_an_attempt_ends_after_ten_seconds_in_all(committed: RuleDesk, receiver: Receiver, path: str) -> None:
    _webhook(committed, _at(receiver, path), "ticket_created")
    committed.ticket()
    begun = time.monotonic()
    _deliver(_id(committed))
    assert 9 < time.monotonic() - begun < 15
    assert _row(committed) == [("queued", 1, None, "TimeoutError: no answer within 10 seconds")]
