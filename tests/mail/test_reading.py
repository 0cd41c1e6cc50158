"""Attempts to read a stored mail: counted before, ended after five, told by whom they failed."""

import json

from tests.conftest import Connection, acting_as
from tests.mail.conftest import mail, one

People = dict[str, int]
_LATER = "UPDATE helpdesk.inbound_mail SET reading_at = reading_at - interval '2 minutes'"


def _store(db: Connection, raw: bytes) -> int:
    with acting_as(db, "worker"):
        return int(one(db, "SELECT inbound_mail_id FROM helpdesk.store_inbound_mail(%s, 'test')", raw))


def _begin(db: Connection, mail_id: int) -> bool:
    with acting_as(db, "worker"):
        return one(db, "SELECT helpdesk.begin_reading_mail(%s)", mail_id) is not None


def test_a_mail_that_nobody_gets_through_is_quarantined_after_five_attempts(
    db: Connection, people: People
) -> None:
    mail_id = _store(db, mail())
    begun = []
    for _ in range(6):
        db.execute(_LATER)
        begun.append(_begin(db, mail_id))
    assert begun == [True, True, True, True, False, False]
    row = db.execute("SELECT state, reason, attempts FROM helpdesk.inbound_mail").fetchone()
    assert row == ("quarantined", "it could not be read in 5 attempts", 6)


def test_the_same_mail_delivered_often_at_once_is_one_attempt(db: Connection, people: People) -> None:
    raw = mail()
    assert len({_store(db, raw) for _ in range(12)}) == 1
    assert db.execute("SELECT state, attempts FROM helpdesk.inbound_mail").fetchone() == ("received", 1)


def test_what_reading_failed_by_is_the_reason_of_the_quarantine(db: Connection, people: People) -> None:
    mail_id = _store(db, mail())
    parsed = {"failure": "reading it took more than 10 s of CPU time", "subject": "slow", "defects": []}
    with acting_as(db, "worker"):
        db.execute("SELECT helpdesk.receive_mail(%s, %s::jsonb)", (mail_id, json.dumps(parsed)))
    row = db.execute("SELECT state, reason, subject FROM helpdesk.inbound_mail").fetchone()
    assert row == ("quarantined", parsed["failure"], "slow")
