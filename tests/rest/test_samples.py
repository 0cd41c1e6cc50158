"""Each sample request gets the answer that stands beside it, whatever ran before it."""

from __future__ import annotations

import contextlib
from http.client import HTTPConnection
from typing import Any

import pytest

from pgdesk.api.errors import ApiError
from pgdesk.api.rest.app import RestApp
from pgdesk.api.rest.headers import Headers
from pgdesk.api.rest.parse.query import QueryString, read_query
from pgdesk.api.rest.request import READS, HttpRequest, RequestReader
from pgdesk.api.rest.statement_cache import StatementCache
from tests.rest.samples_replay import connect, describe, load, send

CASES = load()
STATED = ("status", "answer_headers", "json", "text")


@pytest.fixture(scope="module")
def connection(library: tuple[str, RestApp]) -> HTTPConnection:
    return connect(library[0])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_sample(connection: HTTPConnection, case: dict[str, Any]) -> None:
    answered = describe(send(connection, case))
    assert answered == {name: case[name] for name in STATED if name in case}


def test_samples_cover_every_kind_of_request() -> None:
    groups = {case["id"].split("/")[0] for case in CASES}
    assert groups == {"read", "embed", "write", "rpc", "http", "auth"}


def test_second_request_of_a_shape_is_answered_from_the_cache(library: tuple[str, RestApp]) -> None:
    address, app = library
    assert app.service.state is not None
    statements = app.service.state.statements
    connection = connect(address)

    def titles(number: int) -> Any:
        path = f"/books?select=title&book_id=eq.{number}&tags=not.is.null"
        return describe(send(connection, {"method": "GET", "path": path}))["json"]

    first = titles(1)
    known = len(statements)
    assert (first, titles(2)) == ([{"title": "The Dispossessed"}], [{"title": "Solaris"}])
    assert len(statements) == known


def test_statements_hold_no_value(library: tuple[str, RestApp]) -> None:
    """What the shape of a request leaves out is no part of what is kept for that shape."""
    state = library[1].service.state
    assert state is not None
    reader, statements = RequestReader(state.config), StatementCache(state.config, state.schema_cache)
    compiled_cases = 0
    for case in CASES:
        if case["method"] == "OPTIONS":
            continue
        path, _, raw = case["path"].partition("?")
        headers = Headers([(name.lower(), value) for name, value in case.get("headers", {}).items()])
        request = HttpRequest(case["method"], path, raw.encode(), headers, case.get("body", "").encode())
        with contextlib.suppress(ApiError):
            is_call = path.startswith("/rpc/") and request.method in READS
            api_request = reader._read(request, _marked(read_query(request.query, is_call)))
            compiled = statements.compile(api_request, api_request.read_body(request.body), "shelf_clerk")
            assert "MARK" not in f"{compiled.sql!r} {compiled.parameters} {compiled.explain}", case["id"]
            compiled_cases += 1
    assert compiled_cases > len(CASES) / 2


def _marked(query: QueryString) -> QueryString:
    """The same shape with other values."""
    values = ["(MARK)" if value.startswith("(") else "MARK" for value in query.values]
    pairs = [
        (name, value)
        if slot is None or value is None
        else (name, value.removesuffix(query.values[slot]) + values[slot])
        for (name, value), slot in zip(query.pairs, query.slots, strict=True)
    ]
    return QueryString(pairs, query.slots, query.shape, values)
