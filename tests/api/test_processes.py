"""Several api processes behind one port."""

import os
import re
import signal
import subprocess
import sys

import httpx
import psutil

from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import free_port
from tests.api.conftest import Desk
from tests.api.server import SECRET
from tests.conftest import login_dsn
from tests.waiting import until


def test_several_processes_share_the_port(desk: Desk) -> None:
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PGDESK_")},
        "PGDESK_API_DATABASE_URL": login_dsn(desk.dsn, "authenticator"),
        "PGDESK_WORKER_DATABASE_URL": login_dsn(desk.dsn, "worker"),
        "PGDESK_JWT_SECRET": SECRET,
        "PGDESK_PORT": str(port),
        "PGDESK_POOL_SIZE": "2",
        "PGDESK_API_PROCESSES": "2",
    }
    process = subprocess.Popen([sys.executable, "-m", "pgdesk.cli.run.serve"], cwd=ROOT, env=environment)
    try:
        url = f"http://127.0.0.1:{port}/rest/tickets?limit=1"

        def answers() -> bool:
            try:
                # Unverified, it reads no certificates at each try.
                answer = httpx.get(url, headers=desk.headers("agent"), trust_env=False, verify=False)
                return answer.status_code == 200
            except httpx.TransportError:
                return False

        until(answers, 60)
        servers = [c for c in psutil.Process(process.pid).children() if "spawn_main" in " ".join(c.cmdline())]
        assert len(servers) == 2
        assert_counted_together(url, desk.headers("agent"))
        servers[0].send_signal(signal.SIGKILL)
        until(answers, 60)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) in (0, -signal.SIGTERM)


def assert_counted_together(url: str, headers: dict[str, str]) -> None:
    """Each request has a connection of its own, so that either process gets some of them."""
    left = []
    for _ in range(12):
        answer = httpx.get(url, headers=headers, trust_env=False, verify=False)
        found = re.search(r'"person";r=([0-9]+)', answer.headers["ratelimit"])
        assert found
        left.append(int(found[1]))
    assert left == list(range(left[0], left[0] - 12, -1))
