"""The links of a mail by which one gets in, made where it is sent: the database does not keep them."""

from __future__ import annotations

from typing import Any

import msgspec

from pgdesk.api.login.tokens import account_link, guest_code, guest_link, guest_token, link_token

_STARS = 5


class GuestLink(msgspec.Struct):
    """What link and code of one ticket are made from, bytes in hexadecimal."""

    guest_link_id: int
    nonce: str
    code_nonce: str | None = None


def account_values(base_url: str, secret: str, kind: str, nonce: str) -> dict[str, Any]:
    """{{ link.url }} of a mail about signing in."""
    return {"link": {"url": account_link(base_url, kind, link_token(secret, bytes.fromhex(nonce)))}}


def guest_values(base_url: str, secret: str, link: GuestLink) -> dict[str, Any]:
    """{{ link.url }}, {{ link.code }} and ratings of a mail to who has no account."""
    url = guest_link(base_url, guest_token(secret, link.guest_link_id, bytes.fromhex(link.nonce)))
    code = guest_code(secret, bytes.fromhex(link.code_nonce)) if link.code_nonce else ""
    ratings = [
        {
            "number": str(number),
            "stars": "★" * number + "☆" * (_STARS - number),
            "url": f"{url}&rating={number}",
        }
        for number in range(_STARS, 0, -1)
    ]
    return {"link": {"url": url, "code": code}, "ratings": ratings}
