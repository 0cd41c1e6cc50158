"""Authenticator apps: added with a proof, asked at login, each code good once."""

import base64
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from pgdesk.api.login.totp import code_at, current_step, find_step
from tests.factors.conftest import App, add_app, challenge, code_of, mails, with_app
from tests.login.conftest import PASSWORD, House

#: RFC 6238, appendix B, for SHA-1: the last six digits of its eight.
VECTORS = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]


@pytest.mark.parametrize(("second", "code"), VECTORS)
def test_the_vectors_of_the_standard(second: int, code: str) -> None:
    assert code_at(b"12345678901234567890", second // 30) == code


def test_clocks_may_differ_by_one_step() -> None:
    secret, now = b"12345678901234567890", current_step()
    found = [find_step(secret, code_at(secret, now + ahead)) for ahead in (-2, -1, 0, 1, 2)]
    assert found == [None, now - 1, now, now + 1, None] or current_step() > now


def test_it_is_asked_for_from_its_first_code_on(house: House) -> None:
    member = house.person()
    tokens = member.log_in()
    begun = house.post("totp", refresh_token=tokens["refresh_token"]).json()
    uri = urlsplit(begun["uri"])
    assert (uri.scheme, uri.netloc, parse_qs(uri.query)["secret"]) == ("otpauth", "totp", [begun["secret"]])
    assert member.log_in(), "nothing is asked for yet"
    app, answer = add_app(member, refresh_token=member.log_in()["refresh_token"])
    assert len(set(answer["recovery_codes"])) == 10
    asked = member.try_password(PASSWORD)
    assert asked.status_code == 202
    assert asked.json()["factors"] == ["totp", "recovery_code"]
    assert asked.headers["cache-control"] == "no-store"
    response = house.post("factor", challenge=asked.json()["challenge"], totp=app.code())
    assert response.status_code == 200
    assert house.me(response.json()["access_token"]).json()[0]["person_id"] == member.person_id
    assert mails(member) == ["factor_added"]


def test_a_challenge_is_no_session(house: House) -> None:
    member, _, _ = with_app(house)
    waiting = challenge(member)
    assert house.me(waiting).status_code == 401
    assert house.post("refresh", refresh_token=waiting).status_code == 401
    assert code_of(house.post("proof", refresh_token=waiting, totp="000000")) == (401, "PD080")
    assert code_of(house.post("totp", challenge=waiting)) == (403, "PD082")


def test_a_challenge_is_good_once(house: House) -> None:
    member, app, _ = with_app(house)
    waiting = challenge(member)
    assert house.post("factor", challenge=waiting, totp=app.code()).status_code == 200
    app.step = current_step()
    assert code_of(house.post("factor", challenge=waiting, totp=app.code())) == (401, "PD080")


def test_a_code_is_good_once(house: House) -> None:
    member, app, _ = with_app(house)
    code = app.code()
    first, second = challenge(member), challenge(member)
    assert house.post("factor", challenge=first, totp=code).status_code == 200
    assert code_of(house.post("factor", challenge=second, totp=code)) == (401, "PD081")
    assert house.post("factor", challenge=second, totp=app.code()).status_code == 200


def test_nor_is_an_older_one(house: House) -> None:
    member, app, _ = with_app(house)
    older, newer = app.code(), app.code()
    assert house.post("factor", challenge=challenge(member), totp=newer).status_code == 200
    assert code_of(house.post("factor", challenge=challenge(member), totp=older)) == (401, "PD081")


def test_of_many_that_send_it_at_once_one_gets_in(house: House) -> None:
    member, app, _ = with_app(house)
    house.value("UPDATE helpdesk.setting SET value = '100' WHERE key = 'login_account_tries' RETURNING 1")
    code, waiting = app.code(), [challenge(member) for _ in range(6)]

    def send(token: str) -> int:
        return house.post("factor", challenge=token, totp=code).status_code

    try:
        with ThreadPoolExecutor(6) as pool:
            assert sorted(pool.map(send, waiting)) == [200] + [401] * 5
    finally:
        house.value("UPDATE helpdesk.setting SET value = NULL WHERE key = 'login_account_tries' RETURNING 1")


def test_the_code_of_another_is_none(house: House) -> None:
    member, _, _ = with_app(house)
    _, other, _ = with_app(house)
    assert code_of(house.post("factor", challenge=challenge(member), totp=other.code())) == (401, "PD081")


def test_guessing_waits_longer_each_time_and_is_told_once(house: House) -> None:
    member, app, _ = with_app(house)
    wrong = f"{(int(code_at(app.secret, current_step() + 5)) + 1) % 10**6:06}"
    tries = [house.post("factor", challenge=challenge(member), totp=wrong) for _ in range(7)]
    assert [one.status_code for one in tries] == [401] * 5 + [429] * 2
    assert tries[5].headers["retry-after"]
    assert mails(member) == ["factor_added", "factor_failed"]
    app.step = current_step() - 1
    assert house.post("factor", challenge=challenge(member), totp=app.code()).status_code == 429, (
        "in any challenge"
    )
    house.forget_tries()
    app.step -= 1
    assert house.post("factor", challenge=challenge(member), totp=app.code()).status_code == 200
    assert house.value("SELECT count(*) FROM helpdesk.login_try WHERE tried LIKE 'factor%%'") == 0


def test_a_challenge_ends_by_itself_and_with_the_password(house: House) -> None:
    member, app, _ = with_app(house)
    late, void = challenge(member), challenge(member)
    house.database.execute(
        "UPDATE helpdesk.login_challenge SET expires_at = helpdesk.clock() - interval '1 s'"
    )
    assert code_of(house.post("factor", challenge=late, totp=app.code())) == (401, "PD080")
    assert house.value("SELECT helpdesk.purge_login_challenges()") >= 2
    void = challenge(member)
    kept = house.value("SELECT password_hash FROM helpdesk.credential WHERE person_id = %s", member.person_id)
    house.value("SELECT helpdesk.set_password(%s, %s, 20)", member.person_id, kept)
    assert code_of(house.post("factor", challenge=void, totp=app.code())) == (401, "PD080")


def test_who_is_deactivated_meanwhile_gets_no_further(house: House) -> None:
    member, app, _ = with_app(house)
    waiting = challenge(member)
    member.change(is_active=False)
    assert code_of(house.post("factor", challenge=waiting, totp=app.code())) == (401, "PD080")


def test_a_page_gets_cookies(house: House) -> None:
    member, app, _ = with_app(house)
    body = {"challenge": challenge(member), "totp": app.code(), "as_cookies": True}
    foreign = house.client.post("/auth/factor", json=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    own = house.client.post("/auth/factor", json=body, headers={"Sec-Fetch-Site": "same-origin"})
    try:
        assert own.json().keys() == {"expires_in", "refresh_expires_in"}
        assert "pgdesk_access" in own.cookies
    finally:
        house.client.cookies.clear()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"totp": "12345"},
        {"totp": "١٢٣٤٥٦"},
        {"totp": "123456\n"},
        {"totp": "123456", "recovery_code": "x"},
        {"recovery_code": ""},
        {"recovery_code": "x" * 101},
        {"totp": "123456", "unknown": 1},
    ],
)
def test_what_is_no_factor_is_refused(house: House, body: dict[str, object]) -> None:
    member, _, _ = with_app(house)
    response = house.client.post("/auth/factor", json={"challenge": challenge(member), **body})
    assert response.status_code == 400


def test_the_secret_is_sealed(house: House) -> None:
    member = house.person()
    secret = house.post("totp", refresh_token=member.log_in()["refresh_token"]).json()["secret"]
    kept = bytes(house.value("SELECT secret FROM helpdesk.totp WHERE person_id = %s", member.person_id))
    raw = base64.b32decode(secret)
    assert raw not in kept
    assert len(raw) == 20


def test_a_secret_moved_to_another_person_opens_nothing(house: House) -> None:
    thief, app, _ = with_app(house)
    victim, _, _ = with_app(house)
    house.database.execute(
        "UPDATE helpdesk.totp SET secret = (SELECT secret FROM helpdesk.totp WHERE person_id = %s)"
        " WHERE person_id = %s",
        (thief.person_id, victim.person_id),
    )
    response = house.post("factor", challenge=challenge(victim), totp=App(app.secret, app.step).code())
    assert response.status_code == 503
