"""Pictures of a mail: none before somebody asks, then out of the mail or through the server."""

import asyncio
import base64
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import psycopg
import pytest

from pgdesk.api.pictures import Pictures
from pgdesk.settings import read_networks
from tests.api.server import bearer, serving, settings_for
from tests.mail.conftest import one, set_setting
from tests.mail.test_inbound_http import HEADERS

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
#: By path: status, headers, body.
SERVED = {
    "/a.png": (200, {}, PNG),
    "/moved": (302, {"Location": "/a.png"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/svg": (200, {"Content-Type": "image/png"}, SVG),
    "/page": (200, {"Content-Type": "image/png"}, b"<html><script>alert(1)</script>"),
    "/huge": (200, {}, PNG + bytes(5 * 1024 * 1024)),
    "/gone": (404, {}, PNG),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
}
SHOWN = {"/a.png", "/moved"}
#: Their numbers in the mail: first the parts, then what is served.
PARTS = {"p1": PNG, "p2": SVG}


class _Site(ThreadingHTTPServer):
    asked: list[tuple[str, dict[str, str]]]


class _Handler(BaseHTTPRequestHandler):
    server: _Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        status, headers, body = SERVED[self.path]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return  # the reader has had enough

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[_Site]:
    server = _Site(("127.0.0.1", 0), _Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def _mail(site: _Site) -> bytes:
    html = "".join(f'<img src="cid:{name}@x">' for name in (*PARTS, "p3"))
    html += "".join(f'<img src="http://127.0.0.1:{site.server_port}{path}">' for path in SERVED)
    raw = (
        "From: ann@north.example\nTo: support@desk.example\nSubject: Pictures\n"
        'Content-Type: multipart/related; boundary="b"\n\n'
        f"--b\nContent-Type: text/html\n\n<p>See {html}</p>\n"
    )
    for name, content in PARTS.items():
        raw += (
            f"--b\nContent-Type: image/png\nContent-ID: <{name}@x>\nContent-Transfer-Encoding: base64\n\n"
            f"{base64.encodebytes(content).decode()}\n"
        )
    return f"{raw}--b--\n".encode()


def _people(database: psycopg.Connection[tuple[object, ...]]) -> tuple[int, int]:
    person = "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s) RETURNING person_id"
    return (
        one(database, person, "Ben", "ben@desk.example", "agent"),
        one(database, person, "Eve", "eve@else.example", "customer"),
    )


def test_a_picture_is_fetched_when_it_is_asked_for_and_by_the_server(fresh_db: str, site: _Site) -> None:
    with (
        serving(settings_for(fresh_db, image_networks="127.0.0.0/8")) as client,
        psycopg.connect(fresh_db, autocommit=True) as database,
    ):
        mail_id = client.post("/inbound/mime", content=_mail(site), headers=HEADERS).json()["inbound_mail_id"]
        agent, customer = _people(database)

        def get(number: int, **headers: str) -> httpx.Response:
            return client.get(
                f"/mails/{mail_id}/images/{number}", headers={**bearer("agent", agent), **headers}
            )

        row = client.get(
            f"/rest/inbound_mail?inbound_mail_id=eq.{mail_id}&select=images,body_html",
            headers=bearer("agent", agent),
        ).json()[0]
        assert "127.0.0.1" not in row["body_html"]
        assert '<img data-image="1">' in row["body_html"]
        assert [image.rpartition("/")[2] for image in row["images"][3:]] == [path[1:] for path in SERVED]
        assert site.asked == []

        inline = get(1)
        assert (inline.status_code, inline.content) == (200, PNG)
        assert inline.headers["content-type"] == "image/png"
        assert inline.headers["x-content-type-options"] == "nosniff"
        assert get(2).status_code == 415
        assert [get(number).status_code for number in (3, 0, 99)] == [404] * 3
        assert site.asked == []

        found = {
            path: get(number, Referer="http://desk/").status_code for number, path in enumerate(SERVED, 4)
        }
        assert found == {path: 200 if path in SHOWN else 404 for path in SERVED}
        for _, headers in site.asked:
            assert not {"referer", "cookie", "authorization", "x-forwarded-for"} & set(headers)
        before = len(site.asked)
        assert get(4).content == PNG
        assert len(site.asked) == before, "it was kept"

        for who in (bearer("customer", customer), {}):
            refused = client.get(f"/mails/{mail_id}/images/4", headers=who)
            assert refused.status_code in (401, 403)
            assert refused.json()["code"]
        set_setting(database, "agent_visibility", "departments")
        database.execute(
            "WITH other AS ("
            "INSERT INTO helpdesk.department (name, slug) VALUES ('Other', 'other') RETURNING department_id"
            ") UPDATE helpdesk.ticket SET department_id = (SELECT department_id FROM other)"
        )
        assert get(4).status_code == 404, "the ticket is seen no more"


def test_nothing_private_is_asked(fresh_db: str, site: _Site) -> None:
    with (
        serving(settings_for(fresh_db)) as client,
        psycopg.connect(fresh_db, autocommit=True) as database,
    ):
        mail_id = client.post("/inbound/mime", content=_mail(site), headers=HEADERS).json()["inbound_mail_id"]
        agent, _ = _people(database)
        answer = client.get(f"/mails/{mail_id}/images/4", headers=bearer("agent", agent))
        assert (answer.status_code, answer.json()["code"]) == (404, "PD001")
    assert site.asked == []


def test_a_picture_that_does_not_come_is_waited_for_no_longer_than_is_said() -> None:
    """Each of the addresses that are tried would have its own seconds."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/a.png"
        begun = time.monotonic()
        assert asyncio.run(Pictures(read_networks("127.0.0.0/8"), within=0.3).fetch(url)) is None
        assert time.monotonic() - begun < 5
