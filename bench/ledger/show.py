"""The ledger as two tables: sums, and what they are made of."""

from rich.console import Console
from rich.table import Table

from bench.ledger.entry import Entry

_MOST = 12
_SUMS = (
    "request",
    "statements",
    "function calls",
    "rows",
    "index entries",
    "WAL bytes",
    "floor",
    "buffers",
    "planning ms",
    "execution ms",
    "floor",
)


def show(entries: list[Entry]) -> None:
    sums = Table(*_SUMS, title="A request; the floor: the same rows without a trigger", title_justify="left")
    for entry in entries:
        sums.add_row(
            entry.name,
            f"{entry.statements:,}",
            f"{entry.calls.total():,}",
            f"{entry.rows:,}",
            f"{entry.index_entries:,}" if entry.logged else "",
            f"{entry.wal_bytes:,}",
            f"{entry.floor.wal_bytes:,}",
            f"{entry.buffers:,}",
            f"{entry.planning:.2f}",
            f"{entry.execution:.1f}",
            f"{entry.floor.milliseconds:.1f}",
        )
    parts = Table("request", "calls and own microseconds", "rows", "records and bytes of the log")
    for entry in entries:
        parts.add_row(entry.name, _functions(entry), _rows(entry), _log(entry), end_section=True)
    for table in (sums, parts):
        Console(width=140).print(table)


def _functions(entry: Entry) -> str:
    own = sorted(entry.self_times.items(), key=lambda one: -one[1])[:_MOST]
    return "\n".join(f"{entry.calls[name]} {name} {1000 * time:,.0f}" for name, time in own)


def _rows(entry: Entry) -> str:
    return "\n".join(
        f"{table}: " + ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
        for table, kinds in sorted(entry.tables.items())
    )


def _log(entry: Entry) -> str:
    largest = sorted(entry.logged.items(), key=lambda one: -one[1][2])[:_MOST]
    return "\n".join(f"{records} {name} {size:,}" for name, (_, records, size) in largest)
