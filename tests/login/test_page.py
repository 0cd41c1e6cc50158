"""The page behind a link, in a real browser."""

from collections.abc import Iterator

import pytest

from tests.api.browser import Page, opened_browser
from tests.login.conftest import House
from tests.login.test_links import NEW, ask


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with opened_browser() as page:
        yield page


@pytest.mark.parametrize("path", ["/auth/password", "/auth/verify"])
def test_no_password_gets_into_an_address_where_the_script_has_not_run(house: House, path: str) -> None:
    page = house.client.get(path).text
    assert '<form method="post">' in page
    assert "<button disabled>" in page


def test_a_person_chooses_a_password(browser: Page, house: House) -> None:
    member = house.person(password=None)
    browser.open(f"{house.client.base_url}/auth/password#{ask(member)}")
    browser.until_there("button:enabled")
    browser.complaints.clear()
    told = "document.querySelector('[role=status]').textContent"
    browser.type("[name=password]", "too short")
    browser.click("button")
    browser.until(f"{told} === 'a password has at least 10 characters. Choose a longer one.'")
    browser.complaints.clear()  # Chromium writes each refusal to the console
    browser.type("[name=password]", NEW)
    browser.click("button")
    browser.until(f"{told} === 'The password is set. Sign in with it.'")
    assert browser.complaints == []
    assert member.try_password(NEW).status_code == 200
