"""What delivery reports say: a block of fields for each recipient (RFC 3464, section 2; RFC 6533)."""

from __future__ import annotations

import re

import msgspec

from pgdesk.mail.headers import clean_address

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_IDS = 20
#: Lines of free text in which fields of a report are looked for.
_LINES = 2000
_FIELD = re.compile(
    r"[\s>]{0,20}(final-recipient|original-recipient|action|status|(?:original-)?message-id):(.*)", re.I
)


class Recipient(msgspec.Struct, frozen=True):
    """What became of a mail to one recipient; action and status are '' when the report does not say."""

    address: str
    #: failed, delayed, delivered, relayed or expanded.
    action: str
    status: str


def read_recipients(report: str) -> list[Recipient]:
    """The recipients of a machine-readable report, each with what its own block says."""
    found = []
    for block in _blocks(report):
        address = _address(block.get("final-recipient", "")) or _address(block.get("original-recipient", ""))
        if address:
            status = _STATUS.match(block.get("status", ""))
            action = block.get("action", "").split("(")[0].strip().lower()
            found.append(Recipient(address, action, status[0] if status else ""))
    return found[:_IDS]


def read_actions(report: str) -> set[str]:
    """The actions of all blocks, also of those that name no recipient."""
    return {
        action
        for block in _blocks(report)
        if (action := block.get("action", "").split("(")[0].strip().lower())
    }


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
