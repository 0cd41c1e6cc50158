"""The fourth seed document: its requirements for pages and its acceptance criteria, each named by a test."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.keyboard import press
from tests.web.looks import look

SLOW = 30_000
WORDS = "Which extinguisher is for laser printers?"


@pytest.fixture(scope="module")
def asked(desk: Desk) -> tuple[int, str]:
    """A ticket with which cleo asked ben and ada for help; its id and reference."""
    ticket = desk.new_ticket("dan", "The printer is on fire")
    ids = [desk.people[who][0] for who in ("ben", "ada")]
    desk.call("cleo", "escalate_ticket", ticket_id=ticket, staff_ids=ids, message=WORDS)
    said = "Have a look at this one, @ben"
    desk.call("cleo", "add_note", ticket_id=desk.new_ticket("mia", "A lamp"), body=said)
    return ticket, str(desk.value("SELECT reference FROM helpdesk.ticket WHERE ticket_id = %s", ticket))


def open_dialog(desk: Desk, ticket: int, who: str = "ben") -> Locator:
    page = desk.page(who, f"/support/agent/tickets/{ticket}")
    page.get_by_role("button", name="Escalate", exact=True).click(timeout=SLOW)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def box(dialog: Locator, name: str) -> Locator:
    return dialog.get_by_role("checkbox", name=name)


def mentions(desk: Desk, who: str = "ben") -> Page:
    page = desk.page(who, "/support/agent/mentions")
    expect(page.get_by_role("heading", name="@Mentions")).to_be_visible(timeout=SLOW)
    return page


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def color(of: Locator, what: str) -> tuple[int, int, int]:
    value = of.evaluate(f"element => getComputedStyle(element).{what}")
    # light-dark() and color-mix() are told in other spaces: a canvas makes bytes of them.
    made = of.evaluate(
        """(_, value) => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d");
          canvas.fillStyle = value;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data];
        }""",
        value,
    )
    return (made[0], made[1], made[2])


def is_orange(rgb: tuple[int, int, int]) -> bool:
    red, green, blue = rgb
    return red > green > blue and red - blue > 20


# --- Escalate Modal


def test_modal_title_description_and_placeholder_word_for_word(desk: Desk) -> None:
    ticket = desk.ticket("Lamp blinks red")
    reference = desk.value("SELECT reference FROM helpdesk.ticket WHERE ticket_id = %s", ticket)
    dialog = open_dialog(desk, ticket)
    expect(dialog).to_have_accessible_name(f"Escalate Ticket #{reference}")
    described = "Request assistance from other staff members to help resolve this ticket."
    expect(dialog).to_have_accessible_description(described)
    expect(dialog.get_by_text(described)).to_be_visible()
    placeholder = "@mention message asking for help or advice on this ticket..."
    expect(dialog.get_by_placeholder(placeholder, exact=True)).to_be_visible()


def test_staff_selection_with_checkboxes_multiple_selection(desk: Desk) -> None:
    dialog = open_dialog(desk, desk.ticket("Lamp blinks red"))
    box(dialog, "Ada Lindqvist").check()
    box(dialog, "Cleo Marchetti").check()
    expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(dialog.get_by_text("2 people chosen")).to_be_visible()


def test_shows_all_staff_not_filtered_by_role(desk: Desk) -> None:
    dialog = open_dialog(desk, desk.ticket("Lamp blinks red"))
    expect(dialog.get_by_role("checkbox")).to_have_count(3)
    for name in ("Ada Lindqvist", "Cleo Marchetti", "Mei Chen"):
        expect(box(dialog, name)).to_be_visible()


def test_shows_online_offline_status_for_each_staff_member(desk: Desk) -> None:
    desk.call("cleo", "heartbeat", availability="online")
    dialog = open_dialog(desk, desk.ticket("Lamp blinks red"))
    expect(box(dialog, "Cleo Marchetti Online")).to_be_visible()
    expect(box(dialog, "Mei Chen Offline")).to_be_visible()
    look(dialog.page, "escalate")


def test_info_note_explaining_notification_behavior(desk: Desk) -> None:
    dialog = open_dialog(desk, desk.ticket("Lamp blinks red"))
    expect(dialog.get_by_text("is notified at once")).to_contain_text("priority and status stay as they are")


def test_send_escalation_button_orange_theme(desk: Desk) -> None:
    button = open_dialog(desk, desk.ticket("Lamp blinks red")).get_by_role("button", name="Send Escalation")
    expect(button).to_be_visible()
    assert is_orange(color(button, "backgroundColor"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_modal_has_no_axe_faults(desk: Desk, theme: str) -> None:
    page = desk.page("ben", f"/support/agent/tickets/{desk.ticket('Lamp blinks red')}", theme=theme)  # type: ignore[arg-type]
    page.get_by_role("button", name="Escalate", exact=True).click(timeout=SLOW)
    expect(page.get_by_role("checkbox", name="Ada Lindqvist")).to_be_visible()
    assert axe(page) == []


# --- @Mentions Window


def test_separate_section_for_escalation_mentions_displayed_at_the_top(
    desk: Desk, asked: tuple[int, str]
) -> None:
    page = mentions(desk)
    help_asked, others = section(page, "Requests for help"), section(page, "Mentions")
    expect(help_asked.get_by_text(WORDS)).to_be_visible()
    expect(others.get_by_text("Have a look at this one, @ben")).to_be_visible()
    expect(others.get_by_text(WORDS)).to_have_count(0)
    first, second = help_asked.bounding_box(), others.bounding_box()
    assert first
    assert second
    assert first["y"] + first["height"] <= second["y"]
    look(page, "mentions")


def test_different_background_color_for_escalations(desk: Desk, asked: tuple[int, str]) -> None:
    page = mentions(desk)
    escalation = page.get_by_role("article").filter(has_text=WORDS)
    other = page.get_by_role("article").filter(has_text="Have a look at this one")
    assert is_orange(color(escalation, "backgroundColor"))
    assert not is_orange(color(other, "backgroundColor"))


def test_shows_ticket_number_requesting_staff_member_and_timestamp(
    desk: Desk, asked: tuple[int, str]
) -> None:
    ticket, reference = asked
    item = mentions(desk).get_by_role("article").filter(has_text=WORDS)
    expect(item.get_by_role("link", name=reference)).to_have_attribute(
        "href", f"/support/agent/tickets/{ticket}"
    )
    expect(item).to_contain_text("Cleo Marchetti asks for help")
    expect(item.locator("time")).to_have_attribute("datetime", re.compile(r"^\d{4}-\d\d-\d\dT"))


def test_click_to_open_ticket(desk: Desk, asked: tuple[int, str]) -> None:
    ticket, _ = asked
    page = mentions(desk, "ada")
    page.get_by_role("article").filter(has_text=WORDS).click()
    page.wait_for_url(f"**/support/agent/tickets/{ticket}")
    expect(page.get_by_role("heading", level=1)).to_have_text("The printer is on fire", timeout=SLOW)
    # what was opened is read
    read = "SELECT read_at IS NOT NULL FROM helpdesk.mention WHERE ticket_id = %s AND mentioned_id = %s"
    for _ in range(100):
        if desk.value(read, ticket, desk.people["ada"][0]):
            break
        page.wait_for_timeout(50)
    assert desk.value(read, ticket, desk.people["ada"][0])


# --- Ticket list and detail


def test_ticket_list_shows_colored_icons_with_tooltips(desk: Desk, asked: tuple[int, str]) -> None:
    page = desk.page("ben", "/support/agent/tickets?view=escalated_to_me")
    row = page.get_by_role("row").filter(has_text="The printer is on fire")
    expect(row).to_be_visible(timeout=SLOW)
    _check_icons(row)
    look(page, "queue-with-escalation")


def test_ticket_detail_shows_icons_in_header(desk: Desk, asked: tuple[int, str]) -> None:
    page = desk.page("ben", f"/support/agent/tickets/{asked[0]}")
    expect(page.get_by_role("heading", level=1)).to_have_text("The printer is on fire", timeout=SLOW)
    _check_icons(page.locator("header").filter(has=page.get_by_role("heading", level=1)))


def _check_icons(place: Locator) -> None:
    for name in ("Somebody was mentioned on this ticket", "A request for help is waiting for an answer"):
        icon = place.get_by_role("img", name=name)
        expect(icon).to_be_visible()
        expect(icon).to_have_attribute("title", name)
        red, green, blue = color(icon, "color")
        assert max(red, green, blue) - min(red, green, blue) > 40, "the icon is gray"


def test_section_showing_escalation_history_who_when_to_whom_and_why(
    desk: Desk, asked: tuple[int, str]
) -> None:
    page = desk.page("ben", f"/support/agent/tickets/{asked[0]}")
    history = section(page, "Escalation history")
    expect(history).to_contain_text("Cleo Marchetti asked Ada Lindqvist, Ben Okafor", timeout=SLOW)
    expect(history).to_contain_text(WORDS)
    expect(history.locator("time")).to_be_visible()


# --- User stories


def test_story_1_a_junior_agent_asks_seniors_by_the_keyboard_alone(desk: Desk) -> None:
    """Also: selected agents are notified at once, in a second browser, and find it in their @Mentions."""
    ticket = desk.new_ticket("zoe", "A complex customer issue")
    before = desk.value(
        "SELECT (status, priority, assignee_id)::text FROM helpdesk.ticket WHERE ticket_id = %s", ticket
    )
    ada = desk.page("ada", "/support/agent/mentions")
    expect(ada.get_by_role("heading", name="@Mentions")).to_be_visible(timeout=SLOW)
    page = desk.page("ben", f"/support/agent/tickets/{ticket}")
    expect(page.get_by_role("heading", level=1)).to_have_text("A complex customer issue", timeout=SLOW)
    press(page, "@")
    expect(page.get_by_role("searchbox", name="Find somebody")).to_be_focused()
    page.keyboard.type("ada")
    expect(box(page.get_by_role("dialog"), "Ada Lindqvist")).to_be_visible()
    press(page, "Tab", "Space")
    expect(box(page.get_by_role("dialog"), "Ada Lindqvist")).to_be_checked()
    press(page, "Shift+Tab", "Control+a")
    page.keyboard.type("mei")
    expect(box(page.get_by_role("dialog"), "Mei Chen")).to_be_visible()
    press(page, "Tab", "Space", "Tab")
    page.keyboard.type("How do I tell her?")
    press(page, "Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Help was asked for with")).to_be_visible()
    expect(section(ada, "Requests for help").get_by_text("How do I tell her?")).to_be_visible()
    expect(page.get_by_role("img", name="A request for help is waiting for an answer")).to_be_visible()
    after = desk.value(
        "SELECT (status, priority, assignee_id)::text FROM helpdesk.ticket WHERE ticket_id = %s", ticket
    )
    assert after == before
    told = desk.rows("mei", f"mentions?ticket_id=eq.{ticket}&select=mentioned_by_name,is_escalation")
    assert told == [{"mentioned_by_name": "Ben Okafor", "is_escalation": True}] * 2


def test_story_2_specialists_access_the_ticket_from_the_notification(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "A technical problem")
    page = desk.page("cleo", "/support/agent/notifications")
    expect(page.get_by_role("heading", name="Notifications")).to_be_visible(timeout=SLOW)
    cleo = desk.people["cleo"][0]
    desk.call("ben", "escalate_ticket", ticket_id=ticket, staff_ids=[cleo], message="You know TLS?")
    reference = desk.value("SELECT reference FROM helpdesk.ticket WHERE ticket_id = %s", ticket)
    bell = page.get_by_role("main").get_by_role("link", name=re.compile(f"Ben Okafor.*{reference}"))
    bell.click(timeout=SLOW)
    page.wait_for_url(f"**/support/agent/tickets/{ticket}")
    expect(page.get_by_role("article").filter(has_text="You know TLS?")).to_be_visible(timeout=SLOW)


def test_story_3_escalation_requests_are_addressed_and_told(desk: Desk) -> None:
    ticket = desk.new_ticket("mia", "Help with an invoice")
    ben = desk.people["ben"][0]
    desk.call("cleo", "escalate_ticket", ticket_id=ticket, staff_ids=[ben], message="Whose is this?")
    page = mentions(desk)
    item = page.get_by_role("article").filter(has_text="Whose is this?")
    item.get_by_role("button", name="Mark as addressed").click()
    expect(item.get_by_text("Addressed", exact=True)).to_be_visible()
    assert desk.rows("cleo", f"tickets?ticket_id=eq.{ticket}&select=has_mention,has_alert") == [
        {"has_mention": True, "has_alert": False}
    ]
