"""Who adds, removes and resets second factors, and what they must prove before."""

from typing import Any

import httpx
import pytest

from tests.desk import SYSTEM, Desk, refused
from tests.factors.conftest import add_app, challenge, code_of, mails, with_app
from tests.login.conftest import PASSWORD, House, Member


def stale(member: Member) -> dict[str, Any]:
    """The tokens of a session whose person proved who they are long ago."""
    tokens = member.log_in()
    member.house.database.execute(
        "UPDATE helpdesk.session SET proved_at = proved_at - interval '11 minutes' WHERE person_id = %s",
        (member.person_id,),
    )
    return tokens


def call(member: Member, tokens: dict[str, Any], verb: str, **body: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    return member.house.client.post(f"/rest/rpc/{verb}", json=body, headers=headers)


def signed_in(member: Member, app: Any) -> dict[str, Any]:
    response = member.house.post("factor", challenge=challenge(member), totp=app.code())
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_adding_needs_a_fresh_proof(house: House) -> None:
    member = house.person()
    tokens = stale(member)
    refresh_token = tokens["refresh_token"]
    assert code_of(house.post("totp", refresh_token=refresh_token)) == (403, "PD082")
    wrong = house.post("proof", refresh_token=refresh_token, password="wrong horse battery")
    assert code_of(wrong) == (401, "PD081")
    assert code_of(house.post("proof", refresh_token=refresh_token, totp="123456")) == (409, "PD083")
    assert house.post("proof", refresh_token=refresh_token, password=PASSWORD).status_code == 204
    add_app(member, refresh_token=refresh_token)


def test_who_has_a_factor_proves_by_it_and_not_by_the_password(house: House) -> None:
    member, app, codes = with_app(house)
    tokens = signed_in(member, app)
    house.database.execute(
        "UPDATE helpdesk.session SET proved_at = proved_at - interval '1 hour' WHERE person_id = %s",
        (member.person_id,),
    )
    assert code_of(call(member, tokens, "remove_totp")) == (403, "PD082")
    by_password = house.post("proof", refresh_token=tokens["refresh_token"], password=PASSWORD)
    assert code_of(by_password) == (409, "PD083")
    by_code = house.post("proof", refresh_token=tokens["refresh_token"], recovery_code=codes[0])
    assert by_code.status_code == 204
    assert call(member, tokens, "remove_totp").status_code == 204
    assert mails(member) == ["factor_added", "recovery_code_used", "factor_removed"]
    assert member.log_in(), "nothing is asked for any more"
    assert (
        house.value("SELECT count(*) FROM helpdesk.recovery_code WHERE person_id = %s", member.person_id) == 0
    )


def test_the_proofs_of_a_session_are_counted(house: House) -> None:
    member = house.person()
    tokens = stale(member)
    tries = [
        house.post("proof", refresh_token=tokens["refresh_token"], password="wrong horse battery").status_code
        for _ in range(6)
    ]
    assert tries == [401] * 5 + [429]


def test_a_second_app_waits_until_the_first_is_removed(house: House) -> None:
    member, app, _ = with_app(house)
    tokens = signed_in(member, app)
    assert code_of(house.post("totp", refresh_token=tokens["refresh_token"])) == (409, "PD083")
    assert call(member, tokens, "remove_totp").status_code == 204
    assert code_of(call(member, tokens, "remove_totp")) == (404, "PD001")
    add_app(member, refresh_token=tokens["refresh_token"])


def test_a_wrong_code_puts_nothing_in_force(house: House) -> None:
    member = house.person()
    refresh_token = member.log_in()["refresh_token"]
    nothing = house.post("totp/confirmation", refresh_token=refresh_token, totp="123456")
    assert code_of(nothing) == (401, "PD081"), "nothing was begun"
    house.post("totp", refresh_token=refresh_token)
    house.post("totp/confirmation", refresh_token=refresh_token, totp="123456")
    assert member.try_password(PASSWORD).status_code in (200, 202)


@pytest.mark.parametrize("holder", ["refresh_token", "challenge"])
def test_a_token_that_nobody_has_opens_nothing(house: House, holder: str) -> None:
    assert code_of(house.post("totp", **{holder: "x"})) == (401, "PD080")
    assert code_of(house.post("totp/confirmation", **{holder: "x"}, totp="123456")) == (401, "PD080")
    assert house.client.post("/auth/totp", json={}).status_code == 400


def test_a_replaced_refresh_token_opens_nothing(house: House) -> None:
    member = house.person()
    tokens = member.log_in()
    house.post("refresh", refresh_token=tokens["refresh_token"])
    assert code_of(house.post("totp", refresh_token=tokens["refresh_token"])) == (401, "PD080")


def test_cookies_tell_whose_session_it_is(house: House) -> None:
    member = house.person()
    own = {"Sec-Fetch-Site": "same-origin"}
    login = {"email": member.email, "password": PASSWORD, "as_cookies": True}
    house.client.post("/auth/login", json=login, headers=own)
    try:
        assert house.client.post("/auth/totp", json={}, headers=own).status_code == 200
        foreign = house.client.post("/auth/totp", json={}, headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403
    finally:
        house.client.cookies.clear()


def test_a_token_of_no_session_changes_no_factor(house: House) -> None:
    from tests.api.server import token

    member, _, _ = with_app(house)
    hosts = {"access_token": token("agent", member.person_id)}
    assert code_of(call(member, hosts, "remove_totp")) == (403, "PD082")
    assert code_of(call(member, hosts, "make_recovery_codes")) == (403, "PD082")


def test_a_role_that_needs_a_factor_adds_one_at_login(house: House) -> None:
    member, customer = house.person(), house.person("customer")
    require = "UPDATE helpdesk.setting SET value = %s WHERE key = 'factors_required_of' RETURNING 1"
    house.value(require, '["agent"]')
    try:
        assert customer.log_in()
        asked = member.try_password(PASSWORD)
        assert (asked.status_code, asked.json()["factors"]) == (202, [])
        waiting = asked.json()["challenge"]
        assert code_of(house.post("factor", challenge=waiting, totp="123456")) == (409, "PD083")
        assert code_of(house.post("factor", challenge=waiting, password=PASSWORD)) == (409, "PD083")
        _, answer = add_app(member, challenge=waiting)
        assert len(answer["recovery_codes"]) == 10
        assert house.me(answer["access_token"]).status_code == 200
        assert code_of(house.post("totp", challenge=waiting)) == (401, "PD080")
    finally:
        house.value(require, None)


def test_an_administrator_resets_the_factors_of_who_lost_them(house: House) -> None:
    member, _, _ = with_app(house)
    admin = house.person("admin")
    tokens = admin.log_in()
    assert code_of(call(member, member_tokens(house), "reset_factors", person_id=member.person_id))[0] == 403
    assert call(admin, tokens, "reset_factors", person_id=member.person_id).status_code == 204
    assert member.log_in()
    assert mails(member) == ["factor_added", "factor_removed"]
    audited = house.database.execute(
        "SELECT action, actor_id FROM audit.change"
        " WHERE table_name = 'totp' AND row_key = %s AND action = 'delete'",
        (str(member.person_id),),
    ).fetchall()
    assert audited == [("delete", admin.person_id)]
    assert code_of(call(admin, tokens, "reset_factors", person_id=0)) == (404, "PD001")


def member_tokens(house: House) -> dict[str, Any]:
    return house.person().log_in()


def test_what_removes_an_app_in_psql_is_told_too(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.totp (person_id, secret, confirmed_at)"
        " VALUES (%s, '\\x01' || repeat('x', 40)::bytea, helpdesk.clock())",
        desk.agent.id,
    )
    assert desk.one(SYSTEM, "SELECT helpdesk.list_factors(%s)", desk.agent.id) == ["totp"]
    codes = desk.one(SYSTEM, "SELECT helpdesk.make_recovery_codes(%s)", desk.agent.id)
    assert len(codes) == 10
    desk.run(SYSTEM, "DELETE FROM helpdesk.totp WHERE person_id = %s", desk.agent.id)
    assert desk.one(SYSTEM, "SELECT helpdesk.list_factors(%s)", desk.agent.id) == []
    kinds = desk.run(SYSTEM, "SELECT kind FROM helpdesk.outgoing_mail WHERE person_id = %s", desk.agent.id)
    assert kinds == [("factor_removed",)]


def test_nothing_that_is_not_sealed_is_kept(desk: Desk) -> None:
    with refused("23514"):
        desk.run(SYSTEM, "INSERT INTO helpdesk.totp (person_id, secret) VALUES (%s, 'x')", desk.agent.id)
