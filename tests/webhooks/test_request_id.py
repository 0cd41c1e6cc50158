"""One id from a request to all that comes of it, in the database, the queue, the log, mails and webhooks."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from pathlib import Path

import psycopg
import pytest

from tests.api.server import SECRET, bearer, serving, settings_for
from tests.desk import SYSTEM, Person
from tests.peers.smtp import smtp_server
from tests.rules.desk import RuleDesk, do
from tests.waiting import until
from tests.webhooks.conftest import Receiver
from tests.webhooks.test_delivery import webhook

ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
OTHER = "another/request=1"


def test_it_is_followed_to_mail_and_webhook(
    committed: RuleDesk, fresh_db: str, receiver: Receiver, tmp_path: Path
) -> None:
    desk = committed
    desk.set("mail_enabled", True)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('desk@desk.example', 'Desk')",
    )
    webhook(desk, receiver.url, "ticket_created", "internal_note_added")
    desk.workflow("ticket_created", do("add_note", "seen"))
    headers = bearer("customer", desk.customer.id)
    with serving(settings_for(fresh_db)) as client:
        for request_id in (ID, OTHER):
            answer = client.post(
                "/rest/rpc/create_ticket",
                json={"subject": request_id, "description": "It is broken."},
                headers={**headers, "X-Request-Id": request_id},
            )
            assert (answer.status_code, answer.headers["x-request-id"]) == (200, request_id)
    assert _audited(desk, "ticket", ID) == _audited(desk, "ticket", OTHER) == 1
    assert {ID, OTHER} == {
        found
        for (found,) in desk.run(
            SYSTEM,
            "SELECT message #>> '{options,request_id}' FROM dramatiq.queue"
            " WHERE message ->> 'actor_name' = 'run_workflows'",
        )
    }
    log = tmp_path / "log"
    with smtp_server() as peer, log.open("wb") as written:
        environ = {**os.environ, "PGDESK_SMTP_URL": peer.url, "PGDESK_JWT_SECRET": SECRET}
        worker = subprocess.Popen([sys.executable, "-m", "pgdesk.workers"], env=environ, stderr=written)
        try:
            # Of each a ticket and the note of the workflow; whichever job wrote the two notes.
            until(lambda: len(receiver.got) == 4)
            until(
                lambda: desk.one(SYSTEM, "SELECT bool_and(state = 'sent') FROM helpdesk.outgoing_mail"),
                seconds=60,
            )
        finally:
            worker.terminate()
            worker.wait(60)
        for request_id in (ID, OTHER):
            assert _audited(desk, "message", request_id) == 1, "the worker's note"
            told = [json.loads(body) for got, body in receiver.got if got.get("x-request-id") == request_id]
            assert {one["type"] for one in told} == {"ticket_created", "internal_note_added"}
            assert {one["data"]["ticket"]["subject"] for one in told} == {request_id}
        mails = [message_from_bytes(one.raw) for one in peer.mails]
        assert {mail["X-Request-Id"] for mail in mails} == {ID, OTHER}
        assert all(mail["X-Request-Id"] in mail["Subject"] for mail in mails if ID in str(mail["Subject"]))
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    for request_id in (ID, OTHER):
        said = {(line["event"], line.get("actor")) for line in lines if line.get("request_id") == request_id}
        assert {("job", "run_workflows"), ("delivery", None), ("mail", "send_mail")} <= said


def test_a_session_shows_whose_request_it_serves(committed: RuleDesk, fresh_db: str) -> None:
    ticket = committed.ticket()
    shown = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND wait_event_type = 'Lock'"
    with (
        psycopg.connect(fresh_db) as holder,
        serving(settings_for(fresh_db)) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        holder.execute("SELECT FROM helpdesk.ticket WHERE ticket_id = %s FOR UPDATE", (ticket,))
        answer = pool.submit(
            client.post,
            "/rest/rpc/reply",
            json={"ticket_id": ticket, "body": "x"},
            headers={**bearer("agent", committed.agent.id), "X-Request-Id": ID},
        )
        until(lambda: committed.one(SYSTEM, shown, f"pgdesk api #{ID}") == 1)
        holder.rollback()
        assert answer.result().status_code == 200
        until(lambda: committed.one(SYSTEM, shown, f"pgdesk api #{ID}") == 0)


@pytest.mark.parametrize(
    ("login", "name", "found"),
    [("worker", "pgdesk routing #a-1", "a-1"), ("worker", "pgdesk routing", None), (None, "psql #a-1", None)],
)
def test_only_a_workers_name_tells_whose_job_it_is(
    desk: RuleDesk, login: str | None, name: str, found: str | None
) -> None:
    desk.run(SYSTEM, "SELECT set_config('application_name', %s, true)", name)
    desk.run(Person(login) if login else SYSTEM, "SELECT helpdesk.enqueue('note')")
    assert (
        desk.one(SYSTEM, "SELECT message #>> '{options,request_id}' FROM dramatiq.queue ORDER BY 1 LIMIT 1")
        == found
    )


def _audited(desk: RuleDesk, table: str, request_id: str) -> int:
    count: int = desk.one(
        SYSTEM,
        "SELECT count(*) FROM audit.change WHERE table_name = %s AND request_id = %s AND action = 'insert'",
        table,
        request_id,
    )
    return count
