"""A desk in an office, by plain http: browsers give its pages no locks, no clipboard, no randomUUID()."""

from playwright.sync_api import expect

from tests.web.desk import Desk
from tests.web.keyboard import press

SLOW = 30_000
#: 127.0.0.1 counts as safe in every browser: what others lack is taken away.
_LESS = """
  delete Navigator.prototype.locks;
  delete Navigator.prototype.clipboard;
  delete Crypto.prototype.randomUUID;
"""


def test_an_agent_works_without_what_https_alone_gives(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "By plain http")
    page = desk.page("ben", "/support/login")
    page.add_init_script(_LESS)
    page.goto(f"/support/agent/tickets/{ticket}")
    assert page.evaluate("[typeof navigator.locks, typeof crypto.randomUUID]") == ["undefined"] * 2
    expect(page.get_by_role("heading", level=1)).to_have_text("By plain http", timeout=SLOW)
    press(page, "r")
    page.keyboard.type("Here we are.")
    press(page, "Control+Enter")
    sent = page.get_by_role("article").filter(has_text="Here we are.")
    expect(sent).to_be_visible()
    expect(sent.get_by_text("Sending")).to_have_count(0)
    said = "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s AND body LIKE 'Here we are.%%'"
    assert desk.value(said, ticket) == 1
    # The stream is there, too.
    desk.call("dan", "reply", ticket_id=ticket, body="Thank you!")
    expect(page.get_by_role("article").filter(has_text="Thank you!")).to_be_visible(timeout=SLOW)
    press(page, "Escape", "Control+.")
    expect(page.get_by_text("Copied").or_(page.get_by_text("copied"))).to_be_visible()
    press(page, "@")
    expect(page.get_by_role("dialog")).to_be_visible()
