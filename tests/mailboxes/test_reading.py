"""Mail of real mailboxes: taken once, byte by byte, marked when it is kept, and otherwise left as it is."""

from datetime import UTC, datetime, timedelta

from pgdesk.mail.store import decide
from tests.mailboxes.conftest import USER, Keeper, mail
from tests.peers.dovecot import HOST, USERS, Dovecot, running_dovecot
from tests.waiting import until


def test_what_is_there_and_what_comes_is_taken_byte_by_byte(dovecot: Dovecot, keeper: Keeper) -> None:
    there, odd = mail("There"), b"Subject: odd\r\n\r\n\xff\xfe 8 bits, a line of\r\n.\r\nand no end"
    dovecot.deliver(USER, there, odd)
    keeper.enter(dovecot)
    with keeper.reading(dovecot):
        keeper.wait_for_mails(2)
        until(lambda: keeper.watched("has_idle"))
        until(lambda: keeper.watched("caught_up_at"))
        dovecot.deliver(USER, come := mail("Come"))
        keeper.wait_for_mails(3)
        until(lambda: keeper.watched("last_uid") == keeper.mails() or keeper.watched("last_uid") > 3)
    assert keeper.bodies() == [there, odd, come]
    assert dovecot.flags(USER) == [{"\\Seen"}] * 3
    jobs = "SELECT count(*) FROM dramatiq.queue WHERE message ->> 'actor_name' = 'process_inbound_mail'"
    assert keeper.value(jobs + " AND available_at <= helpdesk.clock()") == 3
    assert keeper.value(
        "SELECT array_agg(DISTINCT adapter || ' ' || mailbox) FROM helpdesk.inbound_mail"
    ) == ["imap support"]


def test_mails_that_come_all_at_once_are_all_taken(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot)
    with keeper.reading(dovecot):
        until(lambda: keeper.watched("caught_up_at"))
        dovecot.deliver(USER, *(mail(f"Mail {number}") for number in range(50)))
        keeper.wait_for_mails(50)
    assert len(set(keeper.bodies())) == 50


def test_mail_from_before_the_first_day_and_deleted_mail_is_left(dovecot: Dovecot, keeper: Keeper) -> None:
    old = datetime.now(UTC) - timedelta(days=3)
    dovecot.deliver(USER, mail("Old"), at=old)
    dovecot.deliver(USER, mail("Deleted"), mail("New"))
    with dovecot.as_user(USER) as client:
        client.store("2", "+FLAGS", "(\\Deleted)")
    keeper.enter(dovecot)
    assert keeper.read_once(dovecot) == {"support": None}
    assert keeper.bodies() == [mail("New")]
    # Nobody else's mark is touched, and nothing is expunged for them.
    assert dovecot.flags(USER) == [set(), {"\\Deleted"}, {"\\Seen"}]
    # What somebody moves there later is mail that has come, however old it is.
    dovecot.deliver(USER, mail("Moved there"), at=old)
    keeper.read_once(dovecot)
    assert keeper.bodies() == [mail("New"), mail("Moved there")]


def test_another_first_day_has_older_mail_taken(dovecot: Dovecot, keeper: Keeper) -> None:
    dovecot.deliver(USER, mail("Old"), at=datetime.now(UTC) - timedelta(days=3))
    dovecot.deliver(USER, mail("New"))
    keeper.enter(dovecot)
    keeper.read_once(dovecot)
    keeper.change("mailbox", starts_on=datetime.now(UTC).date() - timedelta(days=9))
    keeper.read_once(dovecot)
    assert sorted(keeper.bodies()) == sorted([mail("New"), mail("Old")])


def test_a_folder_made_anew_is_read_anew_and_doubles_nothing(dovecot: Dovecot, keeper: Keeper) -> None:
    folder = "Ärger & Fragen/Jörg"
    with dovecot.as_user(USER) as client:
        client.create('"&AMQ-rger &- Fragen/J&APY-rg"')
    encoded = '"&AMQ-rger &- Fragen/J&APY-rg"'
    dovecot.deliver(USER, mail("One"), mail("Two"), folder=encoded)
    keeper.enter(dovecot, folder=folder)
    keeper.read_once(dovecot)
    before = keeper.watched("uid_validity")
    with dovecot.as_user(USER) as client:
        client.delete(encoded)
        client.create(encoded)
    dovecot.deliver(USER, mail("Two"), mail("Three"), folder=encoded)
    keeper.read_once(dovecot)
    assert keeper.watched("uid_validity") != before
    assert keeper.bodies() == [mail("One"), mail("Two"), mail("Three")]
    assert keeper.watched("since") is None


def test_a_folder_of_wide_gaps_is_read(dovecot: Dovecot, keeper: Keeper) -> None:
    dovecot.deliver(USER, mail("Before the gap"))
    dovecot.skip_uids(USER, 3_000_000)
    keeper.enter(dovecot)
    dovecot.deliver(USER, mail("Behind the gap"))
    assert keeper.read_once(dovecot) == {"support": None}
    assert keeper.bodies() == [mail("Before the gap"), mail("Behind the gap")]
    assert keeper.watched("last_uid") == 3_000_000


def test_of_a_mail_that_is_too_large_the_beginning_is_quarantined(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.db.execute("UPDATE helpdesk.setting SET value = '100' WHERE key = 'inbound_max_size_kb'")
    large = mail("Large", "Look at this.\r\n" + "x" * 70 + "\r\n" + ("y" * 70 + "\r\n") * 3000)
    dovecot.deliver(USER, large, mail("Small"))
    keeper.enter(dovecot)
    assert keeper.read_once(dovecot) == {"support": None}
    first, second = keeper.bodies()
    assert (first, second) == (large[: 100 * 1024], mail("Small"))
    assert dovecot.flags(USER) == [{"\\Seen"}] * 2
    decided = decide(keeper.db, keeper.value("SELECT min(inbound_mail_id) FROM helpdesk.inbound_mail"))
    assert decided is not None
    assert decided["state"] == "quarantined"
    assert "mailbox support" in decided["reason"]
    assert keeper.value("SELECT from_address FROM helpdesk.inbound_mail WHERE whole_bytes > 100 * 1024") == (
        "ann@example.com"
    )


def test_several_mailboxes_are_read_at_once(dovecot: Dovecot, keeper: Keeper) -> None:
    for user in USERS[:3]:
        keeper.enter(dovecot, user)
    with keeper.reading(dovecot):
        until(lambda: keeper.value("SELECT bool_and(caught_up_at IS NOT NULL) FROM helpdesk.mailbox"))
        for user in USERS[:3]:
            dovecot.deliver(user, mail(f"To {user}"))
        keeper.wait_for_mails(3)
    assert keeper.value("SELECT count(DISTINCT mailbox) FROM helpdesk.inbound_mail") == 3


def test_a_mail_opens_a_ticket_of_the_mailboxes_department(dovecot: Dovecot, keeper: Keeper) -> None:
    department = keeper.value(
        "INSERT INTO helpdesk.department (name, slug) VALUES ('Sales', 'sales') RETURNING department_id"
    )
    keeper.enter(dovecot)
    keeper.change("mailbox", department_id=department)
    dovecot.deliver(USER, mail("To a department"))
    keeper.read_once(dovecot)
    decided = decide(keeper.db, keeper.value("SELECT inbound_mail_id FROM helpdesk.inbound_mail"))
    assert decided is not None
    assert decided["state"] == "ticket"
    assert keeper.value("SELECT department_id FROM helpdesk.ticket") == department


def test_by_starttls_and_without_tls(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot, USERS[0], port=dovecot.plain_port, tls="starttls")
    keeper.enter(dovecot, USERS[1], host="127.0.0.1", port=dovecot.plain_port, tls="none")
    for user in USERS[:2]:
        dovecot.deliver(user, mail(f"To {user}"))
    assert keeper.read_once(dovecot) == {"support": None, "sales": None}
    assert keeper.mails() == 2


def test_a_server_that_was_away_is_read_again(dovecot: Dovecot, keeper: Keeper) -> None:
    keeper.enter(dovecot)
    with keeper.reading(dovecot):
        until(lambda: keeper.watched("caught_up_at"))
        dovecot.stop()
        try:
            until(lambda: keeper.watched("failing_from"))
            assert HOST in keeper.watched("last_error")
        finally:
            dovecot.start()
        dovecot.deliver(USER, mail("Afterwards"))
        keeper.change("mailbox", next_try_at=datetime.now(UTC))
        keeper.wait_for_mails(1)
        until(lambda: keeper.watched("failing_from") is None)


def test_a_mailbox_that_is_switched_off_is_left_and_goes_on_where_it_was(
    dovecot: Dovecot, keeper: Keeper
) -> None:
    keeper.enter(dovecot)
    with keeper.reading(dovecot) as watching:
        dovecot.deliver(USER, mail("Before"))
        keeper.wait_for_mails(1)
        keeper.change("mailbox", is_active=False)
        until(lambda: not watching.names())
        dovecot.deliver(USER, mail("Meanwhile"))
        keeper.change("mailbox", is_active=True)
        keeper.wait_for_mails(2)


def test_a_server_without_idle_is_asked(keeper: Keeper) -> None:
    with running_dovecot(more="imap_capability = IMAP4rev1 LITERAL+\nprotocol imap {\n}\n") as plain:
        keeper.enter(plain)
        plain.deliver(USER, mail("One"))
        assert keeper.read_once(plain) == {"support": None}
        assert keeper.watched("has_idle") is False
        assert keeper.mails() == 1
        with keeper.reading(plain, poll=0.1):
            plain.deliver(USER, mail("Two"))
            keeper.wait_for_mails(2)
