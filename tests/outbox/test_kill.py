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
from tests.waiting import until

WORKER = (
    "import os\n"
    "from pgdesk.workers.broker import use_broker\n"
    "use_broker(os.environ['PGDESK_WORKER_DATABASE_URL'])\n"
    "from pgdesk.workers.outgoing_mail import send_mail\n"
    "send_mail.fn()\n"
)
_END_WORKERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usename = 'worker'"
)
_LEFT = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'pgdesk mail'"
)
_AS_TEXT_IS_KEPT = """
    CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        {};
        RETURN NEW;
    END $$;
    CREATE TRIGGER aa_fail BEFORE UPDATE ON helpdesk.outgoing_mail FOR EACH ROW
    WHEN (NEW.subject IS NOT NULL AND NEW.address = 'n0@out.example') EXECUTE FUNCTION public.fail();
"""


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
    # The one turn that there is ends with who had it.
    committed.set("smtp_connections", 1)
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
    until(lambda: committed.one(SYSTEM, _LEFT) == 0)
    assert send() == 0, "what it had taken is its own for a while"
    queue(committed, "other@out.example")
    assert send() == 1, "others do not wait for that"
    assert peer.mails.pop().recipient == "other@out.example"
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


@pytest.mark.parametrize("phase", ["greeting", "rcpt", "text"])
def test_who_loses_the_database_still_notes_what_was_sent(
    committed: Desk, peer: SmtpServer, send: Send, phase: str
) -> None:
    for number in range(3):
        queue(committed, f"n{number}@out.example")
    lost: list[str] = []

    def lose(now: str) -> None:
        if now == phase and not lost:
            lost.append(now)
            committed.run(SYSTEM, _END_WORKERS)

    peer.before = lose
    assert send() == 3
    assert lost
    assert committed.run(SYSTEM, "SELECT DISTINCT state, attempts FROM helpdesk.outgoing_mail") == [
        ("sent", 1)
    ]
    assert sorted(one.recipient for one in peer.mails) == [f"n{number}@out.example" for number in range(3)]
    held = "SELECT count(*) FROM helpdesk.smtp_turn WHERE ends_at > helpdesk.clock()"
    assert committed.one(SYSTEM, held) == 0


def _as_text_is_kept(happens: str) -> bytes:
    """Before the first mail is sent."""
    return _AS_TEXT_IS_KEPT.format(happens).encode()


@pytest.fixture
def acknowledging(committed: Desk) -> Desk:
    """Three mails whose texts are kept are to be sent."""
    ticket = committed.ticket()
    committed.run(SYSTEM, "DELETE FROM helpdesk.outgoing_mail")
    for number in range(3):
        committed.run(
            SYSTEM,
            "SELECT helpdesk.queue_mail('ticket_received', p_address => %s, p_ticket_id => %s)",
            f"n{number}@out.example",
            ticket,
        )
    return committed


def states(desk: Desk) -> list[tuple[str, int]]:
    return desk.run(SYSTEM, "SELECT state, attempts FROM helpdesk.outgoing_mail ORDER BY outgoing_mail_id")


def test_who_loses_the_database_before_it_sends_gives_back_what_it_took(
    acknowledging: Desk, peer: SmtpServer, send: Send
) -> None:
    acknowledging.db.execute(_as_text_is_kept("PERFORM pg_terminate_backend(pg_backend_pid())"))
    with pytest.raises(psycopg.OperationalError):
        send()
    assert states(acknowledging) == [("queued", 0)] * 3
    assert peer.mails == []


def test_a_mail_that_cannot_be_made_keeps_no_other_from_being_sent(
    acknowledging: Desk, peer: SmtpServer, send: Send
) -> None:
    acknowledging.db.execute(_as_text_is_kept("RAISE 'no text'"))
    assert send() == 3
    assert states(acknowledging) == [("queued", 1), ("sent", 1), ("sent", 1)]
    said = acknowledging.one(
        SYSTEM, "SELECT last_answer FROM helpdesk.outgoing_mail WHERE address = 'n0@out.example'"
    )
    assert said == "the mail cannot be made: RaiseException"
