"""What our own routes answer to errors of the database."""

from __future__ import annotations

import psycopg
import pytest

from pgdesk.api.handlers import from_database
from tests.conftest import Connection
from tests.desk import as_if_rest


@pytest.mark.parametrize(
    ("state", "status", "code"),
    [
        ("22P02", 400, "22P02"),  # the request's value
        ("23505", 409, "23505"),  # as the generated API says it
        ("40001", 503, "HTTP503"),  # passes: the sender of a mail tries again
        ("55P03", 503, "HTTP503"),
        ("57P01", 503, "HTTP503"),
        ("42883", 500, "42883"),  # our own statement
        ("42501", 500, "42501"),
    ],
)
def test_who_is_to_blame(state: str, status: int, code: str) -> None:
    refused = from_database(psycopg.errors.lookup(state)("reason"))
    assert (refused.status, refused.code) == (status, code)
    assert ("reason" in refused.message) is (status in (400, 409))
    assert dict(refused.headers) == ({"Retry-After": "5"} if status == 503 else {})


def test_what_the_driver_does_not_send_is_the_senders_mistake(db: Connection) -> None:
    with pytest.raises(psycopg.Error) as caught:
        db.execute("SELECT %s::text", ("a\x00b",))
    assert (from_database(caught.value).status, from_database(caught.value).code) == (400, "22P05")


def test_a_lost_connection_passes() -> None:
    assert from_database(psycopg.OperationalError("gone")).status == 503


def test_what_the_database_words_is_told_as_it_words_it(db: Connection) -> None:
    as_if_rest(db)
    with pytest.raises(psycopg.Error) as caught:
        db.execute("SELECT helpdesk.refuse('PD301', 'too much', 'because', 'send less')")
    refused = from_database(caught.value)
    assert (refused.status, refused.code, refused.message) == (413, "PD301", "too much")
    assert (refused.details, refused.hint) == ("because", "send less")
