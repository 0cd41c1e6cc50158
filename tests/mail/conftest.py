"""A person of each role, a mail from a short description, and taking it in."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from pgdesk.mail.parse import parse_to_json
from tests.conftest import Connection, acting_as

_numbers = itertools.count(1)

Mail = Callable[..., bytes]
TakeIn = Callable[..., dict[str, Any]]

#: What the trusted mail server says of a sender at desk.example.
AUTHENTICATED = "Authentication-Results: mx.desk.example; dmarc=pass header.from=desk.example\n"


@pytest.fixture
def people(db: Connection) -> dict[str, int]:
    """customer, other, agent, light, admin: person_id by name; their addresses are <name>@…example."""
    made = {}
    for name, role, domain in (
        ("customer", "customer", "home.example"),
        ("other", "customer", "home.example"),
        ("agent", "agent", "desk.example"),
        ("light", "agent", "desk.example"),
        ("admin", "admin", "desk.example"),
    ):
        row = db.execute(
            "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s) RETURNING person_id",
            (name.title(), f"{name}@{domain}", role),
        ).fetchone()
        assert row is not None
        made[name] = row[0]
    db.execute("UPDATE helpdesk.agent SET is_light = true WHERE person_id = %s", (made["light"],))
    set_setting(db, "inbound_addresses", ["support@desk.example"])
    set_setting(db, "inbound_authserv", "mx.desk.example")
    return made


def set_setting(db: Connection, key: str, value: object) -> None:
    db.execute("UPDATE helpdesk.setting SET value = %s::jsonb WHERE key = %s", (json.dumps(value), key))


#: The others of people.
VOUCHED_FOR = "Authentication-Results: mx.desk.example; dmarc=pass header.from=home.example\n"


def mail(
    sender: str | None = "customer@home.example",
    subject: str = "Printer offline",
    body: str = "It is offline.",
    headers: str = "",
    to: str = "support@desk.example",
) -> bytes:
    """A mail with a Message-ID of its own; `headers` are whole lines."""
    number = next(_numbers)
    origin = f"From: {sender}\n" if sender else ""
    return (
        f"{origin}To: {to}\nSubject: {subject}\nMessage-ID: <{number}@test.example>\n{headers}\n{body}\n"
    ).encode()


def take_in(db: Connection, raw: bytes) -> dict[str, Any]:
    """Stores and decides as the api process does, as login worker."""
    with acting_as(db, "worker"):
        stored = db.execute("SELECT * FROM helpdesk.store_inbound_mail(%s, 'test')", (raw,)).fetchone()
        assert stored is not None
        row = db.execute(
            "SELECT helpdesk.receive_mail(%s, %s::jsonb)", (stored[0], parse_to_json(raw))
        ).fetchone()
    assert row is not None
    return dict(row[0])


def ticket(db: Connection, requester_id: int, **columns: Any) -> tuple[int, str]:
    """(ticket_id, reference) of a new ticket."""
    columns = {"subject": "Printer offline", "requester_id": requester_id, **columns}
    names = ", ".join(columns)
    row = db.execute(
        f"INSERT INTO helpdesk.ticket ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
        " RETURNING ticket_id, reference",
        tuple(columns.values()),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def one(db: Connection, statement: str, *parameters: Any) -> Any:
    """The first column of the first row."""
    row = db.execute(statement, parameters).fetchone()
    assert row is not None
    return row[0]
