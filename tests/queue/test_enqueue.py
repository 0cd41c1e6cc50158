"""A job is queued in the transaction of the change that caused it."""

import psycopg
import pytest

from tests.conftest import Connection, login_dsn
from tests.desk import SYSTEM, Desk, Person, refused


def test_a_message_has_dramatiqs_shape(desk: Desk) -> None:
    desk.clock("2024-05-01 10:00+00")
    made = desk.one(
        Person("worker"), "SELECT helpdesk.enqueue('send_mail', '[7]', 'mail', interval '1 hour')::text"
    )
    state, queue, due, message = desk.run(
        SYSTEM,
        "SELECT state::text, queue_name, available_at = '2024-05-01 11:00+00', message "
        "FROM dramatiq.queue WHERE message_id = %s",
        made,
    )[0]
    assert (state, queue, due) == ("queued", "mail", True)
    assert message == {
        "queue_name": "mail",
        "actor_name": "send_mail",
        "args": [7],
        "kwargs": {},
        "options": {},
        "message_id": made,
        "message_timestamp": 1714557600000,
    }


def test_a_rolled_back_change_leaves_no_job_and_wakes_nobody(fresh_db: str) -> None:
    with (
        psycopg.connect(login_dsn(fresh_db, "worker")) as writer,
        psycopg.connect(fresh_db, autocommit=True) as listener,
    ):
        listener.execute('LISTEN "dramatiq.default.enqueue"')
        writer.execute("SELECT helpdesk.enqueue('send_mail')")
        writer.rollback()
        writer.execute("SELECT helpdesk.enqueue('send_mail')")
        writer.commit()
        assert len(list(listener.notifies(timeout=5, stop_after=1))) == 1
        assert list(listener.notifies(timeout=0)) == []
        assert listener.execute("SELECT count(*) FROM dramatiq.queue").fetchone() == (1,)


@pytest.mark.parametrize("role", ["customer", "agent", "admin"])
def test_clients_enqueue_nothing(desk: Desk, role: str) -> None:
    with refused("42501"):
        desk.run(getattr(desk, role), "SELECT helpdesk.enqueue('send_mail')")


def test_the_test_server_has_the_queue(db: Connection) -> None:
    assert db.execute("SELECT to_regclass('dramatiq.queue') IS NOT NULL").fetchone() == (True,)
