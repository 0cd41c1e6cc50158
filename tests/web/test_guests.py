"""One ticket without an account: by a mailed link, or by the code beside it."""

import re

from playwright.sync_api import expect

from pgdesk.cli.invitations import waiting_links
from tests.api.server import SECRET
from tests.mail.test_pictures import PNG
from tests.web.axe import axe
from tests.web.desk import Desk

ADDRESS = "eve@lamp.example"


def _open_ticket(desk: Desk, subject: str) -> tuple[int, str, str]:
    """Its id, the mailed link, and the code beside it."""
    body = {"subject": subject, "email": ADDRESS, "name": "Eve"}
    answer = desk.client.post("/support/widget/tickets", json=body)
    assert answer.status_code == 201, answer.text
    _, link, _, code = waiting_links(desk.database, ADDRESS, desk.origin, SECRET)[0].split()
    return desk.ticket(subject), link, code


def test_a_guest_follows_the_link_answers_and_rates(desk: Desk) -> None:
    ticket_id, link, _ = _open_ticket(desk, "The lamp is dark")
    # Somebody else has signed in here: a link opens its ticket all the same, and no more.
    page = desk.page("dan", link, allowed=["Applying inline style"])
    expect(page).to_have_url(re.compile("/support/guest#"))
    expect(page.get_by_role("heading", level=1)).to_have_text("The lamp is dark")
    assert axe(page) == []
    page.locator("input[type=file]").set_input_files(
        {"name": "lamp.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.get_by_label("Your answer").fill("It is the green one.")
    page.get_by_role("button", name="Send", exact=True).click()
    answered = page.get_by_role("article").filter(has_text="It is the green one.")
    expect(answered.get_by_role("heading")).to_have_text("You")
    with page.context.expect_page() as opened:
        answered.get_by_role("link", name="lamp.png").click()
    expect(opened.value.locator("img")).to_have_js_property("complete", True)

    desk.call("ben", "claim_ticket", ticket_id=ticket_id)
    desk.call("ben", "resolve_ticket", ticket_id=ticket_id)
    expect(page.get_by_text("Ben Okafor solved this")).to_be_visible()
    # The stars of a mail lead here with an answer, which its reader sends.
    page.goto("about:blank")
    page.goto(f"{link}&rating=5")
    expect(page.get_by_role("radio", name="5 stars, Great")).to_be_checked()
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_text("You gave 5 stars of 5.")).to_be_visible()

    page.get_by_role("link", name="New ticket").click()
    expect(page.get_by_role("link", name="Account of Dan Whitfield")).to_be_visible()


def test_a_guest_opens_the_ticket_by_its_code(desk: Desk) -> None:
    ticket_id, _, code = _open_ticket(desk, "The lamp by its code")
    page = desk.page(None, "/support/guest", allowed=["status of 4"])
    page.get_by_label("Mail address").fill(ADDRESS)
    page.get_by_label("Number of the ticket").fill(f"ESC-{ticket_id:05}")
    page.get_by_label("Code").fill("00000000")
    page.get_by_role("button", name="Open ticket").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("Code").fill(f"{code[:4]} {code[4:]}")
    page.get_by_role("button", name="Open ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The lamp by its code")
    # The code is good once, and yet the page may be loaded again.
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The lamp by its code")


def test_a_link_that_is_void_says_so_and_another_can_be_had(desk: Desk) -> None:
    ticket_id, link, _ = _open_ticket(desk, "The lamp of a void link")
    desk.value("DELETE FROM helpdesk.guest_link WHERE ticket_id = %s RETURNING 1", ticket_id)
    page = desk.page(None, link, allowed=["status of 4"])
    expect(page.get_by_role("alert")).to_contain_text("void")
    page.get_by_label("Mail address").fill(ADDRESS)
    page.get_by_label("Number of the ticket").fill(f"ESC-{ticket_id:05}")
    page.get_by_role("button", name="Send me link and code again").click()
    expect(page.get_by_role("status").filter(has_text="a mail is on its way")).to_be_visible()
    page.goto("about:blank")
    page.goto(waiting_links(desk.database, ADDRESS, desk.origin, SECRET)[0].split()[1])
    expect(page.get_by_role("heading", level=1)).to_have_text("The lamp of a void link")
