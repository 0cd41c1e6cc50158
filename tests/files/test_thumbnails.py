"""Small pictures: of images only, without what the image tells beside what it shows, gone with it."""

import psycopg
import pytest

from pgdesk.files.contents import find_source, read_chunks
from pgdesk.files.store import Store
from pgdesk.files.thumbnails import make_thumbnail
from tests.conftest import login_dsn
from tests.files.conftest import PNG, House, refusal

pyvips = pytest.importorskip("pyvips", reason="libvips is not installed")


def photo(width: int, height: int) -> bytes:
    """A JPEG that lies on its side and tells where it was taken."""
    image = pyvips.Image.black(width, height, bands=3).linear(1, [200, 30, 30]).cast("uchar")
    image = image.copy(interpretation="srgb")
    image.set_type(pyvips.GValue.gint_type, "orientation", 6)
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Make", "SecretCamera")
    made: bytes = image.write_to_buffer(".jpg")
    return made


def make(house: House, attachment_id: int) -> None:
    """As the worker does, with its rights."""
    with psycopg.connect(login_dsn(house.dsn, "worker"), autocommit=True) as connection:
        source = find_source(connection, attachment_id)
        assert source is not None
        small = make_thumbnail(b"".join(read_chunks(source, Store(house.settings.files_url))))
        if small is not None:
            connection.execute("SELECT helpdesk.keep_thumbnail(%s, %s)", (attachment_id, small))


def queued(house: House) -> int:
    return int(house.one("SELECT count(*) FROM dramatiq.queue WHERE queue_name = 'thumbnails'"))


def test_of_an_image_one_is_made_for_who_sees_it(house: House) -> None:
    dan, eve, ada = house.person(), house.person(), house.person("admin")
    content = photo(800, 400)
    assert b"SecretCamera" in content
    told = house.upload(content, "a.jpg", dan).json()
    place = f"/files/{told['attachment_id']}/thumbnail"
    assert queued(house) == 1
    answer = house.client.get(place, headers=dan)
    assert (*refusal(answer), answer.headers["retry-after"]) == (404, "PD001", "2")
    assert queued(house) == 1  # it is being made
    make(house, told["attachment_id"])
    answer = house.client.get(place, headers=dan)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    small = pyvips.Image.new_from_buffer(answer.content, "")
    assert (small.width, small.height) == (128, 256)
    assert b"SecretCamera" not in answer.content
    assert refusal(house.client.get(place, headers=eve)) == (404, "PD001")
    url = house.client.post(f"/files/{told['attachment_id']}/link", headers=dan).json()["url"]
    assert house.client.get(url.replace("?", "/thumbnail?")).content == answer.content

    house.call("create_ticket", dan, subject="x", uploads=[told["upload_key"]])
    wish = {"attachment_id": told["attachment_id"], "reason": "x", "is_confirmed": True}
    house.call("redact_file", ada, **wish)
    assert house.one("SELECT count(*) FROM helpdesk.thumbnail") == 0
    make_late = "SELECT helpdesk.keep_thumbnail(%s, 'x')"
    house.database.execute(make_late, (told["attachment_id"],))
    assert house.one("SELECT count(*) FROM helpdesk.thumbnail") == 0


def test_of_others_none_is_asked_for(house: House) -> None:
    dan = house.person()
    told = house.upload(b"text", "a.png", dan).json()
    assert refusal(house.client.get(f"/files/{told['attachment_id']}/thumbnail", headers=dan)) == (
        404,
        "PD001",
    )
    assert queued(house) == 0


def test_one_that_could_not_be_made_is_tried_again_after_a_while(house: House) -> None:
    dan = house.person()
    told = house.upload(PNG, "broken.png", dan).json()
    make(house, told["attachment_id"])
    place = f"/files/{told['attachment_id']}/thumbnail"
    assert refusal(house.client.get(place, headers=dan)) == (404, "PD001")
    assert queued(house) == 1
    house.database.execute("UPDATE helpdesk.thumbnail SET asked_at = asked_at - interval '11 minutes'")
    house.client.get(place, headers=dan)
    assert queued(house) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"no image", PNG, b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'],
)
def test_what_is_no_image_makes_none(content: bytes) -> None:
    assert make_thumbnail(content) is None


def test_one_of_too_many_pixels_makes_none() -> None:
    bomb = pyvips.Image.black(20_000, 20_000).write_to_buffer(".png")
    assert len(bomb) < 1_000_000
    assert make_thumbnail(bomb) is None
