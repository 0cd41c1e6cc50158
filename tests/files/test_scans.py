"""With setting virus_scan, nobody gets a file before a real clamd has found nothing in it."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pgdesk.files.scanning import scan_waiting
from pgdesk.files.store import Store
from tests.conftest import login_dsn
from tests.files.conftest import PNG, House, refusal
from tests.mail.test_inbound_http import HEADERS
from tests.peers.clamd import BAD_NAME, BAD_TEXT, MOST_BYTES, running_clamd


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address


@pytest.fixture
def guarded(house: House) -> House:
    house.set("virus_scan", "required")
    return house


def scan(house: House, clamd: str) -> None:
    """As the worker does, with its rights."""
    with psycopg.connect(login_dsn(house.dsn, "worker"), autocommit=True) as connection:
        scan_waiting(connection, Store(house.settings.files_url), clamd)


def states(house: House) -> list[tuple[str, str | None]]:
    return house.database.execute(
        "SELECT state, finding FROM helpdesk.attachment ORDER BY attachment_id"
    ).fetchall()


def test_an_upload_waits_is_looked_at_and_then_given(guarded: House, clamd: str) -> None:
    dan, ben = guarded.person(), guarded.person("agent")
    told = guarded.upload(PNG, headers=dan).json()
    assert told["state"] == "pending"
    place = f"/files/{told['attachment_id']}"
    assert refusal(guarded.client.get(place, headers=dan)) == (409, "PD156")
    # it can be named meanwhile, and is seen to wait
    guarded.call("create_ticket", dan, subject="x", uploads=[told["upload_key"]])
    assert guarded.client.get("/rest/attachments", headers=ben).json()[0]["state"] == "pending"
    assert refusal(guarded.client.get(place, headers=ben)) == (409, "PD156")
    queued = "SELECT count(*) FROM dramatiq.queue WHERE message ->> 'actor_name' = 'scan_files'"
    assert guarded.one(queued) == 1
    scan(guarded, clamd)
    assert guarded.client.get(place, headers=ben).content == PNG


@pytest.mark.parametrize("name", ["a.txt", "a.png"])
def test_what_is_found_is_given_to_nobody_and_cannot_be_named(guarded: House, clamd: str, name: str) -> None:
    dan = guarded.person()
    told = guarded.upload(BAD_TEXT, name, dan).json()
    scan(guarded, clamd)
    assert states(guarded) == [("infected", BAD_NAME)]
    assert refusal(guarded.client.get(f"/files/{told['attachment_id']}", headers=dan)) == (403, "PD157")
    wish = {"subject": "x", "uploads": [told["upload_key"]]}
    assert refusal(guarded.client.post("/rest/rpc/create_ticket", json=wish, headers=dan)) == (403, "PD157")


def test_files_of_mails_are_looked_at_and_so_are_their_copies(guarded: House, clamd: str) -> None:
    raw = (
        b"From: ann@north.example\r\nSubject: Two\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n"
        b"--b\r\nContent-Type: text/csv; name=good.csv\r\nContent-Disposition: attachment\r\n\r\n1,2\r\n"
        b"--b\r\nContent-Type: text/csv; name=bad.csv\r\nContent-Disposition: attachment\r\n\r\n" + BAD_TEXT
    ) + b"\r\n--b--\r\n"
    assert guarded.client.post("/inbound/mime", content=raw, headers=HEADERS).json()["state"] == "ticket"
    assert states(guarded) == [("pending", None)] * 2
    scan(guarded, clamd)
    assert states(guarded) == [("clean", None), ("infected", BAD_NAME)]


def test_while_the_scanner_is_away_files_wait(guarded: House, clamd: str, tmp_path: Path) -> None:
    dan = guarded.person()
    for _ in range(2):
        guarded.upload(PNG, headers=dan)
    guarded.database.execute("DELETE FROM dramatiq.queue")
    scan(guarded, str(tmp_path / "nobody"))
    assert states(guarded) == [("pending", None)] * 2
    assert guarded.one("SELECT waiting FROM helpdesk.measure_files()") == 2
    assert guarded.one("SELECT helpdesk.requeue_scans()") == 1
    assert guarded.one("SELECT count(*) FROM dramatiq.queue") == 1
    scan(guarded, clamd)
    assert states(guarded) == [("clean", None)] * 2
    assert guarded.one("SELECT helpdesk.requeue_scans()") == 0


def test_one_that_is_too_large_for_the_scanner_keeps_no_other_waiting(guarded: House, clamd: str) -> None:
    ben = guarded.person("agent")
    guarded.upload(bytes(MOST_BYTES + 1), "a.bin", ben)
    guarded.upload(PNG, headers=ben)
    scan(guarded, clamd)
    assert states(guarded) == [("pending", None), ("clean", None)]
    guarded.database.execute(
        "UPDATE helpdesk.attachment SET scan_began_at = scan_began_at - interval '11 minutes'"
    )
    assert guarded.one("SELECT helpdesk.begin_scan()") is not None


def test_without_the_setting_nothing_waits(house: House) -> None:
    house.upload(PNG, headers=house.person())
    assert states(house) == [("clean", None)]
    assert house.one("SELECT count(*) FROM dramatiq.queue WHERE queue_name = 'scans'") == 0
