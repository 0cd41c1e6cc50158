"""Nobody learns by signing in who has an account: not from the answer, its status or its time."""

from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

from pgdesk.api.login.passwords import Passwords
from tests.login.conftest import PASSWORD, House


def told(response: httpx.Response) -> tuple[int, Any, list[str]]:
    """All but what no two answers have in common."""
    names = sorted(name for name in response.headers if name != "x-request-id")
    return response.status_code, response.json(), names


def test_every_account_that_cannot_be_entered_answers_alike(house: House) -> None:
    wrong = house.person().try_password("wrong horse battery")
    assert told(wrong)[0] == 401
    assert wrong.json()["code"] == "PD027"
    inactive = house.person()
    inactive.change(is_active=False)
    others = [
        house.post("login", email="nobody@house.example", password=PASSWORD),
        house.post("login", email="no address", password=PASSWORD),
        house.person(password=None).try_password(PASSWORD),
        house.person("customer", password=None, is_guest=True).try_password(PASSWORD),
        inactive.try_password(PASSWORD),
    ]
    assert [told(other) for other in others] == [told(wrong)] * len(others)


def test_an_unknown_account_costs_as_much_work(house: House) -> None:
    """Times tell little on a busy machine; the hash that is checked says how long that takes."""
    passwords = Passwords(house.settings)
    known = passwords.hash_at_once(PASSWORD)
    assert extract_parameters(passwords.decoy) == extract_parameters(known)
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(passwords.decoy, PASSWORD)
