"""Going through a page without a mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

_MOST = 100
_FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found === document.body ? null : found;
}"""
#: What is drawn around an element changes with the focus: an outline, a shadow, a border or its ground.
_LOOKS = """element => {
  const drawn = [];
  for (let each = element; each && drawn.length < 3; each = each.parentElement) {
    const style = getComputedStyle(each);
    const outline = style.outlineStyle === "none" ? "none" : style.outline;
    drawn.push([outline, style.boxShadow, style.borderColor, style.backgroundColor].join(" "));
  }
  return drawn.join("|");
}"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, target: Locator, *, backwards: bool = False) -> None:
    """Presses Tab until `target` has the focus."""
    expect(target).to_be_visible()
    for _ in range(_MOST):
        if target.evaluate("element => element.matches(':focus')"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"{_MOST} times Tab do not lead to {target}")


def tab_stops(page: Page) -> list[str]:
    """Role and name of all that Tab leads to from where the focus is, each once, in order."""
    stops: list[str] = []
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        element = page.evaluate_handle(_FOCUSED).as_element()
        if element is None:
            break
        first = page.locator(":focus").first
        name = first.aria_snapshot().splitlines()[0].removeprefix("- ").rstrip(":")
        if name in stops:
            break
        stops.append(name)
    return stops


def has_visible_focus(target: Locator) -> bool:
    """Whether `target`, or what is around it, is drawn otherwise where the keyboard has led to it."""
    page = target.page
    tab_to(page, target)
    focused = target.evaluate(_LOOKS)
    target.evaluate("element => element.blur()")
    return bool(focused != target.evaluate(_LOOKS))
