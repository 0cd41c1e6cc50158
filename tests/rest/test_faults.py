"""What must not break: lost connections, slow queries, clients that leave, hostile input, leaks."""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from pgdesk.api.rest.app import RestApp
from tests.rest.samples_replay import SECRET, config_for, connect, describe, send, sign
from tests.rest.serving import serving
from tests.waiting import until

Served = tuple[str, RestApp]


@pytest.fixture
def small(library_dsn: str) -> Iterator[Served]:
    """A server with two connections that commits."""
    config = config_for(
        library_dsn, db_pool=2, db_pool_acquisition_timeout=1, db_tx_end="commit-allow-override"
    )
    with serving(config) as served:
        yield served


def ask(address: str, method: str, path: str, **case: Any) -> dict[str, Any]:
    connection = connect(address)
    try:
        return describe(send(connection, {"method": method, "path": path, **case}))
    finally:
        connection.close()


def running(dsn: str, text: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'shelf_authenticator' "
            "AND datname = current_database() AND state = 'active' AND query LIKE %s",
            (f"%{text}%",),
        ).fetchone()
    assert row is not None
    return int(row[0])


# --- Connections -----------------------------------------------------------------------


def test_lost_connections_are_replaced(small: Served, library_dsn: str) -> None:
    address, _ = small
    assert ask(address, "GET", "/authors")["status"] == 200
    with psycopg.connect(library_dsn, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'shelf_authenticator' AND datname = current_database()"
        )
    answers = [ask(address, "GET", "/authors") for _ in range(5)]
    assert {one["status"] for one in answers} <= {200, 503}
    assert answers[-1]["status"] == 200


def test_connections_lost_under_load_leave_nothing_behind(small: Served, library_dsn: str) -> None:
    """Every request is answered, and no place in the pool is lost."""
    address, app = small
    is_over = threading.Event()

    def load() -> set[int]:
        seen = set()
        while not is_over.is_set():
            seen.add(ask(address, "GET", "/books?select=title")["status"])
        return seen

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(load) for _ in range(4)]
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            for _ in range(40):
                connection.execute(
                    "SELECT pg_terminate_backend(pid), pg_sleep(0.05) FROM pg_stat_activity "
                    "WHERE usename = 'shelf_authenticator' AND datname = current_database()"
                )
        is_over.set()
        assert set().union(*(one.result() for one in asked)) <= {200, 503}
    until(lambda: app.service.pool.available == 2)
    assert ask(address, "GET", "/authors")["status"] == 200


def test_connection_lost_in_a_query_is_503(small: Served, library_dsn: str) -> None:
    address, _ = small
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(
            ask,
            address,
            "POST",
            "/rpc/sleep",
            role="shelf_clerk",
            body='{"seconds": 6}',
            headers={"Content-Type": "application/json"},
        )
        until(lambda: running(library_dsn, "sleep") == 1)
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE usename = 'shelf_authenticator' AND state = 'active' AND datname = current_database()"
            )
        answered = asked.result()
    assert answered["status"] == 503
    assert ask(address, "GET", "/authors")["status"] == 200


def test_database_away_at_the_start_is_503_until_it_comes(library_dsn: str) -> None:
    config = config_for(
        library_dsn, db_uri="host=127.0.0.1 port=1 dbname=none user=none", db_channel_enabled=False
    )
    with serving(config) as (address, _):
        answered = ask(address, "GET", "/authors")
    assert (answered["status"], answered["json"]["code"]) == (503, "PGRST002")


def test_no_connection_in_time_is_504(small: Served) -> None:
    address, app = small
    slow = {"role": "shelf_clerk", "body": '{"seconds": 3}', "headers": {"Content-Type": "application/json"}}
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(ask, address, "POST", "/rpc/sleep", **slow) for _ in range(2)]
        until(lambda: app.service.pool.available == 0)
        answered = ask(address, "GET", "/authors")
        assert (answered["status"], answered["json"]["code"]) == (504, "PGRST003")
        assert [one.result()["status"] for one in asked] == [200, 200]
    assert ask(address, "GET", "/authors")["status"] == 200


def leaving(address: str, path: str, **body: float) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    token = sign({"role": "shelf_clerk"}, SECRET.encode())
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Prefer": "tx=commit"}
    connection.request("POST", path, json.dumps(body).encode(), headers)
    return connection


def test_a_client_that_leaves_does_not_take_its_write_along(small: Served, library_dsn: str) -> None:
    address, app = small
    connection = leaving(address, "/rpc/set_slowly", seconds=0.7)
    until(lambda: running(library_dsn, "set_slowly") == 1)
    connection.close()
    until(lambda: app.service.pool.available == 2)
    slow = ask(address, "GET", "/settings?key=eq.slow&select=value", role="shelf_clerk")
    assert slow["json"] == [{"value": "done"}]
    ask(address, "DELETE", "/settings?key=eq.slow", role="shelf_clerk", headers={"Prefer": "tx=commit"})


def test_a_client_that_leaves_stops_its_query(small: Served, library_dsn: str) -> None:
    address, app = small
    connection = leaving(address, "/rpc/doze", seconds=6)
    until(lambda: running(library_dsn, "doze") == 1)
    connection.close()
    until(lambda: running(library_dsn, "doze") == 0)
    until(lambda: app.service.pool.available == 2)
    assert ask(address, "GET", "/rpc/who")["json"] == "shelf_anon:-"


def test_statement_timeout_of_the_role(small: Served, library_dsn: str) -> None:
    with psycopg.connect(library_dsn, autocommit=True) as connection:
        connection.execute("ALTER ROLE shelf_reader SET statement_timeout = '200ms'")
        connection.execute("NOTIFY pgrst, 'reload schema'")
    try:
        address, _ = small
        slow = {
            "role": "shelf_reader",
            "body": '{"seconds": 5}',
            "headers": {"Content-Type": "application/json"},
        }

        def times_out() -> bool:
            answered = ask(address, "POST", "/rpc/sleep", **slow)
            return bool(answered["status"] == 500 and answered["json"]["code"] == "57014")

        until(times_out, 30)
    finally:
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute("ALTER ROLE shelf_reader RESET statement_timeout")


def test_schema_reload_on_notify(small: Served, library_dsn: str) -> None:
    address, _ = small
    assert ask(address, "GET", "/rpc/late")["status"] == 404
    with psycopg.connect(library_dsn, autocommit=True) as connection:
        connection.execute("CREATE FUNCTION shelf.late() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1'")
        connection.execute("NOTIFY pgrst, 'reload schema'")
    try:
        until(lambda: ask(address, "GET", "/rpc/late")["status"] == 200)
    finally:
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute("DROP FUNCTION shelf.late()")


# --- Transactions ----------------------------------------------------------------------


def setting(dsn: str, key: str) -> str | None:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT value FROM shelf.settings WHERE key = %s", (key,)).fetchone()
    return None if row is None else str(row[0])


def test_writes_are_kept_only_where_nothing_refuses(small: Served, library_dsn: str) -> None:
    address, _ = small
    json_type = {"Content-Type": "application/json"}
    clerk: dict[str, Any] = {"role": "shelf_clerk", "headers": json_type}
    try:
        made = ask(address, "POST", "/settings", **clerk, body='{"key": "kept", "value": "1"}')
        assert (made["status"], setting(library_dsn, "kept")) == (201, "1")

        refused = {
            **clerk,
            "headers": {**json_type, "Accept": "application/vnd.pgrst.object+json"},
            "body": '[{"key": "a"}, {"key": "b"}]',
        }
        assert ask(address, "POST", "/settings", **refused)["status"] == 406
        assert setting(library_dsn, "a") is None

        limited = {**clerk, "headers": {**json_type, "Prefer": "handling=strict, max-affected=0"}}
        answered = ask(address, "PATCH", "/settings?key=eq.kept", **limited, body='{"value": "2"}')
        assert (answered["status"], setting(library_dsn, "kept")) == (400, "1")

        rolled_back = {**clerk, "headers": {**json_type, "Prefer": "tx=rollback"}}
        answered = ask(address, "PATCH", "/settings?key=eq.kept", **rolled_back, body='{"value": "3"}')
        assert (answered["status"], setting(library_dsn, "kept")) == (204, "1")
    finally:
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute("DELETE FROM shelf.settings WHERE key = 'kept'")


def test_nothing_leaks_between_requests(small: Served) -> None:
    """Five kinds of clients interleaved over two connections, errors among them."""
    address, _ = small

    def one(seed: int) -> None:
        chosen = random.Random(seed)
        connection = connect(address)
        for _ in range(40):
            kind = chosen.randrange(6)
            if kind == 0:
                assert answer(connection, "/rpc/who") == (200, "shelf_anon:-")
            elif kind == 1:
                name = f"r{chosen.randrange(100)}"
                case = {"role": "shelf_reader", "claims": {"reader": name}}
                assert answer(connection, "/rpc/who", **case) == (200, f"shelf_reader:{name}")
            elif kind == 2:
                tokyo = {"headers": {"Prefer": "timezone=Asia/Tokyo"}}
                assert answer(connection, "/rpc/setting?name=timezone", **tokyo) == (200, "Asia/Tokyo")
            elif kind == 3:
                assert answer(connection, "/rpc/setting?name=timezone") == (200, "UTC")
            elif kind == 4:
                assert answer(connection, "/books?select=nope")[0] == 400
            else:
                assert answer(connection, "/rpc/setting?name=statement_timeout") == (200, "0")
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(6)))


def answer(connection: http.client.HTTPConnection, path: str, **case: Any) -> tuple[int, Any]:
    found = describe(send(connection, {"method": "GET", "path": path, **case}))
    return found["status"], found.get("json")


# --- Hostile input -----------------------------------------------------------------------

DEEP = 600
HOSTILE = [
    "/books?select=" + "a(" * DEEP + ")" * DEEP,
    "/books?or=(" + "or(" * DEEP + "a.eq.1" + ")" * DEEP + ")",
    "/books?select=extra" + "->a" * DEEP,
    "/books?title=eq.%00",
    "/books?title=eq.%ff%fe",
    "/books?%00=eq.1",
    "/books?select=%22%00%22",
    "/%00",
    "/%ff",
    "/rpc/%00",
    "/books?limit=99999999999999999999999",
    "/books?offset=99999999999999999999999",
    "/books?offset=-99999999999999999999999",
    "/books?book_id=eq.99999999999999999999",
    "/books?title=eq.';DROP TABLE shelf.books;--".replace(" ", "%20"),
    "/books?select=%22;DROP%20TABLE%20shelf.books;--%22",
    "/books?select=title::text);DROP%20TABLE%20shelf.books;--",
    "/books?order=title;DROP%20TABLE%20shelf.books",
    "/books?book_id=in.(" + ",".join(map(str, range(10_000))) + ")",
    "/books?title=eq." + "x" * 60_000,
    "/books?" + "&".join(f"book_id=neq.{number}" for number in range(3000)),
    "/books?select=" + ",".join("title" for _ in range(1000)),
    "/books?title=match.(((((((((((((((((((((((x",
    "/books?title=fts(%00).x",
    "/books?select=title&select=title&order=&limit=&offset=",
    "/books?book_id=eq(any).{1,2",
    "/rpc/add?a=%00",
    "/rpc/longest?words={",
]


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
def test_hostile_queries_are_never_a_server_error(library: Served, path: str) -> None:
    connection = connect(library[0])
    connection.request("GET", path)
    answered = connection.getresponse()
    body = answered.read()
    connection.close()
    assert answered.status < 500, body[:300]
    if answered.status >= 400 and answered.getheader("content-type", "").startswith("application/json"):
        assert json.loads(body).keys() == {"code", "details", "hint", "message"}


@pytest.mark.parametrize(
    "body",
    [
        b"\x00",
        b'{"name": "\x00"}',
        b'{"name": "\\u0000"}',
        b'{"name": "\xff"}',
        b"[" * 5000,
        b'{"a":' * 5000,
        b'{"subject_id": 1e999, "name": "x"}',
        b'{"subject_id": ' + b"9" * 400 + b', "name": "x"}',
        b"[1, 2]",
        b"null",
        b'"x"',
        b"[{}, {}]",
        b'{"name": "\\ud800"}',
        b'[{"name": "a"}, {"subject_id": 5}]',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_hostile_bodies_are_never_a_server_error(library: Served, body: bytes) -> None:
    connection = connect(library[0])
    token = sign({"role": "shelf_clerk"}, SECRET.encode())
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for path in ("/subjects", "/rpc/add", "/rpc/size_of"):
        connection.request("POST", path, body, headers)
        answered = connection.getresponse()
        said = answered.read()
        assert answered.status < 500, (path, said[:300])
    connection.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer " + "a" * 60_000},
        {"Authorization": "Bearer é.é.é"},
        {"Authorization": "Bearer ..", "Prefer": "," * 500},
        {"Prefer": "timezone=';DROP TABLE x", "Accept": ";;;,,q=,*/*;q=x"},
        {"Accept": 'application/vnd.pgrst.plan+json; for="', "Range": "9" * 100 + "-"},
        {"Prefer": "max-affected=" + "9" * 100 + ", handling=strict"},
        {"Cookie": "a=b; =; ;;; c", "X-Ünïcode": "ü"},
    ],
    ids=lambda headers: str(headers)[:40],
)
def test_hostile_headers_are_never_a_server_error(library: Served, headers: dict[str, str]) -> None:
    connection = connect(library[0])
    connection.putrequest("GET", "/books")
    for name, value in headers.items():
        connection.putheader(name.encode("latin-1", "ignore").decode("ascii", "ignore"), value.encode())
    connection.endheaders()
    assert connection.getresponse().status < 500
    connection.close()


def test_tables_are_still_there(library: Served) -> None:
    assert ask(library[0], "GET", "/books?select=count()")["json"] == [{"count": 4}]


def test_concurrent_first_requests(library_dsn: str) -> None:
    """Many at once on a cold server: each gets its own answer."""
    with serving(config_for(library_dsn)) as (address, _):
        barrier = threading.Barrier(12)

        def one(number: int) -> Any:
            barrier.wait()
            return ask(address, "GET", f"/rpc/add?a={number}")["json"]

        with ThreadPoolExecutor(12) as pool:
            assert list(pool.map(one, range(12))) == [number + 10 for number in range(12)]
