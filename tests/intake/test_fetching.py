"""Mail that SES put into S3 is fetched by the worker, from a server that speaks S3."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import pytest

from pgdesk.cli.paths import ROOT
from tests.conftest import Connection, login_dsn
from tests.intake import signing
from tests.intake.posting import body_of, posting
from tests.intake.signing import sns_message
from tests.mail.conftest import mail, one
from tests.waiting import until

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ALLOW_HTTP": "true"}


class Bucket:
    """Objects by path; what it is asked without a signature it refuses, as S3 does."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.asked = 0
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                bucket.asked += 1
                found = bucket.objects.get(self.path)
                is_signed = self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 ")
                self.send_response(200 if found is not None and is_signed else 404 if is_signed else 403)
                self.send_header("Content-Length", str(len(found or b"")))
                self.send_header("Last-Modified", "Mon, 02 Jun 2025 09:00:00 GMT")
                self.send_header("ETag", '"1"')
                self.end_headers()
                self.wfile.write(found or b"")

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    made = Bucket()
    yield made
    made.close()


@pytest.fixture
def database(fresh_db: str) -> Iterator[Connection]:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        yield connection


@contextmanager
def working(dsn: str, bucket: Bucket) -> Iterator[None]:
    environment = {
        **os.environ,
        **CREDENTIALS,
        "AWS_ENDPOINT": bucket.url,
        "PGDESK_WORKER_DATABASE_URL": login_dsn(dsn, "worker"),
        "PGDESK_CLOCK": "off",
        "PGDESK_LOG_LEVEL": "warning",
    }
    worker = subprocess.Popen([sys.executable, "-m", "pgdesk.workers"], env=environment, cwd=ROOT)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(20)


async def certificate(url: str) -> tuple[int, bytes]:
    return 200, signing.sns_certificate()


def told(key: str) -> str:
    return sns_message(
        {
            "notificationType": "Received",
            "mail": {"source": "customer@home.example", "headersTruncated": True},
            "receipt": {
                "recipients": ["support@desk.example"],
                "action": {"type": "S3", "bucketName": "mail", "objectKey": key},
            },
        }
    )


def test_an_object_that_comes_late_becomes_a_ticket(
    fresh_db: str, database: Connection, bucket: Bucket
) -> None:
    with posting(fresh_db, certificate) as client:
        for key in ("inbound/1", "a//b"):
            assert body_of(client.post("/inbound/ses", content=told(key)))["state"] == "waiting"
    failed = "SELECT count(*) FROM helpdesk.mail_arrival WHERE reason IS NOT NULL"
    with working(fresh_db, bucket):
        until(lambda: one(database, failed) == 2, 60)
        reasons = database.execute("SELECT reason FROM helpdesk.mail_arrival ORDER BY mail_arrival_id")
        first, second = (row[0] for row in reasons.fetchall())
        assert first == "s3://mail/inbound/1 is not there"
        assert second.startswith("s3://mail/a//b cannot be fetched: ")
        raw = mail(to="somebody@else.example")
        bucket.objects["/mail/inbound/1"] = raw
        database.execute("UPDATE helpdesk.mail_arrival SET tried_at = tried_at - interval '1 hour'")
        assert one(database, "SELECT helpdesk.requeue_mail_arrivals()") == 2
        until(lambda: one(database, "SELECT count(*) FROM helpdesk.ticket") == 1, 60)
    row = database.execute(
        "SELECT a.state, a.reason, a.attempts, m.state, m.delivered_to, m.raw"
        " FROM helpdesk.mail_arrival AS a JOIN helpdesk.inbound_mail AS m USING (inbound_mail_id)"
    ).fetchone()
    assert row is not None
    assert row[:4] == ("mail", None, 2, "ticket")
    assert set(row[4]) == {"somebody@else.example", "support@desk.example"}
    assert bytes(row[5]).endswith(raw)
