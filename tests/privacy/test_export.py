"""All that is kept of a person, for themselves and for who may: one JSON, and a zip with the files."""

import io
import json
import zipfile

import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for
from tests.articles.test_writing import published
from tests.conftest import Connection
from tests.desk import SYSTEM, Desk, make_desk, refused
from tests.mail.conftest import one
from tests.mail.test_files import CONTENT, MAIL
from tests.mail.test_inbound_http import HEADERS


@pytest.fixture
def desk(db: Connection) -> Desk:
    return make_desk(db)


def test_one_gets_what_one_may_see_and_no_notes(desk: Desk) -> None:
    ticket = desk.call(desk.customer, "create_ticket", subject="Fire", description="It burns")["ticket_id"]
    desk.call(desk.agent, "claim_ticket", ticket_id=ticket)
    desk.call(desk.agent, "reply", ticket_id=ticket, body="Water comes")
    desk.call(desk.agent, "add_note", ticket_id=ticket, body="Internally: no water")
    other = desk.ticket(requester=desk.stranger)
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.ticket_participant (ticket_id, person_id) VALUES (%s, %s)",
        other,
        desk.customer.id,
    )
    desk.call(desk.customer, "reply", ticket_id=other, body="Said elsewhere")
    article = published(desk, "Fires")
    desk.call(desk.customer, "rate_article", article_id=article, is_helpful=False, comment="Too late")
    found = desk.one(desk.customer, "SELECT api.export_person()")
    assert found["person"]["person_id"] == desk.customer.id
    (shown,) = (t for t in found["tickets"] if t["ticket_id"] == ticket)
    assert (shown["subject"], shown["description"]) == ("Fire", "It burns")
    assert [(m["body"], m["is_own"]) for m in shown["messages"]] == [("Water comes", False)]
    assert [m["body"] for m in found["messages_elsewhere"]] == ["Said elsewhere"]
    assert [(f["article_id"], f["comment"]) for f in found["article_feedback"]] == [(article, "Too late")]
    assert found["next_after_ticket_id"] is None
    text = json.dumps(found)
    assert "Internally" not in text
    assert "password" not in text
    assert (
        desk.one(desk.admin, "SELECT api.export_person(%s)", desk.customer.id)["tickets"] == found["tickets"]
    )


def test_who_was_merged_is_in_it(desk: Desk) -> None:
    phone = desk.one(
        SYSTEM,
        "UPDATE helpdesk.person SET phone = '+49301234' WHERE person_id = %s RETURNING phone",
        desk.stranger.id,
    )
    for source, target in ((desk.stranger, desk.teammate), (desk.teammate, desk.customer)):
        desk.call(desk.agent, "merge_people", source_id=source.id, target_id=target.id)
    found = desk.one(desk.customer, "SELECT api.export_person()")["former_people"]
    assert [row["person_id"] for row in found] == sorted((desk.stranger.id, desk.teammate.id))
    assert [row["phone"] for row in found if row["person_id"] == desk.stranger.id] == [phone]


def test_nobody_gets_what_is_another_s(desk: Desk) -> None:
    for who in (desk.stranger, desk.agent):
        with refused("PD002", "privacy.erase"):
            desk.one(who, "SELECT api.export_person(%s)", desk.customer.id)
    with refused("PD001"):
        desk.one(desk.admin, "SELECT api.export_person(999999)")


def test_it_is_in_the_log(desk: Desk) -> None:
    desk.one(desk.admin, "SELECT api.export_person(%s)", desk.customer.id)
    found = desk.run(
        desk.admin,
        "SELECT actor_id, new_values -> 'person_id' FROM api.audit_log WHERE table_name = 'person_export'",
    )
    assert found == [(desk.admin.id, desk.customer.id)]


def test_many_tickets_come_in_parts(desk: Desk) -> None:
    desk.run(
        SYSTEM,
        "INSERT INTO helpdesk.ticket (subject, requester_id)"
        " SELECT 'T' || i, %s FROM generate_series(1, 201) AS i",
        desk.stranger.id,
    )
    first = desk.one(desk.stranger, "SELECT api.export_person()")
    assert len(first["tickets"]) == 200
    second = desk.one(
        desk.stranger, "SELECT api.export_person(after_ticket_id => %s)", first["next_after_ticket_id"]
    )
    assert [len(second["tickets"]), second["next_after_ticket_id"], "person" in second] == [1, None, False]


def test_the_zip_has_the_files(fresh_db: str) -> None:
    with (
        serving(settings_for(fresh_db)) as client,
        psycopg.connect(fresh_db, autocommit=True) as database,
    ):
        assert client.post("/inbound/mime", content=MAIL, headers=HEADERS).json()["state"] == "ticket"
        ann = one(database, "SELECT requester_id FROM helpdesk.ticket")
        made = "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s) RETURNING person_id"
        admin = one(database, made, "Ada", "ada@desk.example", "admin")
        other = one(database, made, "Eve", "eve@else.example", "customer")
        answer = client.get(f"/exports/people/{ann}", headers=bearer("admin", admin))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.testzip() is None
            whole = json.loads(archive.read("person-1.json"))
            (file,) = whole["tickets"][0]["files"]
            assert archive.read(f"files/{file['attachment_id']}-{file['filename']}") == CONTENT
        assert client.get(f"/exports/people/{ann}", headers=bearer("customer", other)).status_code == 403
        assert client.get("/exports/people/999999", headers=bearer("admin", admin)).status_code == 404
        assert client.get(f"/exports/people/{ann}").status_code in (401, 403)
