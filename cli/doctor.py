"""What `pgdesk doctor` looks at: deploy, logins, clock, keys, jobs, indexes, SLA clocks, the audit log."""

import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from pgdesk.cli import versions
from pgdesk.cli.database import LOGINS, Database
from pgdesk.cli.deploy import api_schema, differences, objects, schema_picture
from pgdesk.cli.deploy.clock import find_clock_faults
from pgdesk.cli.deploy.files import read_files
from pgdesk.cli.deploy.passing import made_from
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.paths import DB, IS_CHECKOUT, files_url
from pgdesk.cli.sealing import examine_log
from pgdesk.cli.signing_keys import current_signing_key
from pgdesk.files.clamd import ScannerAwayError, ping
from pgdesk.files.store import Store, StoreError

#: Tickets that one statement verifies, and connections that share the work.
_BATCH = 10_000
_CONNECTIONS = 2
#: Seconds after which a file should have been scanned.
_SCANS_WITHIN = 900
_ROLE_SETTINGS = DB / "schema" / "bootstrap" / "020_role_settings.sql"
_NO_MAIL = "SELECT failing_from, last_error FROM helpdesk.mail_server WHERE failing_from IS NOT NULL"
_STORED_FILES = "SELECT storage_key, size_bytes FROM helpdesk.stored_file WHERE state = 'kept'"
_DIFFERENCES = Path(__file__).with_name("server_differences.sql").read_bytes()


@dataclass(frozen=True)
class Finding:
    subject: str
    is_ok: bool
    text: str


def examine(
    database: Database, is_quick: bool = False, checkpoints: Mapping[int, str] | None = None
) -> list[Finding]:
    """All findings, the wrong ones with what to do; quick: without what reads every ticket or change."""
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        findings = [*_server(connection), *_deploy(connection)]
        if not all(finding.is_ok for finding in findings):
            return findings
        findings += [
            _limits(connection),
            *examine_schema(connection, database.dsn if IS_CHECKOUT else None),
            *_logins(database),
            *examine_clock(database.dsn, connection),
            _signing_key(database, connection),
            *_queue(connection),
            *examine_files(connection, files_url(), os.environ.get("PGDESK_CLAMD", "")),
            *_indexes(connection),
            *examine_mailboxes(connection),
            *examine_mail_server(connection),
            *examine_origin(connection),
        ]
        findings += _sla_sweep(connection)
        findings += (Finding(*said) for said in examine_log(database.dsn, checkpoints or {}, is_quick))
        if not is_quick:
            findings.append(_sla_cache(database, connection))
            findings.append(examine_copies(connection))
            findings.append(examine_days(connection))
            findings.append(examine_stored_files(connection, files_url()))
        return findings


def _server(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    major = connection.info.server_version // 10000
    place = f"PostgreSQL {major} on {connection.info.host}:{connection.info.port}"
    unsupported = versions.fault(major)
    yield Finding("server", not unsupported, unsupported or place)


def _deploy(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    found = connection.execute("SELECT to_regclass('pgdesk_deploy.file') IS NOT NULL").fetchone()
    if found != (True,):
        yield Finding("deploy", False, "this database has never been migrated: run pgdesk migrate")
        return
    known = dict(connection.execute("SELECT path, digest FROM pgdesk_deploy.file").fetchall())
    files = {file.path: file.digest for file in read_files(DB)}
    changed = sorted(path for path in {*known, *files} if known.get(path) != files.get(path))
    if not changed and objects.has_another_maker(connection.cursor()):
        yield Finding("deploy", False, "of another version of pgdesk or Postgres: run pgdesk migrate")
        return
    text = (
        f"{len(changed)} files differ ({', '.join(changed[:3])}): run pgdesk migrate"
        if changed
        else "as db/ says"
    )
    yield Finding("deploy", not changed, text)
    left = len(api_schema.old_names(connection.cursor()))
    yield Finding("schema api", True, f"{left} old ones left; the next migrate drops them" if left else "one")


def examine_schema(
    connection: psycopg.Connection[Any], dsn: str | None = None, folder: Path = schema_picture.PICTURES
) -> Iterator[Finding]:
    """Whether what the database has is what was deployed: tables as pictured, all else as it was left.

    Pictures may be stale: where a table differs and `dsn` is given, they are drawn anew on that server.
    """
    cursor = connection.cursor()
    cursor.execute("SET search_path = ''")
    made, live = differences.read_made_objects(cursor), differences.read_live(cursor)
    rows = cursor.execute("SELECT is_wrong, difference FROM pgdesk_deploy.find_row_differences()").fetchall()
    found = cursor.execute("SELECT fault, statement IS NOT NULL FROM pgdesk_deploy.find_faults()").fetchall()
    pictures = schema_picture.read(folder)
    if dsn and list(differences.faults({**made, **differences.read_tables(pictures)}, live)):
        pictures, stale = _drawn(dsn, folder)
        if stale:
            yield Finding("pictures", False, f"{', '.join(stale)}: stale, run pgdesk schema --write")
    wrong = [
        *differences.faults({**made, **differences.read_tables(pictures)}, live),
        *(f"{text}: {differences.UNDONE}" for is_wrong, text in rows if is_wrong),
        *(f"{fault}: {differences.UNDONE if is_mended else differences.KEPT}" for fault, is_mended in found),
    ]
    for text in dict.fromkeys(wrong):
        yield Finding("schema", False, text)
    if not wrong:
        yield Finding("schema", True, "tables as pictured, functions, views, rights and rows as deployed")
    neighbours = cursor.execute("SELECT text FROM pgdesk_deploy.neighbour").fetchall()
    for text in [*(text for is_wrong, text in rows if not is_wrong), *(text for (text,) in neighbours)]:
        yield Finding("schema", True, f"{text}; deploys leave it")


def _drawn(dsn: str, folder: Path) -> tuple[dict[str, str], list[str]]:
    """Pictures of a passing database made from db/, and which of those in the folder differ."""
    with made_from(DB, dsn) as made:
        pictures = schema_picture.draw(made)
    return pictures, [f"db/schema/tables/{name}" for name in schema_picture.differences(pictures, folder)]


def _limits(connection: psycopg.Connection[Any]) -> Finding:
    """Whether the roles have the settings that a deploy would give them: it is tried, and undone."""
    with connection.transaction(force_rollback=True):
        before = _role_settings(connection)
        connection.execute(_ROLE_SETTINGS.read_bytes())
        changed = sorted(role for role, _ in before ^ _role_settings(connection))
    if changed:
        return Finding("limits", False, f"settings of {changed[0]} are not as deployed: pgdesk migrate --all")
    return Finding("limits", True, "settings of roles as deployed")


def _role_settings(connection: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    return set(
        connection.execute(
            "SELECT rolname, coalesce(rolconfig::text, '') || rolconnlimit FROM pg_roles"
        ).fetchall()
    )


def _logins(database: Database) -> Iterator[Finding]:
    for login in LOGINS:
        try:
            psycopg.connect(database.login_dsn(login)).close()
        except psycopg.OperationalError as problem:
            yield Finding(f"login {login}", False, str(problem).strip())
        else:
            yield Finding(f"login {login}", True, "may log in")


def examine_clock(dsn: str, connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Whether the recurring jobs run when they are due, what will keep pg_cron from it, and what failed."""
    kind = connection.execute("SELECT helpdesk.clock_kind()").fetchall()[0][0]
    late = connection.execute("SELECT name, late_since, problem FROM helpdesk.list_late_jobs()").fetchall()
    faults = find_clock_faults(dsn) if kind == "pg_cron" else []
    for name, since, problem in late:
        subject = name if name == "clock" else f"job {name}"
        yield Finding(subject, False, f"{problem} (since {since.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)")
    for text in faults:
        yield Finding("clock", False, text)
    if not late and not faults:
        yield Finding("clock", True, "off, as PGDESK_CLOCK said to migrate" if kind == "off" else str(kind))
    failed = connection.execute("SELECT name, error FROM helpdesk.list_failed_jobs()").fetchall()
    for name, error in failed:
        yield Finding(f"job {name}", False, f"its last run failed: {error}")
    if not failed:
        yield Finding("jobs", True, "no last run failed")


def _signing_key(database: Database, connection: psycopg.Connection[Any]) -> Finding:
    try:
        key = current_signing_key(connection, database.secrets)
    except PgdeskError as problem:
        return Finding("keys", False, str(problem))
    if key is None:
        return Finding(
            "keys", True, "PGDESK_JWT_SECRET signs tokens; pgdesk keys rotate makes a key for that"
        )
    return Finding("keys", True, f"{key.thumbprint()} signs tokens")


def _queue(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    faults = connection.execute("SELECT name, problem FROM helpdesk.list_queue_faults()").fetchall()
    for name, problem in faults:
        yield Finding("queue", False, f"{name}: {problem}")
    row = connection.execute(
        "SELECT coalesce(sum(waiting), 0), coalesce(sum(given_up), 0) FROM helpdesk.measure_queues()"
    ).fetchone()
    assert row is not None
    yield Finding("queue", True, f"{row[0]} jobs wait for a worker, {row[1]} were given up: /rest/jobs")


#: By the schemes of PGDESK_FILES_URL, as setting storage_service calls them.
_STORAGE_SERVICES = {"file": "local", "s3": "s3", "gs": "gcs", "az": "azure"}


def examine_files(connection: psycopg.Connection[Any], url: str, clamd: str) -> Iterator[Finding]:
    """Whether the store takes and gives files, and the virus scanner, where it must look at them, answers."""
    try:
        Store(url).check()
        yield Finding("files", True, f"{url} takes and gives them")
    except StoreError as problem:
        yield Finding("files", False, f"{url} does not: {problem}")
    said = connection.execute("SELECT helpdesk.setting_text('storage_service')").fetchone()
    service = _STORAGE_SERVICES.get(url.partition("://")[0])
    if said != (service,):
        yield Finding(
            "files", False, f"setting storage_service says {said and said[0]}, they are in {service}"
        )
    row = connection.execute(
        "SELECT helpdesk.setting_text('virus_scan'), waiting, waiting_since FROM helpdesk.measure_files()"
    ).fetchone()
    assert row is not None
    rule, waiting, since = row
    if rule == "required":
        waits = f"{waiting} wait since {since.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if waiting else "none wait"
        try:
            ping(clamd)
            is_late = bool(waiting) and (datetime.now(UTC) - since).total_seconds() > _SCANS_WITHIN
            yield Finding("virus scanner", not is_late, f"it answers; {waits}")
        except (ScannerAwayError, ValueError) as problem:
            yield Finding("virus scanner", False, f"PGDESK_CLAMD: {problem}; {waits}")


def examine_stored_files(connection: psycopg.Connection[Any], url: str) -> Finding:
    """Whether the store has the bytes of each row that refers to some."""
    rows = connection.execute(_STORED_FILES).fetchall()
    missing = dict(rows)
    try:
        for key, size in Store(url).sizes():
            if missing.get(key) == size:
                del missing[key]
    except StoreError as problem:
        return Finding("stored files", False, f"{url} does not tell: {problem}")
    if missing:
        first = min(missing)
        text = f"{len(missing)} of {len(rows)} are missing or cut; take them from a backup, {first} first"
        return Finding("stored files", False, text)
    return Finding("stored files", True, f"all {len(rows)} are in the store")


def examine_copies(connection: psycopg.Connection[Any]) -> Finding:
    """Whether tickets show what their SLA clocks say."""
    row = connection.execute("SELECT count(*), min(ticket_id) FROM helpdesk.list_wrong_copies()").fetchone()
    assert row is not None
    text = f"{row[0]} show another SLA state than their clocks, the first: {row[1]}; run pgdesk sweep recount"
    return Finding("tickets", not row[0], text if row[0] else "show what their SLA clocks say")


def examine_days(connection: psycopg.Connection[Any]) -> Finding:
    """Whether what reports read of past days is what the events say; a minute for a million tickets."""
    row = connection.execute("SELECT count(*), min(day) FROM helpdesk.list_wrong_days() AS w(day)").fetchone()
    assert row is not None
    text = f"{row[0]} days are counted wrongly, the first: {row[1]}; run pgdesk sweep recount_days"
    return Finding("reports", not row[0], text if row[0] else "past days are counted as the events say")


def _indexes(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    rows = connection.execute("SELECT name FROM helpdesk.list_unusable_indexes()").fetchall()
    names = ", ".join(name for (name,) in rows)
    yield Finding("indexes", not rows, f"not usable: {names}; run REINDEX INDEX" if rows else "all usable")


def examine_mailboxes(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Which mailboxes are not read, and which accounts a provider lets in no more."""
    found = connection.execute("SELECT subject, problem FROM helpdesk.list_mailbox_faults()").fetchall()
    for subject, problem in found:
        yield Finding(subject, False, problem)
    if not found:
        row = connection.execute("SELECT count(*) FROM helpdesk.mailbox WHERE is_active").fetchone()
        yield Finding("mailboxes", True, f"{row[0] if row else 0} are read")


def examine_mail_server(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Whether it takes what is mailed, when it was last tried."""
    row = connection.execute(_NO_MAIL).fetchone()
    if row is None:
        yield Finding("outgoing mail", True, "the mail server takes what is sent")
    else:
        yield Finding("outgoing mail", False, f"the mail server takes none since {row[0]:%F %R}: {row[1]}")


def examine_origin(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """What is stored and another server, its zone data or its order of texts made."""
    for subject, is_ok, text in connection.execute(_DIFFERENCES).fetchall():
        yield Finding(subject, is_ok, text)


def _sla_sweep(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    row = connection.execute("SELECT helpdesk.count_overdue_sla_checks()").fetchone()
    assert row is not None
    text = f"{row[0]} warnings or breaches are due for more than 10 minutes: run pgdesk sweep check_sla"
    yield Finding("SLA sweep", not row[0], text if row[0] else "nothing is overdue")
    row = connection.execute("SELECT helpdesk.count_stuck_sla_changes()").fetchone()
    assert row is not None
    text = f"{row[0]} edits of calendars or policies move no clock any more: run pgdesk sweep move_sla_clocks"
    yield Finding("SLA edits", not row[0], text if row[0] else "all clocks follow them")


def _sla_cache(database: Database, connection: psycopg.Connection[Any]) -> Finding:
    """Whether every ticket's clocks equal what its events give; 10 minutes for a million tickets."""
    row = connection.execute("SELECT min(ticket_id), max(ticket_id) FROM helpdesk.ticket").fetchone()
    assert row is not None
    if row[0] is None:
        return Finding("SLA clocks", True, "there are no tickets")
    first, last = row
    began = time.monotonic()
    starts = range(first, last + 1, _BATCH)

    def verify(worker: int) -> list[tuple[Any, ...]]:
        with psycopg.connect(database.dsn, autocommit=True) as own:
            return [
                found
                for start in starts[worker::_CONNECTIONS]
                for found in own.execute(
                    "SELECT ticket_id, metric, cycle FROM helpdesk.check_sla_cache(%s, %s)",
                    (start, min(start + _BATCH - 1, last)),
                )
            ]

    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        wrong = sorted(found for part in pool.map(verify, range(_CONNECTIONS)) for found in part)
    took = f"{last - first + 1} tickets in {time.monotonic() - began:.0f} s"
    if not wrong:
        return Finding("SLA clocks", True, f"equal to the events, {took}")
    ticket, metric, cycle = wrong[0]
    return Finding(
        "SLA clocks",
        False,
        f"{len(wrong)} differ from the events, the first: ticket {ticket}, {metric}, cycle {cycle} ({took}); "
        "helpdesk.check_sla_cache() lists them, helpdesk.rebuild_sla_clocks() writes them anew",
    )
