"""What pages and their files may do in a browser, and how long it keeps them."""

from __future__ import annotations

from typing import TypeAlias

from pgdesk.api.web.built import EMBEDDED, HASHED

Headers: TypeAlias = list[tuple[bytes, bytes]]

#: A page loads and asks nothing but this server, runs nobody's text, and stands in no frame.
_ONE_ORIGIN: Headers = [
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        b"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
        b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=()"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]
#: What pages of other sites embed.
_ANY_ORIGIN: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
]


def page_headers(kept: bytes) -> Headers:
    """Of HTML; `kept` is its Cache-Control."""
    return [*_ONE_ORIGIN, (b"cache-control", kept)]


def file_headers(name: str) -> Headers:
    """Of a file: for ever where another content has another name, else for five minutes."""
    kept = b"public, max-age=31536000, immutable" if name.startswith(HASHED) else b"public, max-age=300"
    return [*(_ANY_ORIGIN if name.startswith(EMBEDDED) else _ONE_ORIGIN), (b"cache-control", kept)]
