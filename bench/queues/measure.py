"""Both take turns, so that a busy machine slows both."""

import json
import statistics
import subprocess
from pathlib import Path

import click
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from bench.peers.environment import install
from bench.queues import ours
from bench.queues.rates import Rates
from bench.server import Bench

JOBS = 2_000
_FOLDER = Path(__file__).parent


def measure(bench: Bench, runs: int) -> list[tuple[Rates, Rates]]:
    """Ours and procrastinate's, of each run."""
    python = install(click.echo, _FOLDER / "requirements.lock", "queues")
    return [
        (ours.measure(bench.settings.worker_database_url, JOBS), _peer(bench, python)) for _ in range(runs)
    ]


def show(measured: list[tuple[Rates, Rates]]) -> bool:
    """Neither may be slower than procrastinate's."""
    is_good = True
    for what in ("enqueued", "done"):
        own, other = (
            statistics.median(getattr(rates, what) for rates in all_) for all_ in zip(*measured, strict=True)
        )
        click.echo(f"jobs {what} a second: {own:.0f}, by procrastinate {other:.0f}")
        is_good = is_good and own >= other
    return is_good


def _peer(bench: Bench, python: str) -> Rates:
    name = sql.Identifier("procrastinate")
    with psycopg.connect(bench.dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    done = subprocess.run(
        [python, str(_FOLDER / "peer.py"), make_conninfo(bench.dsn, dbname="procrastinate"), str(JOBS)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"procrastinate: {done.stderr[-2000:]}")
    return Rates(**json.loads(done.stdout))
