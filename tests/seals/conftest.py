"""A database of its own whose audit log is sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from pgdesk.cli.sealing import examine_log
from tests.conftest import Connection
from tests.desk import Desk, make_desk
from tests.waiting import until


@dataclass
class Log:
    dsn: str
    connection: Connection
    desk: Desk

    def change(self, subject: str) -> int:
        """Opens a ticket, and commits; the number of the change."""
        with self.connection.transaction():
            ticket = self.desk.ticket(subject=subject)
        found = "SELECT min(change_id) FROM audit.change WHERE (table_name, row_key) = ('ticket', %s)"
        return int(self.value(found, str(ticket)))

    def seal(self, *, everything: bool = True) -> None:
        """Other databases of the server have open transactions, which hold sealing back, too."""
        self.run("SELECT audit.seal_changes()")
        if everything:
            until(
                lambda: (
                    self.value("SELECT audit.seal_changes() + changes FROM audit.measure_unsealed()") == 0
                ),
                120,
            )

    def as_superuser(self, statement: str, *values: object) -> None:
        """Past all triggers, as somebody would who hides what they did."""
        with self.connection.transaction():
            self.connection.execute("SET LOCAL session_replication_role = replica")
            self.connection.execute(statement, values)

    def faults(self, kept: dict[int, str] | None = None, *, is_quick: bool = False) -> list[str]:
        """What doctor finds wrong."""
        return [text for _, is_ok, text in examine_log(self.dsn, kept or {}, is_quick) if not is_ok]

    def checkpoint(self) -> dict[int, str]:
        found = "SELECT seal_id, encode(hash, 'hex') FROM audit.seal ORDER BY seal_id DESC LIMIT 1"
        return dict(self.connection.execute(found).fetchall())

    def lines(self) -> list[str]:
        """What pgdesk audit export prints."""
        found = "SELECT audit.export_seal(seal_id) FROM audit.seal ORDER BY seal_id"
        return [line for (line,) in self.connection.execute(found).fetchall()]

    def run(self, statement: str, *values: object) -> None:
        self.connection.execute(statement, values)

    def value(self, statement: str, *values: object) -> Any:
        row = self.connection.execute(statement, values).fetchone()
        return row[0] if row else None


@pytest.fixture
def log(fresh_db: str) -> Iterator[Log]:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        with connection.transaction():
            desk = make_desk(connection)
        yield Log(fresh_db, connection, desk)
