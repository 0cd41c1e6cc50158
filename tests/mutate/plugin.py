"""The part of `make mutate` that runs inside pytest, started by `__main__` with --mutate=<a plan's file>.

Task `record` runs the tests once and notes what each uses; `draw` writes the mutants; `judge` forks for each
mutant a child that runs, on a database with that one fault, the tests that use the faulty thing.
"""

import contextlib
import json
import multiprocessing
import os
import re
import signal
import time
from collections import defaultdict
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import tuple_row

from tests import conftest
from tests.conftest import TEMPLATE, Connection, _test_cluster
from tests.mutate.equivalents import read_equivalents
from tests.mutate.mutants import Deploys, Mutant, draw, list_mutants, plant

#: What the tests of a mutant may have taken without a fault; how long one of them is waited for.
BUDGET_SECONDS = 90
PATIENCE_SECONDS, PATIENCE_TIMES = 60, 20
_USED = """
    SELECT schemaname || '.' || funcname, calls FROM {0}_functions
    UNION ALL
    SELECT schemaname || '.' || relname, seq_scan + coalesce(idx_scan, 0) + n_tup_ins FROM {0}_tables
    WHERE schemaname IN ('helpdesk', 'audit')
"""
_CALLED = re.compile(r'function "?((?:api|helpdesk|audit)\.\w+)')


class Record(NamedTuple):
    """What a test took and used when nothing was wrong."""

    seconds: float
    uses: frozenset[str]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutate", type=Path, help="A plan written by python -m tests.mutate")


def pytest_configure(config: pytest.Config) -> None:
    plan = json.loads(config.getoption("--mutate").read_text())
    task = {"record": Recording, "draw": Drawing, "judge": Judging}[plan["task"]]
    config.pluginmanager.register(task(config, plan))


class Drawing:
    def __init__(self, config: pytest.Config, plan: dict[str, Any]) -> None:
        self.config, self.plan = config, plan

    def pytest_collection(self) -> bool:
        return True

    def pytest_runtestloop(self) -> bool:
        with psycopg.connect(_test_cluster(self.config).dsn(TEMPLATE), autocommit=True) as connection:
            only = self.plan["only"] or [""]
            found = [m for m in list_mutants(connection) if any(text in m.name for text in only)]
            deploys, equivalents = Deploys(connection), read_equivalents()
            drawn = draw(
                found,
                self.plan["number"],
                self.plan["seed"],
                lambda mutant: mutant.name not in equivalents and deploys(mutant),
            )
        Path(self.plan["out"]).write_text(json.dumps([mutant.as_json() for mutant in drawn], indent=1))
        return True


class Recording:
    """What each test uses, by the counters of its connections and of databases that it drops."""

    def __init__(self, config: pytest.Config, plan: dict[str, Any]) -> None:
        self.out = Path(plan["out"])
        self.uses: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.skipped: set[str] = set()
        self.item = ""
        self.opened: dict[Connection, dict[str, int]] = {}
        self.server = _test_cluster(config).dsn()
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET track_functions = 'all'")
            connection.execute("SELECT pg_reload_conf()")
        self._watch()

    def _watch(self) -> None:
        connect, execute, drop = psycopg.connect, psycopg.Cursor.execute, conftest.drop_database

        def watched_connect(*args: Any, **kwargs: Any) -> Connection:
            connection = connect(*args, **kwargs)
            self.opened[connection] = {}
            return connection

        def watched_execute(cursor: psycopg.Cursor[Any], *args: Any, **kwargs: Any) -> psycopg.Cursor[Any]:
            try:
                return execute(cursor, *args, **kwargs)
            except psycopg.Error as refusal:  # functions that an error ends are not counted
                self.uses[self.item].update(_CALLED.findall(refusal.diag.context or ""))
                raise

        def watched_drop(server_dsn: str, name: str) -> None:
            self._note_database(name)
            drop(server_dsn, name)

        psycopg.connect = watched_connect  # type: ignore[assignment]
        psycopg.Cursor.execute = watched_execute  # type: ignore[method-assign, assignment]
        conftest.drop_database = watched_drop

    def _note_database(self, name: str) -> None:
        """Backends that have ended have left their counts."""
        with psycopg.connect(make_conninfo(self.server, dbname=name)) as connection:
            used = connection.execute(_USED.format("pg_stat_user")).fetchall()
        self.uses[self.item].update(name for name, calls in used if calls)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Connections that were used before begin at nothing."""
        self.item = item.nodeid
        for connection in self.opened:
            if connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
                connection.execute("SELECT pg_stat_force_next_flush()")
                connection.rollback()
                self.opened[connection] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        for connection, seen in list(self.opened.items()):
            if connection.closed:
                del self.opened[connection]
            elif connection.info.transaction_status in (
                psycopg.pq.TransactionStatus.IDLE,
                psycopg.pq.TransactionStatus.INTRANS,
            ):
                with connection.cursor(row_factory=tuple_row) as cursor:
                    used: dict[str, int] = dict(cursor.execute(_USED.format("pg_stat_xact_user")).fetchall())
                self.uses[self.item].update(name for name, calls in used.items() if calls > seen.get(name, 0))
                self.opened[connection] = used

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.skipped:
            self.skipped.add(report.nodeid)
        elif report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """By file; nothing of a file in which a test fails."""
        failing = {node.split("::")[0] for node in self.failed}
        tests: dict[str, dict[str, tuple[float, list[str]]]] = defaultdict(dict)
        for node, seconds in self.seconds.items():
            file = node.split("::")[0]
            if file not in failing and node not in self.skipped:
                tests[file][node] = (round(seconds, 3), sorted(self.uses[node]))
        self.out.write_text(json.dumps({"tests": tests, "failing": sorted(failing)}))


class Judging:
    def __init__(self, config: pytest.Config, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.records = {
            node: Record(seconds, frozenset(uses))
            for node, (seconds, uses) in json.loads(Path(plan["records"]).read_text()).items()
        }
        self.mutants = [Mutant(**mutant) for mutant in plan["mutants"]]
        #: What killed earlier mutants of the same object is tried first.
        self.killers: dict[str, list[str]] = defaultdict(list, plan["killers"])
        self.server = plan.get("server") or _test_cluster(config).dsn()
        self.template = plan.get("template", TEMPLATE)
        self.pristine = self.template.replace("template", "pristine")
        self._on_server(
            f"ALTER DATABASE {self.template} WITH IS_TEMPLATE false",
            f"ALTER DATABASE {self.template} RENAME TO {self.pristine}",
        )

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        with Path(self.plan["out"]).open("a") as out:
            for mutant in self.mutants:
                begun = time.monotonic()
                nodes = [node for node in self._choose(mutant) if node in items]
                self._plant(mutant)
                by = self._run([items[node] for node in nodes])
                if by in items and by not in self.killers[mutant.object]:
                    self.killers[mutant.object].insert(0, by)
                verdict = {
                    "mutant": mutant.as_json(), "name": mutant.name, "by": by, "tests": len(nodes),
                    "seconds": round(time.monotonic() - begun, 1),
                }  # fmt: skip
                print(json.dumps(verdict), file=out, flush=True)
        return True

    def _choose(self, mutant: Mutant) -> list[str]:
        """Killers of its neighbours, files that use most of what it touches, its subject's, the quick."""
        own = f"tests/{mutant.subject}/"
        nodes = [node for node, record in self.records.items() if not record.uses.isdisjoint(mutant.touches)]
        # Postgres does not count the functions that it inlines.
        nodes = nodes or [node for node in self.records if node.startswith((own, "tests/rls/"))]
        by_file: dict[str, list[str]] = defaultdict(list)
        for node in nodes:
            by_file[node.split("::")[0]].append(node)

        def cost(file: str) -> tuple[int, bool, bool, float]:
            records = [self.records[node] for node in by_file[file]]
            unused = min(len(set(mutant.touches) - record.uses) for record in records)
            mean = sum(record.seconds for record in records) / len(records)
            return unused, not file.startswith(own), not file.startswith("tests/rls/"), mean

        chosen = list(dict.fromkeys(self.killers[mutant.object]))
        spent = 0.0
        for file in sorted(by_file, key=cost):
            for node in by_file[file]:
                spent += self.records[node].seconds
                if spent < BUDGET_SECONDS and node not in chosen:
                    chosen.append(node)
        return chosen

    def _plant(self, mutant: Mutant) -> None:
        """In the template of what the tests clone, made anew; what a killed test left goes."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            names = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s",
                (self.template.removesuffix("template"), self.pristine),
            ).fetchall()
        self._on_server(
            *(f"DROP DATABASE {name} WITH (FORCE)" for (name,) in names),
            f"CREATE DATABASE {self.template} TEMPLATE {self.pristine} STRATEGY file_copy",
        )
        with psycopg.connect(make_conninfo(self.server, dbname=self.template)) as connection:
            plant(connection, mutant)

    def _run(self, items: list[pytest.Item]) -> str:
        """The test that failed, "timeout in" one, or nothing when all passed."""
        ours, theirs = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(target=_run_items, args=(items, theirs))
        child.start()
        theirs.close()
        running = "set-up"
        try:
            while True:
                took = self.records[running].seconds if running in self.records else 0
                if not ours.poll(PATIENCE_SECONDS + PATIENCE_TIMES * took):
                    return f"timeout in {running}"
                said, node = ours.recv()
                if said == "ended":
                    return str(node)
                running = node
        except EOFError:
            return f"crash in {running}"
        finally:
            _kill(child)

    def _on_server(self, *statements: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(sql.SQL(statement))


def _run_items(items: list[pytest.Item], pipe: Pipe) -> None:
    """In the child: ends at the first failure; its fixtures go with the process."""
    os.setsid()
    failed: list[str] = []

    class Watch:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    for item, following in zip(items, [*items[1:], None], strict=True):
        if not failed:
            pipe.send(("began", item.nodeid))
            if not item.config.pluginmanager.has_plugin("watch"):
                item.config.pluginmanager.register(Watch(), "watch")
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    pipe.send(("ended", failed[0] if failed else ""))


def _kill(child: multiprocessing.process.BaseProcess) -> None:
    assert child.pid
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.kill()  # for one that has no group of its own yet
    child.join()
