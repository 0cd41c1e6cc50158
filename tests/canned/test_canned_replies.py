"""Canned replies: placeholders known and filled once, shared or private, in folders."""

import pytest

from tests.desk import ANON, SYSTEM, Person, refused
from tests.rules.desk import RuleDesk

ALL = (
    "ticket.reference",
    "ticket.subject",
    "ticket.status",
    "ticket.priority",
    "ticket.created_at",
    "requester.name",
    "requester.first_name",
    "requester.email",
    "assignee.name",
    "assignee.first_name",
    "department.name",
    "organisation.name",
    "agent.name",
    "agent.first_name",
    "agent.signature",
)


def _canned(desk: RuleDesk, who: Person, body: str, is_shared: bool = False) -> int:
    made: int = desk.one(
        who,
        """INSERT INTO api.canned_replies (title, body, is_shared)
        VALUES ('A reply', %s, %s) RETURNING canned_reply_id""",
        body,
        is_shared,
    )
    return made


def _render(desk: RuleDesk, who: Person, canned: int, ticket: int) -> str:
    text: str = desk.one(who, "SELECT api.render_canned_reply(%s, %s)", canned, ticket)
    return text


def test_each_placeholder_has_its_value(desk: RuleDesk) -> None:
    assert {p for (p,) in desk.run(desk.agent, "SELECT placeholder FROM api.placeholders")} == set(ALL)
    desk.run(SYSTEM, "UPDATE helpdesk.agent SET signature = 'Yours' WHERE person_id = %s", desk.agent.id)
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.person SET name = 'Max van Dyk', time_zone = 'Asia/Tokyo' WHERE person_id = %s",
        desk.customer.id,
    )
    desk.clock("2030-01-01T22:00:00Z")
    ticket = desk.ticket(assignee_id=desk.colleague.id, department_id=desk.billing, priority="high")
    canned = _canned(desk, desk.agent, "|".join(f"{{{{{name}}}}}" for name in ALL))
    reference = desk.ticket_row(ticket)["reference"]
    assert _render(desk, desk.agent, canned, ticket).split("|") == [
        reference,
        "Printer on fire",
        "Open",
        "High",
        "2030-01-02",
        "Max van Dyk",
        "Max",
        "max@desk.example",
        "Cleo",
        "Cleo",
        "Billing",
        "Shared",
        "Bob",
        "Bob",
        "Yours",
    ]


def test_what_a_ticket_lacks_becomes_empty(desk: RuleDesk) -> None:
    canned = _canned(desk, desk.agent, "<{{assignee.name}}{{organisation.name}}{{agent.signature}}>")
    assert _render(desk, desk.agent, canned, desk.ticket(requester=desk.guest)) == "<>"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain { text } }} {", "plain { text } }} {"),
        ("{{ ticket.priority }}", "Medium"),
        ("{{ticket.priority}}{{ticket.priority}}", "MediumMedium"),
        ("{{{ticket.priority}}}", "{Medium}"),
        ("a {{ b", "a {{ b"),
        ("a {{ b {{ticket.priority}} c", "a {{ b Medium c"),
        ("{{ticket.priority}} }} {{", "Medium }} {{"),
        ("\\1 \\& {{ticket.priority}}", "\\1 \\& Medium"),
        ("ümläut 🎈 {{ticket.priority}}", "ümläut 🎈 Medium"),
    ],
)
def test_text_around_placeholders_stays_as_it_is(desk: RuleDesk, template: str, text: str) -> None:
    assert _render(desk, desk.agent, _canned(desk, desk.agent, template), desk.ticket()) == text


@pytest.mark.parametrize(
    "subject", ["{{requester.email}}", "{{ticket.subject}}", "{{", "}}", "{{agent.name}} {{nonsense}}", "\\1"]
)
def test_a_value_that_looks_like_a_placeholder_is_not_filled_in(desk: RuleDesk, subject: str) -> None:
    ticket = desk.ticket(subject=subject)
    canned = _canned(desk, desk.agent, "Re: {{ticket.subject}} ({{ticket.priority}})")
    assert _render(desk, desk.agent, canned, ticket) == f"Re: {subject} (Medium)"


@pytest.mark.parametrize(
    "name",
    ["ticket.id", "requester.password", "", "ticket", "Ticket.Subject", "ticket.subject; x", "nonsense"],
)
def test_an_unknown_placeholder_is_refused(desk: RuleDesk, name: str) -> None:
    body = f"Dear {{{{requester.name}}}}, {{{{{name}}}}}"
    with refused("PD404", f"placeholder {{{{{name}}}}} is unknown", "placeholders"):
        _canned(desk, desk.agent, body)
    canned = _canned(desk, desk.agent, "fine")
    with refused("PD404"):
        desk.run(
            desk.agent, "UPDATE api.canned_replies SET body = %s WHERE canned_reply_id = %s", body, canned
        )


def test_private_replies_are_their_writers(desk: RuleDesk) -> None:
    ticket = desk.ticket()
    private, shared = _canned(desk, desk.agent, "mine"), _canned(desk, desk.admin, "ours", is_shared=True)
    seen = "SELECT canned_reply_id FROM api.canned_replies ORDER BY 1"
    assert desk.run(desk.agent, seen) == [(private,), (shared,)]
    assert desk.run(desk.colleague, seen) == [(shared,)]
    assert _render(desk, desk.colleague, shared, ticket) == "ours"
    with refused("PD001", "canned reply"):
        _render(desk, desk.colleague, private, ticket)
    assert desk.run(desk.colleague, "DELETE FROM api.canned_replies RETURNING 1") == []
    assert desk.run(desk.colleague, "UPDATE api.canned_replies SET body = 'x' RETURNING 1") == []
    with refused("PD002", "Agents write private replies of their own"):
        _canned(desk, desk.agent, "ours?", is_shared=True)
    with refused("PD002"):
        desk.run(
            desk.agent, "UPDATE api.canned_replies SET is_shared = true WHERE canned_reply_id = %s", private
        )
    for who in (desk.customer, ANON):
        with refused("42501"):
            desk.run(who, seen)
        with refused("42501"):
            _render(desk, who, shared, ticket)


def test_a_reply_is_filled_in_for_visible_tickets_only(desk: RuleDesk) -> None:
    desk.set("agent_visibility", "departments")
    canned = _canned(desk, desk.admin, "{{requester.email}}", is_shared=True)
    theirs = desk.ticket(department_id=desk.billing)
    for ticket in (theirs, 999999):
        with refused("PD001", "ticket"):
            _render(desk, desk.agent, canned, ticket)
    assert _render(desk, desk.colleague, canned, theirs) == "max@desk.example"


def test_folders_are_for_admins_to_keep(desk: RuleDesk) -> None:
    folder = desk.one(
        desk.admin, "INSERT INTO api.canned_folders (name) VALUES ('Billing') RETURNING folder_id"
    )
    with refused("42501"):
        desk.run(desk.agent, "INSERT INTO api.canned_folders (name) VALUES ('x')")
    assert desk.run(desk.agent, "SELECT name FROM api.canned_folders") == [("Billing",)]
    canned = _canned(desk, desk.agent, "x")
    desk.run(desk.agent, "UPDATE api.canned_replies SET folder_id = %s", folder)
    desk.run(desk.admin, "DELETE FROM api.canned_folders WHERE folder_id = %s", folder)
    assert desk.run(desk.agent, "SELECT canned_reply_id, folder_id FROM api.canned_replies") == [
        (canned, None)
    ]
