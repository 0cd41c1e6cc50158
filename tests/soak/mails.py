"""Mails in and out amid faults: workers are killed, connections lost, posts doubled, the mail server moody.

At each look the account adds up; at the end every mail is there once, and each that was written went out,
twice only where a worker or its connection ended between the mail server's yes and its note.
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes

import httpx
import psycopg

from pgdesk.cli.paths import ROOT
from tests.intake.signing import mailgun_form
from tests.intake.test_account import ACCOUNT, ELSEWHERE
from tests.peers.smtp import DROP, SmtpServer, smtp_server
from tests.soak.desk import Desk
from tests.waiting import until

_LANES = 6
#: Mails of one sender, each of which is acknowledged: others would be too many.
_EACH = 5
#: Seconds between two kills of the worker, and between two lost connections.
_KILL, _LOSE = 6.0, 0.7
#: One phase in so many does not go well.
_MOODY = 25
_MOODS = {
    "greeting": ("421 busy", "554 no", DROP),
    "mail": ("451 later", "421 closing", DROP),
    "rcpt": ("451 greylisted", "450 4.2.2 full", DROP),
    "data": ("451 later", "421 closing", DROP),
}
_TEXT_MOODS = ("451 later", "421 closing", DROP)

_SET_UP = """
    UPDATE helpdesk.setting SET value = d.value
    FROM (VALUES
        ('inbound_addresses', '["support@desk.example"]'::jsonb),
        ('inbound_email_enabled', 'true'),
        ('mail_enabled', 'true')
    ) AS d (key, value)
    WHERE setting.key = d.key;
    INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('support@desk.example', 'Desk')
    ON CONFLICT DO NOTHING;
    DELETE FROM helpdesk.outgoing_mail
"""
_LOSE_ONE = """
    SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity AS a
    WHERE a.datname = current_database() AND a.usename IN ('worker', 'authenticator')
    ORDER BY random() LIMIT 1
"""
#: As if what a dead worker had for itself had been so for long enough.
_GIVE_BACK = """
    UPDATE helpdesk.outgoing_mail SET not_before = helpdesk.clock() WHERE state = 'sending';
    UPDATE helpdesk.smtp_turn SET ends_at = '-infinity', looked_at = '-infinity';
    UPDATE dramatiq.worker SET heartbeat_at = now() - interval '5 minutes'
"""
#: As if all that is to be tried again later were due.
_MAKE_DUE = """
    UPDATE helpdesk.outgoing_mail SET not_before = helpdesk.clock() WHERE state = 'queued';
    UPDATE helpdesk.inbound_mail SET queued_at = helpdesk.clock() - interval '1 hour', reading_at = NULL
    WHERE state = 'received';
    SELECT helpdesk.requeue_inbound_mail();
    SELECT helpdesk.wake_due_mail()
"""
_UNDONE = """
    SELECT (SELECT count(*) FROM helpdesk.inbound_mail WHERE state = 'received')
        + (SELECT count(*) FROM helpdesk.outgoing_mail WHERE state IN ('queued', 'sending'))
"""


@dataclass
class Found:
    """What was handed over, what was seen, and what is wrong."""

    posts: int = 0
    refused: int = 0
    looks: int = 0
    kills: int = 0
    losses: int = 0
    in_window: int = 0
    sent: int = 0
    twice: int = 0
    states: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def run(desk: Desk, total: int, seed: int = 1) -> Found:
    """Hands `total` mails over, a third of them twice, and often by different ways."""
    found = Found()
    done = threading.Event()
    with psycopg.connect(desk.dsn, autocommit=True) as connection, smtp_server() as peer:
        connection.execute(_SET_UP.encode())
        _make_moody(peer, found, random.Random(seed))
        with ThreadPoolExecutor(3) as harm:
            harming = [harm.submit(_kill, desk, peer, found, done), harm.submit(_look, desk, found, done)]
            harming.append(harm.submit(_lose, desk, found, done))
            try:
                mails = _deliver_all(desk, total, found, seed)
            finally:
                done.set()
            for one in harming:
                one.result(60)
        peer.before = lambda phase: None
        peer.answers.clear()
        connection.execute(_GIVE_BACK.encode())
        with _worker(desk, peer):
            _finish(connection)
        _check(connection, peer, mails, found)
    return found


def _make_moody(peer: SmtpServer, found: Found, dice: random.Random) -> None:
    """What it says to a text is drawn before the text, as it is what decides whether that was taken."""

    def draw(phase: str) -> None:
        if phase in _MOODS and dice.randrange(_MOODY) == 0:
            peer.answers[phase] = [dice.choice(_MOODS[phase])]
        if phase == "data" and not peer.answers.get("text") and dice.randrange(_MOODY) == 0:
            peer.answers["text"] = [dice.choice(_TEXT_MOODS)]
            found.in_window += peer.answers["text"] == [DROP]

    peer.before = draw


def _mail(number: int, total: int) -> bytes:
    sender = f"writer{number % (total // _EACH + 1)}@home.example"
    kind = ("Auto-Submitted: auto-replied\r\n" if number % 10 == 9 else "").encode()
    return (
        kind
        + (
            f"From: Writer <{sender}>\r\nTo: support@desk.example\r\nSubject: Soaked {number}\r\n"
            f"Message-ID: <{number}@soak.example>\r\n\r\nThe lights go out at ten, {number} times.\r\n"
        ).encode()
    )


def _deliver_all(desk: Desk, total: int, found: Found, seed: int) -> list[bytes]:
    mails = [_mail(number, total) for number in range(total)]
    dice = random.Random(seed)
    # Copies follow each other, so that lanes hand them over at about the same time.
    posts = iter([number for number in range(total) for _ in range(1 + (dice.randrange(3) == 0))])
    taking = threading.Lock()

    def lane(number: int) -> None:
        ways = random.Random(number)
        with httpx.Client(base_url=desk.root, timeout=60, trust_env=False) as client:
            while True:
                with taking:
                    post = next(posts, None)
                if post is None:
                    return
                _deliver(desk, client, post, mails[post], ways.random() < 0.3, found)

    with ThreadPoolExecutor(_LANES) as pool:
        for one in [pool.submit(lane, number) for number in range(_LANES)]:
            one.result()
    return mails


def _deliver(
    desk: Desk, client: httpx.Client, number: int, raw: bytes, is_mailgun: bool, found: Found
) -> None:
    """As a mail server or a provider does: again and again, until it is taken."""
    while True:
        try:
            if not is_mailgun:
                answer = client.post(
                    "/inbound/mime",
                    content=raw,
                    headers={"X-Pgdesk-Secret": desk.environment["PGDESK_INBOUND_SECRET"]},
                )
            else:
                form = mailgun_form(raw, f"token{number}", key=desk.environment["PGDESK_MAILGUN_SIGNING_KEY"])
                answer = client.post("/inbound/mailgun", data=form)
        except httpx.TransportError as problem:
            found.faults.append(f"the api process answers nothing: {problem}")
            return
        found.posts += 1
        if answer.status_code == 200:
            return
        found.refused += 1
        if answer.status_code != 503:
            found.faults.append(f"{answer.status_code}: {answer.text[:300]}")
            return


@contextmanager
def _worker(desk: Desk, peer: SmtpServer) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**desk.environment, "PGDESK_SMTP_URL": peer.url, "PGDESK_LOG_LEVEL": "critical"}
    with desk.log.open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pgdesk.workers"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _kill(desk: Desk, peer: SmtpServer, found: Found, done: threading.Event) -> None:
    with psycopg.connect(desk.dsn, autocommit=True) as connection:
        while not done.is_set():
            with _worker(desk, peer):
                done.wait(_KILL * random.uniform(0.5, 1.5))
            found.kills += 1
            connection.execute(_GIVE_BACK.encode())


def _lose(desk: Desk, found: Found, done: threading.Event) -> None:
    with psycopg.connect(desk.dsn, autocommit=True) as connection:
        while not done.wait(_LOSE):
            found.losses += connection.execute(_LOSE_ONE.encode()).rowcount


def _look(desk: Desk, found: Found, done: threading.Event) -> None:
    with psycopg.connect(desk.dsn) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        while not done.wait(0.5):
            _audit(connection, found)


def _audit(connection: psycopg.Connection, found: Found) -> None:
    with connection.transaction():
        received, columns = connection.execute(ACCOUNT.encode()).fetchone() or (0, -1)
        arrivals, others = connection.execute(ELSEWHERE.encode()).fetchone() or (0, -1)
    found.looks += 1
    if not received == columns == arrivals == others:
        found.faults.append(f"received {received}, columns {columns}, arrivals {arrivals}, others {others}")


def _finish(connection: psycopg.Connection) -> None:
    def is_done() -> bool:
        row = connection.execute(_UNDONE.encode()).fetchone()
        if row == (0,):
            return True
        connection.execute(_MAKE_DUE.encode())
        time.sleep(1)
        return False

    until(is_done, seconds=600, tell=lambda: str(connection.execute(_UNDONE.encode()).fetchone()))


def _check(connection: psycopg.Connection, peer: SmtpServer, mails: list[bytes], found: Found) -> None:
    def rows(statement: str) -> list[tuple]:
        return connection.execute(statement.encode()).fetchall()

    _audit(connection, found)
    kept = Counter(
        subject
        for (subject,) in rows(
            "SELECT subject FROM helpdesk.inbound_mail WHERE subject LIKE 'Soaked %' AND state <> 'duplicate'"
        )
    )
    _expect(found, "mails kept", kept, Counter(f"Soaked {number}" for number in range(len(mails))))
    found.states.update(dict(rows("SELECT state, count(*) FROM helpdesk.inbound_mail GROUP BY state")))
    tickets = Counter(s for (s,) in rows("SELECT subject FROM helpdesk.ticket WHERE subject LIKE 'Soaked %'"))
    _expect(found, "tickets", tickets, Counter(f"Soaked {n}" for n in range(len(mails)) if n % 10 != 9))
    written = rows("SELECT mail_message_id, state FROM helpdesk.outgoing_mail")
    taken = Counter(_message_id(one.raw) for one in peer.mails)
    found.sent = len(written)
    found.faults += [f"mail {name} is {state}" for name, state in written if state != "sent"]
    found.faults += [f"mail {name} is lost" for name, _ in written if name not in taken]
    found.faults += [f"mail {name} was never written" for name in taken.keys() - dict(written).keys()]
    found.twice = sum(count - 1 for count in taken.values())
    if found.twice > found.in_window + found.kills:
        found.faults.append(f"{found.twice} were sent again, {found.in_window} drops, {found.kills} kills")
    acknowledged = rows(
        "SELECT count(*), count(DISTINCT ticket_id) FROM helpdesk.outgoing_mail"
        " WHERE kind = 'ticket_received'"
    )
    if acknowledged != [(len(tickets), len(tickets))]:
        found.faults.append(f"acknowledged: {acknowledged[0]}, tickets: {len(tickets)}")


def _message_id(raw: bytes) -> str:
    return str(message_from_bytes(raw)["Message-ID"]).strip("<>")


def _expect(found: Found, what: str, have: Counter[str], wanted: Counter[str]) -> None:
    if have != wanted:
        lost, more = wanted - have, have - wanted
        found.faults.append(f"{what}: {len(lost)} lost {list(lost)[:3]}, {len(more)} more {list(more)[:3]}")
