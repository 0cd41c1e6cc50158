"""Receivers that say nothing or are slow cost nobody else anything; a worker may be killed at any moment."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.desk import SYSTEM
from tests.rules.desk import RuleDesk, do
from tests.webhooks.conftest import Receiver
from tests.webhooks.test_delivery import rows, tell, webhook

MAIL = b"From: jo@home.example\nTo: desk@desk.example\nSubject: Help\n\nIt is broken.\n"
OF = "FROM helpdesk.webhook_delivery JOIN helpdesk.webhook USING (webhook_id) WHERE name"


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "pgdesk.workers"])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def until(desk: RuleDesk, condition: str, seconds: float) -> float:
    """How long it took until it was true."""
    begun = time.monotonic()
    while not desk.one(SYSTEM, f"SELECT {condition}"):
        assert time.monotonic() < begun + seconds, f"not within {seconds} s: {condition}"
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_it_holds_up_no_other_webhook_mail_or_rule(
    committed: RuleDesk, receiver: Receiver, path: str
) -> None:
    desk = committed
    desk.set("webhooks.failures_allowed", 2)
    webhook(desk, receiver.at(path), "ticket_created", name="wedged")
    webhook(desk, receiver.at("/in"), "ticket_created", name="well")
    desk.workflow("ticket_created", do("add_note", "seen"))
    for _ in range(30):
        desk.ticket()
    desk.run(SYSTEM, "SELECT helpdesk.store_inbound_mail(%s, 'test')", MAIL)
    desk.run(
        SYSTEM,
        "SELECT helpdesk.enqueue('process_inbound_mail', jsonb_build_array(inbound_mail_id))"
        " FROM helpdesk.inbound_mail",
    )
    with worker():
        until(desk, f"(SELECT count(*) {OF} = 'wedged' AND attempts > 0) > 0", 30)
        begun = time.monotonic()
        until(desk, f"(SELECT count(*) {OF} = 'well' AND state = 'delivered') >= 30", 30)
        until(desk, "(SELECT bool_and(state = 'ticket') FROM helpdesk.inbound_mail)", 30)
        until(desk, "(SELECT count(*) FROM helpdesk.message WHERE body = 'seen') >= 30", 30)
        went_on = time.monotonic() - begun
        assert desk.one(SYSTEM, f"SELECT sum(attempts) {OF} = 'wedged' AND last_error IS NULL") == 1, (
            f"all others were done in {went_on:.1f} s, within its first attempt"
        )
        until(desk, "(SELECT NOT is_active FROM helpdesk.webhook WHERE name = 'wedged')", 60)
    told = "SELECT person_id, title FROM helpdesk.notification WHERE kind = 'webhook_disabled'"
    assert desk.run(SYSTEM, told) == [(desk.admin.id, "Webhook wedged was switched off")]
    assert desk.one(SYSTEM, f"SELECT bool_and(state = 'queued') {OF} = 'wedged'"), "it all waits for a day"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_an_attempt_ends_after_ten_seconds_in_all(committed: RuleDesk, receiver: Receiver, path: str) -> None:
    hook = webhook(committed, receiver.at(path), "ticket_created")
    committed.ticket()
    begun = time.monotonic()
    tell(hook)
    assert 9 < time.monotonic() - begun < 15
    assert rows(committed) == [("queued", 1, None, "no answer within 10 seconds")]


@pytest.mark.slow
def test_many_slow_receivers_do_not_add_up(committed: RuleDesk, receiver: Receiver) -> None:
    """Each takes two seconds; one after the other it would be a minute and a half."""
    hooks = [webhook(committed, receiver.at("/slow"), "ticket_created", name=f"slow {n}") for n in range(40)]
    hooks.append(webhook(committed, receiver.at("/in"), "ticket_created", name="quick"))
    committed.ticket()
    begun = time.monotonic()
    tell(*hooks)
    assert rows(committed) == [("delivered", 1, 204, None)] * 41
    assert time.monotonic() - begun < 20
    assert committed.one(SYSTEM, f"SELECT bool_and(answered_within < interval '2 seconds') {OF} = 'quick'")


def die_while(desk: RuleDesk, process: subprocess.Popen[bytes], condition: str) -> None:
    until(desk, condition, 30)
    process.kill()
    process.wait()
    # Nor does the server go on with what it asked for.
    gone = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'pgdesk webhooks'"
    )
    desk.run(SYSTEM, gone)
    # What the dead worker holds ends after a minute; here at once.
    desk.run(SYSTEM, "UPDATE helpdesk.webhook_turn SET ends_at = now()")
    assert desk.one(SYSTEM, "SELECT helpdesk.wake_deliveries()") == 1


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["connecting", "waiting", "noting"])
def test_what_a_killed_worker_had_begun_goes_on_with_its_id(
    committed: RuleDesk, fresh_db: str, receiver: Receiver, phase: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        at = {
            "connecting": f"https://localhost:{deaf.getsockname()[1]}/in",
            "waiting": receiver.at("/hang"),
            "noting": receiver.at("/in"),
        }[phase]
        hook = webhook(committed, at, "ticket_created")
        committed.ticket()
        with worker() as process, psycopg.connect(fresh_db) as holding:
            if phase == "noting":
                # A receiver that holds what the end of the delivery is to be written to, before it answers.
                receiver.before = lambda: holding.execute("SELECT FROM helpdesk.webhook_delivery FOR UPDATE")
            begun = "(SELECT sum(attempts) FROM helpdesk.webhook_delivery) = 1"
            if phase == "noting":
                begun = (
                    "EXISTS (SELECT FROM pg_stat_activity"
                    " WHERE wait_event_type = 'Lock' AND strpos(query, 'end_delivery') > 0)"
                )
            if phase == "waiting":
                until(committed, begun, 30)
                while not receiver.got:
                    time.sleep(0.05)
            die_while(committed, process, begun)
        receiver.before = None
        receiver.end.set()
    committed.run(SYSTEM, "UPDATE helpdesk.webhook SET url = %s WHERE webhook_id = %s", receiver.url, hook)
    with worker():
        until(committed, "(SELECT bool_and(state = 'delivered') FROM helpdesk.webhook_delivery)", 30)
    assert rows(committed) == [("delivered", 2, 204, None)]
    ids = {headers["webhook-id"] for headers, _ in receiver.got}
    assert (len(ids), len(receiver.got)) == (1, 1 if phase == "connecting" else 2)


@pytest.mark.slow
def test_a_worker_that_is_told_to_stop_ends_what_is_under_way(
    committed: RuleDesk, receiver: Receiver
) -> None:
    webhook(committed, receiver.at("/slow"), "ticket_created")
    for _ in range(8):
        committed.ticket()
    with worker():
        until(committed, "(SELECT sum(attempts) FROM helpdesk.webhook_delivery) = 1", 30)
    assert {row[:2] for row in rows(committed)} == {("delivered", 1), ("queued", 0)}
    assert committed.one(SYSTEM, "SELECT count(*) FROM helpdesk.webhook_turn") == 0
    assert committed.one(SYSTEM, "SELECT count(*) FROM dramatiq.queue WHERE queue_name = 'webhooks'") >= 1
    with worker():
        until(committed, "(SELECT bool_and(state = 'delivered') FROM helpdesk.webhook_delivery)", 30)
    assert len(receiver.got) == 8
