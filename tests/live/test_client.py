"""The script of pages, in a real browser: one stream for all, and another after each end."""

import json
from collections.abc import Iterator

import httpx
import pytest

from pgdesk.api.rest.http import Protocol
from pgdesk.cli.server.process import free_port
from tests.api.browser import Page, opened_browser
from tests.api.conftest import Desk
from tests.api.server import serving, settings_for, token
from tests.live.acts import note, open_ticket
from tests.waiting import until


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    with opened_browser() as page:
        yield page


def _open(page: Page, address: str, *tokens: str) -> None:
    """A page and a frame, each with the script; the first tokens are given first, the last one for good."""
    page.open(f"{address}/health")
    page.until("location.pathname === '/health' && document.readyState === 'complete'")
    page.run(
        f"""(async () => {{
            window.tokens = {json.dumps(tokens)};
            window.begin = async (where) => {{
                const {{ Live }} = await where.eval("import('/live/client.js')");
                where.told = [];
                const give = async () => tokens.length > 1 ? tokens.shift() : tokens[0];
                where.live = new Live({{ token: give }});
                for (const name of ["Ready", "TicketUpdated", "Presence", "Notification", "Ended", "Reset"])
                    where.live.on(name, (data) => where.told.push([name, data]));
            }};
            await begin(window);
            const frame = document.body.appendChild(document.createElement("iframe"));
            await new Promise((loaded) => {{ frame.onload = loaded; frame.src = "/health"; }});
            window.other = frame.contentWindow;
            await begin(other);
        }})()"""
    )


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


def test_all_tabs_share_a_stream_and_another_takes_over(browser: Page, desk: Desk) -> None:
    first, second = open_ticket(desk), open_ticket(desk)
    with serving(settings_for(desk.dsn)) as client:
        _open(browser, str(client.base_url), token("agent", desk.people["agent"]))
        browser.until("told.some(([name]) => name === 'Ready')")
        note(desk, first)
        browser.until(_heard("window", first, "internal_note_added"))
        browser.until(_heard("other", first, "internal_note_added"))
        assert _streams(client) == 1
        browser.run(f"(other.live.join({second}), true)")
        browser.until("told.some(([name, data]) => name === 'Presence' && data.ticket_id === " + f"{second})")
        browser.run("(live.close(), true)")
        note(desk, second)
        browser.until(_heard("other", second, "internal_note_added"))
        until(lambda: _streams(client) == 1)


def test_a_page_outlives_a_restart_of_the_server(browser: Page, desk: Desk) -> None:
    """Which ends the stream, then refuses connections; nothing that happens meanwhile is lost."""
    ticket_id, port = open_ticket(desk), free_port()
    with serving(settings_for(desk.dsn), Protocol, port) as client:
        _open(browser, str(client.base_url), token("agent", desk.people["agent"]))
        browser.until("told.some(([name]) => name === 'Ready')")
        note(desk, ticket_id)
        browser.until(_heard("window", ticket_id, "internal_note_added"))
    browser.until("told.some(([name]) => name === 'Ended')")
    desk.database.execute("SELECT helpdesk.record_event(%s, 'ticket_updated')", (ticket_id,))
    with serving(settings_for(desk.dsn), Protocol, port):
        browser.until(_heard("window", ticket_id, "ticket_updated"))
        browser.until(_heard("other", ticket_id, "ticket_updated"))
    heard = "told.filter(([name, data]) => data.kind === 'internal_note_added').length"
    assert browser.run(heard) == 1


def test_a_token_that_is_refused_is_asked_for_anew(browser: Page, desk: Desk) -> None:
    ticket_id = open_ticket(desk)
    with serving(settings_for(desk.dsn)) as client:
        good = token("agent", desk.people["agent"])
        _open(browser, str(client.base_url), token("agent", desk.people["agent"], expires_in=-600), good)
        browser.until("told.some(([name]) => name === 'Ready')")
        note(desk, ticket_id)
        browser.until(_heard("window", ticket_id, "internal_note_added"))
