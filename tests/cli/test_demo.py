"""`pgdesk demo` from nothing to Ctrl-C, twice, with a kill -9 between, port taken."""

import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli.database import LOGINS
from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import free_port, port_is_free
from tests.cli.demo import PGDESK, environment, running_demo
from tests.cli.pg_cron import remove_jobs
from tests.waiting import until


def _curl(text: str) -> list[str]:
    """Runs the three printed lines as printed; their bodies and statuses."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    exports = "\n".join(re.findall(r"^export .*$", text, re.M))
    lines = re.findall(r"^  (curl .*)$", text, re.M)
    script = "\n".join(f"{line} -w ' %{{http_code}}\\n'" for line in lines)
    done = subprocess.run(["sh", "-c", f"{exports}\n{script}"], capture_output=True, text=True, check=True)
    return re.findall(r" (\d{3})$", done.stdout, re.M)


def _accounts(text: str) -> list[tuple[str, str]]:
    """Mail address and password, as printed."""
    return re.findall(r"^  \w+ +(\S+@\S+), password (\S+)$", text, re.M)


def _sign_in(origin: str, email: str, password: str) -> str:
    """The role that it leads to."""
    with httpx.Client(base_url=origin, timeout=30) as client:
        given = {"email": email, "password": password}
        token = client.post("/auth/login", json=given).raise_for_status().json()["access_token"]
        answer = client.post("/rest/rpc/me", headers={"Authorization": f"Bearer {token}"})
        return str(answer.raise_for_status().json()[0]["role"])


def _left(room: Path) -> list[list[str]]:
    return [p.info["cmdline"] for p in psutil.process_iter(["cmdline", "environ"]) if _belongs(p, room)]


def _belongs(process: psutil.Process, room: Path) -> bool:
    given = (process.info["environ"] or {}).get("PGDESK_STATE_DIR")
    return process.pid != os.getpid() and (
        given == str(room) or any(str(room) in part for part in process.info["cmdline"] or [])
    )


def test_demo_from_nothing_to_ctrl_c_and_again(room: Path) -> None:
    port = free_port()
    with running_demo(room, port, "--tickets", "60") as (process, text):
        assert re.search(r"^clock: (pg_cron|worker \(.+\))$", text, re.M)
        assert f"http://127.0.0.1:{port}/rest/" in text
        assert _curl(text) == ["200", "200", "200"]
        origin = f"http://127.0.0.1:{port}"
        assert f" {origin}/support\n" in text
        accounts = _accounts(text)
        assert [_sign_in(origin, *account) for account in accounts] == ["customer", "agent", "admin"]
        changed = subprocess.run(
            [*PGDESK, "user", "password", accounts[1][0], "--stdin"],
            cwd=ROOT,
            env=environment(room, port),
            input="correct horse battery\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert changed.returncode == 0, changed.stderr
        second = subprocess.run(
            [*PGDESK, "demo"],
            cwd=ROOT,
            env=environment(room, port),
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert "already running" in second.stderr
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    until(lambda: port_is_free(port), 20, lambda: "the killed demo's api lives on")
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        with running_demo(room, port, "--tickets", "60") as (process, text):
            assert "demo data is there already" in text
            assert _accounts(text) == [accounts[0], accounts[2]]
            chosen = re.findall(rf"^port {port} is taken; using (\d+)", text, re.M)
            invited = subprocess.run(
                [*PGDESK, "user", "invite", "ben@lumenfield.example"],
                cwd=ROOT,
                env=environment(room, port),
                capture_output=True,
                text=True,
                check=False,
            )
            link = f"http://127.0.0.1:{chosen[0]}/auth/password#"
            assert invited.stdout.startswith(link), invited.stdout + invited.stderr
            assert _curl(text) == ["200", "200", "200"]
    assert process.returncode == 0
    assert _left(room) == []


def test_up_serves_a_database_that_is_there_until_sigterm(room: Path, fresh_db: str) -> None:
    port = free_port()
    password = str(conninfo_to_dict(fresh_db)["password"])
    logins = {f"PGDESK_{login.upper()}_PASSWORD": password for login in LOGINS}
    with psycopg.connect(fresh_db) as connection:
        connection.execute(
            "INSERT INTO helpdesk.person (name, email, role) VALUES ('Ada', 'ada@desk.example', 'admin')"
        )
    process = subprocess.Popen(
        [*PGDESK, "up"],
        cwd=ROOT,
        env={**environment(room, port), **logins, "PGDESK_DATABASE_URL": fresh_db},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    lines: list[str] = []
    try:
        for line in process.stderr:
            lines.append(line)
            if "answers" in line:
                break
        assert f"http://127.0.0.1:{port}/rest/ answers; Ctrl-C stops\n" in lines, lines
        names = {" ".join(child.cmdline()[-2:]) for child in psutil.Process(process.pid).children()}
        assert names == {"-m pgdesk.cli.run.serve", "-m pgdesk.workers"}
        with psycopg.connect(fresh_db) as connection:
            users = connection.execute(
                "SELECT DISTINCT usename::text FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL"
            ).fetchall()
        assert {user for (user,) in users} <= {"authenticator", "worker"}
        origin, token = re.findall(r"(http://\S+)/auth/password#(\S+)$", process.stderr.readline())[0]
        choice = {"token": token, "password": "correct horse battery"}
        assert httpx.post(f"{origin}/auth/password", json=choice, timeout=30).status_code == 204
    finally:
        process.send_signal(signal.SIGTERM)
        process.stderr.read()
        process.wait(60)
        remove_jobs(fresh_db)
    assert process.returncode == 0
    assert _left(room) == []
