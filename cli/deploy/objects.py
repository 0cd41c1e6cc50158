"""What the files of db/ declare is all there is: functions, views, triggers, indexes, comments, rights, rows.

The work is done by functions in schema pgdesk_deploy, which each deploy makes first. What no file declares
any more goes to an attic, a schema that is dropped after the deploy: a request that uses it now can finish.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg

from pgdesk.cli.deploy.files import API, File
from pgdesk.cli.errors import PgdeskError

OWNER = "pgdesk_owner"
_SCHEMA = [
    Path(__file__).with_name(name).read_text("utf-8")
    for name in (
        "schema.sql",
        "schema_objects.sql",
        "schema_rights.sql",
        "schema_rows.sql",
        "schema_faults.sql",
    )
]
#: Shorter than deadlock_timeout, so that it is never a request that fails.
_LOCK_TIMEOUT = "300ms"
_LOCK_TRIES, _PLAN_TRIES = 60, 3
#: What says that an object cannot be replaced: other parameters, columns or kind; a name that is not unique.
_IRREPLACEABLE = ("42P13", "42P16", "42809", "42725")


def declare(cursor: Any, files: Iterable[File]) -> None:
    """Makes schema pgdesk_deploy, and lists there what the files declare."""
    try:
        for text in _SCHEMA:
            cursor.execute(text)
    except psycopg.errors.InsufficientPrivilege as problem:
        raise PgdeskError(
            f"schema pgdesk_deploy or something in it does not belong to {OWNER} any more "
            f"({problem.diag.message_primary}): give it back with ALTER … OWNER TO {OWNER}"
        ) from problem
    declared: dict[tuple[str, str], str | None] = {}
    for file in files:
        if file.step < API:
            declared |= dict.fromkeys((("object", name) for name in file.creates), None)
        declared |= {(one.kind, one.name): one.statement for one in file.declares}
    cursor.execute(
        "SELECT pgdesk_deploy.declare_objects(%s, %s, %s)",
        ([kind for kind, _ in declared], [name for _, name in declared], list(declared.values())),
    )


def has_another_maker(cursor: Any) -> bool:
    """Whether they were made by another pgdesk_deploy, or on another major version of Postgres: either notes
    definitions otherwise."""
    cursor.execute("SELECT to_regclass('pgdesk_deploy.made') IS NOT NULL")
    if cursor.fetchone() != (True,):
        return False
    cursor.execute("SELECT definition FROM pgdesk_deploy.made WHERE kind = 'maker'")
    return bool(cursor.fetchone() != (_maker(cursor),))


def _maker(cursor: Any) -> str:
    digest = hashlib.sha256("".join(_SCHEMA).encode()).hexdigest()
    return f"{cursor.connection.info.server_version // 10000} {digest}"


def clear(cursor: Any, files: Iterable[File]) -> set[str]:
    """Takes comments and grants from what these files create; returns what of it there is already."""
    names = sorted({name for file in files for name in file.creates})
    return set(_texts(cursor, "SELECT pgdesk_deploy.clear_objects(%s)", names))


def replace(cursor: Any, file: File, attic: str, run: Callable[[Any, File], None]) -> bool:
    """Runs the file; what cannot be replaced is set aside first. Returns whether that was so."""
    try:
        with cursor.connection.transaction():
            run(cursor, file)
            if _texts(cursor, "SELECT pgdesk_deploy.find_twins(%s)", sorted(file.creates)):
                raise _HasTwin
    except (PgdeskError, _HasTwin) as problem:
        cause = problem.__cause__
        if isinstance(problem, PgdeskError) and getattr(cause, "sqlstate", None) not in _IRREPLACEABLE:
            raise
    else:
        return False
    cursor.execute("SELECT pgdesk_deploy.set_aside(%s, %s)", (sorted(file.creates), attic))
    run(cursor, file)
    return True


def drop_undeclared(cursor: Any, attic: str, *, is_locking: bool) -> list[str]:
    """Moves functions or (is_locking) views to the attic; as the deploying user: others may own some."""
    cursor.execute(
        "SELECT change, statement FROM pgdesk_deploy.find_undeclared_objects(%s, %s)",
        (attic, is_locking),
    )
    found = cursor.fetchall()
    cursor.execute("RESET ROLE")
    for _, statement in found:
        if statement is not None:
            cursor.execute(statement)
    cursor.execute(f"SET LOCAL ROLE {OWNER}")
    return [change for change, _ in found]


def add_triggers_of_new_tables(cursor: Any) -> list[str]:
    """Those before an insert, which rows may need, on tables that nobody uses yet; returns what changed."""
    return _texts(cursor, "SELECT pgdesk_deploy.apply_statements(true)")


def make_agree(cursor: Any, attic: str, *, has_rights: bool, is_plan: bool) -> list[str]:
    """Makes triggers, indexes, rights and views what is declared; returns what changed. Each locks its table,
    so this gives way to requests and begins again, rather than let them wait for long; a plan gives up within
    a second."""

    def work() -> list[str]:
        changes = _texts(cursor, "SELECT pgdesk_deploy.apply_statements(false)")
        if has_rights:
            changes += _texts(cursor, "SELECT pgdesk_deploy.apply_rights()")
        return changes + drop_undeclared(cursor, attic, is_locking=True) + mend(cursor, is_early=False)

    tries = _PLAN_TRIES if is_plan else _LOCK_TRIES
    for attempt in range(tries):
        try:
            with cursor.connection.transaction():
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", (_LOCK_TIMEOUT,))
                changes = work()
                cursor.execute("SET LOCAL lock_timeout = '60s'")
                return changes
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as problem:
            if attempt == tries - 1:
                raise PgdeskError("tables whose rights or triggers change are in use: try again") from problem
            time.sleep(0.05 * (attempt + 1))
    raise AssertionError("unreachable")


def mend(cursor: Any, *, is_early: bool) -> list[str]:
    """Undoes what was changed of owners and default privileges (is_early), of roles, grants and triggers;
    returns what it did."""
    return _texts(cursor, "SELECT pgdesk_deploy.mend_faults(%s)", is_early)


def forget_rows(cursor: Any, unchanged: Iterable[File]) -> None:
    """What other files declared goes by `apply_rows`, unless they declare it again."""
    cursor.execute("SELECT pgdesk_deploy.forget_rows(%s)", ([file.path for file in unchanged],))


def apply_rows(cursor: Any) -> list[str]:
    """Makes declared rows what the files say; returns what changed."""
    return _texts(cursor, "SELECT pgdesk_deploy.apply_rows()")


def note(cursor: Any, files: Iterable[File]) -> list[str]:
    """Notes what these files made, for `pgdesk doctor`; takes away comments that no file makes any more."""
    names = sorted({name for file in files for name in file.creates})
    cursor.execute("SELECT pgdesk_deploy.note_objects(%s)", (names,))
    return _texts(cursor, "SELECT pgdesk_deploy.clear_comments()")


def note_owned(cursor: Any) -> list[str]:
    """Notes what is the owner's, and which schemas and roles are declared; says which roles are left."""
    return _texts(cursor, "SELECT pgdesk_deploy.note_owned(%s)", _maker(cursor))


class _HasTwin(Exception):
    """A function of that name and other parameters is there, too."""


def _texts(cursor: Any, query: str, *values: object) -> list[str]:
    cursor.execute(query, values)
    return [text for (text,) in cursor.fetchall()]
