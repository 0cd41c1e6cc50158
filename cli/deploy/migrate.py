"""`pgdesk migrate`: one transaction that brings a database to what db/ says.

Each V file is applied once; functions and schema files are applied when their hash has changed; schema api is
rebuilt whole, and db/schema/always/ follows it. Five of these at once are safe: one goes at a time.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from pgdesk.cli.deploy import api_schema, differences, environment, objects, rights, view_columns
from pgdesk.cli.deploy.files import (
    AFTER,
    ALWAYS,
    API,
    BEFORE,
    BOOTSTRAP,
    FUNCTIONS,
    MIGRATIONS,
    RIGHTS,
    File,
    read_files,
    version,
)
from pgdesk.cli.deploy.objects import OWNER
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import DB

#: Clears the rights, which the other files of its folder then add to: one that changes has all applied.
RIGHTS_FILE = "schema/rights/000_who.sql"
_TURN = Path(__file__).with_name("turn.sql").read_bytes()
#: How tg_report__check marks the statement of a report.
_REPORT = re.compile(r" -- report (\w+)\n")
_RETRIES = 8
_RETRIED_STATES = ("40001", "40P01", "XX000", "23505", "42710")


@dataclass
class Deployed:
    """What a deploy did: V files and other files applied (paths inside db/), whether api was rebuilt; what
    became of rights and rows."""

    migrations: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    is_api_rebuilt: bool = False
    changes: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.migrations or self.files or self.is_api_rebuilt)


def migrate(
    dsn: str, db: Path = DB, log: Callable[[str], None] = lambda line: None, is_whole: bool = False
) -> Deployed:
    """Deploys `db` to the database of `dsn`; raises PgdeskError with the remedy when it cannot.

    is_whole: applies files that have not changed, too, which undoes what was changed by hand.
    """
    files = read_files(db)
    for attempt in range(_RETRIES):
        try:
            with _connect(dsn) as connection:
                done = _deploy(connection, files, is_whole, log)
                api_schema.drop_old(connection, log)
                return done
        except psycopg.Error as problem:
            # Roles are shared by all databases of a cluster, the lock is not: two deploys can collide there.
            if problem.sqlstate not in _RETRIED_STATES or attempt == _RETRIES - 1:
                raise PgdeskError(_describe(problem)) from problem
            time.sleep(0.1 * (attempt + 1))
    raise AssertionError("unreachable")


def plan(dsn: str, db: Path = DB, is_whole: bool = False) -> Deployed:
    """What `migrate` would do: done and undone in one transaction, which locks tables no longer than it must.

    Tables whose rights or triggers change are locked for an instant, those that new V files change until the
    end, a second or two. Where a lock does not come within a second, it gives up with PgdeskError.
    """
    try:
        with _connect(dsn) as connection:
            return _deploy(connection, read_files(db), is_whole, lambda line: None, is_plan=True)
    except (PgdeskError, psycopg.Error) as problem:
        told = _describe(problem) if isinstance(problem, psycopg.Error) else str(problem)
        if isinstance(problem.__cause__ or problem, psycopg.errors.LockNotAvailable) and "in use" not in told:
            told = f"what the plan needs is in use, try again: {told}"
        raise PgdeskError(told) from problem


def _connect(dsn: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(dsn, application_name="pgdesk migrate", client_encoding="UTF8")
    except psycopg.OperationalError as problem:
        raise PgdeskError(f"cannot connect to the database: {str(problem).strip()}") from problem


def _deploy(
    connection: Any,
    files: list[File],
    is_whole: bool,
    log: Callable[[str], None],
    is_plan: bool = False,
) -> Deployed:
    cursor = connection.cursor()
    rights.require(cursor)
    _take_turn(cursor)
    cursor.execute(f"SET LOCAL lock_timeout = '{1 if is_plan else 60}s'")
    cursor.execute("SET LOCAL check_function_bodies = off")
    known = _known_hashes(cursor)
    _check_migrations(files, known)
    if RIGHTS_FILE in known and RIGHTS_FILE not in {file.path for file in files}:
        raise PgdeskError(f"db/{RIGHTS_FILE} was deployed and is gone; without it nobody has a right")

    is_whole |= objects.has_another_maker(cursor)
    changed = [
        file
        for file in files
        if known.get(file.path) != file.digest or (is_whole and file.step != MIGRATIONS)
    ]
    gone = known.keys() - {file.path for file in files}
    if any(Path(path).match("schema/rights/*") for path in {*gone, *(file.path for file in changed)}):
        changed = [file for file in files if file in changed or file.step == RIGHTS]
    if not changed and not gone and api_schema.exists(cursor):
        if not is_plan:
            rights.become_owner(cursor, OWNER)
            environment.adopt(cursor)
            connection.commit()
        return Deployed()
    if is_plan and not known:
        connection.rollback()
        return Deployed([Path(file.path).stem for file in _of(files, MIGRATIONS)], [], True)

    done = _apply_all(cursor, files, changed, is_plan)
    if is_plan:
        connection.rollback()
        return done
    _remember(cursor, files)
    environment.adopt(cursor)
    cursor.execute("NOTIFY pgrst, 'reload schema'")
    connection.commit()
    if not known:
        done.changes.clear()  # all of it
    log(f"deployed {len(done.migrations)} migrations, {len(done.files)} changed files; schema api rebuilt")
    return done


def _take_turn(cursor: Any) -> None:
    """Waits for another deploy, by a table that nobody else may lock: any login can hold an advisory lock."""
    if _one(cursor, "SELECT to_regclass('pgdesk_deploy.file')") is None:
        rights.become_owner(cursor, OWNER)
        cursor.execute(_TURN)
        cursor.execute("RESET ROLE")
    cursor.execute("LOCK TABLE pgdesk_deploy.file IN SHARE ROW EXCLUSIVE MODE")


def _apply_all(cursor: Any, files: list[File], changed: list[File], is_plan: bool) -> Deployed:
    done = Deployed(is_api_rebuilt=True)
    for file in _of(changed, BOOTSTRAP):
        _apply(cursor, file, done)
    rights.become_owner(cursor, OWNER)
    objects.declare(cursor, files)
    before = differences.read_live(cursor) if is_plan else {}
    done.changes += objects.mend(cursor, is_early=True)
    objects.clear(cursor, _of(changed, BEFORE))
    for file in _of(changed, BEFORE, MIGRATIONS):
        _apply(cursor, file, done)
    old_api, attic = api_schema.set_aside(cursor)
    done.changes += objects.drop_undeclared(cursor, attic, is_locking=False)
    _apply_functions(cursor, files, changed, attic, done)
    api_schema.build(cursor, _of(files, API), _run)
    done.files += [file.path for file in _of(changed, API)]
    done.changes += objects.add_triggers_of_new_tables(cursor)
    objects.forget_rows(cursor, [file for file in files if file not in changed])
    for file in _of(changed, RIGHTS, AFTER):
        _apply(cursor, file, done)
    done.changes += objects.apply_rows(cursor)
    for file in _of(files, ALWAYS):
        _run(cursor, file)
    done.files += [file.path for file in _of(changed, ALWAYS)]
    view_columns.adopt(cursor)
    done.changes += objects.note(cursor, [*_of(changed, BEFORE, MIGRATIONS, FUNCTIONS), *_of(files, API)])
    if is_plan:
        done.changes += differences.say(before, differences.read_live(cursor))
    done.changes += objects.make_agree(cursor, attic, has_rights=bool(_of(files, RIGHTS)), is_plan=is_plan)
    done.changes += objects.note_owned(cursor)
    api_schema.refuse_outside_dependents(cursor, old_api, attic)
    done.changes = list(dict.fromkeys(done.changes))
    return done


def _of(files: Iterable[File], *steps: int) -> list[File]:
    return [file for file in files if file.step in steps]


def _apply(cursor: Any, file: File, done: Deployed) -> None:
    cursor.execute("SELECT set_config('pgdesk_deploy.file', %s, true)", (file.path,))
    _run(cursor, file)
    if file.step == MIGRATIONS:
        done.migrations.append(Path(file.path).stem)
    else:
        done.files.append(file.path)


def _apply_functions(cursor: Any, files: list[File], changed: list[File], attic: str, done: Deployed) -> None:
    """Those that have changed, and those that name at creation what could not be replaced."""
    present = objects.clear(cursor, _of(changed, FUNCTIONS))
    set_aside: set[str] = set()
    for file in _of(files, FUNCTIONS):
        if file not in changed:
            if not file.needs & set_aside:
                continue
            present |= objects.clear(cursor, [file])
        if not file.creates & present:
            _run(cursor, file)
        elif objects.replace(cursor, file, attic, _run):
            set_aside |= file.creates
        done.files.append(file.path)


def _run(cursor: Any, file: File) -> None:
    """Executes the file as it is (one simple query, so BEGIN ATOMIC bodies and % signs survive)."""
    try:
        cursor.execute(file.text)
    except psycopg.Error as problem:
        if problem.sqlstate in _RETRIED_STATES and file.step == BOOTSTRAP:
            raise
        raise PgdeskError(f"db/{file.path}: {_describe(problem, file.text)}") from problem


def _describe(problem: psycopg.Error, text: str = "") -> str:
    diag = problem.diag
    if diag.message_primary is None:
        return str(problem).strip()
    parts = [f"{problem.sqlstate} {diag.message_primary}"]
    if text and diag.statement_position:
        parts.append(f"at line {text.count(chr(10), 0, int(diag.statement_position) - 1) + 1}")
    if diag.internal_query and (report := _REPORT.search(diag.internal_query)):
        line = diag.internal_query.count("\n", 0, int(diag.internal_position or 1) - 1)
        return f"report {report[1]}: {parts[0]}{f', line {line}' if line else ''}"
    parts += [note for note in (diag.message_detail, diag.message_hint, diag.context) if note]
    return "\n  ".join(parts)


# --- V files


def _check_migrations(files: list[File], known: dict[str, str]) -> None:
    """Refuses V files that have changed or gone since they were applied, and new ones that come too late."""
    present = {file.path: file for file in files if file.step == MIGRATIONS}
    applied = [path for path in known if path.startswith("migrations/")]
    for path in applied:
        if path not in present or present[path].digest != known[path]:
            what = "has changed since it was applied" if path in present else "was applied and is gone"
            raise PgdeskError(
                f"db/{path} {what}: pgdesk demo --reset starts over with an empty database "
                "(from version 1.0 on: undo the change and add a new V file)"
            )
    last = max(applied, key=version, default=None)
    for path in present:
        if path not in known and last is not None and version(path) < version(last):
            raise PgdeskError(
                f"db/{path} comes before {Path(last).name}, which is applied already: "
                "give it a higher number (before version 1.0: pgdesk demo --reset)"
            )


# --- hashes


def _known_hashes(cursor: Any) -> dict[str, str]:
    cursor.execute("SELECT path, digest FROM pgdesk_deploy.file")
    return dict(cursor.fetchall())


def _remember(cursor: Any, files: list[File]) -> None:
    cursor.execute(
        "SELECT pgdesk_deploy.remember_files(%s, %s)",
        ([file.path for file in files], [file.digest for file in files]),
    )


def _one(cursor: Any, query: str) -> Any:
    cursor.execute(query)
    return cursor.fetchone()[0]
