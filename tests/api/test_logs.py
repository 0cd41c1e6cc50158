"""What the api process logs."""

import json
import logging

import pytest

from pgdesk.api.logs import configure_logs


def test_a_line_of_the_log_is_one_object(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error's text quotes what the client sent: it must not look like lines of the log."""
    monkeypatch.setattr(logging.getLogger("api"), "handlers", [])
    configure_logs("info")
    logging.getLogger("api.rest.refusals").warning("GET /tickets: 400 %s", 'bad value: "a\n{forged}"')
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ['GET /tickets: 400 bad value: "a\n{forged}"']
