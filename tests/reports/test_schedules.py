"""Reports by mail: when they are due, of what, to whom, and what becomes of them."""

import threading
from email import message_from_bytes
from email.policy import default
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from pgdesk.cli.commands.report import report as report_command
from pgdesk.reports.scheduled import draw_next
from tests.conftest import login_dsn, set_clock
from tests.desk import SYSTEM, Desk, Person, refused
from tests.outbox.conftest import committed, peer, send
from tests.outbox.test_sending import Send
from tests.peers.smtp import SmtpServer

__all__ = ["committed", "peer", "send"]
WORKER = Person("worker")


def schedule(desk: Desk, *recipients: Person, who: Person | None = None, **columns: Any) -> int:
    row = {"report": "volume", "repeats": "daily", **columns}
    names = ", ".join(row)
    made: int = desk.one(
        who or desk.admin,
        f"INSERT INTO api.report_schedules ({names}) VALUES ({', '.join(['%s'] * len(row))})"
        " RETURNING report_schedule_id",
        *row.values(),
    )
    for person in recipients:
        add(desk, desk.admin, made, person)
    return made


def add(desk: Desk, who: Person, schedule_id: int, person: Person) -> None:
    desk.run(
        who,
        "INSERT INTO api.report_recipients (report_schedule_id, person_id) VALUES (%s, %s)",
        schedule_id,
        person.id,
    )


def runs(desk: Desk) -> list[dict[str, Any]]:
    return [
        row
        for (row,) in desk.run(
            desk.admin, "SELECT to_jsonb(r) FROM api.report_runs AS r ORDER BY r.report_run_id"
        )
    ]


def due(desk: Desk, at: str) -> int:
    """Runs the job at an instant; how many were due."""
    desk.clock(at)
    found: int = desk.one(WORKER, "SELECT helpdesk.queue_due_reports()")
    return found


def begin(desk: Desk) -> dict[str, Any] | None:
    found: dict[str, Any] | None = desk.one(WORKER, "SELECT helpdesk.begin_report_run()")
    return found


def end(desk: Desk, run: dict[str, Any], error: str | None = None) -> str | None:
    found: str | None = desk.one(
        WORKER,
        "SELECT helpdesk.end_report_run(%s, %s, %s, %s, %s)",
        run["report_run_id"],
        run["attempts"],
        [] if error else run["formats"],
        [] if error else [b"x"] * len(run["formats"]),
        error,
    )
    return found


def mailed(desk: Desk) -> set[int]:
    statement = "SELECT person_id FROM helpdesk.outgoing_mail WHERE kind = 'report' AND state = 'queued'"
    return {person for (person,) in desk.run(SYSTEM, statement)}


@pytest.mark.parametrize(
    ("after", "row", "at"),
    [
        ("2026-03-02 05:59:59+00", {}, "2026-03-02 06:00:00+00"),
        ("2026-03-02 06:00:00+00", {}, "2026-03-03 06:00:00+00"),
        # Summer time begins on the 29th: 02:30 is skipped, and 07:00 is an hour earlier in UTC.
        ("2026-03-29 00:00:00+00", {}, "2026-03-29 05:00:00+00"),
        ("2026-03-28 12:00:00+00", {"local_time": "02:30"}, "2026-03-29 01:30:00+00"),
        # It ends on 25 October: of the two 02:30 only the first counts.
        ("2026-10-24 12:00:00+00", {"local_time": "02:30"}, "2026-10-25 00:30:00+00"),
        ("2026-10-25 00:30:00+00", {"local_time": "02:30"}, "2026-10-26 01:30:00+00"),
        ("2026-03-02 05:00:00+00", {"repeats": "weekly", "day": 1}, "2026-03-02 06:00:00+00"),
        ("2026-03-02 06:00:00+00", {"repeats": "weekly", "day": 1}, "2026-03-09 06:00:00+00"),
        ("2026-02-01 00:00:00+00", {"repeats": "monthly", "day": 31}, "2026-02-28 06:00:00+00"),
        ("2026-02-28 06:00:00+00", {"repeats": "monthly", "day": 31}, "2026-03-31 05:00:00+00"),
        ("2026-01-01 12:00:00+00", {"repeats": "monthly", "day": 1}, "2026-02-01 06:00:00+00"),
    ],
)
def test_when_it_is_due(desk: Desk, after: str, row: dict[str, Any], at: str) -> None:
    desk.clock(after)
    made = schedule(desk, **{"local_time": "07:00", "time_zone": "Europe/Berlin", **row})
    statement = "SELECT due_at = %s FROM api.report_schedules WHERE report_schedule_id = %s"
    assert desk.one(desk.admin, statement, at, made)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("yesterday", "2026-03-03", "2026-03-03"),
        ("last_7_days", "2026-02-25", "2026-03-03"),
        ("last_week", "2026-02-23", "2026-03-01"),
        ("last_30_days", "2026-02-02", "2026-03-03"),
        ("last_month", "2026-02-01", "2026-02-28"),
        ("last_quarter", "2025-10-01", "2025-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
        (None, None, None),
    ],
)
def test_of_what(desk: Desk, period: str | None, first: str | None, last: str | None) -> None:
    desk.clock("2026-03-03 12:00:00+00")
    # In Auckland it is the 4th already.
    schedule(desk, period=period, time_zone="Pacific/Auckland", local_time="09:00")
    assert due(desk, "2026-03-03 20:30:00+00") == 1
    (run,) = runs(desk)
    assert (run["first_day"], run["last_day"]) == (first, last)
    begun = begin(desk)
    assert begun
    assert begun["parameters"] == ({"from": first, "to": last} if first else {})


def test_an_instant_is_one_run_and_what_was_missed_is_one(desk: Desk) -> None:
    desk.clock("2026-03-02 05:00:00+00")
    schedule(desk, desk.admin, local_time="06:00")
    assert due(desk, "2026-03-02 05:59:00+00") == 0
    assert due(desk, "2026-03-02 06:00:00+00") == 1
    assert due(desk, "2026-03-02 06:01:00+00") == 0
    assert due(desk, "2026-03-06 09:00:00+00") == 1
    assert [run["due_at"][:13] for run in runs(desk)] == ["2026-03-02T06", "2026-03-03T06"]
    next_at = desk.one(desk.admin, "SELECT due_at = '2026-03-07 06:00Z' FROM api.report_schedules")
    assert next_at, "the days that were missed are one run"


def test_two_clocks_at_once_queue_it_once(committed: Desk, fresh_db: str) -> None:
    set_clock(committed.db, "2026-03-02 05:00:00+00", local=False)
    for _ in range(20):
        schedule(committed, local_time="06:00")
    barrier, found = threading.Barrier(2), []

    def run() -> None:
        with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as connection:
            set_clock(connection, "2026-03-02 06:00:00+00", local=False)
            barrier.wait()
            row = connection.execute("SELECT helpdesk.queue_due_reports()").fetchone()
            assert row
            found.append(row[0])

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) == len(runs(committed)) == 20


def test_who_may_not_read_reports_gets_none(desk: Desk) -> None:
    desk.clock("2026-03-02 05:00:00+00")
    made = schedule(desk, desk.admin)
    for person in (desk.agent, desk.customer, desk.retired):
        with refused("PD181", "may not read reports"):
            add(desk, desk.admin, made, person)
    desk.permit("agent", "reports.read")
    add(desk, desk.agent, made, desk.agent)
    with refused("42501"):
        add(desk, desk.agent, made, desk.colleague)
    add(desk, desk.admin, made, desk.colleague)
    due(desk, "2026-03-02 08:00:00+00")
    first = begin(desk)
    assert first
    assert end(desk, first) == "mailed"
    assert mailed(desk) == {desk.admin.id, desk.agent.id, desk.colleague.id}
    desk.run(
        SYSTEM, "DELETE FROM helpdesk.role_permission WHERE (role, permission) = ('agent', 'reports.read')"
    )
    # What is written already is not sent, and nothing more is written.
    assert {
        person
        for person, is_void in desk.run(
            SYSTEM,
            "SELECT person_id, helpdesk.is_mail_void(m)"
            " FROM helpdesk.outgoing_mail AS m WHERE kind = 'report'",
        )
        if not is_void
    } == {desk.admin.id}
    due(desk, "2026-03-03 08:00:00+00")
    second = begin(desk)
    assert second
    end(desk, second)
    assert [run["mails"] for run in runs(desk)] == [3, 1]


def test_one_leaves_and_pauses(desk: Desk) -> None:
    desk.clock("2026-03-02 05:00:00+00")
    desk.permit("agent", "reports.read")
    made = schedule(desk, desk.admin, desk.agent)
    left = "DELETE FROM api.report_recipients WHERE person_id = %s RETURNING person_id"
    assert desk.run(desk.agent, left, desk.admin.id) == []
    assert desk.run(desk.agent, left, desk.agent.id) == [(desk.agent.id,)]
    paused = "UPDATE api.report_schedules SET is_active = %s RETURNING due_at"
    assert desk.run(desk.agent, paused, False) == []
    assert desk.run(desk.admin, paused, False) == [(None,)]
    assert due(desk, "2026-03-05 08:00:00+00") == 0
    desk.run(desk.admin, paused, True)
    assert due(desk, "2026-03-05 08:00:00+00") == 0, "what was due meanwhile is not made up for"
    assert desk.call(desk.admin, "mail_report", report_schedule_id=made)["state"] == "queued"
    again = desk.call(desk.admin, "mail_report", report_schedule_id=made)
    assert [run["report_run_id"] for run in runs(desk)] == [again["report_run_id"]]
    with refused("PD002"):
        desk.call(desk.agent, "mail_report", report_schedule_id=made)
    with refused("PD001"):
        desk.call(desk.admin, "mail_report", report_schedule_id=0)


@pytest.mark.parametrize(
    ("columns", "code", "message"),
    [
        ({"report": "none"}, "PD001", "report none not found"),
        ({"parameters": '{"step": "year"}'}, "PD180", "parameter step is one of"),
        ({"parameters": '{"days": 7}'}, "PD180", "the period is no parameter"),
        ({"parameters": "[]"}, "PD180", "parameters are a JSON object"),
        ({"report": "routing_waits", "period": "last_week"}, "PD180", "report routing_waits has no period"),
        ({"report": "routing_waits", "is_compared": True}, "PD180", "no period to compare with"),
        ({"period": "next_week"}, "23514", "period_is_known"),
        ({"formats": ["pdf"]}, "23514", "formats_are_known"),
        ({"formats": []}, "23514", "formats_are_known"),
        ({"repeats": "weekly"}, "23514", "has_day"),
        ({"repeats": "weekly", "day": 8}, "23514", "has_day"),
        ({"repeats": "daily", "day": 1}, "23514", "has_day"),
        ({"local_time": "24:00"}, "23514", "local_time_is_of_day"),
        ({"time_zone": "Mars"}, "PD006", "time zone Mars is unknown"),
    ],
)
def test_what_is_wrong_is_refused(desk: Desk, columns: dict[str, Any], code: str, message: str) -> None:
    with refused(code) as caught:
        schedule(desk, **columns)
    assert message in str(caught.value)


def test_a_picture_needs_a_chart(desk: Desk) -> None:
    charts = desk.run(SYSTEM, "SELECT report FROM helpdesk.report WHERE chart = '{}' LIMIT 1")
    if not charts:
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.report (report, title, description, query)"
            " VALUES ('p', 'P', '', 'SELECT 1 AS a')",
        )
    with refused("PD180", "has no chart"):
        schedule(desk, report=charts[0][0] if charts else "p", formats=["png"])


def test_a_drawing_that_fails_is_tried_again_then_given_up(desk: Desk) -> None:
    desk.clock("2026-03-02 05:00:00+00")
    schedule(desk, desk.admin)
    due(desk, "2026-03-02 08:00:00+00")
    for attempt, (later, state) in enumerate(
        [("08:01", "queued"), ("08:05", "queued"), ("08:21", "queued"), ("09:25", "queued"), ("", "failed")],
        1,
    ):
        run = begin(desk)
        assert run
        assert run["attempts"] == attempt
        assert begin(desk) is None, "it is somebody's"
        assert end(desk, run, "no room") == state
        assert end(desk, run) is None, "it is no more this worker's"
        assert begin(desk) is None, "it waits"
        shown = "SELECT last_error, last_mailed_at FROM api.report_schedules"
        assert desk.run(desk.admin, shown) == [("no room", None)]
        if later:
            due(desk, f"2026-03-02 {later}:00+00")
    due(desk, "2026-03-03 08:00:00+00")
    good = begin(desk)
    assert good
    assert end(desk, good) == "mailed"
    assert desk.one(
        desk.admin, "SELECT last_error IS NULL AND last_mailed_at IS NOT NULL FROM api.report_schedules"
    )


def test_what_a_worker_left_is_taken_by_another(desk: Desk) -> None:
    desk.clock("2026-03-02 05:00:00+00")
    schedule(desk)
    due(desk, "2026-03-02 08:00:00+00")
    for hour in range(5):
        desk.clock(f"2026-03-02 {8 + hour:02}:00:00+00")
        assert begin(desk)
        desk.clock(f"2026-03-02 {8 + hour:02}:14:00+00")
        assert begin(desk) is None
    due(desk, "2026-03-02 20:00:00+00")
    assert [run["state"] for run in runs(desk)] == ["failed"]


def test_old_runs_go_with_their_files(desk: Desk) -> None:
    desk.clock("2026-03-02 05:00:00+00")
    schedule(desk, desk.admin)
    due(desk, "2026-03-02 08:00:00+00")
    run = begin(desk)
    assert run
    end(desk, run)
    desk.clock("2026-04-02 08:00:00+00")
    assert desk.one(WORKER, "SELECT helpdesk.purge_report_runs()") == 1
    assert desk.run(SYSTEM, "SELECT FROM helpdesk.report_file") == []


def test_the_report_comes_by_mail_as_the_command_writes_it(
    committed: Desk,
    fresh_db: str,
    peer: SmtpServer,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, reporter = committed, login_dsn(fresh_db, "reporter")
    set_clock(desk.db, "2026-03-05 05:00:00+00", local=False)
    desk.ticket()
    schedule(
        desk,
        desk.admin,
        period="last_week",
        parameters='{"step": "day"}',
        formats=["csv", "png"],
        repeats="weekly",
        day=1,
        is_compared=True,
    )
    with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as worker:
        set_clock(worker, "2026-03-09 07:00:00+00", local=False)
        worker.execute("SELECT helpdesk.queue_due_reports()")
        assert draw_next(worker, "")
        assert runs(desk)[0]["error"] == "PGDESK_REPORT_DATABASE_URL is not set where the worker runs"
        set_clock(worker, "2026-03-09 07:02:00+00", local=False)
        assert draw_next(worker, reporter)
        assert not draw_next(worker, reporter)
    assert send() == 1
    (taken,) = peer.mails
    read: Any = message_from_bytes(taken.raw, policy=default)
    assert read["Subject"] == "Tickets per day: 2026-03-02 \u2013 2026-03-08"
    assert "/admin/reports/volume?from=2026-03-02&to=2026-03-08" in read.get_body(("plain",)).get_content()
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    files = {one.get_filename(): one for one in read.iter_attachments()}
    assert list(files) == ["volume_2026-03-02_2026-03-08.csv", "volume_2026-03-02_2026-03-08.png"]
    monkeypatch.setenv("PGDESK_REPORT_DATABASE_URL", reporter)
    asked = "volume --format csv --compare --from 2026-03-02 --to 2026-03-08 --param step=day"
    said = CliRunner().invoke(report_command, asked.split())
    assert files["volume_2026-03-02_2026-03-08.csv"].get_payload(decode=True) == said.stdout_bytes
    assert files["volume_2026-03-02_2026-03-08.png"].get_payload(decode=True).startswith(b"\x89PNG")
    assert said.stdout.splitlines()[4].startswith("2026-03-05,1,")
