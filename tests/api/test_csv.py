"""Every list of the API as CSV: the rows of JSON below a header, and no more of them than it may."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from tests.api.server import bearer, serving, settings_for

_LISTS = """
    SELECT c.relname, 'view' FROM pg_class AS c
    WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v'
        AND has_any_column_privilege('admin', c.oid, 'SELECT')
    UNION ALL
    SELECT p.proname, 'function' FROM pg_proc AS p
    WHERE p.pronamespace = 'api'::regnamespace AND p.proretset AND p.pronargs = p.pronargdefaults
        AND p.provolatile <> 'v' AND has_function_privilege('admin', p.oid, 'EXECUTE')
    ORDER BY 1
"""


@pytest.fixture(scope="module")
def admin(demo_dsn: str) -> Iterator[tuple[httpx.Client, list[tuple[str, str]]]]:
    """As an administrator of the demo, and the lists that there are."""
    with psycopg.connect(demo_dsn, autocommit=True) as db:
        lists = db.execute(_LISTS).fetchall()
        row = db.execute("SELECT min(person_id) FROM helpdesk.person WHERE role = 'admin'").fetchone()
    assert row
    with serving(settings_for(demo_dsn, max_rows=40)) as client:
        client.headers.update(bearer("admin", row[0]))
        yield client, lists


def is_same(cell: Any, text: str) -> bool:
    """Whether a cell of JSON is told by one of CSV; backslashes are doubled there, as in PostgREST."""
    text = text.replace("\\\\", "\\")
    if cell is None or isinstance(cell, bool):
        # In a column of type boolean, or of JSON.
        return text in {None: ("",), True: ("t", "true"), False: ("f", "false")}[cell]
    if isinstance(cell, list) and text.startswith("{"):
        # An array, as Postgres writes it.
        return text.endswith("}") and all(
            str(one).replace('"', "") in text for one in cell if isinstance(one, int)
        )
    if isinstance(cell, str):
        # Instants have a blank where JSON has a T; texts in a JSON column have quotes.
        return text in (cell, json.dumps(cell, ensure_ascii=False)) or (cell[:10], cell[11:19]) == (
            text[:10],
            text[11:19],
        )
    return bool(json.loads(text) == cell)


def test_each_list_is_csv(admin: tuple[httpx.Client, list[tuple[str, str]]]) -> None:
    client, lists = admin
    seen, compared = 0, 0
    for name, kind in lists:
        path = f"/rest/{'rpc/' if kind == 'function' else ''}{name}?limit=1"
        as_json, as_csv = client.get(path), client.get(path, headers={"Accept": "text/csv"})
        assert as_csv.status_code == as_json.status_code, name
        if as_json.status_code != 200:
            continue
        assert as_csv.headers["content-type"] == "text/csv; charset=utf-8", name
        found = list(csv.reader(io.StringIO(as_csv.text, newline="")))
        rows = as_json.json()
        assert len(found) == len(rows) + 1, name
        if not rows or not isinstance(rows[0], dict):
            continue
        seen += 1
        assert found[0] == list(rows[0]), name
        for column, cell, text in zip(rows[0], rows[0].values(), found[1], strict=True):
            assert is_same(cell, text), f"{name}.{column}: {cell} {text}"
            compared += 1
    assert seen > 60
    assert compared > 400


def test_a_long_list_ends_and_says_so(admin: tuple[httpx.Client, list[tuple[str, str]]]) -> None:
    client, _ = admin
    answer = client.get(
        "/rest/tickets?order=ticket_id", headers={"Accept": "text/csv", "Prefer": "count=exact"}
    )
    assert len(list(csv.reader(io.StringIO(answer.text)))) == 41
    assert answer.status_code == 206
    assert answer.headers["content-range"].startswith("0-39/")
    more = client.get(
        "/rest/tickets?order=ticket_id&offset=40&select=ticket_id", headers={"Accept": "text/csv"}
    )
    assert more.text.splitlines()[:2] == ["ticket_id", "41"]


def test_text_is_told_as_it_is(fresh_db: str) -> None:
    subject = '=1+1, "two" \\ three'
    with psycopg.connect(fresh_db, autocommit=True) as db:
        row = db.execute(
            "INSERT INTO helpdesk.person (name, role) VALUES ('Ann', 'customer') RETURNING person_id"
        ).fetchone()
    assert row
    with serving(settings_for(fresh_db)) as client:
        client.headers.update(bearer("customer", row[0]))
        client.post("/rest/rpc/create_ticket", json={"subject": subject}).raise_for_status()
        answer = client.get("/rest/tickets?select=subject,assignee_id", headers={"Accept": "text/csv"})
    found = list(csv.reader(io.StringIO(answer.text)))
    assert found == [["subject", "assignee_id"], [subject.replace("\\", "\\\\"), ""]]
