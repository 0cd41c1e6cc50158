"""What the database says to who reads a mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Connection
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[Connection[Any]]

_HOLD = "SELECT helpdesk.hold_mailboxes(%s, %s)"
_RELEASE = "SELECT helpdesk.release_mailboxes(%s)"
_DESCRIBE = "SELECT helpdesk.describe_mailbox(%s)"
_OPEN = "SELECT helpdesk.open_mailbox(%s, %s, %s, %s)"
_PLACE = "SELECT last_uid, since, max_bytes FROM helpdesk.find_mailbox_place(%s, %s)"
_STORE = "SELECT helpdesk.store_mailbox_mail(%s, %s, %s)"
_READ = "SELECT helpdesk.note_mailbox_read(%s, %s, %s, %s)"
_FAILED = "SELECT helpdesk.note_mailbox_failure(%s, %s, %s, %s)"
_ANSWER = "SELECT helpdesk.answer_mailbox_test(%s, %s, %s)"


class Mailbox(msgspec.Struct, frozen=True):
    """How it is reached; one that differs is another, whose connection is begun anew."""

    mailbox: str
    host: str
    port: int
    tls: str
    folder: str
    account: str
    user_name: str
    provider: str | None
    password_mark: str | None
    authorized_at: str | None


class Place(msgspec.Struct, frozen=True):
    """Up to where it was read, from which day on, and how many bytes of a mail are taken."""

    last_uid: int
    since: date | None
    max_bytes: int


class Unheld(Exception):
    """The mailbox is another worker's now, or nobody's."""


class MailboxDesk:
    """Of one worker, which the database knows by `watcher`. Each call is a transaction."""

    def __init__(self, pool: Pool, watcher: UUID) -> None:
        self._pool = pool
        self._watcher = watcher

    @contextmanager
    def connection(self) -> Iterator[Connection[Any]]:
        with self._pool.connection() as connection:
            yield connection

    def hold(self, most: int) -> list[Mailbox]:
        with self.connection() as connection:
            rows = connection.execute(_HOLD, (self._watcher, most)).fetchall()
        return [msgspec.convert(row[0], Mailbox) for row in rows]

    def release(self) -> None:
        self._ask(_RELEASE, self._watcher)

    def describe(self, mailbox: str) -> Mailbox | None:
        found = self._ask(_DESCRIBE, mailbox)
        return None if found is None else msgspec.convert(found, Mailbox)

    def open(self, mailbox: str, uid_validity: int, has_idle: bool) -> None:
        """Raises Unheld."""
        self._require(self._ask(_OPEN, mailbox, self._watcher, uid_validity, has_idle))

    def place(self, mailbox: str) -> Place:
        """Raises Unheld."""
        with self.connection() as connection:
            row = connection.execute(_PLACE, (mailbox, self._watcher)).fetchone()
        if row is None or row[0] is None:
            raise Unheld
        return Place(*row)

    def store(self, mailbox: str, raw: bytes, whole_bytes: int | None) -> None:
        self._ask(_STORE, mailbox, raw, whole_bytes)

    def note_read(self, mailbox: str, last_uid: int, *, is_caught_up: bool) -> None:
        """Raises Unheld."""
        self._require(self._ask(_READ, mailbox, self._watcher, last_uid, is_caught_up))

    def note_failure(self, mailbox: str, text: str, *, is_refused: bool) -> None:
        self._ask(_FAILED, mailbox, self._watcher, text, is_refused)

    def answer_test(self, mailbox: str, is_well: bool, answer: str) -> None:
        self._ask(_ANSWER, mailbox, is_well, answer)

    def _ask(self, statement: str, *values: Any) -> Any:
        with self.connection() as connection:
            row = connection.execute(statement.encode(), values).fetchone()
        return row[0] if row else None

    @staticmethod
    def _require(is_held: bool) -> None:
        if not is_held:
            raise Unheld
