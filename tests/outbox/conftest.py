"""A desk whose statements commit at once, a mail server that follows a script, and one who sends."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from pgdesk.mail.outbox import send_due
from pgdesk.mail.smtp import parse_url
from pgdesk.settings import Settings
from tests.conftest import login_dsn
from tests.desk import SYSTEM, Desk, make_desk
from tests.peers.smtp import SmtpServer, smtp_server


@pytest.fixture
def committed(fresh_db: str) -> Iterator[Desk]:
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        desk = make_desk(connection)
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.support_address (address, sender_name)"
            " VALUES ('support@desk.example', 'Desk, \"Support\"')",
        )
        yield desk


@pytest.fixture
def peer() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def send(committed: Desk, fresh_db: str, peer: SmtpServer) -> Iterator[Callable[[], int]]:
    """Sends what is due to the peer, as a worker does; how many were tried."""
    worker = login_dsn(fresh_db, "worker")
    secret = "a secret of at least thirty-two bytes"
    settings = Settings(jwt_secret=secret, port=8000, worker_database_url=worker)
    with psycopg.connect(worker, autocommit=True) as connection:
        yield lambda: send_due(connection, settings, parse_url(peer.url), looks=0)
