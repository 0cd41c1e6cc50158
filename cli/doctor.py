"""What `pgdesk doctor` looks at: deploy, logins, clock, jobs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

from cli.database import LOGINS, Database
from cli.deploy_files import read_files
from cli.paths import DB


@dataclass(frozen=True)
class Finding:
    subject: str
    is_ok: bool
    text: str


def examine(database: Database) -> list[Finding]:
    """All findings, the wrong ones with what to do."""
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        findings = [*_server(connection), *_deploy(connection)]
        if not all(finding.is_ok for finding in findings):
            return findings
        return [*findings, *_logins(database), *_clock(connection), *_queue(connection)]


def _server(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    major = connection.info.server_version // 10000
    yield Finding(
        "server", 15 <= major <= 18, f"PostgreSQL {major} on {connection.info.host}:{connection.info.port}"
    )


def _deploy(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    found = connection.execute("SELECT to_regclass('pgdesk_deploy.file') IS NOT NULL").fetchone()
    if found != (True,):
        yield Finding("deploy", False, "this database has never been migrated: run pgdesk migrate")
        return
    known = dict(connection.execute("SELECT path, digest FROM pgdesk_deploy.file").fetchall())
    files = {file.path: file.digest for file in read_files(DB)}
    changed = sorted(path for path in {*known, *files} if known.get(path) != files.get(path))
    text = (
        f"{len(changed)} files differ ({', '.join(changed[:3])}): run pgdesk migrate"
        if changed
        else "as db/ says"
    )
    yield Finding("deploy", not changed, text)
    left = connection.execute("SELECT count(*) FROM pg_namespace WHERE nspname ~ '^api_old'").fetchone()
    assert left is not None
    yield Finding(
        "schema api", True, f"{left[0]} old ones left; the next migrate drops them" if left[0] else "one"
    )


def _logins(database: Database) -> Iterator[Finding]:
    for login in LOGINS:
        try:
            psycopg.connect(database.login_dsn(login)).close()
        except psycopg.OperationalError as problem:
            yield Finding(f"login {login}", False, str(problem).strip())
        else:
            yield Finding(f"login {login}", True, "may log in")


def _clock(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    found = connection.execute("SELECT to_regprocedure('pgdesk_deploy.clock_kind()') IS NOT NULL").fetchone()
    kind = "worker"
    if found == (True,):
        row = connection.execute("SELECT pgdesk_deploy.clock_kind()").fetchone()
        kind = str(row[0]) if row else kind
    yield Finding("clock", True, kind)
    failed = connection.execute(
        """
        SELECT r.name, r.error FROM helpdesk.schedule AS s
        CROSS JOIN LATERAL (
            SELECT l.* FROM helpdesk.schedule_run AS l
            WHERE l.name = s.name ORDER BY l.started_at DESC LIMIT 1
        ) AS r
        WHERE s.is_active AND r.error IS NOT NULL ORDER BY r.name
        """
    ).fetchall()
    for name, error in failed:
        yield Finding(f"job {name}", False, f"its last run failed: {error}")
    if not failed:
        yield Finding("jobs", True, "no last run failed")


def _queue(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    row = connection.execute(
        """
        SELECT count(*) FILTER (WHERE state = 'queued' AND available_at < now() - interval '10 minutes'),
               count(*) FILTER (WHERE state = 'consumed' AND consumed_at < now() - interval '1 hour'),
               count(*) FILTER (WHERE state = 'rejected')
        FROM dramatiq.queue
        """
    ).fetchone()
    assert row is not None
    waiting, stuck, rejected = row
    yield Finding(
        "queue",
        not waiting and not stuck,
        f"{waiting} messages wait for more than 10 minutes, {stuck} are in work for more than an hour, "
        f"{rejected} were given up",
    )
