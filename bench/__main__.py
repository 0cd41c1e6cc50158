"""`python -m bench`: one table. On its own cluster with fsync on, everything on 127.0.0.1."""

import statistics
import sys
from dataclasses import dataclass

import click
import psycopg
from rich.console import Console
from rich.table import Table

from bench import http_load, pgbench, plans, requests, statements, sweep
from bench.server import Bench, api_server, bench_database
from cli.output import say
from cli.tokens import make_token

CONNECTIONS = 16
LEAST_RATIO = 0.15
MOST_SWEEP_RATIO = 2.0
_SAMPLE = 7919


@dataclass
class Measured:
    """Rates a second of each run; `alone`: ms of one transaction over one connection, by pgbench."""

    name: str
    api: list[float]
    pgbench: list[float]
    alone: float
    client_share: float
    scans: list[str]

    @property
    def ratio(self) -> float:
        return statistics.median(self.api) / statistics.median(self.pgbench)


@click.command()
@click.option("--tickets", type=click.IntRange(20_000), default=100_000, show_default=True)
@click.option("--seconds", type=click.IntRange(1, 60), default=5, show_default=True, help="Of each run.")
@click.option("--runs", type=click.IntRange(1, 9), default=3, show_default=True)
@click.option("--show-plans", is_flag=True, help="Print the plans, too.")
def main(tickets: int, seconds: int, runs: int, show_plans: bool) -> None:
    """Compare the embedded API with pgbench; exit 1 when a limit is missed."""
    with bench_database(tickets, say) as bench:
        say(f"loaded in {bench.load_seconds:.1f} s")
        measured = [_measure(bench, hot, seconds, runs, show_plans) for hot in requests.HOT]
        say("SLA sweep")
        swept = (
            sweep.measure(bench.dsn, bench.settings.worker_database_url, max(runs, 3))
            if tickets >= 100_000
            else {}
        )
    is_good = _print(measured, swept)
    sys.exit(0 if is_good else 1)


def _measure(bench: Bench, hot: requests.Hot, seconds: int, runs: int, show_plans: bool) -> Measured:
    """API and pgbench take turns, so that a busy machine slows both."""
    say(hot.name)
    settings = bench.settings
    recorded = statements.capture(settings, [hot], _SAMPLE)[0]
    script = pgbench.script(recorded, _SAMPLE, bench.tickets)
    used = plans.explain(bench.dsn, recorded)
    if show_plans:
        click.echo("\n\n".join(used))
    host = f"{settings.host}:{settings.port}"
    sent = requests.raw(hot, make_token(settings.jwt_secret, *hot.caller, hours=2), host, bench.tickets)
    found = Measured(hot.name, [], [], 0, 0, plans.scans(used))

    def by_pgbench(connections: int) -> float:
        program = bench.binaries.program("pgbench")
        return pgbench.run(program, settings.api_database_url, hot.caller[0], script, connections, seconds)

    with api_server(settings):
        http_load.load(settings.host, settings.port, sent, CONNECTIONS, 1)
        for _ in range(runs):
            with psycopg.connect(bench.dsn, autocommit=True) as connection:
                connection.execute("CHECKPOINT")
            done = http_load.load(settings.host, settings.port, sent, CONNECTIONS, seconds)
            found.api.append(done.rate)
            found.client_share = max(found.client_share, done.cpu_share)
            found.pgbench.append(by_pgbench(CONNECTIONS))
    found.alone = 1000 / by_pgbench(1)
    return found


def _print(measured: list[Measured], swept: dict[int, float]) -> bool:
    table = Table(title=f"{CONNECTIONS} connections, median", title_justify="left")
    for column in (
        "statement",
        "API requests/s",
        "pgbench tps",
        "ratio",
        "at least",
        "alone",
        "load generator",
        "plan",
    ):
        table.add_column(column, justify="left" if column in ("statement", "plan") else "right")
    for row in measured:
        table.add_row(
            row.name,
            f"{statistics.median(row.api):,.0f}",
            f"{statistics.median(row.pgbench):,.0f}",
            f"{row.ratio:.2f}",
            f"{LEAST_RATIO:.2f}",
            f"{row.alone:.1f} ms",
            f"{row.client_share:.0%} of a CPU",
            "; ".join(row.scans) or "no sequential scan",
        )
    console = Console(width=140)
    console.print(table)
    is_good = all(row.ratio >= LEAST_RATIO and not row.scans for row in measured)
    if swept:
        ratio = swept[100_000] / swept[10_000]
        is_good = is_good and ratio < MOST_SWEEP_RATIO
        console.print(
            f"SLA sweep, 1,000 due: among 10,000 open clocks {swept[10_000]:.0f} ms, "
            f"among 100,000 {swept[100_000]:.0f} ms; ratio {ratio:.2f}, below {MOST_SWEEP_RATIO:.0f} is asked"
        )
    return is_good


if __name__ == "__main__":
    main()
