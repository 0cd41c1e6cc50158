"""Who has a ticket's link uploads in its requester's name, and names it on that ticket."""

from psycopg.types.json import Json

from tests.desk import ANON, SYSTEM, Desk, Row, refused
from tests.guests.test_links import Guest, open_ticket


def upload(desk: Desk, begun: Row) -> str:
    """As the api process goes on; the upload's key."""
    desk.run(
        SYSTEM,
        "SELECT helpdesk.keep_upload(%s, repeat('a', 64), 1, 'text/plain', NULL)",
        begun["attachment_id"],
    )
    desk.run(SYSTEM, "SELECT helpdesk.end_upload(%s)", begun["attachment_id"])
    key: str = begun["upload_key"]
    return key


def seen(guest: Guest) -> list[tuple[str, bool]]:
    return guest.run("SELECT filename, message_id IS NULL FROM api.attachments ORDER BY attachment_id")


def test_a_guest_sends_a_file_with_a_reply(desk: Desk) -> None:
    key = upload(desk, desk.call(ANON, "begin_upload", filename="first.txt"))
    guest = open_ticket(desk, uploads=[key])
    other = open_ticket(desk, "eve@guest.example")
    key = upload(desk, guest.call("begin_upload", filename="second.txt"))
    with refused("PD001", "upload"):
        other.call("reply", ticket_id=other.ticket_id, body="x", uploads=[key])
    guest.call("reply", ticket_id=guest.ticket_id, body="x", uploads=[key])
    assert seen(guest) == [("first.txt", True), ("second.txt", False)]
    assert seen(other) == []


def test_a_guest_uploads_no_more_than_a_guest_may(desk: Desk) -> None:
    guest = open_ticket(desk)
    desk.run(
        SYSTEM,
        "UPDATE helpdesk.setting SET value = %s WHERE key = 'max_guest_attachment_size_kb'",
        Json(1),
    )
    assert guest.call("begin_upload", filename="a.txt")["most_bytes"] == 1024
    with refused("PD158", "1 KiB"):
        guest.call("begin_upload", filename="a.txt", size_bytes=1025)
    assert desk.call(desk.customer, "begin_upload", filename="a.txt")["most_bytes"] > 1024
