"""The script of pages, in a real browser: one stream for all, and another after each end."""

import httpx
from playwright.sync_api import Page

from pgdesk.api.rest.http import Protocol
from pgdesk.cli.server.process import free_port
from tests.api.conftest import Desk
from tests.api.server import serving, settings_for, token
from tests.live.acts import note, open_ticket
from tests.waiting import until
from tests.web.browser import Chromium

_BEGIN = """async tokens => {
  window.tokens = tokens;
  window.begin = async where => {
    const { Live } = await where.eval("import('/live/client.js')");
    where.told = [];
    where.live = new Live({ token: async () => (tokens.length > 1 ? tokens.shift() : tokens[0]) });
    for (const name of ["Ready", "TicketUpdated", "Presence", "Notification", "Ended", "Reset"])
      where.live.on(name, data => where.told.push([name, data]));
  };
  await begin(window);
  const frame = document.body.appendChild(document.createElement("iframe"));
  await new Promise(loaded => { frame.onload = loaded; frame.src = "/health"; });
  window.other = frame.contentWindow;
  await begin(other);
}"""
_READY = "told.some(([name]) => name === 'Ready')"


def _opened(chromium: Chromium, client: httpx.Client, *tokens: str) -> Page:
    """A page and a frame, each with the script; the first tokens are given first, the last one for good."""
    page = chromium.visit(str(client.base_url).rstrip("/"), "/health", allowed=["status of", "ERR_"])
    page.evaluate(_BEGIN, tokens)
    return page


def _heard(of: str, ticket_id: int, kind: str) -> str:
    return (
        f"{of}.told.some(([name, data]) => name === 'TicketUpdated'"
        f" && data.ticket_id === {ticket_id} && data.kind === '{kind}')"
    )


def _streams(client: httpx.Client) -> float:
    text = client.get("/metrics").text
    return float(
        next(line.split()[1] for line in text.splitlines() if line.startswith("pgdesk_live_streams "))
    )


def test_all_tabs_share_a_stream_and_another_takes_over(chromium: Chromium, desk: Desk) -> None:
    first, second = open_ticket(desk), open_ticket(desk)
    with serving(settings_for(desk.dsn)) as client:
        page = _opened(chromium, client, token("agent", desk.people["agent"]))
        page.wait_for_function(_READY)
        note(desk, first)
        page.wait_for_function(_heard("window", first, "internal_note_added"))
        page.wait_for_function(_heard("other", first, "internal_note_added"))
        assert _streams(client) == 1
        page.evaluate(f"(other.live.join({second}), true)")
        page.wait_for_function(
            "told.some(([name, data]) => name === 'Presence' && data.ticket_id === " + f"{second})"
        )
        page.evaluate("(live.close(), true)")
        note(desk, second)
        page.wait_for_function(_heard("other", second, "internal_note_added"))
        until(lambda: _streams(client) == 1)


def test_a_page_outlives_a_restart_of_the_server(chromium: Chromium, desk: Desk) -> None:
    """Which ends the stream, then refuses connections; nothing that happens meanwhile is lost."""
    ticket_id, port = open_ticket(desk), free_port()
    with serving(settings_for(desk.dsn), Protocol, port) as client:
        page = _opened(chromium, client, token("agent", desk.people["agent"]))
        page.wait_for_function(_READY)
        note(desk, ticket_id)
        page.wait_for_function(_heard("window", ticket_id, "internal_note_added"))
    page.wait_for_function("told.some(([name]) => name === 'Ended')")
    desk.database.execute("SELECT helpdesk.record_event(%s, 'ticket_updated')", (ticket_id,))
    with serving(settings_for(desk.dsn), Protocol, port):
        page.wait_for_function(_heard("window", ticket_id, "ticket_updated"))
        page.wait_for_function(_heard("other", ticket_id, "ticket_updated"))
    heard = "told.filter(([name, data]) => data.kind === 'internal_note_added').length"
    assert page.evaluate(heard) == 1


def test_a_token_that_is_refused_is_asked_for_anew(chromium: Chromium, desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with serving(settings_for(desk.dsn)) as client:
        good = token("agent", desk.people["agent"])
        page = _opened(chromium, client, token("agent", desk.people["agent"], expires_in=-600), good)
        page.wait_for_function(_READY)
        note(desk, ticket_id)
        page.wait_for_function(_heard("window", ticket_id, "internal_note_added"))
