"""Which addresses are asked for what people name, and how."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pgdesk.api.addresses import is_reachable
from pgdesk.api.outgoing import send
from pgdesk.settings import read_networks

PRIVATE = """
    10.0.0.1 172.16.0.1 192.168.1.1 127.0.0.1 127.1.2.3 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3 224.0.0.1
    255.255.255.255 240.0.0.1 192.0.0.8 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.7 203.0.113.9
    :: ::1 ::7f00:1 ::10.0.0.1 fe80::1%eth0 fec0::1 fd00::1 ff02::1 2001:db8::1 3fff::1 5f00::1 100::1 2001::1
    ::ffff:10.0.0.1 ::ffff:127.0.0.1 2002:0a00:0001:: 2002:7f00:1:: 64:ff9b::10.0.0.1 64:ff9b::7f00:1
    64:ff9b:1::1 2001:0:5ef5:79fb:0:0:80ff:fffe
"""
PUBLIC = """
    93.184.215.14 1.1.1.1 2606:2800:21f:cb07:6820:80da:af6b:8b2c
    ::ffff:1.1.1.1 64:ff9b::1.1.1.1 2002:0101:0101::
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_peer_6_private_in_every_notation(address: str) -> None:
    assert not is_reachable(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_peer_6_public(address: str) -> None:
    assert is_reachable(address)
    assert not is_reachable(address, to_public=False)


@pytest.mark.parametrize(("address", "is_allowed"), [("::ffff:10.0.0.1", True), ("10.1.0.1", False)])
def test_a_network_that_is_named_is_reached(address: str, is_allowed: bool) -> None:
    assert is_reachable(address, read_networks("10.0.0.0/24"), to_public=False) is is_allowed


def test_an_address_of_version_6_has_brackets_in_the_host_field() -> None:
    """Which httpcore, left alone, sends without."""
    seen = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers["Host"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    class OnSix(HTTPServer):
        address_family = socket.AF_INET6

    with OnSix(("::1", 0), Noting) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        host = f"[::1]:{server.server_address[1]}"
        answer = send(
            "GET", f"http://{host}/", {}, None, read_networks("::1/128"), 100, is_plain_allowed=True
        )
    assert (answer.status, seen) == (204, [host])
