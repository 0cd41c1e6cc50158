"""Each sample request gets the answer that stands beside it, whatever ran before it."""

from __future__ import annotations

from http.client import HTTPConnection
from typing import Any

import pytest

from api.rest.app import RestApp
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
    shapes = app.service.state.shapes
    connection = connect(address)

    def titles(number: int) -> Any:
        path = f"/books?select=title&book_id=eq.{number}&tags=not.is.null"
        return describe(send(connection, {"method": "GET", "path": path}))["json"]

    first = titles(1)
    known = len(shapes)
    assert (first, titles(2)) == ([{"title": "The Dispossessed"}], [{"title": "Solaris"}])
    assert len(shapes) == known
