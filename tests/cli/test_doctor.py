"""Whatever doctor can find wrong, a test has broken and has seen found."""

import ast
import inspect
import re
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from pgdesk.cli import doctor, sealing
from pgdesk.cli.doctor import Finding
from pgdesk.cli.paths import DB, ROOT
from tests.conftest import Connection

Examine = Callable[[Any], Iterable[Finding]]

_VERSION = SimpleNamespace(info=SimpleNamespace(server_version=140001, host="127.0.0.1", port=5432))
_NOBODY_LISTENS: Any = SimpleNamespace(login_dsn=lambda login: f"host=127.0.0.1 port=1 user={login}")
_EDIT = """
    INSERT INTO helpdesk.sla_change (at, calendar_id, calendar_version_id)
    SELECT now() - interval '1 hour', calendar_id, calendar_version_id FROM helpdesk.calendar_version LIMIT 1
"""

#: By subject (… is a name) what breaks it, and what looks. None: what looks is given something broken.
BREAKS: dict[str, tuple[str | None, Examine]] = {
    "server": (None, lambda db: doctor._server(_VERSION)),  # type: ignore[arg-type]
    "login …": (None, lambda db: doctor._logins(_NOBODY_LISTENS)),
    "deploy": ("DELETE FROM pgdesk_deploy.file WHERE path = 'functions/base/me.sql'", doctor._deploy),
    "limits": ("ALTER ROLE agent SET statement_timeout = '1h'", lambda db: [doctor._limits(db)]),
    "schema": ("DROP INDEX helpdesk.sla_clock_due_idx", doctor.examine_schema),
    "indexes": (
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'helpdesk.sla_clock_due_idx'::regclass",
        doctor._indexes,
    ),
    "collation": (
        "UPDATE pg_database SET datcollversion = '0' WHERE datname = current_database()",
        doctor.examine_origin,
    ),
    "job …": (
        "INSERT INTO helpdesk.schedule_run (name, started_at, duration, error)"
        " VALUES ('seals', helpdesk.clock(), '0', '22012 division by zero')",
        lambda db: doctor.examine_clock("", db),
    ),
    "queue": (
        "INSERT INTO dramatiq.worker (worker_id, heartbeat_at)"
        " VALUES (gen_random_uuid(), now() - interval '1 day')",
        doctor._queue,
    ),
    "mailbox account …": (
        "INSERT INTO helpdesk.mailbox_account (account, host, user_name, refused_at, last_error)"
        " VALUES ('support', 'mail.example', 'support', now(), 'the password is wrong')",
        doctor.examine_mailboxes,
    ),
    "outgoing mail": (
        "UPDATE helpdesk.mail_server SET failing_from = now(), last_error = 'no route to host'",
        doctor.examine_mail_server,
    ),
    "SLA edits": (_EDIT, doctor._sla_sweep),
}
#: Those that take more than a statement, and the tests that break them.
ELSEWHERE = {
    "pictures": "cli/test_by_hand.py::test_stale_pictures_are_what_doctor_names",
    "clock": "cli/test_command.py::test_doctor_finds_a_clock_that_does_not_tick",
    "keys": "cli/test_command.py::test_doctor_tells_of_a_key_that_nobody_opens",
    "files": "files/test_faults.py::test_the_doctor_puts_and_reads_a_file_and_counts_what_waits",
    "virus scanner": "files/test_faults.py::test_the_doctor_puts_and_reads_a_file_and_counts_what_waits",
    "stored files": "files/test_faults.py::test_bytes_that_the_store_has_lost_are_told",
    "mailbox …": "mailboxes/test_processes.py::test_the_doctor_names_what_is_not_read",
    "search words": "cli/test_origin.py::test_what_another_server_made_is_named",
    "time zones": "cli/test_origin.py::test_what_another_server_made_is_named",
    "SLA sweep": "cli/test_command.py::test_doctor_verifies_every_sla_clock",
    "SLA clocks": "cli/test_command.py::test_doctor_verifies_every_sla_clock",
    "tickets": "sla/test_shown.py::test_copies_that_were_changed_by_hand_are_told_and_made_anew",
    "reports": "reports/test_days.py::test_what_was_written_by_hand_is_found_and_counted_anew",
    "audit log": "seals/test_tampering.py::test_a_row_that_was_changed_is_named",
    "seals": "seals/test_sealing.py::test_doctor_names_the_transaction_that_holds_sealing_back",
}


@pytest.mark.parametrize("subject", BREAKS)
def test_what_is_broken_is_found(db: Connection, subject: str) -> None:
    statement, examine = BREAKS[subject]
    name = re.compile(re.escape(subject).replace("…", r"\S+"))

    def wrong() -> list[str]:
        return [one.text for one in examine(db) if name.fullmatch(one.subject) and not one.is_ok]

    if statement is not None:
        assert wrong() == []
        db.execute(statement)
    assert wrong()


def test_each_subject_is_broken_by_a_test(db: Connection) -> None:
    assert sorted([*BREAKS, *ELSEWHERE]) == sorted(_subjects(db))
    for test in ELSEWHERE.values():
        path, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / "tests" / path).read_text(), test


def _subjects(db: Connection) -> set[str]:
    """Of what may be wrong, as the sources name it."""
    faults = (DB / "functions" / "mailboxes" / "list_mailbox_faults.sql").read_text()
    return {
        *_literals(inspect.getsource(doctor)),
        *(subject for subject, _, _ in db.execute(doctor._DIFFERENCES).fetchall()),
        *re.findall(r'"([a-z ]+)",\s+False,', inspect.getsource(sealing)),
        *(f"{name}…" for name in re.findall(r"'(mailbox [a-z ]*)' \|\|", faults)),
    }


def _literals(source: str) -> Iterable[str]:
    """What Finding() and names of subjects are given, where it is not said to be well."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="Finding"), args=[_, ast.Constant(value=True), *_]):
                pass
            case ast.Call(func=ast.Name(id="Finding"), args=[ast.Constant(value=str(text)), *_]):
                yield text
            case ast.Call(func=ast.Name(id="Finding"), args=[ast.JoinedStr(values=parts), *_]):
                yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in parts)
