"""Header fields of a mail, read from the raw fields so that no broken one raises."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email._parseaddr import AddressList  # type: ignore[import-not-found]
from email.message import Message
from email.utils import parsedate_to_datetime

from pgdesk.mail.text import clean_line, decode_header

#: Longest address that RFC 5321 allows (64 + 1 + 255).
_ADDRESS_CHARS = 320
_NAME_CHARS = 200
_SUBJECT_CHARS = 2000
#: A References field may be megabytes; the newest and the oldest ids suffice.
_MESSAGE_IDS = 50
_MESSAGE_ID_CHARS = 500

_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]+@[^\s<>,;:\"()\\@]+")
_MESSAGE_ID = re.compile(r"<\s*([^<>]*?)\s*>")
_COMMENT = re.compile(r"\([^()]*\)")

Address = tuple[str, str]


class Headers:
    """The fields of one mail by lower-case name, in order."""

    def __init__(self, message: Message) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._fields.setdefault(str(name).strip().lower(), []).append(str(value))

    def has(self, name: str) -> bool:
        return name in self._fields

    def raw(self, name: str) -> list[str]:
        return self._fields.get(name, [])

    def text(self, name: str) -> str:
        """The first field of that name that is not blank, decoded; '' when there is none."""
        return next((text for text in self.texts(name) if text), "")

    def texts(self, name: str) -> list[str]:
        return [decode_header(value) for value in self.raw(name)]

    def token(self, name: str) -> str:
        """A machine-readable value: lower case, without comments and parameters."""
        return _COMMENT.sub("", self.text(name)).split(";")[0].strip().lower()

    def subject(self) -> str:
        return clean_line(self.text("subject"), _SUBJECT_CHARS)

    def addresses(self, *names: str) -> list[Address]:
        """(address, name) of each mailbox in these fields, addresses in lower case, each once."""
        found: dict[str, str] = {}
        for name in names:
            for value in self.raw(name):
                for address, display in parse_addresses(value):
                    found.setdefault(address, display)
        return list(found.items())

    def message_ids(self, *names: str) -> list[str]:
        """Message-IDs without brackets, newest last, each once."""
        found: dict[str, None] = {}
        for name in names:
            for value in self.texts(name):
                ids = _MESSAGE_ID.findall(value) or [word for word in value.split() if "@" in word]
                for one in ids:
                    short = re.sub(r"\s+", "", one)[:_MESSAGE_ID_CHARS]
                    if short:
                        found.setdefault(short)
        ids = list(found)
        return ids if len(ids) <= _MESSAGE_IDS else ids[:5] + ids[5 - _MESSAGE_IDS :]

    def date(self) -> datetime | None:
        """The Date field in UTC; None when missing or impossible."""
        try:
            date = parsedate_to_datetime(self.text("date"))
            date = date if date.tzinfo else date.replace(tzinfo=UTC)
            date = date.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return date if 1970 <= date.year <= 9000 else None

    def return_path(self) -> str | None:
        """The envelope sender: '' for the null path <>, None when the field is missing."""
        values = self.raw("return-path")
        if not values:
            return None
        if re.fullmatch(r"\s*<\s*>\s*", values[0]) or not values[0].strip():
            return ""
        found = parse_addresses(values[0])
        return found[0][0] if found else None


def parse_addresses(raw: str) -> list[Address]:
    """(address, name) of each mailbox of a raw address field. Splits before it decodes.

    The list is read leniently: email.utils.getaddresses refuses whole fields since it became strict.
    """
    flat = " ".join(raw.split())
    try:
        pairs = AddressList(flat).addresslist
    except Exception:  # the package raises many kinds on broken fields
        pairs = []
    found = []
    for display, address in pairs:
        clean = clean_address(address) or clean_address(decode_header(address))
        if clean:
            found.append((clean, clean_line(decode_header(display).strip("'\" "), _NAME_CHARS)))
    if found:
        return found
    return [
        (
            clean,
            clean_line(decode_header(flat.split("<")[0]).strip("'\" "), _NAME_CHARS) if "<" in flat else "",
        )
        for match in _ADDRESS.findall(decode_header(flat))[:1]
        if (clean := clean_address(match))
    ]


def clean_address(text: str) -> str | None:
    """A mail address in lower case; None when this is none."""
    address = re.sub(r"\s+", "", text).strip("<>.,;'\"").lower()
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or "@" in local or len(address) > _ADDRESS_CHARS:
        return None
    if re.search(r"[\x00-\x20\x7f<>()\[\]\\,;:\"\ud800-\udfff\ufffd]", address):
        return None
    return address
