"""POST /mail/preview over HTTP: what a text would say of a ticket, for who may change it."""

import os
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for
from tests.conftest import clone
from tests.desk import Desk, make_desk


@pytest.fixture(scope="module")
def house(server_dsn: str) -> Iterator[tuple[httpx.Client, Desk]]:
    with (
        clone(server_dsn, f"mail_preview_{os.getpid()}") as dsn,
        psycopg.connect(dsn, autocommit=True) as connection,
        serving(settings_for(dsn, public_url="https://desk.example")) as client,
    ):
        with connection.transaction():
            desk = make_desk(connection)
        yield client, desk


def preview(house: tuple[httpx.Client, Desk], who: str = "admin", **given: object) -> httpx.Response:
    client, desk = house
    person = getattr(desk, who)
    return client.post("/mail/preview", json=given, headers=bearer(person.role, person.id))


def test_a_ticket_fills_it_and_samples_the_rest(house: tuple[httpx.Client, Desk]) -> None:
    ticket = house[1].ticket(subject="Fire <b>")
    made = preview(
        house,
        kind="ticket_opened",
        ticket_id=ticket,
        subject="{{ ticket.subject }}",
        body="**{{ ticket.subject }}** {{ ticket.url }} {{ link.code }}\n\n[Open]({{ link.url }})",
    ).json()
    assert made["subject"] == "Fire <b>"
    assert made["text"].startswith(
        f"Fire <b> https://desk.example/support/agent/tickets/{ticket} 042 137\n\nOpen: "
    )
    assert "<strong>Fire &lt;b&gt;</strong>" in made["html"]
    assert made["failure"] is None
    assert preview(house, kind="ticket_opened", language="de").json()["language"] == "de"


@pytest.mark.parametrize(
    ("who", "given", "status", "code"),
    [
        ("agent", {"kind": "register"}, 403, "PD002"),
        ("customer", {"kind": "register"}, 403, "42501"),
        ("admin", {"kind": "nothing"}, 404, "PD001"),
        ("admin", {"kind": "register", "ticket_id": 999}, 404, "PD001"),
        ("admin", {"kind": "register", "subject": "x"}, 422, "PD006"),
        ("admin", {"kind": "register", "subject": "x", "body": "{{ ticket.subject }}"}, 422, "PD145"),
        ("admin", {"kind": "register", "nothing": 1}, 400, "HTTP400"),
        ("admin", {}, 400, "HTTP400"),
    ],
)
def test_what_is_refused(
    house: tuple[httpx.Client, Desk], who: str, given: dict[str, object], status: int, code: str
) -> None:
    refused = preview(house, who, **given)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
