"""Zendesk's export: a folder of JSON files, as its JSON export and its incremental API give them.

Files are told apart by what their names begin with (organizations, groups, users, tickets, comments); a line
is a record, or a page of the API such as {"tickets": [...]}. Comments stand in their tickets or in a file of
their own.
Shapes: developer.zendesk.com, Incremental Exports, Tickets, Ticket Comments, Users.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pgdesk.imports.problems import SourceError

Record = dict[str, Any]
_KINDS = ("organizations", "groups", "users", "tickets", "comments")
#: Zendesk's satisfaction is good or bad, here 1 to 5.
_RATINGS = {"good": 5, "good_with_comment": 5, "bad": 1, "bad_with_comment": 1}
_CHANNELS = {"email": "email", "web": "web", "api": "api", "web_widget": "widget"}


def read(path: Path, options: dict[str, str]) -> Iterator[Record]:
    """Raises SourceError where there is no file of users or of tickets."""
    files = {kind: sorted(path.glob(f"{kind}*.json*")) for kind in _KINDS} if path.is_dir() else {}
    for kind in ("users", "tickets"):
        if not files.get(kind):
            raise SourceError(f"{path}: there is no file {kind}*.json in it")
    groups: dict[Any, str] = {}
    described: set[Any] = set()
    for kind in _KINDS:
        for file in files[kind]:
            for line, item in _items(file, kind):
                if "fault" in item:
                    yield {"line": line, "fault": f"{file.name}: {item['fault']}"}
                    continue
                for record in _read_item(kind, item, groups, described):
                    yield {"line": line, **record}


def _items(file: Path, kind: str) -> Iterator[tuple[int, Record]]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    found = json.loads(line)
                except ValueError:
                    yield number, {"fault": "the line is not JSON"}
                    continue
                page = found.get(kind) if isinstance(found, dict) else found
                for item in page if isinstance(page, list) else [found]:
                    yield number, item if isinstance(item, dict) else {"fault": "the line is no JSON object"}
    except (OSError, UnicodeDecodeError) as problem:
        raise SourceError(f"{file}: cannot be read: {problem}") from problem


def _read_item(kind: str, item: Record, groups: dict[Any, str], described: set[Any]) -> Iterator[Record]:
    match kind:
        case "organizations":
            yield {
                "record": "organisation",
                "id": _id(item.get("id")),
                "name": item.get("name"),
                "domains": item.get("domain_names") or [],
                "notes": item.get("notes") or None,
                "has_shared_tickets": bool(item.get("shared_tickets")),
                "created_at": item.get("created_at"),
            }
        case "groups":
            groups[item.get("id")] = str(item.get("name"))
        case "users":
            yield _person(item)
        case "tickets":
            yield from _ticket(item, groups)
        case "comments":
            # Comments come in their order; the first of a ticket is its description.
            is_first = item.get("ticket_id") not in described
            described.add(item.get("ticket_id"))
            yield from _comment(item, item.get("ticket_id"), is_description=is_first)


def _person(item: Record) -> Record:
    return {
        "record": "person",
        "id": _id(item.get("id")),
        "name": item.get("name") or item.get("email"),
        "email": item.get("email"),
        "phone": item.get("phone"),
        "role": item.get("role"),
        "organisation": _id(item.get("organization_id")),
        "language": str(item.get("locale") or "").split("-")[0].lower() or None,
        "is_active": bool(item.get("active", True)) and not item.get("suspended"),
        "created_at": item.get("created_at"),
    }


def _ticket(item: Record, groups: dict[Any, str]) -> Iterator[Record]:
    name = _id(item.get("id"))
    metrics = item.get("metric_set") or {}
    group = item.get("group_id")
    yield {
        "record": "ticket",
        "id": name,
        "subject": str(item.get("raw_subject") or item.get("subject") or "(no subject)")[:500],
        "description": item.get("description") or "",
        "status": item.get("status"),
        "priority": item.get("priority"),
        "ticket_type": item.get("type"),
        "channel": _CHANNELS.get(str((item.get("via") or {}).get("channel")), "import"),
        "requester": _id(item.get("requester_id")),
        "organisation": _id(item.get("organization_id")),
        "department": groups.get(group, _id(group)),
        "assignee": _id(item.get("assignee_id")),
        "due_at": item.get("due_at"),
        "created_at": item.get("created_at"),
        "updated_at": item.get("updated_at"),
        "resolved_at": metrics.get("solved_at"),
        "tags": item.get("tags") or [],
        "followers": [_id(one) for one in item.get("follower_ids") or []],
        "participants": [_id(one) for one in item.get("email_cc_ids") or []],
        "fields": {
            str(field.get("id")): field.get("value")
            for field in item.get("custom_fields") or []
            if field.get("value") not in (None, "", [])
        },
    }
    rating = item.get("satisfaction_rating") or {}
    if rating.get("score") in _RATINGS:
        yield {
            "record": "rating",
            "id": _id(rating.get("id")) or f"of {name}",
            "ticket": name,
            "rating": _RATINGS[rating["score"]],
            "comment": rating.get("comment"),
            "created_at": rating.get("created_at") or item.get("updated_at"),
        }
    if item.get("problem_id"):
        yield {
            "record": "link",
            "id": f"problem of {name}",
            "kind": "problem_incident",
            "from": _id(item["problem_id"]),
            "to": name,
        }
    for place, comment in enumerate(item.get("comments") or []):
        yield from _comment(comment, item.get("id"), is_description=place == 0)


def _comment(item: Record, ticket_id: Any, *, is_description: bool = False) -> Iterator[Record]:
    name, ticket = _id(item.get("id")), _id(ticket_id)
    if not is_description:
        yield {
            "record": "message",
            "id": name,
            "ticket": ticket,
            "kind": "reply" if item.get("public", True) else "note",
            "author": _id(item.get("author_id")),
            "body": item.get("plain_body") or item.get("body") or "(no text)",
            "channel": _CHANNELS.get(str((item.get("via") or {}).get("channel")), "import"),
            "created_at": item.get("created_at"),
        }
    for file in item.get("attachments") or []:
        yield {
            "record": "file",
            "id": _id(file.get("id")),
            "ticket": ticket,
            **({} if is_description else {"message": name}),
            "filename": file.get("file_name"),
            "created_at": item.get("created_at"),
        }


def _id(value: Any) -> str | None:
    return None if value is None else str(value)
