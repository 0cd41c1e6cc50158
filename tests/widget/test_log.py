"""What the log tells of a request whose path holds a secret."""

import pytest

from pgdesk.logs import configure_logs
from tests.api.server import serving, settings_for


def test_no_token_of_a_link_is_logged(server_dsn: str, dsn: str, capsys: pytest.CaptureFixture[str]) -> None:
    token = "12345." + "A1_-" * 10
    try:
        with serving(settings_for(dsn, log_level="info")) as client:
            answer = client.get(f"/support/widget/tickets/{token}")
            assert (answer.status_code, answer.headers["cache-control"]) == (410, "private, no-store")
        said = capsys.readouterr().err
    finally:
        configure_logs("critical", "api", "uvicorn")
    assert "/support/widget/tickets/12345.…" in said or "12345.\\u2026" in said
    assert token.partition(".")[2] not in said
