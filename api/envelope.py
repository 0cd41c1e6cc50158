"""Secrets that the database keeps and must not be able to read: sealed by keys of the environment."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pgdesk.api.errors import ApiError, refusal

_VERSION = b"\x01"
_MARK, _NONCE, _TAG = 4, 12, 16
_HEAD = len(_VERSION) + _MARK
_SHORTEST = _HEAD + _NONCE + _TAG


class Envelope:
    """AES-256-GCM (NIST SP 800-38D): the version 1, the key's mark, a nonce, what is sealed with its tag.

    `keys` are those of PGDESK_SECRET_KEYS: the first seals, all open. `place` says where the sealed secret is
    kept, "table.column key", so that it opens nowhere else; `pgdesk keys reseal` counts on this form, and on
    columns of type helpdesk.sealed.
    """

    def __init__(self, keys: str) -> None:
        pairs = [_derive(key.strip()) for key in keys.split(",") if key.strip()]
        self._ciphers = dict(reversed(pairs))
        self._first = pairs[0][0] if pairs else None

    def seal(self, place: str, secret: bytes) -> bytes:
        """Raises ApiError 503 where there is no key."""
        if self._first is None:
            raise _no_key()
        nonce = os.urandom(_NONCE)
        return self._first + nonce + self._ciphers[self._first].encrypt(nonce, secret, place.encode())

    def open(self, place: str, sealed: bytes) -> bytes:
        """Raises ApiError 503 where no key opens it at this place."""
        cipher = self._ciphers.get(sealed[:_HEAD])
        if cipher is None or len(sealed) < _SHORTEST:
            raise _no_key()
        nonce = sealed[_HEAD : _HEAD + _NONCE]
        try:
            return cipher.decrypt(nonce, sealed[_HEAD + _NONCE :], place.encode())
        except InvalidTag:
            raise _no_key() from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the first key sealed it."""
        return sealed[:_HEAD] == self._first


def _derive(key: str) -> tuple[bytes, AESGCM]:
    """What stands before all that the key seals, and its cipher."""
    derived = HKDF(SHA256(), _MARK + 32, salt=None, info=b"pgdesk envelope").derive(key.encode())
    return _VERSION + derived[:_MARK], AESGCM(derived[_MARK:])


def _no_key() -> ApiError:
    return refusal(
        503,
        "a secret cannot be sealed or opened",
        hint="PGDESK_SECRET_KEYS lacks the key: an administrator adds it.",
    )
