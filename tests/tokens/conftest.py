"""API tokens of people in a running application."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.login.conftest import House, Member, house, open_house

__all__ = ["house", "open_house"]


class Holder:
    """Somebody with a token, who signed in to make it."""

    def __init__(self, member: Member, *abilities: str, **wish: Any) -> None:
        self.house = member.house
        self.member = member
        self.session: dict[str, str] = {"Authorization": f"Bearer {member.log_in()['access_token']}"}
        self.answer = make(self.house, self.session, *abilities, **wish)
        assert self.answer.status_code == 201, self.answer.text
        self.made: dict[str, Any] = self.answer.json()
        self.token: str = self.made["token"]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        headers["Authorization"] = f"Bearer {self.token}"
        return self.house.client.request(method, path, json=body, headers=headers)

    def get(self, target: str, **headers: str) -> httpx.Response:
        return self.ask("GET", f"/rest/{target}", **headers)

    def call(self, verb: str, **arguments: Any) -> httpx.Response:
        return self.ask("POST", f"/rest/rpc/{verb}", arguments)

    def kept(self, column: str) -> Any:
        """Of the row of the token."""
        return self.house.value(
            f"SELECT {column} FROM helpdesk.api_token WHERE api_token_id = %s", self.made["api_token_id"]
        )


def make(house: House, headers: dict[str, str], *abilities: str, **wish: Any) -> httpx.Response:
    asked = {"name": "a program", "abilities": abilities, **wish}
    return house.client.post("/auth/tokens", json=asked, headers=headers)


def refusal(response: httpx.Response) -> tuple[int, str]:
    found = response.json() if response.content else {}
    return response.status_code, found.get("code", "") if isinstance(found, dict) else ""


@pytest.fixture(scope="package", autouse=True)
def unlimited(open_house: House) -> None:
    """Catalogues are long; what is about limits sets them."""
    open_house.database.execute("UPDATE helpdesk.rate_limit SET requests = 1000000 WHERE counted = 'token'")


Held = Callable[..., Holder]


@pytest.fixture
def held(house: House) -> Held:
    """Makes a token of somebody new: of an administrator, unless `role` says other."""

    def make_one(*abilities: str, role: str = "admin", **wish: Any) -> Holder:
        return Holder(house.person(role), *abilities, **wish)

    return make_one
