"""What holds of every page: in both themes and on a phone, with nothing to show, with the worst to show."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.looks import look
from tests.web.pages import ALIKE, PLACES, Place

PHONE = {"width": 320, "height": 640}
#: A window of 1280 by 900 at 200 %.
ZOOMED = {"width": 640, "height": 450}
WIDE = {"width": 1280, "height": 900}
#: By axe, which looks longest.
SEEN = (("light", WIDE), ("dark", PHONE))
EVERY = pytest.mark.parametrize("place", PLACES, ids=str)
#: Paths of all routes that show something, as vue-router writes them; together those of one component.
ROUTES = """() => {
  const routes = document.querySelector("#app").__vue_app__.config.globalProperties.$router.getRoutes()
    .filter(route => route.children.length === 0 && !route.redirect && route.name !== "not found");
  const resource = route => Object.keys(route.props.default ?? {}).length > 0 ? route.path : null;
  return Object.values(Object.groupBy(routes, (route, at) => resource(route)
    ?? routes.findIndex(other => !resource(other) && other.components.default === route.components.default)))
    .map(group => group.map(route => route.path));
}"""
#: What sticks out at the end of a line, where the page can be scrolled sideways.
TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  const sticksOut = element => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (right > clientWidth + 1 || left < -1);
  };
  const outside = [...document.body.querySelectorAll("*")].filter(sticksOut);
  const told = [...outside.slice(0, 2), ...outside.slice(-3)].map(element => element.outerHTML.slice(0, 200));
  return [`${scrollWidth} > ${clientWidth}`, ...told];
}"""

#: Words of up to 12 characters that go over two lines.
BROKEN = """() => {
  const found = [];
  const isOut = element => !element.checkVisibility({ visibilityProperty: true })
    || element.closest("code, .visually-hidden");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (isOut(text.parentElement)) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\p{M}\\p{N}]{2,12}(?![\\p{L}\\p{M}\\p{N}])/gu)) {
      if (/[\\p{L}\\p{M}\\p{N}]$/u.test(text.data.slice(0, word.index))) continue;
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) found.push(word[0]);
    }
  }
  return found.slice(0, 10);
}"""


def opened(desk: Desk, place: Place, size: dict[str, int] = WIDE, **options: str) -> Page:
    page = desk.page(place.who, desk.fill(place.path), width=size["width"], height=size["height"], **options)
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    desk.settle(page)
    return page


def nothing(found: list[str], *where: object) -> None:
    if found:
        pytest.fail("\n".join([*map(str, where), *found]), pytrace=False)


def name(place: Place, *more: str) -> str:
    return "-".join([re.sub(r"\W+", "-", place.path).strip("-"), place.who or "nobody", *more])


@EVERY
def test_each_page_is_accessible_in_both_themes_at_every_size(desk: Desk, place: Place) -> None:
    page = opened(desk, place)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size in (WIDE, ZOOMED, PHONE):
            page.set_viewport_size(size)
            desk.settle(page)
            look(page, name(place, theme, str(size["width"])))
            nothing(page.evaluate(TOO_WIDE), theme, size)
            nothing(page.evaluate(BROKEN), theme, size)
            if (theme, size) in SEEN:
                nothing(axe(page), theme, size)


@EVERY
def test_each_page_shows_that_there_is_nothing(empty_desk: Desk, place: Place) -> None:
    if "{" in place.path:
        pytest.skip("it shows one thing, not many")
    page = opened(empty_desk, place, PHONE)
    look(page, name(place, "empty"))
    nothing(page.evaluate(TOO_WIDE))
    nothing(axe(page))


@pytest.mark.parametrize("place", [*PLACES, *ALIKE], ids=str)
def test_no_text_runs_or_breaks_a_page(hostile_desk: Desk, place: Place) -> None:
    page = opened(hostile_desk, place, WIDE)
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        hostile_desk.settle(page)
        look(page, name(place, "hostile", str(size["width"])))
        nothing(page.evaluate(TOO_WIDE), size)
    nothing(axe(page))
    assert page.evaluate("window.__ran") is None


@EVERY
@pytest.mark.parametrize("language", ["de", "ar"])
def test_each_page_speaks_other_languages(desk: Desk, place: Place, language: str) -> None:
    page = opened(desk, place, PHONE, language=language)
    look(page, name(place, language))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    nothing(page.evaluate(TOO_WIDE))


def test_every_route_is_opened_here(desk: Desk) -> None:
    page = opened(desk, Place("/support/login"))
    paths = [desk.fill(place.path).partition("?")[0] for place in (*PLACES, *ALIKE)]
    shown = [path.removeprefix("/support") or "/" for path in paths]

    def is_shown(route: str) -> bool:
        return any(re.fullmatch(_pattern(route), path) for path in shown)

    missing = [" or ".join(routes) for routes in page.evaluate(ROUTES) if not any(map(is_shown, routes))]
    nothing(missing, "add to tests/web/pages.py")


def _pattern(route: str) -> str:
    """A regular expression for vue-router's path: `:ticket`, `:ticket(\\d+)`."""
    parts = (re.sub(r":\w+(\(.*?\))?\??", "[^/]+", part) for part in route.rstrip("/").split("/"))
    return "/".join(parts) or "/"
