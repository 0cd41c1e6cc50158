"""Sessions of browsers: tokens in cookies that no script reads and no other page makes use of (CSRF)."""

from dataclasses import replace
from http.cookies import Morsel, SimpleCookie
from typing import Any

import httpx
import msgspec
import pytest

from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.tokens import Grant
from pgdesk.settings import Settings
from tests.api.test_hub import cloud
from tests.login.conftest import PASSWORD, House, Member

OWN = {"Sec-Fetch-Site": "same-origin"}
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "null"},
    {},
]


class Browser:
    """Keeps cookies as a browser does, and says of each request which page sends it."""

    def __init__(self, member: Member) -> None:
        self.house = member.house
        self.cookies: dict[str, Morsel[str]] = {}
        self.first = self.send(
            "POST", "/auth/login", {"email": member.email, "password": PASSWORD, "as_cookies": True}
        )

    def send(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        kept = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        given = {"Cookie": kept} if kept else {}
        response = self.house.client.request(
            method, path, json=body, headers={**given, **(OWN if headers is None else headers)}
        )
        self.house.client.cookies.clear()
        for line in response.headers.get_list("set-cookie"):
            self.cookies |= dict(SimpleCookie(line))
        self.cookies = {name: one for name, one in self.cookies.items() if one["max-age"] != "0"}
        return response

    def change(self, headers: dict[str, str]) -> httpx.Response:
        return self.send("PATCH", "/rest/people?person_id=eq.0", {"name": "x"}, headers)


@pytest.fixture
def browser(house: House) -> Browser:
    return Browser(house.person("admin"))


def test_a_page_sees_no_token(browser: Browser) -> None:
    assert browser.first.json() == {"expires_in": 600, "refresh_expires_in": 30 * 86400}
    assert sorted(browser.cookies) == ["pgdesk_access", "pgdesk_refresh"]
    for cookie in browser.cookies.values():
        assert (cookie["httponly"], cookie["samesite"].lower(), cookie["path"]) == (True, "strict", "/")
        assert cookie["domain"] == ""


def test_under_https_no_neighbour_sets_them_and_no_plain_connection_shows_them() -> None:
    cookies = Cookies(Settings(public_url="https://desk.example/"))
    made = cookies.issue(Grant(1, "agent", 1, None, 600, 3600), "a", "b")
    assert [(one.key, one.secure, one.path, one.domain) for one in made] == [
        ("__Host-pgdesk_access", True, "/", None),
        ("__Host-pgdesk_refresh", True, "/", None),
    ]


def test_they_let_in_until_they_are_logged_out(browser: Browser) -> None:
    assert browser.send("GET", "/rest/rpc/me").json()[0]["role"] == "admin"
    assert browser.send("GET", "/rest/my_sessions").json()[0]["is_current"] is True
    before = browser.cookies["pgdesk_refresh"].value
    assert browser.send("POST", "/auth/refresh").status_code == 200
    assert browser.cookies["pgdesk_refresh"].value != before
    stolen = dict(browser.cookies)
    assert browser.send("POST", "/auth/logout").status_code == 204
    assert browser.cookies == {}
    browser.cookies = stolen
    assert browser.send("GET", "/rest/rpc/me").json()["code"] == "PD029"


def test_a_page_of_ours_changes_things(browser: Browser) -> None:
    own = [OWN, {"Origin": "http://127.0.0.1:8000"}]
    assert [browser.change(headers).status_code for headers in own] == [204, 204]


@pytest.mark.parametrize("headers", FOREIGN)
def test_no_other_page_changes_anything(browser: Browser, headers: dict[str, str]) -> None:
    for response in (
        browser.change(headers),
        browser.send("POST", "/rest/rpc/heartbeat", {}, headers),
        browser.send("POST", "/api/tickets/1/escalate", {}, headers),
        browser.send("POST", "/auth/refresh", None, headers),
        browser.send("POST", "/auth/logout", None, headers),
    ):
        assert response.status_code == 403
        assert "another origin" in response.json()["message"]
    assert browser.send("GET", "/rest/rpc/me").status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
def test_no_other_page_signs_somebody_in(house: House, headers: dict[str, str]) -> None:
    body = {"email": house.person().email, "password": PASSWORD, "as_cookies": True}
    response = house.client.post("/auth/login", json=body, headers=headers)
    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_a_form_of_another_page_signs_nobody_in(house: House) -> None:
    response = house.client.post(
        "/auth/login",
        content=b'{"email": "a@b.example", "password": "x", "as_cookies": true}',
        headers={"Content-Type": "text/plain", **OWN},
    )
    assert response.status_code == 415


def test_no_other_page_reads_an_answer(browser: Browser) -> None:
    response = browser.send("GET", "/rest/rpc/me", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("path", ["/rest/rpc/me", "/rest/tickets", "/support/tickets", "/articles/none"])
def test_no_cache_keeps_what_is_told_to_a_cookie(browser: Browser, path: str) -> None:
    assert browser.send("GET", path).headers["cache-control"] == "private, no-store"


def test_a_bearer_token_counts_and_not_the_cookies_beside_it(browser: Browser, house: House) -> None:
    other = house.person("agent").log_in()["access_token"]
    headers = {"Authorization": f"Bearer {other}", "Sec-Fetch-Site": "cross-site"}
    assert browser.send("GET", "/rest/rpc/me", headers=headers).json()[0]["role"] == "agent"
    assert browser.send("POST", "/rest/rpc/heartbeat", {}, headers).status_code in (200, 204)


def test_the_database_sees_other_cookies_only() -> None:
    cookies = Cookies(Settings())
    scope: dict[str, Any] = {
        "method": "GET",
        "headers": [
            (b"host", b"x"),
            (b"cookie", b"theme=dark; pgdesk_access=a.b.c; pgdesk_refresh=r"),
            (b"cookie", b"pgdesk_access=second; lang=en"),
        ],
    }
    assert cookies.adopt(scope) is None
    assert scope["headers"] == [
        (b"host", b"x"),
        (b"cookie", b"theme=dark; lang=en"),
        (b"authorization", b"Bearer a.b.c"),
    ]


def test_refreshing_without_body_and_cookie_is_no_request(house: House) -> None:
    assert house.client.post("/auth/refresh", headers=OWN).status_code == 415


def test_a_login_takes_over_no_cookie_that_was_planted(house: House) -> None:
    attacker, victim = Browser(house.person()), house.person()
    planted = attacker.cookies["pgdesk_refresh"].value
    browser = Browser.__new__(Browser)
    browser.house, browser.cookies = house, dict(attacker.cookies)
    body = {"email": victim.email, "password": PASSWORD, "as_cookies": True}
    assert browser.send("POST", "/auth/login", body).status_code == 200
    assert browser.cookies["pgdesk_refresh"].value != planted
    assert browser.send("GET", "/rest/rpc/me").json()[0]["person_id"] == victim.person_id


def test_what_a_proxy_is_told_is_the_origin() -> None:
    cookies = Cookies(msgspec.structs.replace(Settings(), public_url="https://Desk.example:8443/path"))
    scope = {
        "method": "POST",
        "headers": [(b"cookie", b"__Host-pgdesk_access=a"), (b"origin", b"https://desk.example:8443")],
    }
    assert cookies.adopt(scope) is None
    scope["headers"] = [(b"cookie", b"__Host-pgdesk_access=a"), (b"origin", b"https://desk.example")]
    assert cookies.adopt(scope) is not None


def test_by_way_of_a_site_they_let_in_at_its_hub(house: House) -> None:
    member = house.person("admin")
    with cloud(str(house.client.base_url)) as site:
        browser = Browser(replace(member, house=replace(house, client=site)))
        assert browser.send("GET", "/rest/my_sessions").json()[0]["is_current"] is True
        assert browser.send("POST", "/auth/refresh").status_code == 200
        assert browser.change(OWN).status_code == 204
        for headers in FOREIGN:
            assert browser.change(headers).status_code == 403, headers
        assert browser.send("POST", "/auth/logout").status_code == 204
        assert browser.cookies == {}
