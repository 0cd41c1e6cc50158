"""Raw mails that come in, to the ticket that each opens, beside calls of create_ticket over the same API."""

from __future__ import annotations

import secrets
import statistics
from dataclasses import replace
from itertools import count

import psycopg
from rich.console import Console

from bench import http_load, requests
from bench.server import Bench, running
from pgdesk.cli.tokens import make_token

LEAST_RATIO = 0.5
_ADDRESSES = (
    "UPDATE helpdesk.setting SET value = '[\"support@desk.example\"]' WHERE key = 'inbound_addresses'"
)
#: Most mail is of people who are known; one may write sixty mails an hour.
_SENDERS = 250
#: More than a run sends: the same bytes again would be no work.
_MAILS_A_SECOND = 1500
_BODY = "The lights go out at ten.\n\nEvery evening, in both rooms. What shall we do?\n" * 10


def measure(bench: Bench, seconds: int, runs: int, connections: int) -> tuple[float, float]:
    """Medians a second: create_ticket calls, and mails answered with their ticket. They take turns."""
    create = next(hot for hot in requests.HOT if hot.name == "create")
    token = make_token(bench.settings.jwt_secret, *create.caller, hours=2)
    secret, numbers = secrets.token_hex(16), count(1)
    served = bench.helpdesk()
    served = replace(served, environment={**served.environment, "PGDESK_INBOUND_SECRET": secret})
    host = f"{served.host}:{served.port}"
    calls = requests.raw(create, token, host, served.prefix, bench.tickets)

    def run(sent: list[bytes]) -> float:
        with psycopg.connect(bench.dsn, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        return http_load.load(served.host, served.port, sent, connections, seconds).rate

    def mails() -> list[bytes]:
        return [_request(host, secret, next(numbers)) for _ in range(seconds * _MAILS_A_SECOND)]

    with psycopg.connect(bench.dsn, autocommit=True) as connection:
        connection.execute(_ADDRESSES)
    with running(served):
        run(calls)
        run(mails())
        rates = [(run(calls), run(mails())) for _ in range(runs)]
    by_call, by_mail = zip(*rates, strict=True)
    return statistics.median(by_call), statistics.median(by_mail)


def show(rates: tuple[float, float]) -> bool:
    by_call, by_mail = rates
    Console(width=140).print(
        f"raw mails to their tickets: {by_mail:,.0f}/s, beside {by_call:,.0f} create_ticket calls/s; "
        f"ratio {by_mail / by_call:.2f}, at least {LEAST_RATIO:.2f} is asked"
    )
    return by_mail / by_call >= LEAST_RATIO


def _request(host: str, secret: str, number: int) -> bytes:
    mail = (
        f"From: Somebody <sender{number % _SENDERS}@home.example>\r\nTo: support@desk.example\r\n"
        f"Subject: The lights go out, {number}\r\nMessage-ID: <{number}.{secret}@home.example>\r\n"
        f"Date: Mon, 02 Jun 2025 09:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{_BODY}"
    )
    lines = [
        "POST /inbound/mime HTTP/1.1",
        f"Host: {host}",
        f"X-Pgdesk-Secret: {secret}",
        "Content-Type: message/rfc822",
        f"Content-Length: {len(mail.encode())}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + mail).encode()
