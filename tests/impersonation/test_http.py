"""POST /auth/impersonation signs what rpc/impersonate begins."""

from typing import Any

import httpx
import pytest

from tests.api.server import bearer
from tests.login.conftest import House, house, open_house

__all__ = ["house", "open_house"]


def begin(house: House, headers: dict[str, str], person_id: int, reason: str = "To help") -> httpx.Response:
    body: dict[str, Any] = {"person_id": person_id, "reason": reason}
    return house.client.post("/auth/impersonation", headers=headers, json=body)


def test_the_token_acts_as_the_other_until_it_is_ended(house: House) -> None:
    admin, member = house.person("admin"), house.person("customer")
    response = begin(house, bearer("admin", admin.person_id), member.person_id)
    assert response.status_code == 201, response.text
    token = response.json()["access_token"]
    assert 0 < response.json()["expires_in"] <= 30 * 60
    assert "refresh_token" not in response.json()
    assert house.me(token).json()[0]["person_id"] == member.person_id
    as_member = {"Authorization": f"Bearer {token}"}
    made = house.client.post("/rest/rpc/create_ticket", headers=as_member, json={"subject": "As her"})
    event = house.database.execute(
        "SELECT actor_id, impersonator_id FROM helpdesk.event"
        " WHERE ticket_id = %s AND kind = 'ticket_created'",
        (made.json()["ticket_id"],),
    ).fetchone()
    assert event == (member.person_id, admin.person_id)
    secrets = {"name": "t", "abilities": ["everything"]}
    for path, body in (("tokens", secrets), ("impersonation", {"person_id": admin.person_id, "reason": "x"})):
        assert house.client.post(f"/auth/{path}", headers=as_member, json=body).status_code == 403
    ended = house.client.post(
        "/rest/rpc/end_impersonation", headers=as_member, json={"session_id": response.json()["session_id"]}
    )
    assert ended.status_code == 200, ended.text
    assert house.me(token).status_code == 401


@pytest.mark.parametrize("role", ["agent", "customer"])
def test_only_administrators_get_one(house: House, role: str) -> None:
    who, member = house.person(role), house.person("customer")
    assert begin(house, bearer(role, who.person_id), member.person_id).status_code == 403
    assert begin(house, {}, member.person_id).status_code == 401


def test_what_is_no_wish_is_refused(house: House) -> None:
    headers = bearer("admin", house.person("admin").person_id)
    for body in ({}, {"person_id": "x", "reason": "x"}, {"person_id": 1, "reason": "x", "role": "admin"}):
        assert house.client.post("/auth/impersonation", headers=headers, json=body).status_code == 400
    assert begin(house, headers, 0).status_code == 404
    assert begin(house, headers, house.person("customer").person_id, " ").status_code in (400, 422)
