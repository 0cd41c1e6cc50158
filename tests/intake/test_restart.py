"""Postgres ends, by order and by a crash, while mails arrive: what was answered 200 is there, all adds up."""

import itertools
import os
import secrets
import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from pgdesk.cli.server.binaries import find_binaries
from pgdesk.cli.server.cluster import Cluster
from pgdesk.mail.store import decide
from tests.api.server import INBOUND_SECRET, serving, settings_for
from tests.conftest import TEMPLATE, clone, login_dsn, make_template, runs_folder
from tests.intake.test_account import ACCOUNT, ELSEWHERE
from tests.mail.conftest import mail, set_setting
from tests.waiting import until

MAILS, SENDERS = 500, 25
_HEADERS = {"X-Pgdesk-Secret": INBOUND_SECRET.encode(), "Content-Type": "message/rfc822"}


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """Of its own, and durable: it is ended as it will be."""
    folder = runs_folder() / f"restart-{os.getpid()}"
    made = Cluster(folder, find_binaries(), secrets.token_hex(16))
    try:
        made.start()
        make_template(made)
        yield made
    finally:
        made.stop()
        for left in {made.folder, made.home}:
            shutil.rmtree(left, ignore_errors=True)


def _crash(cluster: Cluster) -> None:
    postmaster = cluster._postmaster()
    assert postmaster is not None
    postmaster.send_signal(signal.SIGQUIT)
    postmaster.wait(30)


@pytest.mark.slow
def test_no_mail_is_lost_or_doubled_while_postgres_ends_and_comes_back(cluster: Cluster) -> None:
    mails = [mail(f"sender{n % SENDERS}@home.example", subject=f"Mail {n}") for n in range(MAILS)]
    answered: list[int] = []
    places = itertools.count()

    def deliver(client: httpx.Client) -> None:
        """As a mail server does: again and again, until it is taken."""
        while (place := next(places)) < MAILS:
            while True:
                answer = client.post("/inbound/mime", content=mails[place], headers=_HEADERS)
                if answer.status_code == 200:
                    answered.append(answer.json()["inbound_mail_id"])
                    break
                assert answer.status_code == 503, answer.text

    with clone(cluster.dsn(), "restarted", TEMPLATE) as dsn:
        with psycopg.connect(dsn, autocommit=True) as connection:
            set_setting(connection, "inbound_addresses", ["support@desk.example"])
        with serving(settings_for(dsn)) as client, ThreadPoolExecutor(8) as pool:
            working = [pool.submit(deliver, client) for _ in range(8)]
            for share, end in ((1, Cluster.stop), (2, _crash), (3, Cluster.stop)):
                until(lambda many=share * MAILS // 5: len(answered) >= many, seconds=120)
                end(cluster)
                cluster.revive()
            for one in working:
                one.result(240)
        with psycopg.connect(dsn, autocommit=True) as connection:
            stored = [
                row[0] for row in connection.execute("SELECT inbound_mail_id FROM helpdesk.inbound_mail")
            ]
            assert sorted(answered) == sorted(stored)
            assert len(stored) == MAILS
            received, columns = connection.execute(ACCOUNT).fetchone() or (0, -1)
            arrivals, others = connection.execute(ELSEWHERE).fetchone() or (0, -1)
            # Who was answered nothing or 503 after all had been kept brought the same bytes again.
            assert received == columns == arrivals == others >= MAILS
            left = connection.execute(
                "SELECT inbound_mail_id FROM helpdesk.inbound_mail WHERE state = 'received'"
            ).fetchall()
        with psycopg.connect(login_dsn(dsn, "worker")) as worker:
            for (inbound_mail_id,) in left:
                decide(worker, inbound_mail_id)
        with psycopg.connect(dsn) as connection:
            subjects = connection.execute("SELECT subject FROM helpdesk.ticket").fetchall()
            assert sorted(subject for (subject,) in subjects) == sorted(f"Mail {n}" for n in range(MAILS))
