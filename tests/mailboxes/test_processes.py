"""Real processes that read mailboxes: what they do, and what is left when they are killed at any point."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psycopg
import pytest

from pgdesk.cli.doctor import Finding, examine_mailboxes
from pgdesk.mail.imap.watching import Watching
from tests.api.server import SECRET_KEY
from tests.conftest import login_dsn
from tests.mailboxes.conftest import USER, Keeper, mail
from tests.peers.dovecot import USERS, Dovecot
from tests.waiting import until

_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'pgdesk mailboxes' AND wait_event_type = 'Lock'"
)
_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'pgdesk mailboxes'"
)


def environment(keeper: Keeper, dovecot: Dovecot, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PGDESK_DATABASE_URL": keeper.dsn,
        "PGDESK_WORKER_DATABASE_URL": login_dsn(keeper.dsn, "worker"),
        "PGDESK_SECRET_KEYS": SECRET_KEY,
        "PGDESK_MAIL_NETWORKS": "127.0.0.0/8,::1/128",
        "PGDESK_STATE_DIR": str(folder),
        "PGDESK_CLOCK": "off",
        "SSL_CERT_FILE": str(dovecot.certificate),
    }


@contextmanager
def running(environment: dict[str, str], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


READER = ("pgdesk.cli.main", "poll_imap", "--continuous")


def killed(process: subprocess.Popen[bytes], keeper: Keeper) -> None:
    """With what its connections were about to do."""
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    keeper.db.execute(_END)


def test_the_command_reads_once_and_says_how_that_went(
    dovecot: Dovecot, keeper: Keeper, tmp_path: Path
) -> None:
    def poll() -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "pgdesk.cli.main", "poll_imap"],
            env=environment(keeper, dovecot, tmp_path),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout

    keeper.enter(dovecot)
    dovecot.deliver(USER, mail("Once"))
    assert poll() == (0, "support: read\n")
    assert keeper.mails() == 1
    keeper.enter(dovecot, USERS[1], "wrong")
    code, said = poll()
    assert (code, said.splitlines()[1]) == (1, "support: read")
    assert said.startswith("sales: localhost refuses the login of sales@house.example")
    assert poll() == (0, "support: read\n"), "what was refused rests"


def test_a_worker_makes_tickets_of_mail_and_answers_tests(
    dovecot: Dovecot, keeper: Keeper, tmp_path: Path
) -> None:
    keeper.enter(dovecot)
    keeper.db.execute(
        "INSERT INTO helpdesk.person (name, email, role) VALUES ('A', 'a@house.example', 'admin')"
    )
    with running(environment(keeper, dovecot, tmp_path), "pgdesk.workers") as process:
        until(lambda: keeper.watched("caught_up_at"))
        dovecot.deliver(USER, mail("From far away"))
        until(lambda: keeper.value("SELECT state = 'ticket' FROM helpdesk.inbound_mail"))
        keeper.db.execute("INSERT INTO helpdesk.mailbox_test (mailbox) VALUES ('support')")
        keeper.db.execute("SELECT helpdesk.enqueue('test_mailbox', '[\"support\"]', 'mailboxes')")
        until(lambda: keeper.value("SELECT is_well FROM helpdesk.mailbox_test"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert keeper.value("SELECT subject FROM helpdesk.ticket") == "From far away"
    assert keeper.watched("watcher") is None, "it is left to others at once"


@pytest.mark.parametrize(
    ("held_up", "stored", "seen"),
    [
        ("LOCK TABLE helpdesk.inbound_mail IN SHARE MODE", 0, set()),
        ("SELECT FROM helpdesk.mailbox FOR NO KEY UPDATE", 3, {"\\Seen"}),
    ],
    ids=["while it stores", "before it notes how far it was read"],
)
def test_who_is_killed_loses_and_doubles_nothing(
    dovecot: Dovecot, keeper: Keeper, tmp_path: Path, held_up: str, stored: int, seen: set[str]
) -> None:
    keeper.enter(dovecot)
    three = [mail(f"Mail {number}") for number in range(3)]
    with running(environment(keeper, dovecot, tmp_path), *READER) as process:
        until(lambda: keeper.watched("caught_up_at"))
        with psycopg.connect(keeper.dsn) as other:
            other.execute(held_up.encode())
            dovecot.deliver(USER, *three)
            until(lambda: keeper.value(_WAITING))
            killed(process, keeper)
        keeper.forget_lease()
    assert (keeper.mails(), dovecot.flags(USER)) == (stored, [seen] * 3)
    assert keeper.read_once(dovecot) == {"support": None}
    assert keeper.bodies() == three
    assert dovecot.flags(USER) == [{"\\Seen"}] * 3


def test_who_is_killed_again_and_again_takes_every_mail_once(
    dovecot: Dovecot, keeper: Keeper, tmp_path: Path
) -> None:
    keeper.enter(dovecot)
    mails = [mail(f"Mail {number}", "x" * 20_000) for number in range(120)]
    dovecot.deliver(USER, *mails)
    for _ in range(4):
        before = keeper.mails()
        with running(environment(keeper, dovecot, tmp_path), *READER) as process:
            until(lambda known=before: keeper.mails() > known or keeper.mails() == len(mails))
            killed(process, keeper)
        keeper.forget_lease()
    keeper.read_once(dovecot)
    assert sorted(keeper.bodies()) == sorted(mails)
    assert dovecot.flags(USER) == [{"\\Seen"}] * len(mails)


def test_a_database_that_was_away_is_waited_for(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot)
    with keeper.reading(dovecot):
        until(lambda: keeper.watched("caught_up_at"))
        keeper.db.execute(_END)
        dovecot.deliver(USER, mail("Meanwhile"))
        keeper.wait_for_mails(1)
        until(lambda: keeper.watched("last_error") is None)


def test_secrets_that_are_sealed_anew_still_let_it_in(
    dovecot: Dovecot, keeper: Keeper, tmp_path: Path
) -> None:
    keeper.enter(dovecot)
    another = "another key that seals, of 32 bytes and more"
    keys = {**environment(keeper, dovecot, tmp_path), "PGDESK_SECRET_KEYS": f"{another},{SECRET_KEY}"}
    command = [sys.executable, "-m", "pgdesk.cli.main", "keys", "reseal"]
    subprocess.run(command, env=keys, check=True, capture_output=True, timeout=60)
    dovecot.deliver(USER, mail("Afterwards"))
    settings = msgspec.structs.replace(keeper.settings, secret_keys=another)
    assert Watching(settings, dovecot.trusting()).read_once() == {"support": None}


def test_the_doctor_names_what_is_not_read(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot, password="wrong")
    assert list(examine_mailboxes(keeper.db)) == [Finding("mailboxes", True, "1 are read")]
    keeper.read_once(dovecot)
    (finding,) = examine_mailboxes(keeper.db)
    assert (finding.subject, finding.is_ok) == ("mailbox support", False)
    assert "refuses the login" in finding.text
