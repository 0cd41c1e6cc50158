"""Whoever may write a view may save its rows whole: PATCH, upsert and PUT of a row as it was read pass."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from pgdesk.cli import demo_data
from tests.api.server import bearer, serving, settings_for
from tests.conftest import Connection, clone

ROLES = {"customer": 4, "agent": 2, "admin": 1}

MISSING = (Path(__file__).parent / "whole_rows.sql").read_text()


@dataclass(frozen=True)
class Office:
    client: httpx.Client
    database: Connection

    def ask(self, role: str, method: str, path: str, body: Any = None, prefer: str = "") -> httpx.Response:
        headers = bearer(role, ROLES[role])
        headers["Prefer"] = f"return=representation{prefer and ','}{prefer}"
        return self.client.request(method, f"/rest/{path}", json=body, headers=headers)


@pytest.fixture(scope="module")
def office(server_dsn: str) -> Iterator[Office]:
    with clone(server_dsn, f"pgdesk_rows_{secrets.token_hex(5)}") as dsn:
        demo_data.load(dsn, 100)
        with psycopg.connect(dsn, autocommit=True) as database, serving(settings_for(dsn)) as client:
            database.execute(MISSING)
            yield Office(client, database)


WRITABLE = """
SELECT c.relname, has_any_column_privilege(r.role, c.oid, 'UPDATE')
FROM pg_class AS c, unnest('{customer,agent,admin}'::text[]) AS r (role)
WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v' AND r.role = %s
    AND has_any_column_privilege(r.role, c.oid, 'INSERT, UPDATE')
ORDER BY 1
"""


def keys(office: Office, role: str) -> dict[str, list[str]]:
    """The columns of each view's key, as the OpenAPI document tells them."""
    document = office.client.get("/rest/", headers=bearer(role, ROLES[role])).json()
    return {
        view: [
            name
            for name, column in definition.get("properties", {}).items()
            if "<pk/>" in column.get("description", "")
        ]
        for view, definition in document["definitions"].items()
    }


def at(row: dict[str, Any], key: list[str]) -> str:
    return str(httpx.QueryParams({name: f"eq.{row[name]}" for name in key}))


@pytest.mark.parametrize("role", ROLES)
def test_a_row_is_saved_as_it_was_read(office: Office, role: str) -> None:
    views = office.database.execute(WRITABLE, (role,)).fetchall()
    assert len(views) > 4
    key_of = keys(office, role)
    wrong: dict[str, Any] = {}
    for view, is_updated in views:
        key = key_of[view]
        assert key, view
        rows = office.ask(role, "GET", f"{view}?limit=200&order={key[0]}.desc").json()
        for row in rows:
            patched = office.ask(role, "PATCH", f"{view}?{at(row, key)}", row)
            if is_updated and patched.status_code == 403 and row is not rows[-1]:
                continue  # one that the role only sees
            saved = {
                "PATCH": patched if is_updated else None,
                "POST": office.ask(role, "POST", view, [row], "resolution=merge-duplicates"),
                "PUT": office.ask(role, "PUT", f"{view}?{at(row, key)}", row),
            }
            for method, answer in saved.items():
                if answer is not None and (
                    answer.status_code != 200 or [one[key[0]] for one in answer.json()] != [row[key[0]]]
                ):
                    wrong[f"{method} {view}"] = (answer.status_code, answer.text)
            break
        else:
            wrong[view] = "no row to try"
    assert not wrong, json.dumps(wrong, indent=1)


@pytest.mark.parametrize(
    ("role", "view", "column", "value"),
    [
        ("agent", "tickets", "reference", "X-1"),
        ("agent", "tickets", "has_mention", "other"),
        ("agent", "tickets", "created_at", "2020-01-01T00:00:00Z"),
        ("agent", "mentions", "ticket_reference", "X-1"),
        ("admin", "schedule", "description", "x"),
        ("admin", "settings", "value_type", "x"),
        ("admin", "webhooks", "failures", 99),
        ("customer", "tickets", "subject", "Another"),
    ],
)
def test_a_refused_column_is_named(office: Office, role: str, view: str, column: str, value: Any) -> None:
    key = keys(office, role)[view]
    row = office.ask(role, "GET", f"{view}?limit=1&order={key[0]}.desc").json()[0]
    changed = {**row, column: not row[column] if value == "other" else value}
    answers = [
        office.ask(role, "POST", view, [changed], "resolution=merge-duplicates"),
        office.ask(role, "PUT", f"{view}?{at(row, key)}", changed),
    ]
    if role != "customer":
        answers.append(office.ask(role, "PATCH", f"{view}?{at(row, key)}", {column: changed[column]}))
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (422, "PD009"), answer.text
        assert column in answer.json()["message"]
    assert office.ask(role, "GET", f"{view}?{at(row, key)}").json() == [row]


def test_a_key_is_neither_chosen_nor_changed(office: Office) -> None:
    chosen = office.ask("admin", "POST", "tags", {"tag_id": 999_999, "name": "chosen"})
    put = office.ask("admin", "PUT", "tags?tag_id=eq.999999", {"tag_id": 999_999, "name": "chosen"})
    changed = office.ask("admin", "PATCH", "tags?name=eq.vip", {"tag_id": 999_999})
    tag = office.ask("admin", "GET", "tags?limit=1").json()[0]
    changed = office.ask("admin", "PATCH", f"tags?tag_id=eq.{tag['tag_id']}", {"tag_id": 999_999})
    for answer in (chosen, put, changed):
        assert (answer.status_code, answer.json()["code"]) == (422, "PD009"), answer.text
        assert "tag_id" in answer.json()["message"]
    added = office.ask("admin", "POST", "tags", [{"name": "first"}, {"name": "second"}])
    assert (added.status_code, len(added.json())) == (201, 2)


def test_rows_that_are_there_and_new_ones_are_saved_together(office: Office) -> None:
    known = office.ask("admin", "GET", "priorities?priority=eq.low").json()[0]
    rows = [{**known, "label": "Lowest"}, {**known, "priority": "idle", "label": "Idle", "position": 1}]
    saved = office.ask("admin", "POST", "priorities", rows, "resolution=merge-duplicates")
    assert saved.status_code == 201, saved.text
    assert {one["label"] for one in saved.json()} == {"Lowest", "Idle"}
    assert office.ask("admin", "DELETE", "priorities?priority=eq.idle").status_code == 200


def test_what_one_may_only_change_takes_no_new_row(office: Office) -> None:
    row = office.ask("admin", "GET", "schedule?limit=1").json()[0]
    new = office.ask("admin", "PUT", "schedule?name=eq.mine", {**row, "name": "mine"})
    assert (new.status_code, new.json()["code"]) == (403, "PD002")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "absences?person_id=eq.2", {"reason": "x"}),
        ("DELETE", "absences?person_id=eq.2", None),
        ("PATCH", "people?person_id=eq.1", {"name": "x"}),
    ],
)
def test_a_row_that_one_sees_and_may_not_change_is_403(
    office: Office, method: str, path: str, body: Any
) -> None:
    headers = {**bearer("agent", 3), "Prefer": "return=representation"}
    for accept in ("application/json", "application/vnd.pgrst.object+json"):
        answer = office.client.request(
            method, f"/rest/{path}", json=body, headers={**headers, "Accept": accept}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "PD002"), answer.text
    gone = office.client.request(
        method, f"/rest/{path}".replace("=eq.", "=eq.99999"), json=body, headers=headers
    )
    assert (gone.status_code, gone.json()) == (200, [])
