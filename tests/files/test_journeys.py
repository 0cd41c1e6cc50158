"""Where files go with what they belong to: split, merge, follow-up, redaction, erasure, export."""

import io
import zipfile

import psycopg
import pytest

from pgdesk.files.contents import find_source, read_chunks
from pgdesk.files.removing import remove_unreferred
from pgdesk.files.store import Store
from tests.conftest import login_dsn
from tests.files.conftest import PNG, House, refusal

OTHER = PNG + b"other"


def remove(house: House) -> None:
    with psycopg.connect(login_dsn(house.dsn, "worker"), autocommit=True) as connection:
        connection.execute("SELECT helpdesk.sweep_files()")
        remove_unreferred(connection, Store(house.settings.files_url))


def bytes_of(house: House, headers: dict[str, str]) -> dict[int, list[bytes]]:
    """By ticket, as they go down to somebody."""
    found: dict[int, list[bytes]] = {}
    for row in house.client.get("/rest/attachments?order=attachment_id", headers=headers).json():
        answer = house.client.get(f"/files/{row['attachment_id']}", headers=headers)
        assert answer.status_code == 200
        found.setdefault(row["ticket_id"], []).append(answer.content)
    return found


def test_split_merge_and_unmerge_carry_them(house: House) -> None:
    dan, ben = house.person(), house.person("agent")
    first = house.upload(PNG, headers=dan).json()["upload_key"]
    ticket = house.call("create_ticket", dan, subject="x", uploads=[first])["ticket_id"]
    second = house.upload(OTHER, headers=dan).json()["upload_key"]
    reply = house.call("reply", dan, ticket_id=ticket, body="x", uploads=[second])["message_id"]
    made = house.call("split_ticket", ben, message_id=reply)["ticket_id"]
    assert bytes_of(house, ben) == bytes_of(house, dan) == {ticket: [PNG, OTHER], made: [OTHER]}
    house.call("merge_tickets", ben, ticket_ids=[made], into_id=ticket)
    assert bytes_of(house, dan) == {ticket: [PNG, OTHER, OTHER]}
    house.call("unmerge_ticket", ben, ticket_id=made)
    assert bytes_of(house, dan) == {ticket: [PNG, OTHER], made: [OTHER]}
    assert len(house.stored()) == 2


def test_a_reply_that_opens_a_follow_up_takes_its_file_there(house: House) -> None:
    dan, ben = house.person(), house.person("agent")
    ticket = house.call("create_ticket", dan, subject="x")["ticket_id"]
    house.call("close_ticket", ben, ticket_id=ticket)
    house.database.execute("SET session_replication_role = replica")  # the rules keep these instants
    house.database.execute(
        "UPDATE helpdesk.ticket SET closed_at = closed_at - interval '400 days',"
        " resolved_at = resolved_at - interval '400 days' WHERE ticket_id = %s",
        (ticket,),
    )
    house.database.execute("RESET session_replication_role")
    key = house.upload(PNG, headers=dan).json()["upload_key"]
    said = house.call("reply", dan, ticket_id=ticket, body="again", uploads=[key])
    assert bytes_of(house, dan) == {said["ticket_id"]: [PNG]}


@pytest.mark.parametrize("is_shared", [False, True])
def test_redaction_takes_the_copies_and_the_bytes_unless_others_have_them(
    house: House, is_shared: bool
) -> None:
    dan, eve, ben, ada = house.person(), house.person(), house.person("agent"), house.person("admin")
    ticket = house.call("create_ticket", dan, subject="x")["ticket_id"]
    told = house.upload(PNG, "passport.png", dan).json()
    reply = house.call("reply", dan, ticket_id=ticket, body="x", uploads=[told["upload_key"]])["message_id"]
    house.call("split_ticket", ben, message_id=reply)
    if is_shared:
        key = house.upload(PNG, "mine.png", eve).json()["upload_key"]
        house.call("create_ticket", eve, subject="x", uploads=[key])
    wish = {"attachment_id": told["attachment_id"], "reason": "a passport"}
    assert house.call("redact_file", ada, **wish)["state"] == "requested"
    assert house.client.get(f"/files/{told['attachment_id']}", headers=dan).content == PNG
    assert house.call("redact_file", ada, **wish, is_confirmed=True)["state"] == "done"
    remove(house)
    rows = house.client.get("/rest/attachments?order=attachment_id", headers=ada).json()
    assert [(row["filename"], row["state"]) for row in rows[:2]] == [("[redacted]", "gone")] * 2
    for row in rows[:2]:
        place = f"/files/{row['attachment_id']}"
        assert refusal(house.client.get(place, headers=ada)) == (404, "PD001")
    assert len(house.stored()) == is_shared
    if is_shared:
        assert house.client.get(f"/files/{rows[2]['attachment_id']}", headers=eve).content == PNG


def test_export_has_them_and_erasure_takes_them(house: House) -> None:
    dan, ben, ada = house.person(), house.person("agent"), house.person("admin")
    key = house.upload(PNG, "a.png", dan).json()["upload_key"]
    ticket = house.call("create_ticket", dan, subject="x", uploads=[key])["ticket_id"]
    inner = house.upload(OTHER, "inner.png", ben).json()["upload_key"]
    house.call("add_note", ben, ticket_id=ticket, body="x", uploads=[inner])
    waiting = house.upload(b"waiting", "waiting.txt", dan).json()["attachment_id"]
    person = house.one("SELECT requester_id FROM helpdesk.ticket")
    answer = house.client.get(f"/exports/people/{person}", headers=ada)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("files/")}
    assert list(files.values()) == [PNG]

    asked = house.call("request_erasure", ada, person_id=person, reason="asked")
    house.call("confirm_erasure", ada, removal_id=asked["removal_id"])
    while house.one("SELECT state FROM helpdesk.removal") != "done":
        house.one("SELECT helpdesk.erase_people()")
    assert house.database.execute("SELECT DISTINCT state, filename FROM helpdesk.attachment").fetchall() == [
        ("gone", "[erased]")
    ]
    remove(house)
    assert house.stored() == set()
    assert refusal(house.client.get(f"/files/{waiting}", headers=ada)) == (404, "PD001")


def test_a_worker_reads_what_it_sends_on(house: House) -> None:
    dan = house.person()
    told = house.upload(PNG, headers=dan).json()
    with psycopg.connect(login_dsn(house.dsn, "worker"), autocommit=True) as connection:
        source = find_source(connection, told["attachment_id"])
        assert source is not None
        assert (source.filename, source.media_type, source.state) == ("a.png", "image/png", "clean")
        assert b"".join(read_chunks(source, Store(house.settings.files_url))) == PNG
        assert find_source(connection, 999_999) is None


def test_a_reply_that_is_undone_gives_its_files_back_to_the_draft(house: House) -> None:
    dan, ben = house.person(), house.person("agent")
    house.set("mail_enabled", True)
    house.set("undo_send_seconds", 60)
    ticket = house.call("create_ticket", dan, subject="x")["ticket_id"]
    key = house.upload(PNG, headers=ben).json()["upload_key"]
    sent = house.call("reply", ben, ticket_id=ticket, body="Too early", uploads=[key])["message_id"]
    house.call(
        "save_draft",
        ben,
        ticket_id=ticket,
        body="More",
        uploads=[house.upload(OTHER, headers=ben).json()["upload_key"]],
    )
    draft = house.call("undo_reply", ben, message_id=sent)
    assert (draft["body"], len(draft["uploads"])) == ("Too early\n\nMore", 2)
    assert bytes_of(house, dan) == {}
    house.call("reply", ben, ticket_id=ticket, body=draft["body"], uploads=draft["uploads"])
    assert bytes_of(house, dan) == {ticket: [PNG, OTHER]}
