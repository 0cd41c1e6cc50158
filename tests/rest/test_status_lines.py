"""The reason phrases of answers whose status a function states."""

from __future__ import annotations

import pytest

from pgdesk.api.rest.app import RestApp
from tests.rest.samples_replay import connect


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/rpc/refuse?code=PT404", 404, "not today"),
        ("/rpc/refuse?code=PT699", 699, "not today"),
        ("/rpc/refuse?code=PT4XX", 500, "Internal Server Error"),
        ("/rpc/refuse?code=P0001", 400, "Bad Request"),
        ("/rpc/refuse_fully", 423, "Closed today"),
    ],
)
def test_reason(library: tuple[str, RestApp], path: str, status: int, reason: str) -> None:
    connection = connect(library[0])
    connection.request("GET", path)
    answered = connection.getresponse()
    answered.read()
    assert (answered.status, answered.reason) == (status, reason)
    connection.request("GET", "/nowhere")
    assert connection.getresponse().reason == "Not Found"
