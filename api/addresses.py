"""Which addresses on the internet are somebody else's, and so may be asked for what people name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence

from pgdesk.settings import Network

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: What some version of Python takes for global, and IANA's registries of special addresses do not.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "240.0.0.0/4"),
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"),
        *("fec0::/10",),
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_reachable(address: str, allowed: Sequence[Network] = (), *, to_public: bool = True) -> bool:
    """Whether requests may go there: public, or in one of the networks.

    An address of version 6 that carries one of version 4 counts as that. Raises ValueError for none.
    """
    ip: _Address = ipaddress.ip_address(address.partition("%")[0])
    ip = next(_carried(ip), ip)
    return (to_public and _is_public(ip)) or any(ip in network for network in allowed)


def _is_public(ip: _Address) -> bool:
    return (
        ip.is_global
        and not ip.is_multicast
        and not ip.is_reserved
        and not any(ip in network for network in _SPECIAL)
    )


def _carried(ip: _Address) -> Iterator[ipaddress.IPv4Address]:
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            yield ip.ipv4_mapped
        if ip.sixtofour is not None:
            yield ip.sixtofour
        if ip.teredo is not None:
            yield ip.teredo[1]
        if ip in _NAT64:
            yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
