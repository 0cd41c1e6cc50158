"""/docs in a real browser: paste a token, find, read, try out, see rows."""

from collections.abc import Iterator

import pytest

from tests.api.browser import Page, opened_browser
from tests.api.conftest import Desk

_FORM = "document.querySelector('.operation[open] form')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with opened_browser() as page:
        yield page


@pytest.fixture
def page(browser: Page, desk: Desk) -> Iterator[Page]:
    """The page as a guest sees it; nothing may have gone wrong in it at the end."""
    browser.open(f"{desk.client.base_url}/health")
    browser.run("sessionStorage.clear()")
    browser.open(f"{desk.client.base_url}/docs")
    browser.until("location.pathname === '/docs' && document.querySelector('main[aria-busy=false]') !== null")
    assert browser.run("document.querySelector('#identity').textContent") == "guest"
    browser.complaints.clear()
    yield browser
    assert browser.complaints == []


def paste_token(page: Page, desk: Desk, name: str) -> None:
    page.type("#token", desk.headers(name)["Authorization"])
    page.until(f"document.querySelector('#identity').textContent.startsWith('{name}, person ')")
    page.until_there("main[aria-busy=false]")


def listed(page: Page, section: str) -> list[str]:
    found = page.run(
        f"""[...document.querySelectorAll('nav .section')]
            .filter(one => one.querySelector('summary').textContent.startsWith('{section}'))
            .flatMap(one => [...one.querySelectorAll('li')].map(item => item.textContent))"""
    )
    return list(found)


def open_resource(page: Page, address: str, name: str) -> None:
    page.click(f"nav a[href='{address}']")
    page.until(f"document.querySelector('main h2').textContent === '{name}'")


def send(page: Page) -> str:
    """Sends the open operation's form; the status line."""
    page.run(f"({_FORM}.requestSubmit(), true)")
    return str(page.until(f"{_FORM}.querySelector('.status b')?.textContent"))


def test_a_token_shows_more_than_a_guest_sees(page: Page, desk: Desk) -> None:
    assert "tickets" not in listed(page, "Views")
    paste_token(page, desk, "agent")
    assert "tickets" in listed(page, "Views")
    assert "assign_ticket" in listed(page, "Functions")
    assert "/inbound/mime" in listed(page, "Routes")
    assert "/api/tickets/{ticket}/escalate" in listed(page, "Aliases")
    open_resource(page, "#/aliases/api/tickets/{ticket}/escalate", "/api/tickets/{ticket}/escalate")


def test_tickets_can_be_tried_out(page: Page, desk: Desk) -> None:
    paste_token(page, desk, "agent")
    open_resource(page, "#/views/tickets", "tickets")
    columns = page.run("document.querySelector('main .columns').textContent")
    assert "reference" in columns
    assert "key" in columns
    page.run(f"({_FORM}.elements['query.select'].value = 'ticket_id,subject,requester_id', true)")
    page.run(f"({_FORM}.elements['query.ticket_id'].value = 'eq.{desk.ticket_id}', true)")
    assert send(page).startswith("200")
    heads = page.run(f"[...{_FORM}.querySelectorAll('.rows th')].map(one => one.textContent)")
    cells = page.run(f"[...{_FORM}.querySelectorAll('.rows td')].map(one => one.textContent)")
    assert heads == ["ticket_id", "subject", "requester_id"]
    assert cells == [str(desk.ticket_id), "Printer offline", str(desk.people["customer"])]
    assert desk.headers("agent")["Authorization"] not in page.run(
        f"{_FORM}.querySelector('.curl pre').textContent"
    )


def test_a_function_is_called_with_its_arguments(page: Page, desk: Desk) -> None:
    paste_token(page, desk, "customer")
    open_resource(page, "#/functions/create_ticket", "create_ticket")
    assert "subject" in page.run(f"{_FORM}.querySelector('.fields').textContent")
    page.run(
        f"""({_FORM}.querySelector("[aria-label='Body']").value = '{{"subject": "From the page"}}', true)"""
    )
    assert send(page).startswith("2")
    row = desk.database.execute(
        "SELECT requester_id FROM helpdesk.ticket WHERE subject = 'From the page'"
    ).fetchone()
    assert row == (desk.people["customer"],)


def test_a_refusal_is_shown_as_it_is(page: Page, desk: Desk) -> None:
    open_resource(page, "#/routes/inbound/mime", "/inbound/mime")
    assert "401 wrong secret" in page.run("document.querySelector('main').textContent")
    assert send(page).startswith("401")
    assert "the secret is wrong" in page.run(
        f"{_FORM}.querySelector('pre').textContent + {_FORM}.textContent"
    )
    page.complaints = [one for one in page.complaints if "401" not in one]


def test_search_looks_into_names_columns_and_descriptions(page: Page, desk: Desk) -> None:
    paste_token(page, desk, "agent")
    page.type("#search", "assignee_id reference")
    page.until("!document.querySelector(\"nav a[href='#/routes/health']\")")
    assert "tickets" in listed(page, "Views")
    page.type("#search", "no such words at all")
    page.until_there("nav .none")


def test_a_wrong_token_is_told(page: Page) -> None:
    page.type("#token", "a.b.c")
    page.until("document.querySelector('#identity').textContent === 'no token'")
    page.until("document.querySelector('main .problem')?.textContent.includes('401')")
    page.complaints = [one for one in page.complaints if "401" not in one]
