"""Certificates of Amazon SNS, and subscriptions to its topics: all that is asked of others for a post."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from pgdesk.api.outgoing import Outgoing
from pgdesk.mail.providers.posts import NotBelievedError
from pgdesk.mail.providers.sns import Envelope, check

#: Asks for an address of Amazon's: status and body. Raises OSError.
Fetch = Callable[[str], Awaitable[tuple[int, bytes]]]

_MOST_BYTES = 64 * 1024
_KEPT_SECONDS = 24 * 3600.0
_KEPT = 50


async def fetch(url: str) -> tuple[int, bytes]:
    """From public addresses only."""
    async with Outgoing(()) as outgoing:
        answer = await outgoing.send("GET", url, {}, None, _MOST_BYTES)
    return answer.status, answer.body


class Amazon:
    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._certificates: dict[str, tuple[float, bytes]] = {}

    async def believe(self, envelope: Envelope, topic_arn: str) -> None:
        """Raises NotBelievedError, and OSError where Amazon cannot be asked."""
        if envelope.fields["TopicArn"] != topic_arn:
            raise NotBelievedError("the message is of another topic than topic_arn")
        check(envelope, await self._certificate(envelope.certificate_url))

    async def confirm(self, envelope: Envelope) -> None:
        """Subscribes to the topic, as a message that is believed asks. Raises NotBelievedError, OSError."""
        status, _ = await self._fetch(envelope.confirmation_url)
        if status != 200:
            raise OSError(f"Amazon answers {status} to the confirmation")

    async def _certificate(self, url: str) -> bytes:
        kept_at, certificate = self._certificates.get(url, (float("-inf"), b""))
        if time.monotonic() - kept_at > _KEPT_SECONDS:
            status, certificate = await self._fetch(url)
            if status != 200:
                raise OSError(f"Amazon answers {status} to the request for its certificate")
            if len(self._certificates) >= _KEPT:
                self._certificates.clear()
            self._certificates[url] = (time.monotonic(), certificate)
        return certificate
