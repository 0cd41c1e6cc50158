"""`python -m bench.peers`: one table, by turns on one machine."""

from collections.abc import Callable

import click
import psycopg
from rich.console import Console

from bench import http_load
from bench.peers import environment, requests, sweeps
from bench.peers.environment import Peer
from bench.peers.table import Line, make_table
from bench.server import Bench, bench_database, running
from pgdesk.cli.output import say
from pgdesk.cli.tokens import make_token

CONNECTIONS = 16
BULK = 500
NOTES = """\
Not the same in both:
- The peer searches subjects and descriptions by LIKE; pgdesk also messages, by stems and rank.
- The peer's create, reply and bulk write no audit log and tell nobody (its notifications are off).
- Its bulk is a form of its pages (the API has none), ticket by ticket, and skips in silence what fails.
- The times of its two jobs include the start of Python ({start:.1f} s), pgdesk's a connection.
- pgdesk serves with one process, the peer with {workers} and 8 threads each."""


@click.command()
@click.option("--tickets", type=click.IntRange(1_000), default=20_000, show_default=True)
@click.option("--seconds", type=click.IntRange(1, 60), default=5, show_default=True, help="Of each run.")
@click.option("--runs", type=click.IntRange(1, 9), default=3, show_default=True)
def main(tickets: int, seconds: int, runs: int) -> None:
    """Compare pgdesk with escalated-django, on one Postgres server with the same data."""
    python = environment.install(say)
    with bench_database(tickets, say) as bench:
        _index_words(bench)
        peer = environment.fill(python, bench.dsn, say)
        with running(bench.helpdesk()), environment.running(peer):
            lines = [_requests(bench, peer, pair, seconds, runs) for pair in requests.PAIRS]
            lines.append(_bulk(bench, peer, runs))
        sweeps.write_rules(bench.dsn)
        worker = bench.settings.worker_database_url
        lines += [
            _jobs(
                f"SLA check, {sweeps.DUE} due",
                lambda: sweeps.pgdesk_sla(bench.dsn, worker),
                lambda: sweeps.peer_sla(peer),
                runs,
            ),
            _jobs(
                "10 escalation rules, nothing new",
                lambda: sweeps.pgdesk_rules(worker),
                lambda: sweeps.peer_rules(peer),
                runs,
            ),
        ]
        start = peer.time("check")
    console = Console(width=120)
    title = f"{tickets:,} tickets, {CONNECTIONS} connections, median of {runs}"
    console.print(make_table(title, lines))
    console.print(NOTES.format(start=start, workers=environment.WORKERS))


def _requests(bench: Bench, peer: Peer, pair: requests.Pair, seconds: int, runs: int) -> Line:
    """By turns, so that a busy machine slows both; a second of warm-up each."""
    say(pair.name)
    settings = bench.settings
    token = make_token(settings.jwt_secret, "agent", sweeps.AGENT, hours=2)
    ours = pair.pgdesk.stream(f"{settings.host}:{settings.port}", token, bench.tickets)
    theirs = pair.peer.stream(f"127.0.0.1:{peer.port}", peer.token, bench.tickets)
    line = Line(pair.name, [], [], is_rate=True)
    for run in range(runs + 1):
        for port, sent, found in ((settings.port, ours, line.pgdesk), (peer.port, theirs, line.peer)):
            if run:
                found.append(_rate(port, sent, seconds))
            else:
                http_load.load("127.0.0.1", port, sent, CONNECTIONS, 1)
    return line


def _rate(port: int, sent: list[bytes], seconds: float) -> float:
    """Longer, up to a minute, where not every connection can have had an answer."""
    while True:
        rate = http_load.load("127.0.0.1", port, sent, CONNECTIONS, seconds).rate
        if rate * seconds >= CONNECTIONS or seconds >= 60:
            return rate
        seconds = min(60, seconds * 4)


def _bulk(bench: Bench, peer: Peer, runs: int) -> Line:
    """Another priority for the same tickets each time, the first time as warm-up."""
    say("bulk")
    settings = bench.settings
    token = make_token(settings.jwt_secret, "agent", sweeps.AGENT, hours=2)
    with psycopg.connect(bench.dsn) as connection:
        rows = connection.execute(
            "SELECT ticket_id FROM helpdesk.ticket WHERE deleted_at IS NULL ORDER BY ticket_id LIMIT %s",
            (BULK,),
        ).fetchall()
    ids = [ticket_id for (ticket_id,) in rows]

    def ours(priority: str) -> float:
        body = {"ticket_ids": ids, "actions": [{"action": "set_priority", "value": priority}]}
        headers = {"Authorization": f"Bearer {token}"}
        return requests.time_bulk(settings.port, "/rest/rpc/change_tickets", headers, body)

    def theirs(priority: str) -> float:
        body = {"ticket_ids": ids, "action": "priority", "value": priority}
        headers = {"Cookie": f"sessionid={peer.session}"}
        return requests.time_bulk(peer.port, "/support/agent/tickets/bulk/", headers, body)

    times = [(ours(priority), theirs(priority)) for priority in ("urgent", "low") * (runs // 2 + 1)]
    return Line(
        f"bulk: priority of {BULK}",
        [our for our, _ in times[1 : runs + 1]],
        [their for _, their in times[1 : runs + 1]],
        is_rate=False,
    )


def _jobs(name: str, ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> Line:
    """The first time is not counted: it finds what the data had in store."""
    say(name)
    times = [(ours(), theirs()) for _ in range(runs + 1)][1:]
    return Line(name, [our for our, _ in times], [their for _, their in times], is_rate=False)


def _index_words(bench: Bench) -> None:
    """What the demo leaves to a job."""
    with psycopg.connect(bench.dsn, autocommit=True) as connection:
        while connection.execute("SELECT count(*) FROM helpdesk.search_backlog").fetchone() != (0,):
            connection.execute("SELECT helpdesk.index_words()")
        connection.execute("VACUUM ANALYZE helpdesk.ticket_search")
        connection.execute("VACUUM ANALYZE helpdesk.message_search")


if __name__ == "__main__":
    main()
