"""The database that the command works on: PGDESK_DATABASE_URL, or a private cluster."""

import fcntl
import json
import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgdesk.cli import secrets
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import state_dir
from pgdesk.cli.server.binaries import (
    Binaries,
    find_binaries,
    machine_binaries,
    read_binaries,
    wheel_binaries,
)
from pgdesk.cli.server.cluster import Cluster
from pgdesk.cli.server.upgrade import upgrade

NAME = "pgdesk"
LOGINS = ("authenticator", "worker", "doorkeeper", "reporter")
_DSN_VARIABLES = {
    "authenticator": "PGDESK_API_DATABASE_URL",
    "worker": "PGDESK_WORKER_DATABASE_URL",
    "doorkeeper": "PGDESK_LOGIN_DATABASE_URL",
    "reporter": "PGDESK_REPORT_DATABASE_URL",
}
Log = Callable[[str], None]
_TRIES = 10
_SETTING = re.compile(r"[a-z_]+(\.[a-z_]+)?")
_FIXED = ("data_directory", "listen_addresses", "port", "unix_socket_directories", "external_pid_file")
_OWN_SCHEMAS = Path(__file__).with_name("own_schemas.sql").read_bytes()


@dataclass
class Database:
    """`dsn` is the deploying user's; `cluster` and `use` are None for an external server."""

    dsn: str
    secrets: secrets.Secrets
    cluster: Cluster | None = None
    use: TextIO | None = None

    def login_dsn(self, login: str) -> str:
        """The database as one of LOGINS; PGDESK_<API|WORKER|LOGIN|REPORT>_DATABASE_URL override."""
        variable = _DSN_VARIABLES.get(login)
        given = os.environ.get(variable, "") if variable else ""
        return given or make_conninfo(self.dsn, user=login, password=getattr(self.secrets, login))

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        try:
            return psycopg.connect(self.dsn, autocommit=True)
        except psycopg.OperationalError as problem:
            raise PgdeskError(f"cannot connect to the database: {str(problem).strip()}") from problem

    def let_logins_in(self) -> None:
        """Gives each login its password where it cannot log in yet."""
        with self.connect() as connection:
            for login in LOGINS:
                try:
                    psycopg.connect(self.login_dsn(login)).close()
                except psycopg.OperationalError:
                    self._set_password(connection, login)

    def _set_password(self, connection: psycopg.Connection[object], login: str) -> None:
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(login), sql.Literal(getattr(self.secrets, login))
        )
        try:
            for _ in range(_TRIES):
                with suppress(psycopg.errors.InternalError_):  # another command changes the role just now
                    connection.execute(statement)
                    return
        except psycopg.errors.InsufficientPrivilege as problem:
            raise PgdeskError(
                f"login {login} is refused, and {connection.info.user} may not set its password: "
                f"set PGDESK_{login.upper()}_PASSWORD to the password it has"
            ) from problem

    def revive(self) -> bool:
        """Starts the private server where it has ended by itself; whether it had."""
        if self.cluster is None or self.cluster.is_running():
            return False
        with _lock_file("start") as starting:
            _is_locked(starting, fcntl.LOCK_EX)
            self.cluster.revive()
        return True

    def close(self) -> None:
        """Stops the private server, unless another command uses it; the last one does."""
        if self.cluster is None or self.use is None:
            return
        with self.use:
            if _is_locked(self.use, fcntl.LOCK_EX | fcntl.LOCK_NB):
                self.cluster.stop()


def open_database(log: Log) -> Database:
    """Connects to PGDESK_DATABASE_URL, else starts the private cluster or finds it running."""
    kept = secrets.load()
    given = os.environ.get("PGDESK_DATABASE_URL", "").strip()
    if given:
        database = Database(_with_database_name(given), kept)
        database.connect().close()
        return database
    use = _lock_file("use")
    _is_locked(use, fcntl.LOCK_SH)
    with _lock_file("start") as starting:
        _is_locked(starting, fcntl.LOCK_EX)
        cluster = private_cluster(kept)
        is_started = cluster.start()
        _create_database(cluster)
    log(f"{cluster.binaries} on 127.0.0.1:{cluster.port} ({'started' if is_started else 'running'})")
    return Database(cluster.dsn(NAME), kept, cluster, use)


@contextmanager
def opened(log: Log) -> Iterator[Database]:
    database = open_database(log)
    try:
        yield database
    finally:
        database.close()


def private_cluster(kept: secrets.Secrets) -> Cluster:
    settings = read_settings(os.environ.get("PGDESK_CLUSTER_SETTINGS", ""))
    return Cluster(state_dir() / "cluster", _remembered_binaries(), kept.postgres, settings=settings)


def read_settings(text: str) -> dict[str, str]:
    """Of PGDESK_CLUSTER_SETTINGS: `shared_buffers=1GB log_line_prefix='%m '`, as a shell would split it."""
    found: dict[str, str] = {}
    try:
        words = shlex.split(text)
    except ValueError as problem:
        raise PgdeskError(f"PGDESK_CLUSTER_SETTINGS cannot be read: {problem}") from problem
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not _SETTING.fullmatch(name):
            raise PgdeskError(f"PGDESK_CLUSTER_SETTINGS must be like shared_buffers=1GB, not {word!r}")
        if name in _FIXED:
            raise PgdeskError(f"PGDESK_CLUSTER_SETTINGS cannot set {name}, by which pgdesk finds the server")
        found[name] = value
    return found


def take_cluster_along(log: Log) -> None:
    """Takes the private cluster along to the newest server that there is; the old data stay beside it."""
    if os.environ.get("PGDESK_DATABASE_URL", "").strip():
        raise PgdeskError("PGDESK_DATABASE_URL names a server of your own: upgrade it as its packages say")
    with _lock_file("use") as use:
        if not _is_locked(use, fcntl.LOCK_EX | fcntl.LOCK_NB):
            raise PgdeskError(f"another pgdesk command uses the database in {state_dir()}: end it first")
        old = private_cluster(secrets.load())
        newest = max(filter(None, (machine_binaries(), wheel_binaries())), key=lambda found: found.major)
        if newest.major <= old.binaries.major:
            raise PgdeskError(f"{old.binaries} is the newest server that there is")
        new = Cluster(old.folder, newest, old.password, settings=old.settings)
        upgrade(old, new)
        _remember(newest)
    log(f"{old.binaries} is upgraded to {newest}; the old data are in {old.data}")


def reset(log: Log) -> None:
    """Deletes the private cluster; an external database is emptied of what pgdesk made in it."""
    given = os.environ.get("PGDESK_DATABASE_URL", "").strip()
    if given:
        _empty(_with_database_name(given))
    else:
        with _lock_file("use") as use:
            if not _is_locked(use, fcntl.LOCK_EX | fcntl.LOCK_NB):
                raise PgdeskError(f"another pgdesk command uses the database in {state_dir()}: end it first")
            private_cluster(secrets.load()).remove()
            (state_dir() / "server.json").unlink(missing_ok=True)
    log("removed the old database")


def _lock_file(purpose: str) -> TextIO:
    return (state_dir() / f"{purpose}.lock").open("a")


def _is_locked(file: TextIO, how: int) -> bool:
    """Takes the lock; False where LOCK_NB is given and somebody else has it."""
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        return False
    return True


def _empty(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for (name,) in connection.execute(_OWN_SCHEMAS).fetchall():
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


def _with_database_name(given: str) -> str:
    try:
        parts = conninfo_to_dict(given)
    except psycopg.ProgrammingError as problem:
        raise PgdeskError(f"PGDESK_DATABASE_URL is no connection string: {str(problem).strip()}") from problem
    return make_conninfo(given) if parts.get("dbname") else make_conninfo(given, dbname=NAME)


def _create_database(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn(), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone() is None:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return


def _remembered_binaries() -> Binaries:
    """The server that made the data, while it is there: data of one major version open with no other."""
    path = state_dir() / "server.json"
    try:
        kept = json.loads(path.read_text())
        found = read_binaries(Path(kept["bin"]), is_wheel=bool(kept["is_wheel"]))
    except (OSError, ValueError, KeyError, TypeError):
        found = None
    if found is None:
        found = find_binaries()
        _remember(found)
    return found


def _remember(binaries: Binaries) -> None:
    kept = {"bin": str(binaries.bin), "is_wheel": binaries.is_wheel}
    (state_dir() / "server.json").write_text(json.dumps(kept))
