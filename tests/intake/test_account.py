"""received = tickets + messages + automatic + quarantined + … : the account of mail adds up at each look."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg

from pgdesk.mail.parse import parse_to_json
from tests.conftest import Connection, acting_as, login_dsn
from tests.mail.conftest import mail, one, take_in

People = dict[str, int]
ACCOUNT = """
    SELECT
        coalesce(sum(received), 0),
        coalesce(sum(tickets + messages + automatic + quarantined + duplicates + undecided
            + repeats + waiting + ignored + failed), 0)
    FROM api.mail_account
"""
#: The same, counted elsewhere: what was handed over, and what became of the mails.
ELSEWHERE = """
    SELECT
        (SELECT count(*) FROM helpdesk.mail_arrival),
        (SELECT count(*) FROM helpdesk.inbound_mail)
            + (SELECT count(*) FROM helpdesk.mail_arrival WHERE state <> 'mail')
"""


def store_post(db: Connection, token: str, raw: bytes | None, body: bytes | None = None) -> tuple[str, bool]:
    row = db.execute(
        "SELECT arrival_state, is_new"
        " FROM helpdesk.store_post('mailgun', %s, NULL, %s, %s, 'text/plain', 'why')",
        (token, raw, body),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_everything_is_in_one_column(db: Connection, people: People) -> None:
    again = mail()
    take_in(db, again)
    take_in(db, again)
    take_in(db, again.replace(b"\n", b"\r\n"))
    take_in(db, mail(headers="Auto-Submitted: auto-replied\n"))
    take_in(db, mail("agent@desk.example"))
    with acting_as(db, "worker"):
        assert store_post(db, "a", None) == ("ignored", True)
        assert store_post(db, "b", None, b"body") == ("waiting", True)
        assert store_post(db, "c", again) == ("repeat", False)
        assert store_post(db, "d", mail(), b"body") == ("mail", True)
        # A post that has been kept is no second one, whatever it brings.
        assert store_post(db, "d", mail()) == ("mail", False)
    with acting_as(db, "admin", people["admin"]):
        rows = db.execute("SELECT * FROM api.mail_account ORDER BY adapter").fetchall()
        names = [column.name for column in db.execute("SELECT * FROM api.mail_account").description or ()]
        account = {row[0]: dict(zip(names[2:], row[2:], strict=True)) for row in rows}
    assert {name: {k: v for k, v in counts.items() if v} for name, counts in account.items()} == {
        "test": {
            "received": 5,
            "tickets": 1,
            "repeats": 1,
            "duplicates": 1,
            "automatic": 1,
            "quarantined": 1,
        },
        "mailgun": {"received": 4, "ignored": 1, "waiting": 1, "repeats": 1, "undecided": 1},
    }
    assert one(db, "SELECT sum(received) FROM api.mail_account") == 9


def test_it_adds_up_at_each_look_while_mail_comes_in(fresh_db: str) -> None:
    raws = [mail(f"sender{number % 7}@home.example", subject=f"Mail {number % 20}") for number in range(60)]
    deliveries = [*raws, *raws[::2], *(raw.replace(b"\n", b"\r\n") for raw in raws[::3])]
    together, done = threading.Barrier(5), threading.Event()

    def deliver(worker: int) -> None:
        with psycopg.connect(login_dsn(fresh_db, "worker"), autocommit=True) as connection:
            together.wait()
            for number, raw in enumerate(deliveries[worker::4]):
                if number % 3:
                    row = connection.execute(
                        "SELECT inbound_mail_id FROM helpdesk.store_inbound_mail(%s, 'mime')", (raw,)
                    ).fetchone()
                else:
                    row = connection.execute(
                        "SELECT inbound_mail_id FROM helpdesk.store_post("
                        "'mailgun', encode(sha256(%b), 'hex'), NULL, %b, NULL, NULL, NULL)",
                        (raw, raw),
                    ).fetchone()
                assert row is not None
                connection.execute(
                    "SELECT helpdesk.receive_mail(%s, %s::jsonb)", (row[0], parse_to_json(raw))
                )

    def look() -> int:
        looks = 0
        with psycopg.connect(fresh_db) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            together.wait()
            while not done.is_set():
                received, columns = connection.execute(ACCOUNT).fetchone() or (0, -1)
                arrivals, others = connection.execute(ELSEWHERE).fetchone() or (0, -1)
                connection.commit()
                assert received == columns == arrivals == others
                looks += 1
        return looks

    with ThreadPoolExecutor(5) as pool:
        looking = pool.submit(look)
        working = [pool.submit(deliver, worker) for worker in range(4)]
        for each in working:
            each.result(120)
        done.set()
        assert looking.result(30) > 3
    with psycopg.connect(fresh_db) as connection:
        row = connection.execute(
            "SELECT sum(undecided), sum(tickets), (SELECT count(*) FROM helpdesk.ticket)"
            " FROM api.mail_account"
        ).fetchone()
    assert row == (0, len(raws), len(raws))
