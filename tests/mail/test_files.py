"""GET /files/{id}: the very bytes, for who sees the file, and as nothing that a browser would run."""

import base64
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for
from tests.mail.conftest import one
from tests.mail.test_inbound_http import HEADERS

CONTENT = bytes(range(256)) * 40
MAIL = (
    b"From: ann@north.example\r\nTo: support@desk.example\r\nSubject: Files\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n--b\r\n"
    b"Content-Type: text/html\r\nContent-Disposition: attachment; filename*=UTF-8''%C3%BC%20%22.html\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(CONTENT) + b"\r\n--b--\r\n"
)
#: The only part is a file; its path is that of the whole mail.
LONE = (
    b"From: ann@north.example\r\nSubject: One\r\nContent-Type: application/pdf; name=a.pdf\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"%PDF-1.4")
)


@pytest.fixture
def desk(fresh_db: str) -> Iterator[tuple[httpx.Client, psycopg.Connection[tuple[object, ...]]]]:
    with (
        serving(settings_for(fresh_db)) as client,
        psycopg.connect(fresh_db, autocommit=True) as database,
    ):
        yield client, database


def test_who_sees_a_file_gets_its_bytes(
    desk: tuple[httpx.Client, psycopg.Connection[tuple[object, ...]]],
) -> None:
    client, database = desk
    for raw in (MAIL, LONE):
        assert client.post("/inbound/mime", content=raw, headers=HEADERS).json()["state"] == "ticket"
    person = "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s) RETURNING person_id"
    agent = one(database, person, "Ben", "ben@desk.example", "agent")
    other = one(database, person, "Eve", "eve@else.example", "customer")
    first, second = (
        row[0]
        for row in database.execute("SELECT attachment_id FROM helpdesk.attachment ORDER BY attachment_id")
    )

    answer = client.get(f"/files/{first}", headers=bearer("agent", agent))
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert (
        answer.headers["content-disposition"]
        == "attachment; filename=\"_ _.html\"; filename*=UTF-8''%C3%BC%20_.html"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get(f"/files/{second}", headers=bearer("agent", agent)).content == b"%PDF-1.4"

    refused = client.get(f"/files/{first}", headers=bearer("customer", other))
    assert (refused.status_code, refused.json()["code"]) == (404, "PD001")
    assert refused.json()["hint"]
    assert client.get(f"/files/{first}").status_code == 404
    assert client.get("/files/999999", headers=bearer("agent", agent)).status_code == 404
