"""The knowledge base in a browser without JavaScript: both themes, a telephone, keyboard, paper."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.looks import look

LONG = "Donaudampfschifffahrtsgesellschaft" * 30
BODY = f"""
The lamp says what it lacks by how it **blinks**. Look at it for ten seconds, then see below.

## Blinks red

1. Hold the power button until the lamp goes dark.
2. Wait for three minutes. Do *not* open the case.
3. Press the button once.

> Still red? The fuse is behind the small door; a spare one lies beside it.

## What the colours mean

| Colour | Blinks | Means | What to do |
|---|---|---|---|
| Red | fast | too warm | let it cool down for an hour |
| Yellow | slowly | the filter is full | [change the filter](https://desk.example/filter) |

```
curl http://lamp.local/status --verbose --header 'Accept: application/json' --output status.json
```

{LONG}
"""


@pytest.fixture(scope="module", autouse=True)
def articles(desk: Desk) -> None:
    with desk.database.transaction():
        for slug, name, text in (
            ("devices", "Lamps and devices", "What they mean when they blink, and how to mend them."),
            ("orders", "Orders", "Where your parcel is, changes, returns."),
            ("billing", "Billing and invoices", "Payment, addresses, reminders."),
            ("long", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3, LONG),
        ):
            desk.database.execute(
                "INSERT INTO helpdesk.article_category (slug, name, description) VALUES (%s, %s, %s)",
                (slug, name, text),
            )
    topics = {row["slug"]: row["category_id"] for row in desk.rows("ada", "article_categories")}
    for title, topic, summary in (
        ("Why does my lamp blink?", "devices", "What the colours mean, and what to do about each of them."),
        ("Hang the lamp up", "devices", "With two screws, and a third hand."),
        ("Where is my parcel?", "orders", "How to follow it from our door to yours."),
        ("Change the address of an invoice", "billing", ""),
        ("Long words " + LONG[:200], "long", LONG[:900]),
    ):
        saved = desk.call(
            "ada", "save_article", title=title, category_id=topics[topic], summary=summary, body=BODY
        )
        desk.call("ada", "publish_article", article_id=saved["article_id"])


def still(desk: Desk, path: str, *, theme: str = "light", width: int = 1280, language: str = "en") -> Page:
    """A page that runs no script of its own; those of the test, which axe is, still do."""
    page = desk.page(None, "about:blank", theme=theme, width=width, language=language)  # type: ignore[arg-type]
    page.context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(path)
    return page


ARTICLE = "/support/kb/articles/why-does-my-lamp-blink"
PAGES = {
    "home": "/support/kb",
    "topic": "/support/kb/categories/devices",
    "long-topic": "/support/kb/categories/long",
    "article": ARTICLE,
    "article-arabic": f"{ARTICLE}?language=ar",
    "search": "/support/kb/search?q=lamp+blinks",
    "search-nothing": "/support/kb/search?q=zebra",
    "missing": "/support/kb/articles/zebra",
    "said-no": f"{ARTICLE}?said=no",
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(desk: Desk, name: str, theme: str) -> None:
    allowed = ("404",) if name == "missing" else ()
    page = desk.page(None, "about:blank", theme=theme, allowed=allowed)  # type: ignore[arg-type]
    page.goto(PAGES[name])
    for width in (1280, 640, 320):
        page.set_viewport_size({"width": width, "height": 800})
        look(page, f"kb-{name}-{theme}-{width}", whole=True)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), f"too wide at {width}"
        assert axe(page) == []


def test_a_reader_searches_reads_and_says_so_without_javascript(desk: Desk) -> None:
    page = still(desk, "/support/kb")
    page.get_by_role("searchbox", name="Search the articles").fill("blinks")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Why does my lamp blink?").click()
    expect(page.get_by_role("heading", level=1, name="Why does my lamp blink?")).to_be_visible()
    page.get_by_role("button", name="No").click()
    expect(page.get_by_role("status")).to_have_text("Thank you for telling us.")
    page.get_by_label("What is missing").fill("Mine is blue.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("What is missing")).to_have_count(0)
    assert desk.rows("ada", "article_feedback?select=is_helpful,comment") == [
        {"is_helpful": False, "comment": "Mine is blue."}
    ]


def test_the_first_key_leads_past_the_head(desk: Desk) -> None:
    page = desk.page(None, ARTICLE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_a_signed_in_reader_keeps_it_private(desk: Desk) -> None:
    page = desk.page("dan", "/support/kb")
    answer = page.reload()
    assert answer is not None
    assert answer.headers["cache-control"] == "private, no-cache"


def test_on_paper_there_is_the_article(desk: Desk) -> None:
    page = desk.page(None, ARTICLE)
    page.emulate_media(media="print")
    look(page, "kb-article-print", whole=True)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for gone in (page.get_by_role("contentinfo"), page.get_by_role("button", name="Yes")):
        expect(gone).to_be_hidden()
