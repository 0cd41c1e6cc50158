"""Links that open one file for a while, for pages that can send no token: images, downloads.

A link holds the token of who asked for it, sealed. The file is asked for with it, so that the link opens
what its owner sees when it is followed, and nothing once their session has ended.
"""

from __future__ import annotations

import binascii
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError, refusal

#: Seconds for which a link is good.
LINK_SECONDS = 300


class Pass(msgspec.Struct, array_like=True):
    """What a link holds."""

    expires_at: int
    authorization: str


class Links:
    def __init__(self, secret_keys: str) -> None:
        self._envelope = Envelope(secret_keys)

    def seal(self, attachment_id: int, authorization: str) -> tuple[str, int]:
        """The link's text, and when it ends, in seconds since 1970. Raises ApiError 503 without a key."""
        expires_at = int(time.time()) + LINK_SECONDS
        content = msgspec.json.encode(Pass(expires_at, authorization))
        sealed = self._envelope.seal(_place(attachment_id), content)
        return urlsafe_b64encode(sealed).rstrip(b"=").decode(), expires_at

    def open(self, attachment_id: int, link: str) -> str:
        """The Authorization with which it was asked for. Raises ApiError 403."""
        try:
            sealed = urlsafe_b64decode(link.encode("ascii") + b"=" * (-len(link) % 4))
            content = msgspec.json.decode(self._envelope.open(_place(attachment_id), sealed), type=Pass)
        except (ApiError, binascii.Error, UnicodeEncodeError, msgspec.DecodeError):
            raise _void() from None
        if content.expires_at <= time.time():
            raise _void()
        return content.authorization


def _place(attachment_id: int) -> str:
    return f"file link {attachment_id}"


def _void() -> ApiError:
    return refusal(403, "the link is void", code="PD029", hint="Ask for another: POST /files/{id}/link.")
