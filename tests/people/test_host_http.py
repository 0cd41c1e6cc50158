"""A host's user over HTTP: first refused where nothing could be written, then let in."""

from pgdesk.api.login.tokens import sign
from tests.login.conftest import House, house, open_house

__all__ = ["house", "open_house"]


def test_a_hosts_user_enters_and_goes_on(house: House) -> None:
    house.value(
        "UPDATE helpdesk.setting SET value = '\"sub\"' WHERE key = 'host_external_id_claim' RETURNING key"
    )
    settings = house.settings
    token = sign(settings.jwt_secret, settings.jwt_audience, "customer", 600, sub="shop-1", name="Shopper")
    headers = {"Authorization": f"Bearer {token}"}
    refused = house.client.get("/rest/rpc/me", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (403, "PD093")
    entered = house.client.post("/rest/rpc/enter", headers=headers, json={})
    assert entered.status_code == 200, entered.text
    assert entered.json()[0]["name"] == "Shopper"
    made = house.client.post("/rest/rpc/create_ticket", headers=headers, json={"subject": "From the shop"})
    assert made.json()["requester_id"] == entered.json()[0]["person_id"]
    listed = house.client.get("/rest/tickets?select=subject", headers=headers)
    assert listed.json() == [{"subject": "From the shop"}]
    above = sign(settings.jwt_secret, settings.jwt_audience, "agent", 600, sub="shop-2", name="Climber")
    climbed = house.client.post("/rest/rpc/enter", headers={"Authorization": f"Bearer {above}"}, json={})
    assert (climbed.status_code, climbed.json()["code"]) == (403, "PD002")
