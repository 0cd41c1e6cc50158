"""Live streams: what 1,000 of as many people take of one api process, and how soon all are told."""

import asyncio
import statistics
import time
from dataclasses import dataclass

import click
import psutil
import psycopg

from bench.server import Bench, Served, running
from pgdesk.cli.tokens import make_token

STREAMS = 1_000
#: Of an api process, more than before they came; until half of them have been told.
MOST_MB, MOST_MS = 100, 200
_EVENTS = 10
_TOGETHER = 50

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_PEOPLE = """
    INSERT INTO helpdesk.person (name, email, role)
    SELECT 'Watcher ' || n, 'watcher' || n || '@bench.example', 'agent' FROM generate_series(1, %s) AS n
    RETURNING person_id
"""
_HAPPENS = "SELECT helpdesk.record_event(1, 'ticket_updated')"


@dataclass(frozen=True)
class Watched:
    """`mb`: more memory; milliseconds from an event's commit until half, and the last, have been told;
    of the api process's CPU for each event."""

    mb: float
    median_ms: float
    last_ms: float
    cpu_ms: float

    @property
    def is_good(self) -> bool:
        return self.mb <= MOST_MB and self.median_ms <= MOST_MS


def show(watched: Watched) -> bool:
    click.echo(
        f"{STREAMS} live streams: {watched.mb:.0f} MB more (at most {MOST_MB}), half are told within"
        f" {watched.median_ms:.0f} ms (at most {MOST_MS}), all within {watched.last_ms:.0f} ms;"
        f" {watched.cpu_ms:.0f} ms of the process an event"
    )
    return watched.is_good


def measure(bench: Bench) -> Watched:
    with psycopg.connect(bench.dsn, autocommit=True) as connection:
        people = [row[0] for row in connection.execute(_PEOPLE, (STREAMS,)).fetchall()]
    tokens = [make_token(bench.settings.jwt_secret, "agent", person_id, hours=2) for person_id in people]
    served = bench.helpdesk()
    with running(served):
        return asyncio.run(_watch(bench, served, tokens))


async def _watch(bench: Bench, served: Served, tokens: list[str]) -> Watched:
    # Whoever has answered once has loaded what it needs.
    first = await _open(served, tokens[0])
    before = _memory()
    readers = [first]
    for start in range(1, len(tokens), _TOGETHER):
        readers += await asyncio.gather(
            *(_open(served, token) for token in tokens[start : start + _TOGETHER])
        )
    memory, medians, lasts = _memory(), [], []
    busy = _cpu_seconds()
    with psycopg.connect(bench.dsn, autocommit=True) as connection:
        for _ in range(_EVENTS):
            told = [asyncio.ensure_future(_told(reader)) for reader, _ in readers]
            await asyncio.to_thread(connection.execute, _HAPPENS)
            committed = time.perf_counter()
            times = await asyncio.gather(*told)
            medians.append(1000 * (statistics.median(times) - committed))
            lasts.append(1000 * (max(times) - committed))
    cpu_ms = 1000 * (_cpu_seconds() - busy) / _EVENTS
    return Watched((memory - before) / 1e6, statistics.median(medians), statistics.median(lasts), cpu_ms)


async def _open(served: Served, token: str) -> Connection:
    reader, writer = await asyncio.open_connection(served.host, served.port)
    writer.write(f"GET /live HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    await _read(reader, b"event: Ready\n")
    return reader, writer


async def _told(reader: asyncio.StreamReader) -> float:
    await _read(reader, b"event: TicketUpdated\n")
    return time.perf_counter()


async def _read(reader: asyncio.StreamReader, until: bytes) -> None:
    try:
        await asyncio.wait_for(reader.readuntil(until), 60)
    except asyncio.IncompleteReadError as error:
        raise RuntimeError(f"the stream ended: {error.partial.decode()}") from None


def _server() -> psutil.Process:
    """Of what we started, the api process alone is a Python of ours."""
    found = psutil.Process().children()
    return next(process for process in found if "pgdesk.cli.run.serve" in process.cmdline())


def _memory() -> int:
    return int(_server().memory_info().rss)


def _cpu_seconds() -> float:
    times = _server().cpu_times()
    return float(times.user + times.system)
