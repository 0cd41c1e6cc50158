"""The demo data obey the rules that the triggers, switched off for the load, would have enforced."""

import re
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from pgdesk.cli import demo_data
from pgdesk.cli.errors import PgdeskError
from tests.conftest import DEMO_TICKETS as TICKETS
from tests.conftest import Connection, acting_as

RULES = dict(
    re.findall(
        r"^-- rule: (.+)\n((?:(?!-- rule:).*\n)+)",
        (Path(__file__).parent / "consistency.sql").read_text(),
        re.M,
    )
)

DEFINITIONS = """
    SELECT 'index', i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), obj_description(i.indexrelid)
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
    -- Custom fields, which the demo has some of, bring indexes of their own.
    WHERE c.relnamespace = 'helpdesk'::regnamespace AND c.relname NOT LIKE '%custom'
    UNION ALL
    SELECT 'constraint', c.conrelid::regclass || c.conname, pg_get_constraintdef(c.oid),
        obj_description(c.oid)
    FROM pg_constraint AS c WHERE c.connamespace = 'helpdesk'::regnamespace AND c.convalidated
    UNION ALL
    SELECT 'trigger', t.tgrelid::regclass || '.' || t.tgname, t.tgenabled::text, NULL
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'helpdesk'::regnamespace AND NOT t.tgisinternal
    UNION ALL
    SELECT 'options', c.relname, c.reloptions::text, NULL FROM pg_class AS c
    WHERE c.relnamespace = 'helpdesk'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE '%custom'
"""


def test_there_are_rules() -> None:
    assert len(RULES) > 20


@pytest.mark.parametrize("rule", RULES)
def test_consistency(demo_db: Connection, rule: str) -> None:
    demo_db.execute("SET LOCAL ROLE pgdesk_owner")
    broken = demo_db.execute(RULES[rule].encode()).fetchmany(5)
    assert broken == [], rule


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (
            "UPDATE helpdesk.ticket SET assignee_id = 15 WHERE assignee_id = 2",
            "the ticket is what its history makes of it",
        ),
        (
            "UPDATE helpdesk.event SET at = at - interval '9 days' WHERE kind = 'ticket_closed'",
            "ids of events are in the order of time",
        ),
        (
            "UPDATE helpdesk.sla_clock SET used_us = used_us + 1 WHERE ticket_id = 10",
            "the SLA clocks are what the history gives",
        ),
        ("UPDATE helpdesk.mention SET addressed_at = NULL", "help is addressed as often as the history says"),
        ("DELETE FROM helpdesk.ticket_tag WHERE ticket_id < 50", "tags are those that were added"),
    ],
)
def test_rules_can_be_broken(demo_db: Connection, change: str, rule: str) -> None:
    demo_db.execute("SET LOCAL session_replication_role = replica")
    demo_db.execute(change.encode())
    assert demo_db.execute(RULES[rule].encode()).fetchmany(1) != []


def test_the_schema_is_as_it_was(dsn: str, demo_db: Connection) -> None:
    with psycopg.connect(dsn) as before:
        expected = set(before.execute(DEFINITIONS).fetchall())
    options = {table: text for kind, table, text, _ in expected if kind == "options"}
    for table in ("ticket", "sla_clock"):
        assert re.search("fillfactor=.*autovacuum_vacuum_scale_factor", options[table])
    assert set(demo_db.execute(DEFINITIONS).fetchall()) == expected


def test_it_looks_like_a_helpdesk(demo_db: Connection) -> None:
    def one(query: str) -> float:
        row = demo_db.execute(query.encode()).fetchone()
        assert row is not None
        return float(row[0])

    assert one("SELECT count(*) FROM helpdesk.ticket") == TICKETS
    share = "SELECT avg((status_category IN ('solved', 'closed'))::int) FROM helpdesk.ticket"
    assert 0.85 < one(share) < 0.95
    assert one("SELECT count(DISTINCT status) FROM helpdesk.ticket") == 9
    assert one("SELECT count(DISTINCT subject) FROM helpdesk.ticket") > 500
    assert one("SELECT count(*) FROM helpdesk.ticket WHERE reopened_at IS NOT NULL") > TICKETS / 50
    assert one("SELECT count(*) FROM helpdesk.mention WHERE is_escalation AND addressed_at IS NULL") > 20
    assert one("SELECT count(*) FROM helpdesk.event WHERE kind = 'sla_breached'") > TICKETS / 50
    assert one("SELECT count(*) FROM helpdesk.event WHERE kind = 'sla_warning'") > TICKETS / 50
    weekend = (
        "SELECT avg((extract(isodow FROM created_at AT TIME ZONE 'UTC') >= 6)::int) FROM helpdesk.ticket"
    )
    assert one(weekend) < 0.1
    assert one("SELECT count(*) FROM helpdesk.message WHERE body ~ '[{}]'") == 0
    assert one("SELECT count(*) FROM helpdesk.ticket WHERE subject || description ~ '[{}]'") == 0
    assert one("SELECT count(*) FROM helpdesk.person WHERE email !~ '\\.example$'") == 0


def test_every_feature_can_be_seen(demo_db: Connection) -> None:
    for table in (
        "rating", "canned_folder", "canned_reply", "webhook", "saved_view", "custom_field",
        "department_routing", "escalation", "skill", "absence", "holiday", "article",
    ):  # fmt: skip
        assert demo_db.execute(f"SELECT 1 FROM helpdesk.{table} LIMIT 1".encode()).fetchone(), table
    kinds = demo_db.execute("SELECT DISTINCT kind FROM helpdesk.rule ORDER BY 1").fetchall()
    assert [kind for (kind,) in kinds] == ["automation", "escalation", "macro", "workflow"]
    assert demo_db.execute("SELECT 1 FROM helpdesk.webhook WHERE is_active").fetchall() == []
    languages = demo_db.execute("SELECT DISTINCT language FROM helpdesk.person").fetchall()
    assert len(languages) >= 3


def test_well_known_people(demo_db: Connection) -> None:
    rows = demo_db.execute("SELECT name, role FROM helpdesk.person WHERE person_id <= 4 ORDER BY person_id")
    assert [(str(name).split()[0], role) for name, role in rows] == [
        ("Ada", "admin"),
        ("Ben", "agent"),
        ("Cleo", "agent"),
        ("Dan", "customer"),
    ]
    with acting_as(demo_db, "customer", 4):
        row = demo_db.execute("SELECT count(*) FROM api.tickets").fetchone()
    assert row is not None
    assert row[0] > 5


def test_people_can_go_on(demo_db: Connection) -> None:
    """Triggers and sequences work after the load."""
    with acting_as(demo_db, "customer", 4):
        row = demo_db.execute("SELECT ticket_id FROM api.create_ticket(subject => 'One more')").fetchone()
    assert row is not None
    assert row[0] == TICKETS + 1
    with acting_as(demo_db, "agent", 2):
        demo_db.execute("SELECT api.reply(ticket_id => %s, body => 'Hello')", row)
        kinds = demo_db.execute("SELECT kind FROM api.events WHERE ticket_id = %s ORDER BY event_id", row)
        assert {"ticket_created", "reply_created", "sla_met"} <= {kind for (kind,) in kinds}


def test_a_second_load_is_refused(demo_dsn: str) -> None:
    assert demo_data.is_loaded(demo_dsn)
    with pytest.raises(PgdeskError, match="already"):
        demo_data.load(demo_dsn, 10)


def test_the_same_data_each_time(fresh_db: str, demo_db: Connection, began_at: datetime) -> None:
    """Ids, texts and times depend on the number of tickets and on the end of the year only."""
    assert not demo_data.is_loaded(fresh_db)
    seen: list[tuple[str, int, int]] = []

    def progress(what: str, done: int, total: int) -> None:
        seen.append((what, done, total))

    demo_data.load(fresh_db, TICKETS, progress, ends_at=began_at)
    assert {what for what, done, total in seen if done == total} >= {"tickets", "SLA clocks", "indexes"}
    query = "SELECT * FROM helpdesk.ticket ORDER BY ticket_id"
    with psycopg.connect(fresh_db) as again:
        assert again.execute(query).fetchall() == demo_db.execute(query).fetchall()


def test_people_without_tickets(fresh_db: str) -> None:
    demo_data.load(fresh_db, 0)
    with psycopg.connect(fresh_db) as connection:
        row = connection.execute("SELECT count(*) FROM helpdesk.person").fetchone()
        assert row is not None
        assert row[0] > 15
        assert connection.execute("SELECT count(*) FROM helpdesk.ticket").fetchone() == (0,)
