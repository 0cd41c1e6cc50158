"""The database and its files in a folder, with a checksum of each part, and back.

The folder holds database.dump (pg_dump's custom format), files/ under the keys of the store, manifest.json.
"""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli.database import Database
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.server.binaries import find_binaries
from pgdesk.files.store import Store, StoreError

_TABLES = (Path(__file__).parent / "backup_tables.sql").read_bytes()
_FILES = "SELECT storage_key, size_bytes, sha256 FROM helpdesk.stored_file WHERE state = 'kept' ORDER BY 1"
_OWN = (Path(__file__).parent / "own_schemas.sql").read_bytes()
#: A row's text is the same wherever it is read.
_AS_EVERYWHERE = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';"
    " SET bytea_output = 'hex'; SET extra_float_digits = 1; SET search_path = ''"
)
_SUM = (Path(__file__).parent / "table_checksum.sql").read_text()

Log = Callable[[str], None]


class Table(msgspec.Struct, frozen=True):
    """How many rows it has, and the sum of their hashes."""

    rows: int
    checksum: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `files`: SHA-256 by storage key, empty where they were left out."""

    made_at: datetime
    server: int
    dump_sha256: str
    tables: dict[str, Table]
    files: dict[str, str]


def backup(database: Database, folder: Path, files_url: str | None, log: Log) -> Manifest:
    """Writes all into the new folder; dump and checksums are of one instant. files_url None: without files.

    Bytes lie in the store before their rows are there. Raises PgdeskError, also where the store lacks some:
    what was swept while this ran is in the dump, and no longer there; then make another.
    """
    if folder.exists() and any(folder.iterdir()):
        raise PgdeskError(f"{folder} is not empty: name a new folder")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    dump = folder / "database.dump"
    with psycopg.connect(database.dsn) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        _run("pg_dump", database.dsn, "--format=custom", f"--snapshot={row[0]}", f"--file={dump}")
        log(f"dumped the database: {dump.stat().st_size // 2**20} MB")
        tables = measure_tables(connection)
        kept = connection.execute(_FILES).fetchall()
        server = connection.info.server_version
    files = dict(_copy_out(Store(files_url), kept, folder / "files")) if files_url else {}
    made = Manifest(
        made_at=datetime.now(UTC),
        server=server,
        dump_sha256=_sha256(dump),
        tables=tables,
        files=files,
    )
    (folder / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1))
    log(f"{len(tables)} tables, {sum(table.rows for table in tables.values())} rows, {len(files)} files")
    return made


def restore(database: Database, folder: Path, files_url: str, bootstrap: list[bytes], log: Log) -> Manifest:
    """Restores into a database that has nothing of pgdesk, and compares all with the manifest.

    `bootstrap`: statements that make the roles. Raises PgdeskError where something is there, or differs.
    """
    try:
        made = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as problem:
        raise PgdeskError(f"{folder} is no backup: {problem}") from problem
    dump = folder / "database.dump"
    if _sha256(dump) != made.dump_sha256:
        raise PgdeskError(f"{dump} is not what was written: its SHA-256 differs from the manifest's")
    wrong = sorted(key for key, digest in made.files.items() if _sha256(folder / "files" / key) != digest)
    if wrong:
        raise PgdeskError(f"{len(wrong)} files are not what was written, the first: {wrong[0]}")
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        if connection.execute(_OWN).fetchone() is not None:
            raise PgdeskError("there is a helpdesk in this database: name an empty one")
        for statement in bootstrap:
            connection.execute(statement)
    _restore_dump(database.dsn, dump)
    log("restored the database")
    _copy_in(Store(files_url), made.files, folder / "files")
    with psycopg.connect(database.dsn) as connection:
        differences = list(_compare(made.tables, measure_tables(connection)))
    if differences:
        raise PgdeskError(f"what was restored is not what was saved: {'; '.join(differences)}")
    log(f"{len(made.tables)} tables and {len(made.files)} files are what was saved")
    return made


def measure_tables(connection: psycopg.Connection[Any]) -> dict[str, Table]:
    """Rows and checksum of each table of pgdesk, as the connection's snapshot sees it."""
    connection.execute(_AS_EVERYWHERE)
    found = {}
    for schema, table in connection.execute(_TABLES).fetchall():
        row = connection.execute(sql.SQL(_SUM).format(sql.Identifier(schema, table))).fetchone()
        assert row is not None
        found[f"{schema}.{table}"] = Table(*row)
    return found


def _compare(saved: dict[str, Table], restored: dict[str, Table]) -> Iterator[str]:
    for name in sorted({*saved, *restored}):
        before, after = saved.get(name), restored.get(name)
        if before != after:
            counts = [table.rows if table else "no table" for table in (before, after)]
            yield f"{name} ({counts[0]} rows saved, {counts[1]} restored)"


def _copy_out(store: Store, kept: list[tuple[Any, ...]], folder: Path) -> Iterator[tuple[str, str]]:
    for key, size, sha256 in kept:
        place = folder / key
        place.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        try:
            with place.open("wb") as file:
                for chunk in store.read(key, 0, size):
                    digest.update(chunk)
                    file.write(chunk)
        except StoreError as problem:
            place.unlink()
            raise PgdeskError(f"the store does not give {key}: {problem}") from problem
        if digest.hexdigest() != sha256:
            raise PgdeskError(f"{key} in the store is not what was put there")
        yield key, sha256


def _copy_in(store: Store, files: dict[str, str], folder: Path) -> None:
    for key in files:
        with (folder / key).open("rb") as file:
            try:
                store.put(key, file)
            except StoreError as problem:
                raise PgdeskError(f"the store does not take {key}: {problem}") from problem


def _restore_dump(dsn: str, dump: Path) -> None:
    """Without pg_cron, whose jobs would begin to run, and name the server that they were scheduled on."""
    listed = _run("pg_restore", None, "--list", str(dump)).splitlines(keepends=True)
    kept = "".join(line for line in listed if "pg_cron" not in line and " cron " not in line)
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        chosen.write(kept)
        chosen.flush()
        database = str(conninfo_to_dict(dsn)["dbname"])
        _run(
            "pg_restore",
            dsn,
            "--exit-on-error",
            "--single-transaction",
            f"--use-list={chosen.name}",
            f"--dbname={database}",
            str(dump),
        )


#: Variables of libpq, by the names of connection strings.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def _run(program: str, dsn: str | None, *arguments: str) -> str:
    """What a program of Postgres prints; passwords are in no argument, which others can read."""
    given = conninfo_to_dict(dsn) if dsn else {}
    environment = {_VARIABLES[name]: str(value) for name, value in given.items() if name in _VARIABLES}
    done = subprocess.run(
        [find_binaries().program(program), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PgdeskError(f"{program} failed: {done.stderr.strip()}")
    return done.stdout


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise PgdeskError(f"the backup lacks {path}: {problem.strerror}") from problem
