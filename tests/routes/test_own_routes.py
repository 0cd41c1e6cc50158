"""Routes that administrators add, as the roles that would."""

import psycopg
import pytest

from tests.conftest import Connection, acting_as

_ADD = (
    "INSERT INTO api.route_aliases (method, path, target, arguments, description)"
    " VALUES (%s, %s, %s, %s, 'x')"
)


def _person(db: Connection, role: str) -> int:
    row = db.execute(
        "INSERT INTO helpdesk.person (name, email, role) VALUES ('Kim', 'kim@routes.example', %s)"
        " RETURNING person_id",
        (role,),
    ).fetchone()
    assert row is not None
    return int(row[0])


def _added(db: Connection, role: str, *row: str) -> None:
    person = _person(db, role)
    with acting_as(db, role, person):
        db.execute(_ADD, row)


def test_an_administrator_adds_a_route(db: Connection) -> None:
    _added(db, "admin", "GET", "/desk/words/", "tags", '{"order": "name", "*": "query"}')
    listed = db.execute('SELECT helpdesk.list_route_aliases() @> \'[{"path": "/desk/words"}]\'').fetchone()
    assert listed == (True,)


def test_fixed_words_go_before_patterns(db: Connection) -> None:
    _added(db, "admin", "GET", "/support/tickets/urgent-ones", "tickets", '{"priority": "eq.urgent"}')
    paths = [
        row[0]
        for row in db.execute(
            "SELECT a ->> 'path' FROM jsonb_array_elements(helpdesk.list_route_aliases()) AS a"
            " WHERE a ->> 'method' = 'GET'"
        )
    ]
    assert paths.index("/support/tickets/urgent-ones") < paths.index("/support/tickets/{ticket}")
    assert paths.index("/support/create") < paths.index("/support/{ticket}")


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (("GET", "/rest/tickets", "tickets", "{}"), "PD006"),
        (("GET", "/health", "tickets", "{}"), "PD006"),
        (("GET", "/auth/login", "tickets", "{}"), "PD006"),
        (("GET", "/articles/mine", "tickets", "{}"), "PD006"),
        (("GET", "/x", "nothing", "{}"), "PD006"),
        (("GET", "/x", "rpc/reply", "{}"), "PD006"),
        (("POST", "/x", "rpc/reply", '{"text": "{body.text}"}'), "PD006"),
        (("POST", "/x/{id}", "rpc/reply", '{"ticket_id": "{path.ticket}"}'), "PD006"),
        (("POST", "/x", "rpc/reply", '{"ticket_id": 7}'), "PD006"),
        (("GET", "/x", "tickets", '{"*": "everything"}'), "PD006"),
        (("PATCH", "/x", "tickets", "{}"), "23514"),
        (("GET", "x", "tickets", "{}"), "23514"),
        (("GET", "/support/tickets/{number}", "tickets", "{}"), "23505"),
    ],
)
def test_what_cannot_be_a_route(db: Connection, row: tuple[str, ...], state: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        _added(db, "admin", *row)
    assert refused.value.sqlstate == state


@pytest.mark.parametrize("role", ["agent", "customer"])
def test_others_add_none(db: Connection, role: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        _added(db, role, "GET", "/x", "tags", "{}")
    assert refused.value.sqlstate == "42501"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE api.route_aliases SET target = 'tags' WHERE path = '/support'",
        "DELETE FROM api.route_aliases WHERE path = '/support'",
    ],
)
def test_what_ships_is_only_turned_off(db: Connection, change: str) -> None:
    admin = _person(db, "admin")
    with acting_as(db, "admin", admin):
        with pytest.raises(psycopg.Error) as refused, db.transaction():
            db.execute(change)
        assert refused.value.sqlstate == "PD009"
        db.execute("UPDATE api.route_aliases SET is_active = false WHERE path = '/support'")
    assert db.execute('SELECT helpdesk.list_route_aliases() @> \'[{"path": "/support"}]\'').fetchone() == (
        False,
    )
