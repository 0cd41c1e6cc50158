"""What reads cost in a tenth of a million tickets and in more, in turns: `python -m bench --part growth`."""

import statistics
from typing import NamedTuple

import psycopg
from rich.console import Console
from rich.table import Table

from bench.database import Read, list_reads, run
from bench.sample import prepare
from pgdesk.cli.output import say

SMALLER = 100_000
RUNS = 31
#: By how much a page may grow: its rows are found in order, however many there are.
MOST = 1.5


class Grown(NamedTuple):
    """Median milliseconds of a read among few tickets and among all."""

    read: Read
    small_ms: float
    large_ms: float

    @property
    def ratio(self) -> float:
        return self.large_ms / self.small_ms

    @property
    def is_limited(self) -> bool:
        return ": page of " in self.read.what


def measure(small_dsn: str, large_dsn: str) -> list[Grown]:
    """Both are superusers' DSNs of databases that demo_data filled, SMALLER and more tickets."""
    samples = [prepare(dsn) for dsn in (small_dsn, large_dsn)]
    with (
        psycopg.connect(small_dsn, autocommit=True) as small,
        psycopg.connect(large_dsn, autocommit=True) as large,
    ):
        pairs = zip(list_reads(small, samples[0]), list_reads(large, samples[1]), strict=True)
        grown = []
        for of_small, of_large in pairs:
            taken = [
                (
                    run(small, of_small.caller, of_small.statement),
                    run(large, of_large.caller, of_large.statement),
                )
                for _ in range(RUNS + 1)
            ][1:]
            grown.append(Grown(of_large, *map(statistics.median, zip(*taken, strict=True))))
            say(f"{of_large.what}: {grown[-1].small_ms:,.1f} and {grown[-1].large_ms:,.1f} ms")
        return grown


def show(grown: list[Grown], tickets: int) -> bool:
    """Prints the table; whether no page grew by more than MOST."""
    table = Table("what", f"ms of {SMALLER:,}", f"of {tickets:,}", "times", "asked", "")
    for row in grown:
        table.add_row(
            row.read.what,
            f"{row.small_ms:,.2f}",
            f"{row.large_ms:,.2f}",
            f"{row.ratio:.2f}",
            f"< {MOST}" if row.is_limited else "",
            row.read.note,
        )
    Console(width=140).print(table)
    return all(row.ratio < MOST for row in grown if row.is_limited)
