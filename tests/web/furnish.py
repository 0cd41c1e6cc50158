"""Fills a database with a small desk: what its people did, by the verbs that they call."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Json

from pgdesk.api.login.passwords import Passwords
from tests.api.server import settings_for
from tests.conftest import Connection, acting_as, set_clock

_HOSTILE = Path(__file__).parent / "hostile.sql"
PASSWORD = "correct horse battery"

_ORGANISATION = "Whitfield Interiors"
#: Handle, name, role, whether of the organisation. The first ids are theirs, in this order.
_PEOPLE = (
    ("ada", "Ada Lindqvist", "admin", False),
    ("ben", "Ben Okafor", "agent", False),
    ("cleo", "Cleo Marchetti", "agent", False),
    ("dan", "Dan Whitfield", "customer", True),
    ("mei", "Mei Chen", "agent", False),
    ("mia", "Mia Whitfield", "customer", True),
    ("zoe", "Zoe Adler", "customer", False),
)
_OFFLINE = "mei"
_DEPARTMENTS = (
    ("Customer Care", "care", ("ben", "mei")),
    ("Technical Support", "technical", ("ben", "cleo")),
    ("Billing", "billing", ("cleo",)),
)
_TAGS = (
    ("invoice", "#0ea5e9"),
    ("refund", "#0284c7"),
    ("login", "#8b5cf6"),
    ("bug", "#ef4444"),
    ("firmware", "#65a30d"),
    ("vip", "#eab308"),
)
_CANNED = (
    ("We are looking into it", "Hello {{requester.name}},\n\nwe are looking into {{ticket.reference}}."),
    ("Restart it first", "Please hold the power button for ten seconds. What does the lamp do then?"),
)
_MACROS: tuple[tuple[str, list[dict[str, Any]]], ...] = (
    (
        "Ask for more",
        [
            {"action": "reply", "value": "Could you send us a picture of what you see?"},
            {"action": "set_status", "value": "waiting_on_customer"},
        ],
    ),
    (
        "Take and hurry",
        [{"action": "assign", "value": "@me"}, {"action": "set_priority", "value": "urgent"}],
    ),
)
_ARTICLES = (
    ("The printer prints blank pages", "Clean the print head: **Menu → Care → Clean**, twice at most."),
    ("Reset your password", "Choose *Forgot password* where you sign in. The link is good for an hour."),
    ("Update the firmware", "1. Open **Device**.\n2. Choose *Firmware*.\n3. Wait for three minutes."),
)
#: Subject, who, department, priority, hours ago: nobody has done anything with these.
_UNTOUCHED = (
    ("The invoice of October has the wrong address", "mia", "billing", "medium", 30),
    ("Where do I find the serial number?", "zoe", "care", "low", 26),
    ("Colours look washed out", "dan", "technical", "low", 22),
    ("Two chairs too many in the delivery", "mia", "care", "medium", 20),
    ("The app asks for an update again and again", "zoe", "technical", "high", 7),
    ("Can we pay by direct debit?", "dan", "billing", "low", 5),
    ("The scanner is not found", "mia", "technical", "medium", 3),
    ("A second account for my colleague", "zoe", "care", "low", 2),
    ("Lamp blinks red", "dan", "technical", "high", 1),
)


class Story:
    """Who does what when, in a connection as superuser."""

    def __init__(self, db: Connection, now: datetime) -> None:
        self._db, self._now = db, now
        self.people: dict[str, tuple[int, str]] = {}

    def ago(self, hours: float) -> None:
        set_clock(self._db, self._now - timedelta(hours=hours), local=False)

    def call(self, who: str, verb: str, **arguments: Any) -> dict[str, Any]:
        person_id, role = self.people[who]
        named = ", ".join(f"{name} => %s" for name in arguments)
        with acting_as(self._db, role, person_id) as db:
            row = db.execute(
                f"SELECT to_jsonb(v) FROM api.{verb}({named}) AS v", list(arguments.values())
            ).fetchone()
        assert row is not None
        return row[0] if isinstance(row[0], dict) else {}

    def ticket(self, who: str, subject: str, description: str, **arguments: Any) -> int:
        made = self.call(who, "create_ticket", subject=subject, description=description, **arguments)
        return int(made["ticket_id"])

    def ids(self, *handles: str) -> list[int]:
        return [self.people[handle][0] for handle in handles]


def furnish(dsn: str) -> None:
    """People, what they work with, and what they did."""
    with psycopg.connect(dsn) as db:
        story = _begin(db, dsn)
        _add_tools(db)
        departments: dict[str, int] = dict(
            db.execute("SELECT slug, department_id FROM helpdesk.department").fetchall()
        )
        _tell(story, departments)
        _publish(story)
        set_clock(db, None, local=False)
        db.execute("SELECT helpdesk.check_sla()")


def furnish_sparsely(dsn: str) -> None:
    """People only: every list is empty."""
    with psycopg.connect(dsn) as db:
        _begin(db, dsn)


def furnish_badly(dsn: str) -> None:
    """The same as `furnish` with the worst that may be written, see hostile.sql."""
    furnish(dsn)
    with psycopg.connect(dsn) as db:
        db.execute(_HOSTILE.read_text(encoding="utf-8").encode())


def _begin(db: Connection, dsn: str) -> Story:
    row = db.execute("SELECT now()").fetchone()
    assert row is not None
    story = Story(db, row[0])
    story.ago(100)
    _add_people(story, db, dsn)
    # Pages of many tests come from one address, and ask more than a person does.
    db.execute("UPDATE helpdesk.rate_limit SET is_active = false")
    return story


def _add_people(story: Story, db: Connection, dsn: str) -> None:
    hashed = Passwords(settings_for(dsn)).hash_at_once(PASSWORD)
    db.execute(
        "WITH o AS (INSERT INTO helpdesk.organisation (name, has_shared_tickets) VALUES (%s, true)"
        " RETURNING organisation_id)"
        " INSERT INTO helpdesk.person (name, email, handle, role, organisation_id)"
        " SELECT name, handle || '@desk.example', CASE role WHEN 'customer' THEN NULL ELSE handle END, role,"
        " CASE WHEN has_organisation THEN organisation_id END"
        " FROM o CROSS JOIN unnest(%s::text[], %s::text[], %s::text[], %s::bool[])"
        " WITH ORDINALITY AS p (handle, name, role, has_organisation, number) ORDER BY number",
        [_ORGANISATION, *(list(column) for column in zip(*_PEOPLE, strict=True))],
    )
    found = "SELECT split_part(email, '@', 1), person_id, role FROM helpdesk.person"
    story.people = {handle: (person_id, role) for handle, person_id, role in db.execute(found).fetchall()}
    db.execute(
        "SELECT helpdesk.set_password(person_id, %s, %s) FROM helpdesk.person", [hashed, len(PASSWORD)]
    )
    db.execute(
        "UPDATE helpdesk.agent SET availability = 'offline' WHERE person_id = ANY (%s)", [story.ids(_OFFLINE)]
    )
    # Online for as long as tests run, though nobody's page says so.
    db.execute(
        "INSERT INTO helpdesk.person_presence (person_id, seen_at)"
        " SELECT person_id, now() + interval '1 day' FROM helpdesk.person WHERE role <> 'customer'"
    )
    for name, slug, members in _DEPARTMENTS:
        db.execute(
            "WITH d AS (INSERT INTO helpdesk.department (name, slug, is_public) VALUES (%s, %s, true)"
            " RETURNING department_id)"
            " INSERT INTO helpdesk.department_member (department_id, person_id)"
            " SELECT department_id, unnest(%s::bigint[]) FROM d",
            [name, slug, story.ids(*members)],
        )


def _add_tools(db: Connection) -> None:
    with db.cursor() as cursor:
        cursor.executemany("INSERT INTO helpdesk.tag (name, color) VALUES (%s, %s)", _TAGS)
        cursor.executemany("INSERT INTO helpdesk.canned_reply (title, body) VALUES (%s, %s)", _CANNED)
        cursor.executemany(
            "INSERT INTO helpdesk.rule (kind, name, conditions, actions) VALUES ('macro', %s, '{}', %s)",
            [(name, Json(actions)) for name, actions in _MACROS],
        )


def _publish(story: Story) -> None:
    for title, body in _ARTICLES:
        made = story.call("ada", "save_article", title=title, body=body)
        story.call("ada", "publish_article", article_id=made["article_id"])


def _tell(story: Story, departments: dict[str, int]) -> None:
    """Twenty tickets, the oldest first."""
    care, technical, billing = (departments[slug] for slug in ("care", "technical", "billing"))

    story.ago(96)
    closed = story.ticket("zoe", "How do I change my address?", "I moved.", department_id=care)
    story.call("ben", "claim_ticket", ticket_id=closed)
    story.ago(95)
    story.call("ben", "reply", ticket_id=closed, body="Under *Settings*, then *Address*.", status="resolved")
    story.call("zoe", "close_ticket", ticket_id=closed)

    story.ago(90)
    rated = story.ticket("dan", "Refund for the broken lamp", "It came broken.", department_id=billing)
    story.call("cleo", "claim_ticket", ticket_id=rated)
    story.call("cleo", "add_tags", ticket_id=rated, tags=["refund"])
    story.ago(88)
    story.call("cleo", "reply", ticket_id=rated, body="The refund was made today.", status="resolved")
    story.ago(87)
    story.call("dan", "rate_ticket", ticket_id=rated, rating=5, comment="Quick and kind.")

    story.ago(80)
    reopened = story.ticket("mia", "The Wi-Fi drops every evening", "At eight.", department_id=technical)
    story.call("ben", "claim_ticket", ticket_id=reopened)
    story.call("ben", "reply", ticket_id=reopened, body="Please try channel 11.", status="resolved")
    story.ago(40)
    story.call("mia", "reopen_ticket", ticket_id=reopened)
    story.call("mia", "reply", ticket_id=reopened, body="It helped for a day, and now it is back.")

    story.ago(72)
    late = story.ticket(
        "dan", "Nobody answers the telephone", "Since Monday.", priority="high", department_id=care
    )
    story.call("ada", "assign_ticket", ticket_id=late, assignee_id=story.ids("mei")[0])

    story.ago(50)
    paused = story.ticket("zoe", "I cannot sign in", "It says *void*.", department_id=care, priority="high")
    story.call("ben", "claim_ticket", ticket_id=paused)
    story.call("ben", "add_tags", ticket_id=paused, tags=["login"])
    story.ago(49.5)
    story.call("ben", "reply", ticket_id=paused, body="Which browser?", status="waiting_on_customer")

    story.ago(48)
    snoozed = story.ticket("mia", "Order 20 more lamps next month", "As agreed.", department_id=billing)
    story.call("cleo", "claim_ticket", ticket_id=snoozed)
    story.call("cleo", "snooze_ticket", ticket_id=snoozed, until=story._now + timedelta(days=5))

    story.ago(28)
    mine = story.ticket("dan", "The firmware update stops at 80 %", "Three times.", department_id=technical)
    story.call("ben", "claim_ticket", ticket_id=mine)
    story.call("ben", "add_tags", ticket_id=mine, tags=["firmware", "bug"])
    story.call("ben", "set_status", ticket_id=mine, status="in_progress")
    story.call("cleo", "add_note", ticket_id=mine, body="@ben this is the checksum again, I think.")

    story.ago(24)
    asked = story.ticket(
        "dan", "All scenes are gone", "Since the update.", department_id=technical, priority="urgent"
    )
    story.call("ben", "claim_ticket", ticket_id=asked)
    story.call("ben", "reply", ticket_id=asked, body="We look for a copy of them.")
    story.ago(23)
    story.call(
        "ben", "escalate_ticket", ticket_id=asked, staff_ids=story.ids("ada", "cleo"),
        message="Is there a backup of scenes that I do not know of?",
    )  # fmt: skip

    for subject, who, department, priority, hours in _UNTOUCHED:
        story.ago(hours)
        story.ticket(who, subject, "Please help.", priority=priority, department_id=departments[department])

    story.ago(6)
    long = story.ticket(
        "dan", "The printer is on fire", "Smoke, too.", priority="urgent", department_id=technical
    )
    story.call("cleo", "claim_ticket", ticket_id=long)
    for number in range(1, 9):
        story.ago(6 - number / 2)
        story.call(
            "cleo",
            "reply",
            ticket_id=long,
            body=f"Step {number}: please unplug it.\n\n- Then wait.\n- Then look.",
        )
        story.call(
            "dan", "reply", ticket_id=long, body=f"Done, it is step {number} now, and it still smokes."
        )
    story.call(
        "ben", "add_note", ticket_id=long, body="@cleo the fire brigade has been there. See @ada, too."
    )
    story.call("cleo", "link_tickets", from_id=long, to_id=mine)
    story.call(
        "cleo", "start_side_conversation", ticket_id=long, subject="Fumes", body="Are they harmful?",
        person_ids=story.ids("ben"),
    )  # fmt: skip

    story.ago(0.2)
    story.ticket(
        "zoe", "The first light does not turn on", "It is new.", priority="critical", department_id=technical
    )
