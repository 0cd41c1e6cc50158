"""An agent in a ticket: by keyboard and mouse, while others work on it, and without a connection."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.waiting import until
from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.keyboard import press
from tests.web.looks import look

SLOW = 30_000
#: What the browser itself says of a request that found no server, or was refused.
LOST = r"Failed to load resource|net::ERR|ERR_INTERNET_DISCONNECTED"


def open_ticket(desk: Desk, ticket: int, who: str = "ben", *, allowed: tuple[str, ...] = ()) -> Page:
    page = desk.page(who, f"/support/agent/tickets/{ticket}", allowed=allowed)
    expect(composer(page)).to_be_visible(timeout=SLOW)
    return page


def composer(page: Page) -> Locator:
    return page.get_by_role("region", name="Write")


def field(page: Page) -> Locator:
    return composer(page).get_by_role("textbox")


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


def count_messages(desk: Desk, ticket: int, text: str) -> int:
    said = "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s AND body LIKE %s"
    return int(desk.value(said, ticket, f"%{text}%"))


def state(desk: Desk, ticket: int, column: str) -> str:
    return str(desk.value(f"SELECT {column} FROM helpdesk.ticket WHERE ticket_id = %s", ticket))


def test_a_reply_by_the_keyboard_alone(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "The keyboard suffices")
    reference = state(desk, ticket, "reference")
    # Notes count the version: what was meant for the one before is asked for once more.
    page = desk.page("ben", f"/support/agent/tickets/{reference}", allowed=(LOST,))
    expect(page.get_by_role("heading", level=1)).to_have_text("The keyboard suffices", timeout=SLOW)
    press(page, "r")
    expect(field(page)).to_be_focused()
    page.keyboard.type("Good day,\n\n/looking")
    expect(page.get_by_role("option", name="We are looking into it")).to_be_visible()
    press(page, "Enter")
    expect(field(page)).to_have_value(re.compile(f"we are looking into {reference}"))
    press(page, "Control+Enter")
    expect(message(page, f"we are looking into {reference}").get_by_text("Sending")).to_have_count(0)
    expect(message(page, f"we are looking into {reference}")).to_be_visible()
    expect(field(page)).to_have_value("")
    press(page, "Alt+n")
    page.keyboard.type("Is this the checksum, @cle")
    expect(page.get_by_role("option", name="Cleo Marchetti")).to_be_visible()
    press(page, "Enter")
    press(page, "Control+Enter")
    expect(message(page, "Is this the checksum, @cleo")).to_be_visible()
    press(page, "Escape", "s")
    page.keyboard.type("hold")
    press(page, "Enter")
    expect(page.get_by_role("button", name="Status: On hold")).to_be_visible()
    expect(page.get_by_role("button", name="Status: On hold")).to_be_focused()
    press(page, "i")
    expect(page.get_by_role("button", name="Assignee: Ben Okafor")).to_be_visible()
    expect(page.get_by_text("Ben Okafor took it")).to_be_visible()
    assert count_messages(desk, ticket, "we are looking into") == 1
    assert state(desk, ticket, "status") == "on_hold"
    mentioned = "SELECT count(*) FROM helpdesk.mention WHERE ticket_id = %s AND mentioned_id = %s"
    assert desk.value(mentioned, ticket, desk.people["cleo"][0]) == 1


def test_a_ticket_opens_by_two_requests_and_has_no_axe_faults(desk: Desk) -> None:
    ticket = desk.ticket("The printer is on fire")
    page = open_ticket(desk, ticket)
    expect(page.get_by_role("complementary")).to_contain_text("Dan Whitfield")
    asked = [one.path for one in desk.watch(page).requests if "/rest/rpc/show_" in one.path]
    assert asked == ["/rest/rpc/show_ticket", "/rest/rpc/show_ticket_sides"]
    expect(message(page, "Smoke, too.")).to_be_attached()
    assert axe(page) == []
    look(page, "ticket-light")
    dark = desk.page("ben", f"/support/agent/tickets/{ticket}", theme="dark", width=390)
    expect(composer(dark)).to_be_visible(timeout=SLOW)
    assert axe(dark) == []
    look(dark, "ticket-dark-390")


def test_what_is_typed_outlives_the_page(desk: Desk) -> None:
    ticket = desk.new_ticket("zoe", "Keep my words")
    page = open_ticket(desk, ticket)
    press(page, "n")
    page.keyboard.type("A thought that is not done")
    page.reload()
    expect(field(page)).to_have_value("A thought that is not done", timeout=SLOW)
    expect(composer(page).get_by_role("status")).to_have_text("Draft saved", timeout=SLOW)
    # Another device has it, too.
    other = open_ticket(desk, ticket)
    expect(field(other)).to_have_value("A thought that is not done")


def test_without_a_connection_it_is_kept_and_sent_once(desk: Desk) -> None:
    ticket = desk.new_ticket("zoe", "A minute in a tunnel")
    page = open_ticket(desk, ticket, allowed=(LOST,))
    page.context.set_offline(True)
    press(page, "r")
    page.keyboard.type("From the tunnel")
    press(page, "Control+Enter")
    expect(message(page, "From the tunnel").get_by_role("status")).to_contain_text("Kept here", timeout=SLOW)
    assert count_messages(desk, ticket, "From the tunnel") == 0
    page.context.set_offline(False)
    expect(message(page, "From the tunnel").get_by_role("status")).to_have_count(0, timeout=2 * SLOW)
    expect(message(page, "From the tunnel")).to_have_count(1)
    assert count_messages(desk, ticket, "From the tunnel") == 1


def test_an_answer_that_was_lost_is_not_written_twice(desk: Desk) -> None:
    ticket = desk.new_ticket("zoe", "The answer got lost")
    page = open_ticket(desk, ticket, allowed=(LOST,))
    lost: list[str] = []

    def lose_once(route) -> None:  # type: ignore[no-untyped-def]
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        route.fetch()
        return route.abort()

    page.route("**/rest/rpc/reply", lose_once)
    press(page, "r")
    page.keyboard.type("Only once, please")
    press(page, "Control+Enter")
    expect(message(page, "Only once, please").get_by_role("status")).to_have_count(0, timeout=2 * SLOW)
    expect(message(page, "Only once, please")).to_have_count(1)
    assert lost
    assert count_messages(desk, ticket, "Only once, please") == 1


def test_who_replied_meanwhile_is_shown_before_one_sends(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "Two answers at once")
    page = open_ticket(desk, ticket)
    press(page, "r")
    page.keyboard.type("I think it is the cable")
    desk.call("cleo", "reply", ticket_id=ticket, body="It was the fuse; a new one is on its way.")
    warning = page.get_by_role("group", name="Somebody else has written since you began.")
    expect(warning).to_contain_text("It was the fuse", timeout=SLOW)
    press(page, "Control+Enter")
    expect(composer(page).get_by_role("button", name="Send anyway")).to_be_visible()
    assert count_messages(desk, ticket, "I think it is the cable") == 0
    press(page, "Control+Enter")
    expect(field(page)).to_have_value("")
    expect(message(page, "I think it is the cable").get_by_role("status")).to_have_count(0)
    assert count_messages(desk, ticket, "I think it is the cable") == 1


def test_a_change_that_is_refused_goes_back_with_the_reason(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "Refuse me")
    page = open_ticket(desk, ticket, allowed=(LOST,))
    press(page, "s")
    expect(page.get_by_role("option", name="Escalated")).to_be_visible()
    desk.database.execute(
        "DELETE FROM helpdesk.status_transition WHERE from_status = 'open' AND to_status = 'escalated'"
    )
    page.get_by_role("option", name="Escalated").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("escalated")
    expect(page.get_by_role("button", name="Status: Open")).to_be_visible()
    alert.get_by_role("button", name="Dismiss").click()
    expect(alert).to_have_count(0)


def test_both_values_of_a_conflict_are_shown_and_one_is_chosen(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "Two at once")
    page = open_ticket(desk, ticket, allowed=(LOST,))
    # What is told live would be shown before one chooses.
    page.route(re.compile(r"/live(\?|$)"), lambda route: route.abort())
    page.reload()
    expect(composer(page)).to_be_visible(timeout=SLOW)
    press(page, "p")
    expect(page.get_by_role("option", name="High")).to_be_visible()
    desk.call("cleo", "set_priority", ticket_id=ticket, priority="urgent")
    page.get_by_role("option", name="High").click()
    dialog = page.get_by_role("dialog", name="Somebody else has changed this")
    expect(dialog.get_by_role("row", name="Priority")).to_contain_text("Urgent")
    expect(dialog.get_by_role("row", name="Priority")).to_contain_text("High")
    assert state(desk, ticket, "priority") == "urgent"
    dialog.get_by_role("button", name="Take mine").click()
    expect(page.get_by_role("button", name="Priority: High")).to_be_visible()
    expect(page.get_by_role("status", name="Saving")).to_have_count(0)
    assert state(desk, ticket, "priority") == "high"
    # Another property that changed meanwhile is no conflict.
    desk.call("cleo", "set_type", ticket_id=ticket, ticket_type="problem")
    press(page, "p")
    page.get_by_role("option", name="Low").click()
    expect(page.get_by_role("button", name="Type: Problem")).to_be_visible()
    expect(page.get_by_role("button", name="Priority: Low")).to_be_visible()
    expect(page.get_by_role("status", name="Saving")).to_have_count(0)
    assert state(desk, ticket, "priority") == "low"


def test_snoozed_merged_and_split_by_keys(desk: Desk) -> None:
    ticket = desk.new_ticket("mia", "Put me aside")
    page = open_ticket(desk, ticket)
    press(page, "h")
    page.keyboard.type("3d")
    press(page, "Enter")
    expect(page.get_by_text(re.compile("Put aside until"))).to_be_visible()
    assert state(desk, ticket, "snoozed_until") != "None"
    press(page, "Control+z")
    expect(page.get_by_role("button", name="Snooze")).not_to_contain_text(re.compile(r"\d"))
    target = desk.new_ticket("mia", "The one that stays xylophone")
    press(page, "m")
    dialog = page.get_by_role("dialog", name="Merge into another ticket")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("xylophone")
    expect(dialog.get_by_role("option", name="The one that stays")).to_be_visible()
    press(page, "Enter")
    expect(dialog.get_by_role("region", name="Into this ticket")).to_contain_text("Please help.")
    dialog.get_by_role("button", name="Merge into another ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The one that stays xylophone")
    assert state(desk, ticket, "merged_into_id") == str(target)

    desk.call("mia", "reply", ticket_id=target, body="Something else: my lamp flickers.")
    said = message(page, "my lamp flickers")
    said.get_by_role("button", name="Actions for this message").click()
    page.get_by_role("menuitem", name="Split into a new ticket").click()
    dialog = page.get_by_role("dialog", name="Split into a new ticket")
    dialog.get_by_role("textbox", name="Subject").fill("A lamp flickers")
    dialog.get_by_role("button", name="Split").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A lamp flickers")
    expect(page.get_by_role("complementary")).to_contain_text("is related to")


def test_what_stands_beside_it_is_worked_on_there(desk: Desk) -> None:
    ticket = desk.new_ticket(
        "mia", "Beside it", department_id=desk.value("SELECT min(department_id) FROM helpdesk.department")
    )
    page = open_ticket(desk, ticket)
    side = page.get_by_role("complementary")
    side.get_by_role("textbox", name="New step").fill("Ask the supplier")
    press(page, "Enter")
    step = side.get_by_role("checkbox", name="Ask the supplier")
    step.check()
    expect(side.get_by_text("1 of 1 done")).to_be_visible()
    side.get_by_role("spinbutton", name="Minutes").fill("25")
    side.get_by_role("button", name="Note the time").click()
    expect(side.get_by_text("25 min in all")).to_be_visible()
    side.get_by_role("button", name="Start the timer").click()
    expect(side.get_by_role("timer")).to_be_visible()
    side.get_by_role("button", name="Stop and note").click()
    side.get_by_role("button", name="Ask for approval").click()
    dialog = page.get_by_role("dialog", name="Ask for approval")
    dialog.get_by_role("option", name="Cleo Marchetti").click()
    dialog.get_by_role("textbox", name="Question").fill("May we refund it?")
    dialog.get_by_role("button", name="Ask for approval").click()
    expect(side.get_by_text("May we refund it?")).to_be_visible()
    # A required one is in the way of the end, and the menu says so.
    press(page, "s")
    expect(page.get_by_role("option", name="Resolved")).to_have_attribute("aria-disabled", "true")
    press(page, "Escape")
    cleo = open_ticket(desk, ticket, "cleo")
    cleo.get_by_role("complementary").get_by_role("button", name="Approve").click()
    expect(side.get_by_text("Approved").first).to_be_visible()
    assert desk.value("SELECT sum(minutes) FROM helpdesk.time_entry WHERE ticket_id = %s", ticket) >= 25
    side.get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("zoe")
    expect(page.get_by_role("option", name="Zoe Adler")).to_be_visible()
    press(page, "Enter")
    expect(side).to_contain_text("zoe@desk.example")
    assert state(desk, ticket, "requester_id") == str(desk.people["zoe"][0])


def test_a_macro_says_what_it_does_and_is_taken_back(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "Hurry")
    page = open_ticket(desk, ticket)
    press(page, "w")
    page.keyboard.type("hurry")
    expect(page.get_by_role("option", name="Take and hurry")).to_contain_text("Priority: Urgent")
    press(page, "Enter")
    expect(page.get_by_role("button", name="Priority: Urgent")).to_be_visible()
    side = page.get_by_role("complementary")
    expect(side.get_by_text("Take and hurry")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Priority: Medium")).to_be_visible()
    expect(page.get_by_role("button", name="Assignee: Nobody")).to_be_visible()


def test_files_go_up_by_drop_and_paste(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "Files")
    page = open_ticket(desk, ticket)
    given = "[new File(['one line'], 'dropped.txt', { type: 'text/plain' })]"
    for event, kind, member in (
        ("DragEvent", "drop", "dataTransfer"),
        ("ClipboardEvent", "paste", "clipboardData"),
    ):
        field(page).evaluate(
            f"""element => {{
              const data = new DataTransfer();
              for (const file of {given.replace("dropped", kind)}) data.items.add(file);
              const more = {{ {member}: data, bubbles: true, cancelable: true }};
              element.dispatchEvent(new {event}("{kind}", more));
            }}"""
        )
        expect(composer(page).get_by_text(f"{kind}.txt")).to_be_visible()
    expect(composer(page).get_by_role("progressbar")).to_have_count(0)
    press(page, "r")
    page.keyboard.type("See these.")
    press(page, "Control+Enter")
    expect(message(page, "See these.").get_by_role("link", name="drop.txt")).to_be_visible()
    expect(message(page, "See these.").get_by_role("link", name="paste.txt")).to_be_visible()


def test_a_mail_is_shown_as_its_sender_saw_it(desk: Desk) -> None:
    ticket = desk.new_ticket("mia", "By mail")
    said = desk.call("mia", "reply", ticket_id=ticket, body="In short")["message_id"]
    html = '<p style="color: rgb(1, 2, 3)">In <b>long</b></p><img data-image="1"><a href="https://a.example/">there</a>'
    desk.database.execute(
        "SET session_replication_role = replica;"
        f"UPDATE helpdesk.message SET channel = 'email' WHERE message_id = {said};"
        "INSERT INTO helpdesk.inbound_mail"
        " (raw, adapter, state, processed_at, ticket_id, message_id, body_html, images)"
        f" VALUES ('x', 'imap', 'reply', now(), {ticket}, {said}, '{html}', ARRAY['https://pictures.example/1']);"
        "RESET session_replication_role"
    )
    page = open_ticket(desk, ticket)
    message(page, "In short").get_by_role("button", name="Actions for this message").click()
    page.get_by_role("menuitem", name="The mail as it came").click()
    shown = page.get_by_role("dialog", name="The mail as it came")
    expect(shown.get_by_text("In long")).to_have_css("color", "rgb(1, 2, 3)")
    expect(shown.get_by_role("link", name="there")).to_have_attribute("rel", re.compile("noopener"))
    assert not [one for one in desk.watch(page).requests if "/images/" in one.path]
    assert axe(page) == []


def test_the_next_ticket_of_the_list_is_there_at_once(desk: Desk) -> None:
    tickets = [desk.new_ticket("mia", f"In a row {number}") for number in range(3)]
    page = open_ticket(desk, tickets[0])
    page.evaluate(
        "ids => sessionStorage.setItem('pgdesk-trail', JSON.stringify({ path: '/agent/tickets', ids }))",
        tickets,
    )
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("In a row 0", timeout=SLOW)
    asked_for = "performance.getEntriesByType('resource').filter(one => one.name.endsWith('/show_ticket'))"
    # It is read and drawn, and the one behind it is on its way.
    # Not wait_for_function: asked again, its text is a script that the page's policy forbids.
    until(lambda: page.evaluate(f"{asked_for}.filter(one => one.responseEnd > 0).length >= 2"))
    frames = page.evaluate(
        """() => new Promise(done => {
          let frames = 0;
          const look = () => {
            frames += 1;
            if (document.querySelector("h1")?.textContent === "In a row 1") done(frames);
            else if (frames > 60) done(frames);
            else requestAnimationFrame(look);
          };
          const pressed = new KeyboardEvent("keydown", { key: "j", code: "KeyJ", bubbles: true });
          document.body.dispatchEvent(pressed);
          requestAnimationFrame(look);
        })"""
    )
    assert frames <= 3, f"painted after {frames} frames"
    press(page, "k")
    expect(page.get_by_role("heading", level=1)).to_have_text("In a row 0")
    press(page, "u")
    expect(page).to_have_url(re.compile("/agent/tickets$"))


def test_what_is_hostile_breaks_nothing(desk: Desk) -> None:
    word, name = "W" * 10_000, "N" * 200
    ticket = desk.new_ticket(
        "zoe",
        f"<b>{'S' * 200}</b>",
        description=f"<script>window.ran = 1</script><img src=x onerror='window.ran = 1'> {word}",
    )
    desk.call("zoe", "reply", ticket_id=ticket, body=f"**{word}** `{word}` https://a.example/{word}")
    desk.call("ben", "add_note", ticket_id=ticket, body=f"@{name}")
    for width in (320, 1280):
        page = desk.page("ben", f"/support/agent/tickets/{ticket}", width=width)
        expect(composer(page)).to_be_visible(timeout=SLOW)
        expect(message(page, "window.ran")).to_be_attached()
        assert page.evaluate("window.ran === undefined && document.documentElement.scrollWidth <= innerWidth")


def test_a_long_thread_is_read_page_by_page(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "Five hundred")
    desk.database.execute(
        "INSERT INTO helpdesk.message (ticket_id, author_id, kind, body)"
        " SELECT %s, %s, 'note', 'Line ' || n FROM generate_series(1, 300) AS n",
        (ticket, desk.people["cleo"][0]),
    )
    page = open_ticket(desk, ticket)
    expect(message(page, "Line 300")).to_be_in_viewport()
    assert page.get_by_role("article").count() <= 50
    for _ in range(3):
        older = page.get_by_role("button", name="Show older messages")
        older.scroll_into_view_if_needed()
        older.click()
        expect(page.get_by_role("button", name="Loading older messages")).to_have_count(0)
        expect(older.or_(message(page, "Please help."))).to_be_attached()
    expect(message(page, "Please help.")).to_be_attached()
    lines = page.get_by_role("article").filter(has_text=re.compile(r"Line \d+")).all_text_contents()
    numbers = [int(found[1]) for text in lines if (found := re.search(r"Line (\d+)", text))]
    assert numbers == list(range(1, 301))
