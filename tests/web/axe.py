"""What axe-core finds on a page: WCAG 2.0 to 2.2, levels A and AA."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page

from pgdesk.cli.paths import ROOT

_SCRIPT = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
#: An open menu hides the rest of the page and keeps Tab within itself: no harm.
WHILE_A_MENU_IS_OPEN = ("aria-hidden-focus",)


def axe(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """A line a fault, without those of the rules `without`."""
    page.evaluate(_source())
    found = page.evaluate(
        "options => axe.run(document, options)",
        {
            "runOnly": {"type": "tag", "values": _TAGS},
            "rules": {rule: {"enabled": False} for rule in without},
            "resultTypes": ["violations"],
        },
    )
    return [_line(violation, node) for violation in found["violations"] for node in violation["nodes"]]


@cache
def _source() -> str:
    if not _SCRIPT.exists():
        pytest.skip("axe-core is not installed: sh bin/setup dev, with Node or network")
    return _SCRIPT.read_text(encoding="utf-8")


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    place = " ".join(str(part) for part in node["target"])
    why = node["failureSummary"].replace("\n", " ")
    return f"{violation['id']} ({violation['impact']}) at {place}: {why}\n    {node['html'][:200]}"
