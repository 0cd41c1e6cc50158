"""Administrators keep promises, hours and statuses, by keys and pointer, and see first what would change."""

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
    page.get_by_role("button", name="Remove Christmas, 2031-12-25").click()
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
