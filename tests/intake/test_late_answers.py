"""An answer by mail to a ticket that was closed long ago opens one of its own, linked to the old one."""

from tests.conftest import Connection, set_clock
from tests.mail.conftest import VOUCHED_FOR, mail, one, set_setting, take_in, ticket

People = dict[str, int]
CLOSE = "UPDATE helpdesk.ticket SET status = 'closed' WHERE ticket_id = %s"


def test_a_late_answer_opens_a_follow_up(db: Connection, people: People) -> None:
    set_setting(db, "reopen_within_days", 7)
    set_clock(db, "2026-03-02 12:00:00+00")
    old, reference = ticket(db, people["customer"])
    db.execute(CLOSE, (old,))
    set_clock(db, "2026-03-09 11:00:00+00")
    assert take_in(db, mail(subject=f"Re: {reference}", headers=VOUCHED_FOR))["ticket_id"] == old
    db.execute(CLOSE, (old,))
    set_clock(db, "2026-03-16 12:00:00+00")
    late = take_in(db, mail(subject=f"Re: {reference}", body="Once more.", headers=VOUCHED_FOR))
    assert late["state"] == "reply"
    assert late["ticket_id"] != old
    links = db.execute("SELECT kind, from_id, to_id FROM helpdesk.ticket_link").fetchall()
    assert links == [("follow_up", old, late["ticket_id"])]
    kept = "SELECT count(*) FROM helpdesk.mail_message_id WHERE ticket_id = %s AND NOT is_outgoing"
    assert one(db, kept, late["ticket_id"]) == 1
