"""Signing in by a real OpenID provider, from our address to its own and back."""

from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.providers.conftest import House, Visitor


def _me(house: House, token: str) -> dict[str, object]:
    response = house.client.get(
        "/rest/rpc/me?select=person_id,name,role", headers={"Authorization": f"Bearer {token}"}
    )
    assert response.status_code == 200, response.text
    (found,) = response.json()
    return dict(found)


def test_the_providers_are_listed(house: House) -> None:
    assert house.client.get("/auth/oidc").json() == {"providers": [{"provider": "test", "name": "Test"}]}
    house.set_provider(is_active=False)
    assert house.client.get("/auth/oidc").json() == {"providers": []}
    assert Visitor(house).begin().status_code == 404


def test_a_browser_is_sent_there_with_all_that_ties_the_answer_to_it(house: House) -> None:
    began = Visitor(house).begin()
    asked = {name: value for name, (value,) in parse_qs(urlsplit(began.headers["Location"]).query).items()}
    assert began.headers["Location"].startswith(house.issuer)
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == f"{house.url}/auth/oidc/test/callback"
    assert all(len(asked[name]) == 43 for name in ("state", "nonce", "code_challenge"))
    (cookie,) = SimpleCookie(began.headers["Set-Cookie"]).values()
    assert (cookie["httponly"], cookie["samesite"].lower()) == (True, "lax")
    assert not any(asked[name] in cookie.value for name in ("state", "nonce"))


def test_who_is_let_in_gets_a_session_as_by_password(house: House) -> None:
    response = Visitor(house).sign_in("ann")
    assert response.status_code == 200, response.text
    tokens = response.json()
    me = _me(house, tokens["access_token"])
    assert (me["name"], me["role"]) == ("Ann", "customer")
    refreshed = house.client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert refreshed.status_code == 200
    verified = "SELECT verified_at IS NOT NULL FROM helpdesk.person_address WHERE email = 'ann@house.example'"
    assert house.value(verified)
    kinds = "SELECT array_agg(DISTINCT kind) FROM helpdesk.outgoing_mail WHERE person_id = %s"
    assert house.value(kinds, me["person_id"]) == ["identity_linked"]


def test_the_second_time_it_is_the_same_person_whatever_the_address(house: House) -> None:
    first = _me(house, Visitor(house).sign_in("bob").json()["access_token"])
    house.database.execute(
        "UPDATE helpdesk.person SET email = 'robert@house.example' WHERE person_id = %s",
        (first["person_id"],),
    )
    house.set_provider(domains=[])
    again = _me(house, Visitor(house).sign_in("bob").json()["access_token"])
    assert again["person_id"] == first["person_id"]


def test_a_browser_gets_cookies_and_goes_on(house: House) -> None:
    visitor = Visitor(house, accept="text/html")
    response = visitor.sign_in("ann", "/docs?a=1&b=%22")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert 'content="0; url=/docs?a=1&amp;b=%22"' in response.text
    assert "access_token" not in response.text
    set_cookies = response.headers.get_list("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in set_cookies} == {
        *("pgdesk_access", "pgdesk_refresh", "pgdesk_sign_in"),
    }
    assert all("samesite=strict" in c.lower() for c in set_cookies if not c.startswith("pgdesk_sign_in"))
    me = visitor.client.get(f"{house.url}/rest/rpc/me", headers={"Accept": "application/json"})
    assert (me.status_code, me.json()[0]["name"]) == (200, "Ann")


def test_who_turns_back_at_the_provider_is_told_so(house: House) -> None:
    for accept, kind in (("text/html", "text/html"), ("application/json", "application/json")):
        response = Visitor(house, accept).sign_in("nobody")
        assert (response.status_code, response.headers["Content-Type"].split(";")[0]) == (401, kind)
        assert "the provider did not sign you in" in response.text.lower()


def test_who_has_a_second_factor_is_asked_for_it(house: House) -> None:
    house.database.execute(
        "UPDATE helpdesk.setting SET value = '[\"customer\"]' WHERE key = 'factors_required_of'"
    )
    try:
        response = Visitor(house).sign_in("two")
        assert (response.status_code, response.json()["factors"]) == (202, [])
        added = house.client.post("/auth/totp", json={"challenge": response.json()["challenge"]})
        assert added.status_code == 200, "the challenge is as good as one by password"
        page = Visitor(house, accept="text/html").sign_in("two")
        assert (page.status_code, "pgdesk_access" in page.headers.get("Set-Cookie", "")) == (303, False)
        assert page.headers["Location"].partition("#")[0] == "/support/login"
        house.set_provider(has_own_factor=True)
        assert Visitor(house).sign_in("two").status_code == 200
    finally:
        house.database.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'factors_required_of'")


def test_a_provider_that_is_not_there_is_told_as_such(house: House) -> None:
    house.set_provider(issuer="http://127.0.0.1:1")
    response = Visitor(house).begin()
    assert (response.status_code, "127.0.0.1" in response.text) == (502, False)


def test_a_provider_with_another_name_than_its_own_is_refused(house: House) -> None:
    house.set_provider(issuer=f"{house.issuer}/")
    assert Visitor(house).begin().status_code == 502


def test_answers_are_not_kept_by_anybody(house: House) -> None:
    visitor = Visitor(house)
    began = visitor.begin()
    assert isinstance(began, httpx.Response)
    for response in (began, visitor.come_back(visitor.be_asked(began, "ann"))):
        assert response.headers["Cache-Control"] == "no-store"


def test_groups_make_an_administrator_and_take_it_back(house: House) -> None:
    house.set_provider(group_claim="groups")
    give = "INSERT INTO helpdesk.identity_provider_group VALUES ('test', 'staff', %s)"
    house.database.execute(give, ("admin",))
    tokens = Visitor(house).sign_in("ann").json()
    assert _me(house, tokens["access_token"])["role"] == "admin"
    house.database.execute("UPDATE helpdesk.identity_provider_group SET role = 'agent'")
    assert _me(house, Visitor(house).sign_in("ann").json()["access_token"])["role"] == "agent"
    before = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert house.client.get("/rest/rpc/me", headers=before).status_code == 401
