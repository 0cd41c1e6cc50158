"""Walks journey.sql and tells all that came of it, a line a row.

Each block of journey.sql begins with `-- instant role [name]`; system is the superuser in psql.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.conftest import Connection, acting_as, set_clock

JOURNEY = Path(__file__).with_name("journey.sql")
SNAPSHOT = Path(__file__).with_name("snapshot.txt")

#: Rows of one ticket in their order, by which keys of a sequence are told. Between tickets that one statement
#: changes there is none.
_TOLD = {
    "event": """
        SELECT to_jsonb(e) - '{event_id,xid,impersonator_id}'::text[]
        FROM helpdesk.event AS e
        ORDER BY ticket_id, event_id
    """,
    "notice": """
        SELECT to_jsonb(n) - '{notification_id,event_id,xid}'::text[] || jsonb_build_object('of', e.number)
        FROM helpdesk.notification AS n
        JOIN (
            SELECT event_id, row_number() OVER (PARTITION BY ticket_id ORDER BY event_id) AS number
            FROM helpdesk.event
        ) AS e USING (event_id)
        ORDER BY n.ticket_id, n.event_id, n.person_id
    """,
    "clock": "SELECT to_jsonb(c) FROM helpdesk.sla_clock AS c ORDER BY ticket_id, metric, cycle",
    "ticket": "SELECT to_jsonb(t) FROM helpdesk.ticket AS t ORDER BY ticket_id",
    "message": "SELECT to_jsonb(m) FROM helpdesk.message AS m ORDER BY message_id",
    "follower": "SELECT to_jsonb(f) FROM helpdesk.ticket_follower AS f ORDER BY ticket_id, person_id",
    "words of a ticket": "SELECT to_jsonb(s) FROM helpdesk.ticket_search AS s ORDER BY ticket_id",
    "words of a message": "SELECT to_jsonb(s) FROM helpdesk.message_search AS s ORDER BY message_id",
    "delivery": """
        SELECT jsonb_build_object('ticket_id', d.ticket_id, 'kind', d.kind, 'state', d.state)
        FROM helpdesk.webhook_delivery AS d
        ORDER BY d.ticket_id, d.sequence
    """,
    "job": """
        SELECT q.message - '{message_id,args}'::text[]
        FROM dramatiq.queue AS q
        ORDER BY q.message ->> 'actor_name', q.position
    """,
}
_AUDIT = """
    SELECT to_jsonb(c) - '{change_id,xid,database_user,impersonator_id}'::text[]
    FROM audit.change AS c
    WHERE c.change_id > %s
    ORDER BY c.table_name, c.row_key, c.change_id
"""
#: What is random in an audited row.
_RANDOM = re.compile(r'"(secret|delivery_id|raw|token|salt)": "[^"]*"')


class Step(NamedTuple):
    at: str
    role: str
    name: str
    statement: str


def walk(connection: Connection) -> str:
    """On a database with the test's clock and nobody in it; what it writes is the caller's to undo."""
    (first,) = connection.execute("SELECT coalesce(max(change_id), 0) FROM audit.change").fetchone() or (0,)
    lines = [f"refused {step.at} {refusal}" for step in _steps() if (refusal := _take(connection, step))]
    for what, query in _TOLD.items():
        lines += [_line(what, row) for (row,) in connection.execute(query.encode())]
    lines += [_line("audit", row) for (row,) in connection.execute(_AUDIT, (first,))]
    return "".join(f"{line}\n" for line in lines)


def _line(what: str, row: object) -> str:
    return _RANDOM.sub(r'"\1": "…"', f"{what} {json.dumps(row, ensure_ascii=False, sort_keys=True)}")


def _steps() -> Iterator[Step]:
    for block in re.split(r"^-- (?=\d{4}-)", JOURNEY.read_text(), flags=re.M)[1:]:
        head, _, statements = block.partition("\n")
        date, time, role, *name = head.split()
        for statement in re.split(r";$", statements, flags=re.M):
            if statement.strip():
                yield Step(f"{date} {time}Z", role, " ".join(name), statement.strip())


def _take(connection: Connection, step: Step) -> str:
    """What it was refused by; '' if it was not."""
    set_clock(connection, step.at)
    try:
        if step.role == "system":
            with connection.transaction():
                connection.execute(step.statement.encode())
        else:
            with acting_as(connection, step.role, _person_id(connection, step.name)):
                connection.execute(step.statement.encode())
    except psycopg.Error as error:
        return f"{error.sqlstate} {error.diag.message_primary}"
    return ""


def _person_id(connection: Connection, name: str) -> int | None:
    row = connection.execute("SELECT person_id FROM helpdesk.person WHERE name = %s", (name,)).fetchone()
    return row[0] if row else None
