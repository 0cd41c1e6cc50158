"""A database of its own with a sealed log, and all that stands in its tables."""

import base64
import itertools
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.desk import SYSTEM, Person, make_desk
from tests.mail.conftest import set_setting, take_in
from tests.seals.conftest import Log

_numbers = itertools.count(1)


class House(Log):
    def customer(self, name: str, email: str, phone: str) -> Person:
        found = self.desk.one(
            SYSTEM,
            "INSERT INTO helpdesk.person (name, email, phone) VALUES (%s, %s, %s) RETURNING person_id",
            name,
            email,
            phone,
        )
        return Person("customer", found)

    def mail(
        self, sender: str, subject: str, body: str, encoding: str = "8bit", headers: str = ""
    ) -> dict[str, Any]:
        content = base64.encodebytes(body.encode()).decode() if encoding == "base64" else body
        raw = (
            f"From: {sender}\nTo: support@desk.example\nSubject: {subject}\n"
            f"Message-ID: <{next(_numbers)}@privacy.example>\nMIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=utf-8\n"
            f"Content-Transfer-Encoding: {encoding}\n{headers}\n{content}\n"
        )
        with self.connection.transaction():
            return take_in(self.connection, raw.replace("\n", "\r\n").encode())

    def everything(self) -> str:
        """All rows of all tables, as text."""
        names = self.connection.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname IN ('helpdesk', 'audit', 'dramatiq', 'pgdesk_deploy')"
        ).fetchall()
        assert len(names) > 80
        texts = []
        for schema, table in names:
            statement = sql.SQL("SELECT string_agg(t::text, ' ') FROM {} AS t").format(
                sql.Identifier(schema, table)
            )
            texts += [f"{table}: {text}" for (text,) in self.connection.execute(statement) if text]
        return "\n".join(texts)

    def where(self, *secrets: str) -> set[str]:
        """The tables in which one of these stands, in letters of any size, or as bytes."""
        everything = self.everything()
        wanted = [
            form
            for secret in secrets
            for form in (
                secret.lower(),
                secret.encode().hex(),
                *(
                    base64.b64encode(b"x" * skip + secret.encode())[4 if skip else 0 : -4].decode().lower()
                    for skip in range(3)
                ),
            )
        ]
        return {
            line.split(":")[0]
            for line in everything.split("\n")
            if any(form in line.lower() for form in wanted)
        }


@pytest.fixture
def house(fresh_db: str) -> Iterator[House]:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        with connection.transaction():
            desk = make_desk(connection)
            set_setting(connection, "inbound_addresses", ["support@desk.example"])
        yield House(fresh_db, connection, desk)
