"""api.jobs: what workers have to do, tried again or dropped."""

import json

import pytest

from tests.conftest import Connection
from tests.desk import Desk, refused


def _give_up(db: Connection, actor: str = "send", queue: str = "slow.DQ", state: str = "rejected") -> str:
    row = db.execute("SELECT helpdesk.enqueue(%s, '[7]', %s)", (actor, queue)).fetchone()
    assert row is not None
    options = {"retries": 3, "eta": 5, "traceback": "Traceback:\n  somewhere\nOSError: no route to host\n\n"}
    db.execute(
        "UPDATE dramatiq.queue SET state = %s::dramatiq.state, message = jsonb_set(message, '{options}', %s)"
        " WHERE message_id = %s",
        (state, json.dumps(options), row[0]),
    )
    return str(row[0])


def test_an_administrator_sees_why_a_job_was_given_up(desk: Desk) -> None:
    job_id = _give_up(desk.db)
    query = "SELECT actor, queue, state, arguments, failures, last_error FROM api.jobs WHERE job_id = %s"
    assert desk.run(desk.admin, query, job_id) == [
        ("send", "slow", "given_up", [7], 3, "OSError: no route to host")
    ]
    assert desk.run(desk.agent, query, job_id) == []


def test_a_job_is_tried_again_from_the_beginning(desk: Desk) -> None:
    job_id = _give_up(desk.db)
    assert desk.run(desk.admin, "SELECT api.requeue_jobs(ARRAY[%s::uuid])", job_id) == [(1,)]
    assert desk.db.execute(
        "SELECT state::text, queue_name, message ->> 'queue_name', message -> 'options', worker_id,"
        " available_at <= helpdesk.clock() FROM dramatiq.queue WHERE message_id = %s",
        (job_id,),
    ).fetchall() == [("queued", "slow", "slow", {}, None, True)]


def test_all_that_an_actor_gave_up_are_tried_again(desk: Desk) -> None:
    ours = [_give_up(desk.db) for _ in range(2)]
    other, waiting = _give_up(desk.db, "other"), _give_up(desk.db, state="queued")
    assert desk.run(desk.admin, "SELECT api.requeue_jobs(actor => 'send')") == [(2,)]
    left = dict(desk.run(desk.admin, "SELECT job_id::text, failures FROM api.jobs"))
    assert [left[job] for job in (*ours, other, waiting)] == [0, 0, 3, 3]


def test_a_job_is_dropped(desk: Desk) -> None:
    given_up, waiting = _give_up(desk.db), _give_up(desk.db, state="queued")
    assert desk.run(desk.admin, "SELECT api.discard_jobs(%s::uuid[])", [given_up, waiting]) == [(2,)]
    assert desk.run(desk.admin, "SELECT job_id FROM api.jobs") == []


@pytest.mark.parametrize("verb", ["requeue_jobs", "discard_jobs"])
def test_what_a_worker_does_is_left_to_it(desk: Desk, verb: str) -> None:
    in_work, given_up = _give_up(desk.db, state="consumed"), _give_up(desk.db)
    with refused("PD167", "/rest/jobs"):
        desk.run(desk.admin, f"SELECT api.{verb}(%s::uuid[])", [in_work, given_up])


def _faults(db: Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM helpdesk.list_queue_faults()").fetchall()]


def test_jobs_without_a_worker_and_old_ones_are_told(db: Connection) -> None:
    assert _faults(db) == []
    db.execute("SELECT helpdesk.enqueue('send', '[]', 'mail', interval '-2 minutes')")
    assert _faults(db) == ["workers"]
    db.execute("INSERT INTO dramatiq.worker (worker_id, heartbeat_at) VALUES (gen_random_uuid(), now())")
    assert _faults(db) == []
    db.execute("SELECT helpdesk.enqueue('send', '[]', 'mail', interval '-11 minutes')")
    assert _faults(db) == ["queue mail"]


def test_a_worker_that_died_is_told_and_one_that_ended_is_not(db: Connection) -> None:
    row = db.execute(
        "INSERT INTO dramatiq.worker (worker_id, heartbeat_at)"
        " VALUES (gen_random_uuid(), now() - interval '100 seconds') RETURNING worker_id"
    ).fetchone()
    assert row is not None
    assert _faults(db) == [f"worker {row[0]}"]
    db.execute("SELECT helpdesk.end_worker(%s)", row)
    assert _faults(db) == []


def test_runs_are_added_up(db: Connection) -> None:
    for failed in (0, 2):
        said = [{"actor": "send", "queue": "mail", "done": 3, "failed": failed}]
        db.execute("SELECT helpdesk.count_runs(%s)", (json.dumps(said),))
    assert db.execute("SELECT actor, queue, done, failed FROM helpdesk.counted_runs()").fetchall() == [
        ("send", "mail", 6, 2)
    ]


def test_queues_are_measured(db: Connection) -> None:
    for delay in ("-30 seconds", "1 hour"):
        db.execute("SELECT helpdesk.enqueue('send', '[]', 'mail', %s::interval)", (delay,))
    _give_up(db, queue="mail.DQ")
    _give_up(db, queue="mail", state="consumed")
    row = db.execute("SELECT * FROM helpdesk.measure_queues()").fetchone()
    assert row is not None
    assert (row[:5], 30 <= row[5] < 60) == (("mail", 1, 1, 1, 1), True)
