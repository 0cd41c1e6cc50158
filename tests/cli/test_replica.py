"""A standby made as docs/replica.md has it answers reports, is refused to deploy to, and can take over."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.process import free_port
from tests.desk import make_desk
from tests.waiting import until

_PAGE = (ROOT / "docs" / "replica.md").read_text()


@pytest.fixture
def primary(room: Path) -> Iterator[Cluster]:
    """With pgdesk in database pgdesk, and the settings that the page names."""
    given = re.search(r"PGDESK_CLUSTER_SETTINGS='(.*?)'", _PAGE)
    assert given is not None
    settings = dict(word.split("=") for word in given[1].split())
    cluster = Cluster(room / "primary", find_binaries(), "secret", durable=False, settings=settings)
    try:
        cluster.start()
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE pgdesk")
        migrate(cluster.dsn("pgdesk"))
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


@pytest.fixture
def standby(primary: Cluster, room: Path) -> Iterator[str]:
    """DSN of pgdesk's database there."""
    found = re.search(r"```sh\n(.*?)```", _PAGE, re.DOTALL)
    assert found is not None
    port, data = free_port(), room / "standby"
    data.mkdir(mode=0o700)
    primary.runner.own(data)
    script = found[1].replace(
        "\npostgres -D", f"\nexec postgres -c port={port} -c unix_socket_directories= -D"
    )
    environment = {
        **primary.environment(),
        "PRIMARY": primary.dsn(),
        "DATA": str(data),
        "PATH": f"{primary.binaries.bin}:{os.environ['PATH']}",
    }
    server = subprocess.Popen(
        ["/bin/sh", "-euc", script], env=environment, cwd="/", stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, **primary.runner.popen_args(),
    )  # fmt: skip
    dsn = make_conninfo(primary.dsn("pgdesk"), port=port)
    try:
        until(lambda: server.poll() is not None or _answers(dsn), 60)
        assert server.poll() is None
        yield dsn
    finally:
        server.terminate()
        server.wait(30)


def _answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_replica_answers_reports_and_takes_over(primary: Cluster, standby: str) -> None:
    with psycopg.connect(primary.dsn("pgdesk")) as connection:
        ticket = make_desk(connection).ticket()
    there = psycopg.connect(standby, autocommit=True)
    with there:
        seen = "SELECT count(*) FROM reports.tickets WHERE ticket_id = %s"
        until(lambda: there.execute(seen, (ticket,)).fetchone() == (1,))
        with pytest.raises(PgdeskError, match="database pgdesk is a standby: deploy to its primary"):
            migrate(standby)
        primary.stop()
        assert there.execute("SELECT pg_promote()").fetchone() == (True,)
        assert not migrate(standby)
