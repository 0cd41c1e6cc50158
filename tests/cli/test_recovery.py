"""Recovery to an instant, as docs/operations.md has it: what came before a mistake is there, it is not."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pgdesk.cli.database import read_settings
from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.process import free_port
from tests.desk import make_desk
from tests.waiting import until

_PAGE = (ROOT / "docs" / "operations.md").read_text()
_SAVE, _RECOVER = re.findall(r"```sh\n(.*?)```", _PAGE, re.DOTALL)


@pytest.fixture
def archive(room: Path) -> Path:
    return room / "archive"


@pytest.fixture
def primary(room: Path, archive: Path) -> Iterator[Cluster]:
    """With pgdesk in database pgdesk, and the settings that the page names."""
    given = re.search(r'PGDESK_CLUSTER_SETTINGS="(.*?)"', _PAGE)
    assert given is not None
    settings = read_settings(given[1].replace("$ARCHIVE", str(archive)))
    cluster = Cluster(room / "primary", find_binaries(), "secret", durable=False, settings=settings)
    try:
        archive.mkdir(mode=0o700)
        cluster.runner.own(archive)
        cluster.start()
        with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
            connection.execute("CREATE DATABASE pgdesk")
        migrate(cluster.dsn("pgdesk"))
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(cluster.home, ignore_errors=True)


@pytest.mark.slow
def test_a_database_is_recovered_to_the_instant_before_a_mistake(
    primary: Cluster, archive: Path, room: Path
) -> None:
    base, data, port = room / "base", room / "data", free_port()
    for folder in (base, data):
        folder.mkdir(mode=0o700)
        primary.runner.own(folder)
    environment = {
        **primary.environment(),
        "PRIMARY": primary.dsn(),
        "BASE": str(base),
        "DATA": str(data),
        "ARCHIVE": str(archive),
        "PATH": f"{primary.binaries.bin}:{os.environ['PATH']}",
    }
    as_server = primary.runner.popen_args()
    subprocess.run(["/bin/sh", "-euc", _SAVE], env=environment, cwd="/", check=True, **as_server)
    with psycopg.connect(primary.dsn("pgdesk"), autocommit=True) as connection:
        ticket = make_desk(connection).ticket(subject="Written after the copy")
        row = connection.execute("SELECT clock_timestamp()::text").fetchone()
        assert row is not None
        connection.execute("UPDATE helpdesk.ticket SET subject = 'A mistake'")
        connection.execute("SELECT pg_switch_wal()")
    primary.stop()

    own = f"\nexec postgres -c port={port} -c unix_socket_directories= -D"
    script = _RECOVER.replace("\npostgres -D", own)
    server = subprocess.Popen(
        ["/bin/sh", "-euc", script], env={**environment, "UNTIL": row[0]}, cwd="/",
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **as_server,
    )  # fmt: skip
    recovered = make_conninfo(primary.dsn("pgdesk"), port=port)

    def takes_writes() -> bool:
        try:
            with psycopg.connect(recovered) as there:
                return there.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)
        except psycopg.OperationalError:
            return False

    try:
        until(lambda: server.poll() is not None or takes_writes(), 60)
        assert server.poll() is None
        with psycopg.connect(recovered) as there:
            found = there.execute("SELECT subject FROM helpdesk.ticket WHERE ticket_id = %s", (ticket,))
            assert found.fetchone() == ("Written after the copy",)
        assert not migrate(recovered)
    finally:
        server.terminate()
        server.wait(30)
