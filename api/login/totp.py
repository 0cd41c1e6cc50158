"""Codes of authenticator apps (TOTP, RFC 6238): six digits, SHA-1, 30 seconds, which every app makes."""

from __future__ import annotations

import hmac
import os
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

_SECONDS, _DIGITS = 30, 6
#: Clocks may differ by one step each way (section 5.2).
_STEPS = (-1, 0, 1)


def make_secret() -> bytes:
    """160 random bits (RFC 4226, section 4)."""
    return os.urandom(20)


def uri(secret: bytes, account: str, issuer: str) -> str:
    """What an app reads from a QR code."""
    return _codes(secret).get_provisioning_uri(account, issuer)


def code_at(secret: bytes, step: int) -> str:
    return _codes(secret).generate(step * _SECONDS).decode()


def current_step() -> int:
    return int(time.time() // _SECONDS)


def find_step(secret: bytes, code: str) -> int | None:
    """Of which step, counted from 1970, the code is, around now; None: of none."""
    now = current_step()
    hits = [step for offset in _STEPS if hmac.compare_digest(code_at(secret, step := now + offset), code)]
    return max(hits, default=None)


def _codes(secret: bytes) -> TOTP:
    return TOTP(secret, _DIGITS, SHA1(), _SECONDS)
