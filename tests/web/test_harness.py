"""The ground that browser tests stand on."""

import asyncio
import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.axe import axe
from tests.web.desk import Desk
from tests.web.keyboard import has_visible_focus, tab_stops, tab_to
from tests.web.looks import look

BLANK = "about:blank"
BARE = '<!doctype html><html lang="en"><title>Bare</title><main><h1>Bare</h1>{}</main></html>'


@pytest.fixture
def loop_time() -> float:
    async def read() -> float:
        return asyncio.get_running_loop().time()

    return asyncio.run(read())


def test_each_page_has_a_session_of_its_own(desk: Desk) -> None:
    who = "fetch('/rest/rpc/me').then(answer => answer.json())"
    ben, dan = desk.page("ben", "/docs"), desk.page("dan", "/docs")
    assert [page.evaluate(who)[0]["name"] for page in (ben, dan)] == ["Ben Okafor", "Dan Whitfield"]
    assert desk.page(None, "/docs").context.cookies() == []
    assert {cookie["name"] for cookie in ben.context.cookies()} == {"pgdesk_access", "pgdesk_refresh"}


def test_the_desk_is_furnished(desk: Desk) -> None:
    assert desk.value("SELECT count(*) FROM helpdesk.ticket") == 19
    states = desk.database.execute("SELECT DISTINCT sla_state FROM api.tickets").fetchall()
    assert {state for (state,) in states} == {None, "running", "warned", "paused", "breached"}
    staff = desk.rows("ben", "staff?select=handle&is_online=is.false")
    assert staff == [{"handle": "mei"}]
    ticket = desk.new_ticket("zoe", "Another one")
    assert desk.ticket("Another one") == ticket


@pytest.mark.parametrize("times", [1, 2])
def test_a_fixture_runs_a_loop_beside_the_browser(desk: Desk, loop_time: float, times: int) -> None:
    desk.page(None, "/docs")
    assert loop_time > 0
    assert threading.current_thread() is not threading.main_thread()


def test_a_test_without_a_browser_runs_a_loop(loop_time: float) -> None:
    assert threading.current_thread() is threading.main_thread()
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"


def test_what_a_page_may_not_do_is_noted(desk: Desk) -> None:
    page = desk.page(None, BLANK)
    watch = desk.watch(page)
    assert watch.faults() == []
    page.evaluate("fetch('http://elsewhere.example/pixel').catch(() => null)")
    page.evaluate("void setTimeout(() => { throw new Error('lost') })")
    page.evaluate("console.error('wrong')")
    page.wait_for_function("true")
    told = " ".join(watch.faults())
    assert "another host is asked: http://elsewhere.example/pixel" in told
    assert "console: wrong" in told
    assert "uncaught: lost" in told
    watch.allowed = ("elsewhere", "lost", "wrong")
    assert watch.faults() == []


def test_requests_are_counted(desk: Desk) -> None:
    page = desk.page("ben", "/docs")
    watch = desk.watch(page)
    assert watch.by_kind()["document"] == 1
    watch.requests.clear()
    page.evaluate("fetch('/rest/tags?select=name')")
    assert [(asked.kind, asked.path) for asked in watch.requests] == [("fetch", "/rest/tags?select=name")]


def test_axe_tells_what_and_where(desk: Desk) -> None:
    page = desk.page(None, BLANK)
    page.set_content(BARE.format("<p>Fine</p>"))
    assert axe(page) == []
    page.set_content(BARE.format('<img id="mute" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'))
    (line,) = axe(page)
    assert line.startswith("image-alt (critical) at #mute")
    assert axe(page, without=("image-alt",)) == []


def test_the_keyboard_leads_through_a_page(desk: Desk) -> None:
    page = desk.page(None, BLANK)
    page.set_content(
        BARE.format('<a href="#x">One</a> <button>Two</button> <button id="bare">Three</button>')
    )
    assert tab_stops(page) == ['link "One"', 'button "Two"', 'button "Three"']
    two, bare = page.get_by_role("button", name="Two"), page.locator("#bare")
    assert has_visible_focus(two)
    bare.evaluate("element => { element.style.outline = 'none' }")
    assert not has_visible_focus(bare)
    tab_to(page, two, backwards=True)
    expect(two).to_be_focused()


def test_themes_and_sizes_are_the_browsers(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page(None, "/docs", theme="dark", width=320, height=600, scale=2, language="de-DE")
    found = page.evaluate(
        "[matchMedia('(prefers-color-scheme: dark)').matches, innerWidth, devicePixelRatio,"
        " matchMedia('(prefers-reduced-motion: reduce)').matches, navigator.language]"
    )
    assert found == [True, 320, 2, True, "de-DE"]
    monkeypatch.setenv("PGDESK_LOOK", str(tmp_path))
    look(page, "dark")
    assert (tmp_path / "dark.png").stat().st_size > 1000
