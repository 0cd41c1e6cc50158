"""Administrators keep promises, hours, statuses and texts, by keys and pointer, and see first what comes."""

from playwright.sync_api import Locator, Page, expect

from tests.web.desk import Desk
from tests.web.keyboard import press, tab_to
from tests.web.looks import look

#: What the browser itself says of a request that was refused.
REFUSED = r"Failed to load resource"


def test_a_policy_shows_what_would_change_and_is_saved_whole(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/sla-policies", allowed=(REFUSED,))
    page.get_by_role("link", name="Standard", exact=True).click()
    changes = page.get_by_role("region", name="What would change")
    expect(changes).to_contain_text("Nothing that counts time")
    resolution = page.get_by_label("Resolution, Medium", exact=True)
    resolution.fill("1")
    press(page, "Tab")
    expect(changes.get_by_role("status")).to_contain_text("would move")
    expect(changes.get_by_role("link").first).to_be_visible()
    assert promised(desk, "medium", "resolution") != 60

    # What the API says of a condition stands beside it, before it is saved.
    page.get_by_role("button", name="Add a condition").click()
    expect(page.locator(".part").get_by_role("alert")).to_contain_text("conditions.all.0")
    page.get_by_role("button", name="Remove the condition").click()

    resolution.fill("")
    press(page, "Tab")
    page.get_by_label("First response, Low", exact=True).fill("3")
    press(page, "Tab")
    page.get_by_label("Unit: First response, Low", exact=True).select_option("days")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="SLA policies")).to_be_visible()
    assert promised(desk, "medium", "resolution") is None
    assert desk.value("SELECT max(target_days) FROM helpdesk.sla_target WHERE priority = 'low'") == 3


def promised(desk: Desk, priority: str, metric: str) -> int | None:
    said = "SELECT target_minutes FROM helpdesk.sla_target WHERE priority = %s AND metric = %s"
    minutes = desk.value(said, priority, metric)
    return None if minutes is None else int(minutes)


def test_policies_are_ordered_by_the_arrow_keys_and_matched_anew(desk: Desk) -> None:
    condition = {"field": "priority", "operator": "is", "value": "high"}
    for name, position in (("First", 1), ("Second", 2)):
        draft = {"name": name, "position": position, "conditions": condition}
        desk.call("ada", "save_sla_policy", draft=draft)
    page = desk.page("ada", "/support/admin/sla-policies")
    names = page.get_by_role("list", name="SLA policies").get_by_role("link")
    expect(names.first).to_have_text("First")
    tab_to(page, page.get_by_role("button", name="Move First"))
    press(page, "ArrowDown")
    expect(names.first).to_have_text("Second")
    open_tickets = page.locator("section", has_text="Open tickets")
    expect(open_tickets.get_by_role("cell", name="Second").first).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Match them now"))
    press(page, "Enter")
    expect(open_tickets.get_by_role("status")).to_have_text(
        "0 open tickets would get another policy or calendar"
    )
    matched = (
        "SELECT count(*) FROM helpdesk.ticket JOIN helpdesk.event USING (ticket_id)"
        " WHERE event.kind = 'sla_rematched' AND priority = 'high'"
    )
    assert desk.value(matched) > 0


def week(desk: Desk, calendar: int) -> dict[int, list[str]]:
    rows = desk.rows("ada", f"calendar_hours?calendar_id=eq.{calendar}&order=weekday,opens")
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row["weekday"], []).append(f"{row['opens'][:5]}-{row['closes'][:5]}")
    return found


def test_hours_are_set_by_keys_and_pointer(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/business-hours")
    page.get_by_label("Name of a new calendar").fill("Night shift")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1, name="Night shift")).to_be_visible()
    calendar = int(page.url.rsplit("/", 1)[1])

    start = page.get_by_role("gridcell", name="Monday 09:00 to 09:30")
    tab_to(page, start)
    press(page, "Space", "Shift+ArrowDown", "ArrowRight")
    focused = page.get_by_role("gridcell", name="Tuesday 09:30 to 10:00")
    expect(focused).to_be_focused()
    press(page, "Space")
    for name in ("Monday 09:00 to 09:30", "Monday 09:30 to 10:00", "Tuesday 09:30 to 10:00"):
        expect(page.get_by_role("gridcell", name=name)).to_have_attribute("aria-selected", "true")

    first = page.get_by_role("gridcell", name="Thursday 10:00 to 10:30")
    last = page.get_by_role("gridcell", name="Friday 11:30 to 12:00")
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()
    page.get_by_text("As a table, to the minute").click()
    page.get_by_label("Monday, opening 1, to").fill("10:15")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert week(desk, calendar) == {
        1: ["09:00-10:15"],
        2: ["09:30-10:00"],
        4: ["10:00-12:00"],
        5: ["10:00-12:00"],
    }

    page.get_by_label("Import a file").set_input_files(
        {
            "name": "days.csv",
            "mimeType": "text/csv",
            "buffer": b"2031-12-25,Christmas,true\n2031-12-25,Again,true\n",
        }
    )
    expect(page.get_by_text("Added: 1. Skipped: 1.")).to_be_visible()
    expect(page.get_by_role("cell", name="Christmas", exact=True)).to_be_visible()
    # What its removal would change is seen first.
    changes = page.get_by_role("region", name="What would change")
    expect(changes).to_contain_text("Nothing that counts time")
    tab_to(page, page.get_by_role("button", name="Remove Christmas, 2031-12-25"))
    press(page, "Enter")
    expect(changes.get_by_role("status")).to_contain_text("would move")
    expect(page.get_by_role("button", name="Remove for good")).to_be_focused()
    press(page, "Escape")
    expect(changes).to_contain_text("Nothing that counts time")
    page.get_by_role("button", name="Remove Christmas, 2031-12-25").click()
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_text("There are none yet.")).to_be_visible()


def test_a_calendar_shows_what_would_change(desk: Desk) -> None:
    calendar = int(desk.value("SELECT calendar_id FROM helpdesk.calendar WHERE is_default"))
    policy = int(desk.value("SELECT sla_policy_id FROM helpdesk.sla_policy WHERE is_default"))
    desk.call("ada", "save_sla_policy", draft={"sla_policy_id": policy, "calendar_id": calendar})
    desk.call("ada", "rematch_sla")
    before = week(desk, calendar)
    page = desk.page("ada", f"/support/admin/business-hours/{calendar}")
    changes = page.get_by_role("region", name="What would change")
    expect(changes).to_contain_text("Nothing that counts time")
    page.get_by_text("As a table, to the minute").click()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_label(f"{day}, opening 1, to").fill("12:00")
    expect(changes.get_by_role("status")).to_contain_text("would move")
    assert week(desk, calendar) == before


def test_a_past_month_is_replayed_under_other_promises(desk: Desk) -> None:
    policy = int(desk.value("SELECT sla_policy_id FROM helpdesk.sla_policy WHERE is_default"))
    page = desk.page("ada", f"/support/admin/what-if?policy={policy}")
    first = page.get_by_label("First response, Urgent", exact=True)
    expect(first).to_have_value("1")
    first.fill("1")
    page.get_by_label("Unit: First response, Urgent", exact=True).select_option("minutes")
    page.get_by_role("button", name="Replay").click()
    result = page.get_by_role("region", name="Result")
    row = result.get_by_role("row", name="First response, Urgent")
    expect(row).to_be_visible()
    expect(page.get_by_role("img", name="Shares of promises")).to_be_visible()
    assert promised(desk, "urgent", "first_response") == 60
    look(page, "what-if", whole=True)


def roles(desk: Desk, from_status: str, to_status: str) -> list[str] | None:
    said = "SELECT roles FROM helpdesk.status_transition WHERE from_status = %s AND to_status = %s"
    found: list[str] | None = desk.value(said, from_status, to_status)
    return found


def test_ways_between_statuses_are_kept_by_keyboard(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/statuses")
    matrix = page.get_by_role("grid", name="The same as a matrix")
    tab_to(page, matrix.get_by_role("gridcell", name="Open: the same status"))
    press(page, "ArrowRight")
    expect(matrix.get_by_role("gridcell", name="Open to In progress: Agents, Admins, Rules")).to_be_focused()
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Open → In progress")
    tab_to(page, dialog.get_by_label("Agents"))
    press(page, "Space")
    tab_to(page, dialog.get_by_label("Assignee"))
    press(page, "Space")
    tab_to(page, dialog.get_by_role("button", name="Save"))
    press(page, "Enter")
    expect(matrix.get_by_role("gridcell", name="Open to In progress: Admins, Rules")).to_be_focused()
    assert roles(desk, "open", "in_progress") == ["admin", "system"]


def test_ways_between_statuses_are_drawn(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/statuses")
    graph = page.get_by_role("region", name="How tickets go")
    expect(graph.get_by_role("img")).to_be_visible()
    drag(page, "Resolved", "On hold")
    dialog = page.get_by_role("dialog", name="Resolved → On hold")
    expect(dialog).to_contain_text("Tickets cannot go this way yet.")
    dialog.get_by_role("button", name="Allow this way").click()
    expect(page.get_by_role("gridcell", name="Resolved to On hold: Agents, Admins, Rules")).to_be_visible()
    assert roles(desk, "resolved", "on_hold") == ["agent", "admin", "system"]
    drag(page, "Resolved", "On hold")
    page.get_by_role("dialog").get_by_role("button", name="Forbid this way").click()
    expect(page.get_by_role("gridcell", name="Resolved to On hold: not allowed")).to_be_visible()
    assert roles(desk, "resolved", "on_hold") is None


def drag(page: Page, from_label: str, to_label: str) -> None:
    def box(label: str) -> Locator:
        return page.locator("svg .box").filter(has=page.locator(".label").get_by_text(label, exact=True))

    box(from_label).hover()
    page.mouse.down()
    box(to_label).hover()
    page.mouse.up()


def test_a_refused_status_says_why(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/statuses", allowed=(REFUSED,))
    page.get_by_role("button", name="Resolved", exact=True).click()
    dialog = page.get_by_role("dialog", name="Resolved")
    dialog.get_by_label("Category").select_option("open")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("status resolved is used by pgdesk itself")


def test_a_text_of_mails_is_previewed_tried_saved_and_taken_back(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/mail-texts", allowed=(REFUSED,))
    page.get_by_role("link", name="ticket_opened in English").click()
    subject, body = page.get_by_label("Subject"), page.get_by_role("textbox", name="Text")
    expect(subject).to_have_value("[{{ ticket.reference }}] {{ ticket.subject }}")
    preview = page.get_by_role("region", name="Preview")
    subject.fill("Welcome to {{ ticket.reference }}")
    body.fill("Dear {{ recipient.first_name }}, **thank you**.")
    expect(preview.get_by_text("Welcome to ESC-")).to_be_visible()
    expect(preview.get_by_text("thank you")).to_have_js_property("tagName", "STRONG")
    page.get_by_label("Number of a ticket").fill(str(desk.ticket("The printer is on fire")))
    press(page, "Tab")
    expect(preview.get_by_text("Dear Ada, thank you.")).to_be_visible()
    page.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("The test is on its way")).to_be_visible()
    newest = "FROM helpdesk.outgoing_mail ORDER BY outgoing_mail_id DESC LIMIT 1"
    sent = f"SELECT data #>> '{{test,texts,0,subject}}' {newest}"
    assert desk.value(sent) == "Welcome to {{ ticket.reference }}"

    # What cannot be filled in is refused, and says where.
    body.fill("Dear {{ nobody.name }}")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("form").get_by_role("alert")).to_contain_text("line 1")
    page.get_by_text("What can be filled in").click()
    body.fill("Dear ")
    page.get_by_role("button", name="recipient.first_name", exact=True).click()
    expect(body).to_have_value("Dear {{ recipient.first_name }}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    own = "mail_templates?kind=eq.ticket_opened&language=eq.en&select=body,is_own"
    assert desk.rows("ada", own) == [{"body": "Dear {{ recipient.first_name }}", "is_own": True}]
    look(page, "mail-text", whole=True)
    page.get_by_role("button", name="Take pgdesk's own text").click()
    expect(body).not_to_have_value("Dear {{ recipient.first_name }}")
    assert desk.rows("ada", own)[0]["is_own"] is False


def test_an_article_is_written_shown_taken_up_again_and_withdrawn(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/articles", allowed=(REFUSED,))
    page.get_by_role("link", name="New article").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("title is missing")
    page.get_by_label("Title").fill("Change the lamp")
    page.get_by_label("Text", exact=True).fill("# First\n\nSwitch it **off**.")
    drawn = page.frame_locator("iframe")
    expect(drawn.get_by_role("heading", level=1, name="Change the lamp")).to_be_visible()
    expect(drawn.get_by_role("heading", level=2, name="First")).to_be_visible()
    # Drawn by the stylesheet of the knowledge base.
    assert drawn.locator("main").evaluate("element => getComputedStyle(element).maxWidth") != "none"
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("It is published.")).to_be_visible()
    expect(page.get_by_role("link", name="See it in the knowledge base")).to_be_visible()
    article = desk.value("SELECT max(article_id) FROM helpdesk.article")

    page.get_by_label("Text", exact=True).fill("Call us.")
    page.get_by_label("Who may read it").select_option(label="Staff")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    said = f"articles?article_id=eq.{article}&select=audience,status,article_translations(body)"
    text = "# First\n\nSwitch it **off**."
    assert desk.rows("ada", said) == [
        {"audience": "staff", "status": "published", "article_translations": [{"body": text}]}
    ]
    look(page, "article", whole=True)
    page.get_by_text("All versions").click()
    page.get_by_role("button", name="Take version 1 up again").click()
    expect(page.get_by_label("Text", exact=True)).to_have_value(text)
    page.get_by_role("button", name="Unpublish").click()
    expect(page.get_by_text("It is a draft again.")).to_be_visible()
    assert desk.rows("ada", said)[0]["status"] == "draft"

    page.get_by_label("Language").select_option(label="German")
    expect(page.get_by_label("Title")).to_have_value("")
    page.get_by_label("Title").fill("Die Lampe wechseln")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("All versions")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("link", name="Die Lampe wechseln")).to_be_visible()
    page.get_by_role("link", name="Change the lamp").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("heading", level=1, name="Articles")).to_be_visible()
    assert desk.rows("ada", said) == []


def test_a_rule_asks_people_for_an_approval(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/macros/new", allowed=(REFUSED,))
    page.get_by_label("Name").fill("Ask for money")
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("Action", exact=True).select_option("ask_approval")
    page.get_by_label("What is to be approved").fill("May {{requester.name}} have it?")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".action").get_by_role("alert")).to_contain_text("people")
    tab_to(page, page.get_by_role("button", name="Choose people"))
    press(page, "Enter")
    expect(page.get_by_role("combobox", name="Choose people")).to_be_focused()
    page.keyboard.type("requester")
    press(page, "Enter", "Control+A")
    page.keyboard.type("cleo")
    press(page, "Enter", "Escape")
    page.get_by_label("How many have to agree").fill("1")
    within = page.get_by_role("group", name="To be decided within")
    within.get_by_label("Value").fill("2")
    within.get_by_label("Unit").select_option("days")
    page.get_by_label("If it is not decided by then").select_option(label="It counts as declined")
    look(page, "approval-action", whole=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name="Macros")).to_be_visible()
    asked = "SELECT actions -> 0 -> 'value' FROM helpdesk.rule WHERE name = 'Ask for money'"
    assert desk.value(asked) == {
        "question": "May {{requester.name}} have it?",
        "people": ["requester", desk.people["cleo"][0]],
        "needed": 1,
        "due_in": "2 days",
        "state_when_due": "declined",
    }
