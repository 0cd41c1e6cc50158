"""What administrators do with rows besides changing them: from the row's menu, by keyboard and pointer."""

from playwright.sync_api import Locator, Page, expect

from tests.mail.conftest import mail, set_setting, take_in
from tests.web.axe import WHILE_A_MENU_IS_OPEN, axe
from tests.web.desk import Desk
from tests.web.keyboard import press, tab_to
from tests.web.looks import look

#: What the browser itself says of a request that was refused.
REFUSED = r"Failed to load resource"


def choose(page: Page, row: str, verb: str) -> None:
    page.get_by_role("button", name=f"Actions: {row}", exact=True).click()
    page.get_by_role("menuitem", name=verb, exact=True).click()


def told(page: Page, text: str) -> None:
    expect(page.locator(".toast").get_by_text(text)).to_be_visible()


def test_a_mail_that_failed_is_sent_again_by_keyboard_and_withdrawn(desk: Desk) -> None:
    mail = desk.call("ada", "send_test_mail", kind="ticket_opened")
    failed = "UPDATE helpdesk.outgoing_mail SET state = 'failed', last_answer = '550 no'"
    desk.value(f"{failed} WHERE outgoing_mail_id = %s", mail)
    state = "SELECT state FROM helpdesk.outgoing_mail WHERE outgoing_mail_id = %s"
    page = desk.page("ada", "/support/admin/outgoing-mail")
    menu = page.get_by_role("row").filter(has_text="550 no").get_by_role("button", name="Actions")
    tab_to(page, menu)
    press(page, "Enter")
    expect(page.get_by_role("menuitem", name="Send again", exact=True)).to_be_focused()
    assert axe(page, without=WHILE_A_MENU_IS_OPEN) == []
    look(page, "row-menu")
    press(page, "Enter")
    told(page, "Send again: done")
    assert desk.value(state, mail) == "queued"
    menu.click()
    page.get_by_role("menuitem", name="Withdraw").click()
    told(page, "Withdraw: done")
    assert desk.value(state, mail) == "withdrawn"


def test_a_token_is_shown_once_and_revoked_in_the_form(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/api-tokens", allowed=(REFUSED,))
    page.get_by_role("button", name="Make a token").click()
    dialog = page.get_by_role("dialog", name="Make a token")
    dialog.get_by_role("textbox", name="Name").fill("The wallboard")
    make = dialog.get_by_role("button", name="Make a token")
    make.click()
    expect(dialog.get_by_role("alert")).to_contain_text("abilities")
    dialog.get_by_role("searchbox").fill("tickets:read")
    dialog.get_by_role("searchbox").press("Enter")
    dialog.get_by_label("tickets:read", exact=True).check()
    make.click()
    expect(dialog.get_by_text("It is shown this once.")).to_be_visible()
    expect(dialog.locator("code")).to_contain_text(".")
    look(page, "token-shown")
    dialog.get_by_role("button", name="Close").last.click()
    page.get_by_role("button", name="The wallboard", exact=True).click()
    page.get_by_role("dialog", name="API tokens").get_by_role("button", name="Revoke").click()
    asked = page.get_by_role("dialog", name="Revoke")
    expect(asked).to_contain_text("This cannot be undone.")
    asked.get_by_role("button", name="Revoke").click()
    told(page, "Revoke: done")
    assert desk.value("SELECT revoked_at IS NOT NULL FROM helpdesk.api_token WHERE name = 'The wallboard'")
    # What cannot be done any more is not offered.
    expect(page.get_by_role("button", name="Actions: The wallboard")).to_have_count(0)


def test_a_mailbox_is_tested_and_says_in_words_what_is_wrong(desk: Desk) -> None:
    account = {"account": "help", "host": "imap.desk.example", "user_name": "help"}
    desk.insert("ada", "mailbox_accounts", account)
    desk.insert("ada", "mailboxes", {"mailbox": "inbox", "account": "help"})
    page = desk.page("ada", "/support/admin/mailbox-folders")
    choose(page, "inbox", "Test the connection")
    dialog = page.get_by_role("dialog", name="Test the connection")
    expect(dialog.get_by_role("status")).to_have_text("Waiting for the answer…")
    desk.value(
        "UPDATE helpdesk.mailbox_test SET answered_at = helpdesk.clock(), is_well = false,"
        " answer = 'The password is wrong.'"
    )
    expect(dialog.get_by_role("status")).to_contain_text("The password is wrong.")
    page.goto("/support/admin/mailboxes")
    choose(page, "help", "Set the password")
    dialog = page.get_by_role("dialog", name="Set the password")
    dialog.get_by_label("Password").fill("a better one")
    dialog.get_by_role("button", name="Set the password").click()
    told(page, "Set the password: done")
    assert desk.value("SELECT password IS NOT NULL FROM helpdesk.mailbox_account WHERE account = 'help'")


def test_a_webhook_gets_a_secret_and_deliveries_again(desk: Desk) -> None:
    desk.insert("ada", "webhooks", {"name": "Chat", "url": "https://chat.desk.example/hook"})
    webhook = int(desk.value("SELECT webhook_id FROM helpdesk.webhook WHERE name = 'Chat'"))
    page = desk.page("ada", "/support/admin/webhooks")
    choose(page, "Chat", "New secret")
    dialog = page.get_by_role("dialog", name="New secret")
    dialog.get_by_role("button", name="New secret").click()
    expect(dialog.locator("code")).to_contain_text("whsec_")
    dialog.get_by_role("button", name="Close").last.click()
    delivery = desk.call("ada", "test_webhook", webhook_id=webhook)["delivery_id"]
    dead = "UPDATE helpdesk.webhook_delivery SET state = 'dead', next_at = NULL, last_error = 'gone'"
    desk.value(f"{dead} WHERE delivery_id = %s", delivery)
    page.goto("/support/admin/webhook-deliveries")
    choose(page, "test", "Send again")
    told(page, "Send again: done")
    state = "SELECT state FROM helpdesk.webhook_delivery WHERE delivery_id = %s"
    assert desk.value(state, delivery) == "queued"


def test_a_hold_is_placed_and_lifted(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/legal-holds", allowed=(REFUSED,))
    page.get_by_role("button", name="Place a legal hold").click()
    dialog = page.get_by_role("dialog", name="Place a legal hold")
    dialog.get_by_label("Reason").fill("file 12/34")
    dialog.get_by_role("button", name="Place a legal hold").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Person").select_option(label="Dan Whitfield")
    dialog.get_by_role("button", name="Place a legal hold").click()
    told(page, "Place a legal hold: done")
    page.get_by_role("row").filter(has_text="file 12/34").get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Lift").click()
    page.get_by_role("dialog", name="Lift").get_by_role("button", name="Lift").click()
    told(page, "Lift: done")
    assert desk.value("SELECT lifted_by FROM helpdesk.legal_hold") == desk.people["ada"][0]


def test_an_object_of_the_desks_own_and_its_field_are_added_and_changed(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/custom-objects", allowed=(REFUSED,))
    page.get_by_role("button", name="Add an object").click()
    dialog = page.get_by_role("dialog", name="Add an object")
    dialog.get_by_label("Object").fill("device")
    dialog.get_by_label("Label").fill("Device")
    dialog.get_by_role("button", name="Add an object").click()
    told(page, "Add an object: done")
    choose(page, "Device", "Change")
    page.get_by_label("Customers see it").check()
    page.get_by_role("dialog", name="Change").get_by_role("button", name="Change").click()
    told(page, "Change: done")
    seen = "custom_objects?object=eq.device&select=label,is_visible_to_customers"
    assert desk.rows("ada", seen) == [{"label": "Device", "is_visible_to_customers": True}]
    page.goto("/support/admin/custom-fields")
    page.get_by_role("button", name="Add a field").click()
    dialog = page.get_by_role("dialog", name="Add a field")
    dialog.get_by_label("Object").select_option(label="Device")
    dialog.get_by_label("Key").fill("serial")
    dialog.get_by_label("Field type").select_option("text")
    dialog.get_by_label("Label").fill("Serial number")
    dialog.get_by_role("button", name="Add a field").click()
    told(page, "Add a field: done")
    choose(page, "Serial number", "Change")
    dialog = page.get_by_role("dialog", name="Change")
    expect(dialog.get_by_label("Label")).to_have_value("Serial number")
    dialog.get_by_label("Customer access").select_option("read")
    dialog.get_by_role("button", name="Change").click()
    told(page, "Change: done")
    found = desk.rows("ada", "custom_fields?key=eq.serial&select=label,customer_access,position")
    assert found == [{"label": "Serial number", "customer_access": "read", "position": 100}]


def search_for(dialog: Locator, name: str, text: str) -> None:
    dialog.get_by_role("combobox").fill(text)
    dialog.get_by_role("option", name=name).click()


def test_two_people_are_merged_and_apart_again(desk: Desk) -> None:
    desk.call("ada", "add_person", name="Mia W.", email="mia.w@home.example")
    page = desk.page("ada", "/support/admin/people", allowed=(REFUSED,))
    choose(page, "Mia W.", "Merge")
    dialog = page.get_by_role("dialog", name="Merge")
    search_for(dialog, "Mia Whitfield", "whitfield")
    dialog.get_by_label("Mia Whitfield").check()
    expect(dialog).to_contain_text("Mia W. is deactivated; 0 tickets move")
    assert axe(page) == []
    look(page, "merge-people")
    dialog.get_by_role("button", name="Merge").click()
    expect(dialog.get_by_role("status")).to_contain_text("Mia W. is Mia Whitfield from now on.")
    merged = "SELECT merged_into_id FROM helpdesk.person WHERE name = 'Mia W.'"
    assert desk.value(merged) == desk.people["mia"][0]
    dialog.get_by_role("button", name="Undo").click()
    told(page, "Merge: done")
    assert desk.value(merged) is None


def test_a_person_is_erased_once_the_name_is_typed(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/people")
    choose(page, "Zoe Adler", "Erase")
    dialog = page.get_by_role("dialog", name="Erase")
    dialog.get_by_label("Reason").fill("asked by letter")
    dialog.get_by_role("button", name="Ask for it and count").click()
    tickets = desk.value(
        "SELECT count(*) FROM helpdesk.ticket WHERE requester_id = %s", desk.people["zoe"][0]
    )
    expect(dialog.get_by_role("status")).to_contain_text(f"Ticket{tickets}")
    erase = dialog.get_by_role("button", name="Erase")
    expect(erase).to_be_disabled()
    dialog.get_by_label("Type Zoe Adler to confirm").fill("Zoe Adler")
    look(page, "erase-person")
    erase.click()
    expect(dialog).to_contain_text("The erasure is confirmed.")
    assert desk.value("SELECT state FROM helpdesk.removal") == "confirmed"


def test_what_is_quarantined_is_taken_in_and_its_sender_trusted(desk: Desk) -> None:
    set_setting(desk.database, "allow_guest_tickets", False)
    for sender in ("kept@shop.example", "trusted@shop.example"):
        take_in(desk.database, mail(sender))
    kept = "inbound_mail?select=state,is_released&from_address=eq.kept@shop.example"
    assert desk.rows("ada", kept) == [{"state": "quarantined", "is_released": False}]
    page = desk.page("ada", "/support/admin/quarantine")
    page.get_by_role("row").filter(has_text="kept@shop").get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Take it in").click()
    told(page, "Take it in: done")
    assert desk.rows("ada", kept) == [{"state": "received", "is_released": True}]
    page.get_by_role("row").filter(has_text="trusted@shop").get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Trust this sender").click()
    told(page, "Trust this sender: done")
    assert desk.rows("ada", "trusted_senders?select=sender") == [{"sender": "trusted@shop.example"}]


def test_a_job_that_was_given_up_is_tried_again_and_one_is_dropped(desk: Desk) -> None:
    for actor in ("count_leaves", "count_stones"):
        desk.value("SELECT helpdesk.enqueue(%s)", actor)
    desk.value("UPDATE dramatiq.queue SET state = 'rejected' WHERE message ->> 'actor_name' LIKE 'count_%%'")
    page = desk.page("ada", "/support/admin/jobs")
    choose(page, "count_leaves", "Try again now")
    told(page, "Try again now: done")
    choose(page, "count_stones", "Discard")
    page.get_by_role("dialog", name="Discard").get_by_role("button", name="Discard").click()
    told(page, "Discard: done")
    left = desk.rows("ada", "jobs?actor=like.count_*&select=actor,state")
    assert left == [{"actor": "count_leaves", "state": "queued"}]
