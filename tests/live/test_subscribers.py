"""Functions that hear of events: each of its kinds at least once, whatever fails in between."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from pgdesk.workers.subscribers import Event, Subscriber, load, on, tell
from tests.conftest import login_dsn

Connection = psycopg.Connection[Any]
KINDS = ("ticket_created", "ticket_updated")


class Hearing:
    """A subscriber that keeps what it hears, and fails where it is told to."""

    def __init__(self, fresh_db: str, worker: Connection) -> None:
        self.heard: list[str] = []
        self.fails_at: str | None = None
        self.worker = worker
        self.dsn = fresh_db
        self.subscriber = Subscriber("tests.hear", KINDS, self._hear)

    def _hear(self, event: Event) -> None:
        subject = event.payload.get("subject", event.kind)
        if subject == self.fails_at:
            raise RuntimeError(f"no {subject}")
        self.heard.append(subject)

    def listen(self) -> list[str]:
        """Until there is nothing more."""
        while tell(self.worker, self.subscriber):
            pass
        return self.heard


@pytest.fixture
def worker(fresh_db: str) -> Iterator[Connection]:
    with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def desk(fresh_db: str) -> Iterator[Connection]:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ann', 'ann@x.example', 'customer')"
        )
        connection.execute(
            "INSERT INTO helpdesk.ticket (subject, requester_id) VALUES ('first', 1), ('other', 1)"
        )
        yield connection


@pytest.fixture
def hearing(fresh_db: str, desk: Connection, worker: Connection) -> Hearing:
    """It has begun; what was before it does not hear."""
    made = Hearing(fresh_db, worker)
    assert made.listen() == []
    return made


def _record(connection: Connection, subject: str, ticket_id: int = 1, kind: str = "ticket_updated") -> None:
    connection.execute(
        "SELECT helpdesk.record_event(%s, %s, jsonb_build_object('subject', %s::text))",
        (ticket_id, kind, subject),
    )


def test_it_hears_of_its_kinds_once(desk: Connection, hearing: Hearing) -> None:
    _record(desk, "a")
    _record(desk, "nothing of its", kind="ticket_escalated")
    _record(desk, "b")
    assert hearing.listen() == ["a", "b"]
    assert hearing.listen() == ["a", "b"]


def test_many_at_once_come_in_order(desk: Connection, hearing: Hearing) -> None:
    for number in range(50):
        _record(desk, str(number))
    assert hearing.listen() == [str(number) for number in range(50)]


def test_a_late_commit_is_heard(desk: Connection, hearing: Hearing) -> None:
    with psycopg.connect(hearing.dsn) as slow:
        _record(slow, "late", ticket_id=2)
        _record(desk, "quick")
        assert hearing.listen() == ["quick"]
        slow.commit()
    assert hearing.listen() == ["quick", "late"]


def test_one_that_fails_hears_it_again_and_nothing_later_before(desk: Connection, hearing: Hearing) -> None:
    for subject in "abc":
        _record(desk, subject)
    hearing.fails_at = "b"
    for _ in range(2):
        with pytest.raises(RuntimeError, match="no b"):
            hearing.listen()
    _record(desk, "d")
    hearing.fails_at = None
    assert hearing.listen() == ["a", "b", "c", "d"]


def test_a_worker_that_is_killed_leaves_it_to_another(desk: Connection, hearing: Hearing) -> None:
    """Its transaction ends with it, so that what it had told is told again."""
    _record(desk, "a")

    def die(event: Event) -> None:
        hearing.heard.append("died")
        hearing.worker.pgconn.finish()

    with pytest.raises(psycopg.OperationalError):
        tell(hearing.worker, Subscriber("tests.hear", KINDS, die))
    with psycopg.connect(login_dsn(hearing.dsn, "worker"), autocommit=True) as hearing.worker:
        assert hearing.listen() == ["died", "a"]


def test_two_workers_do_not_tell_at_the_same_time(desk: Connection, hearing: Hearing) -> None:
    _record(desk, "a")
    with psycopg.connect(login_dsn(hearing.dsn, "worker"), autocommit=True) as other:

        def meet(event: Event) -> None:
            assert tell(other, hearing.subscriber) is False
            hearing.heard.append("met")

        tell(hearing.worker, Subscriber("tests.hear", KINDS, meet))
        assert tell(other, hearing.subscriber) is False
    assert hearing.heard == ["met"]


def test_modules_are_loaded_by_name() -> None:
    @on("rated")
    def hear(event: Event) -> None:
        raise AssertionError

    assert Subscriber(f"{__name__}.{hear.__qualname__}", ("rated",), hear) in load(f"{__name__},")
