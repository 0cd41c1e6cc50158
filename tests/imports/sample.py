"""A small source: two people, a ticket that was answered, solved and rated, and one that is open."""

from typing import Any

Record = dict[str, Any]
BEGUN = "2026-01-02T00:00:00Z"


def people() -> list[Record]:
    return [
        {
            "record": "organisation",
            "id": "o1",
            "name": "Acme",
            "domains": ["acme.example"],
            "created_at": BEGUN,
        },
        {
            "record": "person",
            "id": "p1",
            "name": "Carla",
            "email": "Carla@acme.example",
            "organisation": "o1",
            "created_at": BEGUN,
        },
        {
            "record": "person",
            "id": "p2",
            "name": "Sam",
            "email": "sam@desk.example",
            "role": "agent",
            "created_at": BEGUN,
        },
    ]


def solved() -> list[Record]:
    return [
        {
            "record": "ticket",
            "id": "t1",
            "reference": "OLD-00071",
            "subject": "No heating",
            "description": "It is cold.",
            "status": "Solved",
            "priority": "normal",
            "requester": "p1",
            "assignee": "p2",
            "department": "Field Service",
            "tags": ["Urgent, cold", "heating"],
            "created_at": "2026-03-02T09:00:00Z",
            "resolved_at": "2026-03-03T10:00:00Z",
        },
        message("m1", "t1", "p2", "2026-03-02T09:30:00Z", body="Which house?"),
        message("m2", "t1", "p1", "2026-03-02T11:00:00+01:00", body="The red one."),
        message("m3", "t1", "p2", "2026-03-02T12:00:00Z", kind="note", body="Boiler 7, @ben"),
        {
            "record": "rating",
            "id": "r1",
            "ticket": "t1",
            "rating": 5,
            "comment": "Warm again",
            "created_at": "2026-03-04T08:00:00Z",
        },
    ]


def waiting() -> list[Record]:
    return [
        {
            "record": "ticket",
            "id": "t2",
            "subject": "Bill",
            "status": "open",
            "requester": "p1",
            "created_at": "2026-04-02T09:00:00Z",
        }
    ]


def message(id_: str, ticket: str, author: str, at: str, kind: str = "reply", **fields: Any) -> Record:
    return {
        "record": "message",
        "id": id_,
        "ticket": ticket,
        "kind": kind,
        "author": author,
        "body": "Hello",
        "created_at": at,
        **fields,
    }


def everything() -> list[Record]:
    return [*people(), *solved(), *waiting()]
