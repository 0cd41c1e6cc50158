"""What customers do with their tickets: find, open, follow, answer, close, rate."""

import re

from playwright.sync_api import Page, expect

from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.keyboard import tab_to


def _titles(page: Page) -> list[str]:
    return page.get_by_role("main").get_by_role("listitem").get_by_role("link").all_inner_texts()


def test_a_customer_finds_tickets(desk: Desk) -> None:
    page = desk.page("dan", "/support")
    main = page.get_by_role("main")
    expect(page.get_by_role("heading", level=1)).to_have_text("My tickets")
    expect(main.get_by_role("link", name="Lamp blinks red")).to_be_visible()
    assert "Refund for the broken lamp" not in _titles(page)
    assert axe(page) == []

    page.get_by_role("link", name="Solved", exact=True).click()
    expect(main.get_by_role("link", name="Refund for the broken lamp")).to_be_visible()
    assert _titles(page) == ["Refund for the broken lamp"]

    # Those of the organisation beside the own ones, by whom they are.
    page.get_by_role("link", name="My organisation").click()
    page.get_by_role("link", name="Open", exact=True).click()
    mias = main.get_by_role("listitem").filter(has_text="The scanner is not found")
    expect(mias).to_contain_text("by Mia Whitfield")
    assert "A second account for my colleague" not in _titles(page)

    page.get_by_role("searchbox").fill("scanner")
    expect(page.get_by_text("1 ticket found")).to_have_count(1)
    assert _titles(page) == ["The scanner is not found"]
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("scanner")
    page.get_by_role("searchbox").fill("nothing like this")
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()


def test_a_list_that_changes_meanwhile_stays_until_its_reader_wants_it(desk: Desk) -> None:
    page = desk.page("mia", "/support")
    expect(page.get_by_role("link", name="Two chairs too many in the delivery")).to_be_visible()
    before = _titles(page)
    desk.call("ben", "reply", ticket_id=desk.ticket(before[-1]), body="We look at it.")
    show = page.get_by_role("button", name="Show", exact=True)
    expect(show).to_be_visible()
    assert _titles(page) == before
    show.click()
    expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text(before[-1])


def test_a_ticket_is_opened_by_keyboard_and_its_draft_outlives_the_page(desk: Desk) -> None:
    page = desk.page("zoe", "/support")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="New ticket"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Subject"))
    page.keyboard.type("The printer prints blank pages again")
    suggested = page.get_by_role("link", name="The printer prints blank pages")
    expect(suggested).to_have_attribute("href", "/support/kb/articles/the-printer-prints-blank-pages")
    assert axe(page) == []

    page.reload()
    expect(page.get_by_label("Subject")).to_have_value("The printer prints blank pages again")
    expect(page.get_by_text("Your draft is back.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Send request"))
    page.keyboard.press("Enter")
    # The browser asks for what is missing, at its place.
    expect(page.get_by_label("Description")).to_be_focused()
    page.keyboard.type("Since this morning.")
    page.get_by_label("Priority").select_option("High")
    page.locator("input[type=file]").set_input_files(
        {"name": "page.txt", "mimeType": "text/plain", "buffer": b"blank"}
    )
    expect(page.get_by_role("button", name="Remove page.txt")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Send request"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("The printer prints blank pages again")
    expect(page).to_have_url(re.compile(r"/support/ESC-\d+$"))
    expect(page.get_by_role("link", name="page.txt")).to_be_visible()
    expect(page.get_by_text("Received", exact=True)).to_be_visible()
    ticket_id = desk.ticket("The printer prints blank pages again")
    assert desk.value("SELECT priority FROM helpdesk.ticket WHERE ticket_id = %s", ticket_id) == "high"
    page.goto("/support/create")
    expect(page.get_by_label("Subject")).to_have_value("")


def test_a_form_asks_for_more_where_an_answer_wants_it(desk: Desk) -> None:
    desk.database.execute(
        "INSERT INTO helpdesk.custom_field (object, key, label, field_type, customer_access)"
        " VALUES ('ticket', 'wish', 'What do you want?', 'select', 'edit'),"
        " ('ticket', 'bought', 'Bought on', 'date', 'edit')"
    )
    desk.database.execute(
        "INSERT INTO helpdesk.custom_option (custom_field_id, value, label)"
        " SELECT custom_field_id, v, initcap(v)"
        " FROM helpdesk.custom_field, unnest('{return,repair}'::text[]) AS v WHERE key = 'wish'"
    )
    for table, row in (
        ("request_forms", {"form": "lamp", "title": "Lamps", "introduction": "Broken ones, too."}),
        ("request_form_fields", {"form": "lamp", "key": "subject", "position": 1, "is_required": True}),
        ("request_form_fields", {"form": "lamp", "key": "wish", "position": 2, "is_required": True}),
        (
            "request_form_fields",
            {
                "form": "lamp",
                "key": "bought",
                "position": 3,
                "is_required": True,
                "shown_when": {"wish": ["return"]},
            },
        ),
    ):
        desk.insert("ada", table, row)
    page = desk.page("zoe", "/support/create")
    page.get_by_role("link", name="Lamps").click()
    page.get_by_label("Subject").fill("It flickers")
    expect(page.get_by_label("Bought on")).to_have_count(0)
    page.get_by_label("What do you want?").select_option("Return")
    page.get_by_label("Bought on").fill("2026-01-31")
    # What is not asked any more is not sent, which the API would refuse.
    page.get_by_label("What do you want?").select_option("Repair")
    expect(page.get_by_label("Bought on")).to_have_count(0)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It flickers")
    desk.database.execute("UPDATE helpdesk.request_form SET is_active = false")


def test_a_conversation_goes_on_live_until_it_is_rated(desk: Desk) -> None:
    ticket_id = desk.new_ticket("dan", "The lamp hums")
    page = desk.page("dan", f"/support/tickets/{ticket_id}")
    main = page.get_by_role("main")
    expect(main.get_by_text("Your request has arrived.")).to_be_visible()
    desk.call("ben", "claim_ticket", ticket_id=ticket_id)
    desk.call("ben", "reply", ticket_id=ticket_id, body="Which lamp is it?", status="waiting_on_customer")
    expect(main.get_by_text("Which lamp is it?")).to_be_visible()
    expect(page.get_by_text("New answer from Ben Okafor")).to_have_count(1)
    expect(main.get_by_text("Waiting for you")).to_be_visible()
    assert axe(page) == []

    answer = page.get_by_label("Your answer")
    answer.fill("The green one, of <b>glass</b>.")
    page.reload()
    expect(answer).to_have_value("The green one, of <b>glass</b>.")
    answer.press("Control+Enter")
    expect(main.get_by_role("article").filter(has_text="of <b>glass</b>")).to_contain_text("You")
    expect(answer).to_have_value("")

    desk.call("ben", "resolve_ticket", ticket_id=ticket_id)
    expect(main.get_by_text("Ben Okafor solved this")).to_be_visible()
    page.get_by_role("button", name="Reopen").click()
    expect(main.get_by_text("In progress")).to_be_visible()
    page.get_by_role("button", name="Close ticket").click()
    expect(main.get_by_text("You closed this")).to_be_visible()

    # The form goes and comes again: a star chosen in the one that goes is lost.
    desk.call("ben", "reopen_ticket", ticket_id=ticket_id)
    expect(main.get_by_text("In progress")).to_be_visible()
    desk.call("ben", "resolve_ticket", ticket_id=ticket_id)
    expect(main.get_by_text("Ben Okafor solved this")).to_be_visible()
    page.get_by_role("radio", name="4 stars, Good").check(force=True)
    page.get_by_label("What could be better? (optional)").fill("Quicker")
    page.get_by_role("button", name="Send rating").click()
    expect(page.get_by_text("You gave 4 stars of 5.")).to_be_visible()
    rated = "SELECT comment FROM helpdesk.rating WHERE ticket_id = %s"
    assert desk.value(rated, ticket_id) == "Quicker"


def test_what_is_refused_is_said_and_what_was_written_stays(desk: Desk) -> None:
    ticket_id = desk.new_ticket("dan", "A file that is not taken")
    page = desk.page("dan", f"/support/tickets/{ticket_id}", allowed=["status of 4"])
    page.locator("input[type=file]").set_input_files(
        {"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    )
    expect(page.get_by_role("alert")).to_contain_text("files like virus.exe are not taken")
    page.get_by_role("button", name="Remove virus.exe").click()
    answer = page.get_by_label("Your answer")
    answer.fill("Still there?")
    desk.call("ada", "block_sender", sender="dan@desk.example")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("PD504")
    expect(answer).to_have_value("Still there?")
    desk.call("ada", "unblock_sender", sender="dan@desk.example")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("article").filter(has_text="Still there?")).to_be_visible()


def test_others_tickets_are_not_there(desk: Desk) -> None:
    page = desk.page("zoe", f"/support/tickets/{desk.ticket('Lamp blinks red')}")
    expect(page.get_by_role("heading", name="This page does not exist")).to_be_visible()


def test_a_guest_asks_after_some_work(desk: Desk) -> None:
    desk.call("ada", "set_setting", key="guest_challenge_bits", value=12)
    page = desk.page(None, "/support/create")
    page.get_by_label("Your name").fill("Eve")
    page.get_by_label("Your mail address").fill("eve@lamp.example")
    page.get_by_label("Subject").fill("The lamp of a guest")
    page.get_by_label("Description").fill("It is dark.")
    assert axe(page) == []
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("eve@lamp.example")).to_be_visible()
    opened = "SELECT channel || is_unverified::text FROM helpdesk.ticket WHERE ticket_id = %s"
    assert desk.value(opened, desk.ticket("The lamp of a guest")) == "webtrue"
