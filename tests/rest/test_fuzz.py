"""Whatever a client writes, the server answers below 500 and runs no statement but the planned one."""

from __future__ import annotations

import contextlib
import http.client
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgdesk.api.errors import ApiError
from pgdesk.api.rest.app import RestApp
from pgdesk.api.rest.headers import Headers
from pgdesk.api.rest.parse.body import NO_BODY
from pgdesk.api.rest.request import HttpRequest, RequestReader
from pgdesk.api.rest.statement_cache import StatementCache
from tests.rest.samples_replay import SECRET, connect, sign

Served = tuple[str, RestApp]

names = st.sampled_from(
    [
        "book_id",
        "title",
        "pages",
        "extra",
        "tags",
        "on_loan",
        "number",
        "authors",
        "subjects",
        "nope",
        "*",
        '"x y"',
        "",
    ]
)
values = st.one_of(
    st.sampled_from(
        ["1", "null", "true", "{1,2}", "(1,2)", '("a",b)', "[1,2)", "2024-01-01", "%", "*", "", "'; --"]
    ),
    st.text(max_size=12),
)
OPERATORS = """
    eq neq gt gte lt lte like ilike match imatch cs cd ov sl sr nxr nxl adj is isdistinct in
    fts plfts phfts wfts     not.eq not.in eq(any) like(all) fts(english) xx
"""
operators = st.sampled_from(OPERATORS.split())
paths = st.lists(st.sampled_from(["->a", "->>b", "->0", "->>-1", "->", '->"q"']), max_size=3).map("".join)
fields = st.builds(str.__add__, names, paths)


@st.composite
def selects(draw: st.DrawFn, depth: int = 2) -> str:
    items = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.integers(0, 5))
        if kind == 0 and depth:
            spread = draw(st.sampled_from(["", "...", "a:"]))
            hint = draw(st.sampled_from(["", "!inner", "!book_author", "!left", "!x"]))
            items.append(f"{spread}{draw(names)}{hint}({draw(selects(depth - 1))})")
        elif kind == 1:
            items.append(
                draw(fields) + draw(st.sampled_from([".sum()", ".count()", "::text", "::int.max()::text"]))
            )
        elif kind == 2:
            items.append(draw(values))
        else:
            items.append(draw(fields))
    return ",".join(items)


@st.composite
def logic(draw: st.DrawFn, depth: int = 3) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        if depth and draw(st.booleans()):
            parts.append(draw(st.sampled_from(["and", "or", "not.and", "not.or"])) + draw(logic(depth - 1)))
        else:
            parts.append(f"{draw(fields)}.{draw(operators)}.{draw(values)}")
    return f"({','.join(parts)})"


@st.composite
def queries(draw: st.DrawFn) -> str:
    pairs = []
    for _ in range(draw(st.integers(0, 4))):
        key = draw(
            st.sampled_from(
                ["select", "order", "limit", "offset", "and", "or", "columns", "on_conflict", "filter"]
            )
        )
        if key == "filter":
            pairs.append((draw(fields), f"{draw(operators)}.{draw(values)}"))
        elif key == "select":
            pairs.append((key, draw(selects())))
        elif key in ("and", "or"):
            pairs.append((key, draw(logic())))
        elif key == "order":
            pairs.append(
                (key, draw(fields) + draw(st.sampled_from(["", ".desc", ".nullslast", ".x", "(name)"])))
            )
        else:
            pairs.append((key, draw(values)))
    return "&".join(f"{quote(key)}={quote(value)}" for key, value in pairs)


often = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def connection(library: Served) -> Iterator[http.client.HTTPConnection]:
    made = connect(library[0])
    yield made
    made.close()


@often
@given(
    target=st.sampled_from(["books", "authors", "long_books", "rpc/books_by", "rpc/add", "nope"]),
    query=queries(),
)
def test_reads_are_never_a_server_error(
    connection: http.client.HTTPConnection, target: str, query: str
) -> None:
    connection.request("GET", f"/{target}?{query}")
    answered = connection.getresponse()
    body = answered.read()
    assert answered.status < 500, (query, body[:300])


@often
@given(
    method=st.sampled_from(["POST", "PATCH", "PUT", "DELETE"]),
    query=queries(),
    prefer=st.sampled_from(
        [
            "return=representation",
            "resolution=merge-duplicates,return=headers-only",
            "missing=default,return=representation,count=exact",
            "handling=strict,max-affected=1",
        ]
    ),
    body=st.one_of(
        st.sampled_from(
            ['{"title": "x", "book_id": 77}', "[]", "{}", '[{"book_id": 5}, {"book_id": 6}]', "x", ""]
        ),
        st.text(max_size=20),
    ),
)
def test_writes_are_never_a_server_error(
    connection: http.client.HTTPConnection, method: str, query: str, prefer: str, body: str
) -> None:
    token = sign({"role": "shelf_clerk"}, SECRET.encode())
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Prefer": prefer}
    connection.request(method, f"/books?{query}", body.encode("utf-8", "replace"), headers)
    answered = connection.getresponse()
    said = answered.read()
    assert answered.status < 500, (method, query, said[:300])


@often
@given(value=st.text(max_size=40), operator=st.sampled_from(["eq", "like", "match", "cs", "fts", "neq"]))
def test_values_never_reach_the_statement(library: Served, value: str, operator: str) -> None:
    """Two requests that differ in a value only run the same statement."""
    state = library[1].service.state
    assert state is not None
    reader, statements = RequestReader(state.config), StatementCache(state.config, state.schema_cache)

    def statement(text: str) -> bytes:
        raw = f"select=title&title={operator}.{quote(text)}&tags=cs.{{{quote(text)}}}".encode()
        request = HttpRequest("GET", "/books", raw, Headers([]))
        api_request, _ = reader.read(request)
        return statements.compile(api_request, NO_BODY, "shelf_anon").sql

    assert statement(value) == statement("x")


@often
@given(name=st.text(min_size=1, max_size=30))
def test_names_stay_inside_their_quotes(library: Served, name: str) -> None:
    """A name of the request is refused, or stands in the statement as one quoted identifier."""
    state = library[1].service.state
    assert state is not None
    reader, statements = RequestReader(state.config), StatementCache(state.config, state.schema_cache)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    raw = f'select="{quote(escaped)}"'.replace('"', "%22").encode()
    request = HttpRequest("GET", "/books", raw, Headers([]))
    with contextlib.suppress(ApiError):
        api_request, _ = reader.read(request)
        sql = statements.compile(api_request, NO_BODY, "shelf_anon").sql
        assert f'SELECT "shelf"."books".{_quoted(name)} FROM'.encode() in sql


def _quoted(name: str) -> str:
    return '"' + name.partition("\x00")[0].replace('"', '""') + '"'
