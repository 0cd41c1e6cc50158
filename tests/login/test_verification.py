"""An address is verified by a link that was mailed there, for as long as it is the person's."""

from typing import Any

import httpx

from pgdesk.api.login.tokens import link_token
from tests.api.server import bearer
from tests.login.conftest import House, Member
from tests.login.test_links import ask, mails, use


def account(member: Member) -> dict[str, Any]:
    response = member.house.client.get("/rest/rpc/my_account", headers=bearer("agent", member.person_id))
    found: dict[str, Any] = response.json()[0]
    return found


def ask_to_verify(member: Member) -> str:
    assert member.house.post("verification", email=member.email).status_code == 204
    nonce = member.house.value(
        "SELECT decode(data ->> 'nonce', 'hex') FROM helpdesk.outgoing_mail"
        " WHERE person_id = %s AND kind = 'verify_email' ORDER BY outgoing_mail_id DESC",
        member.person_id,
    )
    return link_token(member.house.settings.jwt_secret, nonce)


def verify(house: House, token: str) -> httpx.Response:
    return house.post("verify", token=token)


def test_a_link_verifies_the_address_once(house: House) -> None:
    member = house.person()
    assert account(member)["email_verified_at"] is None
    token = ask_to_verify(member)
    assert verify(house, token).status_code == 204
    assert account(member)["email_verified_at"] is not None
    assert (verify(house, token).status_code, verify(house, token).json()["code"]) == (410, "PD030")


def test_a_mailed_link_to_choose_a_password_verifies_it_too(house: House) -> None:
    member = house.person(password=None)
    assert account(member)["password_set_at"] is None
    assert use(house, ask(member)).status_code == 204
    assert None not in (account(member)["email_verified_at"], account(member)["password_set_at"])


def test_an_invitation_that_was_handed_over_verifies_nothing(house: House) -> None:
    member = house.person(password=None)
    house.value("SELECT helpdesk.invite_person(%s, sha256('token'))", member.person_id)
    assert use(house, "token").status_code == 204
    assert account(member)["email_verified_at"] is None


def test_another_address_is_not_verified_and_its_old_link_is_void(house: House) -> None:
    member = house.person()
    verify(house, ask_to_verify(member))
    verified_at = account(member)["email_verified_at"]
    member.change(email=f"new.{member.email}")
    assert account(member)["email_verified_at"] is None
    member.change(email=member.email)
    assert account(member)["email_verified_at"] == verified_at
    unverified = house.person()
    token = ask_to_verify(unverified)
    unverified.change(email=f"new.{unverified.email}")
    assert verify(house, token).status_code == 410


def test_each_link_is_good_for_one_thing(house: House) -> None:
    member = house.person()
    to_verify, to_choose = ask_to_verify(member), ask(member)
    assert use(house, to_verify).status_code == 410
    assert verify(house, to_choose).status_code == 410
    assert verify(house, to_verify).status_code == 204
    assert use(house, to_choose).status_code == 204


def test_asking_tells_nobody_who_has_an_account(house: House) -> None:
    verified, inactive = house.person(), house.person()
    verify(house, ask_to_verify(verified))
    inactive.change(is_active=False)
    answers = [
        house.post("verification", email=email)
        for email in (house.person().email, verified.email, inactive.email, "nobody@house.example")
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(204, b"")}
    assert mails(house, verified.person_id).count("verify_email") == 1
    assert "verify_email" not in mails(house, inactive.person_id)
    again = [house.post("verification", email="nobody@house.example").status_code for _ in range(3)]
    assert again == [204, 204, 429]


def test_who_only_fetches_the_page_verifies_nothing(house: House) -> None:
    member = house.person()
    token = ask_to_verify(member)
    led = house.client.get(f"/auth/verify#{token}")
    assert (led.status_code, led.headers["Location"]) == (303, "/support/verify")
    assert account(member)["email_verified_at"] is None


def test_nobody_reads_the_account_of_another(house: House) -> None:
    member, other = house.person(), house.person()
    assert account(member)["person_id"] == member.person_id
    assert account(other)["email"] == other.email
