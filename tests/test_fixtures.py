"""The fixtures do what the other tests rely on."""

import psycopg
import pytest

from tests.conftest import AsRole, Connection, login_dsn, set_clock


def test_clock_follows_the_setting_for_the_transaction_only(db: Connection) -> None:
    set_clock(db, "2024-03-31 01:30:00+00")
    assert (
        str(db.execute("SELECT helpdesk.clock() AT TIME ZONE 'UTC'").fetchone()[0]) == "2024-03-31 01:30:00"
    )
    db.rollback()
    assert db.execute("SELECT helpdesk.clock() = now()").fetchone() == (True,)


def test_a_role_acts_within_the_block_only(db: Connection, as_role: AsRole) -> None:
    with as_role(db, "agent", 7):
        row = db.execute(
            "SELECT session_user, current_user, current_setting('request.jwt.claims')::jsonb ->> 'person_id'"
        ).fetchone()
    assert row == ("authenticator", "agent", "7")
    assert db.execute("SELECT session_user, current_user").fetchone() == ("postgres", "postgres")
    assert db.execute("SELECT current_setting('request.jwt.claims')").fetchone() == ("",)


def test_an_error_in_the_block_leaves_the_connection_usable(db: Connection, as_role: AsRole) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), as_role(db, "anon"):
        db.execute("SELECT * FROM helpdesk.ticket")
    assert db.execute("SELECT current_user").fetchone() == ("postgres",)


def test_logins_reach_a_database_of_their_own(fresh_db: str) -> None:
    for login in ("authenticator", "worker", "reporter"):
        with psycopg.connect(login_dsn(fresh_db, login)) as connection:
            assert connection.execute("SELECT session_user").fetchone() == (login,)


def test_both_servers_serve_the_same_tree(any_db: Connection) -> None:
    row = any_db.execute("SELECT count(*) > 20 FROM pg_tables WHERE schemaname = 'helpdesk'").fetchone()
    assert row == (True,)
