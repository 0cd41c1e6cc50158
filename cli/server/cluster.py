"""A private PostgreSQL cluster: made, started, found again after a crash, stopped."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.server.binaries import Binaries
from pgdesk.cli.server.process import dying_with_parent, free_port, port_is_free
from pgdesk.cli.server.unprivileged import Runner, find_runner, reachable_binaries, reachable_folder

SUPERUSER = "postgres"
_SMALL_SHM = 256 * 1024 * 1024
#: Bytes; a page costs memory only once it is used.
_MOST_BUFFERS = 8 * 1024**3


class Cluster:
    """One server that listens on 127.0.0.1 only (no socket, hence no limit on the path's length).

    `folder` is where it wants to live; where root's unprivileged user cannot reach it, the data go elsewhere.
    `durable=False` switches fsync off and lets the server die with its parent (tests). `settings` are the
    server's own, by their names; they come before what pgdesk chooses.
    """

    def __init__(
        self,
        folder: Path,
        binaries: Binaries,
        password: str,
        *,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.settings = settings or {}
        self.runner: Runner = find_runner()
        self.binaries = reachable_binaries(binaries, self.runner)
        self.home = reachable_folder(folder, self.runner)
        self.data = self.home / f"data-{binaries.major}"
        self.log_file = self.home / f"postgres-{binaries.major}.log"
        self.password = password
        self.durable = durable
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def dsn(self, dbname: str = "postgres", user: str = SUPERUSER, password: str | None = None) -> str:
        return make_conninfo(
            host="127.0.0.1", port=self.port, dbname=dbname, user=user, password=password or self.password
        )

    def start(self) -> bool:
        """Makes the cluster if it is new and starts it; False if it was running already."""
        if not (self.data / "PG_VERSION").exists():
            self.initialise()
        running = self._running_port()
        if running is not None:
            self.port = running
            self._wait(lambda: True)
            return False
        for _ in range(5):
            self.port = self._pick_port()
            self._launch()
            if self._wait(self._is_alive):
                self._remember_port()
                return True
            self._process = None
            if not self._port_was_taken():
                break
            self._port_file.unlink(missing_ok=True)
        raise PgdeskError(f"PostgreSQL did not start; the end of {self.log_file}:\n{self._log_tail()}")

    def is_running(self) -> bool:
        return self._postmaster() is not None

    def revive(self) -> None:
        """Starts the server that has ended, on its port: others know it by that."""
        if self.is_running():
            return
        self._launch(is_first=False)
        if not self._wait(self._is_alive):
            raise PgdeskError(
                f"PostgreSQL did not start again; the end of {self.log_file}:\n{self._log_tail()}"
            )

    def stop(self) -> None:
        """A fast shutdown of the server in this folder, whoever started it."""
        process = self._postmaster()
        if process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGINT)
        try:
            if self._process is not None:
                self._process.wait(30)
            elif process is not None:
                process.wait(30)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            if process is not None:
                process.send_signal(signal.SIGQUIT)
                process.wait(10)
        self._process = None

    def remove(self) -> None:
        """Stops the server and deletes its data."""
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        self.log_file.unlink(missing_ok=True)
        self._port_file.unlink(missing_ok=True)

    # --- making it

    def initialise(self, *options: str) -> None:
        """Makes new data, with these further options of initdb."""
        draft = self.home / f"initdb.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.runner.own(draft)
        password_file = draft / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password + "\n")
        self.runner.own(password_file)
        failures = []
        try:
            for locale in self._locales():
                done = subprocess.run(
                    [
                        self.binaries.program("initdb"),
                        f"--pgdata={draft / 'data'}",
                        f"--username={SUPERUSER}",
                        f"--pwfile={password_file}",
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        *locale,
                        *([] if self.durable else ["--no-sync"]),
                        *options,
                    ],
                    cwd=draft,
                    env=self.environment(),
                    capture_output=True,
                    text=True,
                    check=False,
                    **self.runner.popen_args(),
                )
                if done.returncode == 0:
                    (draft / "data").rename(self.data)
                    return
                failures.append(done.stderr.strip())
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        raise PgdeskError(f"initdb failed in {self.home}:\n{failures[0]}")

    def _locales(self) -> list[list[str]]:
        """C.UTF-8, from the C library or, where that has none, from the server itself (17 and newer)."""
        choices = [["--locale=C.UTF-8"]]
        if self.binaries.major >= 17:
            choices.append(["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"])
        return [*choices, ["--locale=C"]]

    # --- starting it

    def _options(self) -> dict[str, str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "150",
            "max_worker_processes": "32",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            # For solid-state disks and caches: at the default of 4 a long ticket is read by scanning all.
            "random_page_cost": "1.1",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "dynamic_shared_memory_type": "mmap" if _shm_is_small() else "posix",
        }
        if self.binaries.has_pg_cron:
            options |= {
                "shared_preload_libraries": "pg_cron",
                "cron.database_name": "postgres",
                "cron.use_background_workers": "on",
                # At the default of 5 as many slow jobs, of any database, stop all others.
                "cron.max_running_jobs": "20",  # less than max_worker_processes, or it stays 5
                "cron.timezone": "UTC",
            }
        if self.durable:
            options |= {
                "shared_buffers": f"{min(psutil.virtual_memory().total // 4, _MOST_BUFFERS) >> 20}MB",
                # After a checkpoint each page is logged whole: not every gigabyte.
                "max_wal_size": "4GB",
                "checkpoint_timeout": "15min",
            }
        else:
            options |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "autovacuum_naptime": "5min",
                # Each database that is copied is a checkpoint; what was logged since is read a moment later.
                "wal_keep_size": "128MB",
            }
        return {**options, **self.settings}

    def _launch(self, is_first: bool = True) -> None:
        """The log begins anew with the first start; why the server ended before another stays in it."""
        if is_first:
            self.log_file.unlink(missing_ok=True)
        command = [self.binaries.program("postgres"), "-D", str(self.data)]
        for name, value in self._options().items():
            command += ["-c", f"{name}={value}"]
        # It holds statements and values: readable by its owner only.
        with open(self.log_file, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.data,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=None if self.durable else dying_with_parent(signal.SIGINT),
                **self.runner.popen_args(),
            )

    def environment(self) -> dict[str, str]:
        """Without what would tell its programs otherwise than pgdesk does."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))
        }
        return {**kept, "LC_ALL": "C"}

    def _wait(self, is_alive: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and is_alive():
            try:
                with psycopg.connect(self.dsn(), connect_timeout=5) as connection:
                    own = connection.execute("SHOW data_directory").fetchone()
                return bool(own and Path(own[0]) == self.data)
            except psycopg.OperationalError as problem:
                if "password authentication failed" in str(problem):
                    raise PgdeskError(
                        f"the cluster in {self.home} does not accept the password kept for it; "
                        "pgdesk demo --reset makes a new one"
                    ) from problem
            time.sleep(0.05)
        return False

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return "(no log)"

    # --- its port

    @property
    def _port_file(self) -> Path:
        return self.home / "port.json"

    def _pick_port(self) -> int:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            remembered = int(json.loads(self._port_file.read_text())["port"])
            if port_is_free(remembered):
                return remembered
        return free_port()

    def _remember_port(self) -> None:
        self._port_file.write_text(json.dumps({"port": self.port}))

    def _port_was_taken(self) -> bool:
        return "could not bind" in self._log_tail() or not port_is_free(self.port)

    # --- the server that may be running already

    def _postmaster(self) -> psutil.Process | None:
        """The live server of this data folder; a pid file left by kill -9 is removed."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        try:
            process = psutil.Process(pid)
            if str(self.data) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                return process
        except psutil.Error:
            pass
        self._wait_for_orphans()
        pid_file.unlink(missing_ok=True)
        return None

    def _wait_for_orphans(self) -> None:
        """Backends outlive a killed postmaster for a moment; a new one must not start beside them."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and any(
            process.info["cwd"] == str(self.data) for process in psutil.process_iter(["cwd"])
        ):
            time.sleep(0.1)

    def _running_port(self) -> int | None:
        if self._postmaster() is None:
            return None
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            if len(lines) > 3 and lines[3].strip():
                return int(lines[3])
            time.sleep(0.05)
        raise PgdeskError(f"the server in {self.data} is starting and does not come up")


def _shm_is_small() -> bool:
    try:
        room = os.statvfs("/dev/shm")
    except OSError:
        return True
    return room.f_bavail * room.f_frsize < _SMALL_SHM
