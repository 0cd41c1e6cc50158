"""What the guard must know of a request, from its head."""

from __future__ import annotations

import ipaddress
from urllib.parse import unquote

import msgspec

from pgdesk.api.asgi import Scope
from pgdesk.api.upstream import MOUNT

#: By which the database knows the network of a caller without a token; what a client sends does not count.
NETWORK_HEADER = b"x-pgdesk-network"

#: Bits of an address that name a household or an office, by IP version.
_PREFIX = {4: 24, 6: 56}


class Head(msgspec.Struct):
    """`length`: of the body, where it is stated."""

    authorization: str | None = None
    content_type: bytes = b""
    length: int | None = None
    has_body: bool = False
    names_network: bool = False


def read_head(scope: Scope) -> Head:
    head = Head()
    for name, value in scope["headers"]:
        if name == b"authorization" and head.authorization is None:
            head.authorization = value.decode("latin-1")
        elif name == b"content-length":
            head.length = int(value) if value.isdigit() else None
            head.has_body = head.length != 0
        elif name == b"transfer-encoding":
            head.has_body = True
        elif name == b"content-type":
            head.content_type = value.lower()
        elif name == NETWORK_HEADER:
            head.names_network = True
    return head


def target_of(scope: Scope) -> str:
    """Below /rest: `tickets` or `rpc/reply`."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1").removeprefix(MOUNT).removeprefix("/")
    return "/".join(unquote(part, errors="replace") for part in path.split("/"))


def network_of(scope: Scope) -> str:
    """In CIDR; empty where the client has no address."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(client[0] if client else "")
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    return str(ipaddress.ip_network((address, _PREFIX[address.version]), strict=False))


def name_network(scope: Scope, network: str) -> None:
    """Puts it in place of what the client says; an empty one takes it away."""
    headers = [pair for pair in scope["headers"] if pair[0] != NETWORK_HEADER]
    if network:
        headers.append((NETWORK_HEADER, network.encode()))
    scope["headers"] = headers
