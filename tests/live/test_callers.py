"""GET /live with each kind of token: sessions, cookies, guests' links, API tokens; until it is void."""

import json
from collections.abc import Iterator

import pytest
from websockets.sync.client import connect

from pgdesk.api.login.tokens import guest_token
from tests.live.streams import watching
from tests.login.conftest import House, Member
from tests.login.conftest import house as house
from tests.login.conftest import open_house as open_house


@pytest.fixture
def agent(house: House) -> Iterator[Member]:
    return house.person("agent")


def _ticket(house: House, **columns: object) -> int:
    values = {"subject": "Printer offline", **columns}
    ticket_id: int = house.value(
        f"INSERT INTO helpdesk.ticket ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})"
        " RETURNING ticket_id",
        *values.values(),
    )
    return ticket_id


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _api_token(owner: Member, *abilities: str) -> str:
    made = owner.house.client.post(
        "/auth/tokens",
        headers=_bearer(owner.log_in()["access_token"]),
        json={"name": f"live {abilities}", "abilities": abilities},
    )
    assert made.status_code == 201, made.text
    token: str = made.json()["token"]
    return token


def test_a_session_that_ends_takes_its_stream_along(agent: Member) -> None:
    grant = agent.log_in()
    with watching(agent.house.client, _bearer(grant["access_token"])) as reader:
        ended = agent.house.client.post("/auth/logout", json={"refresh_token": grant["refresh_token"]})
        assert ended.status_code < 300, ended.text
        _ticket(agent.house, requester_id=agent.person_id)
        assert reader.until("Ended").data["code"] == "PD029"
        assert [told for told in reader.passed if told.name == "TicketUpdated"] == []


def test_a_cookie_of_a_session_opens_one(agent: Member) -> None:
    grant = agent.log_in()
    cookie = {"Cookie": f"pgdesk_access={grant['access_token']}"}
    with watching(agent.house.client, cookie) as reader:
        ticket_id = _ticket(agent.house, requester_id=agent.person_id)
        reader.until("TicketUpdated", ticket_id=ticket_id)


def test_a_guest_sees_one_ticket_until_the_link_is_void(house: House) -> None:
    made = house.client.post(
        "/rest/rpc/create_ticket?select=reference",
        json={"subject": "Lost parcel", "description": "It", "requester_email": "ann@guest.example"},
    )
    assert made.status_code == 200, made.text
    row = house.database.execute(
        "SELECT l.guest_link_id, l.nonce, t.ticket_id, t.requester_id FROM helpdesk.guest_link AS l"
        " JOIN helpdesk.ticket AS t USING (ticket_id) WHERE t.reference = %s",
        (made.json()["reference"],),
    ).fetchone()
    assert row is not None
    guest_link_id, nonce, ticket_id, requester_id = row
    opened = house.post("guest", token=guest_token(house.settings.jwt_secret, guest_link_id, nonce)).json()
    with watching(house.client, _bearer(opened["access_token"])) as reader:
        other = _ticket(house, requester_id=requester_id)
        agent = house.person("agent").person_id
        write = "INSERT INTO helpdesk.message (ticket_id, kind, body, author_id) VALUES (%s, %s, 'x', %s)"
        for kind in ("note", "reply"):
            house.database.execute(write, (other, kind, agent))
            house.database.execute(write, (ticket_id, kind, agent))
        reader.until("TicketUpdated", kind="reply_created")
        told = [told.data for told in reader.passed if told.name == "TicketUpdated"]
        assert {each["ticket_id"] for each in told} <= {ticket_id}
        assert "internal_note_added" not in {each["kind"] for each in told}
        house.database.execute(
            "UPDATE helpdesk.guest_link SET expires_at = now() WHERE guest_link_id = %s", (guest_link_id,)
        )
        assert reader.until("Ended").data["code"] == "PD029"


@pytest.mark.parametrize(("ability", "status"), [("tickets:read", 200), ("articles:read", 403)])
def test_an_api_token_needs_the_ability(agent: Member, ability: str, status: int) -> None:
    token = _api_token(agent, ability)
    with agent.house.client.stream("GET", "/live", headers=_bearer(token)) as answer:
        assert answer.status_code == status
    if status == 403:
        return
    with watching(agent.house.client, _bearer(token)) as reader:
        ticket_id = _ticket(agent.house, requester_id=agent.person_id)
        reader.until("TicketUpdated", ticket_id=ticket_id)
        agent.house.database.execute(
            "UPDATE helpdesk.api_token SET revoked_at = now() WHERE person_id = %s", (agent.person_id,)
        )
        _ticket(agent.house, requester_id=agent.person_id)
        assert reader.until("Ended").data["code"] == "PD060"


def test_a_setting_forbids_them(house: House, agent: Member) -> None:
    switch = "UPDATE helpdesk.setting SET value = %s WHERE key = 'enable_real_time'"
    house.database.execute(switch, ("false",))
    try:
        answer = house.client.get(
            "/live", headers={"Authorization": f"Bearer {agent.log_in()['access_token']}"}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "PD012")
        assert "enable_real_time" in answer.json()["message"]
    finally:
        house.database.execute(switch, (None,))


def test_what_is_asked_on_a_stream_counts_as_requests(agent: Member) -> None:
    house = agent.house
    most: int = house.value("SELECT requests FROM helpdesk.rate_limit WHERE counted = 'token'")
    address = str(house.client.base_url).replace("http", "ws", 1)
    headers = _bearer(_api_token(agent, "tickets:read"))
    order = json.dumps({"type": "JoinTicket", "ticket_id": _ticket(house, requester_id=agent.person_id)})
    with connect(f"{address}/live", additional_headers=headers, proxy=None) as socket:
        for _ in range(most + 1):
            socket.send(order)
        told = json.loads(socket.recv(20))
        while told["type"] != "Refused":
            told = json.loads(socket.recv(20))
        assert (told["data"]["status"], told["data"]["code"]) == (429, "PD062")
