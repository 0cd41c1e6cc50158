"""The way of a guest from her question to her erasure, over HTTP; the log is sound before and after."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from pgdesk.cli.sealing import examine_log
from tests.api.server import serving, settings_for
from tests.factors.authenticator import Authenticator
from tests.factors.test_passkeys import add, alone
from tests.guests.test_http import mailed
from tests.login.conftest import PASSWORD, House
from tests.login.test_registration import log_in, register
from tests.waiting import until

EMAIL = "xaveria@quill.example"


@pytest.fixture
def alone_house(fresh_db: str) -> Iterator[House]:
    settings = settings_for(fresh_db)
    with psycopg.connect(fresh_db, autocommit=True) as database, serving(settings) as client:
        yield House(client, database, settings)


def call(house: House, headers: dict[str, str], verb: str, **arguments: Any) -> Any:
    answer = house.client.post(f"/rest/rpc/{verb}", json=arguments, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def faults(house: House, dsn: str) -> list[str]:
    """Of the log, once all of it is sealed."""
    sealed = "SELECT audit.seal_changes() + changes FROM audit.measure_unsealed()"
    until(lambda: house.value(sealed) == 0, 120)
    return [text for _, is_ok, text in examine_log(dsn, {}, False) if not is_ok]


def program(house: House) -> dict[str, str]:
    """The headers of an API token of few abilities, made by an agent who signs in by a passkey alone."""
    agent, authenticator = house.person("agent"), Authenticator()
    add(agent, authenticator, refresh_token=agent.log_in()["refresh_token"])
    session = {"Authorization": f"Bearer {alone(house, authenticator).json()['access_token']}"}
    wish = {"name": "resolver", "abilities": ["tickets:read", "tickets:write"]}
    made = house.client.post("/auth/tokens", json=wish, headers=session)
    assert made.status_code == 201, made.text
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    assert house.client.get("/rest/audit_log", headers=headers).status_code == 403
    return headers


def test_a_guests_way(alone_house: House, fresh_db: str) -> None:
    house = alone_house
    body = {"subject": "The lamp is dark", "email": EMAIL, "name": "Xaveria Quill"}
    opened = house.client.post("/support/widget/tickets", json=body)
    assert opened.status_code == 201, opened.text
    reference = opened.json()["reference"]

    token, _ = mailed(house, EMAIL)
    entered = house.post("guest", token=token).json()
    guest, ticket = {"Authorization": f"Bearer {entered['access_token']}"}, entered["ticket_id"]
    assert call(house, guest, "reply", ticket_id=ticket, body="It is the green one")["author_id"]

    assert house.post("password", token=register(house, EMAIL), password=PASSWORD).status_code == 204
    her = log_in(house, EMAIL)
    own = house.client.get("/rest/tickets?select=reference,messages(body)", headers=her).json()
    assert own == [{"reference": reference, "messages": [{"body": "It is the green one"}]}]

    headers = program(house)
    call(house, headers, "claim_ticket", ticket_id=ticket)
    assert call(house, headers, "resolve_ticket", ticket_id=ticket)["status"] == "resolved"
    assert call(house, her, "rate_ticket", ticket_id=ticket, rating=5)["rating"] == 5

    exported = call(house, her, "export_person")
    assert exported["person"]["email"] == EMAIL
    assert [one["reference"] for one in exported["tickets"]] == [reference]
    zipped = house.client.get(f"/exports/people/{exported['person']['person_id']}", headers=her)
    assert zipfile.ZipFile(io.BytesIO(zipped.content)).testzip() is None

    assert faults(house, fresh_db) == []
    asked = call(house, her, "request_erasure", reason="I move to the sea")
    admin = {"Authorization": f"Bearer {house.person('admin').log_in()['access_token']}"}
    call(house, admin, "confirm_erasure", removal_id=asked["removal_id"])
    until(
        lambda: (
            house.value("SELECT helpdesk.erase_people()") is None
            or house.value("SELECT state FROM helpdesk.removal") == "done"
        ),
        60,
    )
    assert house.client.get("/rest/rpc/me", headers=her).status_code == 401
    assert house.post("guest", token=token).status_code == 410
    assert house.post("login", email=EMAIL, password=PASSWORD).status_code == 401
    counted = house.client.get("/rest/tickets?select=subject,ratings(rating)", headers=admin).json()
    assert [one["ratings"][0]["rating"] for one in counted] == [5], "it is counted as before"
    assert "lamp" not in str(counted)
    assert faults(house, fresh_db) == []
