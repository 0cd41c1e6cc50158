"""A worker that is killed neither loses a mail nor sends one twice, but where it was on its way."""

import os
import subprocess
import sys
import threading
from email import message_from_bytes

import psycopg
import pytest

from pgdesk.mail.outbox import send_due
from pgdesk.mail.smtp import parse_url
from pgdesk.settings import Settings
from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk
from tests.outbox.test_sending import Send, queue
from tests.peers.smtp import SILENCE, SmtpServer

WORKER = (
    "import os\n"
    "from pgdesk.workers.broker import use_broker\n"
    "use_broker(os.environ['PGDESK_WORKER_DATABASE_URL'])\n"
    "from pgdesk.workers.outgoing_mail import send_mail\n"
    "send_mail.fn()\n"
)


@pytest.mark.parametrize(
    ("phase", "seen", "copies"),
    [("greeting", None, 1), ("mail", "MAIL", 1), ("rcpt", "RCPT", 1), ("data", "DATA", 1), ("text", None, 2)],
)
def test_killed_at_each_phase(
    committed: Desk, peer: SmtpServer, send: Send, fresh_db: str, phase: str, seen: str | None, copies: int
) -> None:
    for number in range(3):
        queue(committed, f"n{number}@out.example")
    peer.answers[phase] = [SILENCE]
    environ = {
        **os.environ,
        "PGDESK_WORKER_DATABASE_URL": login_dsn(fresh_db, "worker"),
        "PGDESK_SMTP_URL": peer.url,
        "PGDESK_JWT_SECRET": "a secret of at least thirty-two bytes",
    }
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environ)
    try:
        if phase == "text":
            peer.wait_for(1)
        elif seen is None:
            peer.wait_for_session()
        else:
            peer.wait_for_command(seen)
    finally:
        worker.kill()
        worker.wait()
    assert send() == 0, "what it had taken is its own for a while"
    committed.run(
        SYSTEM,
        "UPDATE helpdesk.outgoing_mail SET not_before = helpdesk.clock() WHERE state = 'sending'",
    )
    assert send() == 3
    assert {one for (one,) in committed.run(SYSTEM, "SELECT state FROM helpdesk.outgoing_mail")} == {"sent"}
    of_first = [one for one in peer.mails if one.recipient == "n0@out.example"]
    assert len(peer.mails) == 2 + copies
    assert len(of_first) == copies
    assert len({message_from_bytes(one.raw)["Message-ID"] for one in of_first}) == 1


def test_workers_at_once_send_each_mail_once(committed: Desk, peer: SmtpServer, fresh_db: str) -> None:
    for number in range(120):
        queue(committed, f"n{number}@out.example")
    settings = Settings(jwt_secret="a secret of at least thirty-two bytes", port=8000)

    def work() -> None:
        with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as connection:
            while send_due(connection, settings, parse_url(peer.url), looks=0):
                pass

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.recipient for one in peer.mails) == sorted(
        f"n{number}@out.example" for number in range(120)
    )
