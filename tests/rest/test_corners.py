"""Corners of the protocol, each as the PostgREST program itself answers there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from pgdesk.api.errors import ApiError
from pgdesk.api.rest.app import RestApp
from pgdesk.api.rest.auth.jwt import bearer_token, decode_part
from pgdesk.api.rest.headers import Headers
from pgdesk.api.rest.parse.body import NO_BODY
from pgdesk.api.rest.parse.csv_lines import read_lines
from pgdesk.api.rest.request import HttpRequest, RequestReader
from pgdesk.api.rest.schema_cache.model import Function, SchemaCache
from pgdesk.api.rest.standalone.dump import dump
from pgdesk.api.rest.statement_cache import StatementCache
from tests.rest.samples_replay import connect, describe, send
from tests.rest.test_configurations import configured

CSV = {"Content-Type": "text/csv", "Prefer": "return=representation"}


@pytest.fixture(scope="module")
def call(library: tuple[str, RestApp]) -> Iterator[Any]:
    connection = connect(library[0])
    yield lambda method, path, **case: describe(send(connection, {"method": method, "path": path, **case}))
    connection.close()


def test_a_profile_is_looked_up_where_one_schema_is_exposed(library_dsn: str) -> None:
    with configured(library_dsn, db_schemas=("shelf",)) as call:
        other = {"Accept-Profile": "archive", "Content-Profile": "archive"}
        for method in ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"):
            refused = call(method, "/settings?key=eq.colour", role="shelf_clerk", headers=other, body="{}")
            assert refused["status"] == 406, method
        assert call("POST", "/rpc/who", headers=other, body="{}")["json"] == {
            "code": "PGRST106",
            "message": "Invalid schema: archive",
            "details": None,
            "hint": "Only the following schemas are exposed: shelf",
        }
        named = call("GET", "/authors?limit=1", headers={"Accept-Profile": "shelf"})
        assert named["answer_headers"]["content-profile"] == "shelf"
        assert "content-profile" not in call("GET", "/authors?limit=1")["answer_headers"]


@pytest.mark.parametrize(
    "select",
    [
        " book_id",
        "\tbook_id",
        ' "book_id"',
        " book_id , title ",
        " id:book_id",
        " ...authors!book_author( name )",
        " authors!book_author( name , author_id )",
        " book_id, authors!book_author(\tbooks!book_author( *))",
    ],
)
def test_white_space_stands_before_any_item_of_a_select(call: Any, select: str) -> None:
    spaced = call("GET", f"/books?book_id=eq.1&select={select}".replace(" ", "%20").replace("\t", "%09"))
    squeezed = call("GET", f"/books?book_id=eq.1&select={select}".replace(" ", "").replace("\t", ""))
    assert spaced["json"] == squeezed["json"]
    assert spaced["status"] == squeezed["status"] == 200


def test_settings_of_a_role_are_made_before_the_switch_to_it(library_dsn: str) -> None:
    """The login may set them, the role need not."""
    with psycopg.connect(library_dsn, autocommit=True) as connection:
        connection.execute("ALTER ROLE shelf_reader SET log_min_duration_statement = 500")
        connection.execute("GRANT SET ON PARAMETER log_min_duration_statement TO shelf_authenticator")
    try:
        with configured(library_dsn) as call:
            asked = call("GET", "/rpc/setting?name=log_min_duration_statement", role="shelf_reader")
        assert (asked["status"], asked["json"]) == (200, "500ms")
    finally:
        with psycopg.connect(library_dsn, autocommit=True) as connection:
            connection.execute("ALTER ROLE shelf_reader RESET log_min_duration_statement")
            connection.execute("REVOKE SET ON PARAMETER log_min_duration_statement FROM shelf_authenticator")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"key": "a"}', "PGRST102"),
        ('[{"key": "a"}]', "PGRST102"),
        ("key=a", "PGRST102"),
        ("key", "PGRST102"),
        ('"key"', "PGRST102"),
        ('key\na"b', "PGRST102"),
        ("key\ra\rb", "PGRST102"),
        ("\na\n", "PGRST204"),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/settings"), ("PATCH", "/settings?key=eq.colour")])
def test_what_is_no_csv_is_refused(call: Any, method: str, path: str, body: str, code: str) -> None:
    refused = call(method, path, role="shelf_clerk", headers=CSV, body=body)
    assert (refused["status"], refused["json"]["code"]) == (400, code)


def test_csv_is_read_as_its_standard_says() -> None:
    assert read_lines('a,"b ""c"""\r\n1,\n\n"x\ny",2\n') == (["a", 'b "c"'], [["1", ""], ["x\ny", "2"]])
    assert read_lines("a\n") == (["a"], [])
    with pytest.raises(ApiError) as refused:
        read_lines('{"key": "a"}')
    assert refused.value.message == r'parse error (Failed reading: satisfy) at "\"key\": \"a\"}"'


@pytest.mark.parametrize(
    ("query", "status", "rows"),
    [
        ("limit=&offset=1", 416, None),
        ("limit=x&offset=1", 416, None),
        ("limit=0&offset=1", 416, None),
        ("limit=-1&offset=1", 200, 0),
        ("limit=-1", 416, None),
        ("limit=x", 200, 3),
        ("limit=0x2", 200, 2),
        ("limit=0o1&offset=0b1", 200, 1),
        ("limit=99999999999999999999", 400, None),
        ("offset=99999999999999999999", 400, None),
        ("limit=9223372036854775807", 200, 3),
    ],
)
def test_limit_and_offset_together(call: Any, query: str, status: int, rows: int | None) -> None:
    found = call("GET", f"/authors?select=name&{query}")
    assert found["status"] == status
    if status == 400:
        assert found["json"]["code"] == "22003"
    if rows is not None:
        assert len(found["json"]) == rows


def test_late_pages_and_odd_sizes_are_one_statement(library: tuple[str, RestApp], call: Any) -> None:
    """What differs in its offset or size only is prepared once; not what comes again and again."""
    state = library[1].service.state
    assert state is not None
    reader, statements = RequestReader(state.config), StatementCache(state.config, state.schema_cache)
    compiled = []
    for query, pairs in (
        (b"limit=2&offset=3", []),
        (b"limit=2&offset=40", []),
        (b"", [("range", "60-61")]),
        (b"limit=2&offset=40&books.limit=1&books.offset=30&select=books!book_author(*)", []),
        (b"limit=2&offset=50&books.limit=1&books.offset=60&select=books!book_author(*)", []),
        (b"limit=37", []),
        (b"limit=1049", []),
        (b"limit=25", []),
        (b"limit=50", []),
    ):
        api_request, _ = reader.read(HttpRequest("GET", "/authors", query, Headers(pairs)))
        compiled.append(statements.compile(api_request, NO_BODY, "shelf_anon").sql)
    assert len(set(compiled[:3])) == len(set(compiled[3:5])) == len(set(compiled[5:7])) == 1
    assert len(set(compiled[6:])) == 3
    assert call("GET", "/authors?select=name&limit=37")["json"] == call("GET", "/authors?select=name")["json"]


def test_a_malformed_question_is_refused_at_the_root_and_by_options_too(call: Any) -> None:
    assert call("GET", "/?and=x")["status"] == 400
    assert call("GET", "/", headers={"Range": "9-2"})["status"] == 416
    assert call("OPTIONS", "/rpc/add?and=x")["status"] == 400
    assert call("OPTIONS", "/rpc/who", headers={"Accept": "image/png"})["status"] == 406
    assert call("GET", "/authors", headers={"Accept": ""})["status"] == 406


def test_an_unknown_column_is_named_by_the_relation(call: Any) -> None:
    ordered = call("GET", "/rpc/books_by?name=Ursula&order=nope")
    assert ordered["json"]["message"] == "column books.nope does not exist"
    selected = call("GET", "/rpc/books_by?name=Ursula&select=nope")
    assert selected["json"]["message"] == "column pgrst_call.nope does not exist"


def test_a_token_has_one_spelling() -> None:
    with pytest.raises(ValueError, match="padded"):
        decode_part("e30=")
    assert [bearer_token(text) for text in ("Bearer\tx", "bearer  x", "Bearer", "Basic x")] == [
        "x",
        "x",
        "",
        None,
    ]


def test_the_schema_cache_tells_isolation_levels() -> None:
    function = Function(
        1, "s", "f", None, (), "pg_catalog", "int4", False, False, False, "v", "repeatable read", ()
    )
    [[_, [dumped]]] = json.loads(dump(SchemaCache({}, {}, {function.id: (function,)}, {})))["dbRoutines"]
    assert dumped["pdIsoLvl"] == "RepeatableRead"


@pytest.mark.parametrize(
    "query", ["a.x=eq.1&b.x=eq.1", "a.order=x&b.order=x", "a.or=(x.eq.1)&b.or=(x.eq.1)", "b.x=eq.1&a.order=x"]
)
def test_of_relations_that_are_not_embedded_the_last_is_named(call: Any, query: str) -> None:
    assert (
        call("GET", f"/books?{query}")["json"]["message"] == "'b' is not an embedded resource in this request"
    )
