"""The portal in pages of other web sites: which of them may ask /rest, /files, /auth …, and by what."""

import httpx
import pytest

from tests.login.conftest import PASSWORD, House
from tests.widget.conftest import HOST, SHOP

pytestmark = pytest.mark.usefixtures("sites")

ROUTES = ("/rest/rpc/me", "/auth/login", "/files?filename=a.txt", "/articles/none", "/live")


def preflight(house: House, path: str, origin: str) -> httpx.Response:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    return house.client.options(path, headers={"Origin": origin, **asked})


@pytest.mark.parametrize("path", ROUTES)
def test_a_site_that_embeds_the_portal_asks_before_it_sends(house: House, path: str) -> None:
    answer = preflight(house, path, HOST)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == HOST
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("origin", [SHOP, "https://evil.example", "http://host.example", "null"])
def test_no_other_site_may(house: House, path: str, origin: str) -> None:
    member = house.person("customer")
    headers = {"Origin": origin, "Authorization": f"Bearer {member.log_in()['access_token']}"}
    for answer in (preflight(house, path, origin), house.client.get(path, headers=headers)):
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
        assert answer.json()["hint"] == "Administrators name the sites that may: /rest/widget_origins."


@pytest.mark.parametrize("path", ["/reports/volume", "/exports/people/1", "/webhooks/1", "/support/tickets"])
def test_nor_is_anything_else_for_one_that_may(house: House, path: str) -> None:
    assert "access-control-allow-origin" not in preflight(house, path, HOST).headers
    answer = house.client.get(path, headers={"Origin": HOST})
    assert "access-control-allow-origin" not in answer.headers


def test_a_session_there_is_one_of_bearer_tokens(house: House) -> None:
    member = house.person("customer")
    headers = {"Origin": HOST, "Sec-Fetch-Site": "cross-site"}
    given = {"email": member.email, "password": PASSWORD}
    signed_in = house.client.post("/auth/login", json=given, headers=headers)
    assert (signed_in.status_code, signed_in.headers["access-control-allow-origin"]) == (200, HOST)
    bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}", **headers}
    me = house.client.get("/rest/rpc/me", headers=bearer)
    assert (me.status_code, me.headers["access-control-allow-origin"]) == (200, HOST)
    assert "content-range" in me.headers["access-control-expose-headers"]
    cookies = house.client.post("/auth/login", json={**given, "as_cookies": True}, headers=headers)
    assert (cookies.status_code, "set-cookie" in cookies.headers) == (403, False)


def test_cookies_of_a_session_do_not_count_there(house: House) -> None:
    member = house.person("customer")
    cookie = {"Cookie": f"pgdesk_access={member.log_in()['access_token']}"}
    own = house.client.get("/rest/tickets", headers=cookie)
    assert own.status_code == 200
    there = {"Origin": HOST, "Sec-Fetch-Site": "same-site", **cookie}
    foreign = house.client.get("/rest/people", headers=there)
    assert foreign.status_code == 401
    assert foreign.headers["access-control-allow-origin"] == HOST


def test_an_error_is_readable_there(house: House) -> None:
    answer = house.client.post("/auth/refresh", json={"refresh_token": "x"}, headers={"Origin": HOST})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, HOST)


@pytest.mark.parametrize("own", [{"Sec-Fetch-Site": "same-origin"}, {}])
def test_pages_of_the_desk_and_programs_may_as_before(house: House, own: dict[str, str]) -> None:
    """By plain http to a name other than localhost, browsers say no more than the origin."""
    host = f"{house.client.base_url.host}:{house.client.base_url.port}"
    for headers in ({"Origin": f"http://{host}", **own}, {}):
        answer = house.client.post("/rest/rpc/begin_session", json={}, headers=headers)
        assert answer.status_code == 200
