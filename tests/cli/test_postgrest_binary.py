"""`pgdesk up` with a `postgrest` on PATH: one that serves, one that ends at once, one that hangs."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from pgdesk.api.rest.standalone.config_file import load
from pgdesk.api.upstream.generated import rest_config
from pgdesk.cli.commands.run import make_supervisor
from pgdesk.cli.database import LOGINS
from pgdesk.cli.paths import ROOT
from pgdesk.cli.run.postgrest import postgrest_part
from pgdesk.cli.secrets import load as load_secrets
from pgdesk.cli.server.process import free_port
from pgdesk.cli.tokens import make_token
from pgdesk.settings import Settings
from tests.cli.demo import environment
from tests.cli.pg_cron import remove_jobs
from tests.waiting import until

#: Echoed by the stand-in that serves, so that a test sees who answered; the embedded server does not.
TRACE = "X-Traced"

SERVES = f"""#!/bin/sh
echo $$ >"$PGDESK_STATE_DIR/postgrest.pid"
PGRST_SERVER_TRACE_HEADER={TRACE} exec {sys.executable} -m pgdesk.cli.main rest "$@"
"""
ENDS = '#!/bin/sh\necho started >>"$PGDESK_STATE_DIR/starts"\nexit 1\n'
HANGS = f"""#!{sys.executable}
import re, socket, sys, time
port = int(re.search(r"server-port = (\\d+)", open(sys.argv[1]).read())[1])
with socket.create_server(("127.0.0.1", port)):
    time.sleep(600)
"""


@dataclass
class Running:
    client: httpx.Client
    room: Path
    log: Path

    def asks(self, path: str = "/rest/tickets") -> httpx.Response:
        return self.client.get(path, headers={TRACE: "yes"})

    def is_answered_by_binary(self) -> bool:
        answer = self.asks()
        assert answer.status_code == 200, answer.text
        return TRACE in answer.headers

    def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        until(condition, seconds, self.log.read_text)

    def until_said(self, part: str) -> None:
        self.until(lambda: part in self.log.read_text())

    @property
    def pid(self) -> int:
        return int((self.room / "postgrest.pid").read_text())


@contextmanager
def up(room: Path, dsn: str, stand_in: str) -> Iterator[Running]:
    port = free_port()
    programs = room / "bin"
    programs.mkdir()
    (programs / "postgrest").write_text(stand_in)
    (programs / "postgrest").chmod(0o755)
    given = environment(room, port)
    password = str(conninfo_to_dict(dsn)["password"])
    given |= {f"PGDESK_{login.upper()}_PASSWORD": password for login in LOGINS}
    given |= {"PGDESK_DATABASE_URL": dsn, "PATH": f"{programs}:{given['PATH']}", "PGRST_DB_URI": "dbname=no"}
    log = room / "up.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pgdesk.cli.main", "up"], cwd=ROOT, env=given, stdout=output, stderr=output
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            running = Running(client, room, log)
            running.until(lambda: process.poll() is not None or "Ctrl-C stops" in log.read_text(), 60)
            assert process.poll() is None, log.read_text()
            client.headers["Authorization"] = f"Bearer {_agent_token(room, dsn)}"
            yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        remove_jobs(dsn)


def _agent_token(room: Path, dsn: str) -> str:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ann', 'ann@desk.example', 'agent')"
            " RETURNING person_id"
        ).fetchone()
    assert row is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGDESK_STATE_DIR", str(room))
        return make_token(load_secrets().jwt, "agent", row[0], 1)


def test_a_binary_that_serves_is_used_outlived_and_taken_back(room: Path, fresh_db: str) -> None:
    with up(room, fresh_db, SERVES) as running:
        assert running.is_answered_by_binary()
        made = running.client.post(
            "/rest/tickets?select=subject",
            json={"subject": "Printer"},
            headers={"Prefer": "return=representation", TRACE: "yes"},
        )
        assert (made.status_code, made.json(), made.headers[TRACE]) == (201, [{"subject": "Printer"}], "yes")
        refused = running.client.get("/rest/tickets", headers={"Authorization": "Bearer no.token.here"})
        assert (refused.status_code, refused.json()["code"]) == (401, "PGRST301")

        os.kill(running.pid, signal.SIGKILL)
        assert not running.is_answered_by_binary(), "no request may fail, nor wait for the restart"
        assert running.asks().json()[0]["subject"] == "Printer"
        running.until_said("postgrest ended (exit -9); starting it again")
        running.until(running.is_answered_by_binary)

        os.kill(running.pid, signal.SIGSTOP)
        assert not running.is_answered_by_binary(), "a read that the hanging one swallowed is answered"
        os.kill(running.pid, signal.SIGCONT)
        running.until(running.is_answered_by_binary)
        said = running.log.read_text()
        assert "PostgREST does not answer: the embedded server does" in said
        assert "PostgREST answers again" in said


def test_a_binary_follows_the_keys_that_sign(room: Path, fresh_db: str) -> None:
    with up(room, fresh_db, SERVES) as running:
        assert running.is_answered_by_binary(), "a token of the host, whose secret came with the connection"

        def pgdesk(*arguments: str) -> str:
            given = environment(room, running.client.base_url.port or 0) | {"PGDESK_DATABASE_URL": fresh_db}
            done = subprocess.run(
                [sys.executable, "-m", "pgdesk.cli.main", *arguments],
                cwd=ROOT,
                env=given,
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
            return done.stdout.strip()

        def answers(token: str) -> tuple[int, bool]:
            """The status, and whether the binary gave it."""
            headers = {TRACE: "yes", "Authorization": f"Bearer {token}"}
            answer = running.client.get("/rest/tickets", headers=headers)
            return answer.status_code, TRACE in answer.headers

        first_key = pgdesk("keys", "list").split()[0]
        first = pgdesk("token")
        assert answers(first) == (200, True)
        pgdesk("keys", "rotate", "--at-once")
        second = pgdesk("token")
        running.until(lambda: answers(second) == (200, True), 10)
        assert answers(first) == (200, True)
        pgdesk("keys", "retire", first_key)
        running.until(lambda: answers(first) == (401, True), 10)
        assert answers(second) == (200, True)
        assert running.is_answered_by_binary(), "hosts' tokens stay good"


def test_the_binary_gets_what_the_embedded_server_would_serve(
    monkeypatch: pytest.MonkeyPatch, room: Path
) -> None:
    monkeypatch.setenv("PGDESK_STATE_DIR", str(room))
    settings = Settings(
        api_database_url="host=127.0.0.1 password='a $(HOME) \"quoted\" one'",
        jwt_secret='$$ "\\ secret # of more than 32 bytes',
        public_url="https://desk.example",
        pool_size=7,
        prepare=False,
    )
    part, url = postgrest_part("postgrest", settings)
    given = load(part.command[1], {})
    assert url == f"http://127.0.0.1:{given.server_port}"
    assert given == msgspec.structs.replace(
        rest_config(settings), db_uri=given.db_uri, server_host="127.0.0.1", server_port=given.server_port
    )
    assert conninfo_to_dict(given.db_uri) == {
        **conninfo_to_dict(settings.api_database_url),
        "options": r'-c pgdesk.jwt_secret=$$\ "\\\ secret\ #\ of\ more\ than\ 32\ bytes',
    }
    assert {"PGRST_DB_URI", "PGRST_JWT_SECRET"} <= part.hidden
    assert [folder.stat().st_mode & 0o777 for folder in (room / "postgrest").iterdir()] == [0o700]


def test_a_binary_that_ends_at_once_is_given_up(room: Path, fresh_db: str) -> None:
    with up(room, fresh_db, ENDS) as running:
        assert not running.is_answered_by_binary()
        running.until_said(
            "warning: postgrest keeps ending (exit 1); see its lines above; going on without it"
        )
        assert "PostgREST does not start: the embedded server answers /rest" in running.log.read_text()
        assert not running.is_answered_by_binary()
        assert (room / "starts").read_text().count("started") == 5


def test_a_binary_that_hangs_keeps_nobody_waiting(room: Path, fresh_db: str) -> None:
    with up(room, fresh_db, HANGS) as running:
        assert "PostgREST does not start: the embedded server answers /rest" in running.log.read_text()
        assert running.asks().elapsed.total_seconds() < 2
        assert not running.is_answered_by_binary()


def test_a_binary_that_cannot_run_is_no_reason_to_stop(room: Path, fresh_db: str) -> None:
    with up(room, fresh_db, "no program at all") as running:
        assert "warning: postgrest cannot be started" in running.log.read_text()
        assert not running.is_answered_by_binary()


def test_a_given_address_starts_no_binary(monkeypatch: pytest.MonkeyPatch, room: Path) -> None:
    (room / "postgrest").write_text(ENDS)
    (room / "postgrest").chmod(0o755)
    monkeypatch.setenv("PGDESK_STATE_DIR", str(room))
    monkeypatch.setenv("PATH", str(room), prepend=":")
    monkeypatch.setenv("PGDESK_POSTGREST_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("PGDESK_PORT", str(free_port()))
    assert [part.name for part in make_supervisor(None).parts] == ["api", "worker"]
