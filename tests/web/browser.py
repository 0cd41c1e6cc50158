"""Chromium, driven by Playwright in a thread of its own.

Playwright's calls run an event loop in their thread for as long as the browser is there, and no other loop
can run beside it (asyncio.run fails): so tests with a browser run in that thread, all else in the main one.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.web.watch import Watch

#: Generous, for a busy machine: what is there is found at once.
_MILLISECONDS = 30_000
#: No name is looked up, whatever a page asks for.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

#: Characters of what pages show where a test fails.
_SHOWN = 5_000

T = TypeVar("T")


class Chromium:
    """One process with a profile a page; pages live until the test ends."""

    def __init__(self, thread: ThreadPoolExecutor, playwright: Playwright, browser: Browser) -> None:
        self._thread, self._playwright, self._browser = thread, playwright, browser
        self._pages: list[tuple[Page, Watch]] = []

    def run(self, call: Callable[[], T]) -> T:
        """Calls in the browser's thread."""
        __tracebackhide__ = True
        return self._thread.submit(call).result()

    def visit(self, origin: str, path: str, *, allowed: Sequence[str] = ()) -> Page:
        """A page of `origin`, which asks nobody else; `allowed`: patterns of complaints that are no fault."""
        page = self.open(Watch((origin,), tuple(allowed)), base_url=origin)
        page.goto(path)
        return page

    def open(self, watch: Watch, **options: Any) -> Page:
        """An empty page in a context of its own, with Playwright's `options` of contexts."""
        if not threading.current_thread().name.startswith("browser"):
            raise RuntimeError("pages are opened in tests, not in fixtures")
        context = self._browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(_MILLISECONDS)
        watch.begin(context)
        page = context.new_page()
        self._pages.append((page, watch))
        return page

    def watch(self, page: Page) -> Watch:
        return next(watch for opened, watch in self._pages if opened.context is page.context)

    def close_pages(self) -> list[str]:
        """What they complained of."""
        faults = []
        for page, watch in self._pages:
            page.context.close()
            faults.extend(watch.faults())
        self._pages.clear()
        return faults

    def show(self) -> str:
        """What the pages show now."""
        texts = [
            f"{each.url}\n{each.locator('body').aria_snapshot(timeout=2000)}"
            for page, _ in self._pages
            for each in page.context.pages
        ]
        return "\n\n".join(texts)[:_SHOWN]

    def _close(self) -> None:
        self._browser.close()
        self._playwright.stop()


@contextmanager
def running_chromium(program: str) -> Iterator[Chromium]:
    with ThreadPoolExecutor(1, "browser") as thread:

        def start() -> Chromium:
            playwright = sync_playwright().start()
            expect.set_options(timeout=_MILLISECONDS)
            browser = playwright.chromium.launch(executable_path=program, headless=True, args=list(_FLAGS))
            return Chromium(thread, playwright, browser)

        chromium = thread.submit(start).result()
        try:
            yield chromium
        finally:
            chromium.run(chromium._close)
