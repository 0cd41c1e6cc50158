"""GET /files/{id}: whole, in part, or not at all; to be shown or to be saved; by a token or a link."""

import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import httpx
import pytest

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.api.files.links import LINK_SECONDS, Links
from tests.conftest import clone
from tests.files.conftest import PNG, House, opened, refusal

TEXT = b"0123456789" * 100


@pytest.fixture(scope="module")
def house(server_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all: each test has people and files of its own."""
    with (
        clone(server_dsn, f"pgdesk_downloads_{secrets.token_hex(5)}") as dsn,
        opened(dsn, tmp_path_factory.mktemp("files")) as house,
    ):
        yield house


def ticket_with_file(
    house: House, who: dict[str, str], content: bytes = TEXT, name: str = "a.txt"
) -> tuple[int, str]:
    """The ticket, and where the file is."""
    told = house.upload(content, name, who).json()
    ticket: int = house.call("create_ticket", who, subject="x", uploads=[told["upload_key"]])["ticket_id"]
    return ticket, f"/files/{told['attachment_id']}"


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=990-", 206, 990, 1000),
        ("bytes=-5", 206, 995, 1000),
        ("bytes=-5000", 206, 0, 1000),
        ("bytes=999-5000", 206, 999, 1000),
        ("bytes=5-4", 200, 0, 1000),
        ("bytes=0-1,5-6", 200, 0, 1000),
        ("lines=0-1", 200, 0, 1000),
        ("bytes=1000-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
    ],
)
def test_ranges(house: House, asked: str, status: int, start: int, end: int) -> None:
    dan = house.person()
    _, place = ticket_with_file(house, dan)
    for method in ("GET", "HEAD"):
        answer = house.client.request(method, place, headers={**dan, "Range": asked})
        assert answer.status_code == status
        if status == 416:
            assert answer.headers["content-range"] == "bytes */1000"
            continue
        assert answer.headers["content-length"] == str(end - start)
        assert answer.content == (TEXT[start:end] if method == "GET" else b"")
        if status == 206:
            assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/1000"


def test_what_is_known_is_not_sent_again(house: House) -> None:
    dan, eve = house.person(), house.person()
    _, place = ticket_with_file(house, dan)
    tag = house.client.get(place, headers=dan).headers["etag"]

    def get(who: dict[str, str], **headers: str) -> httpx.Response:
        return house.client.get(
            place, headers={**who, **{name.replace("_", "-"): value for name, value in headers.items()}}
        )

    assert (get(dan, if_none_match=f'"x", {tag}').status_code, get(dan, if_none_match="*").status_code) == (
        304,
        304,
    )
    assert get(dan, if_none_match='"x"').content == TEXT
    assert get(eve, if_none_match=tag).status_code == 404
    assert get(dan, range="bytes=0-0", if_range=tag).content == b"0"
    assert get(dan, range="bytes=0-0", if_range='"x"').content == TEXT


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.txt", PNG, "image/png"),
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', None),
        ("a.png", b"<!doctype html><script>1</script>", None),
        ("a.html", b"<script>1</script>", None),
        ("a.png", b"\x00\x01\x02 nothing known", None),
    ],
)
def test_browsers_run_nothing_of_it(house: House, name: str, content: bytes, shown: str | None) -> None:
    dan = house.person()
    _, place = ticket_with_file(house, dan, content, name)
    answer = house.client.get(place, headers=dan)
    assert answer.content == content
    assert answer.headers["content-type"] == (shown or "application/octet-stream")
    assert answer.headers["content-disposition"].startswith("inline;" if shown else "attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_link_opens_one_file_as_long_as_its_owner_sees_it(house: House) -> None:
    dan, ben, eve = house.person(), house.person("agent"), house.person()
    ticket, place = ticket_with_file(house, dan)
    _, other = ticket_with_file(house, ben)
    made = house.client.post(f"{place}/link", headers=dan)
    assert made.status_code == 201
    url = made.json()["url"]
    token = dan["Authorization"].split()[1]
    assert token not in url
    assert house.client.get(url).content == TEXT
    assert house.client.get(url, headers={**eve, "Range": "bytes=0-1"}).content == b"01"
    assert refusal(house.client.get(url.replace(place, other))) == (403, "PD029")
    assert refusal(house.client.get(url[:-2] + "AA")) == (403, "PD029")
    assert refusal(house.client.get(f"{place}?link=ä")) == (403, "PD029")
    assert refusal(house.client.post(f"{place}/link", headers=eve)) == (404, "PD001")
    assert refusal(house.client.post(f"{place}/link")) == (404, "PD001")
    # it is the file's, not the token's
    stolen = {"Authorization": f"Bearer {url.split('=')[1]}"}
    assert house.client.get("/rest/tickets", headers=stolen).status_code == 401
    ada = house.person("admin")
    house.call("delete_ticket", ada, ticket_id=ticket)
    assert refusal(house.client.get(url)) == (404, "PD001")


def test_a_link_ends() -> None:
    links = Links("a key of this test, 32 bytes and more")
    text, ends_at = links.seal(1, "Bearer x")
    assert abs(ends_at - time.time() - LINK_SECONDS) < 5
    assert links.open(1, text) == "Bearer x"
    old = Envelope("a key of this test, 32 bytes and more").seal("file link 1", b'[1,"Bearer x"]')
    with pytest.raises(ApiError, match="PD029"):
        links.open(1, urlsafe_b64encode(old).decode())


def test_a_note_loses_its_file_to_customers_and_a_deleted_reply_too(house: House) -> None:
    dan, ben = house.person(), house.person("agent")
    ticket, _ = ticket_with_file(house, dan)
    told = house.upload(TEXT, "a.txt", ben).json()
    reply = house.call("reply", ben, ticket_id=ticket, body="x", uploads=[told["upload_key"]])["message_id"]
    url = house.client.post(f"/files/{told['attachment_id']}/link", headers=dan).json()["url"]
    assert house.client.get(url).content == TEXT
    house.call("delete_message", ben, message_id=reply)
    assert refusal(house.client.get(url)) == (404, "PD001")


def test_the_store_away_is_told_and_nothing_is_half(house: House) -> None:
    dan, before = house.person(), house.stored()
    content = b"away for a while"
    _, place = ticket_with_file(house, dan, content)
    (key,) = house.stored() - before
    (house.folder / key).rename(house.folder / "elsewhere")
    answer = house.client.get(place, headers=dan)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    (house.folder / "elsewhere").rename(house.folder / key)
    assert house.client.get(place, headers=dan).content == content
