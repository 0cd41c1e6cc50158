"""Where a server listens: addresses, ports, unix sockets."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

from pgdesk.api.rest.config import SPECIAL


def bind(host: str, port: int, reuseport: bool = False) -> list[socket.socket]:
    """Bound, but not yet listening. A name may have several addresses. Raises OSError."""
    if host in SPECIAL:
        return [_bind_any(SPECIAL[host], port, reuseport, is_only=host.startswith("!"))]
    addresses = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    first, *others = [(family, address[:2]) for family, _, _, _, address in addresses]
    bound = [_bound(*first, reuseport, is_only=True)]
    for family, address in others if port else ():
        with contextlib.suppress(OSError):
            bound.append(_bound(family, address, reuseport, is_only=True))
    return bound


def _bind_any(families: tuple[int, ...], port: int, reuseport: bool, is_only: bool) -> socket.socket:
    """Binds the first of the families that the machine has."""
    for family in families[:-1]:
        with contextlib.suppress(OSError):
            return _bound(family, ("", port), reuseport, is_only)
    return _bound(families[-1], ("", port), reuseport, is_only)


def _bound(family: int, address: tuple[object, ...], reuseport: bool, is_only: bool) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if reuseport:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, is_only)
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound


def bind_unix(path: str, mode: int) -> socket.socket:
    """A file that is there already goes."""
    Path(path).unlink(missing_ok=True)
    bound = socket.socket(socket.AF_UNIX)
    bound.bind(path)
    Path(path).chmod(mode)
    return bound


def address_of(bound: socket.socket) -> str:
    """As it is written in a URL, or the path."""
    name = bound.getsockname()
    if bound.family == socket.AF_UNIX:
        return str(name)
    return f"[{name[0]}]:{name[1]}" if bound.family == socket.AF_INET6 else f"{name[0]}:{name[1]}"


def accepts(bound: socket.socket) -> bool:
    """Whether somebody who connects there is let in."""
    name = bound.getsockname()
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    target = name if bound.family == socket.AF_UNIX else (anywhere.get(name[0], name[0]), *name[1:])
    with socket.socket(bound.family) as client:
        client.settimeout(1)
        return client.connect_ex(target) == 0
