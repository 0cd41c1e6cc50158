"""One click in a mail, without signing in, ends surveys and the like, and nothing that somebody waits for."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import psycopg
import pytest

from tests.api.server import serving, settings_for
from tests.conftest import clone
from tests.desk import SYSTEM, Desk, make_desk, refused


@dataclass(frozen=True)
class House:
    client: httpx.Client
    desk: Desk

    def path(self, kind: str = "rate_ticket") -> str:
        found: str = self.desk.one(
            SYSTEM, "SELECT helpdesk.unsubscribe_path(%s, %s)", kind, self.desk.customer.id
        )
        return found

    def wants_none(self) -> list[str]:
        return [kind for (kind,) in self.desk.run(SYSTEM, "SELECT kind FROM helpdesk.mail_unsubscription")]


@pytest.fixture(scope="module")
def running(server_dsn: str) -> Iterator[House]:
    with (
        clone(server_dsn, f"unsubscribing_{os.getpid()}") as dsn,
        psycopg.connect(dsn, autocommit=True) as connection,
        serving(settings_for(dsn)) as client,
    ):
        with connection.transaction():
            desk = make_desk(connection)
        yield House(client, desk)


@pytest.fixture
def house(running: House) -> House:
    running.desk.db.execute("DELETE FROM helpdesk.mail_unsubscription")
    return running


def test_one_click_is_a_post_and_may_come_again(house: House) -> None:
    for _ in range(2):
        done = house.client.post(house.path(), data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
        assert house.wants_none() == ["rate_ticket"]
    form = {"List-Unsubscribe": (None, "One-Click")}
    assert house.client.post(house.path("digest"), files=form).status_code == 200
    assert sorted(house.wants_none()) == ["digest", "rate_ticket"]


def test_who_only_looks_changes_nothing(house: House) -> None:
    page = house.client.get(house.path())
    assert page.status_code == 200
    assert '<form method="post">' in page.text
    assert house.client.head(house.path()).status_code in (200, 405)
    assert house.wants_none() == []


def test_a_link_is_good_for_its_person_and_kind_only(house: House) -> None:
    path = house.path()
    code = path.rpartition(".")[2]
    for wrong in (
        path[:-1] + ("0" if path[-1] != "0" else "1"),
        path.rpartition(".")[0],
        f"/mail/unsubscribe/digest/{house.desk.customer.id}.{code}",
        f"/mail/unsubscribe/rate_ticket/{house.desk.agent.id}.{code}",
        f"/mail/unsubscribe/rate_ticket/99999999999999999999.{code}",
        f"/mail/unsubscribe/rate_ticket/x.{code}",
        f"/mail/unsubscribe/password_changed/{house.desk.customer.id}.{code}",
        f"/mail/unsubscribe/nothing%00/{house.desk.customer.id}.{code}",
    ):
        assert house.client.post(wrong).status_code == 404, wrong
        assert house.client.get(wrong).status_code == 404, wrong
    assert house.wants_none() == []


def queued(desk: Desk, kind: str) -> str:
    mail_id = desk.one(SYSTEM, "SELECT helpdesk.queue_mail(%s, %s::bigint)", kind, desk.customer.id)
    found: str = desk.one(
        SYSTEM, "SELECT state FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s", mail_id
    )
    return found


def test_what_somebody_waits_for_comes_all_the_same(desk: Desk) -> None:
    for kind in ("rate_ticket", "password_changed"):
        desk.run(
            SYSTEM,
            "INSERT INTO helpdesk.mail_unsubscription (person_id, kind) VALUES (%s, %s)",
            desk.customer.id,
            kind,
        )
    assert desk.one(SYSTEM, "SELECT helpdesk.unsubscribe_path('password_changed', 1)") is None
    assert (queued(desk, "rate_ticket"), queued(desk, "password_changed")) == ("withdrawn", "queued")


def test_one_sees_and_ends_ones_own(desk: Desk) -> None:
    desk.run(desk.customer, "INSERT INTO api.mail_unsubscriptions (kind) VALUES ('rate_ticket')")
    assert desk.run(desk.customer, "SELECT kind FROM api.mail_unsubscriptions") == [("rate_ticket",)]
    assert desk.run(desk.agent, "SELECT kind FROM api.mail_unsubscriptions") == []
    with refused("42501"):
        desk.run(
            desk.agent,
            "INSERT INTO api.mail_unsubscriptions (person_id, kind) VALUES (%s, 'digest')",
            desk.customer.id,
        )
