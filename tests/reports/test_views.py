"""Schema reports: right numbers, no personal data, nothing else for login reporter."""

import psycopg
import pytest
from psycopg import sql

from tests.conftest import DEMO_TICKETS as TICKETS
from tests.conftest import Connection, login_dsn

VIEWS = """
    SELECT c.relname
    FROM pg_class AS c
    WHERE c.relnamespace = 'reports'::regnamespace AND c.relkind = 'v'
    ORDER BY 1
"""


def _one(connection: Connection, query: str) -> tuple[object, ...]:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row


def test_reporter_sees_schema_reports_only(demo_dsn: str) -> None:
    with psycopg.connect(login_dsn(demo_dsn, "reporter"), autocommit=True) as connection:
        views = [str(name) for (name,) in connection.execute(VIEWS)]
        assert len(views) >= 8
        for view in views:
            connection.execute(sql.SQL("SELECT * FROM reports.{} LIMIT 1").format(sql.Identifier(view)))
        for foreign in (
            "helpdesk.ticket",
            "helpdesk.person",
            "audit.change",
            "api.tickets",
            "dramatiq.queue",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT FROM {foreign}")
        writable = """
            SELECT c.oid::regclass FROM pg_class AS c
            WHERE c.relkind IN ('r', 'v', 'p') AND c.relnamespace = 'reports'::regnamespace
                AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
        """
        assert connection.execute(writable).fetchall() == []


def test_views_are_documented_and_free_of_personal_data(demo_db: Connection) -> None:
    undocumented = """
        SELECT c.relname, a.attname
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'reports'::regnamespace
            AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL)
    """
    assert demo_db.execute(undocumented).fetchall() == []
    views = [str(name) for (name,) in demo_db.execute(VIEWS)]
    names = demo_db.execute("SELECT name, email FROM helpdesk.person WHERE person_id < 300").fetchall()
    for view in views:
        identifier = sql.Identifier(view)
        query = sql.SQL("SELECT string_agg(v::text, chr(10)) FROM reports.{} AS v").format(identifier)
        text = str(_one(demo_db, query.as_string(demo_db))[0])
        assert not [name for name, email in names if name in text or str(email) in text], view


def test_views_do_not_write(demo_db: Connection) -> None:
    """What a standby refuses: no volatile function, no temporary table."""
    volatile = """
        SELECT DISTINCT p.oid::regprocedure
        FROM pg_class AS c
        JOIN pg_rewrite AS r ON r.ev_class = c.oid
        JOIN pg_depend AS d ON d.objid = r.oid AND d.refclassid = 'pg_proc'::regclass
        JOIN pg_proc AS p ON p.oid = d.refobjid
        WHERE c.relnamespace = 'reports'::regnamespace AND p.provolatile = 'v'
    """
    assert demo_db.execute(volatile).fetchall() == []


def test_ratings_and_organisations_are_told_by_name_and_number(demo_db: Connection) -> None:
    rated = """
        SELECT count(*), sum(r.rating), count(r.comment)
        FROM helpdesk.rating AS r JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE t.deleted_at IS NULL
    """
    shown = "SELECT count(*), sum(rating), count(*) FILTER (WHERE has_comment) FROM reports.ratings"
    assert _one(demo_db, shown) == _one(demo_db, rated)
    nameless = """
        SELECT count(*) FROM reports.tickets AS t
        LEFT JOIN reports.organisations AS o USING (organisation_id)
        WHERE t.organisation_id IS NOT NULL AND o.organisation IS NULL
    """
    assert _one(demo_db, nameless) == (0,)


def test_numbers_agree_with_the_tables(demo_db: Connection) -> None:
    created, resolved = _one(demo_db, "SELECT sum(created), sum(resolved) FROM reports.daily_volume")
    assert created == TICKETS
    query = "SELECT count(*) FROM helpdesk.event WHERE kind = 'ticket_resolved'"
    assert (resolved,) == _one(demo_db, query)

    backlog = "SELECT open_tickets FROM reports.daily_backlog ORDER BY day DESC LIMIT 1"
    open_now = "SELECT count(*) FROM helpdesk.ticket WHERE status_category NOT IN ('solved', 'closed')"
    assert _one(demo_db, backlog) == _one(demo_db, open_now)
    load = "SELECT sum(open_tickets) FROM reports.agent_load"
    assert _one(demo_db, load) == _one(demo_db, f"{open_now} AND assignee_id IS NOT NULL")

    missed = "SELECT count(*) FROM reports.sla_results WHERE NOT is_attained"
    breaches = "SELECT count(*) FROM helpdesk.event WHERE kind = 'sla_breached'"
    assert _one(demo_db, missed) == _one(demo_db, breaches)
    times = """
        SELECT count(*) FROM reports.response_times
        WHERE first_response_business_minutes > first_response_minutes + 0.001
            OR resolution_business_minutes > resolution_minutes + 0.001
    """
    assert _one(demo_db, times) == (0,)
    unanswered = """
        SELECT (SELECT count(*) FROM reports.escalations WHERE addressed = 0),
            (SELECT count(*) FROM helpdesk.escalation AS e WHERE NOT EXISTS (
                SELECT 1 FROM helpdesk.mention AS m
                WHERE m.escalation_id = e.escalation_id AND m.addressed_at IS NOT NULL
            ))
    """
    found, expected = _one(demo_db, unanswered)
    assert found == expected


def test_peer_30_each_day_and_agent_is_counted_once(demo_db: Connection) -> None:
    """And what a view says of them is what the events say."""
    twice = "SELECT agent_id, day FROM reports.agent_days GROUP BY 1, 2 HAVING count(*) > 1"
    assert demo_db.execute(twice).fetchall() == []
    counted = """
        SELECT (SELECT sum(replies) FROM reports.agent_days),
            (SELECT count(*) FROM helpdesk.event AS e JOIN helpdesk.agent AS a ON a.person_id = e.actor_id
             WHERE e.kind = 'reply_created')
    """
    seen, there = demo_db.execute(counted).fetchall()[0]
    assert seen == there > 0


def test_deleted_tickets_are_left_out(demo_db: Connection) -> None:
    demo_db.execute("UPDATE helpdesk.ticket SET deleted_at = helpdesk.clock() WHERE ticket_id <= 10")
    assert _one(demo_db, "SELECT count(*) FROM reports.tickets") == (TICKETS - 10,)
    assert _one(demo_db, "SELECT sum(created) FROM reports.daily_volume") == (TICKETS - 10,)
