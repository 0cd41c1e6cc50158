"""POST /files: what is taken, from whom, and what is left of what is not."""

import hashlib
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.files.conftest import PNG, House, refusal


@pytest.mark.parametrize("is_form", [False, True])
def test_a_file_comes_up_is_named_and_goes_down(house: House, is_form: bool) -> None:
    dan, ben, eve = house.person(), house.person("agent"), house.person()
    if is_form:
        answer = house.client.post("/files", files={"file": ("pic ture.png", PNG, "text/html")}, headers=dan)
    else:
        answer = house.upload(PNG, "C:\\fakepath\\pic ture.png", dan)
    assert answer.status_code == 201
    told = answer.json()
    assert {key: told[key] for key in ("filename", "media_type", "size_bytes", "sha256", "state")} == {
        "filename": "pic ture.png",
        "media_type": "image/png",
        "size_bytes": len(PNG),
        "sha256": hashlib.sha256(PNG).hexdigest(),
        "state": "clean",
    }
    place = answer.headers["location"]
    # so far it is its uploader's alone
    assert house.client.get(place, headers=dan).content == PNG
    assert refusal(house.client.get(place, headers=ben)) == (404, "PD001")
    ticket = house.call("create_ticket", dan, subject="See", uploads=[told["upload_key"]])
    got = house.client.get(place, headers=ben)
    assert (got.status_code, got.content) == (200, PNG)
    assert refusal(house.client.get(place, headers=eve)) == (404, "PD001")
    seen = house.client.get("/rest/attachments", headers=ben).json()
    assert [(row["ticket_id"], row["message_id"], row["upload_key"]) for row in seen] == [
        (ticket["ticket_id"], None, None)
    ]


def test_replies_notes_and_side_messages_have_files(house: House) -> None:
    dan, ben, ada = house.person(), house.person("agent"), house.person("admin")
    ticket = house.call("create_ticket", dan, subject="See")["ticket_id"]
    keys = [house.upload(PNG, f"{n}.png", ben).json()["upload_key"] for n in range(4)]
    reply = house.call("reply", ben, ticket_id=ticket, body="x", uploads=keys[:1])["message_id"]
    note = house.call("add_note", ben, ticket_id=ticket, body="x", uploads=keys[1:2])["message_id"]
    colleague = house.one("SELECT person_id FROM helpdesk.person WHERE role = 'admin'")
    side = house.call(
        "start_side_conversation",
        ben,
        ticket_id=ticket,
        subject="x",
        body="x",
        person_ids=[colleague],
        uploads=keys[2:3],
    )["side_conversation_id"]
    house.call("reply_side_conversation", ben, side_conversation_id=side, body="x", uploads=keys[3:])

    def names(headers: dict[str, str]) -> list[tuple[str, int | None, bool]]:
        rows = house.client.get("/rest/attachments?order=filename", headers=headers).json()
        return [(row["filename"], row["message_id"], row["side_message_id"] is not None) for row in rows]

    assert names(ada) == [
        ("0.png", reply, False),
        ("1.png", note, False),
        ("2.png", None, True),
        ("3.png", None, True),
    ]
    assert names(dan) == [("0.png", reply, False)]


def test_an_upload_is_named_once_and_by_its_uploader(house: House) -> None:
    dan, eve = house.person(), house.person()
    key = house.upload(PNG, headers=dan).json()["upload_key"]

    def create(headers: dict[str, str], *keys: str | None) -> tuple[int, str]:
        answer = house.client.post(
            "/rest/rpc/create_ticket", json={"subject": "x", "uploads": keys}, headers=headers
        )
        return answer.status_code, answer.json().get("code", "")

    assert create(eve, key) == (404, "PD001")
    assert create({}, key)[0] in (400, 404, 422)
    assert create(dan, key, None) == (404, "PD001")
    assert create(dan, key, key)[0] == 200
    assert create(dan, key) == (404, "PD001")
    assert house.one("SELECT count(*) FROM helpdesk.ticket") == 1


def test_an_upload_can_be_taken_back(house: House) -> None:
    dan, eve = house.person(), house.person()
    key = house.upload(PNG, headers=dan).json()["upload_key"]
    taken = house.client.post("/rest/rpc/remove_upload", json={"upload_key": key}, headers=eve)
    assert refusal(taken) == (404, "PD001")
    house.call("remove_upload", dan, upload_key=key)
    assert house.one("SELECT count(*) FROM helpdesk.attachment") == 0


def test_a_guest_opens_a_ticket_with_a_file(house: House) -> None:
    house.set("allow_guest_tickets", True)
    told = house.upload(PNG, "photo.png").json()
    assert refusal(house.client.get(f"/files/{told['attachment_id']}")) == (404, "PD001")
    house.call(
        "create_ticket", {}, subject="x", requester_email="g@home.example", uploads=[told["upload_key"]]
    )
    assert house.one("SELECT (ticket_id IS NOT NULL, network IS NULL) FROM helpdesk.attachment") == ("t", "t")
    house.set("allow_guest_tickets", False)
    assert refusal(house.upload(PNG)) == (403, "PD012")


def test_what_is_too_large_is_refused_by_role(house: House) -> None:
    dan, ben = house.person(), house.person("agent")
    house.set("max_attachment_size_kb", 2)
    house.set("max_guest_attachment_size_kb", 1)
    house.set("allow_guest_tickets", True)

    def chunks(size: int) -> Iterator[bytes]:
        """Of a length that is not told before."""
        for _ in range(size // 1024):
            yield b"a" * 1024

    for headers, size, expected in (
        (dan, 2048, 201),
        (dan, 3072, 413),
        ({}, 1024, 201),
        ({}, 2048, 413),
        (ben, 30_720, 201),
    ):
        answer = house.client.post(
            "/files", content=chunks(size), params={"filename": "a.txt"}, headers=headers
        )
        assert answer.status_code == expected
    refused = house.upload(b"a" * 300_000, "a.txt", dan)
    assert refusal(refused) == (413, "PD158")
    assert refused.json()["hint"]
    assert house.one("SELECT count(*) FROM helpdesk.attachment") == 3
    # the same bytes, or a part of them, are kept once each
    assert len(house.stored()) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.EXE", b"harmless"),
        ("setup.exe\u00a0", b"harmless"),
        ("setup.exe\u200b.", b"harmless"),
        ("photo.png", b"MZ" + bytes(200)),
        ("list.txt", b"#!/bin/sh\necho"),
    ],
)
def test_blocked_types_are_refused_by_name_and_by_content(house: House, name: str, content: bytes) -> None:
    assert refusal(house.upload(content, name, house.person())) == (415, "PD155")
    assert house.one("SELECT count(*) FROM helpdesk.attachment") == 0
    assert house.stored() == set()


def test_there_are_only_so_many_at_a_message_and_waiting(house: House) -> None:
    dan = house.person()
    house.set("max_attachments_per_reply", 1)
    house.set("max_waiting_uploads", 2)
    keys = [house.upload(PNG, headers=dan).json()["upload_key"] for _ in range(2)]
    assert refusal(house.upload(PNG, headers=dan)) == (429, "PD159")
    assert house.upload(PNG, headers=house.person()).status_code == 201
    answer = house.client.post("/rest/rpc/create_ticket", json={"subject": "x", "uploads": keys}, headers=dan)
    assert refusal(answer) == (413, "PD158")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "text/plain"),
        (
            b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
        (
            b"--b\r\nContent-Disposition: form-data; name=a; filename=a.txt\r\n\r\nx",
            "multipart/form-data; boundary=b",
        ),
        (b"no form", "multipart/form-data; boundary=b"),
        (b"x", "multipart/form-data"),
        (
            b"--b\r\nContent-Disposition: form-data; name=a; filename=a\r\n\r\nx\r\n--b\r\n"
            b"Content-Disposition: form-data; name=c; filename=c\r\n\r\nx\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
        ),
    ],
)
def test_what_has_no_file_is_refused_and_leaves_nothing(house: House, body: bytes, kind: str) -> None:
    answer = house.client.post(
        "/files?filename=a.txt", content=body, headers={**house.person(), "Content-Type": kind}
    )
    assert answer.status_code in (400, 422)
    assert answer.json()["message"]
    assert house.one("SELECT count(*) FROM helpdesk.attachment") == 0


@pytest.mark.parametrize("name", ["", "...", "a" * 500 + ".txt", 'x"\r\nSet-Cookie: a=b.txt', "‮gnp.txt"])
def test_names_are_made_harmless(house: House, name: str) -> None:
    dan = house.person()
    answer = house.upload(b"text", name, dan)
    if not name.strip("."):
        assert refusal(answer) == (422, "PD006")
        return
    kept = answer.json()["filename"]
    assert len(kept) <= 200
    assert not set(kept) & set('"\r\n\u202e/\\')
    got = house.client.get(answer.headers["location"], headers=dan)
    assert got.headers["content-disposition"].startswith("attachment; ")
    assert "set-cookie" not in got.headers


def test_one_who_leaves_leaves_nothing(house: House) -> None:
    dan = house.person()

    def breaking() -> Iterator[bytes]:
        yield b"a" * 100_000
        raise ConnectionError("left")

    with pytest.raises(ConnectionError):
        house.client.post("/files?filename=a.txt", content=breaking(), headers=dan)
    # the server learns of it in its own time; its next upload comes after that
    assert house.upload(PNG, headers=dan).status_code == 201
    for _ in range(100):
        if house.one("SELECT count(*) FROM helpdesk.attachment WHERE state = 'receiving'") == 0:
            break
        house.one("SELECT pg_sleep(0.05)")
    assert house.one("SELECT array_agg(state) FROM helpdesk.attachment") == ["clean"]
    assert len(house.stored()) == 1


def test_one_who_sends_nothing_on_keeps_no_place_of_others(house: House) -> None:
    """A form of which only the beginning comes; a token that nobody made is none."""
    address = (house.client.base_url.host, house.client.base_url.port)
    head = (
        b"POST /files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer no.to.ken\r\nContent-Length: 9999\r\n"
        b"Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\n"
    )
    house.database.execute("UPDATE helpdesk.rate_limit SET requests = 1000")
    with ExitStack() as open_ones:
        for _ in range(70):
            one = open_ones.enter_context(socket.create_connection(address, 10))
            one.sendall(head)
        late = open_ones.enter_context(socket.create_connection(address, 10))
        late.sendall(head)
        assert late.recv(12) == b"HTTP/1.1 503"
        assert house.upload(PNG, headers=house.person()).status_code == 201


def test_nobody_learns_that_others_have_a_file(house: House) -> None:
    dan, eve = house.person(), house.person()
    first, second = (house.upload(PNG, headers=who).json() for who in (dan, eve))
    assert {**first, "attachment_id": 0, "upload_key": ""} == {**second, "attachment_id": 0, "upload_key": ""}
    assert first["attachment_id"] != second["attachment_id"]
    assert len(house.stored()) == 1
    # the second one's bytes were put, too: no time was saved by their being there
    (kept,) = house.stored()
    (house.folder / kept).unlink()
    assert house.upload(PNG, headers=eve).status_code == 201
    assert house.stored() == {kept}
