"""The house of tests/login, and how its people come to second factors."""

import base64
from dataclasses import dataclass
from typing import Any

import httpx

from pgdesk.api.login.totp import code_at, current_step
from tests.login.conftest import House, Member, house, open_house

__all__ = ["house", "open_house"]


@dataclass
class App:
    """An authenticator app, which may be ahead of the clock so that each of its codes is new."""

    secret: bytes
    step: int

    def code(self) -> str:
        """One that was not taken yet: at most two in a row, which is how far clocks may differ."""
        self.step += 1
        return code_at(self.secret, self.step)


def add_app(member: Member, **holder: str) -> tuple[App, dict[str, Any]]:
    """An app put in force, and the answer to its first code."""
    begun = member.house.post("totp", **holder)
    assert begun.status_code == 200, begun.text
    app = App(base64.b32decode(begun.json()["secret"]), current_step() - 2)
    confirmed = member.house.post("totp/confirmation", **holder, totp=app.code())
    assert confirmed.status_code == 200, confirmed.text
    return app, confirmed.json()


def with_app(house: House, role: str = "agent") -> tuple[Member, App, list[str]]:
    """Somebody with an app, and their recovery codes."""
    member = house.person(role)
    app, answer = add_app(member, refresh_token=member.log_in()["refresh_token"])
    return member, app, answer["recovery_codes"]


def challenge(member: Member) -> str:
    """That a login by password is answered with."""
    response = member.try_password("correct horse battery")
    assert response.status_code == 202, response.text
    found: str = response.json()["challenge"]
    return found


def mails(member: Member) -> list[str]:
    found: list[str] = member.house.value(
        "SELECT array_agg(kind ORDER BY outgoing_mail_id) FROM helpdesk.outgoing_mail"
        " WHERE person_id = %s AND kind <> 'password_changed'",
        member.person_id,
    )
    return found or []


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]
