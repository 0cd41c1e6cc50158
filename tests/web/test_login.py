"""Signing in, by all ways; and what is mailed for it."""

import base64
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pgdesk.api.login.totp import current_step
from pgdesk.cli.invitations import waiting_links
from tests.api.server import SECRET
from tests.factors.conftest import App
from tests.web.axe import axe
from tests.web.browser import Chromium
from tests.web.desk import Desk, running_desk
from tests.web.furnish import PASSWORD

REFUSED = "status of 4"


def sign_in(page: Page, who: str, password: str = PASSWORD) -> None:
    page.get_by_label("Mail address").fill(f"{who}@desk.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def mailed(desk: Desk, email: str) -> str:
    """The newest link to this address."""
    return waiting_links(desk.database, email, desk.origin, SECRET)[0].split()[1]


def app_of(secret: str) -> App:
    return App(base64.b32decode(secret), current_step() - 2)


def test_people_come_where_they_belong(desk: Desk) -> None:
    page = desk.page(None, "/support/agent/tickets", allowed=[REFUSED])
    expect(page).to_have_url(re.compile(r"/support/login\?next="))
    expect(page.get_by_label("Mail address")).to_be_focused()
    assert axe(page) == []
    sign_in(page, "ben", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    expect(page.get_by_label("Mail address")).to_have_value("ben@desk.example")
    sign_in(page, "ben")
    expect(page).to_have_url(re.compile("/support/agent/tickets$"))

    for who, next_, place in (
        ("ben", "", "/support/agent"),
        ("dan", "", "/support/"),
        ("dan", "?next=/create", "/support/create"),
        ("dan", "?next=//elsewhere.example", "/support/"),
        ("dan", "?next=/%09/elsewhere.example", "/support/"),
    ):
        page = desk.page(None, f"/support/login{next_}")
        sign_in(page, who)
        expect(page).to_have_url(re.compile(f"{re.escape(desk.origin + place)}(/tickets)?(\\?.*)?$"))


def test_a_login_goes_on_by_a_second_factor(desk: Desk) -> None:
    tokens = desk.log_in("mia")
    begun = desk.client.post("/auth/totp", json={"refresh_token": tokens}).json()
    app = app_of(begun["secret"])
    sent = {"refresh_token": tokens, "totp": app.code()}
    codes = desk.client.post("/auth/totp/confirmation", json=sent).json()["recovery_codes"]

    page = desk.page(None, "/support/login", allowed=[REFUSED])
    sign_in(page, "mia")
    code = page.get_by_label("Code of your authenticator app")
    expect(code).to_be_focused()
    assert axe(page) == []
    code.fill("000 000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("the code is wrong")
    code.fill(app.code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")

    page = desk.page(None, "/support/login")
    sign_in(page, "mia")
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\t/elsewhere.example/", "javascript:alert(1)"],
)
def test_an_address_that_somebody_made_leads_no_login_elsewhere(desk: Desk, target: str) -> None:
    begun = {"challenge": "x", "factors": ["totp"], "expires_in": 600, "passkey": None, "target": target}
    packed = base64.urlsafe_b64encode(json.dumps(begun).encode()).rstrip(b"=").decode()
    page = desk.page(None, f"/support/login#challenge={packed}")
    sign_in(page, "dan")
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    assert page.url.startswith(f"{desk.origin}/support")


def test_a_page_is_of_whom_its_cookies_are(desk: Desk) -> None:
    first = desk.page("dan", "/support/tickets")
    expect(first.get_by_role("heading", level=1)).to_have_text("My tickets")
    second = first.context.new_page()
    second.goto(f"{desk.origin}/support/login")
    sign_in(second, "zoe")
    expect(first.get_by_text("Zoe Adler")).to_be_visible()


def test_who_needs_a_factor_adds_one_on_the_way(desk: Desk) -> None:
    desk.call("ada", "set_setting", key="factors_required_of", value=["customer"])
    try:
        page = desk.page(None, "/support/login")
        sign_in(page, "zoe")
        page.get_by_role("button", name="Use an authenticator app").click()
        expect(page.get_by_role("img", name="QR code for the authenticator app")).to_be_visible()
        assert axe(page) == []
        secret = page.locator("code").inner_text()
        page.get_by_label("Code of your authenticator app").fill(app_of(secret).code())
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        expect(page.get_by_role("listitem").filter(has=page.locator("code"))).to_have_count(10)
        page.get_by_role("button", name="I have kept them").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    finally:
        desk.call("ada", "set_setting", key="factors_required_of", value=[])


def test_a_session_that_ends_is_begun_anew_over_the_page(desk: Desk) -> None:
    ticket_id = desk.new_ticket("dan", "A session that ends")
    page = desk.page("dan", f"/support/tickets/{ticket_id}", allowed=[REFUSED])
    page.get_by_label("Your answer").fill("Half a sentence")
    desk.call("ada", "end_sessions", person_id=desk.people["dan"][0])
    page.get_by_role("button", name="Send", exact=True).click()
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog.get_by_label("Mail address")).to_have_value("dan@desk.example")
    expect(dialog.get_by_label("Password")).to_be_focused()
    assert axe(page) == []
    dialog.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("Your answer")).to_have_value("")
    expect(page.get_by_role("article").filter(has_text="Half a sentence")).to_be_visible()
    said = "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s"
    assert desk.value(said, ticket_id) == 1


def test_a_newcomer_registers_and_forgets_the_password(desk: Desk) -> None:
    page = desk.page(None, "/support/login", allowed=[REFUSED])
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Your name").fill("Nia")
    page.get_by_label("Mail address").fill("nia@new.example")
    assert axe(page) == []
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("status").filter(has_text="on its way")).to_be_focused()

    page.goto(mailed(desk, "nia@new.example"))
    expect(page).to_have_url(re.compile("/support/password#"))
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("alert")).to_contain_text("a password has at least 10 characters")
    page.get_by_label("New password").fill("a long enough one")
    assert axe(page) == []
    page.get_by_role("button", name="Set password").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Mail address").fill("nia@new.example")
    page.get_by_label("Password").fill("a long enough one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/support/login"))
    page.goto("/support")
    expect(page).to_have_url(re.compile("/support/login"))

    page.get_by_label("Mail address").fill("nia@new.example")
    page.get_by_role("link", name="Forgot the password?").click()
    expect(page.get_by_label("Mail address")).to_have_value("nia@new.example")
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("status").filter(has_text="on its way")).to_be_visible()
    page.goto("/auth/password#nobody-made-this")
    page.get_by_label("New password").fill("a long enough one")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("alert")).to_contain_text("the link is void")
    page.get_by_role("link", name="Ask for another link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Forgot the password?")


def test_an_address_is_verified_by_a_press_of_the_button(desk: Desk) -> None:
    person_id = desk.people["cleo"][0]
    asked = desk.client.post("/auth/verification", json={"email": "cleo@desk.example"})
    assert asked.status_code == 204
    page = desk.page(None, mailed(desk, "cleo@desk.example"))
    button = page.get_by_role("button", name="Yes, it is mine")
    expect(button).to_be_visible()
    verified = "SELECT helpdesk.email_verified_at(%s) IS NOT NULL"
    assert not desk.value(verified, person_id), "who only opens the page uses nothing up"
    assert axe(page) == []
    button.click()
    expect(page.get_by_text("Thank you, the address is verified.")).to_be_focused()
    assert desk.value(verified, person_id)


def test_pages_are_read_in_another_language(desk: Desk) -> None:
    page = desk.page(None, "/support/login", language="ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert axe(page) == []
    page.get_by_role("combobox").select_option("Deutsch")
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


@pytest.fixture(scope="module")
def local_desk(server_dsn: str, chromium: Chromium) -> Iterator[Desk]:
    with running_desk(server_dsn, chromium, host="localhost") as running:
        yield running


def test_a_passkey_signs_in_alone_and_after_the_password(local_desk: Desk) -> None:
    desk = local_desk
    page = desk.page("dan", "/support/account")
    authority = page.context.new_cdp_session(page)
    authority.send("WebAuthn.enable")
    authenticator = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    authority.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("listitem").filter(has_text="Laptop")).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()

    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    # What is still asked for when somebody signs out is refused.
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "dan")
    page.get_by_role("button", name="Use the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
