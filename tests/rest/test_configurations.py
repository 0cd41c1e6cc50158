"""What the configuration changes: limits, plans, roots, documents, tokens, admin port."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, get_args
from urllib.parse import urlsplit

import psycopg
import pytest

from pgdesk.api.rest.app import RestApp
from pgdesk.api.rest.config import FIELDS, NAMES, from_values
from tests.rest.samples_replay import config_for
from tests.rest.serving import serving
from tests.rest.test_faults import ask


@contextmanager
def configured(dsn: str, **settings: Any) -> Iterator[Callable[..., dict[str, Any]]]:
    with serving(config_for(dsn, **settings)) as (address, _):
        yield lambda method, path, **case: ask(address, method, path, **case)


def raw(address: str, path: str, headers: dict[str, str], method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def test_max_rows_holds_on_every_level(library_dsn: str) -> None:
    with configured(library_dsn, db_max_rows=1) as call:
        found = call(
            "GET", "/authors?select=name,books!book_author(book_id)&author_id=eq.2&books.order=book_id"
        )
        assert found["json"] == [{"name": "Stanisław", "books": [{"book_id": 2}]}]
        assert len(call("GET", "/authors?limit=3")["json"]) == 1
        counted = call("GET", "/authors", headers={"Prefer": "count=exact"})
        assert (counted["status"], counted["answer_headers"]["content-range"]) == (206, "0-0/3")
        many = '[{"key": "a"}, {"key": "b"}]'
        headers = {"Content-Type": "application/json", "Prefer": "return=representation"}
        assert len(call("POST", "/settings", role="shelf_clerk", headers=headers, body=many)["json"]) == 2


def test_estimated_count_is_exact_up_to_max_rows(library_dsn: str) -> None:
    """Beyond, it is the planner's where that is more; without a limit always."""

    def ranges(**settings: Any) -> list[str]:
        with configured(library_dsn, **settings) as call:
            estimated = {"headers": {"Prefer": "count=estimated"}}
            answers = [call("HEAD", path, **estimated) for path in ("/doors", "/windows")]
            return [str(answer["answer_headers"]["content-range"]) for answer in answers]

    assert ranges(db_max_rows=1) == ["0-0/50", "0-0/2"]
    assert ranges(db_max_rows=3) == ["0-2/3", "0-2/3"]
    assert ranges() == ["0-2/50", "0-2/3"]


def test_planned_count_decides_what_is_out_of_range(library_dsn: str) -> None:
    with configured(library_dsn) as call:
        refused = call("GET", "/windows?offset=2", headers={"Prefer": "count=planned"})
    assert refused["status"] == 416
    assert refused["json"]["details"] == "An offset of 2 was requested, but there are only 1 rows."


def test_plan_only_where_enabled(library_dsn: str) -> None:
    accept = {"headers": {"Accept": "application/vnd.pgrst.plan+json; options=verbose"}}
    with configured(library_dsn, db_plan_enabled=True) as call:
        found = call("GET", "/books?book_id=eq.1", **accept)
        assert found["status"] == 200
        assert found["answer_headers"]["content-type"].startswith("application/vnd.pgrst.plan+json")
        assert "Output" in found["json"][0]["Plan"]
        text = call("GET", "/rpc/add?a=1", headers={"Accept": "application/vnd.pgrst.plan"})
        assert "cost=" in text["text"]
        accept["headers"]["Prefer"] = "return=representation"
        deleted = call("DELETE", "/books?book_id=eq.1", role="shelf_clerk", **accept)
        assert "json_agg" in deleted["json"][0]["Plan"]["Output"][3]
    with configured(library_dsn) as call:
        assert call("GET", "/books", **accept)["status"] == 406


def test_aggregates_only_where_enabled(library_dsn: str) -> None:
    with configured(library_dsn, db_aggregates_enabled=False) as call:
        assert call("GET", "/books?select=pages.sum()")["json"]["code"] == "PGRST123"
        assert call("GET", "/authors?select=...books!book_author(pages.sum())")["json"]["code"] == "PGRST123"


@pytest.mark.parametrize("name", ["who", "shelf.who"])
def test_function_as_root(library_dsn: str, name: str) -> None:
    with configured(library_dsn, db_root_spec=name) as call:
        assert call("GET", "/")["json"] == "shelf_anon:-"


def test_openapi_by_mode(library_dsn: str) -> None:
    with configured(library_dsn) as call:
        seen = call("GET", "/")["json"]
        assert seen["info"] == {
            "title": "Library",
            "description": "Books and who has them.",
            "version": "16.2",
        }
        assert "/books" in seen["paths"]
        assert "/settings" not in seen["paths"]
        assert seen["paths"]["/rpc/add"]["get"]["summary"] == "Adds"
    with configured(library_dsn, openapi_mode="ignore-privileges", openapi_security_active=True) as call:
        seen = call("GET", "/")["json"]
        assert "/settings" in seen["paths"]
        assert seen["security"] == [{"JWT": []}]
        assert seen["definitions"]["nothing"] == {"type": "object"}
    with configured(library_dsn, openapi_mode="disabled") as call:
        assert call("GET", "/")["json"]["code"] == "PGRST126"


@pytest.mark.parametrize(
    ("uri", "scheme", "host", "path"),
    [
        ("https://Helpdesk.example/api", "https", "Helpdesk.example:443", "/api"),
        ("HTTP://[::1]", "http", "[::1]:80", "/"),
        ("http://helpdesk.example:8080/", "http", "helpdesk.example:8080", "/"),
    ],
)
def test_openapi_behind_a_proxy(library_dsn: str, uri: str, scheme: str, host: str, path: str) -> None:
    with configured(library_dsn, openapi_server_proxy_uri=uri) as call:
        seen = call("GET", "/")["json"]
        assert (seen["schemes"], seen["host"], seen["basePath"]) == ([scheme], host, path)


def test_without_anonymous_role(library_dsn: str) -> None:
    with configured(library_dsn, db_anon_role=None) as call:
        refused = call("GET", "/books")
        assert (refused["status"], refused["json"]["code"]) == (401, "PGRST302")
        assert call("GET", "/books", role="shelf_clerk")["status"] == 200


def test_without_secret(library_dsn: str) -> None:
    with configured(library_dsn, jwt_secret=None) as call:
        assert call("GET", "/books")["status"] == 200
        assert call("GET", "/books", role="shelf_clerk")["json"]["code"] == "PGRST300"


def test_minimal_errors(library_dsn: str) -> None:
    with configured(library_dsn, client_error_verbosity="minimal") as call:
        assert call("GET", "/nope")["json"].keys() == {"code", "message"}
        ranged = call("GET", "/books?offset=9", headers={"Prefer": "count=exact"})
        assert ranged["json"].keys() == {"code", "message"}


def test_alias_is_the_only_name_without_legacy_names(library_dsn: str) -> None:
    path = "/books?select=book_id,topics:subjects(name)&{}.name=eq.ocean&book_id=eq.3"
    with configured(library_dsn, url_use_legacy_target_names=False) as call:
        refused = call("GET", path.format("subjects"))["json"]
        assert (refused["code"], refused["hint"]) == (
            "PGRST108",
            "Change 'subjects' to 'topics' in filters, orders or limits.",
        )
        assert call("GET", path.format("topics"))["json"] == [{"book_id": 3, "topics": [{"name": "ocean"}]}]


def test_statements_unprepared(library_dsn: str) -> None:
    with configured(library_dsn, db_prepared_statements=False) as call:
        for number in (1, 2, 3):
            assert call("GET", f"/rpc/add?a={number}")["json"] == number + 10


def test_application_settings_and_trace_header(library_dsn: str) -> None:
    settings = {"app_settings": {"motto": "read"}, "server_trace_header": "X-Request-Id"}
    with serving(config_for(library_dsn, server_timing_enabled=True, **settings)) as (address, _):
        assert ask(address, "GET", "/rpc/setting?name=app.settings.motto")["json"] == "read"
        answered = raw(address, "/books", {"X-Request-Id": "42"})
        assert answered.getheader("X-Request-Id") == "42"
        preflight = {
            "X-Request-Id": "43",
            "Origin": "http://a.example",
            "Access-Control-Request-Method": "GET",
        }
        assert raw(address, "/books", preflight, "OPTIONS").getheader("X-Request-Id") == "43"
        timing = answered.getheader("Server-Timing", "")
        assert [part.split(";")[0] for part in timing.split(", ")] == [
            "jwt",
            "parse",
            "plan",
            "transaction",
            "response",
        ]


@pytest.mark.parametrize(
    ("path", "token", "phases"),
    [
        ("/books", "nonsense", ["jwt"]),
        ("/books?book_id=1", None, ["jwt", "parse"]),
        ("/nowhere", None, ["jwt", "parse", "plan"]),
        ("/books?book_id=eq.x", None, ["jwt", "parse", "plan", "transaction"]),
        ("/", None, ["jwt", "parse", "plan", "transaction", "response"]),
    ],
)
def test_timing_ends_with_the_phase_that_failed(
    library_dsn: str, path: str, token: str | None, phases: list[str]
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with serving(config_for(library_dsn, server_timing_enabled=True)) as (address, _):
        timing = raw(address, path, headers).getheader("Server-Timing", "")
    assert [part.split(";")[0] for part in timing.split(", ")] == phases


def test_paths_need_not_be_percent_encoded(library: tuple[str, RestApp]) -> None:
    with socket.create_connection(urlsplit(library[0]).netloc.split(":")) as client:
        client.sendall("GET /authors?select=name&name=eq.Stanisław HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert client.recv(4096).endswith('[{"name":"Stanisław"}]'.encode())


def test_embedded_relations_are_jsonb(library: tuple[str, RestApp]) -> None:
    """Also in how they are written: a space after each colon and comma, short names first."""
    path = "/books?select=title,by:authors!book_author(name,born),subjects(name)&book_id=eq.1"
    assert raw(library[0], path, {}).read() == (
        b'[{"title":"The Dispossessed","by":{"born": "1929-10-21", "name": "Ursula"},'
        b'"subjects":[{"name": "anarchy"}]}]'
    )


def test_cors_for_listed_origins(library_dsn: str) -> None:
    with serving(config_for(library_dsn, server_cors_allowed_origins=("http://a.example",))) as (address, _):
        allowed = raw(address, "/books", {"Origin": "http://a.example"})
        assert allowed.getheader("Access-Control-Allow-Origin") == "http://a.example"
        assert (
            raw(address, "/books", {"Origin": "http://b.example"}).getheader("Access-Control-Allow-Origin")
            is None
        )


def test_large_answers_are_compressed_where_accepted(library_dsn: str) -> None:
    with serving(config_for(library_dsn)) as (address, _):
        path = "/rpc/longest?words=" + "x" * 5000
        packed = raw(address, path, {"Accept-Encoding": "gzip"})
        assert packed.getheader("Content-Encoding") == "gzip"
        assert json.loads(gzip.decompress(packed.read())) == "x" * 5000
        assert raw(address, path, {}).getheader("Content-Encoding") is None


def test_head_and_body_leave_together(library_dsn: str) -> None:
    with serving(config_for(library_dsn)) as (address, _):
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname, parts.port)) as client:
            client.sendall(b"GET /authors?select=name&author_id=eq.1 HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(65_536).endswith(b'[{"name":"Ursula"}]')


def test_settings_in_the_database(library_dsn: str) -> None:
    with psycopg.connect(library_dsn, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f'ALTER ROLE shelf_authenticator IN DATABASE "{name}" SET pgrst.db_max_rows = 2')
    try:
        with configured(library_dsn) as call:
            assert len(call("GET", "/books")["json"]) == 2
        with configured(library_dsn, db_config=False) as call:
            assert len(call("GET", "/books")["json"]) == 4
    finally:
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute(f'ALTER ROLE shelf_authenticator IN DATABASE "{name}" RESET ALL')


def test_isolation_of_a_role(library_dsn: str) -> None:
    with psycopg.connect(library_dsn, autocommit=True) as connection:
        connection.execute("ALTER ROLE shelf_reader SET default_transaction_isolation = 'serializable'")
    try:
        with configured(library_dsn) as call:
            found = call("GET", "/rpc/setting?name=transaction_isolation", role="shelf_reader")
            assert found["json"] == "serializable"
            assert call("GET", "/rpc/setting?name=transaction_isolation")["json"] == "read committed"
    finally:
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute("ALTER ROLE shelf_reader RESET default_transaction_isolation")


def test_under_a_mount(library_dsn: str) -> None:
    with serving(config_for(library_dsn), mount="/rest") as (address, _):
        assert ask(address, "GET", "/rest/rpc/add?a=1")["json"] == 11
        assert ask(address, "GET", "/rest/rpc/setting?name=request.path")["json"] == "/rpc/setting"
        assert ask(address, "GET", "/rest")["json"]["swagger"] == "2.0"


def test_a_schema_that_does_not_exist_is_no_empty_one(
    library_dsn: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is served, as nothing could be found in it; the log names it."""
    with configured(library_dsn, db_schemas=("shelf", "Shelv")) as call:
        found = call("GET", "/books")
        assert (found["status"], found["json"]["code"]) == (503, "PGRST002")
    assert "db-schemas=shelf,Shelv" in caplog.text
    assert 'schema \\"Shelv\\" does not exist' in caplog.text


def test_reload_names_what_it_cannot_change(library_dsn: str, caplog: pytest.LogCaptureFixture) -> None:
    config = config_for(library_dsn)
    with serving(config) as (_, app):
        loop = app.service.reloader
        loop._change_config(config_for(library_dsn, db_pool=3, db_max_rows=1))
        assert (loop._base.db_pool, loop._base.db_max_rows) == (config.db_pool, 1)
    assert "db-pool: a reload cannot change it" in caplog.text
    assert "db-max-rows" not in caplog.text


#: Of the reference manual's list, those of its own tests left out, and the names that older versions knew.
DOCUMENTED = """
    admin-server-host admin-server-port admin-server-unix-socket admin-server-unix-socket-mode
    app.settings.x client-error-verbosity db-aggregates-enabled db-anon-role db-channel
    db-channel-enabled db-config db-extra-search-path db-hoisted-tx-settings db-max-rows db-plan-enabled
    db-pool db-pool-acquisition-timeout db-pool-automatic-recovery db-pool-max-idletime
    db-pool-max-lifetime db-pool-timeout db-pre-config db-pre-request db-prepared-statements
    db-root-spec db-schema db-schemas db-tx-end db-uri jwt-aud jwt-cache-max-entries jwt-role-claim-key
    jwt-secret jwt-secret-is-base64 log-level log-query max-rows openapi-mode openapi-security-active
    openapi-server-proxy-uri pre-request role-claim-key root-spec secret-is-base64
    server-cors-allowed-origins server-host server-port server-reuseport server-timing-enabled
    server-trace-header server-unix-socket server-unix-socket-mode url-use-legacy-target-names
"""


def test_every_documented_key_is_known() -> None:
    samples = {bool: "true", int: "700", int | None: "700", float: "7"}
    special = {"jwt-role-claim-key": "$.role", "openapi-server-proxy-uri": "https://helpdesk.example"}
    known = {name: field for field, names in NAMES.items() for name in names}
    for key in DOCUMENTED.split():
        kind = FIELDS[known[key]].type if key in known else str
        choices = [choice for choice in get_args(kind) if isinstance(choice, str)]
        text = choices[0] if choices else special.get(known.get(key, "")) or samples.get(kind, "x" * 32)
        from_values({key: text})
    internal = {name for name in known if name.startswith("internal-")}
    assert known.keys() - internal == set(DOCUMENTED.split()) - {"app.settings.x"}
