"""`pgdesk mail replay`: mails that are on no ticket are decided about anew, each once."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest

from pgdesk.cli.paths import ROOT
from pgdesk.mail.parse import PARSER_VERSION
from tests.conftest import Connection
from tests.mail.conftest import mail, one, set_setting, take_in


def replay(dsn: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "pgdesk.cli.main", "mail", "replay", *arguments]
    done = subprocess.run(
        command,
        env={**os.environ, "PGDESK_DATABASE_URL": dsn},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.strip()


def states(db: Connection) -> list[str]:
    rows = db.execute("SELECT state FROM helpdesk.inbound_mail ORDER BY inbound_mail_id").fetchall()
    return [row[0] for row in rows]


@pytest.fixture
def left_out(fresh_db: str) -> list[int]:
    """Of senders a and b quarantined ones, an automatic one of a, and a ticket."""
    with psycopg.connect(fresh_db, autocommit=True) as db, db.transaction():
        set_setting(db, "allow_guest_tickets", False)
        made = [
            take_in(db, mail("a@shop.example")),
            take_in(db, mail("b@shop.example")),
            take_in(db, mail("a@shop.example", headers="Auto-Submitted: auto-replied\n")),
        ]
        set_setting(db, "allow_guest_tickets", True)
        made.append(take_in(db, mail("c@shop.example")))
        db.execute(
            "UPDATE helpdesk.inbound_mail SET parser_version = %s WHERE from_address = 'b@shop.example'",
            (PARSER_VERSION - 1,),
        )
    return [each["inbound_mail_id"] for each in made]


def test_it_takes_what_is_chosen_and_no_ticket(fresh_db: str, left_out: list[int]) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as db:
        assert states(db) == ["quarantined", "quarantined", "automatic", "ticket"]
        assert replay(fresh_db, "--days", "1", "--sender", "C@shop.example") == "0 mails"
        assert replay(fresh_db, "--older-parser") == "1 mails"
        assert states(db) == ["quarantined", "received", "automatic", "ticket"]
        assert replay(fresh_db, "--as-wanted", *map(str, left_out)) == "2 mails"
        assert states(db) == ["received", "received", "received", "ticket"]
        released = db.execute(
            "SELECT is_released FROM helpdesk.inbound_mail ORDER BY inbound_mail_id"
        ).fetchall()
        assert [row[0] for row in released] == [True, False, True, False]
        queued = one(
            db,
            "SELECT count(DISTINCT message -> 'args') FROM dramatiq.queue"
            " WHERE message ->> 'actor_name' = 'process_inbound_mail' AND available_at <= helpdesk.clock()",
        )
        assert queued == 3


def test_posts_that_failed_are_made_anew(fresh_db: str) -> None:
    with psycopg.connect(fresh_db, autocommit=True) as db:
        db.execute(
            "INSERT INTO helpdesk.mail_arrival (adapter, state, reason, body, attempts) VALUES"
            " ('ses', 'failed', 'x', 'x', 10), ('ses', 'failed', 'x', NULL, 10),"
            " ('ses', 'ignored', 'x', NULL, 0)"
        )
        assert replay(fresh_db, "--posts") == "1 posts"
        rows = db.execute("SELECT state, attempts FROM helpdesk.mail_arrival ORDER BY 1, 2").fetchall()
        assert rows == [("failed", 10), ("ignored", 0), ("waiting", 0)]
