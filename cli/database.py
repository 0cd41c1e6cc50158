"""The database that the command works on: PGDESK_DATABASE_URL, or a private cluster of this checkout."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from cli import secrets
from cli.binaries import Binaries, find_binaries, read_binaries
from cli.cluster import Cluster
from cli.errors import PgdeskError
from cli.paths import state_dir

NAME = "pgdesk"
LOGINS = ("authenticator", "worker", "reporter")
Log = Callable[[str], None]


@dataclass
class Database:
    """`dsn` is the deploying user's; `cluster` is None for an external server."""

    dsn: str
    secrets: secrets.Secrets
    cluster: Cluster | None
    is_started: bool

    def login_dsn(self, login: str) -> str:
        """The database as authenticator, worker or reporter; PGDESK_<API|WORKER>_DATABASE_URL override."""
        variable = {"authenticator": "PGDESK_API_DATABASE_URL", "worker": "PGDESK_WORKER_DATABASE_URL"}.get(
            login
        )
        given = os.environ.get(variable, "") if variable else ""
        return given or make_conninfo(self.dsn, user=login, password=getattr(self.secrets, login))

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        try:
            return psycopg.connect(self.dsn, autocommit=True)
        except psycopg.OperationalError as problem:
            raise PgdeskError(f"cannot connect to the database: {str(problem).strip()}") from problem

    def let_logins_in(self) -> None:
        """Gives each login its password where it cannot log in yet."""
        for login in LOGINS:
            try:
                psycopg.connect(self.login_dsn(login)).close()
            except psycopg.OperationalError:
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(login), sql.Literal(getattr(self.secrets, login))
                )
                with self.connect() as connection:
                    try:
                        connection.execute(statement)
                    except psycopg.errors.InsufficientPrivilege as problem:
                        raise PgdeskError(
                            f"login {login} is refused, and {connection.info.user} may not set its password: "
                            f"set PGDESK_{login.upper()}_PASSWORD to the password it has"
                        ) from problem

    def close(self) -> None:
        """Stops the server if this command started it."""
        if self.cluster is not None and self.is_started:
            self.cluster.stop()


def open_database(log: Log, *, stop_at_end: bool | None = None) -> Database:
    """Connects to PGDESK_DATABASE_URL, else starts the private cluster (or finds it running).

    `stop_at_end=True` makes `close` stop a server that an earlier, killed command left running, too.
    """
    kept = secrets.load()
    given = os.environ.get("PGDESK_DATABASE_URL", "").strip()
    if given:
        database = Database(_with_database_name(given), kept, None, False)
        database.connect().close()
        return database
    cluster = private_cluster(kept)
    is_started = cluster.start()
    log(f"{cluster.binaries} on 127.0.0.1:{cluster.port} ({'started' if is_started else 'running'})")
    _create_database(cluster)
    return Database(cluster.dsn(NAME), kept, cluster, is_started if stop_at_end is None else stop_at_end)


@contextmanager
def opened(log: Log) -> Iterator[Database]:
    database = open_database(log)
    try:
        yield database
    finally:
        database.close()


def private_cluster(kept: secrets.Secrets) -> Cluster:
    return Cluster(state_dir() / "cluster", _remembered_binaries(), kept.postgres)


def reset(log: Log) -> None:
    """Deletes the private cluster; an external database is emptied of what pgdesk made in it."""
    given = os.environ.get("PGDESK_DATABASE_URL", "").strip()
    if given:
        _empty(_with_database_name(given))
    else:
        cluster = private_cluster(secrets.load())
        cluster.remove()
        (state_dir() / "server.json").unlink(missing_ok=True)
        if cluster.home.is_relative_to(state_dir()):
            shutil.rmtree(cluster.home, ignore_errors=True)
    log("removed the old database")


def _empty(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        names = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ %s",
            (r"^(api|api_old(_\d+)?|helpdesk|audit|reports|hook|dramatiq|pgdesk_deploy)$",),
        ).fetchall()
        for (name,) in names:
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
        path.write_text(json.dumps({"bin": str(found.bin), "is_wheel": found.is_wheel}))
    return found
