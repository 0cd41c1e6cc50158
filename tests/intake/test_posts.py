"""What a provider posted: kept once and while it is fresh, tried until it is a mail, forgotten with it."""

import pytest

from tests.conftest import Connection, acting_as
from tests.desk import refused
from tests.mail.conftest import mail, one, set_setting

People = dict[str, int]
STORE = "SELECT * FROM helpdesk.store_post('ses', %s, %s::timestamptz, %s, %s, 'text/plain', NULL)"
STATE = "SELECT state FROM helpdesk.mail_arrival WHERE mail_arrival_id = %s"


def wait_for_mail(db: Connection) -> int:
    """A kept post of which the mail is still to be made."""
    with acting_as(db, "worker"):
        return int(one(db, STORE, "a token", None, None, b"what was posted"))


@pytest.mark.parametrize(
    ("signed_at", "is_fresh"),
    [
        ("now() - interval '95 hours'", True),
        ("now() - interval '97 hours'", False),
        ("now() + interval '59 minutes'", True),
        ("now() + interval '61 minutes'", False),
        ("'-infinity'", False),
    ],
)
def test_a_signature_is_good_for_some_hours(
    db: Connection, people: People, signed_at: str, is_fresh: bool
) -> None:
    instant = one(db, f"SELECT ({signed_at})::text")
    with acting_as(db, "worker"):
        if is_fresh:
            assert one(db, STORE, "a token", instant, mail(), None)
        else:
            with refused("PD130"), db.transaction():
                db.execute(STORE, ("a token", instant, mail(), None))
    assert one(db, "SELECT count(*) FROM helpdesk.mail_arrival") == int(is_fresh)


def test_a_refused_post_leaves_no_token_behind(db: Connection, people: People) -> None:
    set_setting(db, "inbound_max_size_kb", 1)
    with acting_as(db, "worker"), refused("PD301"), db.transaction():
        db.execute(STORE, ("a token", None, b"x" * 2000, None))
    set_setting(db, "inbound_max_size_kb", 100)
    with acting_as(db, "worker"):
        row = db.execute(STORE, ("a token", None, b"x" * 2000, None)).fetchone()
    assert row is not None
    assert row[1:] == ("mail", row[2], True, "received", False)


def test_what_fails_is_tried_ten_times_and_then_told(db: Connection, people: People) -> None:
    number = wait_for_mail(db)
    begin = "SELECT body FROM helpdesk.begin_mail_arrival(%s)"
    requeue = "SELECT helpdesk.requeue_mail_arrivals()"
    with acting_as(db, "worker"):
        for attempt in range(10):
            assert bytes(one(db, begin, number)) == b"what was posted"
            one(db, "SELECT helpdesk.end_mail_arrival(%s, NULL, 'the bucket is away', false)", number)
            assert one(db, requeue) == 0, attempt
        assert one(db, begin, number) is None
    assert one(db, STATE, number) == "failed"
    told = db.execute(
        "SELECT title, body FROM helpdesk.notification WHERE person_id = %s", (people["admin"],)
    ).fetchall()
    assert [title for title, _ in told] == ["No mail could be made of what ses posted"]
    assert "the bucket is away" in told[0][1]
    with acting_as(db, "admin", people["admin"]):
        assert one(db, "SELECT state FROM api.replay_mail_arrival(%s)", number) == "waiting"
    with acting_as(db, "worker"):
        one(db, begin, number)
        mail_id = one(db, "SELECT helpdesk.end_mail_arrival(%s, %s, NULL, false)", number, mail())
        assert one(db, begin, number) is None
    assert one(db, STATE, number) == "mail"
    assert (
        one(db, "SELECT state FROM helpdesk.inbound_mail WHERE inbound_mail_id = %s", mail_id) == "received"
    )
    is_refused = refused("PD131", f"arrival {number} is mail")
    with acting_as(db, "admin", people["admin"]), is_refused, db.transaction():
        db.execute("SELECT api.replay_mail_arrival(%s)", (number,))


def test_it_is_queued_again_after_pauses_that_double(db: Connection, people: People) -> None:
    number = wait_for_mail(db)
    ago = "UPDATE helpdesk.mail_arrival SET attempts = %s, tried_at = helpdesk.clock() - %s::interval"
    requeue = "SELECT helpdesk.requeue_mail_arrivals()"
    for attempts, early, late in ((0, "59 s", "61 s"), (3, "7.9 min", "8.1 min"), (9, "8.5 h", "8.6 h")):
        db.execute(ago, (attempts, early))
        assert one(db, requeue) == 0
        db.execute(ago, (attempts, late))
        assert (one(db, requeue), one(db, requeue)) == (1, 0)
    queued = db.execute("SELECT message -> 'args', queue_name FROM dramatiq.queue").fetchall()
    assert queued == [([number], "intake")] * 4


def test_the_post_is_forgotten_with_the_bytes_of_its_mail(db: Connection, people: People) -> None:
    with acting_as(db, "worker"):
        one(db, STORE, "a token", None, mail(), b"what was posted")
    kept = "SELECT body FROM helpdesk.mail_arrival"
    assert bytes(one(db, kept)) == b"what was posted"
    db.execute("UPDATE helpdesk.inbound_mail SET raw = '[erased] 1'")
    assert one(db, kept) is None


def test_a_post_of_which_no_mail_could_be_made_is_kept_as_long_as_mails_are(
    db: Connection, people: People
) -> None:
    number = wait_for_mail(db)
    forget, kept = "SELECT helpdesk.forget_failed_posts()", "SELECT body FROM helpdesk.mail_arrival"
    db.execute("UPDATE helpdesk.mail_arrival SET received_at = helpdesk.clock() - interval '31 days'")
    set_setting(db, "raw_mails_kept_days", 30)
    with acting_as(db, "worker"):
        assert one(db, forget) == 0, "it may still become a mail"
    db.execute("UPDATE helpdesk.mail_arrival SET state = 'failed', reason = 'x'")
    set_setting(db, "raw_mails_kept_days", 0)
    with acting_as(db, "worker"):
        assert one(db, forget) == 0, "for ever"
    assert bytes(one(db, kept)) == b"what was posted"
    set_setting(db, "raw_mails_kept_days", 30)
    with acting_as(db, "worker"):
        assert (one(db, forget), one(db, forget)) == (1, 0)
    assert one(db, kept) is None
    is_refused = refused("PD131")
    with acting_as(db, "admin", people["admin"]), is_refused, db.transaction():
        db.execute("SELECT api.replay_mail_arrival(%s)", (number,))


def test_refusals_are_noted_once_a_minute(db: Connection, people: People) -> None:
    note = "SELECT helpdesk.note_refused_post('mailgun', %s)"
    shown = "SELECT refused_for FROM helpdesk.mail_adapter WHERE adapter = 'mailgun'"
    with acting_as(db, "worker"):
        one(db, note, "first")
        one(db, note, "second")
    assert one(db, shown) == "first"
    db.execute("UPDATE helpdesk.mail_adapter SET refused_at = refused_at - interval '61 s'")
    with acting_as(db, "worker"):
        one(db, note, "third")
    assert one(db, shown) == "third"


def test_a_check_says_in_words_what_is_wrong(db: Connection, people: People) -> None:
    def check(adapter: str) -> list[str]:
        with acting_as(db, "admin", people["admin"]):
            rows = db.execute(
                "SELECT message FROM api.check_mail_adapter(%s) WHERE NOT is_well", (adapter,)
            ).fetchall()
        return [row[0] for row in rows]

    nothing = "Nothing has been posted for 30 days: is its address entered at the provider?"
    assert check("mime") == [nothing]
    assert check("ses") == ["It is switched off: set inbound_email_enabled to true.", nothing]
    set_setting(db, "inbound_email_enabled", True)
    with acting_as(db, "worker"):
        one(db, "SELECT helpdesk.note_refused_post('ses', 'the signature is wrong')")
    [refusal] = check("ses")
    assert "the signature is wrong. None has been taken since." in refusal
    number = wait_for_mail(db)
    with acting_as(db, "worker"):
        one(db, "SELECT body FROM helpdesk.begin_mail_arrival(%s)", number)
        one(db, "SELECT helpdesk.end_mail_arrival(%s, NULL, 'the bucket is away', false)", number)
    db.execute("UPDATE helpdesk.mail_adapter SET refused_at = refused_at - interval '1 hour'")
    assert check("ses") == ["Of 1 posts no mail could be made yet: the bucket is away"]
    set_setting(db, "inbound_addresses", [])
    assert any("names no address" in text for text in check("ses"))
