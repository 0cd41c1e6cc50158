"""The agents' queue: by keyboard and mouse, while others work on its tickets."""

import re
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.keyboard import press
from tests.web.looks import look

SLOW = 30_000
LIST = "/support/agent/tickets"


def open_list(desk: Desk, query: str, who: str = "ben", **how: int) -> Page:
    page = desk.page(who, f"{LIST}?{query}", **how)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("row").nth(1)).to_be_visible(timeout=SLOW)
    return page


def row(page: Page, subject: str) -> Locator:
    return page.get_by_role("row").filter(has_text=subject)


def subjects(page: Page) -> list[str]:
    return page.locator("[data-ticket] .title").all_inner_texts()


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Quick filters").get_by_role("link", name=name)


def test_it_opens_by_three_requests_next_due_first(desk: Desk) -> None:
    page = open_list(desk, "view=unassigned")
    expect(chip(page, "Unassigned")).to_contain_text(re.compile(r"\d"))
    asked = [one.path for one in desk.watch(page).requests if one.path.startswith("/rest/")]
    assert asked == ["/rest/rpc/begin_session", "/rest/rpc/list_tickets", "/rest/rpc/count_views"]
    due = page.locator("[data-ticket] time[datetime]").evaluate_all("all => all.map(one => one.dateTime)")
    assert due == sorted(due)
    assert page.get_by_role("columnheader", name="Due").get_attribute("aria-sort") == "ascending"


def test_a_bulk_change_by_the_keyboard_alone(desk: Desk) -> None:
    lamps = [desk.new_ticket("zoe", f"Lamp {number} hums") for number in (1, 2, 3)]
    page = open_list(desk, "view=unassigned&q=hums")
    press(page, "j", "x", "Shift+J", "Shift+J")
    expect(page.get_by_role("toolbar")).to_contain_text("3 selected")
    press(page, "p")
    page.keyboard.type("crit")
    press(page, "Enter")
    expect(page.get_by_text("3 tickets changed.")).to_be_visible()
    expect(page.locator("[data-ticket]:focus")).to_have_count(1)
    for lamp in lamps:
        assert desk.value("SELECT priority FROM helpdesk.ticket WHERE ticket_id = %s", lamp) == "critical"
    press(page, "Control+z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert desk.value("SELECT priority FROM helpdesk.ticket WHERE ticket_id = %s", lamps[0]) == "medium"
    # Nobody owns them: what needs an assignee is refused, and said of which, and why.
    press(page, "e")
    dialog = page.get_by_role("dialog", name="3 tickets were refused.")
    expect(dialog).to_contain_text("needs assignee_id to become resolved", ignore_case=True)
    expect(dialog.get_by_role("link")).to_have_count(3)
    press(page, "Escape")
    expect(page.locator("[data-ticket]:focus")).to_have_count(1)
    expect(row(page, "Lamp 1 hums")).to_contain_text("Open")
    press(page, "Escape")
    expect(page.get_by_role("toolbar")).to_have_count(0)


def test_keys_lead_into_a_ticket_and_back_to_its_row(desk: Desk) -> None:
    page = open_list(desk, "view=all&sort=created_at.asc")
    press(page, "j", "j", "ArrowDown", "k")
    here = page.locator("[data-ticket]:focus")
    expect(here).to_contain_text(subjects(page)[1])
    press(page, " ")
    expect(page.get_by_role("complementary")).to_contain_text(subjects(page)[1])
    expect(here).to_have_count(1)
    # There is no room for columns beside it, and rows do not lie over each other.
    tops = "all => all.map(one => one.getBoundingClientRect()).sort((a, b) => a.top - b.top)"
    boxes = page.locator("[data-ticket]").evaluate_all(f"{tops}.map(one => [one.top, one.bottom])")
    assert all(bottom <= top + 1 for (_, bottom), (top, _) in pairwise(boxes))
    assert page.locator("[data-ticket]").evaluate_all(
        "all => all.every(one => one.scrollHeight <= one.clientHeight)"
    )
    press(page, "j")
    expect(page.get_by_role("complementary")).to_contain_text(subjects(page)[2])
    press(page, "Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    opened = subjects(page)[2]
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(opened, timeout=SLOW)
    page.go_back()
    expect(page.locator("[data-ticket]:focus")).to_contain_text(opened)
    press(page, "End")
    expect(page.locator("[data-ticket]:focus")).to_contain_text(subjects(page)[-1])


def test_words_and_conditions_narrow_together_and_make_a_view(desk: Desk) -> None:
    page = open_list(desk, "view=my_tickets")
    press(page, "/")
    page.keyboard.type("lamp")
    expect(page).to_have_url(re.compile("q=lamp"))
    expect(page.get_by_text("Only “My Tickets” is searched.")).to_be_visible()
    page.get_by_role("button", name="Search all tickets").click()
    expect(page).to_have_url(re.compile("view=all.*q=lamp|q=lamp.*view=all"))
    expect(page.get_by_role("button", name="Search all tickets")).to_have_count(0)
    marked = row(page, "Order 20 more lamps").locator("mark").first
    expect(marked).to_have_text(re.compile("lamp", re.IGNORECASE))
    press(page, "/")
    expect(row(page, "Where do I find")).to_have_count(0)
    press(page, "Enter", "f")
    dialog = page.get_by_role("dialog", name="Filter the list")
    dialog.get_by_label("Field").select_option(label="Priority")
    dialog.get_by_label("High", exact=True).check()
    dialog.get_by_role("button", name="Add filter").click()
    expect(page.get_by_role("list", name="Filters")).to_contain_text("Priority is one of High")
    expect(row(page, "Lamp blinks red")).to_be_visible()
    expect(row(page, "Order 20 more lamps")).to_have_count(0)
    page.reload()
    expect(row(page, "Lamp blinks red")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Save as view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Urgent lamps")
    press(page, "Enter")
    expect(page.get_by_role("navigation", name="My views")).to_contain_text("Urgent lamps")
    expect(page.get_by_role("heading", level=1)).to_have_text("Urgent lamps")
    page.go_back()
    expect(page.get_by_role("list", name="Filters")).to_be_visible()
    press(page, "Backspace")
    expect(page.get_by_role("list", name="Filters")).to_have_count(0)


def test_rows_stay_where_they_are_while_others_work(desk: Desk) -> None:
    page = open_list(desk, "view=unassigned&sort=created_at.desc")
    press(page, "j", "j")
    before = subjects(page)
    expect(page.locator("[data-ticket]:focus")).to_contain_text(before[1])
    desk.new_ticket("zoe", "Newest of all")
    banner = page.get_by_role("button", name="Show 1 new ticket")
    expect(banner).to_be_visible()
    assert subjects(page) == before
    taken = desk.ticket(before[2])
    desk.call("cleo", "claim_ticket", ticket_id=taken)
    expect(row(page, before[2])).to_contain_text("No longer in this view")
    expect(row(page, before[2])).to_contain_text("Cleo Marchetti")
    expect(page.locator("[data-ticket]:focus")).to_contain_text(before[1])
    banner.click()
    expect(row(page, "Newest of all")).to_be_visible()
    expect(row(page, before[2])).to_have_count(0)
    assert subjects(page)[0] == "Newest of all"


def test_a_reply_to_many_can_be_taken_back(desk: Desk) -> None:
    tickets = [desk.new_ticket(who, "Same question twice") for who in ("zoe", "mia")]
    page = open_list(desk, "view=all&q=same+question+twice")
    press(page, "Control+a", "r")
    dialog = page.get_by_role("dialog", name="Reply to 2 tickets")
    dialog.get_by_role("textbox").fill("Hello {{requester.name}}, we are on it.")
    dialog.get_by_role("button", name="Preview").click()
    expect(dialog).to_contain_text("Hello Mia Whitfield, we are on it.")
    dialog.get_by_role("button", name="Send 2 replies").click()
    expect(page.get_by_text("2 replies sent.")).to_be_visible()
    said = (
        "SELECT count(*) FROM helpdesk.message"
        " WHERE ticket_id = ANY (%s) AND deleted_at IS NULL AND kind = 'reply'"
    )
    assert desk.value(said, tickets) == 2
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert desk.value(said, tickets) == 0


def test_a_ticket_for_somebody_by_keyboard(desk: Desk) -> None:
    page = open_list(desk, "view=all")
    press(page, "c")
    requester = page.get_by_role("combobox", name="Requester")
    # Somebody who has never written.
    desk.call("ada", "add_person", name="Nora Newman", email="nora@new.example")
    requester.fill("newm")
    expect(page.get_by_role("option", name="Nora Newman")).to_be_visible(timeout=SLOW)
    requester.fill("zoe adl")
    expect(page.get_by_role("option", name="Zoe Adler")).to_be_visible(timeout=SLOW)
    press(page, "ArrowDown", "Enter")
    page.get_by_label("Subject").fill("Called about the lamp")
    page.reload()
    expect(page.get_by_label("Subject")).to_have_value("Called about the lamp", timeout=SLOW)
    page.get_by_label("Priority").select_option(label="High")
    assert axe(page) == []
    look(page, "create-ticket")
    press(page, "Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Called about the lamp", timeout=SLOW)
    found = "SELECT requester_id, priority FROM helpdesk.ticket WHERE subject = 'Called about the lamp'"
    assert desk.database.execute(found).fetchall() == [(desk.people["zoe"][0], "high")]


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390), ("light", 320)])
def test_axe_finds_nothing(desk: Desk, theme: Literal["light", "dark"], width: int) -> None:
    page = desk.page("ben", f"{LIST}?view=all", theme=theme, width=width)
    expect(page.locator("[data-ticket]").first).to_be_visible(timeout=SLOW)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    look(page, f"queue-{theme}-{width}")
    page.locator("[data-ticket] input").first.click()
    expect(page.get_by_role("toolbar")).to_be_visible()
    assert axe(page) == []
    press(page, "f")
    expect(page.get_by_role("dialog").get_by_label("Field")).to_be_visible()
    assert axe(page) == []
    look(page, f"queue-filter-{theme}-{width}")
