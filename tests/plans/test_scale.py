"""With many rows: everything goes by an index; search finds the rare, the common and what lies between."""

import secrets
from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.conftest import clone
from tests.desk import SYSTEM, Desk, Person, make_desk

TICKETS = 9000
LOADED = ("ticket", "message", "event", "ticket_search", "message_search")

_LOAD = """
INSERT INTO helpdesk.ticket
    (reference, subject, description, status, status_category, priority, priority_rank, requester_id,
     department_id, assignee_id, created_at, resolved_at, closed_at, snoozed_until)
SELECT
    'ESC-' || n,
    'common' || CASE WHEN n % 90 = 0 THEN ' between' ELSE '' END || CASE n WHEN 17 THEN ' rare' ELSE '' END
        || CASE WHEN n < 7000 THEN ' yesterday' ELSE '' END
        || CASE WHEN n < 5000 AND n % 70 = 0 THEN ' seventieth' ELSE '' END,
    CASE WHEN n % 3 = 0 THEN 'please help' ELSE 'help please' END
        || CASE n WHEN 23 THEN ' help me please now' ELSE '' END
        -- The planner counts on words where it knows a hundred.
        || ' number ' || n % 150,
    CASE WHEN n %% 10 = 0 THEN 'open' ELSE 'closed' END,
    CASE WHEN n %% 10 = 0 THEN 'open' ELSE 'closed' END,
    'medium', 20, CASE WHEN n % 900 = 10 THEN %(customer)s ELSE %(other)s END, %(support)s,
    CASE WHEN n % 100 = 0 THEN NULL WHEN n % 90 = 1 THEN %(agent)s ELSE %(colleague)s END,
    now() - (%(count)s - n) * interval '1 minute',
    CASE WHEN n %% 10 <> 0 THEN now() END,
    CASE WHEN n %% 10 <> 0 THEN now() END,
    CASE WHEN n %% 1000 = 0 THEN now() + interval '1 hour' END
FROM generate_series(1, %(count)s) AS n
""".replace("n % ", "n %% ")  # fmt: skip


@pytest.fixture(scope="module")
def loaded(server_dsn: str) -> Iterator[tuple[str, list[int], dict[str, Person]]]:
    with clone(server_dsn, f"pgdesk_scale_{secrets.token_hex(5)}") as dsn:
        with psycopg.connect(dsn) as connection:
            desk = make_desk(connection)
            connection.execute("SET session_replication_role = replica")
            values = {"customer": desk.stranger.id, "other": desk.teammate.id, "support": desk.support}
            values |= {"agent": desk.agent.id, "colleague": desk.colleague.id, "count": TICKETS}
            connection.execute(_LOAD, values)
            connection.execute(
                "INSERT INTO helpdesk.message (ticket_id, kind, author_id, body)"
                " SELECT ticket_id, 'reply', requester_id, 'answer to ' || subject || ' ' || ticket_id % 150"
                " FROM helpdesk.ticket"
            )
            connection.execute(
                "INSERT INTO helpdesk.event (ticket_id, kind, at, actor_role)"
                " SELECT ticket_id, 'ticket_created', created_at, 'customer' FROM helpdesk.ticket"
            )
            connection.execute("SELECT helpdesk.index_words_between()")
            ids = [row[0] for row in connection.execute("SELECT ticket_id FROM helpdesk.ticket ORDER BY 1")]
            connection.commit()
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")
            people = {"agent": desk.agent, "customer": desk.customer, "stranger": desk.stranger}
        yield dsn, ids, people


@pytest.fixture
def busy(loaded: tuple[str, list[int], dict[str, Person]]) -> Iterator[tuple[Desk, list[int]]]:
    dsn, ids, people = loaded
    with psycopg.connect(dsn) as connection:
        # As on an SSD: nine thousand rows are few enough to be read whole otherwise.
        connection.execute("SET random_page_cost = 1.1")
        nobody = Person("customer")
        yield (
            Desk(
                connection, nobody, people["agent"], nobody, nobody, nobody, people["customer"], nobody,
                people["stranger"], nobody, 0, 0, 0,
            ),
            ids,
        )  # fmt: skip
        connection.rollback()


def _scans(desk: Desk) -> int:
    found: int = desk.one(
        SYSTEM,
        "SELECT coalesce(sum(seq_scan), 0)::int FROM pg_stat_xact_user_tables"
        " WHERE schemaname = 'helpdesk' AND relname = ANY (%s)",
        list(LOADED),
    )
    return found


CALLS: dict[str, Callable[[Desk, list[int]], object]] = {
    "peer_25_requester_context": lambda d, ids: d.call(d.agent, "requester_context", ticket_id=ids[9]),
    "peer_26_search_common": lambda d, ids: d.run(d.agent, "SELECT * FROM api.search('common')"),
    "peer_26_search_rare": lambda d, ids: d.run(d.agent, "SELECT * FROM api.search('rare')"),
    "peer_26_search_nothing": lambda d, ids: d.run(d.agent, "SELECT * FROM api.search('nowhere')"),
    "peer_26_search_phrase": lambda d, ids: d.run(d.agent, "SELECT * FROM api.search('\"help me please\"')"),
    "search_as_customer": lambda d, ids: d.run(d.customer, "SELECT * FROM api.search('common')"),
    "search_filtered": lambda d, ids: d.run(d.agent, "SELECT * FROM api.search('common', assignee_id => 1)"),
    "timeline": lambda d, ids: d.run(d.agent, "SELECT * FROM api.timeline WHERE ticket_id = %s", ids[5]),
    "agent_dashboard": lambda d, ids: d.call(d.agent, "agent_dashboard"),
    "next_ticket": lambda d, ids: d.run(d.agent, "SELECT * FROM api.next_ticket(true)"),
    "share_presence": lambda d, ids: d.call(d.agent, "share_presence", ticket_id=ids[5], is_replying=True),
    "wake_snoozed": lambda d, ids: d.run(SYSTEM, "SELECT helpdesk.wake_snoozed(now() + interval '1 day')"),
    "announce_new_tickets": lambda d, ids: d.run(SYSTEM, "SELECT helpdesk.announce_new_tickets()"),
    "merge_tickets": lambda d, ids: d.call(d.agent, "merge_tickets", ticket_ids=[ids[19]], into_id=ids[9]),
    "customer_reply": lambda d, ids: d.call(d.stranger, "reply", ticket_id=ids[9], body="Hello"),
}


@pytest.mark.parametrize("name", CALLS)
def test_no_sequential_scan(busy: tuple[Desk, list[int]], name: str) -> None:
    desk, ids = busy
    before = _scans(desk)
    CALLS[name](desk, ids)
    assert _scans(desk) == before


def test_the_scan_counter_counts(busy: tuple[Desk, list[int]]) -> None:
    desk, _ = busy
    before = _scans(desk)
    desk.run(SYSTEM, "SELECT count(*) FROM helpdesk.ticket WHERE description LIKE '%%x%%'")
    assert _scans(desk) > before


def _found(desk: Desk, who: Person, query: str) -> list[int]:
    return [
        row[0] for row in desk.run(who, "SELECT ticket_id FROM api.search(%s, max_results => 200)", query)
    ]


def test_search_finds_the_rare_and_the_newest_of_the_common(busy: tuple[Desk, list[int]]) -> None:
    desk, ids = busy
    assert _found(desk, desk.agent, "rare") == [ids[16]]
    assert _found(desk, desk.agent, '"help me please"') == [ids[22]]
    assert set(_found(desk, desk.agent, "common")) == set(ids[-200:])
    between = [ticket for number, ticket in enumerate(ids, start=1) if number % 90 == 0]
    for query in ("between", "betw", "common betw"):
        assert set(_found(desk, desk.agent, query)) == set(between), query
    assert _found(desk, desk.agent, "rare comm") == [ids[16]]
    assert _found(desk, desk.agent, "nowhere") == []


def test_search_finds_what_the_newest_lack(busy: tuple[Desk, list[int]]) -> None:
    desk, ids = busy
    assert set(_found(desk, desk.agent, "yesterday")) == set(ids[6999 - 200 : 6999])
    seventieth = [ticket for number, ticket in enumerate(ids[:4999], start=1) if number % 70 == 0]
    assert set(_found(desk, desk.agent, "common -nowhere seventieth")) == set(seventieth)


def test_search_as_somebody_who_sees_few_finds_all_of_theirs(busy: tuple[Desk, list[int]]) -> None:
    desk, ids = busy
    assert _found(desk, desk.customer, "common") == []
    oldest = ids[0]
    desk.run(
        SYSTEM, "UPDATE helpdesk.ticket SET requester_id = %s WHERE ticket_id = %s", desk.customer.id, oldest
    )
    assert _found(desk, desk.customer, "common") == [oldest]


@pytest.mark.parametrize("theirs_of", [slice(0, None, 6), slice(0, 1500)], ids=["some", "old ones"])
def test_search_as_somebody_who_sees_some_finds_the_newest_of_theirs(
    busy: tuple[Desk, list[int]], theirs_of: slice
) -> None:
    desk, ids = busy
    desk.set("agent_visibility", "departments")
    (department,) = desk.run(
        SYSTEM, "INSERT INTO helpdesk.department (name, slug) VALUES ('Some', 'some') RETURNING department_id"
    )[0]
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.department_member SET department_id = %s WHERE person_id = %s",
        department,
        desk.agent.id,
    )
    theirs = ids[theirs_of]
    desk.run(SYSTEM, "SET session_replication_role = replica")
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.ticket SET department_id = %s, assignee_id = NULL WHERE ticket_id = ANY (%s)",
        department,
        theirs,
    )
    desk.run(SYSTEM, "UPDATE helpdesk.ticket SET assignee_id = NULL WHERE assignee_id = %s", desk.agent.id)
    found = _found(desk, desk.agent, "common")
    assert set(found) <= set(theirs)
    assert found[:100] == theirs[:-101:-1]
    assert set(_found(desk, desk.agent, "rare")) == {ids[16]} & set(theirs)


@pytest.mark.parametrize("query", ["common", "comm", "help please", "rare", "nowhere"])
def test_search_reads_few_of_many(busy: tuple[Desk, list[int]], query: str) -> None:
    """Of 9,000 tickets and as many messages, all of which hold the common word."""
    desk, _ = busy
    read = (
        "SELECT sum(idx_tup_fetch)::int FROM pg_stat_xact_user_tables"
        " WHERE relname IN ('ticket', 'ticket_search', 'message_search')"
    )
    before = desk.one(SYSTEM, read)
    desk.run(desk.agent, "SELECT * FROM api.search(%s)", query)
    assert desk.one(SYSTEM, read) - before < 6000
