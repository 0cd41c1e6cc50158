"""Health, metrics, pages, request ids, the one error format, and /rest by an external PostgREST."""

import re
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.api.conftest import Desk
from tests.api.server import serving, settings_for


@pytest.mark.parametrize("path", ["/", "/health", "/ready", "/metrics", "/docs"])
def test_is_there_and_names_no_server(desk: Desk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == 200
    assert "server" not in answer.headers
    assert answer.headers["x-request-id"]


def test_rest_names_no_server_either(desk: Desk) -> None:
    answer = desk.client.get("/rest/tickets", headers=desk.headers("agent"))
    assert answer.status_code == 200
    assert "server" not in answer.headers


def test_the_index_is_html_for_browsers_and_json_for_others(desk: Desk) -> None:
    assert "/rest/" in desk.client.get("/").json()["places"]
    page = desk.client.get("/", headers={"Accept": "text/html,*/*"})
    assert page.headers["content-type"].startswith("text/html")
    assert "/rest/" in page.text
    assert "is a helpdesk" in page.text
    assert "pgdesk token" in page.text


def test_pages_need_nothing_from_elsewhere(desk: Desk) -> None:
    for path in ("/", "/docs"):
        page = desk.client.get(path, headers={"Accept": "text/html"}).text
        assert re.findall(r"https?://|@import", page) == []
        for address in re.findall(r'(?:src|href)="([^"]*)"', page):
            assert address in ("data:,", "/support") or desk.client.get(address).status_code == 200, address


def test_the_docs_may_load_from_this_server_only(desk: Desk) -> None:
    page = desk.client.get("/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert desk.client.get("/docs/settings.py").status_code == 404


def test_the_docs_describe_routes_and_aliases(desk: Desk) -> None:
    found = desk.client.get("/docs/routes").json()
    assert {"/health", "/ready", "/inbound/mime"} <= set(found["routes"]["paths"])
    escalate = [one for one in found["aliases"] if one["path"] == "/api/tickets/{ticket}/escalate"]
    assert escalate[0]["description"] == "Ask colleagues for help on a ticket."


def test_metrics_are_for_this_machine_and_for_who_has_the_token(desk: Desk) -> None:
    behind = {"X-Forwarded-For": "203.0.113.7"}
    assert desk.client.get("/metrics").status_code == 200
    for headers in (behind, {"Forwarded": "for=203.0.113.7"}, {**behind, "Authorization": "Bearer x"}):
        answer = desk.client.get("/metrics", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "HTTP401")
    with serving(settings_for(desk.dsn, metrics_token="let me see")) as client:
        for token, status in (("let me see", 200), ("let me", 401)):
            headers = {**behind, "Authorization": f"Bearer {token}"}
            assert client.get("/metrics", headers=headers).status_code == status


def test_metrics_count_requests_by_route_and_status(desk: Desk) -> None:
    desk.client.get("/nowhere-1")
    desk.client.get("/nowhere-2")
    lines = desk.client.get("/metrics").text.splitlines()
    name = 'pgdesk_http_requests_total{method="GET",route="other",status="404"}'
    counted = [line for line in lines if line.startswith(name)]
    assert len(counted) == 1
    assert float(counted[0].split()[-1]) >= 2


_TAKES_MAIL = "UPDATE helpdesk.setting SET value = %s::jsonb WHERE key = 'inbound_email_enabled'"


def test_metrics_tell_how_far_work_is_behind(desk: Desk) -> None:
    def told() -> dict[str, float]:
        lines = desk.client.get("/metrics").text.splitlines()
        return {name: float(value) for name, value in (x.rsplit(" ", 1) for x in lines if x[0] != "#")}

    before = told()
    # Other tests' mails may be due.
    due = before['pgdesk_outgoing_mails{state="due"}']
    assert before["pgdesk_sla_lag_seconds"] == 0
    most = [before[f'pgdesk_pool_connections{{pool="{name}",state="most"}}'] for name in ("worker", "rest")]
    assert most == [8, 4]
    with desk.database.transaction():
        desk.database.execute(
            "INSERT INTO helpdesk.outgoing_mail (kind, is_urgent, address, language, not_before)"
            " SELECT kind, is_urgent, 'a@example.com', 'en', now() - interval '1 hour'"
            " FROM helpdesk.outgoing_mail_kind LIMIT 1"
        )
        desk.database.execute("UPDATE helpdesk.mail_server SET failing_from = now() - interval '1 hour'")
        desk.database.execute(
            "INSERT INTO helpdesk.mailbox_account (account, host, user_name)"
            " VALUES ('m', 'mail.example', 'm')"
        )
        desk.database.execute(
            "INSERT INTO helpdesk.mailbox (mailbox, account, next_try_at)"
            " VALUES ('m', 'm', now() - interval '1 hour')"
        )
        desk.database.execute(_TAKES_MAIL, ("true",))
        desk.database.execute(
            "INSERT INTO helpdesk.schedule_run (name, started_at, duration, error)"
            " VALUES ('seals', now() - interval '1 minute', '2 seconds', 'P0001 no')"
        )
    after = told()
    desk.database.execute("DELETE FROM helpdesk.outgoing_mail; DELETE FROM helpdesk.schedule_run")
    desk.database.execute("UPDATE helpdesk.mail_server SET failing_from = NULL")
    desk.database.execute(_TAKES_MAIL, (None,))
    desk.database.execute("DELETE FROM helpdesk.mailbox; DELETE FROM helpdesk.mailbox_account")
    assert 3600 <= after['pgdesk_mailbox_lag_seconds{mailbox="m"}'] < 3700
    assert after['pgdesk_outgoing_mails{state="due"}'] == due + 1
    assert 3600 <= after["pgdesk_outgoing_mail_age_seconds"] < 3700
    assert 3600 <= after["pgdesk_mail_server_failing_seconds"] < 3700
    seals = [after[f'pgdesk_sweep_{what}{{name="seals"}}'] for what in ("failed", "seconds")]
    assert seals == [1, 2]


def test_a_late_clock_is_told_by_ready_and_metrics(desk: Desk) -> None:
    def told() -> tuple[dict[str, str], list[str]]:
        ready = desk.client.get("/ready")
        assert ready.status_code == 200
        lines = desk.client.get("/metrics").text.splitlines()
        return ready.json()["late"], [line for line in lines if line.startswith("pgdesk_schedule_late")]

    assert told() == ({}, ["pgdesk_schedule_late 0.0"])
    desk.database.execute("UPDATE helpdesk.schedule_clock SET chosen_at = now() - interval '89 seconds'")
    late, _ = told()
    assert "clock" not in late
    desk.database.execute("UPDATE helpdesk.schedule_clock SET chosen_at = now() - interval '2 minutes'")
    late, lines = told()
    assert late["clock"] == "no worker ticks: start one"
    assert f"pgdesk_schedule_late {float(len(late))}" in lines
    (seconds,) = (float(line.split()[1]) for line in lines if 'late_seconds{name="clock"}' in line)
    assert 120 <= seconds < 180
    desk.database.execute("UPDATE helpdesk.schedule_clock SET chosen_at = NULL")
    assert told() == ({}, ["pgdesk_schedule_late 0.0"])


@pytest.mark.parametrize("given", ["abc-123", "a" * 40])
def test_a_request_id_is_taken_over(desk: Desk, given: str) -> None:
    assert desk.client.get("/health", headers={"X-Request-Id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a b", "a" * 41, '"; DROP', "é"])
def test_what_is_no_request_id_is_replaced(desk: Desk, given: str) -> None:
    answer = desk.client.get("/health", headers={b"X-Request-Id": given.encode()})
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])


def test_a_made_request_id_reaches_the_audit_log(desk: Desk) -> None:
    answer = desk.client.post("/rest/rpc/create_ticket", json={"subject": "x"}, headers=desk.headers("agent"))
    found = desk.database.execute(
        "SELECT count(*) FROM audit.change WHERE request_id = %s AND table_name = 'ticket'",
        (answer.headers["x-request-id"],),
    ).fetchone()
    assert found == (1,)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/inbound/mime", 405),
        ("DELETE", "/health", 405),
        ("GET", "/restaurant", 404),
        ("GET", "/health/../../etc", 404),
        ("GET", "/%00", 404),
        ("GET", "/%ff", 404),
    ],
)
def test_errors_have_one_format(desk: Desk, method: str, path: str, status: int) -> None:
    answer = desk.client.request(method, path)
    assert answer.status_code == status
    body = answer.json()
    assert set(body) == {"code", "message", "details", "hint"}
    assert body["code"] == f"HTTP{status}"
    assert body["message"]
    assert body["hint"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_without_a_database_the_process_lives_but_is_not_ready(desk: Desk) -> None:
    gone = f"host=127.0.0.1 port={_free_port()} dbname=x connect_timeout=1"
    with serving(settings_for(desk.dsn, worker_database_url=gone)) as client:
        assert client.get("/health").status_code == 200
        ready = client.get("/ready")
        mail = client.post("/inbound/mime", content=b"From: a@b\n\nx", headers={"X-Pgdesk-Secret": "no"})
        assert mail.status_code == 401
        assert "pgdesk_schedule_late NaN" in client.get("/metrics").text.splitlines()
    assert ready.status_code == 503
    assert set(ready.json()) == {"code", "message", "details", "hint"}
    assert ready.headers["retry-after"]


def test_an_unmigrated_database_is_not_ready(desk: Desk, empty_db: str) -> None:
    with serving(settings_for(desk.dsn, worker_database_url=empty_db)) as client:
        answer = client.get("/ready")
    assert (answer.status_code, answer.json()["message"]) == (503, "the database is not migrated")


class _StandIn(BaseHTTPRequestHandler):
    """Answers like a PostgREST that tells what it was asked."""

    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = f"{self.command} {self.path} {self.headers.get('Authorization')} ".encode() + self.rfile.read(
            length
        )
        self.send_response(206)
        self.send_header("Content-Range", "0-0/*")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = _answer

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def postgrest() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_external_postgrest_gets_the_request_as_it_came(desk: Desk, postgrest: str) -> None:
    with serving(settings_for(desk.dsn, postgrest_url=postgrest)) as client:
        read = client.get("/rest/tickets?subject=eq.a%2Fb&select=*", headers={"Authorization": "Bearer t"})
        written = client.post("/rest/rpc/x%20y", content=b'{"a": 1}')
        alias = client.get("/api/mentions/escalations?staffId=7")
    assert (read.status_code, read.headers["content-range"]) == (206, "0-0/*")
    assert read.text == "GET /tickets?subject=eq.a%2Fb&select=* Bearer t "
    assert written.text == 'POST /rpc/x%20y None {"a": 1}'
    assert (alias.status_code, alias.text) == (200, "GET /rpc/seed_escalations?staff_id=7 None ")


def test_an_external_postgrest_that_is_gone(desk: Desk) -> None:
    with serving(settings_for(desk.dsn, postgrest_url=f"http://127.0.0.1:{_free_port()}")) as client:
        answer: httpx.Response = client.get("/rest/tickets")
    assert answer.status_code == 503
    assert answer.json()["message"] == "PostgREST cannot be reached"
