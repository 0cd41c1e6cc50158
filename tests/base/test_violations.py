"""Every constraint refuses with a PD code, the fact and a hint, and tells nothing of the row."""

import json
from typing import Any

import pytest

from tests.conftest import AsRole, Connection

OF_KIND = {"c": ["23514"], "x": ["23P01"], "u": ["23505"], "p": ["23505"], "f": ["23503", "23001"]}


def test_every_constraint_is_worded(db: Connection) -> None:
    rows = db.execute(
        "SELECT contype, conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE connamespace = 'helpdesk'::regnamespace AND contype IN ('c', 'x', 'u', 'p', 'f')"
        " UNION ALL SELECT 'u', i.indrelid::regclass::text, c.relname FROM pg_index AS i"
        " JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indisunique"
        " AND c.relnamespace = 'helpdesk'::regnamespace"
    ).fetchall()
    assert len(rows) > 300
    wrong = []
    for kind, table, name in rows:
        for state in OF_KIND[kind]:
            worded = word(db, state, table.removeprefix("helpdesk."), constraint=name)
            message, hint = worded["message"], worded["hint"]
            if (
                not worded["code"].startswith("PD")
                or worded["status"] not in (409, 422)
                or not message
                or message.endswith(".")
                or message[0].isupper()
                or not hint
                or not hint.endswith(".")
                or "does not hold" in message
            ):
                wrong.append((name, worded))
    assert not wrong


def word(db: Connection, state: str, table: str, **named: str) -> dict[str, Any]:
    message = named.get("message", "insert or update on table x" if state == "23503" else "")
    row = db.execute(
        "SELECT hook.word_violation(%s, %s, %s, 'helpdesk', %s, %s, %s)",
        (state, message, named.get("detail"), table, named.get("column"), named.get("constraint")),
    ).fetchone()
    assert row is not None
    worded: dict[str, Any] = row[0]
    return worded


@pytest.mark.parametrize(
    ("state", "table", "named", "code", "message", "hint"),
    [
        (
            "23514",
            "tag",
            {"constraint": "tag_color_is_hex", "detail": "Failing row contains (1, secret)."},
            "PD006",
            "color is # and six hexadecimal digits in lower case",
            "Write for example #6b7280.",
        ),
        (
            "23514",
            "ticket",
            {"constraint": "ticket_subject_is_short_text"},
            "PD006",
            "subject has 1 to 500 characters and is not blank",
            "Correct subject.",
        ),
        (
            "23502",
            "department",
            {"column": "slug"},
            "PD006",
            "slug is missing",
            None,
        ),
        (
            "23503",
            "ticket",
            {
                "constraint": "ticket_priority_fkey",
                "detail": 'Key (priority)=(asap) is not present in table "priority".',
            },
            "PD006",
            "priority asap does not exist",
            "Choose one of /rest/priorities.",
        ),
        (
            "23503",
            "ticket",
            {
                "constraint": "ticket_priority_fkey",
                "message": "update or delete on table x",
                "detail": 'Key (priority)=(low) is still referenced from table "ticket".',
            },
            "PD021",
            "priority low still has tickets",
            "Change or remove what uses it first.",
        ),
        (
            "23505",
            "tag",
            {"constraint": "tag_name_key", "detail": "Key (name)=(vip) already exists."},
            "PD022",
            "name vip is taken",
            "Choose another value, or change the row that has it.",
        ),
    ],
)
def test_words(
    db: Connection,
    state: str,
    table: str,
    named: dict[str, str],
    code: str,
    message: str,
    hint: str | None,
) -> None:
    worded = word(db, state, table, **named)
    assert (worded["code"], worded["message"]) == (code, message)
    assert hint is None or worded["hint"] == hint
    assert "secret" not in json.dumps(worded)


def test_every_role_of_the_api_may_ask(db: Connection, as_role: AsRole) -> None:
    for role in ("anon", "customer", "agent", "admin"):
        with as_role(db, role) as connection:
            assert word(connection, "23505", "tag", constraint="tag_name_key")["code"] == "PD022"
