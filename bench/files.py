"""A file of a gigabyte up and down: how long it takes, and by how much the api process grows meanwhile."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import msgspec
import psutil
import psycopg
from rich.console import Console

from bench.server import Bench, running
from pgdesk.cli.tokens import make_token

MOST_GROWTH_MB = 50
_SIZE = 2**30
_BLOCK = bytes(range(256)) * 4096
_MB = 2**20


class Way(msgspec.Struct):
    """What one way took; `growth`: of resident memory, in MB, at its highest."""

    name: str
    seconds: float
    growth: float


def measure(bench: Bench) -> list[Way]:
    with psycopg.connect(bench.dsn, autocommit=True) as connection:
        connection.execute(
            "UPDATE helpdesk.setting SET value = %s WHERE key = 'max_staff_attachment_size_kb'",
            (str(2 * _SIZE // 1024),),
        )
    served = bench.helpdesk()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**served.environment, "PGDESK_FILES_URL": Path(folder).as_uri()}
        with (
            running(replace(served, environment=environment)),
            httpx.Client(base_url=f"http://{served.host}:{served.port}", timeout=300) as client,
        ):
            api = next(
                child for child in psutil.Process().children() if "pgdesk.cli.run.serve" in child.cmdline()
            )
            headers = {
                "Authorization": f"Bearer {make_token(bench.settings.jwt_secret, 'agent', 2, hours=2)}"
            }
            # what the first file costs once is no growth
            client.post("/files?filename=first.bin", content=_BLOCK, headers=headers).raise_for_status()
            ways = []
            with _watched(api, "up") as way:
                told = client.post("/files?filename=a.bin", content=_blocks(), headers=headers)
            told.raise_for_status()
            ways.append(way)
            whole = hashlib.sha256()
            with (
                _watched(api, "down") as way,
                client.stream("GET", told.headers["location"], headers=headers) as answer,
            ):
                for chunk in answer.iter_raw():
                    whole.update(chunk)
            ways.append(way)
            if whole.hexdigest() != told.json()["sha256"]:
                raise RuntimeError("what came down is not what went up")
            return ways


def show(ways: list[Way]) -> bool:
    for way in ways:
        Console(width=140).print(
            f"a file of 1 GiB {way.name}: {way.seconds:.1f} s, the api process grows by {way.growth:.0f} MB, "
            f"less than {MOST_GROWTH_MB} is asked"
        )
    return all(way.growth < MOST_GROWTH_MB for way in ways)


def _blocks() -> Iterator[bytes]:
    for _ in range(_SIZE // len(_BLOCK)):
        yield _BLOCK


@contextmanager
def _watched(process: psutil.Process, name: str) -> Iterator[Way]:
    done = threading.Event()
    before = most = process.memory_info().rss

    def look() -> None:
        nonlocal most
        while not done.wait(0.02):
            most = max(most, process.memory_info().rss)

    watching = threading.Thread(target=look)
    watching.start()
    way = Way(name, 0, 0)
    started = time.perf_counter()
    try:
        yield way
    finally:
        way.seconds = time.perf_counter() - started
        done.set()
        watching.join()
        way.growth = (most - before) / _MB
