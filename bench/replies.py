"""Replies that are mailed, beside replies that are not, over the same API; who sends the mails rests."""

from __future__ import annotations

import statistics

import click
import psycopg

from bench import http_load, requests
from bench.server import Bench, running
from pgdesk.cli.tokens import make_token

LEAST_RATIO = 0.9

_SENDER = """
    INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('support@desk.example', 'Desk')
    ON CONFLICT DO NOTHING
"""
_MAIL = "UPDATE helpdesk.setting SET value = to_jsonb(%s::boolean) WHERE key = 'mail_enabled'"
_WRITTEN = "SELECT count(*) FROM helpdesk.outgoing_mail"


def measure(bench: Bench, seconds: int, runs: int, connections: int) -> tuple[float, float]:
    """Medians a second: replies that are mailed, and that are not. They take turns."""
    reply = next(hot for hot in requests.HOT if hot.name == "reply")
    token = make_token(bench.settings.jwt_secret, *reply.caller, hours=2)
    served = bench.helpdesk()
    calls = requests.raw(reply, token, f"{served.host}:{served.port}", served.prefix, bench.tickets)
    with psycopg.connect(bench.dsn, autocommit=True) as connection:
        connection.execute(_SENDER)

        def run(is_mailed: bool) -> float:
            connection.execute(_MAIL, (is_mailed,))
            connection.execute("CHECKPOINT")
            before = connection.execute(_WRITTEN).fetchone()
            rate = http_load.load(served.host, served.port, calls, connections, seconds).rate
            assert (connection.execute(_WRITTEN).fetchone() != before) == is_mailed
            return rate

        with running(served):
            run(False)
            run(True)
            rates = [(run(True), run(False)) for _ in range(runs)]
    mailed, unmailed = zip(*rates, strict=True)
    return statistics.median(mailed), statistics.median(unmailed)


def show(rates: tuple[float, float]) -> bool:
    mailed, unmailed = rates
    click.echo(
        f"replies that are mailed: {mailed:,.0f}/s, that are not {unmailed:,.0f}/s; "
        f"ratio {mailed / unmailed:.2f}, at least {LEAST_RATIO:.2f} is asked"
    )
    return mailed / unmailed >= LEAST_RATIO
