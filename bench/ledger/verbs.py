"""The requests of the ledger, as the servers send them: who asks, then one statement."""

import json
from email.message import EmailMessage
from typing import NamedTuple

from psycopg import sql

from bench.requests import AGENT, CUSTOMER
from pgdesk.mail.parse import parse_to_json

#: A tag, and people of the demo data who are asked for help.
TAG = "ledger"
HELPERS = "1,3"
_REQUEST_ID = {"x-request-id": "0123456789abcdef0123456789abcdef"}


class Verb(NamedTuple):
    """`caller`: role and person of a token; None: the worker. `$ticket` in the statement: a ticket's id."""

    name: str
    caller: tuple[str, int] | None
    statement: str

    def on(self, ticket_id: int) -> str:
        return self.statement.replace("$ticket", str(ticket_id))

    def opening(self) -> list[sql.Composable]:
        """What precedes the statement in its transaction."""
        if self.caller is None:
            return [
                sql.SQL("SET LOCAL SESSION AUTHORIZATION worker"),
                _set({"request.method": "POST", "request.headers": json.dumps(_REQUEST_ID)}),
            ]
        role, person_id = self.caller
        claims = {"role": role, "person_id": person_id, "aud": "pgdesk", "exp": 4_102_444_800}
        return [
            sql.SQL("SET LOCAL SESSION AUTHORIZATION authenticator"),
            _set(
                {
                    "role": role,
                    "request.jwt.claims": json.dumps(claims),
                    "request.method": "POST",
                    "request.headers": json.dumps(_REQUEST_ID),
                }
            ),
            sql.SQL("SELECT hook.pre_request()"),
        ]


def list_verbs() -> list[Verb]:
    return [
        Verb(
            "create",
            CUSTOMER,
            "SELECT * FROM api.create_ticket("
            "subject => 'The lights go out at ten', description => 'Every evening, in both rooms.')",
        ),
        Verb(
            "reply",
            AGENT,
            "SELECT * FROM api.reply(ticket_id => $ticket, body => 'Thank you, I have looked into it.')",
        ),
        Verb("note", AGENT, "SELECT * FROM api.add_note(ticket_id => $ticket, body => 'The fuse, I think.')"),
        Verb("set_status", AGENT, "SELECT * FROM api.set_status(ticket_id => $ticket, status => 'on_hold')"),
        Verb("assign", AGENT, "SELECT * FROM api.assign_ticket(ticket_id => $ticket, assignee_id => 3)"),
        Verb("tag", AGENT, f"SELECT * FROM api.add_tags(ticket_id => $ticket, tags => '{{{TAG}}}')"),
        Verb(
            "escalate",
            AGENT,
            "SELECT * FROM api.escalate_ticket("
            f"ticket_id => $ticket, staff_ids => '{{{HELPERS}}}', message => 'Which fuse is it?')",
        ),
        Verb("inbound mail", None, _take_in(_mail())),
    ]


def _set(values: dict[str, str]) -> sql.Composable:
    calls = [
        sql.SQL("set_config({}, {}, true)").format(sql.Literal(name), sql.Literal(value))
        for name, value in values.items()
    ]
    return sql.SQL("SELECT {}").format(sql.SQL(", ").join(calls))


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ledger <ledger@customer.example>"
    mail["To"] = "support@pgdesk.example"
    mail["Subject"] = "The lights go out at ten"
    mail["Message-ID"] = "<ledger@customer.example>"
    mail["Date"] = "Thu, 26 Mar 2026 10:00:00 +0000"
    mail.set_content("Every evening, in both rooms.\n")
    return mail.as_bytes()


def _take_in(raw: bytes) -> str:
    return (
        sql.SQL(
            "SELECT helpdesk.receive_mail(s.inbound_mail_id, {}::jsonb)"
            " FROM helpdesk.store_inbound_mail({}, 'mime') AS s"
        )
        .format(sql.Literal(parse_to_json(raw)), sql.Literal(raw))
        .as_string()
    )
