"""Mails from the queue to a mail server that takes all, beside aiosmtplib alone sending the same bytes."""

from __future__ import annotations

import asyncio
import re
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiosmtplib
import click
import psycopg

from bench.server import Bench
from bench.sink import END, sink
from pgdesk.cli.server.process import free_port
from pgdesk.mail.outbox import send_due
from pgdesk.mail.smtp import Server
from pgdesk.settings import Settings

LEAST_RATIO = 0.5
MAILS = 1000

_SENDER = """
    INSERT INTO helpdesk.support_address (address, sender_name) VALUES ('support@desk.example', 'Desk')
    ON CONFLICT DO NOTHING
"""
#: Replies of staff to customers, each of another ticket where there are as many.
_QUEUE = """
    SELECT helpdesk.queue_mail(
        'reply', m.requester_id, p_ticket_id => m.ticket_id, p_message_id => m.message_id
    )
    FROM (
        SELECT DISTINCT ON (t.ticket_id) t.ticket_id, t.requester_id, o.message_id
        FROM helpdesk.ticket AS t
        JOIN helpdesk.message AS o USING (ticket_id)
        JOIN helpdesk.person AS p ON p.person_id = t.requester_id
        WHERE o.kind = 'reply'
            AND o.author_id <> t.requester_id
            AND o.deleted_at IS NULL
            AND t.deleted_at IS NULL
            AND NOT t.is_spam
            AND p.email IS NOT NULL
        ORDER BY t.ticket_id DESC, o.message_id
        LIMIT %s
    ) AS m
"""
_CONNECTIONS = "SELECT helpdesk.setting_int('smtp_connections')"


def measure(bench: Bench, runs: int) -> tuple[float, float]:
    """Medians of mails a second: aiosmtplib's, and pgdesk's. They take turns, over as many connections."""
    settings = Settings(
        worker_database_url=bench.settings.worker_database_url, jwt_secret=bench.settings.jwt_secret
    )
    server = Server("127.0.0.1", free_port(), "none")
    with (
        tempfile.TemporaryDirectory() as folder,
        psycopg.connect(bench.dsn, autocommit=True) as connection,
    ):
        file = Path(folder) / "texts"
        connection.execute(_SENDER)
        ((connections,),) = connection.execute(_CONNECTIONS).fetchall()
        alone, from_queue = [], []
        for _ in range(runs + 1):
            queued = connection.execute(_QUEUE, (MAILS,)).rowcount
            connection.execute("CHECKPOINT")
            with sink(server.port, file):
                from_queue.append(queued / _send_queued(settings, server, connections))
                texts = file.read_bytes().split(END)[:-1]
                assert len(texts) == queued, f"{len(texts)} of {queued} mails were sent"
                begun = time.perf_counter()
                asyncio.run(_send_alone(texts, server, connections))
                alone.append(queued / (time.perf_counter() - begun))
    # The first warms up.
    return statistics.median(alone[1:]), statistics.median(from_queue[1:])


def show(rates: tuple[float, float]) -> bool:
    alone, from_queue = rates
    click.echo(
        f"mails from the queue: {from_queue:,.0f}/s, beside {alone:,.0f}/s of aiosmtplib alone; "
        f"ratio {from_queue / alone:.2f}, at least {LEAST_RATIO:.2f} is asked"
    )
    return from_queue / alone >= LEAST_RATIO


def _send_queued(settings: Settings, server: Server, connections: int) -> float:
    """Seconds."""

    def work(_: int) -> None:
        with psycopg.connect(settings.worker_database_url, autocommit=True) as connection:
            while send_due(connection, settings, server, looks=0):
                pass

    begun = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(work, range(connections)))
    return time.perf_counter() - begun


async def _send_alone(texts: list[bytes], server: Server, connections: int) -> None:
    # aiosmtplib doubles dots that begin a line, as they were when these were sent.
    left = [re.sub(rb"(?m)^\.\.", b".", text) for text in texts]

    async def work() -> None:
        client = aiosmtplib.SMTP(hostname=server.host, port=server.port, use_tls=False, start_tls=False)
        async with client:
            while left:
                await client.sendmail("support@desk.example", ["ann@out.example"], left.pop())

    await asyncio.gather(*(work() for _ in range(connections)))
