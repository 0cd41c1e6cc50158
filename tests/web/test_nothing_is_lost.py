"""What is typed stays, whatever happens meanwhile: to page, session, server, row and deployment."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from pgdesk.api.web.built import FOLDER
from tests.web.desk import Desk
from tests.web.furnish import PASSWORD
from tests.web.keyboard import press

SLOW = 30_000
#: What the browser itself says of a request that found no server, or was refused.
LOST = r"Failed to load resource|net::ERR"


def open_ticket(desk: Desk, ticket: int) -> Page:
    page = desk.page("ben", f"/support/agent/tickets/{ticket}", allowed=(LOST,))
    expect(field(page)).to_be_visible(timeout=SLOW)
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("region", name="Write").get_by_role("textbox")


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


def count_messages(desk: Desk, ticket: int, text: str) -> int:
    said = "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s AND body = %s AND deleted_at IS NULL"
    return int(desk.value(said, ticket, text))


def sign_in(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


# --- forms of the administration


def test_a_form_waits_for_its_row_and_follows_what_nobody_has_touched(desk: Desk) -> None:
    policy = desk.value("SELECT sla_policy_id FROM helpdesk.sla_policy WHERE name = 'Standard'")
    page = desk.page("ada", "/support/admin/sla-policies", allowed=(LOST,))
    held: list[Route] = []
    page.route(re.compile(r"/rest/sla_policies\?.*sla_policy_id=eq"), lambda route: held.append(route))
    page.get_by_role("link", name="Standard", exact=True).click()
    expect(page.get_by_role("link", name="Back")).to_be_visible()
    name, description = page.get_by_label("Name"), page.get_by_label("What it is for")
    expect(name).to_have_count(0)
    for route in held:
        route.continue_()
    page.unroute_all()
    expect(name).to_have_value("Standard")

    name.fill("Standard, and more")
    desk.call(
        "ada", "save_sla_policy", draft={"sla_policy_id": policy, "name": "Base", "description": "For all"}
    )
    page.reload()
    expect(name).to_have_value("Standard, and more")
    expect(description).to_have_value("For all")
    told = page.get_by_role("status").filter(has_text="Somebody else has changed this meanwhile: Name.")
    told.get_by_role("button", name="Take theirs").click()
    expect(name).to_have_value("Base")
    expect(told).to_have_count(0)
    name.fill("Standard")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="SLA policies")).to_be_visible()
    found = "SELECT name || ' ' || description FROM helpdesk.sla_policy WHERE sla_policy_id = %s"
    assert desk.value(found, policy) == "Standard For all"


@pytest.mark.parametrize(
    ("path", "label", "back"),
    [
        ("/support/admin/macros/new", "Name", "Back"),
        ("/support/admin/business-hours/{calendar}", "What it is for", "Back"),
        ("/support/admin/tags?row=new", "Name", "Cancel"),
        ("/support/admin/categories?row=new", "Name", "Cancel"),
    ],
)
def test_an_editor_asks_before_it_goes_and_comes_back_as_it_was(
    desk: Desk, path: str, label: str, back: str
) -> None:
    page = desk.page("ada", desk.fill(path))
    typed = page.get_by_label(label).first
    typed.fill("Not saved yet")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(typed).to_have_value("Not saved yet")
    expect(page.get_by_text("You had begun this before")).to_be_visible()

    away = page.get_by_role("button", name=back).or_(page.get_by_role("link", name=back))
    away.click()
    leaving = page.get_by_role("dialog", name="Leave without saving?")
    leaving.get_by_role("button", name="Stay here").click()
    expect(typed).to_have_value("Not saved yet")
    away.click()
    leaving.get_by_role("button", name="Leave without saving").click()
    expect(typed).to_have_count(0)
    page.goto(desk.fill(path))
    expect(typed).not_to_have_value("Not saved yet")
    assert len(asked) == 1


def test_a_setting_that_is_refused_stands_as_it_was_typed(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/settings", allowed=(LOST,))
    seconds = page.get_by_label("Undo a reply (seconds)", exact=True)
    seconds.fill("100000")
    press(page, "Tab")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(seconds).to_have_value("100000")
    page.reload()
    expect(seconds).to_have_value("100000")
    seconds.fill("30")
    page.get_by_role("button", name="Save Undo a reply (seconds)").click()
    expect(page.get_by_role("button", name="Save Undo a reply (seconds)")).to_have_count(0)
    assert desk.value("SELECT helpdesk.setting_int('undo_send_seconds')") == 30


# --- replies of agents


def test_a_reply_outlives_its_tab_and_the_session(desk: Desk) -> None:
    ticket = desk.new_ticket("zoe", "Sessions end")
    page = open_ticket(desk, ticket)
    field(page).fill("In a tab that is closed")
    page.close()
    page = page.context.new_page()
    page.goto(f"/support/agent/tickets/{ticket}")
    expect(field(page)).to_have_value("In a tab that is closed", timeout=SLOW)

    desk.call("ada", "end_sessions", person_id=desk.people["ben"][0])
    press(page, "r", "Control+Enter")
    again = page.get_by_role("dialog", name="Your session has ended")
    expect(again).to_be_visible()
    sign_in(page)
    sent = message(page, "In a tab that is closed")
    expect(sent.get_by_role("status")).to_have_count(0, timeout=SLOW)
    assert count_messages(desk, ticket, "In a tab that is closed") == 1

    # By way of the page where one signs in.
    field(page).fill("Sent before, written after")
    desk.call("ada", "end_sessions", person_id=desk.people["ben"][0])
    press(page, "Control+Enter")
    again.get_by_role("button", name="Close").click()
    expect(page).to_have_url(re.compile("/support/login"))
    page.get_by_label("Mail address").fill("ben@desk.example")
    sign_in(page)
    expect(page).to_have_url(re.compile(f"/agent/tickets/{ticket}$"))
    expect(message(page, "Sent before, written after").get_by_role("status")).to_have_count(0, timeout=SLOW)
    expect(message(page, "Sent before, written after")).to_have_count(1)
    assert count_messages(desk, ticket, "Sent before, written after") == 1


def test_a_reply_waits_for_a_server_that_is_started_again(desk: Desk) -> None:
    ticket = desk.new_ticket("zoe", "The server is gone")
    page = open_ticket(desk, ticket)
    with desk.outage():
        field(page).fill("While nobody listens")
        press(page, "Control+Enter")
        waiting = message(page, "While nobody listens").get_by_role("status")
        expect(waiting).to_contain_text("Kept here", timeout=SLOW)
    expect(waiting).to_have_count(0, timeout=2 * SLOW)
    assert count_messages(desk, ticket, "While nobody listens") == 1


def test_what_is_taken_back_or_not_sent_is_a_draft_again(desk: Desk) -> None:
    desk.call("ada", "set_setting", key="undo_send_seconds", value=60)
    ticket = desk.new_ticket("dan", "Taken back")
    page = open_ticket(desk, ticket)
    field(page).fill("Too early")
    press(page, "Control+Enter")
    expect(field(page)).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value("Too early", timeout=SLOW)
    assert count_messages(desk, ticket, "Too early") == 0

    # To be sent later: the customer writes first.
    page.get_by_role("button", name="More ways to send").click()
    page.get_by_role("menuitem", name=re.compile("Send later")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("later")).last.click()
    expect(field(page)).to_have_value("")
    field(page).fill("Begun since")
    desk.call("dan", "reply", ticket_id=ticket, body="It works again.")
    expect(field(page)).to_have_value("Too early\n\nBegun since", timeout=SLOW)
    desk.call("ada", "set_setting", key="undo_send_seconds", value=None)


def test_a_side_conversation_is_begun_and_answered_over_reloads(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "Beside the ticket")
    page = open_ticket(desk, ticket)
    start = page.get_by_role("button", name="Start a side conversation")
    start.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Message").fill("Do you know this lamp?")
    press(page, "Escape")
    expect(dialog).to_have_count(0)
    page.reload()
    start.click()
    expect(dialog.get_by_label("Message")).to_have_value("Do you know this lamp?")
    dialog.get_by_role("combobox").fill("cleo")
    dialog.get_by_role("option", name="Cleo Marchetti").click()
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)

    thread = page.locator("summary").filter(has_text="1 message")
    thread.click()
    answer = page.get_by_label("Write here")
    answer.fill("One more thing")
    page.reload()
    thread.click()
    expect(answer).to_have_value("One more thing")
    with desk.outage():
        page.get_by_role("complementary").get_by_role("button", name="Send").click()
        expect(page.get_by_role("alert").filter(has_text="cannot be reached").first).to_be_visible(
            timeout=SLOW
        )
        expect(answer).to_have_value("One more thing")
    page.get_by_role("complementary").get_by_role("button", name="Send").click()
    expect(answer).to_have_value("", timeout=SLOW)
    assert desk.value("SELECT count(*) FROM helpdesk.side_message WHERE body = 'One more thing'") == 1


# --- customers


def test_a_request_and_an_answer_are_written_once_though_their_answers_get_lost(desk: Desk) -> None:
    page = desk.page("zoe", "/support/create", allowed=(LOST,))
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        route.fetch()
        if name in lost:
            return route.continue_()
        lost.append(name)
        return route.abort()

    page.route(re.compile("/rest/rpc/(create_ticket|reply)$"), lose_once)
    page.get_by_label("Subject").fill("Once only")
    page.get_by_label("Description").fill("However often it is sent.")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.reload()
    expect(page.get_by_label("Subject")).to_have_value("Once only")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Once only", timeout=SLOW)
    assert desk.value("SELECT count(*) FROM helpdesk.ticket WHERE subject = 'Once only'") == 1

    page.get_by_label("Your answer").fill("An answer, once")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("An answer, once")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_label("Your answer")).to_have_value("", timeout=SLOW)
    assert lost == ["create_ticket", "reply"]
    assert count_messages(desk, desk.ticket("Once only"), "An answer, once") == 1


def test_a_request_begun_by_a_guest_goes_on_when_signed_in(desk: Desk) -> None:
    page = desk.page(None, "/support/create", allowed=(LOST,))
    page.get_by_label("Subject").fill("Begun by a guest")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    expect(page).to_have_url(re.compile("/support/login"))
    page.get_by_label("Mail address").fill("mia@desk.example")
    sign_in(page)
    expect(page.get_by_label("Subject")).to_have_value("Begun by a guest")
    page.context.set_offline(True)
    page.get_by_label("Description").fill("Without a connection.")
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.context.set_offline(False)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Begun by a guest", timeout=SLOW)


# --- parts of the pages that are loaded later


def test_a_dialog_that_could_not_be_loaded_is_loaded_when_it_is_asked_for(desk: Desk) -> None:
    ticket = desk.new_ticket("zoe", "A dialog in a tunnel")
    page = desk.page("ben", "/support/agent/mentions", allowed=(LOST,))
    # Nothing is fetched ahead of its use.
    page.route(re.compile("/support/$"), lambda route: route.abort())
    page.goto(f"/support/agent/tickets/{ticket}")
    field(page).fill("Half a sentence")
    press(page, "Escape")
    page.context.set_offline(True)
    press(page, "m")
    told = page.get_by_text("This part of the page could not be loaded.")
    expect(told).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    expect(told).to_have_count(0, timeout=SLOW)
    press(page, "m")
    merge = page.get_by_role("dialog", name="Merge into another ticket")
    expect(merge).to_be_visible()

    # What the browser remembers as lost needs a page that is new.
    page.route(re.compile("/assets/Palette"), lambda route: route.abort())
    press(page, "Escape", "Control+k")
    expect(merge).to_have_count(0)
    expect(field(page)).to_have_value("Half a sentence", timeout=SLOW)
    page.unroute_all()


def test_a_deployment_loads_the_page_anew_and_what_was_typed_stays(desk: Desk, tmp_path: Path) -> None:
    ticket = desk.new_ticket("zoe", "Deployed meanwhile")
    page = open_ticket(desk, ticket)
    field(page).fill("Typed into the old page")
    press(page, "Escape")
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    with desk.outage(web=renamed(tmp_path)):
        pass
    press(page, "Control+k")
    expect(page.locator("script[src*='new-']")).to_have_count(1, timeout=SLOW)
    expect(field(page)).to_have_value("Typed into the old page", timeout=SLOW)
    press(page, "Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "Escape")
    assert len(loads) == 1

    with desk.outage():
        pass
    page.get_by_role("link", name=re.compile("^Notifications")).click()
    expect(page.get_by_role("heading", level=1, name="Notifications")).to_be_visible(timeout=SLOW)
    assert len(loads) == 2
    page.go_back()
    expect(field(page)).to_have_value("Typed into the old page", timeout=SLOW)


def renamed(folder: Path) -> Path:
    """The pages as another build: all of its files have other names."""
    made = folder / "web"
    shutil.copytree(FOLDER, made, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    names = [path.name for path in (made / "assets").iterdir()]
    for path in [*made.rglob("*.js"), *made.rglob("*.css"), made / "index.html"]:
        text = path.read_text(encoding="utf-8")
        for name in names:
            text = text.replace(name, f"new-{name}")
        path.write_text(text, encoding="utf-8")
    for name in names:
        (made / "assets" / name).rename(made / "assets" / f"new-{name}")
    return made


def test_an_address_is_kept_where_the_pages_of_staff_come_late(desk: Desk) -> None:
    page = desk.page("ada", "/support/kb")
    late: list[Route] = []
    page.route(re.compile(r"/assets/staff-[^/]*\.js$"), lambda route: late.append(route))
    with page.expect_response("**/rest/rpc/begin_session"):
        page.goto("/support/admin/tags?row=new", wait_until="commit")
    page.evaluate("new Promise(resolve => setTimeout(resolve, 300))")
    assert late
    for route in late:
        route.continue_()
    expect(page.get_by_role("dialog", name="Add to: Tags")).to_be_visible()
    assert page.url.endswith("/support/admin/tags?row=new")
