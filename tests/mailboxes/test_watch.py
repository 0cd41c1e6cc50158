"""Who reads a mailbox, and who is told of one that is not read: the rules of the database."""

from uuid import uuid4

import psycopg
import pytest

from tests.conftest import AsRole, Connection, set_clock
from tests.desk import Desk
from tests.mailboxes.conftest import switch_on

FIRST, SECOND = uuid4(), uuid4()


@pytest.fixture
def box(desk: Desk) -> Connection:
    """One mailbox, support, at noon; ada keeps it."""
    set_clock(desk.db, "2026-03-02 12:00Z")
    desk.db.execute(
        "INSERT INTO helpdesk.mailbox_account (account, host, user_name, password)"
        r" VALUES ('support', 'imap.example', 'support', '\x01' || convert_to(repeat('x', 32), 'UTF8'))"
    )
    desk.db.execute("INSERT INTO helpdesk.mailbox (mailbox, account) VALUES ('support', 'support')")
    switch_on(desk.db)
    return desk.db


def held(db: Connection, watcher: object, most: int = 9) -> list[str]:
    rows = db.execute("SELECT helpdesk.hold_mailboxes(%s, %s)", (watcher, most)).fetchall()
    return [row[0]["mailbox"] for row in rows]


def one(db: Connection, statement: str, *values: object) -> object:
    row = db.execute(statement, values).fetchone()
    return row[0] if row else None


def opened(db: Connection, watcher: object, uid_validity: int = 1) -> object:
    return one(db, "SELECT helpdesk.open_mailbox('support', %s, %s, true)", watcher, uid_validity)


def read(db: Connection, watcher: object, last_uid: int = 0, is_caught_up: bool = True) -> object:
    return one(
        db, "SELECT helpdesk.note_mailbox_read('support', %s, %s, %s)", watcher, last_uid, is_caught_up
    )


def fail(db: Connection, watcher: object, is_refused: bool = False) -> None:
    db.execute(
        "SELECT helpdesk.note_mailbox_failure('support', %s, 'It is away.', %s)", (watcher, is_refused)
    )


def tell(db: Connection, instant: str) -> object:
    set_clock(db, instant)
    return one(db, "SELECT helpdesk.tell_of_mailboxes()")


def notices(db: Connection) -> list[tuple[object, ...]]:
    return db.execute(
        "SELECT n.kind, n.title, n.body FROM helpdesk.notification AS n"
        " JOIN helpdesk.person AS p USING (person_id) WHERE n.kind LIKE 'mailbox%' ORDER BY notification_id"
    ).fetchall()


def test_one_worker_reads_it_until_it_has_been_silent_for_a_minute(box: Connection) -> None:
    assert held(box, FIRST) == ["support"]
    assert held(box, SECOND) == []
    set_clock(box, "2026-03-02 12:00:50Z")
    assert held(box, FIRST) == ["support"], "it may keep it"
    set_clock(box, "2026-03-02 12:01:40Z")
    assert held(box, SECOND) == []
    set_clock(box, "2026-03-02 12:02:00Z")
    assert held(box, SECOND) == ["support"]
    assert held(box, FIRST) == []
    assert opened(box, FIRST) is False
    assert read(box, FIRST, 7) is False
    assert one(box, "SELECT last_uid FROM helpdesk.mailbox") == 0


def test_a_worker_that_ends_leaves_it_at_once(box: Connection) -> None:
    held(box, FIRST)
    box.execute("SELECT helpdesk.release_mailboxes(%s)", (FIRST,))
    assert held(box, SECOND) == ["support"]


def test_no_worker_takes_more_than_it_wants(box: Connection) -> None:
    box.execute(
        "INSERT INTO helpdesk.mailbox (mailbox, account)"
        " SELECT 'm' || n, 'support' FROM generate_series(1, 5) AS n"
    )
    assert len(held(box, FIRST, 4)) == 4
    assert len(held(box, FIRST, 4)) == 4
    assert len(held(box, SECOND, 4)) == 2


def test_uids_count_with_their_validity_only(box: Connection) -> None:
    place = (
        "SELECT last_uid || ' ' || coalesce(since::text, '-') FROM helpdesk.find_mailbox_place('support', %s)"
    )
    held(box, FIRST)
    assert opened(box, FIRST, 1) is True
    assert one(box, place, FIRST) == "0 2026-03-02"
    assert read(box, FIRST, 40, is_caught_up=False) is True
    assert one(box, place, FIRST) == "40 2026-03-02"
    assert read(box, FIRST, 90) is True
    assert read(box, FIRST, 80) is True, "a slower note takes nothing back"
    assert one(box, place, FIRST) == "90 -"
    assert opened(box, FIRST, 1) is True
    assert one(box, place, FIRST) == "90 -"
    set_clock(box, "2026-03-09 12:00Z")
    held(box, FIRST)
    read(box, FIRST, 90)
    assert opened(box, FIRST, 2) is True
    assert one(box, place, FIRST) == "0 2026-03-08", "what was there when it was last read was stored"


@pytest.mark.parametrize("column", ["folder", "starts_on"])
def test_another_folder_or_first_day_begins_anew(box: Connection, column: str) -> None:
    held(box, FIRST)
    opened(box, FIRST, 1)
    read(box, FIRST, 90)
    set_clock(box, "2026-03-09 12:00Z")
    held(box, FIRST)
    read(box, FIRST, 90)
    box.execute(f"UPDATE helpdesk.mailbox SET {column} = '2026-01-01'")
    opened(box, FIRST, 1)
    found = box.execute("SELECT last_uid, since::text FROM helpdesk.mailbox").fetchone()
    assert found == (0, "2026-03-08" if column == "folder" else "2026-01-01")


def test_another_server_has_other_uids(box: Connection) -> None:
    held(box, FIRST)
    opened(box, FIRST, 1)
    read(box, FIRST, 90)
    box.execute("UPDATE helpdesk.mailbox_account SET host = 'other.example'")
    opened(box, FIRST, 1)
    assert one(box, "SELECT last_uid FROM helpdesk.mailbox") == 0


def test_failures_let_it_rest_longer_and_longer_but_minutes_only(box: Connection) -> None:
    rests = []
    for _ in range(12):
        box.execute("UPDATE helpdesk.mailbox SET next_try_at = helpdesk.clock()")
        held(box, FIRST)
        fail(box, FIRST)
        assert held(box, SECOND) == []
        rest = one(
            box, "SELECT extract(epoch FROM next_try_at - helpdesk.clock())::float FROM helpdesk.mailbox"
        )
        assert isinstance(rest, float)
        rests.append(rest)
    assert rests[0] <= 5
    assert 180 <= rests[-1] <= 240


def test_of_an_outage_who_keeps_it_is_told_once_and_once_when_it_is_over(box: Connection) -> None:
    held(box, FIRST)
    fail(box, FIRST)
    assert tell(box, "2026-03-02 12:01Z") == 0
    assert tell(box, "2026-03-02 12:02:30Z") == 1
    held(box, FIRST)
    fail(box, FIRST)
    assert tell(box, "2026-03-02 12:30Z") == 0
    held(box, FIRST)
    opened(box, FIRST)
    set_clock(box, "2026-03-02 12:31Z")
    read(box, FIRST)
    assert tell(box, "2026-03-02 12:31:30Z") == 1
    assert tell(box, "2026-03-02 12:31:40Z") == 0
    admins = one(box, "SELECT count(*) FROM helpdesk.person WHERE role = 'admin' AND is_active")
    assert isinstance(admins, int)
    assert notices(box) == [
        *[("mailbox_stopped", "Mailbox support is not read", "It is away.")] * admins,
        *[("mailbox_works", "Mailbox support is read again", None)] * admins,
    ]


def test_of_a_refused_login_they_are_told_at_once(box: Connection) -> None:
    held(box, FIRST)
    fail(box, FIRST, is_refused=True)
    assert {kind for kind, *_ in notices(box)} == {"mailbox_stopped"}
    assert held(box, FIRST) == [], "servers lock accounts where wrong passwords come again and again"
    box.execute(
        r"UPDATE helpdesk.mailbox_account SET password = '\x01' || convert_to(repeat('y', 32), 'UTF8')"
    )
    assert held(box, FIRST) == ["support"], "another password is tried at once"


def test_of_a_mailbox_that_nobody_reads_they_are_told_within_five_minutes(box: Connection) -> None:
    held(box, FIRST)
    opened(box, FIRST)
    read(box, FIRST)
    assert tell(box, "2026-03-02 12:02Z") == 0
    assert tell(box, "2026-03-02 12:04Z") == 1
    (notice, *_) = notices(box)
    assert "no worker reads it" in str(notice[2])
    assert one(box, "SELECT problem FROM helpdesk.list_mailbox_faults()") == (
        "no worker reads it: start one, or pgdesk poll_imap --continuous (since 2026-03-02 12:01:00 UTC)"
    )


def test_a_mailbox_that_is_switched_off_alarms_nobody(box: Connection) -> None:
    box.execute("UPDATE helpdesk.mailbox SET is_active = false")
    assert tell(box, "2026-03-02 13:00Z") == 0
    assert held(box, FIRST) == []


def test_where_mail_is_switched_off_no_mailbox_is_read_and_nobody_alarmed(box: Connection) -> None:
    held(box, FIRST)
    box.execute("UPDATE helpdesk.setting SET value = 'false' WHERE key = 'inbound_email_enabled'")
    assert held(box, FIRST) == []
    assert opened(box, FIRST) is False
    assert tell(box, "2026-03-02 13:00Z") == 0


def test_no_secret_follows_its_account_to_another_server(
    desk: Desk, box: Connection, as_role: AsRole
) -> None:
    with as_role(box, "admin", desk.admin.id):
        box.execute("UPDATE api.mailbox_accounts SET port = 1993")
        assert one(box, "SELECT has_password FROM api.mailbox_accounts") is True
        box.execute("UPDATE api.mailbox_accounts SET host = 'evil.example'")
        assert one(box, "SELECT has_password FROM api.mailbox_accounts") is False


def test_no_token_follows_its_provider_to_another_endpoint(box: Connection) -> None:
    secret = r"'\x01' || convert_to(repeat('y', 32), 'UTF8')"
    box.execute(f"UPDATE helpdesk.mail_provider SET client_id = 'x', client_secret = {secret}")
    box.execute("UPDATE helpdesk.mailbox_account SET provider = 'google'")
    box.execute(
        f"UPDATE helpdesk.mailbox_account SET refresh_token = {secret}, access_token = {secret},"
        " expires_at = helpdesk.clock(), authorized_at = helpdesk.clock()"
    )
    box.execute("UPDATE helpdesk.mail_provider SET token_endpoint = 'https://evil.example/'")
    found = box.execute(
        "SELECT refresh_token, access_token, authorized_at,"
        " (SELECT bool_or(has_client_secret) FROM helpdesk.mail_provider) FROM helpdesk.mailbox_account"
    ).fetchone()
    assert found == (None, None, None, False)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE helpdesk.mail_provider SET token_endpoint = 'https://evil.example/'",
        "UPDATE helpdesk.mailbox_account SET host = 'evil.example'",
    ],
)
def test_no_token_that_was_asked_for_before_a_change_is_kept_after_it(box: Connection, change: str) -> None:
    secret = r"'\x01' || convert_to(repeat('y', 32), 'UTF8')"
    box.execute(f"UPDATE helpdesk.mail_provider SET client_id = 'x', client_secret = {secret}")
    box.execute("UPDATE helpdesk.mailbox_account SET provider = 'google'")
    box.execute(
        f"UPDATE helpdesk.mailbox_account SET refresh_token = {secret}, authorized_at = helpdesk.clock()"
    )
    begun = box.execute(
        "SELECT helpdesk.begin_mail_login(account, '1 minute') ? 'refresh' FROM helpdesk.mailbox_account"
    ).fetchall()
    assert begun == [(True,)]
    box.execute(change)
    box.execute(
        f"SELECT helpdesk.keep_mail_tokens(account, {secret}, 3600, {secret}) FROM helpdesk.mailbox_account"
    )
    found = box.execute("SELECT refresh_token, access_token FROM helpdesk.mailbox_account").fetchone()
    assert found == (None, None)


def test_a_test_is_queued_once_until_it_is_answered(desk: Desk, box: Connection, as_role: AsRole) -> None:
    jobs = "SELECT count(*) FROM dramatiq.queue WHERE message ->> 'actor_name' = 'test_mailbox'"
    for _ in range(2):
        with as_role(box, "admin", desk.admin.id):
            assert one(box, "SELECT answered_at FROM api.test_mailbox('support')") is None
    assert one(box, jobs) == 1
    box.execute("SELECT helpdesk.answer_mailbox_test('support', false, 'It is away.')")
    with as_role(box, "admin", desk.admin.id):
        assert one(box, "SELECT answer FROM api.mailbox_tests") == "It is away."
        box.execute("SELECT api.test_mailbox('support')")
    assert one(box, jobs) == 2
    box.execute("UPDATE helpdesk.setting SET value = 'false' WHERE key = 'inbound_email_enabled'")
    box.execute("SELECT helpdesk.answer_mailbox_test('support', true, 'It can be read')")
    assert "setting inbound_email_enabled is off" in str(one(box, "SELECT answer FROM helpdesk.mailbox_test"))


def test_nobody_is_asked_where_a_password_lets_in(desk: Desk, box: Connection, as_role: AsRole) -> None:
    with as_role(box, "admin", desk.admin.id), pytest.raises(psycopg.Error) as refused, box.transaction():
        box.execute(r"SELECT api.begin_mail_authorization('support', sha256('\x01'))")
    assert refused.value.sqlstate == "PD135"


def test_secrets_are_in_no_audit_row(box: Connection) -> None:
    box.execute("UPDATE helpdesk.mailbox_account SET host = 'other.example'")
    rows = box.execute(
        "SELECT coalesce(old_values, '{}') || coalesce(new_values, '{}') FROM audit.change"
        " WHERE table_name = 'mailbox_account'"
    ).fetchall()
    assert rows
    assert not any({"password", "refresh_token", "access_token"} & row[0].keys() for row in rows)
