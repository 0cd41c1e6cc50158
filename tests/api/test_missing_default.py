"""Views show the defaults of their tables: in the document, and where the API fills rows in itself."""

from tests.api.conftest import Desk


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
