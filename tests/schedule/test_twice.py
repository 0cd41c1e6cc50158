"""Each job of the schedule is safe twice: what it did it does not do again, and one at a time does it."""

from typing import Any

import psycopg

from tests.conftest import Connection, login_dsn

#: What a job writes each time: one that wakes workers, until these have done it; one that notes how far
#: it has looked.
WRITES = {
    "wake_deliveries": {"dramatiq.queue"},
    "wake_due_mail": {"dramatiq.queue"},
    "count_days": {"helpdesk.counted_until"},
}
#: Something to do for jobs that find nothing in a year of demo data.
_OLD = """
    INSERT INTO helpdesk.schedule_run (name, started_at, duration)
    VALUES ('seals', helpdesk.clock() - interval '60 days', '0');
    INSERT INTO helpdesk.idempotency_key (caller, key, verb, request_hash, created_at)
    VALUES ('agent 2', 'k', 'reply', '', helpdesk.clock() - interval '60 days');
    INSERT INTO helpdesk.login_try (tried, tries, last_at)
    VALUES ('x', 3, helpdesk.clock() - interval '9 days');
    INSERT INTO helpdesk.session (person_id, expires_at, network, client)
    VALUES (2, helpdesk.clock() - interval '90 days', '192.0.2.1', '');
    INSERT INTO helpdesk.api_token (person_id, role, name, token_hash, expires_at)
    VALUES (2, 'agent', 'old', sha256(''), helpdesk.clock() - interval '200 days');
    INSERT INTO helpdesk.login_link (token_hash, person_id, purpose, email, expires_at)
    VALUES (sha256(''), 2, 'reset_password', 'x@desk.example', helpdesk.clock() - interval '90 days');
    INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('desk@desk.example', 'Desk');
    SELECT helpdesk.queue_mail('notice', p.person_id) FROM helpdesk.person AS p LIMIT 5;
    UPDATE helpdesk.outgoing_mail
    SET created_at = created_at - interval '60 days', state = 'sent',
        sent_at = helpdesk.clock() - interval '60 days';
    SELECT helpdesk.queue_mail('notice', p.person_id) FROM helpdesk.person AS p LIMIT 5;
    SELECT helpdesk.store_inbound_mail('From: a@b.example', 'test');
    UPDATE helpdesk.inbound_mail SET queued_at = queued_at - interval '1 day';
    INSERT INTO helpdesk.webhook (name, url, events) VALUES ('hook', 'https://hook.example', '{*}');
    SELECT helpdesk.queue_delivery(w.webhook_id, t.ticket_id, 'rule_called', NULL, '{}')
    FROM helpdesk.webhook AS w, (SELECT ticket_id FROM helpdesk.ticket LIMIT 5) AS t;
    UPDATE helpdesk.ticket SET assignee_id = NULL
    WHERE ticket_id IN (SELECT ticket_id FROM helpdesk.ticket WHERE status = 'open' LIMIT 20);
"""
_WRITTEN = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_all_tables"
#: More batches than any job needs here.
_BATCHES = 40


def test_a_job_that_is_done_has_nothing_to_write(demo_db: Connection) -> None:
    """Three weeks after the last of a year of tickets, so that most jobs have something to do."""
    demo_db.execute("SELECT set_config('pgdesk.test_clock', (now() + interval '20 days')::text, true)")
    demo_db.execute("UPDATE helpdesk.setting SET value = 'true' WHERE key = 'mail_enabled'")
    demo_db.execute(_OLD)
    demo_db.execute("SET LOCAL SESSION AUTHORIZATION worker")
    busy, again = set(), {}
    for name in _jobs(demo_db):
        with demo_db.transaction(force_rollback=True):
            for batch in range(_BATCHES):
                result, has_more, touched = _try(demo_db, name)
                if batch > 0 and not has_more and touched.keys() <= WRITES.get(name, set()):
                    break
                if touched:
                    busy.add(name)
                again[name] = (result, touched)
                said = demo_db.execute("SELECT helpdesk.run_job(%s)", (name,)).fetchone()
                assert said is not None
                assert not str(said[0]).startswith("error"), (name, said)
            else:
                raise AssertionError(f"{name} never finds nothing left: {again[name]}")
    assert len(busy) >= 14, busy


def _try(db: Connection, name: str) -> tuple[Any, ...]:
    row = db.execute("SELECT * FROM helpdesk.try_job(%s)", (name,)).fetchone()
    assert row is not None
    return row


def _jobs(db: Connection) -> list[str]:
    return sorted(name for name, _ in db.execute("SELECT * FROM helpdesk.list_jobs()"))


def test_of_two_at_once_one_does_it(fresh_db: str) -> None:
    """Whoever comes second writes nothing, and does not wait."""
    worker = login_dsn(fresh_db, "worker")
    with psycopg.connect(worker) as first, psycopg.connect(worker) as second:
        second.execute("SET lock_timeout = '5s'")
        for name in _jobs(first):
            assert first.execute("SELECT helpdesk.run_job(%s)", (name,)).fetchone() != ("already running",)
            assert second.execute(_WRITTEN).fetchone() == (0,)
            assert second.execute("SELECT helpdesk.run_job(%s)", (name,)).fetchone() == ("already running",)
            assert second.execute(_WRITTEN).fetchone() == (0,)
            first.rollback()
            second.rollback()
