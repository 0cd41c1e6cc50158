"""What apt plans decides whether a browser, or pg_cron, is installed."""

import pytest

from pgdesk.cli.server.debian_package import only_adds
from tests.web.chromium_package import find_chromium, install_chromium

PLAN = "{upgraded} upgraded, {new} newly installed, {removed} to remove and 7 not upgraded."


@pytest.mark.parametrize(
    ("upgraded", "new", "removed", "packages", "is_welcome"),
    [
        (0, 1, 0, 1, True),
        (0, 37, 0, None, True),
        (0, 2, 0, 1, False),
        (1, 37, 0, None, False),
        (0, 37, 1, None, False),
        (10, 1, 0, 1, False),
    ],
)
def test_nothing_is_upgraded_or_removed(
    upgraded: int, new: int, removed: int, packages: int | None, is_welcome: bool
) -> None:
    plan = f"Reading package lists...\n{PLAN.format(upgraded=upgraded, new=new, removed=removed)}\nInst x"
    assert only_adds(plan, packages) is is_welcome


def test_a_plan_that_cannot_be_read_is_none() -> None:
    assert not only_adds("E: Unable to locate package chromium", None)


def test_a_browser_that_is_there_is_enough() -> None:
    if find_chromium() is None:
        pytest.skip("Chromium is not installed")
    told: list[str] = []
    install_chromium(told.append)
    assert told == []
