"""An access token of a session that has ended is refused at once, whatever its exp says."""

from typing import Any

from tests.api.server import bearer
from tests.desk import SYSTEM, Desk
from tests.login.conftest import PASSWORD, House


def sessions(house: House, tokens: dict[str, Any]) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    found: list[dict[str, Any]] = house.client.get(
        "/rest/my_sessions?order=session_id", headers=headers
    ).json()
    return found


def revoke(house: House, tokens: dict[str, Any], session_id: int) -> Any:
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    return house.client.post("/rest/rpc/revoke_session", json={"session_id": session_id}, headers=headers)


def test_a_person_sees_where_they_are_signed_in_and_ends_one(house: House) -> None:
    member = house.person()
    house.client.headers["user-agent"] = "a phone"
    lost, here = member.log_in(), member.log_in()
    seen = sessions(house, here)
    assert [(one["client"], one["is_current"]) for one in seen] == [("a phone", False), ("a phone", True)]
    assert seen[0]["network"] == "127.0.0.0/24"
    assert revoke(house, here, seen[0]["session_id"]).status_code == 204
    response = house.me(lost["access_token"])
    assert (response.status_code, response.json()["code"]) == (401, "PD029")
    assert house.post("refresh", refresh_token=lost["refresh_token"]).status_code == 401
    assert len(sessions(house, here)) == 1
    assert revoke(house, here, seen[0]["session_id"]).json()["code"] == "PD001"


def test_nobody_ends_or_sees_a_session_of_another(house: House) -> None:
    victim, attacker = house.person(), house.person()
    tokens = victim.log_in()
    (session,) = sessions(house, tokens)
    mine = attacker.log_in()
    assert {one["person_id"] for one in sessions(house, mine) if "person_id" in one} == set()
    assert session["session_id"] not in [one["session_id"] for one in sessions(house, mine)]
    assert revoke(house, mine, session["session_id"]).json()["code"] == "PD001"
    assert house.me(tokens["access_token"]).status_code == 200


def test_an_administrator_sees_and_ends_those_of_others_which_is_audited(house: House) -> None:
    member, admin = house.person(), house.person("admin")
    lost, other, mine = member.log_in(), member.log_in(), admin.log_in()
    headers = {"Authorization": f"Bearer {mine['access_token']}"}
    seen = house.client.get(
        f"/rest/sessions?person_id=eq.{member.person_id}&order=session_id&select=*,people(email)",
        headers=headers,
    ).json()
    assert [one["people"]["email"] for one in seen] == [member.email] * 2
    assert [one["is_current"] for one in sessions(house, mine)] == [True], "my_sessions are one's own"
    assert revoke(house, mine, seen[0]["session_id"]).status_code == 204
    assert house.me(lost["access_token"]).json()["code"] == "PD029"
    assert house.me(other["access_token"]).status_code == 200
    everywhere = house.client.post(
        "/rest/rpc/end_sessions", json={"person_id": member.person_id}, headers=headers
    )
    assert everywhere.status_code == 204
    assert house.post("refresh", refresh_token=other["refresh_token"]).status_code == 401
    assert member.ended_because() == "ended_by_admin"
    audited = house.database.execute(
        "SELECT DISTINCT actor_id, new_values ->> 'ended_because' FROM audit.change"
        " WHERE table_name = 'session' AND action = 'update' AND row_key = ANY (%s)",
        ([str(one["session_id"]) for one in seen],),
    ).fetchall()
    assert audited == [(admin.person_id, "ended_by_admin")]


def test_nobody_else_sees_or_ends_those_of_others(house: House) -> None:
    member, agent = house.person(), house.person()
    member.log_in()
    headers = {"Authorization": f"Bearer {agent.log_in()['access_token']}"}
    assert house.client.get("/rest/sessions", headers=headers).status_code == 403
    ended = house.client.post("/rest/rpc/end_sessions", json={"person_id": member.person_id}, headers=headers)
    assert ended.status_code == 403


def test_deactivation_ends_all_and_activation_brings_none_back(house: House) -> None:
    member = house.person()
    tokens = member.log_in()
    member.change(is_active=False)
    assert house.me(tokens["access_token"]).json()["code"] == "PD011"
    assert house.post("refresh", refresh_token=tokens["refresh_token"]).status_code == 401
    member.change(is_active=True)
    assert house.me(tokens["access_token"]).json()["code"] == "PD029"
    assert house.post("refresh", refresh_token=tokens["refresh_token"]).status_code == 401
    assert member.ended_because() == "deactivated"


def test_another_password_ends_all(house: House) -> None:
    member = house.person()
    tokens = member.log_in()
    kept = house.value("SELECT password_hash FROM helpdesk.credential WHERE person_id = %s", member.person_id)
    house.value("SELECT helpdesk.set_password(%s, %s, 20)", member.person_id, kept)
    assert house.me(tokens["access_token"]).json()["code"] == "PD029"
    assert member.ended_because() == "password_changed"


def test_another_role_needs_another_token_which_the_session_gives(house: House) -> None:
    member = house.person("agent")
    tokens = member.log_in()
    member.change(role="admin")
    assert house.me(tokens["access_token"]).json()["code"] == "PD011"
    fresh = house.post("refresh", refresh_token=tokens["refresh_token"]).json()
    assert house.me(fresh["access_token"]).json()[0]["role"] == "admin"


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(house: House) -> None:
    """Between the check of the password and the session."""
    member = house.person()
    answer = house.value(
        "SELECT helpdesk.open_session(%s, '$argon2id$old', NULL, %s, '', '')", member.person_id, bytes(32)
    )
    assert answer["refusal"]["code"] == "PD027"
    assert answer["status"] == 401


def test_tokens_of_hosts_belong_to_no_session(house: House) -> None:
    member = house.person()
    assert house.client.get("/rest/rpc/me", headers=bearer("agent", member.person_id)).status_code == 200


def test_clients_and_workers_sign_nobody_in(desk: Desk) -> None:
    may = (
        "SELECT coalesce(array_agg(p.proname::text ORDER BY p.proname), '{}') FROM pg_proc AS p"
        " WHERE p.pronamespace = 'helpdesk'::regnamespace AND p.proname <> 'clock'"
        " AND has_function_privilege(%s, p.oid, 'EXECUTE')"
    )
    own = set(desk.one(SYSTEM, may, "doorkeeper"))
    assert {"begin_login", "open_session", "finish_login", "choose_password"} <= own, (
        "see tests/lint/grants.txt"
    )
    for role in ("anon", "customer", "agent", "admin", "worker", "reporter", "authenticator"):
        assert own.isdisjoint(desk.one(SYSTEM, may, role))


def test_too_long_a_name_of_the_client_is_cut(house: House) -> None:
    member = house.person()
    response = house.client.post(
        "/auth/login",
        json={"email": member.email, "password": PASSWORD},
        headers={"User-Agent": "x" * 900},
    )
    assert len(sessions(house, response.json())[0]["client"]) == 200
