"""A Dovecot for each module, a database and its keeper for each test, and who reads as a worker does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from pgdesk.api.envelope import Envelope
from pgdesk.mail.imap.watching import Watching
from pgdesk.settings import Settings
from tests.api.server import SECRET_KEY, settings_for
from tests.conftest import Connection
from tests.peers.dovecot import HOST, PASSWORD, USERS, Dovecot, running_dovecot
from tests.waiting import until

USER = USERS[0]


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as running:
        yield running


@dataclass
class Keeper:
    """Keeps mailboxes of a database, and looks at what became of their mail."""

    db: Connection
    dsn: str

    @property
    def settings(self) -> Settings:
        return settings_for(self.dsn, mail_networks="127.0.0.0/8,::1/128")

    def enter(
        self,
        dovecot: Dovecot,
        user: str = USER,
        password: str | None = PASSWORD,
        folder: str = "INBOX",
        **account: Any,
    ) -> str:
        """A mailbox of the user, named as he is."""
        name = user.partition("@")[0]
        values = {"host": HOST, "port": dovecot.port, "tls": "tls", **account}
        self.db.execute(
            "INSERT INTO helpdesk.mailbox_account (account, user_name, host, port, tls, password)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (name, user, *values.values(), None if password is None else sealed(name, password)),
        )
        self.db.execute(
            "INSERT INTO helpdesk.mailbox (mailbox, account, folder) VALUES (%s, %s, %s)",
            (name, name, folder),
        )
        return name

    def change(self, table: str, **columns: Any) -> None:
        for name, value in columns.items():
            self.db.execute(f"UPDATE helpdesk.{table} SET {name} = %s", (value,))

    def value(self, statement: str, *values: Any) -> Any:
        row = self.db.execute(statement, values).fetchone()
        return row[0] if row else None

    def watched(self, column: str, mailbox: str = "support") -> Any:
        return self.value(f"SELECT {column} FROM helpdesk.mailbox WHERE mailbox = %s", mailbox)

    def mails(self) -> int:
        return int(self.value("SELECT count(*) FROM helpdesk.inbound_mail"))

    def bodies(self) -> list[bytes]:
        rows = self.db.execute("SELECT raw FROM helpdesk.inbound_mail ORDER BY inbound_mail_id").fetchall()
        return [bytes(row[0]) for row in rows]

    def forget_lease(self) -> None:
        """As if a minute had gone by since the worker died."""
        self.db.execute(
            "UPDATE helpdesk.mailbox SET held_until = helpdesk.clock() - interval '1 second'"
            " WHERE watcher IS NOT NULL"
        )

    def read_once(self, dovecot: Dovecot) -> dict[str, str | None]:
        return Watching(self.settings, dovecot.trusting()).read_once()

    @contextmanager
    def reading(self, dovecot: Dovecot, poll: float = 60) -> Iterator[Watching]:
        """A worker reads, until the end of the block."""
        watching = Watching(self.settings, dovecot.trusting(), turn=0.1, poll=poll)
        thread = threading.Thread(target=watching.run)
        thread.start()
        try:
            yield watching
        finally:
            watching.stop()
            thread.join(30)
            assert not thread.is_alive()

    def wait_for_mails(self, number: int) -> None:
        until(lambda: self.mails() == number)


def switch_on(db: Connection) -> None:
    db.execute("UPDATE helpdesk.setting SET value = 'true' WHERE key = 'inbound_email_enabled'")


def sealed(account: str, password: str) -> bytes:
    return Envelope(SECRET_KEY).seal(f"mailbox_account.password {account}", password.encode())


def mail(subject: str, text: str = "Hello.", sender: str = "Ann <ann@example.com>") -> bytes:
    return (
        f"From: {sender}\r\nTo: support@house.example\r\nSubject: {subject}\r\n"
        f"Message-ID: <{subject.replace(' ', '-')}@example.com>\r\n\r\n{text}\r\n"
    ).encode()


@pytest.fixture
def keeper(fresh_db: str) -> Iterator[Keeper]:
    with psycopg.connect(fresh_db, autocommit=True) as db:
        switch_on(db)
        yield Keeper(db, fresh_db)


@pytest.fixture(autouse=True)
def _emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test finds empty mailboxes."""
    yield
    if "dovecot" in request.fixturenames:
        request.getfixturevalue("dovecot").empty()
