"""What is done on the pages around the queue: settings, resources, reports, approvals."""

import re

from playwright.sync_api import expect

from pgdesk.cli.web.build import WEB
from tests.waiting import until
from tests.web.axe import axe
from tests.web.desk import Desk

SLOW = 30_000


def test_a_setting_is_changed_refused_and_reset(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/settings", allowed=("Failed to load resource",))
    page.get_by_role("searchbox", name="Find a setting").fill("auto close")
    expect(page.get_by_role("heading", level=2)).to_have_text(["Tickets"], timeout=SLOW)
    field = page.get_by_label("Close resolved tickets after (days)")
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
    page.goto(f"{page.url}?days=2")
    expect(page.get_by_role("row")).to_have_count(3, timeout=SLOW)
    page.get_by_label("Compare with the period before").check()
    expect(page.get_by_text("before: - - -").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == "volume.csv"
    assert saved.value.path().read_text().startswith("day,created,created_before,resolved")


def test_a_number_leads_to_the_tickets_that_it_counts(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/reports/workload")
    cell = page.get_by_role("row").nth(1).get_by_role("link").first
    count = int(cell.inner_text(timeout=SLOW))
    cell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All tickets", timeout=SLOW)
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("row")).to_have_count(count + 1, timeout=SLOW)
    # No two are chosen to be made one.
    page.keyboard.press("m")
    expect(page.get_by_role("status").get_by_text("not possible here now")).to_be_visible()


def test_what_is_chosen_in_the_moment_before_the_page_is_left_is_kept(desk: Desk) -> None:
    page = desk.page("mei", "/support/agent/settings")
    page.get_by_label("Theme").select_option("dark", timeout=SLOW)
    page.goto("about:blank")
    until(lambda: "dark" in str(desk.rows("mei", "preferences?select=*")))


def test_choices_for_oneself_are_kept(desk: Desk) -> None:
    page = desk.page("cleo", "/support/agent/settings")
    with page.expect_response("**/rest/rpc/set_preferences*"):
        page.get_by_label("Theme").select_option("dark", timeout=SLOW)
    with page.expect_response("**/rest/rpc/set_preferences*"):
        page.get_by_label("Rows of lists").select_option("compact")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.get_by_label("Rows of lists")).to_have_value("compact", timeout=SLOW)
    expect(page.locator("html")).to_have_attribute("data-density", "compact")
    page.get_by_label("Language", exact=True).select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("الإعدادات الشخصية")
    assert axe(page) == []


def test_settings_and_columns_have_names_in_every_language(desk: Desk) -> None:
    keys = [one["key"] for one in desk.rows("ada", "settings?select=key")]
    views = re.findall(r'view: "(\w+)"', (WEB / "admin" / "resource" / "resources.ts").read_text())
    found = "SELECT array_agg(DISTINCT column_name::text) FROM information_schema.columns"
    columns = desk.value(f"{found} WHERE table_schema = 'api' AND table_name = ANY (%s)", views)
    for language in ("de", "ar"):
        texts = (WEB / "texts" / language / "admin.ts").read_text()
        named = re.findall(r'^    "?([\w.]+)"?: "', texts, re.M)
        assert set(keys) <= set(named)
        # Numbers of rows are shown to nobody who has not asked for one.
        assert {one for one in columns if not one.endswith("_id")} - set(named) <= {"sha256"}
    page = desk.page("ada", "/support/admin/people", language="de")
    expect(page.get_by_role("columnheader", name="E-Mail-Adresse")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("columnheader", name="Aktiv")).to_be_visible()
    expect(page.get_by_text("Wer nicht aktiv ist, kann sich nicht anmelden.")).to_be_visible()
    page.get_by_role("button", name="Hinzufügen", exact=True).click()
    expect(page.get_by_role("dialog").get_by_label("Zeitzone")).to_be_visible()


def test_what_ships_is_named_in_the_reader_s_language_until_it_is_called_otherwise(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "A lamp for the hall", priority="high")
    desk.value("UPDATE helpdesk.priority SET label = 'Eilig' WHERE priority = 'urgent'")
    page = desk.page("ben", f"/support/agent/tickets/{ticket}", language="de")
    expect(page.get_by_role("button", name="Hoch")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Offen")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_role("option", name="Eilig")).to_be_visible()
    expect(page.get_by_role("option", name="Niedrig")).to_be_visible()


def test_everybody_chooses_among_the_news_that_can_reach_them_in_their_own_words(desk: Desk) -> None:
    described = desk.rows("ada", "event_kinds?is_notified=is.true&select=description")
    for language, reply in (("en", "A new reply"), ("de", "Eine neue Antwort"), ("ar", "رد جديد")):
        page = desk.page("ben", "/support/agent/settings", language=language)
        name = page.get_by_role("rowheader", name=reply, exact=True)
        expect(name).to_be_visible(timeout=SLOW)
        names = page.get_by_role("region").filter(has=name).get_by_role("rowheader").all_inner_texts()
        assert len(names) == len(described)
        assert not {one["description"] for one in described}.intersection(names)
    customer = desk.page("dan", "/support/account")
    expect(customer.get_by_label("Mail: A new reply")).to_be_checked(timeout=SLOW)
    expect(customer.get_by_label("Bell: A new reply")).to_have_count(0)
    expect(customer.get_by_role("rowheader", name="A new internal note")).to_have_count(0)


def test_a_customer_and_a_colleague_approve_where_their_mails_lead(desk: Desk) -> None:
    ticket = desk.new_ticket("dan", "A bigger lamp")
    people = [desk.people[who][0] for who in ("dan", "cleo")]
    asked = {"ticket_id": ticket, "question": "May it cost 90 EUR?", "person_ids": people}
    approval = desk.call("ben", "ask_approval", **asked)["approval_id"]
    customer = desk.page("dan", f"/support/approvals/{approval}")
    expect(customer.get_by_text("May it cost 90 EUR?")).to_be_visible(timeout=SLOW)
    customer.get_by_label("Comment").fill("Gladly")
    customer.get_by_role("button", name="Approve").click()
    expect(customer.get_by_text("You have decided; others are still asked.")).to_be_visible()
    colleague = desk.page("cleo", f"/support/agent/approvals/{approval}")
    colleague.get_by_role("button", name="Decline").click(timeout=SLOW)
    expect(colleague.get_by_text("It was declined.")).to_be_visible()
    other = desk.page("zoe", f"/support/approvals/{approval}")
    expect(other.get_by_text("There is nothing to approve here")).to_be_visible(timeout=SLOW)
    votes = desk.rows("ben", f"approval_votes?approval_id=eq.{approval}&select=state,comment&order=state")
    assert votes == [{"state": "approved", "comment": "Gladly"}, {"state": "declined", "comment": None}]
