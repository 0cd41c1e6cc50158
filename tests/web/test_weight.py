"""How much code pages load, as it is sent: the ground that people on slow networks stand on."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from pgdesk.api.web.built import FOLDER
from tests.web.desk import Desk


def _weigh(desk: Desk, who: str | None, path: str) -> dict[str, float]:
    """The scripts that a page loads until it stands, and their sizes."""
    page = desk.page(who, path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    scripts = {asked.path.rpartition("/")[2] for asked in desk.watch(page).requests if asked.kind == "script"}
    return {name: _sent_bytes(FOLDER / "assets" / name) / 1000 for name in scripts}


def _sent_bytes(script: Path) -> int:
    """Where compressing gains nothing the script is sent as it is."""
    packed = script.with_name(f"{script.name}.gz")
    return (packed if packed.exists() else script).stat().st_size


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        (None, "/support/login", 60),
        ("dan", "/support", 60),
        ("dan", "/support/create", 61),
        ("dan", "/support/ESC-00002", 64),
        ("ben", "/support/agent/tickets", 120),
    ],
)
def test_a_page_loads_little_code(desk: Desk, who: str | None, path: str, most: int) -> None:
    sizes = _weigh(desk, who, path)
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])
    assert sum(sizes.values()) <= most, f"{sum(sizes.values()):.1f} kB: {heaviest[:12]}"
