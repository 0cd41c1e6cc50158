"""The page behind a link, in a real browser."""

from collections.abc import Iterator

import pytest

from tests.api.browser import Page, opened_browser
from tests.login.conftest import House
from tests.login.test_links import NEW, ask
from tests.login.test_verification import ask_to_verify

TOLD = "document.querySelector('[role=status]').textContent"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with opened_browser() as page:
        yield page


@pytest.mark.parametrize("path", ["/auth/password", "/auth/verify"])
def test_no_password_gets_into_an_address_where_the_script_has_not_run(house: House, path: str) -> None:
    page = house.client.get(path).text
    assert '<form method="post">' in page
    assert "<button disabled>" in page


def test_a_person_verifies_their_address_by_a_press_of_the_button(browser: Page, house: House) -> None:
    member = house.person()
    browser.open(f"{house.client.base_url}/auth/verify#{ask_to_verify(member)}")
    browser.until_there("button:enabled")
    browser.complaints.clear()
    verified = "SELECT helpdesk.email_verified_at(%s) IS NOT NULL"
    assert not house.value(verified, member.person_id), "who only opens the page uses nothing up"
    browser.click("button")
    browser.until(f"{TOLD} === 'Thank you, the address is verified.'")
    assert browser.complaints == []
    assert house.value(verified, member.person_id)


def test_a_void_link_is_told(browser: Page, house: House) -> None:
    browser.open(f"{house.client.base_url}/auth/verify?again#nobody-made-this")
    browser.until("location.search === '?again'")
    browser.until_there("button:enabled")
    browser.click("button")
    browser.until(f"{TOLD} === 'the link is void. Ask for another link.'")


def test_a_person_chooses_a_password(browser: Page, house: House) -> None:
    member = house.person(password=None)
    browser.open(f"{house.client.base_url}/auth/password#{ask(member)}")
    browser.until_there("button:enabled")
    browser.complaints.clear()
    browser.type("[name=password]", "too short")
    browser.click("button")
    browser.until(f"{TOLD} === 'a password has at least 10 characters. Choose a longer one.'")
    browser.complaints.clear()  # Chromium writes each refusal to the console
    browser.type("[name=password]", NEW)
    browser.click("button")
    browser.until(f"{TOLD} === 'The password is set. Sign in with it.'")
    assert browser.complaints == []
    assert member.try_password(NEW).status_code == 200
