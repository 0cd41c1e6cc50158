"""What reports say in fields: a block for each recipient (RFC 3464, section 2; RFC 6533; RFC 5965)."""

from __future__ import annotations

import re

import msgspec

from pgdesk.mail.headers import clean_address

_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_IDS = 20
#: Lines of free text in which fields of a report are looked for.
_LINES = 2000
_FIELD = re.compile(
    r"[\s>]{0,20}(final-recipient|original-recipient|original-rcpt-to|feedback-type|action|status|diagnostic-code"
    r"|(?:original-)?message-id):(.*)",
    re.I,
)
_DIAGNOSTIC_CHARS = 500
#: Kinds of feedback that are no complaint about the mail (RFC 6591; RFC 5965, section 7.3).
_NO_COMPLAINT = {"auth-failure", "not-spam", "dmarc"}


class Recipient(msgspec.Struct, frozen=True):
    """What became of a mail to one recipient; '' is what the report does not say."""

    address: str
    #: failed, delayed, delivered, relayed, expanded or, of a complaint, complained.
    action: str = ""
    #: Enhanced status code (RFC 3463).
    status: str = ""
    diagnostic: str = ""
    #: Whom the mail was for before others sent it on; '' where that is the address.
    original_address: str = ""


def read_recipients(report: str) -> list[Recipient]:
    """The recipients of a machine-readable report, each with what its own block says."""
    found = []
    for block in _blocks(report):
        original = _address(block.get("original-recipient", "")) or ""
        address = _address(block.get("final-recipient", "")) or original
        if address:
            diagnostic = block.get("diagnostic-code", "").partition(";")[2].strip()[:_DIAGNOSTIC_CHARS]
            found.append(
                Recipient(
                    address=address,
                    action=_action(block),
                    status=_status(block.get("status", ""), diagnostic),
                    diagnostic=diagnostic,
                    original_address="" if original == address else original,
                )
            )
    return found[:_IDS]


def read_complainers(report: str) -> tuple[str, list[Recipient]]:
    """("complained", who did, unless the address was taken out); ("", []) of other feedback."""
    fields: dict[str, str] = {}
    for block in _blocks(report):
        fields = block | fields
    kind = fields.get("feedback-type", "")[:_DIAGNOSTIC_CHARS]
    if kind.lower() in _NO_COMPLAINT:
        return "", []
    address = _address(fields.get("original-rcpt-to", ""))
    return "complained", [Recipient(address, "complained", diagnostic=kind)] if address else []


def read_actions(report: str) -> set[str]:
    """The actions of all blocks, also of those that name no recipient."""
    return {action for block in _blocks(report) if (action := _action(block))}


def _action(block: dict[str, str]) -> str:
    return block.get("action", "").split("(")[0].strip().lower()


def read_message_ids(text: str, name: str) -> list[str]:
    """Message-IDs of the lines `name`: <id>, also of quoted ones."""
    ids: dict[str, None] = {}
    for line in text.split("\n"):
        found = _FIELD.match(line) if len(line) < 1000 else None
        if found and found[1].lower() == name:
            value = found[2].strip()
            if value.startswith("<") and ">" in value:
                ids.setdefault(value[1 : value.index(">")].strip())
    return [one for one in ids if one and not re.search(r"[\s<]", one)][:_IDS]


def find_status(text: str) -> str:
    """The first enhanced status code of a text, '' without one."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def _status(given: str, diagnostic: str) -> str:
    """The given one; where it is its class only (5.0.0), that of the other server's own words."""
    status, said = find_status(given), find_status(diagnostic)
    return said if status.endswith(".0.0") and said[:1] == status[0] else status


def _blocks(report: str) -> list[dict[str, str]]:
    blocks: list[dict[str, str]] = [{}]
    last = ""
    for line in report.split("\n")[:_LINES]:
        if not line.strip():
            blocks.append({})
            last = ""
        elif line[0] in " \t" and last:
            blocks[-1][last] = f"{blocks[-1][last]} {line.strip()}"[:1000]
        else:
            found = _FIELD.match(line) if len(line) < 1000 else None
            last = found[1].lower() if found else ""
            if found:
                blocks[-1].setdefault(last, found[2].strip())
    return blocks


def _address(value: str) -> str | None:
    """Of `rfc822; <a@b.example>`, also without the type."""
    kind, separator, address = value.partition(";")
    return clean_address(address if separator else kind)
