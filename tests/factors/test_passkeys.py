"""Passkeys by the protocol: added, asked for, good alone; each challenge once, each copy noticed."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.factors.authenticator import Authenticator, encode
from tests.factors.conftest import code_of, mails
from tests.factors.test_enrolment import call, stale
from tests.login.conftest import PASSWORD, House, Member


def add(
    member: Member, authenticator: Authenticator, name: str = "Blue key", **holder: str
) -> httpx.Response:
    asked = member.house.post("passkeys/options", **holder)
    assert asked.status_code == 200, asked.text
    made = authenticator.make(asked.json()["passkey"])
    return member.house.post("passkeys", **holder, name=name, passkey=made)


def with_passkey(house: House, **lies: Any) -> tuple[Member, Authenticator, dict[str, Any]]:
    """Somebody with a passkey, and the tokens of a session of theirs."""
    member, authenticator = house.person(), Authenticator(**lies)
    tokens = member.log_in()
    response = add(member, authenticator, refresh_token=tokens["refresh_token"])
    assert response.status_code == 200, response.text
    assert len(response.json()["recovery_codes"]) == 10
    return member, authenticator, tokens


def asked(member: Member) -> dict[str, Any]:
    """What a login by password is answered with."""
    response = member.try_password(PASSWORD)
    assert response.status_code == 202
    found: dict[str, Any] = response.json()
    return found


def alone(house: House, authenticator: Authenticator) -> httpx.Response:
    begun = house.post("passkey/options").json()
    return house.post("factor", challenge=begun["challenge"], passkey=authenticator.sign(begun["passkey"]))


def test_it_is_asked_after_the_password(house: House) -> None:
    member, authenticator, _ = with_passkey(house)
    waiting = asked(member)
    assert waiting["factors"] == ["passkey", "recovery_code"]
    allowed = waiting["passkey"]["allowCredentials"]
    assert allowed == [{"type": "public-key", "id": encode(authenticator.credential_id)}]
    signed = authenticator.sign(waiting["passkey"])
    response = house.post("factor", challenge=waiting["challenge"], passkey=signed)
    assert house.me(response.json()["access_token"]).json()[0]["person_id"] == member.person_id
    assert mails(member) == ["factor_added"]


def test_it_lets_in_alone(house: House) -> None:
    member, authenticator, _ = with_passkey(house)
    response = alone(house, authenticator)
    assert house.me(response.json()["access_token"]).json()[0]["person_id"] == member.person_id


def test_alone_it_must_have_verified_its_person(house: House) -> None:
    member, authenticator, _ = with_passkey(house, is_verified=False)
    assert code_of(alone(house, authenticator)) == (401, "PD081")
    waiting = asked(member)
    signed = authenticator.sign(waiting["passkey"])
    response = house.post("factor", challenge=waiting["challenge"], passkey=signed)
    assert response.status_code == 200, "the password did"


def test_what_is_asked_alone_tells_of_nobody(house: House) -> None:
    one, other = (house.post("passkey/options").json() for _ in range(2))
    assert one["passkey"].pop("challenge") != other["passkey"].pop("challenge")
    assert one["passkey"] == other["passkey"]
    assert one["passkey"]["allowCredentials"] == []
    assert one["passkey"]["userVerification"] == "required"


def test_one_that_nobody_has_is_refused_as_a_wrong_one_is(house: House) -> None:
    _, authenticator, _ = with_passkey(house)
    wrong = Authenticator(credential_id=authenticator.credential_id)
    answers = [alone(house, Authenticator()), alone(house, wrong)]
    assert [code_of(one) for one in answers] == [(401, "PD081")] * 2
    assert answers[0].json()["message"] == answers[1].json()["message"]


def test_a_challenge_is_signed_once(house: House) -> None:
    member, authenticator, _ = with_passkey(house)
    begun = house.post("passkey/options").json()
    body = {"challenge": begun["challenge"], "passkey": authenticator.sign(begun["passkey"])}
    assert house.post("factor", **body).status_code == 200
    assert house.post("factor", **body).status_code == 401
    again = house.post("passkey/options").json()
    replayed = {"challenge": again["challenge"], "passkey": body["passkey"]}
    assert code_of(house.post("factor", **replayed)) == (401, "PD081")
    assert member.ended_because() is None


def test_of_many_that_send_it_at_once_one_gets_in(house: House) -> None:
    _, authenticator, _ = with_passkey(house)
    begun = house.post("passkey/options").json()
    body = {"challenge": begun["challenge"], "passkey": authenticator.sign(begun["passkey"])}

    def send(_: int) -> int:
        return house.post("factor", **body).status_code

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(send, range(5))) == [200] + [401] * 4


def test_a_challenge_ends_by_itself(house: House) -> None:
    _, authenticator, _ = with_passkey(house)
    begun = house.post("passkey/options").json()
    house.database.execute("UPDATE helpdesk.login_challenge SET expires_at = helpdesk.clock()")
    signed = authenticator.sign(begun["passkey"])
    assert code_of(house.post("factor", challenge=begun["challenge"], passkey=signed)) == (401, "PD080")


def test_that_of_another_does_not_count(house: House) -> None:
    victim, _, _ = with_passkey(house)
    _, thief, _ = with_passkey(house)
    waiting = asked(victim)
    signed = thief.sign(waiting["passkey"])
    assert code_of(house.post("factor", challenge=waiting["challenge"], passkey=signed)) == (401, "PD081")


@pytest.mark.parametrize(
    "lie", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"cross_origin": True}], ids=str
)
def test_what_was_signed_elsewhere_is_refused(house: House, lie: dict[str, Any]) -> None:
    _, authenticator, _ = with_passkey(house)
    for name, value in lie.items():
        setattr(authenticator, name, value)
    assert code_of(alone(house, authenticator)) == (401, "PD081")
    member = house.person()
    response = add(member, Authenticator(**lie), refresh_token=member.log_in()["refresh_token"])
    assert code_of(response) == (401, "PD081")


def test_a_copy_is_noticed_and_told(house: House) -> None:
    member, authenticator, _ = with_passkey(house)
    copy = Authenticator(credential_id=authenticator.credential_id, key=authenticator.key)
    assert alone(house, authenticator).status_code == 200
    assert code_of(alone(house, copy)) == (401, "PD081")
    assert mails(member) == ["factor_added", "factor_failed"]
    assert alone(house, authenticator).status_code == 200, "the owner goes on"


def test_one_that_does_not_count_is_good_each_time(house: House) -> None:
    _, authenticator, _ = with_passkey(house, counts=False)
    assert [alone(house, authenticator).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(
    "change",
    [
        lambda sent: {},
        lambda sent: {**sent, "rawId": 1},
        lambda sent: {**sent, "rawId": "?"},
        lambda sent: {**sent, "response": {}},
        lambda sent: {**sent, "response": None},
        lambda sent: {**sent, "response": {**sent["response"], "signature": ""}},
        lambda sent: {**sent, "response": {**sent["response"], "signature": 5}},
        lambda sent: {**sent, "response": {**sent["response"], "authenticatorData": "AA"}},
        lambda sent: {**sent, "response": {**sent["response"], "clientDataJSON": encode(b"[]")}},
        lambda sent: {**sent, "response": {**sent["response"], "clientDataJSON": encode(b"\xff")}},
        lambda sent: {**sent, "response": {**sent["response"], "clientDataJSON": encode(b"[" * 3000)}},
    ],
)
def test_what_is_no_answer_is_refused(house: House, change: Callable[[dict[str, Any]], Any]) -> None:
    _, authenticator, _ = with_passkey(house)
    begun = house.post("passkey/options").json()
    sent = change(authenticator.sign(begun["passkey"]))
    response = house.post("factor", challenge=begun["challenge"], passkey=sent)
    assert (response.status_code, response.json()["code"]) in ((401, "PD081"), (409, "PD083"))


def test_no_answer_adds_one(house: House) -> None:
    member = house.person()
    refresh_token = member.log_in()["refresh_token"]
    made = Authenticator().make(house.post("passkeys/options", refresh_token=refresh_token).json()["passkey"])
    nested = base64.urlsafe_b64encode(b"\x81" * 3000).decode()
    for attestation in ("", "AA", nested):
        response = {**made["response"], "attestationObject": attestation}
        sent = {**made, "response": response}
        added = house.post("passkeys", refresh_token=refresh_token, name="x", passkey=sent)
        assert code_of(added) == (401, "PD081")
    for name in ("", " ", "x" * 101, "a\0b"):
        added = house.post("passkeys", refresh_token=refresh_token, name=name, passkey=made)
        assert added.status_code == 400


def test_adding_answers_to_a_challenge_of_the_session_once(house: House) -> None:
    member, other = house.person(), house.person()
    mine, theirs = member.log_in()["refresh_token"], other.log_in()["refresh_token"]
    options = house.post("passkeys/options", refresh_token=theirs).json()["passkey"]
    made = Authenticator().make(options)
    foreign = house.post("passkeys", refresh_token=mine, name="x", passkey=made)
    assert code_of(foreign) == (401, "PD081")
    assert house.post("passkeys", refresh_token=theirs, name="x", passkey=made).status_code == 200
    again = house.post("passkeys", refresh_token=theirs, name="x", passkey=made)
    assert code_of(again) == (401, "PD081")


def test_one_passkey_belongs_to_one_person(house: House) -> None:
    _, authenticator, tokens = with_passkey(house)
    member = house.person()
    response = add(member, authenticator, refresh_token=member.log_in()["refresh_token"])
    assert code_of(response) == (409, "PD083")
    assert house.me(tokens["access_token"]).status_code == 200


def test_a_person_has_twenty_at_most(house: House) -> None:
    member, _, tokens = with_passkey(house)
    for _ in range(19):
        assert add(member, Authenticator(), refresh_token=tokens["refresh_token"]).status_code == 200
    response = add(member, Authenticator(), refresh_token=tokens["refresh_token"])
    assert code_of(response) == (409, "PD083")


def test_adding_needs_a_fresh_proof(house: House) -> None:
    member = house.person()
    refresh_token = stale(member)["refresh_token"]
    assert code_of(house.post("passkeys/options", refresh_token=refresh_token)) == (403, "PD082")


def test_it_proves_who_one_is_in_a_session(house: House) -> None:
    member, authenticator, tokens = with_passkey(house)
    house.database.execute(
        "UPDATE helpdesk.session SET proved_at = proved_at - interval '1 hour' WHERE person_id = %s",
        (member.person_id,),
    )
    (key,) = house.client.get(
        "/rest/my_passkeys", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    ).json()
    assert key["name"] == "Blue key"
    assert code_of(call(member, tokens, "remove_passkey", passkey_id=key["passkey_id"])) == (403, "PD082")
    signed_for_login = authenticator.sign(house.post("passkey/options").json()["passkey"])
    wrong = house.post("proof", refresh_token=tokens["refresh_token"], passkey=signed_for_login)
    assert code_of(wrong) == (401, "PD081")
    options = house.post("proof/options", refresh_token=tokens["refresh_token"]).json()["passkey"]
    signed = authenticator.sign(options)
    assert house.post("proof", refresh_token=tokens["refresh_token"], passkey=signed).status_code == 204
    assert call(member, tokens, "remove_passkey", passkey_id=key["passkey_id"]).status_code == 204
    assert mails(member) == ["factor_added", "factor_removed"]
    assert member.log_in(), "nothing is asked for any more"
    assert code_of(alone(house, authenticator)) == (401, "PD081")


def test_a_person_names_and_sees_their_own(house: House) -> None:
    member, _, tokens = with_passkey(house)
    _, _, others = with_passkey(house)
    headers = {"Authorization": f"Bearer {tokens['access_token']}", "Prefer": "return=representation"}
    renamed = house.client.patch(
        "/rest/my_passkeys?name=eq.Blue key", json={"name": "Red key"}, headers=headers
    )
    assert [one["name"] for one in renamed.json()] == ["Red key"]
    refused = house.client.patch("/rest/my_passkeys?name=eq.Red key", json={"name": " "}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "PD006")
    headers["Authorization"] = f"Bearer {others['access_token']}"
    seen = house.client.get("/rest/my_passkeys", headers=headers).json()
    assert [one["name"] for one in seen] == ["Blue key"]
    key = house.value("SELECT passkey_id FROM helpdesk.passkey WHERE person_id = %s", member.person_id)
    assert code_of(call(member, others, "remove_passkey", passkey_id=key)) == (404, "PD001")


def test_a_role_that_needs_a_factor_adds_one_at_login(house: House) -> None:
    member, authenticator = house.person(), Authenticator()
    require = "UPDATE helpdesk.setting SET value = %s WHERE key = 'factors_required_of' RETURNING 1"
    house.value(require, '["agent"]')
    try:
        waiting = asked(member)
        other = house.post("passkey/options").json()["challenge"]
        response = add(member, authenticator, challenge=waiting["challenge"])
        assert house.me(response.json()["access_token"]).status_code == 200
        assert code_of(house.post("passkeys/options", challenge=waiting["challenge"])) == (401, "PD080")
        assert code_of(house.post("passkeys/options", challenge=other)) == (401, "PD080")
    finally:
        house.value(require, None)


def test_an_administrator_removes_them(house: House) -> None:
    member, authenticator, _ = with_passkey(house)
    admin = house.person("admin")
    response = call(admin, admin.log_in(), "reset_factors", person_id=member.person_id)
    assert response.status_code == 204
    assert code_of(alone(house, authenticator)) == (401, "PD081")
    assert (
        house.value("SELECT count(*) FROM helpdesk.recovery_code WHERE person_id = %s", member.person_id) == 0
    )


def test_who_is_deactivated_is_not_let_in(house: House) -> None:
    member, authenticator, _ = with_passkey(house)
    member.change(is_active=False)
    assert code_of(alone(house, authenticator)) == (401, "PD081")


def test_asking_is_counted_for_the_network(house: House) -> None:
    house.value("UPDATE helpdesk.setting SET value = '3' WHERE key = 'login_network_tries' RETURNING 1")
    try:
        tries = [house.post("passkey/options").status_code for _ in range(4)]
    finally:
        house.value("UPDATE helpdesk.setting SET value = NULL WHERE key = 'login_network_tries' RETURNING 1")
    assert tries == [200, 200, 200, 429]
