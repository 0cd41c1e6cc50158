"""`pgdesk rest` behaves as the `postgrest` program: logs, signals, reloads, the admin server, ways to end."""

from __future__ import annotations

import json
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from pgdesk.cli.server.process import free_port
from tests.rest.running import get, running
from tests.rest.samples_replay import SECRET
from tests.waiting import until

NUMBER = r"\d+"


@contextmanager
def role_setting(dsn: str, setting: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """ALTER ROLE shelf_authenticator IN DATABASE … SET; reset afterwards."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        change = f'ALTER ROLE shelf_authenticator IN DATABASE "{connection.info.dbname}"'
        connection.execute(f"{change} SET {setting}")
        try:
            yield connection
        finally:
            connection.execute(f"{change} RESET ALL")


def test_what_is_told_at_the_start_and_at_the_end(tmp_path: Path, library_dsn: str) -> None:
    with running(tmp_path, library_dsn, LOG_LEVEL="crit", NO_SUCH_KEY="x") as program:
        status, headers, body = program.get("/rpc/setting?name=application_name")
        assert (status, headers["server"], body) == (200, "postgrest/16.2", '"PostgREST 16.2"')
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(10) == 0
        lines = program.said().splitlines()
    assert all(re.match(r"\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}: ", line) for line in lines)
    told = [line.partition(": ")[2] for line in lines]
    beginnings = [
        "Starting PostgREST 16.2...",
        f"Admin server listening on {program.admin}",
        "Listener connected to PostgreSQL ",
        "Successfully connected to PostgreSQL ",
        "Connection Pool initialized with a maximum size of 10 connections",
        "Config reloaded",
        "Schema cache queried in ",
        "Schema cache loaded ",
        "Schema cache loaded in ",
        f"API server listening on {program.socket}",
        "Received termination unix signal SIGTERM",
    ]
    assert [one[: len(other)] for one, other in zip(told, beginnings, strict=True)] == beginnings
    assert told[2].endswith(' and listening for database notifications on the "pgrst" channel')


@pytest.mark.parametrize(
    ("level", "lines"),
    [("crit", []), ("error", [500]), ("warn", [500, 404]), ("info", [500, 404, 200, 200])],
)
def test_requests_are_told_by_level(tmp_path: Path, library_dsn: str, level: str, lines: list[int]) -> None:
    with running(tmp_path, library_dsn, LOG_LEVEL=level, JWT_SECRET="") as program:
        assert program.get("/", role="shelf_reader")[0] == 500
        assert program.get("/nope")[0] == 404
        assert program.get("/authors?limit=1")[0] == 200
        preflight = {"Origin": "http://a.example", "Access-Control-Request-Method": "GET"}
        assert program.get("/authors", "OPTIONS", headers=preflight)[0] == 200
        assert program.get("/authors", "OPTIONS")[0] == 200
        told = [line for line in program.said().splitlines() if "HTTP/1.1" in line]
    assert [int(line.split('" ')[1].split()[0]) for line in told] == lines
    if told:
        assert re.fullmatch(rf'- - - \[.+\] "GET / HTTP/1.1" 500 {NUMBER} "" "test/1"', told[0])
    if level == "info":
        assert re.fullmatch(
            rf'- - shelf_anon \[.+\] "GET /authors\?limit=1 HTTP/1.1" 200 {NUMBER} "" "test/1"', told[2]
        )


def test_debug_tells_of_pool_and_tokens(tmp_path: Path, library_dsn: str) -> None:
    with running(tmp_path, library_dsn, LOG_LEVEL="debug") as program:
        before = len(program.said())
        assert program.get("/books", role="shelf_reader")[0] == 200
        told = [line.partition(": ")[2] for line in program.said()[before:].splitlines()]
    assert told[0] == "Looked up a JWT in JWT cache"
    assert told[1] == "Trying to borrow a connection from pool"
    assert [re.sub(r"[0-9a-f-]{36}", "X", line) for line in told[2:6]] == [
        "Connection X is being established",
        "Connection X is available due to connection establishment",
        "Connection X is used",
        "Connection X is available due to session success",
    ]
    assert told[6] == "Borrowed a connection from the pool"


def test_errors_and_statements_are_told(tmp_path: Path, library_dsn: str) -> None:
    refused = "/rpc/refuse?code=XX123"
    with running(tmp_path, library_dsn, LOG_LEVEL="error", LOG_QUERY="true") as program:
        assert program.get("/authors")[0] == 200
        assert program.get(refused)[0] == 500
        told = program.said()
    assert '"code":"XX123","details":"because","hint":"Come again.","message":"not today"' in told
    assert told.count("SELECT set_config('search_path', $1, true)") == 1
    assert '"shelf"."refuse"' in told
    assert '"shelf"."authors"' not in told


def test_older_names_are_told(tmp_path: Path, library_dsn: str) -> None:
    path = "/books?select=book_id,topics:subjects(name)&subjects.name=eq.ocean"
    with running(tmp_path, library_dsn, JWT_ROLE_CLAIM_KEY=".realm.role") as program:
        assert program.get(path)[0] == 200
        program.says(
            "WARNING: Embedded resource was referenced by relation name even though it has an alias."
        )
        program.says(f"that use `subjects` to `topics` in `GET {path}`")
        program.says('`jwt-role-claim-key=."realm"."role"` is using the deprecated JSPath syntax.')


def test_admin_server(tmp_path: Path, library_dsn: str) -> None:
    settings = {"ADMIN_SERVER_UNIX_SOCKET_MODE": "700", "SERVER_UNIX_SOCKET_MODE": "666"}
    with running(tmp_path, library_dsn, JWT_CACHE_MAX_ENTRIES="1", **settings) as program:
        assert program.admin.stat().st_mode & 0o777 == 0o700
        assert program.socket.stat().st_mode & 0o777 == 0o666
        for role in ("shelf_reader", "shelf_reader", "shelf_clerk"):
            program.get("/authors", role=role)
        status, headers, metrics = get(program.admin, "/metrics")
        assert (status, headers["content-type"]) == (200, "text/plain; charset=utf-8")
        values = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if not line.startswith("#"))
        assert float(values.pop("pgrst_schema_cache_query_time_seconds")) > 0
        assert values == {
            'pgrst_schema_cache_loads_total{status="SUCCESS"}': "1.0",
            'pgrst_schema_cache_loads_total{status="FAIL"}': "0.0",
            "pgrst_db_pool_timeouts_total": "0.0",
            "pgrst_db_pool_available": "1.0",
            "pgrst_db_pool_waiting": "0.0",
            "pgrst_db_pool_max": "10.0",
            "pgrst_jwt_cache_requests_total": "3.0",
            "pgrst_jwt_cache_hits_total": "1.0",
            "pgrst_jwt_cache_evictions_total": "1.0",
        }
        schema = json.loads(get(program.admin, "/schema_cache")[2])
        assert schema["dbTables"][0][0] == {"qiName": "authors", "qiSchema": "shelf"}
        assert get(program.admin, "/config")[0] == 404
        assert [get(program.admin, path)[0] for path in ("/live", "/ready")] == [200, 200]
        program.socket.unlink()
        assert [get(program.admin, path)[0] for path in ("/live", "/ready")] == [500, 500]


@pytest.mark.parametrize(
    ("host", "families"),
    [("!4", "4"), ("*4", "4"), ("!6", "6"), ("*6", "46"), ("*", "46"), ("127.0.0.1", "4"), ("::1", "6")],
)
def test_hosts(tmp_path: Path, library_dsn: str, host: str, families: str) -> None:
    port, admin = free_port(), free_port()
    settings = {"SERVER_UNIX_SOCKET": "", "ADMIN_SERVER_UNIX_SOCKET": "", "SERVER_HOST": host}
    ports = {"SERVER_PORT": str(port), "ADMIN_SERVER_PORT": str(admin)}
    addresses = {"4": "127.0.0.1", "6": "::1"}
    with running(tmp_path, library_dsn, ready=False, **settings, **ports) as program:
        program.says("API server listening on ")
        for family, address in addresses.items():
            if family in families:
                assert get((address, port), "/authors")[0] == 200
                assert get((address, admin), "/ready")[0] == 200
            else:
                with pytest.raises(ConnectionRefusedError):
                    get((address, port), "/authors")
        shown = {"4": "", "6": "["}[families[-1]]
        assert f"API server listening on {shown}" in program.said()


def test_a_port_is_shared_only_if_asked_for(tmp_path: Path, library_dsn: str) -> None:
    port = free_port()
    settings = {"SERVER_UNIX_SOCKET": "", "SERVER_HOST": "127.0.0.1", "SERVER_PORT": str(port)}
    folders = [tmp_path / name for name in ("first", "second", "third")]
    for folder in folders:
        folder.mkdir()
    with running(folders[0], library_dsn, **settings, SERVER_REUSEPORT="true") as first:
        with running(folders[1], library_dsn, ready=False, **settings) as refused:
            assert refused.process.wait(10) == 1
            assert "cannot listen: " in refused.said()
        with running(folders[2], library_dsn, **settings, SERVER_REUSEPORT="true"):
            first.process.terminate()
            assert first.process.wait(10) == 0
            assert get(("127.0.0.1", port), "/authors")[0] == 200


def test_nobody_is_let_in_before_the_catalogue_was_tried(tmp_path: Path, library_dsn: str) -> None:
    slow = {"INTERNAL_SCHEMA_CACHE_QUERY_SLEEP_BEFORE_QUERIES": "500", "DB_SCHEMAS": "nope"}
    with running(tmp_path, library_dsn, ready=False, **slow) as program:
        until(lambda: get(program.admin, "/ready")[0] == 503)
        with pytest.raises(ConnectionRefusedError):
            program.get("/authors")
        program.says("API server listening on ")
        status, _, body = program.get("/authors")
        assert (status, json.loads(body)["code"]) == (503, "PGRST002")
        assert get(program.admin, "/ready")[0] == 503
        program.says('db-schemas=nope and db-extra-search-path=public. {"code":"3F000"')
        program.says('{"code":"PGRST002","details":null,"hint":null,"message":"Could not query')


def test_what_is_read_again(tmp_path: Path, library_dsn: str) -> None:
    """SIGUSR1: the catalogue. SIGUSR2: the file, its secrets, the level, the roles' settings."""
    file, secret = tmp_path / "rest.conf", tmp_path / "secret"
    secret.write_text("x" * 40)
    settings = {"JWT_SECRET": f"@{secret}", "DB_URI": "@/dev/null", "LOG_LEVEL": None}
    file.write_text('app.settings.motto = "read"\nlog-level = "crit"\nno-key = 1\n')

    def motto() -> str:
        return program.get("/rpc/setting?name=app.settings.motto")[2]

    with running(tmp_path, library_dsn, str(file), **settings) as program:
        program.says(f"{file}: no-key is no setting")
        assert motto() == '"read"'
        assert program.get("/authors", role="shelf_reader")[0] == 401
        secret.write_text(SECRET)
        file.write_text('app.settings.motto = "write"\nlog-level = "info"\n')
        loads = program.said().count("Schema cache loaded in")
        program.process.send_signal(signal.SIGUSR1)
        until(lambda: program.said().count("Schema cache loaded in") == loads + 1)
        assert motto() == '"read"'
        program.process.send_signal(signal.SIGUSR2)
        until(lambda: motto() == '"write"')
        assert program.get("/authors", role="shelf_reader")[0] == 200
        assert program.said().count("Schema cache loaded in") == loads + 1
        program.says('"GET /authors HTTP/1.1" 200')


def test_settings_in_the_database_are_read_on_notice(tmp_path: Path, library_dsn: str) -> None:
    with (
        role_setting(library_dsn, "pgrst.db_max_rows = 1") as connection,
        running(tmp_path, library_dsn) as program,
    ):
        change = f'ALTER ROLE shelf_authenticator IN DATABASE "{connection.info.dbname}" SET pgrst'

        def rows() -> str:
            return program.get("/authors")[1]["content-range"]

        assert rows() == "0-0/*"
        connection.execute(f"{change}.db_max_rows = 2")
        connection.execute(f"{change}.log_level = 'never'")
        connection.execute("NOTIFY pgrst, 'reload config'")
        until(lambda: rows() == "0-1/*")
        connection.execute(f"{change}.jwt_role_claim_key = 'wrong'")
        connection.execute("NOTIFY pgrst, 'nothing'")
        connection.execute("NOTIFY pgrst, 'reload config'")
        program.says("failed to parse role-claim-key value (wrong)")
        assert rows() == "0-1/*"
        assert program.said().count('Received a config reload message on the "pgrst" channel') == 2


def test_settings_of_the_role_override_those_of_the_function(tmp_path: Path, library_dsn: str) -> None:
    with (
        role_setting(library_dsn, "pgrst.db_max_rows = 2") as connection,
        connection.transaction(),
    ):
        connection.execute(
            """CREATE FUNCTION hidden."select"() RETURNS void LANGUAGE sql AS $$
                SELECT set_config('pgrst.db_max_rows', '1', true),
                    set_config('pgrst.server_timing_enabled', '1', true)
            $$"""
        )
        connection.execute("GRANT USAGE ON SCHEMA hidden TO shelf_authenticator")
    try:
        with (
            role_setting(library_dsn, "pgrst.db_max_rows = 2"),
            running(tmp_path, library_dsn, DB_PRE_CONFIG="hidden.select") as program,
        ):
            _, headers, _ = program.get("/authors")
            assert headers["content-range"] == "0-1/*"
            assert "server-timing" in headers
    finally:
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute('DROP FUNCTION hidden."select"()')
            connection.execute("REVOKE USAGE ON SCHEMA hidden FROM shelf_authenticator")
    with running(tmp_path, library_dsn, DB_PRE_CONFIG="select", ready=False) as program:
        program.says('Failed to query database settings for the config parameters.{"code":"42883"')


def test_connections_know_nothing_old_after_a_reload(tmp_path: Path, library_dsn: str) -> None:
    """Neither a column's former type nor the login role's former settings."""
    with (
        psycopg.connect(library_dsn, autocommit=True) as connection,
        running(tmp_path, library_dsn, DB_POOL="1") as program,
    ):
        make = "CREATE TABLE shelf.changing (id {}); GRANT SELECT ON shelf.changing TO shelf_anon"
        try:
            connection.execute(make.format("uuid"))
            connection.execute("NOTIFY pgrst")
            path = "/changing?id=eq."
            until(lambda: program.get(f"{path}dea27321-f988-4a57-93e4-8eeb38f3cf1e")[0] == 200)
            connection.execute("DROP TABLE shelf.changing")
            connection.execute(make.format("bigint"))
            connection.execute("NOTIFY pgrst, 'reload schema'")
            until(lambda: program.get(f"{path}1")[0] == 200)
        finally:
            connection.execute("DROP TABLE IF EXISTS shelf.changing")
        with role_setting(library_dsn, "statement_timeout = '300ms'"):
            program.process.send_signal(signal.SIGUSR1)
            until(lambda: program.get("/rpc/setting?name=statement_timeout")[2] == '"300ms"')
            assert program.get("/rpc/sleep?seconds=1")[0] == 500


def test_requests_are_served_while_a_reload_fails(tmp_path: Path, library_dsn: str) -> None:
    with running(tmp_path, library_dsn, INTERNAL_SCHEMA_CACHE_QUERY_SLEEP="300") as program:
        with role_setting(library_dsn, "statement_timeout = '200ms'"):
            program.process.send_signal(signal.SIGUSR1)
            until(lambda: get(program.admin, "/ready")[0] == 503)
            assert program.get("/authors")[0] == 200
            assert 'loads_total{status="FAIL"} 1.0' in get(program.admin, "/metrics")[2]
        until(program.is_ready)


def test_a_full_pool_is_told(tmp_path: Path, library_dsn: str) -> None:
    with running(tmp_path, library_dsn, DB_POOL="1", DB_POOL_ACQUISITION_TIMEOUT="1") as program:
        slow = threading.Thread(target=program.get, args=("/rpc/sleep?seconds=2.5",))
        slow.start()
        until(lambda: sleepers(library_dsn) == 1)
        status, _, body = program.get("/authors")
        assert (status, json.loads(body)["code"]) == (504, "PGRST003")
        assert [program.get(path)[0] for path in ("/no/path", "/books?select=none(*)")] == [404, 400]
        slow.join()
        program.says('/rpc/sleep?seconds=2.5 HTTP/1.1" 200')


def test_a_request_outlives_a_reload_and_the_end(tmp_path: Path, library_dsn: str) -> None:
    with running(tmp_path, library_dsn) as program:
        answers: list[int] = []
        slow = threading.Thread(target=lambda: answers.append(program.get("/rpc/sleep?seconds=1")[0]))
        slow.start()
        until(lambda: sleepers(library_dsn) == 1)
        program.process.send_signal(signal.SIGUSR1)
        program.process.terminate()
        slow.join()
        assert (answers, program.process.wait(10)) == ([200], 0)


def test_a_lost_connection_is_told_and_replaced(tmp_path: Path, library_dsn: str) -> None:
    with running(tmp_path, library_dsn, PGAPPNAME="lost") as program:
        slow = threading.Thread(target=lambda: answers.append(program.get("/rpc/sleep?seconds=9")))
        answers: list[tuple[int, dict[str, str], str]] = []
        slow.start()
        until(lambda: sleepers(library_dsn) == 1)
        terminate(library_dsn, "lost")
        slow.join()
        status, _, body = answers[0]
        told = '{"code":"PGRST001","details":"no connection to the server\\n","hint":null,'
        assert (status, body[: len(told)]) == (503, told)
        program.says(told)
        program.says('Failed listening for database notifications on the "pgrst" channel.')
        until(program.is_ready)
        assert program.get("/authors")[0] == 200


def sleepers(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'shelf_authenticator'"
            " AND datname = current_database() AND wait_event = 'PgSleep'"
        ).fetchone()
    assert row is not None
    return int(row[0])


def terminate(dsn: str, application: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = %s",
            (application,),
        )


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"PGPASSWORD": "wrong"}, "Failed to establish a connection. "),
        (
            {"PGDATABASE": "none", "DB_POOL_AUTOMATIC_RECOVERY": "false"},
            "Automatic recovery disabled, exiting.",
        ),
    ],
)
def test_without_hope_it_ends(
    tmp_path: Path, library_dsn: str, settings: dict[str, str], reason: str
) -> None:
    with running(tmp_path, library_dsn, ready=False, **settings) as program:
        assert program.process.wait(10) == 1
        assert reason in program.said()


def test_without_recovery_a_lost_connection_ends_it(tmp_path: Path, library_dsn: str) -> None:
    settings = {"PGAPPNAME": "unrecovered", "DB_POOL_AUTOMATIC_RECOVERY": "false"}
    with running(tmp_path, library_dsn, **settings) as program:
        terminate(library_dsn, "unrecovered")
        assert program.process.wait(10) == 1
