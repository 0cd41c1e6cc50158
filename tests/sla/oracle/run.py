"""Many histories, on a server of their own."""

import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from tests.conftest import make_template
from tests.sla.oracle.comparison import TICKETS, Disagreement, compare


@contextmanager
def server() -> Iterator[str]:
    """DSN of a server with the template of the tests; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pgdesk-oracle-"))
    folder.chmod(0o755)
    cluster = Cluster(folder / "cluster", find_binaries(), secrets.token_hex(16), durable=False)
    try:
        cluster.start()
        make_template(cluster)
        yield cluster.dsn()
    finally:
        cluster.remove()
        for place in {folder, cluster.home}:
            shutil.rmtree(place, ignore_errors=True)


def run(
    server_dsn: str, histories: int, threads: int, first_seed: int = 1, is_lazy: bool = False
) -> list[Disagreement]:
    """Seed after seed; tells on one line of stderr how far it is, prints what disagrees as it is found."""
    seeds = range(first_seed, first_seed - (-histories // TICKETS))
    found: list[Disagreement] = []
    began = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        done = [pool.submit(compare, server_dsn, seed, is_lazy=is_lazy) for seed in seeds]
        for number, future in enumerate(as_completed(done), 1):
            found += (new := future.result())
            for disagreement in new:
                print(f"\n{disagreement}", flush=True)
            rate = number * TICKETS / (time.monotonic() - began)
            _tell(
                f"{number * TICKETS:,} of {len(seeds) * TICKETS:,} histories,"
                f" {len(found)} disagree, {rate:.0f} a second"
            )
    print(file=sys.stderr)
    return found


def _tell(line: str) -> None:
    print(f"\r{line}", end="", file=sys.stderr, flush=True)
