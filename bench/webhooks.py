"""Webhooks: deliveries a second to many receivers, and beside one that is slow."""

from __future__ import annotations

import asyncio
import os
import ssl
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg

from bench.server import Bench
from pgdesk.settings import Settings
from pgdesk.workers.delivery import Deliveries

RECEIVERS, EACH = 40, 25
_SLOW_SECONDS = 1.0
#: Of what the others get without the slow one.
LEAST_RATIO = 0.8

_HOOKS = """
    INSERT INTO helpdesk.webhook (name, url)
    SELECT 'Bench ' || n, %s || n FROM generate_series(0, %s) AS n
    RETURNING webhook_id
"""
_QUEUE = """
    SELECT helpdesk.queue_delivery(w.webhook_id, t.ticket_id, 'rule_called', NULL, jsonb_build_object(
        'at', now(), 'details', '{}'::jsonb, 'ticket', helpdesk.describe_ticket(t.ticket_id)
    ))
    FROM unnest(%s::bigint[]) AS w(webhook_id)
    CROSS JOIN generate_series(1, %s) AS t(ticket_id)
"""
_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass(frozen=True)
class Told:
    """Deliveries a second to the quick receivers; while another answers after a second."""

    alone: float
    beside_slow: float

    @property
    def ratio(self) -> float:
        return self.beside_slow / self.alone


def show(told: Told) -> bool:
    click.echo(
        f"webhooks: {told.alone:.0f} deliveries a second to {RECEIVERS} receivers,"
        f" {told.beside_slow:.0f} beside a slow one: {told.ratio:.2f} of it (at least {LEAST_RATIO})"
    )
    return told.ratio >= LEAST_RATIO


def measure(bench: Bench) -> Told:
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "localhost.pem"
        _certify(certificate)
        os.environ["SSL_CERT_FILE"] = str(certificate)
        try:
            return asyncio.run(_measure(bench, certificate))
        finally:
            del os.environ["SSL_CERT_FILE"]


def _certify(file: Path) -> None:
    """Key and certificate of localhost in one file."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"),
            *("-keyout", str(file), "-out", str(file.with_suffix(".crt"))),
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + file.with_suffix(".crt").read_bytes())


async def _measure(bench: Bench, certificate: Path) -> Told:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, ssl=context)
    url = f"https://localhost:{server.sockets[0].getsockname()[1]}/"
    settings = Settings(
        worker_database_url=bench.settings.worker_database_url, webhook_networks="127.0.0.0/8,::1/128"
    )
    async with await psycopg.AsyncConnection.connect(bench.dsn, autocommit=True) as connection:
        made = await (await connection.execute(_HOOKS, (url, RECEIVERS))).fetchall()
        slow, *quick = [row[0] for row in made]
        async with Deliveries(settings) as deliveries:
            await connection.execute(_QUEUE, (quick, EACH))
            alone = await _rate(deliveries, quick)
            await connection.execute(_QUEUE, ([*quick, slow], EACH))
            waiting = asyncio.create_task(deliveries.tell(slow))
            beside_slow = await _rate(deliveries, quick)
            deliveries.stop()
            await waiting
    server.close()
    return Told(alone, beside_slow)


async def _rate(deliveries: Deliveries, hooks: list[int]) -> float:
    begun = time.perf_counter()
    await asyncio.gather(*map(deliveries.tell, hooks))
    return len(hooks) * EACH / (time.perf_counter() - begun)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = next(
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            )
            await reader.readexactly(length)
            if head.startswith(b"POST /0 "):
                await asyncio.sleep(_SLOW_SECONDS)
            writer.write(_ANSWER)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
