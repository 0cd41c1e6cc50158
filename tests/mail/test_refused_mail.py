"""What is not taken in: automatic mail, loops, floods, forgeries; all of it stays visible."""

import psycopg
import pytest

from tests.conftest import Connection, acting_as
from tests.mail.conftest import AUTHENTICATED, mail, one, set_setting, take_in, ticket

People = dict[str, int]
BOUNCE = """From: MAILER-DAEMON@mx.example
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; customer@home.example
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <{id}>

--b--
"""


def test_an_absence_note_is_shown_on_its_ticket_and_changes_nothing(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    db.execute("UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", (ticket_id,))
    before = db.execute(
        "SELECT status, version FROM helpdesk.ticket WHERE ticket_id = %s", (ticket_id,)
    ).fetchone()
    result = take_in(db, mail(subject=f"Re: {reference}", headers="Auto-Submitted: auto-replied\n"))
    assert (result["state"], result["ticket_id"]) == ("automatic", ticket_id)
    assert result["reason"] == "auto_replied: auto-submitted: auto-replied"
    assert (
        one(db, "SELECT kind FROM helpdesk.message WHERE message_id = %s", result["message_id"]) == "system"
    )
    assert (
        db.execute(
            "SELECT status, version FROM helpdesk.ticket WHERE ticket_id = %s", (ticket_id,)
        ).fetchone()
        == before
    )
    assert (
        one(
            db,
            "SELECT count(*) FROM helpdesk.notification WHERE ticket_id = %s AND kind = 'reply_created'",
            ticket_id,
        )
        == 0
    )


def test_automatic_mail_of_no_ticket_is_recorded_only(db: Connection, people: People) -> None:
    before = one(db, "SELECT count(*) FROM helpdesk.ticket")
    result = take_in(db, mail(headers="Auto-Submitted: auto-replied\n"))
    assert (result["state"], result["ticket_id"]) == ("automatic", None)
    assert one(db, "SELECT count(*) FROM helpdesk.ticket") == before


def test_a_kind_may_open_tickets(db: Connection, people: People) -> None:
    alert = mail("nagios@mon.example", "db2 is down", headers="Auto-Submitted: auto-generated\n")
    result = take_in(db, alert)
    assert result["state"] == "ticket"
    db.execute("UPDATE helpdesk.automatic_mail_kind SET opens_ticket = false WHERE kind = 'auto_generated'")
    assert take_in(db, alert + b"again")["state"] == "automatic"
    assert one(
        db,
        "SELECT automatic_kind FROM helpdesk.inbound_mail WHERE inbound_mail_id = %s",
        result["inbound_mail_id"],
    ) == ("auto_generated")


def test_a_bounce_of_an_outgoing_mail_is_shown_on_its_ticket(db: Connection, people: People) -> None:
    ticket_id, _ = ticket(db, people["customer"])
    db.execute(
        "INSERT INTO helpdesk.mail_message_id VALUES ('out-9@desk.example', %s, NULL, true)", (ticket_id,)
    )
    result = take_in(db, BOUNCE.format(id="out-9@desk.example").encode())
    assert (result["state"], result["ticket_id"]) == ("automatic", ticket_id)
    body = one(db, "SELECT body FROM helpdesk.message WHERE message_id = %s", result["message_id"])
    assert body.split("\n")[0] == "Delivery to customer@home.example (5.1.1) failed."


def test_what_is_delayed_is_not_said_to_have_failed(db: Connection, people: People) -> None:
    """RFC 3464, section 2.3: of each recipient its own; kannon-email/kannon#431."""
    ticket_id, _ = ticket(db, people["customer"])
    db.execute(
        "INSERT INTO helpdesk.mail_message_id VALUES ('out-9@desk.example', %s, NULL, true)", (ticket_id,)
    )
    late = BOUNCE.format(id="out-9@desk.example").replace(
        "Action: failed\nStatus: 5.1.1", "Action: delayed\nStatus: 4.4.1"
    )
    mixed = BOUNCE.format(id="out-9@desk.example").replace(
        "Status: 5.1.1\n",
        "Status: 5.1.1\n\nFinal-Recipient: rfc822; ok@x.example\nAction: relayed\nStatus: 2.0.0\n"
        "\nFinal-Recipient: rfc822; slow@x.example\nAction: delayed\nStatus: 4.4.1\n",
    )
    told = []
    for raw in (late, mixed):
        result = take_in(db, raw.encode())
        told.append(
            one(
                db,
                "SELECT split_part(body, E'\\n', 1) FROM helpdesk.message WHERE message_id = %s",
                result["message_id"],
            )
        )
    assert told == [
        "Delivery to customer@home.example (4.4.1) is delayed, and is being retried.",
        "Delivery to customer@home.example (5.1.1) failed."
        " Delivery to slow@x.example (4.4.1) is delayed, and is being retried.",
    ]
    kinds = db.execute("SELECT automatic_kind FROM helpdesk.inbound_mail ORDER BY 1").fetchall()
    assert kinds == [("bounce",), ("delay",)]


def test_a_forged_bounce_that_names_a_customer_s_mail_reaches_no_ticket(
    db: Connection, people: People
) -> None:
    first = mail()
    take_in(db, first)
    message_id = first.split(b"Message-ID: <")[1].split(b">")[0].decode()
    result = take_in(db, BOUNCE.format(id=message_id).encode())
    assert (result["state"], result["ticket_id"]) == ("automatic", None)


def test_the_desk_s_own_mail_is_a_loop(db: Connection, people: People) -> None:
    result = take_in(db, mail("Desk <Support@desk.example>"))
    assert (result["state"], result["reason"]) == ("automatic", "loop: own address")


def test_a_sender_s_flood_is_quarantined(db: Connection, people: People) -> None:
    set_setting(db, "inbound_mails_per_sender_hour", 3)
    states = [take_in(db, mail(body=str(number)))["state"] for number in range(4)]
    assert states == ["ticket", "ticket", "ticket", "quarantined"]
    assert take_in(db, mail("other@home.example"))["state"] == "ticket"


@pytest.mark.parametrize("headers", ["", "Auto-Submitted: auto-replied\n"])
def test_a_loop_with_a_robot_ends_at_the_ticket_s_cap(db: Connection, people: People, headers: str) -> None:
    set_setting(db, "inbound_authserv", None)
    set_setting(db, "inbound_mails_per_ticket_hour", 2)
    ticket_id, reference = ticket(db, people["customer"])
    results = [take_in(db, mail(subject=f"Re: {reference}", body=str(n), headers=headers)) for n in range(3)]
    assert (results[2]["state"], results[2]["reason"]) == (
        "quarantined",
        "too many mails to this ticket within an hour",
    )
    assert one(db, "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s", ticket_id) == 2


FORGED = {
    "no result": "",
    "another server's result": "Authentication-Results: mx.evil.example;"
    " dmarc=pass header.from=desk.example\n",
    "another domain's pass": "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=x@e.example\n",
    "dmarc failed": "Authentication-Results: mx.desk.example; dkim=pass header.d=desk.example;"
    " dmarc=fail header.from=desk.example\n",
}


@pytest.mark.parametrize("name", FORGED)
def test_staff_are_not_believed_unless_authenticated(db: Connection, people: People, name: str) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail("agent@desk.example", f"Re: {reference}", headers=FORGED[name]))
    assert result["state"] == "quarantined"
    assert one(db, "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s", ticket_id) == 0


def test_without_a_trusted_server_staff_cannot_write_by_mail(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)
    assert take_in(db, mail("agent@desk.example", headers=AUTHENTICATED))["reason"] == (
        "the sender is staff and not authenticated"
    )


def test_a_customer_whose_dmarc_fails_is_quarantined(db: Connection, people: People) -> None:
    forged = "Authentication-Results: mx.desk.example; dmarc=fail header.from=home.example\n"
    assert take_in(db, mail(headers=forged))["reason"] == "the mail server could not authenticate the sender"


def test_deactivated_people_and_forbidden_guests_are_quarantined(db: Connection, people: People) -> None:
    db.execute("UPDATE helpdesk.person SET is_active = false WHERE person_id = %s", (people["other"],))
    set_setting(db, "allow_guest_tickets", False)
    assert take_in(db, mail("other@home.example"))["reason"] == "the sender has been deactivated"
    assert take_in(db, mail("new@home.example"))["reason"] == (
        "setting allow_guest_tickets forbids tickets of unknown senders"
    )
    assert one(db, "SELECT count(*) FROM helpdesk.person WHERE email = 'new@home.example'") == 0


def test_an_unforeseen_error_quarantines_with_its_text(db: Connection, people: People) -> None:
    db.execute(
        "CREATE FUNCTION pg_temp.fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no room''; END'"
    )
    db.execute(
        "CREATE TRIGGER a_fail BEFORE INSERT ON helpdesk.ticket FOR EACH ROW EXECUTE FUNCTION pg_temp.fail()"
    )
    result = take_in(db, mail("new@home.example"))
    assert (result["state"], result["reason"]) == ("quarantined", "could not be taken in: no room (P0001)")
    assert one(db, "SELECT count(*) FROM helpdesk.person WHERE email = 'new@home.example'") == 0


def test_what_cannot_be_read_is_a_ticket_with_the_raw_file(db: Connection, people: People) -> None:
    depth = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(2000))
    result = take_in(db, mail(headers=depth))
    row = db.execute(
        "SELECT a.filename, a.media_type, a.part_path, a.sha256 = i.sha256 FROM helpdesk.attachment AS a"
        " JOIN helpdesk.inbound_mail AS i USING (inbound_mail_id) WHERE a.ticket_id = %s",
        (result["ticket_id"],),
    ).fetchone()
    assert row == ("message.eml", "message/rfc822", "", True)


def test_an_administrator_takes_in_what_was_left_out(db: Connection, people: People) -> None:
    raw = mail(headers="Auto-Submitted: auto-replied\n")
    left = take_in(db, raw)
    with acting_as(db, "admin", people["admin"]):
        row = db.execute(
            "SELECT state FROM api.replay_inbound_mail(%s, true)", (left["inbound_mail_id"],)
        ).fetchone()
    assert row == ("received",)
    job = one(db, "SELECT message -> 'args' FROM dramatiq.queue"
              " WHERE message ->> 'actor_name' = 'process_inbound_mail'"
              " ORDER BY position DESC LIMIT 1")  # fmt: skip
    assert job == [left["inbound_mail_id"]]
    again = take_in(db, raw)
    assert (again["state"], again["inbound_mail_id"]) == ("ticket", left["inbound_mail_id"])


def test_only_administrators_replay_and_only_what_is_in_no_ticket(db: Connection, people: People) -> None:
    taken = take_in(db, mail())
    with pytest.raises(psycopg.DatabaseError) as refused, acting_as(db, "admin", people["admin"]):
        db.execute("SELECT api.replay_inbound_mail(%s)", (taken["inbound_mail_id"],))
    assert refused.value.sqlstate == "PD303"
    for role in ("agent", "customer"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(db, role, people[role]):
            db.execute("SELECT api.replay_inbound_mail(%s)", (taken["inbound_mail_id"],))


def test_an_empty_mail_is_not_stored(db: Connection, people: People) -> None:
    with pytest.raises(psycopg.DatabaseError) as refused, acting_as(db, "worker"):
        db.execute("SELECT helpdesk.store_inbound_mail('', 'test')")
    assert refused.value.sqlstate == "PD302"


def test_who_sees_the_log(db: Connection, people: People) -> None:
    set_setting(db, "agent_visibility", "departments")
    opened = take_in(db, mail())["ticket_id"]
    take_in(db, mail(headers="Auto-Submitted: auto-replied\n"))
    elsewhere = one(
        db, "INSERT INTO helpdesk.department (name, slug) VALUES ('Else', 'else') RETURNING department_id"
    )
    db.execute("UPDATE helpdesk.ticket SET department_id = %s WHERE ticket_id = %s", (elsewhere, opened))
    counts = {}
    for role in ("admin", "agent"):
        with acting_as(db, role, people[role]):
            counts[role] = one(db, "SELECT count(*) FROM api.inbound_mail")
    set_setting(db, "agent_visibility", "all")
    with acting_as(db, "agent", people["agent"]):
        counts["agent of all"] = one(db, "SELECT count(*) FROM api.inbound_mail")
    assert counts == {"admin": 2, "agent": 0, "agent of all": 1}


def test_nobody_reads_raw_bytes_or_the_secret_through_the_api_roles(db: Connection, people: People) -> None:
    for role in ("admin", "agent", "customer"):
        for statement in ("SELECT raw FROM helpdesk.inbound_mail", "SELECT secret FROM helpdesk.mail_secret"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(db, role, people[role]):
                db.execute(statement)


def test_customers_see_the_files_of_their_replies_but_not_of_automatic_mail(
    db: Connection, people: People
) -> None:
    parts = (
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhi\n--b\n"
        "Content-Disposition: attachment; filename=a.txt\n\n{0}\n--b--\n"
    )
    set_setting(db, "inbound_authserv", None)
    _, reference = ticket(db, people["customer"])
    take_in(db, mail(subject=f"Re: {reference}", headers=parts.format(1)))
    take_in(db, mail(subject=f"Re: {reference}", headers="Auto-Submitted: auto-replied\n" + parts.format(2)))
    seen = {}
    for role in ("customer", "agent", "other"):
        with acting_as(db, "customer" if role == "other" else role, people[role]):
            seen[role] = one(db, "SELECT count(*) FROM api.attachments")
    assert seen == {"customer": 1, "agent": 2, "other": 0}
