"""kill -9 of a worker, whatever actor it is at and how far it is: another one does all of it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature

import psycopg
import pytest

from tests.conftest import Connection, login_dsn
from tests.waiting import until
from tests.workers.actors import declared

#: What an actor is asked to do here is nothing that there is.
_ARGUMENTS: dict[object, object] = {int: 0, str: "none"}

#: What holds a worker up: as it takes a job, amid its work, after its work and before it says so.
_HOLDS = {
    "takes": "BEFORE UPDATE ON dramatiq.queue FOR EACH ROW WHEN (NEW.state = 'consumed')",
    "works": None,
    "has worked": "BEFORE DELETE OR UPDATE ON dramatiq.queue FOR EACH ROW WHEN (OLD.state = 'consumed')",
}
_TRIGGER = """
    CREATE FUNCTION public.hold_up() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock_shared(42);
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$;
    CREATE TRIGGER aa_hold_up {} EXECUTE FUNCTION public.hold_up();
"""
_LOCK_ALL = """
    DO $$ BEGIN
        EXECUTE (
            SELECT 'LOCK TABLE ' || string_agg(c.oid::regclass::text, ', ') || ' IN ACCESS EXCLUSIVE MODE'
            FROM pg_class AS c
            WHERE c.relnamespace = 'helpdesk'::regnamespace AND c.relkind IN ('r', 'p')
        );
    END $$
"""
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
#: That has neither been done nor failed.
_LEFT = """
    SELECT q.message ->> 'actor_name' FROM dramatiq.queue AS q
    WHERE q.state <> 'rejected' AND NOT (q.message -> 'options' ? 'retries')
"""


@contextmanager
def _worker(dsn: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PGDESK_WORKER_DATABASE_URL": login_dsn(dsn, "worker"),
        "PGDESK_SECRET_KEYS": "a key that seals in these tests only",
        "PGDESK_CLOCK": "off",
        "PGDESK_WORKER_THREADS": "2",
        "PGDESK_LOG_LEVEL": "critical",
    }
    process = subprocess.Popen([sys.executable, "-m", "pgdesk.workers"], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _count(connection: Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def actors() -> dict[str, tuple[str, list[object]]]:
    """Queue and arguments of each."""
    with declared() as found:
        return {
            name: (
                actor.queue_name,
                [_ARGUMENTS.get(one.annotation) for one in signature(actor.fn).parameters.values()],
            )
            for name, actor in found.items()
        }


@pytest.mark.slow
@pytest.mark.parametrize("phase", _HOLDS)
def test_what_a_killed_worker_was_at_is_done_by_another(
    fresh_db: str, actors: dict[str, tuple[str, list[object]]], phase: str
) -> None:
    hold = _HOLDS[phase]
    with psycopg.connect(fresh_db, autocommit=True) as desk, psycopg.connect(fresh_db) as holding:
        if hold is None:
            holding.execute(_LOCK_ALL)
        else:
            desk.execute(_TRIGGER.format(hold).encode())
            holding.execute("SELECT pg_advisory_xact_lock(42)")
        for name, (queue, arguments) in actors.items():
            desk.execute(
                "INSERT INTO dramatiq.queue (message_id, queue_name, state, message)"
                " SELECT i, %(queue)s, 'queued', jsonb_build_object('queue_name', %(queue)s::text,"
                " 'actor_name', %(actor)s::text, 'args', %(args)s::jsonb, 'kwargs', '{}'::jsonb,"
                " 'options', '{}'::jsonb, 'message_id', i, 'message_timestamp', 0)"
                " FROM gen_random_uuid() AS i",
                {"queue": queue, "actor": name, "args": json.dumps(arguments)},
            )
        queues = len({queue for queue, _ in actors.values()})
        with _worker(fresh_db) as killed:
            until(lambda: _count(desk, _WAITING) >= queues, seconds=60)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        # What it had sent is still done, until the server sees that it is gone.
        desk.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE usename = 'worker' AND datname = current_database()"
        )
        begun = {actor for (actor,) in desk.execute(_LEFT)}
        holding.rollback()
        # A minute later, when its heartbeats have been missing.
        desk.execute("UPDATE dramatiq.worker SET heartbeat_at = now() - interval '5 minutes'")
        with _worker(fresh_db) as other:
            until(lambda: desk.execute(_LEFT).fetchone() is None, seconds=90)
            other.send_signal(signal.SIGTERM)
            assert other.wait(60) == 0
        counted = {actor for (actor,) in desk.execute("SELECT actor FROM helpdesk.counted_runs()")}
        assert counted >= begun > set()
        # Some have nothing to do in the database, and may have ended before.
        assert begun == set(actors) or hold is None
