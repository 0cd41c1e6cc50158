"""The way to a provider and back, in a real browser."""

import base64
from collections.abc import Iterator

import pytest

from pgdesk.api.login.totp import current_step
from tests.api.browser import Page, opened_browser
from tests.factors.conftest import App
from tests.providers.conftest import House, Visitor

_ME = "fetch('/rest/rpc/me?select=name').then(r => r.json()).then(rows => rows[0].name)"


@pytest.fixture
def browser() -> Iterator[Page]:
    with opened_browser() as page:
        yield page


def _go(browser: Page, house: House, who: str) -> None:
    browser.open(f"{house.url}/auth/oidc/test?next=/docs")
    browser.until_there("[name=who]")
    browser.type("[name=who]", who)
    browser.click("button")


def test_who_comes_back_is_signed_in_where_they_wanted_to_go(browser: Page, house: House) -> None:
    _go(browser, house, "ann")
    browser.until("location.pathname === '/docs' && document.readyState === 'complete'")
    assert browser.run(_ME) == "Ann", "the page has the cookies, though another site led to it"
    assert browser.run("document.cookie") == ""


def test_a_second_factor_is_asked_for_on_the_way(browser: Page, house: House) -> None:
    house.database.execute(
        "UPDATE helpdesk.setting SET value = '[\"customer\"]' WHERE key = 'factors_required_of'"
    )
    try:
        challenge = Visitor(house).sign_in("zoe").json()["challenge"]
        begun = house.client.post("/auth/totp", json={"challenge": challenge}).json()
        app = App(base64.b32decode(begun["secret"]), current_step() - 2)
        house.client.post("/auth/totp/confirmation", json={"challenge": challenge, "totp": app.code()})
        _go(browser, house, "zoe")
        code = "input[autocomplete=one-time-code]"
        browser.until_there(code)
        assert browser.run("location.pathname + location.hash") == "/support/login"
        browser.complaints.clear()
        browser.type(code, "000000")
        browser.click("button.primary")
        browser.until("document.querySelector('[role=alert]')?.textContent.includes('the code is wrong')")
        browser.complaints.clear()  # Chromium writes each refusal to the console
        browser.type(code, app.code())
        browser.click("button.primary")
        browser.until("location.pathname === '/docs' && document.readyState === 'complete'")
        assert browser.run(_ME) == "Zoe"
        assert browser.complaints == []
    finally:
        house.database.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'factors_required_of'")


def test_who_turns_back_reads_why(browser: Page, house: House) -> None:
    _go(browser, house, "nobody")
    browser.until("document.body?.innerText.includes('The provider did not sign you in')")
