"""Signs mails for the domain they come from (DKIM, RFC 6376, RFC 8301)."""

from __future__ import annotations

import base64
from typing import Any

import dkim
import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from psycopg import Connection

from pgdesk.api.envelope import Envelope

_BITS = range(2048, 4096 + 1)
#: Signed once more than they are there, so that nobody adds another that is shown instead (section 8.15).
_FIELDS = (
    *("from", "subject", "to", "date", "reply-to", "in-reply-to", "references", "message-id"),
    *("list-unsubscribe", "list-unsubscribe-post", "auto-submitted"),
)
_RELAXED = (b"relaxed", b"relaxed")
_LIST = "SELECT helpdesk.list_dkim_keys()"


class _Key(msgspec.Struct, frozen=True):
    """What helpdesk.list_dkim_keys says of a key."""

    record_name: str
    domain: str
    selector: str
    private_key: str


class Signer:
    """Signs by the keys that sign when it is made; each is opened once."""

    def __init__(self, connection: Connection[Any], envelope: Envelope) -> None:
        row = connection.execute(_LIST).fetchone()
        keys = msgspec.convert(row[0] if row else [], list[_Key])
        self._keys, self._envelope = {key.domain: key for key in keys}, envelope
        self._opened: dict[str, bytes] = {}

    def sign(self, raw: bytes, domain: str) -> bytes:
        """The mail, behind its signature where the domain has a key. Raises ApiError 503."""
        key = self._keys.get(domain.lower())
        if key is None:
            return raw
        if key.domain not in self._opened:
            sealed = bytes.fromhex(key.private_key)
            self._opened[key.domain] = self._envelope.open(private_key_place(key.record_name), sealed)
        return sign(raw, key.domain, key.selector, self._opened[key.domain])


def sign(raw: bytes, domain: str, selector: str, private_key: bytes) -> bytes:
    """`private_key`: PEM of an RSA key."""
    there = [name.lower().decode() for name, _ in dkim.rfc822_parse(raw)[0]]
    fields = [name for name in _FIELDS for _ in range(there.count(name) + 1) if name in there]
    # MIME says how the body is read; a second of these would only break it.
    fields += [name for name in there if name == "mime-version" or name.startswith("content-")]
    signature: bytes = dkim.sign(
        raw, selector.encode(), domain.encode(), private_key, canonicalize=_RELAXED, include_headers=fields
    )
    return signature + raw


def private_key_place(record_name: str) -> str:
    """Where it is kept sealed."""
    return f"dkim_key.private_key {record_name}"


def make_private_key() -> RSAPrivateKey:
    """Takes a fraction of a second."""
    return generate_private_key(public_exponent=65537, key_size=_BITS.start)


def read_private_key(pem: bytes) -> RSAPrivateKey:
    """Raises ValueError, without what was read."""
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey) or key.key_size not in _BITS:
        raise ValueError("private_key is no RSA key of 2048 to 4096 bits in PEM, without a password")
    return key


def private_text(key: RSAPrivateKey) -> bytes:
    """PKCS #8 as PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_text(key: RSAPrivateKey) -> str:
    """As p= of its record has it."""
    return base64.b64encode(
        key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).decode()
