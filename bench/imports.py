"""An import from JSON lines beside the loader of demo data: `python -m bench --part imports`."""

import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import psycopg
from rich.console import Console
from rich.table import Table

from bench.server import Bench, create
from pgdesk.cli.output import say
from pgdesk.imports import jsonl
from pgdesk.imports.filling import fill
from pgdesk.imports.running import run_batches

MESSAGES = 3
#: Of the speed of the demo loader, which writes into tables without indexes and foreign keys.
LEAST_SHARE = 1 / 3
MOST_GROWTH_MB = 50
_AGENTS, _PER_CUSTOMER = 20, 20
_MB = 2**20
_TEXT = "It began on Monday: the heating of the second floor stays cold, whatever I set the thermostat to. "


class Measured(NamedTuple):
    """Tickets a second of each; memory: what the process grew by after its first tenth."""

    tickets: int
    loader: float
    imported: float
    steps: dict[str, float]
    grown_mb: float

    @property
    def share(self) -> float:
        return self.imported / self.loader


def measure(bench: Bench) -> Measured:
    """Reads, tests, maps, checks and takes over as many tickets as the demo data has."""
    dsn = create(bench.dsn, "imported")
    steps: dict[str, float] = {}
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(dsn, autocommit=True) as connection:
        _write(Path(folder) / jsonl.NAME, bench.tickets)
        seen: list[int] = []

        def ask(name: str, *values: Any) -> Any:
            places = ", ".join(["%s"] * len(values))
            row = connection.execute(f"SELECT helpdesk.{name}({places})", values).fetchone()
            return row[0] if row else None

        def timed(name: str, work: Any) -> None:
            began = time.perf_counter()
            work()
            steps[name] = time.perf_counter() - began
            say(f"{name}: {steps[name]:.1f} s")

        def watch(*_: int) -> None:
            seen.append(process.memory_info().rss)

        import_id = ask("begin_import", "bench", "jsonl")
        timed("read", lambda: fill(connection, import_id, jsonl.read(Path(folder), {}), None, watch))
        timed("test", lambda: (ask("test_import", import_id), ask("map_import", import_id)))
        timed("check", lambda: ask("check_import", import_id))
        ask("start_import", import_id)
        timed("run", lambda: run_batches(connection, import_id, progress=watch))
        report = ask("report_import", import_id)
        assert report["is_reconciled"]
        assert report["counts"]["ticket"]["imported"] == bench.tickets
    return Measured(
        bench.tickets,
        bench.tickets / bench.load_seconds,
        bench.tickets / sum(steps.values()),
        steps,
        (max(seen) - seen[len(seen) // 10]) / _MB,
    )


def show(measured: Measured) -> bool:
    """Prints the table; whether speed and memory keep their limits."""
    table = Table("what", "found", "limit")
    table.add_row("demo loader", f"{measured.loader:,.0f} tickets/s", "")
    table.add_row(
        f"import of {measured.tickets:,} tickets, {MESSAGES} messages each",
        f"{measured.imported:,.0f} tickets/s, {measured.share:.2f} of it",
        f"{LEAST_SHARE:.2f}",
    )
    table.add_row("its steps", ", ".join(f"{name} {took:.0f} s" for name, took in measured.steps.items()), "")
    table.add_row("its memory grows by", f"{measured.grown_mb:.0f} MB", f"{MOST_GROWTH_MB} MB")
    Console().print(table)
    return measured.share >= LEAST_SHARE and measured.grown_mb <= MOST_GROWTH_MB


def _write(path: Path, tickets: int) -> None:
    with path.open("w") as out:
        for record in _records(tickets):
            out.write(json.dumps(record) + "\n")


def _records(tickets: int) -> Iterator[dict[str, Any]]:
    """A year of tickets, the newest tenth open."""
    for number in range(_AGENTS):
        yield {"record": "person", "id": f"a{number}", "name": f"Agent {number}", "role": "agent"}
    for number in range(tickets // _PER_CUSTOMER + 1):
        email = f"customer{number}@example.com"
        yield {"record": "person", "id": f"c{number}", "name": f"Customer {number}", "email": email}
    begin = datetime(2025, 11, 1, tzinfo=UTC)
    for number in range(tickets):
        at = begin + timedelta(days=365) * number / tickets
        agent, customer = f"a{number % _AGENTS}", f"c{number // _PER_CUSTOMER}"
        is_open = number > tickets * 0.9
        yield {
            "record": "ticket",
            "id": str(number),
            "subject": f"Heating {number} stays cold",
            "description": _TEXT * 3,
            "status": "open" if is_open else "closed",
            "priority": ("low", "normal", "high")[number % 3],
            "requester": customer,
            "assignee": agent,
            "department": f"Team {number % 4}",
            "tags": [f"tag{number % 7}"],
            "created_at": at.isoformat(),
            **({} if is_open else {"resolved_at": (at + timedelta(hours=30)).isoformat()}),
        }
        for turn in range(MESSAGES):
            yield {
                "record": "message",
                "id": f"{number}-{turn}",
                "ticket": str(number),
                "kind": "reply",
                "author": customer if turn % 2 else agent,
                "body": _TEXT * (1 + turn),
                "created_at": (at + timedelta(hours=turn + 1)).isoformat(),
            }
