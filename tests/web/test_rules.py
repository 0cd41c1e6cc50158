"""An administrator makes rules: conditions, actions, and what the API says of them, by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.web.desk import Desk
from tests.web.keyboard import press, tab_to

#: What the browser itself says of a request that was refused.
REFUSED = r"Failed to load resource"


def choose(page: Page, label: str, option: str, *, at: int = 0) -> None:
    """Goes to a list and types what it shall show."""
    target = page.get_by_label(label, exact=True).nth(at)
    tab_to(page, target)
    page.keyboard.type(option)
    expect(target.locator("option:checked")).to_have_text(option)


def activate(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    press(page, "Enter")


def test_a_rule_edit_done_by_keyboard_alone(desk: Desk) -> None:
    desk.insert(
        "ada",
        "automations",
        {
            "kind": "automation",
            "name": "Look at what waits",
            "conditions": {"field": "status", "operator": "is", "value": "open"},
            "actions": [{"action": "add_tags", "value": ["login"]}],
        },
    )
    page = desk.page("ada", "/support/admin/automations", allowed=(REFUSED,))
    tab_to(page, page.get_by_role("link", name="Look at what waits"))
    press(page, "Enter")
    expect(page.get_by_role("status").filter(has_text="Now matching:")).to_contain_text("1")
    expect(page.get_by_label("Comparison")).to_have_count(1)

    # A condition without a value: what the API says of it stands beside it.
    activate(page, "Add a condition")
    choose(page, "Field", "Subject", at=1)
    choose(page, "Comparison", "contains", at=1)
    activate(page, "Save")
    refusal = page.locator(".part").nth(1).get_by_role("alert")
    expect(refusal).to_contain_text("conditions.all.1")
    expect(page.locator(".part").nth(0).get_by_role("alert")).to_have_count(0)
    tab_to(page, page.get_by_label("Value").nth(1), backwards=True)
    page.keyboard.type("wifi")
    expect(refusal).to_have_count(0)

    # An action without one, too.
    activate(page, "Add an action")
    choose(page, "Action", "Add note", at=1)
    activate(page, "Save")
    expect(page.locator(".action").nth(1).get_by_role("alert")).to_contain_text("actions.1")
    tab_to(page, page.get_by_label("Text"), backwards=True)
    page.keyboard.type("Has anybody looked?")
    activate(page, "Save")
    expect(page.get_by_role("heading", level=1, name="Automations")).to_be_visible()

    assert desk.value("SELECT conditions FROM helpdesk.rule WHERE name = 'Look at what waits'") == {
        "all": [
            {"field": "status", "operator": "is", "value": "open"},
            {"field": "subject", "operator": "contains", "value": "wifi"},
        ]
    }
    assert desk.value("SELECT actions FROM helpdesk.rule WHERE name = 'Look at what waits'") == [
        {"action": "add_tags", "value": ["login"]},
        {"action": "add_note", "value": "Has anybody looked?"},
    ]


def test_rules_are_put_in_order_by_the_arrow_keys(desk: Desk) -> None:
    page = desk.page("ada", "/support/admin/macros")
    names = page.get_by_role("list", name="Macros").get_by_role("link")
    expect(names.nth(1)).to_be_visible()
    first, second = names.nth(0).inner_text(), names.nth(1).inner_text()
    handle = page.get_by_role("button", name=f"Move {first}")
    tab_to(page, handle)
    press(page, "ArrowDown")
    expect(names.nth(0)).to_have_text(second)
    expect(names.nth(1)).to_have_text(first)
    expect(handle).to_be_focused()
    ordered = "SELECT array_agg(name ORDER BY position, rule_id) FROM helpdesk.rule WHERE kind = 'macro'"
    assert desk.value(ordered)[:2] == [second, first]
