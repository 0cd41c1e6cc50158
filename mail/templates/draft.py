"""What a mail is made of, as helpdesk.draft_mail says."""

from __future__ import annotations

from typing import Any

import msgspec

from pgdesk.mail.templates.layout import Brand
from pgdesk.mail.templates.links import GuestLink, account_values, guest_values


class Text(msgspec.Struct):
    """A text for a mail; without version pgdesk's own."""

    subject: str
    body: str
    language: str
    version: int | None = None


class Draft(msgspec.Struct):
    """The texts are the best first; what links are made from comes along."""

    kind: str
    texts: list[Text]
    values: dict[str, Any]
    brand: Brand
    nonce: str | None = None
    guest_link: GuestLink | None = None

    def add_links(self, base_url: str, secret: str) -> None:
        """`secret` is PGDESK_JWT_SECRET, which the database does not know."""
        found: dict[str, Any] = {}
        if self.nonce is not None:
            found = account_values(base_url, secret, self.kind, self.nonce)
        elif self.guest_link is not None:
            found = guest_values(base_url, secret, self.guest_link)
        if "link" in found:
            found["link"] = self.values.get("link", {}) | found["link"]
        self.values |= found
