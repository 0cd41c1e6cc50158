"""Which ticket a mail continues, who may continue it, and what that does to the ticket."""

import hashlib
import hmac

import pytest

from tests.conftest import Connection
from tests.mail.conftest import AUTHENTICATED, mail, one, set_setting, take_in, ticket

People = dict[str, int]


@pytest.fixture(autouse=True)
def _trusts_nobody(db: Connection, people: People) -> None:
    """What a trusted server changes: test_verified.py."""
    set_setting(db, "inbound_authserv", None)


def test_a_first_mail_opens_a_ticket_of_a_guest(db: Connection, people: People) -> None:
    result = take_in(db, mail("Mia Berg <Mia.Berg@New.example>", "Hello", "First line.\n\n> quoted\n"))
    assert result["state"] == "ticket"
    row = db.execute(
        "SELECT t.subject, t.description, t.channel, t.status, p.email, p.name, p.is_guest, p.role"
        " FROM helpdesk.ticket AS t JOIN helpdesk.person AS p ON p.person_id = t.requester_id"
        " WHERE t.ticket_id = %s",
        (result["ticket_id"],),
    ).fetchone()
    assert row == (
        "Hello", "First line.\n\n> quoted", "email", "open", "mia.berg@new.example",
        "Mia Berg", True, "customer",
    )  # fmt: skip


def test_a_name_is_made_of_the_address_when_the_mail_has_none(db: Connection, people: People) -> None:
    take_in(db, mail("jo.smith@new.example"))
    assert one(db, "SELECT name FROM helpdesk.person WHERE email = 'jo.smith@new.example'") == "Jo Smith"


def test_a_mail_without_sender_becomes_a_ticket_all_the_same(db: Connection, people: People) -> None:
    result = take_in(db, mail(None))
    assert result["state"] == "ticket"
    assert (
        one(
            db,
            "SELECT p.name FROM helpdesk.ticket AS t JOIN helpdesk.person AS p ON p.person_id = requester_id"
            " WHERE t.ticket_id = %s",
            result["ticket_id"],
        )
        == "Unknown sender"
    )


def test_long_and_missing_subjects_fit(db: Connection, people: People) -> None:
    long = take_in(db, mail(subject="x" * 5000))
    none = take_in(db, mail(subject=""))
    subjects = [
        one(db, "SELECT subject FROM helpdesk.ticket WHERE ticket_id = %s", result["ticket_id"])
        for result in (long, none)
    ]
    assert subjects == ["x" * 499 + "…", "(no subject)"]


def test_an_answer_to_a_stored_message_id_is_a_reply_with_the_new_text(
    db: Connection, people: People
) -> None:
    first = mail()
    opened = take_in(db, first)
    message_id = first.split(b"Message-ID: <")[1].split(b">")[0].decode()
    answer = mail(
        subject="something else",
        body="More news.\n\nOn Mon, 3 Feb 2025, Desk <support@desk.example> wrote:\n> old",
        headers=f"In-Reply-To: <{message_id}>\n",
    )
    result = take_in(db, answer)
    assert (result["state"], result["ticket_id"]) == ("reply", opened["ticket_id"])
    row = db.execute(
        "SELECT m.kind, m.body, m.author_id, m.channel, i.matched_by, i.body_text LIKE '%%> old%%'"
        " FROM helpdesk.message AS m JOIN helpdesk.inbound_mail AS i USING (message_id)"
        " WHERE m.message_id = %s",
        (result["message_id"],),
    ).fetchone()
    assert row == ("reply", "More news.", people["customer"], "email", "message_id", True)


def test_references_tie_an_answer_too(db: Connection, people: People) -> None:
    ticket_id, _ = ticket(db, people["customer"])
    db.execute(
        "INSERT INTO helpdesk.mail_message_id VALUES ('out-1@desk.example', %s, NULL, true)", (ticket_id,)
    )
    result = take_in(db, mail(headers="References: <unknown@x> <out-1@desk.example> <other@y>\n"))
    assert (result["state"], result["ticket_id"]) == ("reply", ticket_id)


@pytest.mark.parametrize(
    "form", ["Re: [{0}] Printer", "AW: {0}: Printer", "re printer ({0})", "关于{0}的问题", "{0}について"]
)
def test_the_reference_in_the_subject_ties_it(db: Connection, people: People, form: str) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail(subject=form.format(reference.lower())))
    assert (result["state"], result["ticket_id"]) == ("reply", ticket_id)


def test_the_signed_address_ties_it_and_a_forged_one_does_not(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    address = one(db, "SELECT helpdesk.mail_reply_address(%s)", ticket_id)
    secret = bytes(one(db, "SELECT secret FROM helpdesk.mail_secret"))
    code = hmac.new(secret, f"ticket {ticket_id}".encode(), hashlib.sha256).hexdigest()[:32]
    assert address == f"support+{reference.lower()}.{code}@desk.example"
    assert take_in(db, mail(to=address))["ticket_id"] == ticket_id
    forged = take_in(db, mail(to=address.replace(code, "0" * 32)))
    assert forged["state"] == "ticket"


def test_an_address_that_would_be_too_long_for_mail_servers_is_not_signed(
    db: Connection, people: People
) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    longest = 64 - len(f"+{reference}.") - 32
    answers = []
    for length in (longest, longest + 1):
        set_setting(db, "inbound_addresses", [f"{'s' * length}@desk.example"])
        answers.append(one(db, "SELECT helpdesk.mail_reply_address(%s)", ticket_id))
    assert len(answers[0].split("@")[0]) == 64
    assert answers[1] is None


def test_what_the_ticket_holds_is_no_new_text(db: Connection, people: People) -> None:
    """Quoted lines that nobody is named for are cut where the ticket has them, however they are wrapped."""
    _, reference = ticket(
        db, people["customer"], description="Please name the model, and the year of your printer."
    )
    old = "> Please name the model,\n> and the year of your printer."
    body = "SELECT body FROM helpdesk.message WHERE message_id = %s"
    results = [
        take_in(db, mail(subject=f"Re: {reference}", body=f"X200.\n\n{q}")) for q in (old, "> ERROR 12")
    ]
    assert [one(db, body, result["message_id"]) for result in results] == ["X200.", "X200.\n\n> ERROR 12"]


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 200])
def test_hmac_agrees_with_python_for_every_length_of_key(db: Connection, length: int) -> None:
    key = bytes(range(length))
    found = one(db, "SELECT helpdesk.hmac_sha256(%s, 'message'::bytea)", key)
    assert bytes(found) == hmac.new(key, b"message", hashlib.sha256).digest()


def test_others_cannot_write_into_a_ticket(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail("other@home.example", subject=f"Re: {reference}"))
    assert (result["state"], result["reason"]) == ("ticket", f"the sender takes no part in {reference}")
    assert result["ticket_id"] != ticket_id
    assert one(db, "SELECT count(*) FROM helpdesk.message WHERE ticket_id = %s", ticket_id) == 0


@pytest.mark.parametrize("how", ["follows", "is in copy"])
def test_followers_and_people_in_copy_take_part(db: Connection, people: People, how: str) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    if how == "follows":
        db.execute("INSERT INTO helpdesk.ticket_follower VALUES (%s, %s)", (ticket_id, people["other"]))
    else:
        db.execute(
            "INSERT INTO helpdesk.ticket_participant (ticket_id, person_id) VALUES (%s, %s)",
            (ticket_id, people["other"]),
        )
    assert take_in(db, mail("other@home.example", subject=f"Re: {reference}"))["ticket_id"] == ticket_id


def test_a_reply_to_a_merged_ticket_goes_to_where_it_was_merged(db: Connection, people: People) -> None:
    kept, _ = ticket(db, people["customer"])
    merged, reference = ticket(db, people["other"])
    db.execute("UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", (merged,))
    db.execute("UPDATE helpdesk.ticket SET merged_into_id = %s WHERE ticket_id = %s", (kept, merged))
    result = take_in(db, mail("other@home.example", subject=f"Re: {reference}"))
    assert (result["state"], result["ticket_id"]) == ("reply", kept)


def test_a_reply_to_a_deleted_ticket_opens_another(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    db.execute("UPDATE helpdesk.ticket SET deleted_at = helpdesk.clock() WHERE ticket_id = %s", (ticket_id,))
    assert take_in(db, mail(subject=f"Re: {reference}"))["state"] == "ticket"


def _closed(db: Connection, people: People) -> tuple[int, str]:
    ticket_id, reference = ticket(db, people["customer"])
    db.execute("UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", (ticket_id,))
    return ticket_id, reference


def test_a_customer_s_reply_reopens(db: Connection, people: People) -> None:
    ticket_id, reference = _closed(db, people)
    assert take_in(db, mail(subject=f"Re: {reference}"))["state"] == "reply"
    assert one(db, "SELECT status FROM helpdesk.ticket WHERE ticket_id = %s", ticket_id) == "reopened"
    assert (
        one(
            db,
            "SELECT actor_id FROM helpdesk.event WHERE ticket_id = %s AND kind = 'reply_created'",
            ticket_id,
        )
        == (people["customer"])
    )


def test_staff_reply_by_mail_when_authenticated(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", "mx.desk.example")
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail("agent@desk.example", f"Re: {reference}", "Try this.", AUTHENTICATED))
    assert result["state"] == "reply"
    row = db.execute(
        "SELECT t.status, t.first_response_at IS NOT NULL, m.kind, m.author_id FROM helpdesk.ticket AS t"
        " JOIN helpdesk.message AS m USING (ticket_id) WHERE t.ticket_id = %s",
        (ticket_id,),
    ).fetchone()
    assert row == ("waiting_on_customer", True, "reply", people["agent"])


def test_light_agents_write_notes(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", "mx.desk.example")
    _, reference = ticket(db, people["customer"])
    result = take_in(db, mail("light@desk.example", f"Re: {reference}", "An idea.", AUTHENTICATED))
    assert one(db, "SELECT kind FROM helpdesk.message WHERE message_id = %s", result["message_id"]) == "note"
