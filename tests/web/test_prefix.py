"""The app under another prefix, as a browser runs it: what it loads, and where it leads."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from psycopg.conninfo import make_conninfo

from pgdesk.api.web.built import FOLDER
from tests.api.server import serving, settings_for
from tests.web.desk import Desk

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the web pages are not built here")


@pytest.fixture
def elsewhere(desk: Desk, server_dsn: str) -> Iterator[str]:
    """Another api process of the desk, with its pages under /hilfe."""
    change = "UPDATE helpdesk.setting SET value = to_jsonb(%s::text) WHERE key = 'route_prefix'"
    desk.database.execute(change, ("hilfe",))
    try:
        with serving(settings_for(make_conninfo(server_dsn, dbname=desk.database.info.dbname))) as client:
            yield str(client.base_url).rstrip("/")
    finally:
        desk.database.execute(change, (None,))


def test_the_app_loads_and_links_below_its_prefix(desk: Desk, elsewhere: str) -> None:
    page = desk.page(None, "about:blank", origins=(elsewhere,))
    page.goto(f"{elsewhere}/hilfe/agent/tickets")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.startswith(f"{elsewhere}/hilfe/")
    asked = [request.path for request in desk.watch(page).requests]
    assert [path for path in asked if path.startswith("/support")] == []
    assert len([path for path in asked if path.startswith("/hilfe/assets/")]) > 3
    links = page.get_by_role("link").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert [link for link in links if not link.startswith(("/hilfe", "#"))] == []
