"""The way to a provider and back, in a real browser."""

import base64
import re

from playwright.sync_api import Page, expect

from pgdesk.api.login.totp import current_step
from tests.factors.conftest import App
from tests.providers.conftest import House, Visitor
from tests.web.browser import Chromium
from tests.web.watch import Watch

_ME = "fetch('/rest/rpc/me?select=name').then(r => r.json()).then(rows => rows[0].name)"
_DOCS = re.compile("/docs$")


def _go(chromium: Chromium, house: House, who: str, *allowed: str) -> Page:
    allowed = (*allowed, "favicon.ico")  # which the provider has not
    page = chromium.open(Watch((house.url, house.issuer), allowed), base_url=house.url)
    page.goto("/auth/oidc/test?next=/docs")
    page.locator("[name=who]").fill(who)
    page.get_by_role("button").click()
    return page


def test_who_comes_back_is_signed_in_where_they_wanted_to_go(chromium: Chromium, house: House) -> None:
    page = _go(chromium, house, "ann")
    expect(page).to_have_url(_DOCS)
    assert page.evaluate(_ME) == "Ann", "the page has the cookies, though another site led to it"
    assert page.evaluate("document.cookie") == ""


def test_a_second_factor_is_asked_for_on_the_way(chromium: Chromium, house: House) -> None:
    house.database.execute(
        "UPDATE helpdesk.setting SET value = '[\"customer\"]' WHERE key = 'factors_required_of'"
    )
    try:
        challenge = Visitor(house).sign_in("zoe").json()["challenge"]
        begun = house.client.post("/auth/totp", json={"challenge": challenge}).json()
        app = App(base64.b32decode(begun["secret"]), current_step() - 2)
        house.client.post("/auth/totp/confirmation", json={"challenge": challenge, "totp": app.code()})
        page = _go(chromium, house, "zoe", "status of 401")
        code = page.locator("input[autocomplete=one-time-code]")
        expect(code).to_be_visible()
        assert page.evaluate("location.pathname + location.hash") == "/support/login"
        code.fill("000000")
        page.locator("button.primary").click()
        expect(page.get_by_role("alert")).to_contain_text("the code is wrong")
        code.fill(app.code())
        page.locator("button.primary").click()
        expect(page).to_have_url(_DOCS)
        assert page.evaluate(_ME) == "Zoe"
    finally:
        house.database.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'factors_required_of'")


def test_who_turns_back_reads_why(chromium: Chromium, house: House) -> None:
    page = _go(chromium, house, "nobody", "status of 4")
    expect(page.get_by_text("The provider did not sign you in")).to_be_visible()
