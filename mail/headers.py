"""Header fields of a mail, read from the raw fields so that no broken one raises."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email._parseaddr import AddressList  # type: ignore[import-not-found]
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from pgdesk.mail import limits
from pgdesk.mail.charsets import decode_bytes
from pgdesk.mail.text import clean_line, decode_header

_NAME_CHARS = 200
_SUBJECT_CHARS = 2000
_DATE_CHARS = 200

_ADDRESS = re.compile(
    rf"[^\s<>,;:\"()\[\]\\@]{{1,{limits.LOCAL_PART_CHARS}}}@[^\s<>,;:\"()\\@]{{1,{limits.DOMAIN_CHARS}}}"
)
_MESSAGE_ID = re.compile(r"<([^<>]*)>")
_COMMENT = re.compile(r"\([^()]*\)")
_MEDIA_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]+)\s*/\s*([A-Za-z0-9!#$&^_.+-]+)")
_PARAMETER = re.compile(
    r";[ \t\r\n]*([A-Za-z0-9_-]{1,64})(\*\d{0,4}\*?)?[ \t\r\n]*=[ \t\r\n]*(\"(?:[^\"\\]|\\.)*\"|[^;]*)", re.S
)

Address = tuple[str, str]


class Headers:
    """The fields of one header by lower-case name, in order."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value)

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

    def media_type(self, default: str = "text/plain") -> str:
        """type/subtype in lower case; the default when missing, text/plain when broken (RFC 2045)."""
        if not self.has("content-type"):
            return default
        match = _MEDIA_TYPE.match(self.raw("content-type")[0])
        return f"{match[1]}/{match[2]}".lower() if match else "text/plain"

    def parameter(self, header: str, name: str) -> str:
        """A parameter of Content-Type or Content-Disposition, RFC 2231 pieces joined; '' when missing."""
        found: dict[int, tuple[str, str]] = {}
        for match in _PARAMETER.finditer(self.raw(header)[0] if self.has(header) else ""):
            if match[1].lower() == name:
                number = (match[2] or "").strip("*")
                value = match[3].strip()
                if value.startswith('"'):
                    value = re.sub(r"\\(.)", r"\1", value[1:-1])
                found.setdefault(int(number) if number else 0, (match[2] or "", value))
        return _join_pieces([found[index] for index in sorted(found)]) if found else ""

    def addresses(self, *names: str) -> list[Address]:
        """(address, name) of each mailbox in these fields, addresses in lower case, each once."""
        found: dict[str, str] = {}
        for name in names:
            for value in self.raw(name):
                for address, display in parse_addresses(value):
                    found.setdefault(address, display)
                if len(found) >= limits.MAILBOXES:
                    break
        return list(found.items())[: limits.MAILBOXES]

    def message_ids(self, *names: str) -> list[str]:
        """Message-IDs without brackets, newest last, each once."""
        found: dict[str, None] = {}
        for name in names:
            for value in self.texts(name):
                ids = _MESSAGE_ID.findall(value) or [word for word in value.split() if "@" in word]
                for one in ids:
                    short = re.sub(r"\s", "", one)[: limits.MESSAGE_ID_CHARS]
                    if short:
                        found.setdefault(short)
        ids = list(found)
        return ids if len(ids) <= limits.MESSAGE_IDS else ids[:5] + ids[5 - limits.MESSAGE_IDS :]

    def date(self) -> datetime | None:
        """The Date field in UTC; None when missing or impossible."""
        try:
            date = parsedate_to_datetime(self.text("date")[:_DATE_CHARS])
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
        if "".join(values[0].split()) in ("", "<>"):
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
        if len(found) >= limits.MAILBOXES:
            break
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
    if len(text) > 4 * (limits.LOCAL_PART_CHARS + limits.DOMAIN_CHARS):
        return None
    address = re.sub(r"\s+", "", text).strip("<>.,;'\"").lower()
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or "@" in local:
        return None
    if len(address) > limits.LOCAL_PART_CHARS + 1 + limits.DOMAIN_CHARS:
        return None
    if re.search(r"[\x00-\x20\x7f<>()\[\]\\,;:\"\ud800-\udfff\ufffd]", address):
        return None
    return address


def _join_pieces(pieces: list[tuple[str, str]]) -> str:
    charset, data = "", b""
    for index, (mark, value) in enumerate(pieces):
        if not mark.endswith("*"):
            data += value.encode("utf-8", "surrogateescape")
            continue
        if index == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        data += unquote_to_bytes(value)
    if not any(mark.endswith("*") for mark, _ in pieces):
        return decode_header("".join(value for _, value in pieces))
    return decode_header(decode_bytes(data, charset))
