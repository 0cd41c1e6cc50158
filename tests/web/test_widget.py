"""The widget on a page of another web site that lets its script do nothing but run and ask the desk."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pgdesk.api.login.tokens import guest_code
from pgdesk.api.web.built import FOLDER, WIDGET
from tests.api.server import SECRET
from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.looks import look
from tests.web.shop import Shop, open_shop

HOSTILE = "<img src=x onerror=ran=1><script>ran=1</script>{{ran}}"


@pytest.fixture(scope="module")
def shop(desk: Desk) -> Iterator[Shop]:
    if not (FOLDER / WIDGET).exists():
        pytest.skip("the widget is not built: sh bin/setup dev, with Node or network")
    with open_shop() as shop:
        shop.desk = desk.origin
        desk.database.execute("INSERT INTO helpdesk.widget_origin (origin) VALUES (%s)", (shop.origin,))
        desk.database.execute(
            """
            INSERT INTO helpdesk.request_form (form, title, introduction, thanks, audience) VALUES
                ('question', 'A question', 'Ask us anything.', 'Thank you for your question.', 'public'),
                ('return', 'Send something back', NULL, NULL, 'public');
            """
        )
        add_field(desk, "reason", "Why does it go back?", "select", ["broken", "other"])
        add_field(desk, "damage", "What is broken?", "long_text")
        desk.database.execute(
            """
            INSERT INTO helpdesk.request_form_field (form, key, position, is_required, shown_when) VALUES
                ('question', 'subject', 1, true, '{}'),
                ('question', 'description', 2, true, '{}'),
                ('return', 'subject', 1, true, '{}'),
                ('return', 'reason', 2, true, '{}'),
                ('return', 'damage', 3, true, '{"reason": ["broken"]}')
            """
        )
        yield shop


def add_field(desk: Desk, key: str, label: str, kind: str, options: list[str] | None = None) -> None:
    given: dict[str, Any] = {"object": "ticket", "key": key, "label": label, "field_type": kind}
    desk.call(
        "ada",
        "add_custom_field",
        **given,
        customer_access="edit",
        **({"options": options} if options else {}),
    )


def visit(desk: Desk, shop: Shop, path: str = "/", **options: Any) -> Page:
    origins = (shop.origin, *options.pop("origins", ()))
    return desk.page(None, f"{shop.origin}{path}", origins=origins, **options)


def opened(desk: Desk, shop: Shop, path: str = "/", **options: Any) -> Page:
    page = visit(desk, shop, path, **options)
    page.locator(".opener").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def code_for(desk: Desk, address: str) -> str:
    """The code that was mailed to the address."""
    nonce = desk.value(
        "SELECT l.code_nonce FROM helpdesk.outgoing_mail AS m JOIN helpdesk.guest_link AS l"
        " ON l.guest_link_id = (m.data ->> 'guest_link_id')::bigint"
        " WHERE m.address = %s ORDER BY m.outgoing_mail_id DESC",
        address,
    )
    return guest_code(SECRET, nonce)


def write(page: Page, subject: str, email: str) -> None:
    page.get_by_role("button", name="Write to us").click()
    page.get_by_label("What is it about?").select_option("A question")
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Message").fill("How high is it?")
    page.get_by_label("Your mail address").fill(email)


def converse(desk: Desk, page: Page, subject: str, email: str) -> int:
    """A conversation that is open in the widget; its ticket."""
    write(page, subject, email)
    page.get_by_role("button", name="Send").click()
    code = page.get_by_label("Code from the mail")
    expect(code).to_be_visible()
    code.fill(code_for(desk, email))
    page.get_by_role("button", name="Open the conversation").click()
    expect(page.get_by_role("listitem").filter(has_text="How high is it?")).to_be_visible()
    return desk.ticket(subject)


def looks_again(page: Page) -> None:
    """As a visitor who comes back to the tab."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_visitor_asks_and_is_answered_by_keyboard_alone(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop)
    expect(page.locator(".opener")).to_be_visible()

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    press("Tab", "Tab", "Enter")
    expect(page.get_by_role("heading", name="How can we help?")).to_be_focused()
    page.get_by_role("button", name="Write to us").focus()
    press("Enter")
    topic = page.get_by_label("What is it about?")
    topic.focus()
    page.keyboard.type("Send")
    subject = page.get_by_label("Subject")
    expect(subject).to_be_visible()
    expect(page.get_by_label("What is broken?")).to_be_hidden()
    press("Tab")
    expect(subject).to_be_focused()
    page.keyboard.type("The chair")
    press("Tab")
    page.keyboard.type("broken")
    expect(page.get_by_label("What is broken?")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).focus()
    press("Enter")
    expect(page.get_by_label("What is broken?")).to_be_focused()
    expect(page.get_by_label("What is broken?")).to_have_accessible_description("Please fill this in.")
    page.keyboard.type("A leg")
    press("Tab", "Tab")
    page.keyboard.type("eve@lamp.example")
    press("Enter")
    code = page.get_by_label("Code from the mail")
    expect(code).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("Thank you, we have it.")
    code.focus()
    page.keyboard.type(code_for(desk, "eve@lamp.example"))
    press("Enter")
    expect(page.get_by_text("We are on it")).to_be_visible()
    custom = desk.rows("ben", "ticket_custom_fields?damage=eq.A%20leg&select=reason,damage,tickets(channel)")
    assert custom == [{"reason": "broken", "damage": "A leg", "tickets": {"channel": "widget"}}]
    press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".opener")).to_be_focused()


def test_the_keyboard_stays_in_the_dialog(desk: Desk, shop: Shop) -> None:
    page = opened(desk, shop)
    for _ in range(20):
        page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || document.activeElement.localName === 'pgdesk-widget'"
        )
        assert page.evaluate(inside)


def test_an_answer_comes_is_answered_and_all_is_rated(desk: Desk, shop: Shop) -> None:
    page = opened(desk, shop)
    ticket = converse(desk, page, "The high lamp", "ann@lamp.example")
    desk.call("ben", "reply", ticket_id=ticket, body=f"Two metres. {HOSTILE}")
    looks_again(page)
    expect(page.get_by_role("status").last).to_have_text("New message by Ben Okafor")
    expect(page.get_by_text("Two metres.")).to_be_visible()
    look(page, "widget-conversation")
    page.get_by_label("Your answer").fill("Too high.")
    page.get_by_role("button", name="Send", exact=True).first.click()
    expect(page.get_by_role("listitem").filter(has_text="Too high.")).to_contain_text("You")
    page.get_by_role("button", name="It is solved: close it").click()
    expect(page.get_by_text("The conversation is closed.")).to_be_visible()
    page.get_by_role("radio", name="4 of 5").check()
    page.get_by_label("Anything to add?").fill("Quick")
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    assert desk.rows("ben", f"ratings?ticket_id=eq.{ticket}&select=rating,comment") == [
        {"rating": 4, "comment": "Quick"}
    ]
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("The conversation is open again.")).to_be_visible()
    assert page.evaluate("typeof ran") == "undefined"
    page.reload()
    page.locator(".opener").click()
    page.get_by_role("button", name="The high lamp").click()
    expect(page.get_by_text("Two metres.")).to_be_visible()


def test_articles_are_found_and_suggested(desk: Desk, shop: Shop) -> None:
    saved = desk.call(
        "ada", "save_article", title=f"Wobbling stools {HOSTILE}", body="They wobble.", slug="wobbling"
    )
    desk.call("ada", "publish_article", article_id=saved["article_id"])
    page = opened(desk, shop)
    page.get_by_role("searchbox", name="Search the articles").fill("wobbling")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Wobbling stools")
    expect(link).to_have_attribute("href", f"{desk.origin}/support/kb/articles/wobbling?language=en")
    expect(page.get_by_text("1 article", exact=True)).to_be_visible()
    write(page, "My stool is wobbling", "ann@lamp.example")
    expect(page.get_by_text("Perhaps this helps")).to_be_visible()
    expect(page.get_by_role("link", name="Wobbling stools")).to_be_visible()
    assert page.evaluate("typeof ran") == "undefined"


def test_what_is_typed_outlives_a_reload(desk: Desk, shop: Shop) -> None:
    page = opened(desk, shop)
    write(page, "Half a sentence", "half@lamp.example")
    page.reload()
    page.locator(".opener").click()
    page.get_by_role("button", name="Write to us").click()
    expect(page.get_by_label("Subject")).to_have_value("Half a sentence")
    expect(page.get_by_label("Your mail address")).to_have_value("half@lamp.example")


def test_without_a_connection_it_is_kept_and_sent_once(desk: Desk, shop: Shop) -> None:
    page = opened(desk, shop, allowed=("ERR_INTERNET_DISCONNECTED",))
    write(page, "Once", "once@lamp.example")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").filter(has_text="no connection")).to_be_visible()
    look(page, "widget-offline")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Code from the mail")).to_be_visible()
    assert desk.value("SELECT count(*) FROM helpdesk.ticket WHERE subject = 'Once'") == 1


def test_what_the_desk_refuses_is_said_in_its_words(desk: Desk, shop: Shop) -> None:
    page = opened(desk, shop, allowed=("422",))
    write(page, "No address", "nobody")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").filter(has_text="address")).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("No address")


def test_a_wrong_code_opens_nothing(desk: Desk, shop: Shop) -> None:
    page = opened(desk, shop, allowed=("401",))
    write(page, "A secret", "secret@lamp.example")
    page.get_by_role("button", name="Send").click()
    page.get_by_label("Code from the mail").fill("1234 5678")
    page.get_by_role("button", name="Open the conversation").click()
    expect(page.get_by_role("alert").filter(has_text="code")).to_be_visible()
    page.get_by_role("button", name="Send the mail again").click()
    expect(page.get_by_text("the mail is on its way")).to_be_visible()


def test_the_challenge_is_solved_meanwhile(desk: Desk, shop: Shop) -> None:
    desk.database.execute("UPDATE helpdesk.setting SET value = '12' WHERE key = 'guest_challenge_bits'")
    try:
        page = opened(desk, shop)
        write(page, "Some work", "work@lamp.example")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_label("Code from the mail")).to_be_visible()
    finally:
        desk.database.execute("UPDATE helpdesk.setting SET value = NULL WHERE key = 'guest_challenge_bits'")


def test_the_trap_for_programs_is_for_no_person(desk: Desk, shop: Shop) -> None:
    page = opened(desk, shop)
    write(page, "x", "x@lamp.example")
    expect(page.get_by_role("textbox", name="Website")).to_have_count(0)
    assert page.locator("[name=website]").get_attribute("tabindex") == "-1"
    assert page.locator("[name=website]").bounding_box()["x"] < 0  # type: ignore[index]


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_it_speaks_the_language_of_the_page(desk: Desk, shop: Shop, language: str, direction: str) -> None:
    page = opened(desk, shop, f"/{language}")
    widget = page.locator(".widget")
    expect(widget).to_have_attribute("lang", language)
    expect(widget).to_have_attribute("dir", direction)
    look(page, f"widget-home-{language}")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everybody_can_use_it(desk: Desk, shop: Shop, theme: Any, width: int) -> None:
    page = visit(desk, shop, theme=theme, width=width)
    expect(page.locator(".opener")).to_be_visible()
    assert axe(page) == []
    page.locator(".opener").click()
    found: list[str] = []

    def check(name: str) -> None:
        look(page, f"widget-{name}-{theme}-{width}")
        found.extend(f"{name}: {fault}" for fault in axe(page))
        content = page.locator(".content")
        assert content.evaluate("node => node.scrollWidth <= node.clientWidth"), f"{name} is too wide"

    check("home")
    address = f"{theme}{width}@lamp.example"
    write(page, "x" * 300, address)
    check("form")
    page.get_by_label("Subject").fill("")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Subject")).to_be_focused()
    check("form-missing")
    page.get_by_label("Subject").fill("x" * 300)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Code from the mail")).to_be_visible()
    check("code")
    page.get_by_label("Code from the mail").fill(code_for(desk, address))
    page.get_by_role("button", name="Open the conversation").click()
    expect(page.get_by_text("How high is it?")).to_be_visible()
    check("conversation")
    page.get_by_role("button", name="It is solved: close it").click()
    expect(page.get_by_role("radio", name="5 of 5")).to_be_visible()
    check("closed")
    assert found == []


def test_a_site_that_nobody_named_shows_no_widget(desk: Desk, shop: Shop) -> None:
    with open_shop() as other:
        other.desk = desk.origin
        page = desk.page(None, "about:blank", allowed=("CORS", "ERR_FAILED", "403"), origins=(other.origin,))
        with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/widget/branding")):
            page.goto(other.origin)
        expect(page.locator("pgdesk-widget")).to_have_count(0)


def test_the_page_stays_as_it_was(desk: Desk, shop: Shop) -> None:
    page = visit(desk, shop)
    expect(page.locator(".opener")).to_be_visible()
    without = desk.page(None, "about:blank", allowed=("ERR_FAILED",), origins=(shop.origin,))
    without.route("**/widget.js", lambda route: route.abort())
    without.goto(shop.origin)
    names = "Object.getOwnPropertyNames(window)"
    assert set(page.evaluate(names)) == set(without.evaluate(names))
    assert page.evaluate("document.body.children.length") == 3


def test_the_script_is_small() -> None:
    if not (FOLDER / WIDGET).exists():
        pytest.skip("the widget is not built")
    script = (FOLDER / WIDGET).read_bytes()
    assert len(gzip.compress(script, 9)) < 20_000
    for forbidden in (b"innerHTML", b"eval(", b"new Function", b"document.cookie", b"import("):
        assert forbidden not in script
