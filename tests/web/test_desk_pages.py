"""Pages around the queue: dashboard, bell, mentions, personal settings, reports, administration."""

import pytest
from playwright.sync_api import expect

from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.looks import look

SLOW = 15_000
#: What sticks out at the side, if anything does.
_TOO_WIDE = """() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => one.outerHTML.slice(0, 120))"""
PAGES = {
    "home": ("ben", "/support/agent", "Hello Ben", "My last 30 days"),
    "mentions": ("ben", "/support/agent/mentions", "@Mentions", "mentioned you"),
    "notifications": ("ben", "/support/agent/notifications", "Notifications", "Mark as read"),
    "settings": ("ben", "/support/agent/settings", "Personal settings", "Where you are signed in"),
    "admin": ("ada", "/support/admin", "Administration", "Departments"),
    "departments": ("ada", "/support/admin/departments", "Departments", "Customer Care"),
    "department": ("ada", "/support/admin/departments?row=1", "Departments", "Customer Care"),
    "people": ("ada", "/support/admin/people", "People", "Zoe Adler"),
    "admin-settings": ("ada", "/support/admin/settings", "Settings", "Auto close"),
    "roles": ("ada", "/support/admin/roles", "Roles and permissions", "tickets.reply"),
    "audit": ("ada", "/support/admin/audit-logs", "Audit log", "insert"),
    "rules": ("ada", "/support/admin/macros", "Macros", "Take and hurry"),
    "rule": ("ada", "/support/admin/escalation-rules/new", "New rule", "Now matching"),
    "reports": ("ada", "/support/admin/reports", "Reports", "Tickets per day"),
    "report": ("ada", "/support/admin/reports/volume?days=7&compare=1", "Tickets per day", "staff replies"),
    "bars": ("ada", "/support/admin/reports/sla_attainment", "SLA promises kept", "percent kept"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_axe_faults_in_both_themes_and_holds_on_a_phone(desk: Desk, name: str) -> None:
    who, path, heading, shown = PAGES[name]
    page = desk.page(who, path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading, timeout=SLOW)
    expect(page.get_by_role("main")).to_contain_text(shown, timeout=SLOW)
    assert axe(page) == []
    look(page, f"{name}-light")
    page.emulate_media(color_scheme="dark")
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(_TOO_WIDE) == []
    look(page, f"{name}-phone")


def test_a_setting_is_changed_refused_and_reset(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/settings", allowed=("Failed to load resource",))
    page.get_by_role("searchbox", name="Find a setting").fill("auto close")
    field = page.get_by_label("Auto close resolved after days")
    field.fill("14", timeout=SLOW)
    field.press("Enter")
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    kept = "SELECT value FROM helpdesk.setting WHERE key = 'auto_close_resolved_after_days'"
    assert desk.value(kept) == 14
    field.fill("99999999")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("auto_close_resolved_after_days")
    page.get_by_role("button", name="Reset").click()
    expect(field).to_have_value("7")
    assert desk.value(kept) is None


def test_a_row_is_added_refused_mended_and_deleted(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/departments", allowed=("Failed to load resource",))
    page.get_by_role("button", name="Add").click(timeout=SLOW)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Spare parts")
    dialog.get_by_label("Slug").fill("Not A Slug")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Slug").fill("spare-parts")
    dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("button", name="Spare parts")
    expect(row).to_be_visible()
    row.click()
    dialog.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete for good").click()
    expect(row).to_have_count(0)
    assert desk.value("SELECT count(*) FROM helpdesk.department WHERE slug = 'spare-parts'") == 0


def test_a_report_is_seen_compared_and_saved_as_csv(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/reports")
    page.get_by_role("link", name="Tickets per day").click(timeout=SLOW)
    expect(page.get_by_role("img", name="Tickets per day")).to_be_visible(timeout=SLOW)
    page.get_by_label("How many days back").fill("2")
    page.get_by_label("How many days back").press("Enter")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_label("Compare with the period before").check()
    expect(page.get_by_text("before: - - -").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == "volume.csv"
    assert saved.value.path().read_text().startswith("day,created,resolved")


def test_choices_for_oneself_are_kept(desk: Desk) -> None:
    page = desk.page("cleo", "/support/agent/settings")
    page.get_by_label("Theme").select_option("dark", timeout=SLOW)
    page.get_by_label("Rows of lists").select_option("compact")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.get_by_label("Rows of lists")).to_have_value("compact", timeout=SLOW)
    expect(page.locator("html")).to_have_attribute("data-density", "compact")
    page.get_by_label("Language", exact=True).select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("الإعدادات الشخصية")
    assert axe(page) == []
    look(page, "settings-arabic")
