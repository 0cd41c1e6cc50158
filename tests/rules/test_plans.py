"""With many closed tickets and few open ones, no quick filter and no sweep reads the whole table."""

import secrets
from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import Connection, acting_as, clone
from tests.desk import Person, make_desk
from tests.rules.desk import RuleDesk, do, on
from tests.views.test_views import QUICK

TABLES = ["ticket", "sla_clock", "message", "event", "ticket_tag"]

_LOAD = """
INSERT INTO helpdesk.ticket
    (reference, subject, status, status_category, priority, priority_rank, requester_id, assignee_id,
     created_at, updated_at, resolved_at, closed_at)
SELECT
    'ESC-' || n, 'many', s.status, s.status,
    (ARRAY['low', 'medium', 'high', 'urgent', 'critical'])[1 + n %% 5], 10 + 10 * (n %% 5),
    %(customer)s, CASE n %% 3 WHEN 0 THEN %(agent)s WHEN 1 THEN %(colleague)s END,
    now() - n * interval '1 minute', now() - n * interval '1 minute',
    CASE s.status WHEN 'closed' THEN now() END, CASE s.status WHEN 'closed' THEN now() END
FROM generate_series(1, 20000) AS n
CROSS JOIN LATERAL (SELECT CASE WHEN n %% 10 = 0 THEN 'open' ELSE 'closed' END AS status) AS s;
"""
_MORE = """
INSERT INTO helpdesk.sla_clock
    (ticket_id, metric, cycle, mode, started_at, since_at, due_at, warned_at, stopped_at)
SELECT
    t.ticket_id, 'resolution', 1, CASE WHEN t.closed_at IS NULL THEN 'run' ELSE 'stop' END,
    t.created_at, t.created_at, now(), CASE WHEN t.ticket_id % 50 = 0 THEN now() END, t.closed_at
FROM helpdesk.ticket AS t;
INSERT INTO helpdesk.message (ticket_id, kind, author_id, body)
SELECT t.ticket_id, 'reply', t.requester_id, 'hello' FROM helpdesk.ticket AS t;
INSERT INTO helpdesk.event (ticket_id, kind, at, actor_role)
SELECT t.ticket_id, 'ticket_created', t.created_at, 'customer' FROM helpdesk.ticket AS t;
INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
SELECT t.ticket_id, (SELECT min(g.tag_id) FROM helpdesk.tag AS g)
FROM helpdesk.ticket AS t
WHERE t.ticket_id % 2 = 0;
"""


@pytest.fixture(scope="module")
def many(server_dsn: str) -> Iterator[tuple[str, Person]]:
    with clone(server_dsn, f"pgdesk_plans_{secrets.token_hex(5)}") as dsn:
        with psycopg.connect(dsn) as connection:
            desk = RuleDesk(**vars(make_desk(connection)))
            connection.execute("SET session_replication_role = replica")
            people = {"customer": desk.customer.id, "agent": desk.agent.id, "colleague": desk.colleague.id}
            connection.execute(_LOAD, people)
            connection.execute(_MORE)
            connection.execute("SET session_replication_role = DEFAULT")
            desk.rule("escalation", do("set_priority", "high"), when=on("priority", "is", "low"), name="few")
            desk.rule(
                "escalation",
                do("set_priority", "high"),
                when={"all": [on("sla.is_at_risk", "is", True), on("last_reply_at", "older_than", "1 day")]},
                name="late",
            )
            desk.rule(
                "automation", do("set_priority", "high"), when=on("subject", "is", "nothing"), name="none"
            )
            connection.commit()
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")
            agent = desk.agent
        yield dsn, agent


def _scans(connection: Connection) -> dict[str, int]:
    return dict(
        connection.execute(
            """SELECT relname, seq_scan::int FROM pg_stat_xact_user_tables
            WHERE schemaname = 'helpdesk' AND relname = ANY (%s)""",
            (TABLES,),
        ).fetchall()
    )


@pytest.mark.parametrize("slug", QUICK)
@pytest.mark.parametrize("verb", ["run_view", "count_view"])
def test_a_quick_filter_goes_by_an_index(many: tuple[str, Person], verb: str, slug: str) -> None:
    dsn, agent = many
    with psycopg.connect(dsn) as connection:
        before = _scans(connection)
        with acting_as(connection, agent.role, agent.id):
            connection.execute(f"SELECT * FROM api.{verb}(slug => %s)", (slug,)).fetchall()
        assert _scans(connection) == before


@pytest.mark.parametrize("name", ["few", "late", "none"])
def test_a_sweep_looks_at_open_tickets_only(many: tuple[str, Person], name: str) -> None:
    dsn, _ = many
    with psycopg.connect(dsn) as connection:
        before = _scans(connection)
        connection.execute(
            """SELECT helpdesk.find_due_tickets(r, helpdesk.clock(), 100)
            FROM helpdesk.rule AS r WHERE r.name = %s""",
            (name,),
        )
        assert _scans(connection) == before


def test_the_scan_counter_counts(many: tuple[str, Person]) -> None:
    dsn, _ = many
    with psycopg.connect(dsn) as connection:
        before = _scans(connection)
        connection.execute("SELECT count(*) FROM helpdesk.ticket WHERE description LIKE '%x%'")
        assert _scans(connection)["ticket"] > before["ticket"]
