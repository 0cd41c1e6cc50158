"""/docs in a real browser: paste a token, find, read, try out, see rows."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.api.conftest import Desk
from tests.web.browser import Chromium

_REFUSED = "status of 401"


def opened(chromium: Chromium, desk: Desk, *allowed: str) -> Page:
    """The page as a guest sees it."""
    page = chromium.visit(str(desk.client.base_url).rstrip("/"), "/docs", allowed=allowed)
    expect(page.locator("main")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#identity")).to_have_text("guest")
    return page


def paste_token(page: Page, desk: Desk, name: str) -> None:
    page.locator("#token").fill(desk.headers(name)["Authorization"])
    expect(page.locator("#identity")).to_have_text(re.compile(f"^{name}, person "))
    expect(page.locator("main")).to_have_attribute("aria-busy", "false")


def listed(page: Page, section: str) -> list[str]:
    sections = page.locator("nav .section").filter(
        has=page.locator("summary", has_text=re.compile(rf"^\s*{section}"))
    )
    return sections.locator("li").all_text_contents()


def open_resource(page: Page, address: str, name: str) -> None:
    page.locator(f"nav a[href='{address}']").evaluate("link => link.click()")
    expect(page.locator("main h2").first).to_have_text(name)


def form(page: Page) -> Locator:
    """Of the open operation."""
    return page.locator(".operation[open] form")


def send(page: Page) -> str:
    """Sends the open operation's form; the status line."""
    form(page).evaluate("form => form.requestSubmit()")
    status = form(page).locator(".status b")
    expect(status).not_to_be_empty()
    return status.inner_text()


def test_a_token_shows_more_than_a_guest_sees(chromium: Chromium, desk: Desk) -> None:
    page = opened(chromium, desk)
    assert "tickets" not in listed(page, "Views")
    paste_token(page, desk, "agent")
    assert "tickets" in listed(page, "Views")
    assert "assign_ticket" in listed(page, "Functions")
    assert "/inbound/mime" in listed(page, "Routes")
    assert "/api/tickets/{ticket}/escalate" in listed(page, "Aliases")
    open_resource(page, "#/aliases/api/tickets/{ticket}/escalate", "/api/tickets/{ticket}/escalate")


def test_tickets_can_be_tried_out(chromium: Chromium, desk: Desk) -> None:
    page = opened(chromium, desk)
    paste_token(page, desk, "agent")
    open_resource(page, "#/views/tickets", "tickets")
    columns = page.locator("main .columns").first
    expect(columns).to_contain_text("reference")
    expect(columns).to_contain_text("key")
    form(page).get_by_text("Filters by column").click()
    form(page).locator("[name='query.select']").fill("ticket_id,subject,requester_id")
    form(page).locator("[name='query.ticket_id']").fill(f"eq.{desk.ticket_id}")
    assert send(page).startswith("200")
    assert form(page).locator(".rows th").all_text_contents() == ["ticket_id", "subject", "requester_id"]
    cells = form(page).locator(".rows td").all_text_contents()
    assert cells == [str(desk.ticket_id), "Printer offline", str(desk.people["customer"])]
    expect(form(page).locator(".curl pre")).not_to_contain_text(desk.headers("agent")["Authorization"])


def test_a_function_is_called_with_its_arguments(chromium: Chromium, desk: Desk) -> None:
    page = opened(chromium, desk)
    paste_token(page, desk, "customer")
    open_resource(page, "#/functions/create_ticket", "create_ticket")
    expect(form(page).locator(".fields").first).to_contain_text("subject")
    form(page).get_by_label("Body").fill('{"subject": "From the page"}')
    assert send(page).startswith("2")
    row = desk.database.execute(
        "SELECT requester_id FROM helpdesk.ticket WHERE subject = 'From the page'"
    ).fetchone()
    assert row == (desk.people["customer"],)


def test_a_refusal_is_shown_as_it_is(chromium: Chromium, desk: Desk) -> None:
    page = opened(chromium, desk, _REFUSED)
    open_resource(page, "#/routes/inbound/mime", "/inbound/mime")
    expect(page.locator("main")).to_contain_text("401 wrong secret")
    assert send(page).startswith("401")
    expect(form(page)).to_contain_text("the secret is wrong")


def test_search_looks_into_names_columns_and_descriptions(chromium: Chromium, desk: Desk) -> None:
    page = opened(chromium, desk)
    paste_token(page, desk, "agent")
    page.locator("#search").fill("assignee_id reference")
    expect(page.locator("nav a[href='#/routes/health']")).to_have_count(0)
    assert "tickets" in listed(page, "Views")
    page.locator("#search").fill("no such words at all")
    expect(page.locator("nav .none")).to_be_visible()


def test_a_wrong_token_is_told(chromium: Chromium, desk: Desk) -> None:
    page = opened(chromium, desk, _REFUSED)
    page.locator("#token").fill("a.b.c")
    expect(page.locator("#identity")).to_have_text("no token")
    expect(page.locator("main .problem")).to_contain_text("401")
