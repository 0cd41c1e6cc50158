"""Mails of a mailbox's file or folder: each conversation becomes a ticket, each further mail a message."""

import hashlib
import mailbox
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from pgdesk.imports.problems import SourceError
from pgdesk.mail.bodies import find_content
from pgdesk.mail.parse import ParsedMail, parse_mail
from pgdesk.mail.structure import read_top

#: "From " at the beginning of a line, as mbox files quote it.
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_NO_TEXT = "(no text)"


class Place(NamedTuple):
    """A mail by its header. line: its number in the box, from 1."""

    line: int
    key: Any
    message_id: str
    answers: list[str]
    sent_at: datetime | None


def read_mbox(path: Path, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """options: see _read. Raises SourceError where the file is no mbox."""
    try:
        with path.open("rb") as file:
            begins = file.read(5)
    except OSError as problem:
        raise SourceError(f"{path}: cannot be read: {problem}") from problem
    if begins != b"From ":
        raise SourceError(f"{path}: is no mbox file: it does not begin with a line 'From …'")
    box = mailbox.mbox(path, create=False)
    return _read(lambda key: _QUOTED_FROM.sub(rb"\1", box.get_bytes(key)), box.keys(), options)


def read_maildir(path: Path, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """options: see _read. Raises SourceError where the folder is no Maildir."""
    if not all((path / name).is_dir() for name in ("cur", "new")):
        raise SourceError(f"{path}: is no Maildir: it has no folders cur and new")
    box = mailbox.Maildir(str(path), create=False)
    return _read(box.get_bytes, sorted(box.keys()), options)


def _read(read: Callable[[Any], bytes], keys: list[Any], options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """options: staff: addresses, or @domains, with commas between, whose mails are the desk's; status: of the
    tickets, "closed" by default. Mails are taken in the order in which they were sent; those of one
    conversation refer to each other (Message-ID, In-Reply-To, References)."""
    staff = {word.strip().lower() for word in options.get("staff", "").split(",") if word.strip()}
    tickets: dict[str, str] = {}
    people: set[str] = set()
    for place in sorted(
        _places(read, keys), key=lambda place: (place.sent_at is None, place.sent_at, place.line)
    ):
        raw = read(place.key)
        mail = parse_mail(raw)
        if mail.sender is None or mail.sent_at is None:
            missing = "sender" if mail.sender is None else "date"
            yield {"line": place.line, "fault": f"the mail {place.message_id} has no {missing}"}
            continue
        for record in _records(place, mail, raw, tickets, people, staff, options.get("status", "closed")):
            yield {"line": place.line, **record}


def _places(read: Callable[[Any], bytes], keys: list[Any]) -> Iterator[Place]:
    for line, key in enumerate(keys, 1):
        raw = read(key)
        headers = read_top(raw, []).headers
        ids = headers.message_ids("message-id")
        answers = [*headers.message_ids("references"), *headers.message_ids("in-reply-to")]
        yield Place(line, key, ids[0] if ids else hashlib.sha256(raw).hexdigest(), answers, headers.date())


def _records(
    place: Place,
    mail: ParsedMail,
    raw: bytes,
    tickets: dict[str, str],
    people: set[str],
    staff: set[str],
    status: str,
) -> Iterator[dict[str, Any]]:
    assert mail.sender is not None
    assert mail.sent_at is not None
    sender, at = mail.sender.address, mail.sent_at.isoformat()
    others = [one for one in mail.recipients if not _is_staff(one.address, staff)]
    requester = others[0] if _is_staff(sender, staff) and others else mail.sender
    for person in (mail.sender, requester):
        if person.address not in people:
            people.add(person.address)
            yield {
                "record": "person",
                "id": person.address,
                "email": person.address,
                "name": person.name or person.address,
                "role": "agent" if _is_staff(person.address, staff) else "customer",
            }
    text = (mail.new_text or mail.text).strip() or _NO_TEXT
    ticket = next((tickets[answer] for answer in reversed(place.answers) if answer in tickets), None)
    tickets[place.message_id] = ticket or place.message_id
    if ticket is None:
        ticket = place.message_id
        yield {
            "record": "ticket",
            "id": ticket,
            "subject": mail.subject.strip()[:500] or "(no subject)",
            "description": text[:200_000] if requester is mail.sender else "",
            "status": status,
            "channel": "email",
            "requester": requester.address,
            "created_at": at,
        }
        message = None
    if ticket != place.message_id or requester is not mail.sender:
        message = place.message_id
        yield {
            "record": "message",
            "id": message,
            "ticket": ticket,
            "kind": "reply",
            "author": sender,
            "body": text[:200_000],
            "channel": "email",
            "created_at": at,
        }
    for attachment in mail.attachments:
        content = find_content(raw, attachment.part_path, attachment.sha256)
        if content is not None:
            yield {
                "record": "file",
                "id": f"{place.message_id} {attachment.part_path}",
                "ticket": ticket,
                **({"message": message} if message else {}),
                "filename": attachment.filename.replace("/", "_").replace("\\", "_")[:255] or "file",
                "media_type": attachment.media_type,
                "content": content,
                "created_at": at,
            }


def _is_staff(address: str, staff: set[str]) -> bool:
    return address in staff or f"@{address.rpartition('@')[2]}" in staff
