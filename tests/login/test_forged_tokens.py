"""Access tokens that were forged, changed, signed by others, or meant for others."""

import base64
import json
import time
from typing import Any

import pytest

from tests.api.server import SECRET
from tests.login.conftest import House
from tests.rest.tokens import sign


def claims_of(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


def part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@pytest.fixture
def token(house: House) -> str:
    found: str = house.person().log_in()["access_token"]
    return found


def test_what_pgdesk_issues_says_who_for_whom_and_until_when(token: str) -> None:
    claims = claims_of(token)
    assert sorted(claims) == ["aud", "exp", "person_id", "pgdesk_session", "role"]
    assert (claims["aud"], claims["role"]) == ("pgdesk", "agent")
    assert 590 < claims["exp"] - time.time() <= 600


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_one_without_a_signature_is_refused(house: House, token: str, algorithm: str) -> None:
    head, body, signature = token.split(".")
    for forged in (f"{part({'alg': algorithm})}.{body}.", f"{part({'alg': algorithm})}.{body}.{signature}"):
        assert house.me(forged).status_code == 401
    assert house.me(f"{head}.{body}.").status_code == 401


def test_one_signed_by_another_key_is_refused(house: House, token: str) -> None:
    claims = claims_of(token)
    assert house.me(sign(claims, b"another secret of thirty-two bytes")).status_code == 401
    assert house.me(sign(claims, SECRET.encode())).status_code == 200


@pytest.mark.parametrize(
    "change", [{"role": "admin"}, {"person_id": 1}, {"pgdesk_session": 1}, {"exp": 4102444800}]
)
def test_one_whose_claims_were_changed_is_refused(house: House, token: str, change: dict[str, Any]) -> None:
    head, _, signature = token.split(".")
    forged = f"{head}.{part({**claims_of(token), **change})}.{signature}"
    assert house.me(forged).status_code == 401


def test_one_for_others_or_for_nobody_is_refused(house: House, token: str) -> None:
    claims = claims_of(token)
    assert house.me(sign({**claims, "aud": "elsewhere"}, SECRET.encode())).status_code == 401
    del claims["aud"]
    assert house.me(sign(claims, SECRET.encode())).json()["code"] == "PD025"


def test_one_that_has_expired_or_never_does_is_refused(house: House, token: str) -> None:
    claims = claims_of(token)
    assert house.me(sign({**claims, "exp": int(time.time()) - 60}, SECRET.encode())).status_code == 401
    del claims["exp"]
    assert house.me(sign(claims, SECRET.encode())).json()["code"] == "PD025"


@pytest.mark.parametrize("session", [0, -1, 9223372036854775807, None])
def test_one_of_no_session_is_refused(house: House, token: str, session: int | None) -> None:
    forged = sign({**claims_of(token), "pgdesk_session": session}, SECRET.encode())
    assert (house.me(forged).status_code, house.me(forged).json()["code"]) == (401, "PD029")


def test_a_session_of_another_does_not_count(house: House, token: str) -> None:
    other = claims_of(house.person().log_in()["access_token"])["pgdesk_session"]
    forged = sign({**claims_of(token), "pgdesk_session": other}, SECRET.encode())
    assert house.me(forged).json()["code"] == "PD029"


def test_a_refresh_token_opens_nothing_as_access_token(house: House) -> None:
    tokens = house.person().log_in()
    assert house.me(tokens["refresh_token"]).status_code == 401
    assert house.post("refresh", refresh_token=tokens["access_token"][:100]).status_code == 401
