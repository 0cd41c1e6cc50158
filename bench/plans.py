"""The plans of statements as the role that sends them, those inside of functions too (auto_explain)."""

import re
from collections.abc import Sequence

import psycopg
from psycopg.errors import Diagnostic

from pgdesk.api.rest.database.connection import Statement

BIG = (
    "ticket",
    "message",
    "event",
    "mention",
    "notification",
    "sla_clock",
    "ticket_tag",
    "ticket_follower",
    "ticket_custom",
)

_SETTINGS = """
    LOAD 'auto_explain';
    SET auto_explain.log_min_duration = 0;
    SET auto_explain.log_nested_statements = on;
    SET auto_explain.log_timing = off;
    SET client_min_messages = log;
    SET SESSION AUTHORIZATION authenticator;
"""


def explain(superuser_dsn: str, statements: Sequence[Statement]) -> list[str]:
    """Runs the statements in a transaction that is rolled back; every plan that was used."""
    plans: list[str] = []

    def note(notice: Diagnostic) -> None:
        text = notice.message_primary or ""
        if "plan:" in text:
            plans.append(text.partition("plan:")[2].strip())

    with psycopg.connect(superuser_dsn) as connection:
        connection.execute(_SETTINGS)
        connection.commit()
        connection.add_notice_handler(note)
        cursor = psycopg.RawCursor(connection)
        for statement in statements:
            if statement.sql.startswith((b"BEGIN", b"COMMIT", b"ROLLBACK")):
                continue
            parameters = [None if value is None else value.decode() for value in statement.parameters]
            cursor.execute(statement.sql, parameters)
        connection.rollback()
    return plans


def explain_text(superuser_dsn: str, opening: Sequence[str], query: str) -> list[str]:
    """The same for plain SQL after the statements `opening`, whose own plans are left out."""
    count = len(explain(superuser_dsn, [Statement(text.encode()) for text in opening]))
    return explain(superuser_dsn, [Statement(text.encode()) for text in (*opening, query)])[count:]


def scans(plans: Sequence[str]) -> list[str]:
    """Sequential scans of big tables, one line each."""
    names = "|".join(BIG)
    found = re.compile(rf"(?:Parallel )?Seq Scan on (?:helpdesk\.)?(?:{names})\b.*")
    return [match[0] for plan in plans for match in found.finditer(plan)]
