"""docs/channels.md: the bridge that it shows joins a chat."""

import re
import ssl
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pgdesk.cli.paths import ROOT
from tests.channels.conftest import Bridge
from tests.desk import SYSTEM

PAGE = (ROOT / "docs" / "channels.md").read_text(encoding="utf-8")
(PROGRAM,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S)


def test_the_bridge_of_the_page_joins_a_chat(
    bridge: Bridge, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, chat = bridge.desk, list[tuple[str, str]]()
    monkeypatch.setenv("DESK", str(bridge.client.base_url).rstrip("/"))
    monkeypatch.setenv("INBOUND_SECRET", bridge.inbound)
    monkeypatch.setenv("SECRET", bridge.outbound)
    program: dict[str, Any] = {"send_to_chat": lambda room, text: chat.append((room, text))}
    exec(compile(PROGRAM, "docs/channels.md", "exec"), program)

    written = SimpleNamespace(id="m-1", room="c-9", user="u-3", name="Dora", text="My printer is on fire")
    made = program["on_chat_message"](written)
    assert program["on_chat_message"](written) == {**made, "is_duplicate": True}
    server = ThreadingHTTPServer(("127.0.0.1", 0), program["FromDesk"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"https://localhost:{server.server_address[1]}/desk"
        desk.run(SYSTEM, "UPDATE helpdesk.webhook SET url = %s WHERE webhook_id = %s", url, bridge.hook)
        desk.call(desk.agent, "reply", ticket_id=made["ticket_id"], body="Which one?")
        bridge.tell()
        server.shutdown()
    assert chat == [("c-9", "Which one?")]
    assert desk.run(desk.agent, "SELECT conversation, state FROM api.bridge_replies") == [
        ("c-9", "delivered")
    ]


def test_it_is_short() -> None:
    assert len(PROGRAM.splitlines()) <= 30
