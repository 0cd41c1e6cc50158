"""What the processes log: one JSON object a line, of the same words."""

import json
import os
import subprocess
import sys

import pytest

from pgdesk.cli.paths import ROOT

_FORGED = 'GET /tickets: 400 bad value: "a\n{forged}"'
_REFUSAL = f"""
import logging
from pgdesk.logs import configure_logs
configure_logs("info", "api")
logging.getLogger("api.rest.refusals").warning("%s", {_FORGED!r})
"""


def test_a_line_of_the_log_is_one_object() -> None:
    """An error's text quotes what the client sent: it must not look like lines of the log."""
    said = subprocess.run(
        [sys.executable, "-c", _REFUSAL], capture_output=True, text=True, check=True, cwd=ROOT
    )
    (line,) = said.stderr.splitlines()
    assert json.loads(line)["event"] == _FORGED


def test_a_worker_logs_as_the_api_does() -> None:
    nowhere = "host=127.0.0.1 port=1 dbname=nothing user=nobody connect_timeout=2"
    environment = {**os.environ, "PGDESK_WORKER_DATABASE_URL": nowhere, "PGDESK_LOG_LEVEL": "info"}
    worker = subprocess.Popen(
        [sys.executable, "-m", "pgdesk.workers"],
        env=environment, cwd=ROOT, text=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert worker.stderr is not None
    try:
        found = [json.loads(worker.stderr.readline()) for _ in range(2)]
    finally:
        worker.kill()
        said, _ = worker.communicate()
    assert said == ""
    for line in found:
        assert {"event", "level", "timestamp"} <= line.keys()


@pytest.mark.parametrize(
    ("module", "given", "told"),
    [
        ("pgdesk.workers", {}, "pgdesk: PGDESK_WORKER_DATABASE_URL is not set"),
        ("pgdesk.cli.run.serve", {}, "pgdesk: PGDESK_WORKER_DATABASE_URL is not set"),
        (
            "pgdesk.cli.run.serve",
            {"PGDESK_WORKER_DATABASE_URL": "x"},
            "pgdesk: PGDESK_API_DATABASE_URL is not set",
        ),
        (
            "pgdesk.cli.run.serve",
            {"PGDESK_JWT_SECRET": "short"},
            "pgdesk: PGDESK_JWT_SECRET is shorter than 32 bytes",
        ),
    ],
)
def test_a_process_says_in_one_line_what_it_lacks(module: str, given: dict[str, str], told: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PGDESK_")}
    said = subprocess.run(
        [sys.executable, "-m", module],
        env={**environment, **given}, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (said.returncode, said.stderr.strip()) == (1, told)
