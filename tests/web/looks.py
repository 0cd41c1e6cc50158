"""Pictures of pages, for people to look at: PGDESK_LOOK names the folder."""

import os
from pathlib import Path

from playwright.sync_api import Page


def look(page: Page, name: str, *, whole: bool = False) -> None:
    """`whole`: all of the page, not what a window shows of it."""
    folder = os.environ.get("PGDESK_LOOK")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)
