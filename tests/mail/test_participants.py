"""People in To and Cc take part (freescout-help-desk/freescout#2086); who was removed does not."""

import pytest

from tests.conftest import Connection, acting_as
from tests.mail.conftest import VOUCHED_FOR, mail, one, set_setting, take_in, ticket

People = dict[str, int]
MEMBERS = (
    "SELECT array_agg(p.email ORDER BY p.email) FROM helpdesk.ticket_participant AS c"
    " JOIN helpdesk.person AS p USING (person_id) WHERE c.ticket_id = %s"
)


def test_people_in_copy_answer_in_the_ticket(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)
    opened = take_in(
        db,
        mail("ann@north.example", to="support@desk.example, bert@north.example",
             headers="Cc: Cy <cy@north.example>, agent@desk.example, noreply@n.example, ann@north.example\n"),
    )  # fmt: skip
    assert one(db, MEMBERS, opened["ticket_id"]) == ["bert@north.example", "cy@north.example"]
    reference = opened["reference"]
    answer = take_in(db, mail("bert@north.example", f"Re: {reference}", "Approved."))
    assert (answer["state"], answer["ticket_id"]) == ("reply", opened["ticket_id"])


def test_only_so_many(db: Connection, people: People) -> None:
    set_setting(db, "inbound_max_participants", 2)
    copies = ", ".join(f"p{n}@north.example" for n in range(5))
    opened = take_in(db, mail("ann@north.example", headers=f"Cc: {copies}\n"))
    assert len(one(db, MEMBERS, opened["ticket_id"])) == 2


def test_who_only_knows_the_reference_brings_nobody_in(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)
    ticket_id, reference = ticket(db, people["customer"])
    take_in(db, mail(subject=f"Re: {reference}", headers="Cc: eve@evil.example\n"))
    assert one(db, MEMBERS, ticket_id) is None


def test_a_verified_reply_brings_people_in_but_nobody_who_was_removed(db: Connection, people: People) -> None:
    ticket_id, reference = ticket(db, people["customer"])
    with acting_as(db, "agent", people["agent"]):
        db.execute("SELECT api.add_participant(%s, email => 'bert@north.example')", (ticket_id,))
        bert = one(db, "SELECT person_id FROM api.ticket_participants WHERE ticket_id = %s", ticket_id)
        db.execute("SELECT api.remove_participant(%s, %s)", (ticket_id, bert))
    headers = "Cc: bert@north.example, cy@north.example\n" + VOUCHED_FOR
    take_in(db, mail(subject=f"Re: {reference}", headers=headers))
    assert one(db, MEMBERS, ticket_id) == ["cy@north.example"]


@pytest.mark.parametrize("also", ["", "source"])
def test_who_was_removed_takes_no_part_though_he_wrote(db: Connection, people: People, also: str) -> None:
    """faveosuite/faveo-helpdesk#165; also as a participant of a ticket that was merged into it."""
    set_setting(db, "inbound_authserv", None)
    ticket_id, reference = ticket(db, people["customer"])
    db.execute(
        "INSERT INTO helpdesk.ticket_participant (ticket_id, person_id) VALUES (%s, %s)",
        (ticket_id, people["other"]),
    )
    assert take_in(db, mail("other@home.example", f"Re: {reference}", "before"))["state"] == "reply"
    if also:
        source, _ = ticket(db, people["customer"])
        db.execute(
            "INSERT INTO helpdesk.ticket_participant (ticket_id, person_id) VALUES (%s, %s)",
            (source, people["other"]),
        )
        db.execute("UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s", (source,))
        db.execute("UPDATE helpdesk.ticket SET merged_into_id = %s WHERE ticket_id = %s", (ticket_id, source))
    with acting_as(db, "agent", people["agent"]):
        db.execute("SELECT api.remove_participant(%s, %s)", (ticket_id, people["other"]))
    assert take_in(db, mail("other@home.example", f"Re: {reference}", "after"))["state"] == "ticket"


def test_a_former_requester_takes_no_part(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)
    ticket_id, reference = ticket(db, people["customer"])
    take_in(db, mail(subject=f"Re: {reference}"))
    db.execute(
        "UPDATE helpdesk.ticket SET requester_id = %s WHERE ticket_id = %s", (people["other"], ticket_id)
    )
    assert take_in(db, mail(subject=f"Re: {reference}", body="again"))["state"] == "ticket"


def test_a_colleague_of_a_sharing_organisation_answers(db: Connection, people: People) -> None:
    set_setting(db, "inbound_authserv", None)
    organisation = one(
        db, "INSERT INTO helpdesk.organisation (name, has_shared_tickets) VALUES ('Home', true)"
        " RETURNING organisation_id"
    )  # fmt: skip
    db.execute(
        "UPDATE helpdesk.person SET organisation_id = %s WHERE person_id = ANY (%s)",
        (organisation, [people["customer"], people["other"]]),
    )
    ticket_id, reference = ticket(db, people["customer"])
    result = take_in(db, mail("other@home.example", f"Re: {reference}"))
    assert (result["state"], result["ticket_id"]) == ("reply", ticket_id)
