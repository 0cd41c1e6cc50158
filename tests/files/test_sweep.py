"""What nothing refers to goes, what something refers to stays, whoever comes at the same time."""

import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from pgdesk.files.removing import remove_unreferred
from pgdesk.files.store import Store
from tests.api.server import bearer
from tests.conftest import login_dsn
from tests.files.conftest import PNG, House, refusal


def remove(house: House) -> list[str]:
    """As the worker does, with its rights."""
    with psycopg.connect(login_dsn(house.dsn, "worker"), autocommit=True) as connection:
        connection.execute("SELECT helpdesk.sweep_files()")
        return remove_unreferred(connection, Store(house.settings.files_url))


def age(house: House, by: timedelta = timedelta(hours=25)) -> None:
    house.database.execute("UPDATE helpdesk.attachment SET created_at = created_at - %s", (by,))


def test_uploads_that_nothing_names_go_with_their_bytes(house: House) -> None:
    dan, eve = house.person(), house.person()
    first = house.upload(PNG, headers=dan).json()
    second = house.upload(PNG, headers=eve).json()
    house.call("create_ticket", eve, subject="x", uploads=[second["upload_key"]])
    assert remove(house) == []
    age(house)
    assert remove(house) == []  # the other one has the same bytes
    assert refusal(house.client.get(f"/files/{first['attachment_id']}", headers=dan)) == (404, "PD001")
    assert house.client.get(f"/files/{second['attachment_id']}", headers=eve).content == PNG
    third = house.upload(b"text", "a.txt", dan).json()
    house.call("remove_upload", dan, upload_key=third["upload_key"])
    assert len(remove(house)) == 1
    assert len(house.stored()) == house.one("SELECT count(*) FROM helpdesk.stored_file") == 1


def test_a_draft_keeps_its_uploads(house: House) -> None:
    dan, ben = house.person(), house.person("agent")
    ticket = house.call("create_ticket", dan, subject="x")["ticket_id"]
    told = house.upload(PNG, headers=ben).json()
    house.call("save_draft", ben, ticket_id=ticket, body="x", uploads=[told["upload_key"]])
    assert house.client.get("/rest/drafts", headers=ben).json()[0]["uploads"] == [told["upload_key"]]
    age(house)
    remove(house)
    house.call("reply", ben, ticket_id=ticket, body="x", uploads=[told["upload_key"]])
    assert house.client.get(f"/files/{told['attachment_id']}", headers=dan).content == PNG


def test_an_upload_of_the_same_bytes_while_they_are_removed_keeps_its_own(house: House) -> None:
    """The worker has been told to remove them, and is slow."""
    dan = house.person()
    told = house.upload(PNG, headers=dan).json()
    house.call("remove_upload", dan, upload_key=told["upload_key"])
    house.one("SELECT helpdesk.sweep_files()")
    (doomed,) = house.stored()
    again = house.upload(PNG, headers=dan).json()
    assert len(house.stored()) == 2
    assert remove(house) == [doomed]
    assert house.client.get(f"/files/{again['attachment_id']}", headers=dan).content == PNG


@pytest.mark.parametrize("names", [True, False])
def test_the_sweep_waits_for_nobody_and_takes_nothing_in_use(house: House, names: bool) -> None:
    """An upload, or a message that names one, is under way in a transaction of its own."""
    dan = house.person()
    told = house.upload(PNG, headers=dan).json()
    age(house)
    ticket = house.call("create_ticket", dan, subject="x")["ticket_id"]
    if not names:
        house.call("remove_upload", dan, upload_key=told["upload_key"])
    with psycopg.connect(house.dsn) as other:
        if names:
            other.execute(
                "UPDATE helpdesk.attachment SET ticket_id = %s, upload_key = NULL WHERE attachment_id = %s",
                (ticket, told["attachment_id"]),
            )
        else:
            other.execute(
                "INSERT INTO helpdesk.attachment (filename, state, upload_key)"
                " VALUES ('b', 'receiving', gen_random_uuid())"
            )
            other.execute(
                "SELECT helpdesk.keep_upload(attachment_id, %s, %s, 'image/png', 'png')"
                " FROM helpdesk.attachment WHERE filename = 'b'",
                (told["sha256"], len(PNG)),
            )
        assert remove(house) == []
        other.commit()
    assert remove(house) == []
    assert len(house.stored()) == 1


def test_many_at_once_lose_nothing(house: House) -> None:
    """Uploads of three contents, half of them taken back, while sweeps and removals go on."""
    people = [house.person() for _ in range(4)]
    done = threading.Event()
    faults: list[Any] = []

    def work(who: dict[str, str]) -> None:
        for n in range(12):
            told = house.upload(PNG + bytes([n % 3]), headers=who).json()
            if n % 2:
                house.call("remove_upload", who, upload_key=told["upload_key"])
            elif house.client.get(f"/files/{told['attachment_id']}", headers=who).content != PNG + bytes(
                [n % 3]
            ):
                faults.append(told)

    def sweep() -> None:
        while not done.is_set():
            remove(house)

    sweeper = threading.Thread(target=sweep)
    workers = [threading.Thread(target=work, args=(who,)) for who in people]
    for thread in (sweeper, *workers):
        thread.start()
    for thread in workers:
        thread.join()
    done.set()
    sweeper.join()
    assert faults == []
    remove(house)
    for number, who in house.database.execute(
        "SELECT attachment_id, uploaded_by FROM helpdesk.attachment"
    ).fetchall():
        assert house.client.get(f"/files/{number}", headers=bearer("customer", who)).status_code == 200
    assert len(house.stored()) == house.one("SELECT count(*) FROM helpdesk.stored_file")
