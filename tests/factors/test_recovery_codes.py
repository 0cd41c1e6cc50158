"""Recovery codes: ten, shown once, each good once in place of another factor."""

import re
from concurrent.futures import ThreadPoolExecutor

from tests.factors.conftest import challenge, code_of, mails, with_app
from tests.factors.test_enrolment import call, signed_in
from tests.login.conftest import House


def test_each_is_good_once(house: House) -> None:
    member, _, codes = with_app(house)
    assert all(re.fullmatch(r"[0-9a-f]{5}(-[0-9a-f]{5}){3}", code) for code in codes)
    assert house.post("factor", challenge=challenge(member), recovery_code=codes[0]).status_code == 200
    again = house.post("factor", challenge=challenge(member), recovery_code=codes[0])
    assert code_of(again) == (401, "PD081")
    typed = f" {codes[1].upper().replace('-', ' ')} "
    response = house.post("factor", challenge=challenge(member), recovery_code=typed)
    assert response.status_code == 200, "as people type it"
    account = call(member, response.json(), "my_account").json()
    assert account[0]["recovery_codes_left"] == 8
    assert mails(member) == ["factor_added", "recovery_code_used", "recovery_code_used"]


def test_of_many_that_send_one_at_once_one_gets_in(house: House) -> None:
    member, _, codes = with_app(house)
    waiting = [challenge(member) for _ in range(4)]

    def send(token: str) -> int:
        return house.post("factor", challenge=token, recovery_code=codes[0]).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, waiting)) == [200] + [401] * 3


def test_those_of_another_are_none(house: House) -> None:
    member, _, _ = with_app(house)
    _, _, others = with_app(house)
    response = house.post("factor", challenge=challenge(member), recovery_code=others[0])
    assert code_of(response) == (401, "PD081")


def test_new_ones_void_the_old(house: House) -> None:
    member, app, old = with_app(house)
    tokens = signed_in(member, app)
    new = call(member, tokens, "make_recovery_codes").json()
    assert len(set(new) - set(old)) == 10
    response = house.post("factor", challenge=challenge(member), recovery_code=old[0])
    assert code_of(response) == (401, "PD081")
    assert house.post("factor", challenge=challenge(member), recovery_code=new[0]).status_code == 200
    assert mails(member) == ["factor_added", "recovery_codes_made", "recovery_code_used"]


def test_without_a_factor_there_are_none(house: House) -> None:
    member = house.person()
    assert code_of(call(member, member.log_in(), "make_recovery_codes")) == (409, "PD083")


def test_they_stand_in_no_table(house: House) -> None:
    from tests.login.test_secrets_at_rest import everything

    member, app, codes = with_app(house)
    house.post("factor", challenge=challenge(member), recovery_code=codes[0])
    house.post("factor", challenge=challenge(member), totp=app.code())
    kept = everything(house)
    for code in codes:
        assert code not in kept
        assert code.replace("-", "") not in kept
    assert app.secret.hex() not in kept
