"""What is done by one at a time: others wait for it, and nobody who may only log in keeps them waiting."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.mail.parse import parse_to_json
from tests.conftest import login_dsn
from tests.custom.desk import CustomDesk
from tests.desk import SYSTEM, refused

#: By which earlier versions kept them apart: any login could hold them, and stop all others.
OLD_KEYS = (
    "7063357101",
    "hashtext('pgdesk logins')",
    "hashtext('helpdesk.choice'), 0",
    "hashtext('helpdesk.rebuild_sla_matching'), 0",
    "hashtext('helpdesk.ticket_link'), hashtext('parent_child')",
    "hashtext('helpdesk.ticket_link'), hashtext('problem_incident')",
    "hashtext('helpdesk.find_first_mail'), hashtext('one@test.example')",
)
MAIL = b"From: a@home.example\nTo: b@desk.example\nMessage-ID: <one@test.example>\nSubject: A\n\nB\n"

Act = Callable[[CustomDesk], object]


def _hold_all(dsn: str) -> psycopg.Connection[tuple[object, ...]]:
    reporter = psycopg.connect(login_dsn(dsn, "reporter"), autocommit=True)
    for key in OLD_KEYS:
        reporter.execute(f"SELECT pg_advisory_lock({key})".encode())
    return reporter


@pytest.fixture
def held(dsn: str) -> Iterator[None]:
    with _hold_all(dsn):
        yield


def _link(desk: CustomDesk) -> object:
    return desk.call(
        desk.agent, "link_tickets", from_id=desk.ticket(), to_id=desk.ticket(), kind="parent_child"
    )


def _merge(desk: CustomDesk) -> object:
    linked = desk.ticket()
    desk.call(desk.agent, "link_tickets", from_id=desk.ticket(), to_id=linked, kind="problem_incident")
    return desk.call(desk.agent, "merge_tickets", ticket_ids=[linked], into_id=desk.ticket())


def _rename(desk: CustomDesk) -> object:
    desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('vip')")
    return desk.run(SYSTEM, "UPDATE helpdesk.tag SET name = 'very' WHERE name = 'vip'")


def _take_in(desk: CustomDesk) -> object:
    mail = desk.one(SYSTEM, "SELECT inbound_mail_id FROM helpdesk.store_inbound_mail(%s, 'test')", MAIL)
    return desk.one(SYSTEM, "SELECT helpdesk.receive_mail(%s, %s::jsonb)", mail, parse_to_json(MAIL))


ACTS: dict[str, Act] = {
    "link": _link,
    "merge": _merge,
    "rename": _rename,
    "custom field": lambda desk: desk.field("severity"),
    "policies": lambda desk: desk.run(SYSTEM, "SELECT helpdesk.rebuild_sla_matching()"),
    "mail": _take_in,
}


@pytest.fixture
def deskful(desk: CustomDesk) -> CustomDesk:
    return CustomDesk(**vars(desk))


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("act", ACTS)
def test_a_login_that_holds_an_advisory_lock_stops_nobody(deskful: CustomDesk, act: str) -> None:
    deskful.db.execute("SET LOCAL lock_timeout = '2s'")
    ACTS[act](deskful)


def test_nor_does_it_stop_a_deploy(fresh_db: str) -> None:
    with _hold_all(fresh_db), ThreadPoolExecutor(1) as pool:
        assert not pool.submit(migrate, fresh_db).result(timeout=60)


@pytest.mark.parametrize("login", ["reporter", "worker", "authenticator"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT FROM helpdesk.turn FOR KEY SHARE",
        "LOCK TABLE helpdesk.turn IN ACCESS SHARE MODE",
        "LOCK TABLE pgdesk_deploy.file IN ROW EXCLUSIVE MODE",
        "LOCK TABLE helpdesk.sla_change IN ROW SHARE MODE",
        "SELECT FROM helpdesk.schedule_turn FOR KEY SHARE",
    ],
)
def test_no_login_can_hold_what_they_wait_for(deskful: CustomDesk, login: str, statement: str) -> None:
    with refused("42501"), deskful.db.transaction():
        deskful.db.execute(f"SET LOCAL SESSION AUTHORIZATION {login}".encode())
        deskful.db.execute(statement.encode())


@pytest.mark.parametrize(
    ("first", "second", "is_waiting"),
    [("false", "false", True), ("true", "false", True), ("false", "true", True), ("true", "true", False)],
    ids=["alone, alone", "shared, alone", "alone, shared", "shared, shared"],
)
def test_a_turn_is_waited_for(fresh_db: str, first: str, second: str, is_waiting: bool) -> None:
    """Also for one that nobody has taken before: its row is made by the first, whoever comes second."""
    for is_new in (True, False):
        with psycopg.connect(fresh_db) as one, psycopg.connect(fresh_db) as other:
            other.execute("SET lock_timeout = '300ms'")
            one.execute(f"SELECT helpdesk.take_turn('test', {first})".encode())
            assert _try(other, second) == ("55P03" if is_waiting or is_new else None)
            other.rollback()
            one.commit()
            other.execute(f"SELECT helpdesk.take_turn('test', {second})".encode())


def _try(connection: psycopg.Connection[tuple[object, ...]], is_shared: str) -> str | None:
    try:
        connection.execute(f"SELECT helpdesk.take_turn('test', {is_shared})".encode())
    except psycopg.errors.LockNotAvailable as problem:
        return problem.sqlstate
    return None
