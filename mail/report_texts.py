"""Who was not reached, by reports that say so in words only: those of qmail and dozens of others."""

from __future__ import annotations

import re

from pgdesk.mail.headers import clean_address
from pgdesk.mail.reports import Recipient, find_status

_LINES = 200
_LINE_CHARS = 1000
_RECIPIENTS = 20
_DIAGNOSTIC_CHARS = 500
#: Lines below an address that still speak of it.
_LINES_BELOW = 4
#: From here on it is the returned mail.
_RETURNED = re.compile(
    r"\s{0,8}-{2,}.{0,60}(?:copy of|original|returned|unsent|headers?)\b.{0,60}"
    r"|\s{0,8}(?:original m(?:ail|essage)|message headers?|message details).{0,20}(?:follow\w*|:)\s*[.:]?"
    r"|(?:received|return-path|mime-version|dkim-signature|message-id)\s?:.*",
    re.I,
)
#: Lines that name who sent the mail, not whom it was for.
_OF_THE_SENDER = re.compile(
    r"[\s>]{0,8}(?:mail from|from|sender|reply-to|(?:the )?original message was received)\b", re.I
)
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]{1,64}@[^\s<>()\[\]\",;:]{1,255}")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[\s:-])(?!\.)")


def read_text(text: str, own: set[str]) -> list[Recipient]:
    """The addresses above the returned mail, each with what is said beside and below it.

    `own` are addresses of the report itself: whom it is from and for. A code without an enhanced status is
    its class only, as in 5.0.0 (RFC 3463, section 3.1).
    """
    lines = _above_returned(text)
    places: dict[str, int] = {}
    for i, line in enumerate(lines):
        if _OF_THE_SENDER.match(line):
            continue
        for found in _ADDRESS.findall(line):
            address = clean_address(found)
            if address and "." in address.rpartition("@")[2] and address not in own:
                places.setdefault(address, i)
    found_at = sorted(set(places.values()))
    recipients = []
    for address, start in list(places.items())[:_RECIPIENTS]:
        following = next((i for i in found_at if i > start), len(lines))
        said = _said(lines, start, min(following, start + 1 + _LINES_BELOW))
        recipients.append(Recipient(address, "", _status(said), said[:_DIAGNOSTIC_CHARS]))
    return recipients


def _above_returned(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n")[:_LINES]:
        short = line[:_LINE_CHARS]
        if lines and _RETURNED.fullmatch(short):
            break
        lines.append(short)
    return lines


def _said(lines: list[str], start: int, end: int) -> str:
    """The line of the address and those below it, up to where a text ends that has begun."""
    said: list[str] = []
    for i in range(start, end):
        line = lines[i].strip()
        if not line and len(said) > 1:
            break
        said.extend([line] if line else [])
    return " ".join(said)


def _status(said: str) -> str:
    code = _CODE.search(said)
    return find_status(said) or (f"{code[1]}.0.0" if code else "")
