"""Doctor says what another server made: words, opening times, zones."""

import pytest

from pgdesk.cli.doctor import examine_origin
from tests.conftest import Connection

_SPANS = (
    "UPDATE helpdesk.calendar_span SET starts_at = starts_at + interval '1 hour',"
    " ends_at = ends_at + interval '1 hour' WHERE starts_at > now()"
)
_ZONE = "UPDATE helpdesk.calendar SET time_zone = 'Mars/Base'"


def _said(db: Connection) -> dict[str, tuple[bool, str]]:
    return {found.subject: (found.is_ok, found.text) for found in examine_origin(db)}


def test_what_this_server_made_is_fine(any_db: Connection) -> None:
    assert {subject: is_ok for subject, (is_ok, _) in _said(any_db).items()} == {
        "search words": True,
        "time zones": True,
        "collation": True,
    }


@pytest.mark.parametrize(
    ("subject", "statement", "advice"),
    [
        (
            "search words",
            "UPDATE helpdesk.search_words_made SET recipe = 'PostgreSQL 14'",
            "sweep index_words",
        ),
        ("time zones", _SPANS, "sweep extend_calendars"),
        (
            "time zones",
            "ALTER TABLE helpdesk.calendar DISABLE TRIGGER USER; " + _ZONE,
            "does not know Mars/Base",
        ),
    ],
)
def test_what_another_server_made_is_named(db: Connection, subject: str, statement: str, advice: str) -> None:
    for part in statement.split("; "):
        db.execute(part)
    is_ok, text = _said(db)[subject]
    assert (is_ok, advice in text) == (False, True), text


def test_words_that_wait_are_told(db: Connection) -> None:
    db.execute("INSERT INTO helpdesk.search_backlog VALUES (1, 2, true)")
    assert _said(db)["search words"] == (True, "some are still to be made anew by job index_words")
