"""Views show the defaults of their tables: in the document, and where the API fills rows in itself."""

from tests.api.conftest import Desk
from tests.api.server import serving, settings_for


def test_bulk_rows_get_the_tables_defaults(desk: Desk) -> None:
    rows = [{"name": "with-color", "color": "#112233"}, {"name": "without"}]
    headers = desk.headers("admin") | {"Prefer": "missing=default, return=representation"}
    answer = desk.client.post("/rest/tags?columns=name,color&select=name,color", json=rows, headers=headers)
    assert answer.status_code == 201, answer.text
    (default,) = desk.database.execute(
        "SELECT column_default FROM information_schema.columns"
        " WHERE (table_schema, table_name, column_name) = ('helpdesk', 'tag', 'color')"
    ).fetchone() or ("",)
    assert answer.json()[0] == {"name": "with-color", "color": "#112233"}
    assert answer.json()[1]["color"] == default.split("'")[1]


def test_document_shows_defaults(desk: Desk) -> None:
    document = desk.client.get("/rest/", headers=desk.headers("admin")).json()
    assert document["definitions"]["tags"]["properties"]["color"]["default"].startswith("#")


def test_too_large_a_body_is_refused(desk: Desk) -> None:
    with serving(settings_for(desk.dsn, max_body_mb=1)) as client:
        headers = desk.headers("agent")
        body = {"ticket_id": desk.ticket_id, "body": "x" * 1_000_000}
        answer = client.post("/rest/rpc/add_note", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "HTTP413")
        assert answer.json()["message"] == "the body is larger than 1 MB"
        assert client.get("/rest/tickets?limit=1", headers=headers).status_code == 200
