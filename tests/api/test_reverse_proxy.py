"""nginx with the lines of docs/reverse-proxy.md before the api process."""

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from pgdesk.cli.paths import ROOT
from pgdesk.cli.server.process import free_port
from tests.api.conftest import Desk
from tests.api.server import serving, settings_for
from tests.live.streams import watching
from tests.waiting import until

_PAGE = (ROOT / "docs" / "reverse-proxy.md").read_text()
_NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")

pytestmark = pytest.mark.skipif(_NGINX is None, reason="nginx is not installed")


@pytest.fixture
def proxied(desk: Desk, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client that comes by the proxy."""
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", tmp_path / "key"]
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "1", *subject, *key, "-out", tmp_path / "pem"],
        check=True,
        capture_output=True,
    )
    settings = settings_for(desk.dsn, trusted_proxies="127.0.0.1", metrics_token="let me see")
    with serving(settings) as direct:
        port = free_port()
        found = re.search(r"```nginx\n(.*?)```", _PAGE, re.DOTALL)
        assert found is not None
        server = found[1]
        for written, here in (
            ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
            ("server_name helpdesk.example", "server_name localhost"),
            ("/etc/ssl/helpdesk.example.pem", str(tmp_path / "pem")),
            ("/etc/ssl/helpdesk.example.key", str(tmp_path / "key")),
            ("http://127.0.0.1:8000", f"http://127.0.0.1:{direct.base_url.port}"),
        ):
            assert server.count(written) == 1
            server = server.replace(written, here)
        folders = "".join(
            f"{kind}_temp_path {tmp_path / kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = tmp_path / "nginx.conf"
        config.write_text(
            f"{'' if os.getuid() else 'user root;'} daemon off; pid {tmp_path / 'pid'}; events {{}}"
            f" http {{ access_log off; error_log stderr; {folders} {server} }}"
        )
        assert _NGINX is not None
        process = subprocess.Popen([_NGINX, "-c", config, "-e", "stderr"], stderr=subprocess.DEVNULL)
        try:
            known = ssl.create_default_context(cafile=str(tmp_path / "pem"))
            with httpx.Client(base_url=f"https://localhost:{port}", verify=known, trust_env=False) as client:
                until(lambda: _answers(client))
                yield client
        finally:
            process.terminate()
            process.wait(20)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def test_it_passes_what_clients_and_the_desk_say(desk: Desk, proxied: httpx.Client) -> None:
    headers = {**desk.headers("agent"), "Range": "0-0", "Prefer": "count=exact"}
    answer = proxied.get("/rest/tickets?select=ticket_id,subject&order=ticket_id", headers=headers)
    assert answer.status_code in (200, 206)
    assert answer.headers["content-range"].startswith("0-0/")
    path = '/rest/tickets?subject=eq."a%2Fb"&select=ticket_id'
    assert proxied.get(path, headers=desk.headers("agent")).json() == []
    large = b'{"subject": "' + b"x" * 2_000_000 + b'"}'
    json = {"Content-Type": "application/json"}
    refused = proxied.post(
        "/rest/rpc/create_ticket", content=large, headers={**json, **desk.headers("agent")}
    )
    assert refused.status_code == 422, "read whole, and refused for the length of the subject"
    refused = proxied.post(
        "/rest/rpc/create_ticket", content=large, headers={**json, **desk.headers("customer")}
    )
    assert refused.status_code == 413


def test_it_lets_live_streams_through_at_once(desk: Desk, proxied: httpx.Client) -> None:
    with watching(proxied, desk.headers("agent"), "?tickets="):
        pass
    address = f"wss://localhost:{proxied.base_url.port}/live?tickets="
    known = ssl.create_default_context()
    known.check_hostname, known.verify_mode = False, ssl.CERT_NONE
    with connect(address, additional_headers=desk.headers("agent"), ssl=known, proxy=None) as socket:
        assert '"Ready"' in str(socket.recv(10))


def test_it_says_who_asks_and_under_which_id(desk: Desk, proxied: httpx.Client) -> None:
    forged = {"X-Forwarded-For": "192.0.2.1", "X-Request-Id": "mine"}
    made = proxied.post(
        "/rest/rpc/create_ticket",
        json={"subject": "By the proxy", "requester_email": "guest@proxy.example"},
        headers=forged,
    )
    assert made.status_code == 200
    assert re.fullmatch("[0-9a-f]{32}", made.headers["x-request-id"])
    row = desk.database.execute(
        "SELECT network FROM helpdesk.guest_intake ORDER BY created_at DESC LIMIT 1"
    ).fetchone()
    assert row == ("127.0.0.0/24",), "what the client claims of itself does not count"


def test_what_comes_by_it_is_not_this_machine(proxied: httpx.Client) -> None:
    assert proxied.get("/metrics").status_code == 401
    assert proxied.get("/metrics", headers={"Authorization": "Bearer let me see"}).status_code == 200
