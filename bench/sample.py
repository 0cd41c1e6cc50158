"""The helpdesk that is measured: demo tickets, more of them open, one with a long conversation, and rules."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from psycopg.types.json import Jsonb

#: One ticket in so many is open.
OPEN_SHARE = 5
LONG_CONVERSATION = 500
BULK = 10_000
_WORDS_AT_ONCE = 10_000
ESCALATION_RULES = 50
AUTOMATIONS = 20

Connection = psycopg.Connection[tuple[Any, ...]]


class Sample(NamedTuple):
    agent: int
    admin: int
    long_ticket: int
    bulk_tickets: list[int]


def prepare(dsn: str) -> Sample:
    """Once: reopens tickets, lengthens one conversation, writes rules, indexes words."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        if _number(connection, "SELECT count(*) FROM helpdesk.rule WHERE name LIKE 'Bench %'") == 0:
            _reopen(connection)
            _lengthen(connection)
            _index_words(connection, dsn)
            _write_rules(connection)
            connection.execute("VACUUM (ANALYZE)")
        return Sample(
            agent=_number(
                connection,
                "SELECT t.assignee_id FROM helpdesk.ticket AS t"
                " JOIN helpdesk.person AS p ON p.person_id = t.assignee_id"
                " WHERE p.is_active AND p.role = 'agent' AND t.status_category NOT IN ('solved', 'closed')"
                " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
            ),
            admin=_number(
                connection,
                "SELECT min(person_id) FROM helpdesk.person WHERE role = 'admin' AND is_active",
            ),
            long_ticket=_number(
                connection,
                "SELECT ticket_id FROM helpdesk.message GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
            ),
            bulk_tickets=[
                int(row[0])
                for row in connection.execute(
                    "SELECT ticket_id FROM helpdesk.ticket"
                    " WHERE status_category NOT IN ('solved', 'closed') AND deleted_at IS NULL"
                    " ORDER BY ticket_id DESC LIMIT %s",
                    (BULK,),
                )
            ],
        )


def _number(connection: Connection, statement: str) -> int:
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def _without_triggers(connection: Connection) -> Iterator[None]:
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        yield


def _reopen(connection: Connection) -> None:
    """The newest closed tickets become open, and their resolution clocks run again."""
    with _without_triggers(connection):
        connection.execute(
            """
            WITH reopened AS (
                UPDATE helpdesk.ticket
                SET status = 'open', status_category = 'open', resolved_at = NULL, closed_at = NULL
                WHERE ticket_id IN (
                    SELECT ticket_id FROM helpdesk.ticket
                    WHERE status_category IN ('solved', 'closed') AND deleted_at IS NULL
                    ORDER BY ticket_id DESC
                    LIMIT greatest(
                        (SELECT count(*) / %s FROM helpdesk.ticket)
                        - (SELECT count(*) FROM helpdesk.ticket
                           WHERE status_category NOT IN ('solved', 'closed')),
                        0
                    )
                )
                RETURNING ticket_id
            )
            UPDATE helpdesk.sla_clock AS c
            SET mode = 'pause', stopped_at = NULL
            FROM reopened AS r
            WHERE c.ticket_id = r.ticket_id AND c.metric = 'resolution'
            """,
            (OPEN_SHARE,),
        )


def _lengthen(connection: Connection) -> None:
    """Requester and assignee write in turns, as they would over the API: with events and notifications."""
    connection.execute(
        """
        INSERT INTO helpdesk.message (ticket_id, kind, author_id, body)
        SELECT
            t.ticket_id, 'reply', CASE WHEN n % 2 = 0 THEN t.requester_id ELSE t.assignee_id END,
            repeat('The printer prints the first page only, then it waits for paper. ', 6)
        FROM (
            SELECT * FROM helpdesk.ticket
            WHERE status = 'open' AND assignee_id IS NOT NULL AND merged_into_id IS NULL
            ORDER BY ticket_id DESC LIMIT 1
        ) AS t
        CROSS JOIN generate_series(1, %s) AS n
        """.replace("n % 2", "n %% 2"),
        (LONG_CONVERSATION,),
    )


def _index_words(connection: Connection, dsn: str) -> None:
    """What job index_words does by and by: here by two connections, the indexes made anew at the end."""
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " JOIN pg_class AS c ON c.oid = indexrelid JOIN pg_am AS a ON a.oid = c.relam"
        " WHERE a.amname = 'gin'"
        " AND indrelid IN ('helpdesk.ticket_search'::regclass, 'helpdesk.message_search'::regclass)"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    last = _number(connection, "SELECT max(ticket_id) FROM helpdesk.ticket")

    def index(first: int) -> None:
        with psycopg.connect(dsn) as own:
            own.execute("SELECT helpdesk.index_words_between(%s, %s)", (first, first + _WORDS_AT_ONCE - 1))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(index, range(1, last + 1, _WORDS_AT_ONCE)))
    connection.execute("DELETE FROM helpdesk.search_backlog")
    connection.execute("SET maintenance_work_mem = '1GB'")
    for _, definition in indexes:
        connection.execute(definition.encode())


def _write_rules(connection: Connection) -> None:
    connection.execute("INSERT INTO helpdesk.tag (name) VALUES ('vip') ON CONFLICT DO NOTHING")
    for number in range(ESCALATION_RULES):
        _write_rule(connection, "escalation", number, _ESCALATIONS[number % len(_ESCALATIONS)])
    for number in range(AUTOMATIONS):
        _write_rule(connection, "automation", number, _AUTOMATIONS[number % len(_AUTOMATIONS)])


Rule = tuple[list[tuple[str, str, object]], list[tuple[str, object]]]
#: Conditions and actions; each is written several times, its durations longer by a day each time.
_ESCALATIONS: list[Rule] = [
    (
        [
            ("priority", "is", "critical"),
            ("first_response_at", "is_empty", True),
            ("created_at", "older_than", 1),
        ],
        [("set_priority", "critical"), ("notify", ["role:admin"])],
    ),
    ([("sla.is_breached", "is", True), ("assigned_at", "older_than", 20)], [("follow", ["role:admin"])]),
    (
        [("last_reply_is_by_staff", "is", False), ("last_reply_at", "older_than", 300)],
        [("add_tags", ["vip"])],
    ),
    ([("status_changed_at", "older_than", 330), ("priority", "less", "high")], [("set_priority", "high")]),
    ([("sla.resolution_due_at", "older_than", 340)], [("notify", ["assignee"])]),
    ([("tags", "in", ["vip"]), ("assignee_id", "is_empty", True)], [("notify", ["department"])]),
    ([("subject", "contains", "refund"), ("reply_count", "greater", 8)], [("add_note", "Refund drags on.")]),
    (
        [("requester.email", "matches", "^[a-c].*[.]org$"), ("priority", "is", "high")],
        [("set_priority", "urgent")],
    ),
    ([("assignee.availability", "is", "offline"), ("updated_at", "older_than", 340)], [("assign", None)]),
    ([("has_alert", "is", True), ("last_message_at", "older_than", 60)], [("notify", ["role:admin"])]),
]
_AUTOMATIONS: list[Rule] = [
    (
        [("status", "is", "waiting_on_customer"), ("status_changed_at", "older_than", 45)],
        [("set_status", "open")],
    ),
    ([("status_category", "is", "solved"), ("resolved_at", "older_than", 350)], [("set_status", "closed")]),
    ([("last_message_body", "contains", "unsubscribe")], [("add_tags", ["vip"])]),
    ([("organisation.name", "starts_with", "B"), ("reply_count", "greater", 10)], [("set_priority", "high")]),
    ([("created_at", "between", ["2000-01-01", "2001-01-01"])], [("add_note", "Old.")]),
]


def _write_rule(connection: Connection, kind: str, number: int, rule: Rule) -> None:
    conditions, actions = rule
    connection.execute(
        "INSERT INTO helpdesk.rule (kind, name, position, conditions, actions) VALUES (%s, %s, %s, %s, %s)",
        (
            kind,
            f"Bench {kind} {number + 1}",
            number,
            Jsonb(
                {
                    "all": [
                        {
                            "field": field,
                            "operator": operator,
                            "value": f"{value + number} days"
                            if isinstance(value, int) and operator == "older_than"
                            else value,
                        }
                        for field, operator, value in conditions
                    ]
                }
            ),
            Jsonb([{"action": action, "value": value} for action, value in actions]),
        ),
    )
