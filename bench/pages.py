"""The web pages in Chromium, as an agent sees them: what they load and ask, and how soon they show it."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from functools import partial
from typing import Any

import click
import httpx
import psycopg
from playwright.sync_api import Page, Request, expect
from psycopg.types.json import Json
from rich.console import Console
from rich.table import Table

from bench.server import Bench, running
from pgdesk.cli.paths import ROOT
from pgdesk.cli.tokens import make_token
from tests.web.browser import Chromium, running_chromium
from tests.web.chromium_package import find_chromium
from tests.web.watch import Watch

_DIST = ROOT / "web" / "dist"
_BEN, _CLEO, _DAN = 2, 3, 4
_ROWS, _TICKETS, _TIMES = 10_000, 300, 5
_FRAME = 1000 / 60
_ROW, _MESSAGE = "[role=row][data-ticket]", "article.message"
#: Asked once by all pages of a browser, and never answered to the end.
_LIVE = "/live"

#: Milliseconds from the next key until the frame after which another thread is seen.
_PAINTED = """selector => { window.lap = new Promise((done, refuse) => {
  setTimeout(() => refuse(new Error("nothing is seen")), 20000);
  addEventListener("keydown", ({ timeStamp }) => {
    const before = [location.pathname, document.querySelector(selector)];
    const look = () => {
      const found = document.querySelector(selector);
      if (!found?.textContent || found === before[1] || location.pathname === before[0])
        return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - timeStamp);
      requestAnimationFrame(() => port2.postMessage(null));
    };
    requestAnimationFrame(look);
  }, { once: true, capture: true });
}) }"""
#: Milliseconds that the same requests take together, their answers parsed.
_BARE = """async calls => {
  const began = performance.now();
  await Promise.all(calls.map(async ({ path, method, body }) => {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(path, { method, body, headers });
    JSON.parse(await answer.text());
  }));
  return performance.now() - began;
}"""
#: Goes to a ticket, and waits until it is seen.
_OPENED = """async ([id, selector]) => {
  const before = document.querySelector(selector);
  const { $router } = document.querySelector("#app").__vue_app__.config.globalProperties;
  await $router.push(`/agent/tickets/${id}`);
  while ([null, before].includes(document.querySelector(selector)))
    await new Promise(requestAnimationFrame);
}"""
#: Frames from the next key until what it changes is seen.
_FRAMES = """selector => { window.lap = new Promise((done, refuse) => {
  setTimeout(() => refuse(new Error("nothing is seen")), 20000);
  addEventListener("keydown", () => {
    const before = document.querySelector(selector).outerHTML;
    let frames = 0;
    const look = () => {
      frames += 1;
      if (document.querySelector(selector)?.outerHTML !== before || frames > 300) return done(frames);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { once: true, capture: true });
}) }"""
#: Scrolls by a third of a screen each frame until the row is there: [frames, those that did not come, row].
_SCROLLED = """rows => new Promise(done => {
  const list = document.querySelector("[role=grid]");
  const began = performance.now();
  let last = began, frames = 0, dropped = 0;
  const most = Math.min(rows, list.ariaRowCount > 0 ? list.ariaRowCount : rows);
  const row = () => Math.max(0, ...[...list.querySelectorAll("[role=row][aria-rowindex]")]
    .map(element => Number(element.ariaRowIndex)));
  const step = now => {
    frames += 1;
    dropped += Math.max(0, Math.round((now - last) / (1000 / 60)) - 1);
    last = now;
    if (frames % 30 === 0 && (row() >= most || now - began > 240000)) return done([frames, dropped, row()]);
    list.scrollTop += list.clientHeight / 3;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
#: When the text is painted, by the machine's clock.
_SHOWN = """text => new Promise(done => {
  const tell = () => done(performance.timeOrigin + performance.now());
  const look = () => requestAnimationFrame(document.body.textContent.includes(text) ? tell : look);
  look();
})"""


@dataclass(frozen=True)
class Row:
    """What was measured, and at most how much it may be (None: it is only told)."""

    what: str
    value: float
    most: float | None
    unit: str

    @property
    def is_good(self) -> bool:
        return self.most is None or self.value <= self.most


def show(rows: list[Row]) -> bool:
    table = Table(title="Web pages in Chromium", title_justify="left")
    for column in ("what", "measured", "at most"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for row in rows:
        most = "" if row.most is None else f"{row.most:g} {row.unit}"
        mark = "" if row.is_good else " !"
        table.add_row(row.what, f"{row.value:.1f} {row.unit}{mark}", most)
    Console(width=120).print(table)
    return all(row.is_good for row in rows)


def measure(bench: Bench) -> list[Row]:
    program = find_chromium()
    if program is None or not _DIST.is_dir():
        raise click.ClickException("part pages needs Chromium, and the pages built (sh bin/setup)")
    served = bench.helpdesk()
    with psycopg.connect(bench.dsn, autocommit=True) as database:
        views = [
            database.execute(_VIEW, [name, Json(of)]).fetchone()
            for name, of in (("All that is open", _OPEN), ("All", {"any": [_OPEN, {"none": [_OPEN]}]}))
        ]
    open_view, every_view = (view[0] for view in views if view is not None)
    rows: list[Row] = []
    with running(served), running_chromium(program) as chromium:
        address = f"http://{served.host}:{served.port}"
        desk = _Desk(chromium, address, bench.settings.jwt_secret, open_view, every_view)
        for part in (_loads, _thread, _effect, _other_browser, _heap, _scroll):
            rows += chromium.run(partial(part, desk))
            chromium.run(chromium.close_pages)
    return rows


_OPEN = {"field": "is_open", "operator": "is", "value": True}
_VIEW = (
    "INSERT INTO helpdesk.saved_view (name, conditions, shared_with)"
    " VALUES (%s, %s, 'agent') RETURNING view_id"
)


@dataclass(frozen=True)
class _Desk:
    chromium: Chromium
    origin: str
    jwt_secret: str
    open_view: int
    every_view: int

    @property
    def queue(self) -> str:
        return f"/support/agent/tickets?view={self.open_view}"

    def token(self, who: int, role: str = "agent") -> str:
        return make_token(self.jwt_secret, role, who, hours=2)

    def open(self, path: str, who: int = _BEN, role: str = "agent") -> Page:
        page = self.chromium.open(Watch((self.origin,), ()), base_url=self.origin)
        page.context.add_cookies(
            [{"name": "pgdesk_access", "value": self.token(who, role), "url": self.origin}]
        )
        page.goto(path)
        return page

    def ask(self, who: int, verb: str, **arguments: Any) -> float:
        """Milliseconds of a call."""
        began = time.perf_counter()
        answer = httpx.post(
            f"{self.origin}/rest/rpc/{verb}",
            json=arguments,
            headers={"Authorization": f"Bearer {self.token(who)}"},
            trust_env=False,
        )
        answer.raise_for_status()
        return 1000 * (time.perf_counter() - began)


def _wait_for_rows(page: Page) -> None:
    expect(page.locator(_ROW).nth(5)).to_be_visible()


def _loaded(watch: Watch) -> float:
    """Kilobytes of scripts that were asked for, by gzip."""
    files = {asked.path.rsplit("/", 1)[-1] for asked in watch.requests if asked.kind == "script"}
    return sum((_DIST / "assets" / f"{name}.gz").stat().st_size for name in files if _is_built(name)) / 1000


def _is_built(name: str) -> bool:
    return (_DIST / "assets" / f"{name}.gz").exists()


def _calls(watch: Watch) -> int:
    return sum(asked.kind == "fetch" and not asked.path.startswith(_LIVE) for asked in watch.requests)


def _loads(desk: _Desk) -> list[Row]:
    queue = desk.open(desk.queue)
    _wait_for_rows(queue)
    asked = desk.chromium.watch(queue)
    rows = [
        Row("code of the queue", _loaded(asked), 120, "kB gzip"),
        Row("requests of the queue", _calls(asked), 3, ""),
    ]
    asked.requests.clear()
    queue.locator(_ROW).first.focus()
    queue.keyboard.press("Enter")
    expect(queue.locator(_MESSAGE).first).to_be_visible()
    _quiet(queue)
    rows.append(Row("requests of a ticket, with its neighbours'", _calls(asked), None, ""))
    portal = desk.open("/support", _DAN, "customer")
    expect(portal.get_by_role("heading", level=1)).to_be_visible()
    _quiet(portal)
    rows.append(Row("code of the portal", _loaded(desk.chromium.watch(portal)), 60, "kB gzip"))
    return rows


def _quiet(page: Page) -> None:
    page.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(done), 300))")


def _after_key(page: Page, script: str, selector: str, key: str) -> float:
    page.evaluate(script, selector)
    page.keyboard.press(key)
    return float(page.evaluate("window.lap"))


def _own_calls(sent: list[Request], page: Page) -> list[dict[str, str | None]]:
    """Those that the ticket in the address needs, not those for its neighbours."""
    ticket_id = int(page.url.split("?")[0].rsplit("/", 1)[-1])
    calls = []
    for request in sent:
        of = (
            (request.post_data_json or {}).get("ticket_id", ticket_id)
            if request.method == "POST"
            else ticket_id
        )
        path = "/" + request.url.split("/", 3)[-1]
        if of == ticket_id and not path.startswith(_LIVE):
            calls.append({"path": path, "method": request.method, "body": request.post_data})
    return calls


def _thread(desk: _Desk) -> list[Row]:
    """From the key in the list to the thread, beside a bare page that asks the same."""
    page, bare = desk.open(desk.queue), desk.open("/health")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.resource_type == "fetch" else None)
    shown, alone, prefetched, asked = [], [], [], []
    for number in range(_TIMES):
        _wait_for_rows(page)
        page.locator(_ROW).nth(1 + 3 * number).focus()  # the neighbours of the former were fetched ahead
        _quiet(page)
        sent.clear()
        shown.append(_after_key(page, _PAINTED, _MESSAGE, "Enter"))
        own = _own_calls(sent, page)
        asked.append(len(own))
        alone.append(bare.evaluate(_BARE, own))
        _quiet(page)
        prefetched.append(_after_key(page, _PAINTED, _MESSAGE, "j") / _FRAME)
        page.goto(desk.queue)
    return [
        Row("requests of a ticket", max(asked), 2, ""),
        Row("key to painted thread", statistics.median(shown), None, "ms"),
        Row("a bare page for the same answers", statistics.median(alone), None, "ms"),
        Row("ratio", statistics.median(shown) / statistics.median(alone), 1.5, ""),
        Row("key to painted thread, prefetched", statistics.median(prefetched), 2, "frames"),
    ]


def _effect(desk: _Desk) -> list[Row]:
    """Keys whose effect the server has not answered yet."""
    page = desk.open(desk.queue)
    _wait_for_rows(page)
    page.locator(_ROW).first.focus()
    frames = [_after_key(page, _FRAMES, "[role=grid]", "x") for _ in range(6)]
    page.keyboard.press("Enter")
    expect(page.locator(_MESSAGE).first).to_be_visible()
    _quiet(page)
    frames += [_after_key(page, _FRAMES, "main", "Shift+F") for _ in range(2)]
    return [Row("key to its effect", max(frames), 3, "frames")]


def _other_browser(desk: _Desk) -> list[Row]:
    """A reply until it is seen elsewhere, beside the time of the call."""
    page = desk.open(desk.queue)
    _wait_for_rows(page)
    page.locator(_ROW).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(_MESSAGE).first).to_be_visible()
    _quiet(page)
    ticket_id = int(page.url.split("?")[0].rsplit("/", 1)[-1])
    answers, seen = [], []
    for number in range(_TIMES):
        text = f"Seen elsewhere, {number} of {_TIMES}"
        page.evaluate(f"window.lap = ({_SHOWN})({text!r}); undefined")
        began = 1000 * time.time()
        answers.append(desk.ask(_CLEO, "add_note", ticket_id=ticket_id, body=text))
        seen.append(page.evaluate("window.lap") - began)
    answer, told = statistics.median(answers), statistics.median(seen)
    return [
        Row("a note of another is answered", answer, None, "ms"),
        Row("and painted here", told, None, "ms"),
        Row("ratio", told / answer, 3, ""),
    ]


def _heap(desk: _Desk) -> list[Row]:
    page = desk.open(desk.queue)
    _wait_for_rows(page)
    page.locator(_ROW).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(_MESSAGE).first).to_be_visible()
    tickets = iter(range(1, _TICKETS + 21))
    for _ in range(20):
        page.evaluate(_OPENED, [next(tickets), _MESSAGE])
    before = _heap_mb(page)
    for ticket_id in tickets:
        page.evaluate(_OPENED, [ticket_id, _MESSAGE])
    return [Row(f"heap after {_TICKETS} tickets, more by", _heap_mb(page) - before, 20, "MB")]


def _heap_mb(page: Page) -> float:
    devtools = page.context.new_cdp_session(page)
    devtools.send("HeapProfiler.collectGarbage")
    used = devtools.send("Runtime.getHeapUsage")["usedSize"]
    devtools.detach()
    return float(used) / 1_000_000


def _scroll(desk: _Desk) -> list[Row]:
    page = desk.open(f"/support/agent/tickets?view={desk.every_view}")
    _wait_for_rows(page)
    before = _heap_mb(page)
    frames, dropped, row = page.evaluate(_SCROLLED, _ROWS)
    return [
        Row("rows scrolled through", row, None, ""),
        Row("frames dropped meanwhile", 100 * dropped / (frames + dropped), 3, "%"),
        Row("heap afterwards, more by", _heap_mb(page) - before, None, "MB"),
    ]
