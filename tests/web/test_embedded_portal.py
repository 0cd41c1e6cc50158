"""<pgdesk-portal> in a page of another site, whose Content-Security-Policy is strict."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pgdesk.api.web.built import FOLDER, PORTAL
from tests.api.server import bearer
from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.furnish import PASSWORD
from tests.web.looks import look
from tests.web.shop import Shop, open_shop


@pytest.fixture(scope="module")
def shop(desk: Desk) -> Iterator[Shop]:
    if not (FOLDER / PORTAL).exists():
        pytest.skip("the portal for other sites is not built: sh bin/setup dev, with Node or network")
    with open_shop() as shop:
        shop.desk = desk.origin
        add = "INSERT INTO helpdesk.widget_origin (origin, has_portal) VALUES (%s, true)"
        desk.database.execute(add, (shop.origin,))
        yield shop


def visit(desk: Desk, shop: Shop, path: str = "/portal", attributes: str = "", **options: Any) -> Page:
    shop.attributes = attributes
    page = desk.page(None, f"{shop.origin}{path}", origins=(shop.origin,), **options)
    expect(page.locator("pgdesk-portal").get_by_role("heading", level=1)).to_be_visible()
    return page


def token_of(desk: Desk, who: str) -> str:
    person_id, role = desk.people[who]
    return bearer(role, person_id)["Authorization"].removeprefix("Bearer ")


def test_a_customer_signs_in_asks_and_is_answered_with_files(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop, allowed=("401",))
    portal = page.locator("pgdesk-portal")
    expect(portal.get_by_role("heading", level=1)).to_have_text("How can we help?")
    assert page.evaluate("document.activeElement === document.body"), "the host's page is left as it is"
    portal.get_by_role("link", name="Sign in").click()
    portal.get_by_label("Mail address").fill("dan@desk.example")
    portal.get_by_label("Password").fill(PASSWORD)
    portal.get_by_role("button", name="Sign in").click()
    expect(portal.get_by_role("heading", level=1)).to_have_text("My tickets")
    assert page.context.cookies() == []

    portal.get_by_role("navigation").first.get_by_role("link", name="New ticket").click()
    portal.get_by_label("Subject").fill("Asked in the shop")
    portal.get_by_label("Description").fill("From another site.")
    portal.locator("input[type=file]").set_input_files(
        {"name": "lamp.txt", "mimeType": "text/plain", "buffer": b"blinks"}
    )
    expect(portal.get_by_role("button", name="Remove lamp.txt")).to_be_visible()
    portal.get_by_role("button", name="Send request").click()
    expect(portal.get_by_role("heading", level=1)).to_have_text("Asked in the shop")
    assert page.url == f"{shop.origin}/portal"

    # What is said at the desk comes by itself; a file opens by a link that needs no cookie.
    ticket = desk.ticket("Asked in the shop")
    desk.call("ben", "reply", ticket_id=ticket, body="Have you tried another bulb?")
    expect(portal.get_by_text("Have you tried another bulb?")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/link")) as told, page.expect_popup():
        portal.get_by_role("link", name="lamp.txt").click()
    linked = page.context.request.get(desk.origin + told.value.json()["url"])
    assert linked.body() == b"blinks"

    portal.get_by_label("Your answer").fill("Yes, the same.")
    portal.get_by_role("button", name="Send", exact=True).click()
    expect(portal.get_by_text("Yes, the same.")).to_be_visible()

    # The tab stays signed in, others do not; what ended is begun again where it was.
    page.reload()
    expect(portal.get_by_role("link", name="Asked in the shop")).to_be_visible()
    end = "UPDATE helpdesk.session SET ended_at = now(), ended_because = 'revoked' WHERE ended_at IS NULL"
    desk.database.execute(end)
    portal.get_by_role("link", name="Asked in the shop").click()
    dialog = portal.get_by_role("dialog", name="Your session has ended")
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(portal.get_by_role("heading", level=1)).to_have_text("Asked in the shop")
    portal.get_by_role("button", name="Sign out").click()
    expect(portal.get_by_role("heading", level=1)).to_have_text("How can we help?")
    page.reload()
    expect(portal.get_by_role("heading", level=1)).to_have_text("How can we help?")


def test_the_hosts_token_says_who_it_is(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop, attributes=f'token="{token_of(desk, "zoe")}" language="de"', allowed=("401",))
    portal = page.locator("pgdesk-portal")
    expect(portal.get_by_role("heading", level=1)).to_have_text("Meine Tickets")
    expect(portal.get_by_role("button", name="Abmelden")).to_have_count(0)
    page.evaluate(
        "([token]) => { const portal = document.querySelector('pgdesk-portal');"
        " portal.setAttribute('language', 'en'); portal.setAttribute('token', token) }",
        [token_of(desk, "dan")],
    )
    expect(portal.get_by_role("link", name="Lamp blinks red")).to_be_visible()
    # One that is over is followed by another, where the host's page gives one.
    page.evaluate(
        "([good]) => { const portal = document.querySelector('pgdesk-portal');"
        " portal.renewToken = async () => good; portal.setAttribute('token', 'x.y.z') }",
        [token_of(desk, "mia")],
    )
    expect(portal.get_by_role("link", name="The scanner is not found")).to_be_visible()


def test_a_guest_asks_and_opens_what_was_mailed(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop, attributes='page="/create"')
    portal = page.locator("pgdesk-portal")
    portal.get_by_label("Your name").fill("Gus")
    portal.get_by_label("mail address").fill("gus@lamp.example")
    portal.get_by_label("Subject").fill("Without an account")
    portal.get_by_label("Description").fill("Please help.")
    portal.get_by_role("button", name="Send request").click()
    expect(portal.get_by_role("heading", level=1)).to_be_focused()
    assert desk.ticket("Without an account")


def test_articles_are_found_and_read(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop, attributes='page="/kb"')
    portal = page.locator("pgdesk-portal")
    portal.get_by_role("searchbox", name="Search the articles").fill("printer blank")
    portal.get_by_role("link", name="The printer prints blank pages").click()
    expect(portal.get_by_role("heading", level=1)).to_have_text("The printer prints blank pages")
    expect(portal.get_by_role("article")).not_to_be_empty()
    look(page, "embedded-article")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everybody_can_use_it(desk: Desk, shop: Shop, theme: Any, width: int) -> None:
    found: list[str] = []
    token = f'token="{token_of(desk, "dan")}"'
    pages = {
        "start": "",
        "login": 'page="/login"',
        "tickets": token,
        "ticket": f'page="/ESC-00002" {token}',
        "create": f'page="/create" {token}',
        "kb": 'page="/kb"',
    }
    for name, attributes in pages.items():
        page = visit(desk, shop, attributes=attributes, theme=theme, width=width)
        desk.settle(page)
        look(page, f"embedded-{name}-{theme}-{width}", whole=True)
        found += [f"{name}: {fault}" for fault in axe(page)]
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, f"{name} is too wide"
    assert found == []


def test_it_looks_as_the_host_wants_it(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop, "/portal/ar")
    button = page.locator("pgdesk-portal").get_by_role("listitem").first.get_by_role("link")
    expect(button).to_have_css("background-color", "rgb(0, 96, 0)")
    expect(button).to_have_css("font-size", "15px")
    expect(page.locator("pgdesk-portal .embedded")).to_have_attribute("dir", "rtl")
    assert page.title() == "Shop"
    assert page.evaluate("document.documentElement.lang") == "ar"


def test_a_site_that_nobody_named_is_told_so(desk: Desk, shop: Shop) -> None:
    with open_shop() as other:
        other.desk = desk.origin
        page = desk.page(
            None, f"{other.origin}/portal", origins=(other.origin,), allowed=("CORS", "ERR_FAILED", "403")
        )
        expect(page.get_by_role("alert")).to_be_visible()


def test_it_loads_no_more_code_than_the_portal(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop, attributes=f'token="{token_of(desk, "dan")}"')
    expect(page.get_by_role("link", name="Lamp blinks red")).to_be_visible()
    scripts = {asked.path for asked in desk.watch(page).requests if asked.kind == "script"}
    sizes = {path: _sent(path.removeprefix("/support/")) for path in scripts}
    assert sum(sizes.values()) < 60_000, sizes


def _sent(name: str) -> int:
    packed = FOLDER / f"{name}.gz"
    return (packed if packed.exists() else FOLDER / name).stat().st_size
