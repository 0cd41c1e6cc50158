"""`pgdesk migrate`: one transaction that brings a database to what db/ says.

pgmigrate applies and records the V files; functions and schema files are applied when their hash has changed;
schema api is rebuilt whole, and db/schema/always/ follows it. Five of these at once are safe: an advisory
lock lets one through at a time.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pgmigrate
import psycopg2
from psycopg2.extensions import make_dsn

from pgdesk.cli.deploy import api_schema, environment, rights
from pgdesk.cli.deploy.files import API, BOOTSTRAP, MIGRATIONS, File, read_files
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import DB

LOCK_KEY = 7_063_357_101
OWNER = "pgdesk_owner"
_RETRIES = 8
_ENCODING = "/* pgmigrate-encoding: utf-8 */"
_ERROR_IN = "Error executing statement from "
_RETRIED_STATES = ("40001", "40P01", "XX000", "23505", "42710")


@dataclass
class Deployed:
    """What a deploy did: V files and other files applied (paths inside db/), whether api was rebuilt."""

    migrations: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    is_api_rebuilt: bool = False

    def __bool__(self) -> bool:
        return bool(self.migrations or self.files or self.is_api_rebuilt)


def migrate(dsn: str, db: Path = DB, log: Callable[[str], None] = lambda line: None) -> Deployed:
    """Deploys `db` to the database of `dsn`; raises PgdeskError with the remedy when it cannot."""
    files = read_files(db)
    for attempt in range(_RETRIES):
        try:
            with closing(_connect(dsn)) as connection:
                done = _deploy(connection, db, files, log)
                api_schema.drop_old(connection, log)
                return done
        except psycopg2.Error as problem:
            # Roles are shared by all databases of a cluster, the lock is not: two deploys can collide there.
            if problem.pgcode not in _RETRIED_STATES or attempt == _RETRIES - 1:
                raise PgdeskError(_describe(problem)) from problem
            time.sleep(0.1 * (attempt + 1))
    raise AssertionError("unreachable")


def _watch_ddl(cursor: Any) -> None:
    """Where a superuser deploys, changes to schema api by hand reload the catalogue, too."""
    cursor.execute("RESET ROLE")
    cursor.execute(
        """
        DO $$
        BEGIN
            IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
                AND to_regprocedure('helpdesk.tg_ddl__reload_schema()') IS NOT NULL
                AND NOT EXISTS (SELECT FROM pg_event_trigger WHERE evtname = 'pgdesk_reload_schema') THEN
                CREATE EVENT TRIGGER pgdesk_reload_schema ON ddl_command_end
                    EXECUTE FUNCTION helpdesk.tg_ddl__reload_schema();
            END IF;
        END
        $$
        """
    )


def _connect(dsn: str) -> Any:
    try:
        connection = psycopg2.connect(make_dsn(dsn, application_name="pgdesk migrate"))
    except psycopg2.OperationalError as problem:
        raise PgdeskError(f"cannot connect to the database: {str(problem).strip()}") from problem
    connection.set_client_encoding("UTF8")
    return connection


def _deploy(connection: Any, db: Path, files: list[File], log: Callable[[str], None]) -> Deployed:
    cursor = connection.cursor()
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK_KEY,))
    cursor.execute("SET LOCAL lock_timeout = '60s'")
    cursor.execute("SET LOCAL check_function_bodies = off")
    rights.require(cursor)
    known = _known_hashes(cursor)
    _check_migrations(files, known)

    done = Deployed()
    changed = [file for file in files if known.get(file.path) != file.digest]
    if not changed and api_schema.exists(cursor):
        rights.become_owner(cursor, OWNER)
        environment.adopt(cursor)
        connection.commit()
        return done

    for file in (file for file in changed if file.step == BOOTSTRAP):
        _apply(cursor, file, done)
    rights.become_owner(cursor, OWNER)
    _make_hash_table(cursor)
    for step in range(BOOTSTRAP + 1, API):
        if step == MIGRATIONS:
            _run_pgmigrate(connection, cursor, db, done)
            continue
        for file in (file for file in changed if file.step == step):
            _apply(cursor, file, done)
    api_schema.rebuild(cursor, [file for file in files if file.step >= API], _run)
    done.files += [file.path for file in changed if file.step >= API]
    done.is_api_rebuilt = True
    _remember(cursor, files)
    environment.adopt(cursor)
    _watch_ddl(cursor)
    cursor.execute("NOTIFY pgrst, 'reload schema'")
    connection.commit()
    log(f"deployed {len(done.migrations)} migrations, {len(done.files)} changed files; schema api rebuilt")
    return done


def _apply(cursor: Any, file: File, done: Deployed) -> None:
    _run(cursor, file)
    done.files.append(file.path)


def _run(cursor: Any, file: File) -> None:
    """Executes the file as it is (one simple query, so BEGIN ATOMIC bodies and % signs survive)."""
    try:
        cursor.execute(file.text)
    except psycopg2.Error as problem:
        if problem.pgcode in _RETRIED_STATES and file.step == BOOTSTRAP:
            raise
        raise PgdeskError(f"db/{file.path}: {_describe(problem, file.text)}") from problem


def _describe(problem: psycopg2.Error, text: str = "") -> str:
    diag = problem.diag
    if diag.message_primary is None:
        return str(problem).strip()
    parts = [f"{problem.pgcode} {diag.message_primary}"]
    if text and diag.statement_position:
        parts.append(f"at line {text.count(chr(10), 0, int(diag.statement_position) - 1) + 1}")
    parts += [note for note in (diag.message_detail, diag.message_hint, diag.context) if note]
    return "\n  ".join(parts)


# --- V files


class _HeldConnection:
    """What pgmigrate commits and closes at its end: nothing, so that the deploy stays one transaction."""

    def commit(self) -> None:
        pass

    def close(self) -> None:
        pass


class _ErrorLines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _run_pgmigrate(connection: Any, cursor: Any, db: Path, done: Deployed) -> None:
    if not (db / "migrations").is_dir():
        return
    config = pgmigrate.CONFIG_DEFAULTS._replace(
        target=float("inf"),
        base_dir=str(db),
        schema="pgdesk_deploy",
        user=_one(cursor, "SELECT session_user"),
        callbacks=pgmigrate._get_callbacks(""),
        conn_instance=_HeldConnection(),
        cursor=cursor,
        disable_schema_check=True,
    )
    before = _applied_versions(cursor)
    errors = _ErrorLines()
    logger = logging.getLogger("pgmigrate")
    logger.addHandler(errors)
    propagate, logger.propagate = logger.propagate, False
    try:
        pgmigrate.migrate(config)
    except pgmigrate.MigrateError as problem:
        cause = problem.__context__
        where = next((line for line in errors.lines if line.startswith(_ERROR_IN)), "").removeprefix(
            _ERROR_IN
        )
        what = _describe(cause) if isinstance(cause, psycopg2.Error) else str(problem)
        raise PgdeskError(f"{where} {what}".strip()) from problem
    finally:
        logger.removeHandler(errors)
        logger.propagate = propagate
    applied = _applied_versions(cursor)
    done.migrations += [name for version, name in sorted(applied.items()) if version not in before]
    for path in sorted((db / "migrations").rglob("V*__*.sql")):
        if int(path.name[1:].split("__")[0]) not in applied:
            raise PgdeskError(
                f"{path.name} comes before {max(applied.items())[1]}, which is applied already: "
                "give it a higher number (before version 1.0: pgdesk demo --reset)"
            )


def _applied_versions(cursor: Any) -> dict[int, str]:
    if _one(cursor, "SELECT to_regclass('pgdesk_deploy.schema_version')") is None:
        return {}
    cursor.execute("SELECT version, description FROM pgdesk_deploy.schema_version")
    return {
        int(version): f"V{version:04d}__{description.replace(' ', '_')}"
        for version, description in cursor.fetchall()
    }


def _check_migrations(files: list[File], known: dict[str, str]) -> None:
    present = {file.path: file.digest for file in files if file.step == MIGRATIONS}
    for file in files:
        if file.step == MIGRATIONS and not file.text.isascii() and _ENCODING not in file.text:
            line = next(n for n, text in enumerate(file.text.splitlines(), 1) if not text.isascii())
            raise PgdeskError(
                f"db/{file.path} line {line} is not ASCII: pgmigrate wants {_ENCODING} in such a file"
            )
        if file.step == MIGRATIONS and "NONTRANSACTIONAL" in file.path:
            raise PgdeskError(
                f"db/{file.path}: a deploy is one transaction, NONTRANSACTIONAL files cannot be part of it"
            )
    for path, digest in known.items():
        if path.startswith("migrations/") and present.get(path) != digest:
            what = "has changed since it was applied" if path in present else "was applied and is gone"
            raise PgdeskError(
                f"db/{path} {what}: pgdesk demo --reset starts over with an empty database "
                "(from version 1.0 on: undo the change and add a new V file)"
            )


# --- hashes


def _known_hashes(cursor: Any) -> dict[str, str]:
    if _one(cursor, "SELECT to_regclass('pgdesk_deploy.file')") is None:
        return {}
    cursor.execute("SELECT path, digest FROM pgdesk_deploy.file")
    return dict(cursor.fetchall())


def _make_hash_table(cursor: Any) -> None:
    cursor.execute(
        """
        CREATE SCHEMA IF NOT EXISTS pgdesk_deploy;
        CREATE TABLE IF NOT EXISTS pgdesk_deploy.file (
            path text PRIMARY KEY,
            digest text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON TABLE pgdesk_deploy.file IS 'SHA-256 of each file of db/ as it was last deployed';
        """
    )


def _remember(cursor: Any, files: list[File]) -> None:
    cursor.execute(
        "DELETE FROM pgdesk_deploy.file WHERE NOT (path = ANY (%s))", ([file.path for file in files],)
    )
    cursor.execute(
        """
        INSERT INTO pgdesk_deploy.file AS f (path, digest)
        SELECT n.path, n.digest FROM unnest(%s::text[], %s::text[]) AS n (path, digest)
        ON CONFLICT (path) DO UPDATE SET digest = excluded.digest, applied_at = now()
        WHERE f.digest <> excluded.digest
        """,
        ([file.path for file in files], [file.digest for file in files]),
    )


def tree_digest(db: Path = DB) -> str:
    """One hash over all files of `db`: equal trees deploy equal databases."""
    whole = hashlib.sha256()
    for file in read_files(db):
        whole.update(f"{file.path}\0{file.digest}\n".encode())
    return whole.hexdigest()


def _one(cursor: Any, query: str) -> Any:
    cursor.execute(query)
    return cursor.fetchone()[0]
