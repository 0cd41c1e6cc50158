"""The OpenAPI document: what it is called, what each role may do, what verbs return, what a new row needs."""

from importlib import metadata
from typing import Any

import pytest

from tests.api.conftest import Desk

WRITES = {"post": "INSERT", "patch": "UPDATE", "delete": "DELETE"}


def document(desk: Desk, role: str) -> Any:
    return desk.client.get("/rest/", headers=desk.headers(role) if role != "anon" else {}).json()


def test_it_names_the_product(desk: Desk) -> None:
    info = document(desk, "agent")["info"]
    assert info["title"] == "pgdesk"
    assert "helpdesk" in info["description"]
    assert info["version"] == metadata.version("pgdesk")


@pytest.mark.parametrize("role", ["anon", "customer", "agent", "admin"])
def test_only_what_the_role_may_write_is_advertised(desk: Desk, role: str) -> None:
    paths = document(desk, role)["paths"]
    rows = desk.database.execute(
        "SELECT c.relname, has_any_column_privilege(%(role)s, c.oid, 'INSERT'),"
        " has_any_column_privilege(%(role)s, c.oid, 'UPDATE'), has_table_privilege(%(role)s, c.oid, 'DELETE')"
        " FROM pg_class AS c WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v'"
        " AND has_any_column_privilege(%(role)s, c.oid, 'SELECT')",
        {"role": role},
    ).fetchall()
    assert len(rows) > 3
    told = {view: tuple(method in paths[f"/{view}"] for method in WRITES) for view, *_ in rows}
    assert told == {view: tuple(may) for view, *may in rows}


def test_verbs_say_which_row_they_return(desk: Desk) -> None:
    found = document(desk, "agent")
    returned = {
        path: operations["post"]["responses"]["200"].get("schema")
        for path, operations in found["paths"].items()
        if path.startswith("/rpc/")
    }
    assert returned["/rpc/create_ticket"] == {"$ref": "#/definitions/tickets"}
    known = {f"#/definitions/{name}" for name in found["definitions"]}
    references = [schema.get("$ref") or schema["items"]["$ref"] for schema in returned.values() if schema]
    assert len(references) > 15
    assert set(references) <= known


def test_columns_say_what_a_new_row_needs(desk: Desk) -> None:
    definitions = document(desk, "admin")["definitions"]

    def noted(view: str, note: str) -> set[str]:
        columns = definitions[view]["properties"].items()
        return {name for name, column in columns if note in column.get("description", "")}

    assert noted("departments", "Required in a new row.") == {"name", "slug"}
    assert noted("tickets", "Required in a new row.") == {"subject"}
    assert noted("tags", "Given by the database.") == {"tag_id"}
    assert noted("departments", "Read-only.") == {"created_at"}
    assert {"reference", "has_mention", "created_at"} <= noted("tickets", "Read-only.")
    assert noted("events", "Read-only.") == set()


def test_columns_say_which_values_their_constraints_allow(desk: Desk) -> None:
    """As COMMENTs, so that a PostgREST says it, too."""
    definitions = document(desk, "admin")["definitions"]

    def said(view: str, column: str) -> str:
        found: str = definitions[view]["properties"][column]["description"]
        return found

    assert "One of: all, departments, own." in said("desk_roles", "visibility")
    assert "Some of: customer, agent, admin, system." in said("status_transitions", "roles")
    assert "At most 200 characters." in said("departments", "name")
    assert "1 to 5." in said("agent_skills", "proficiency")
    assert "One of:" not in said("outgoing_mail", "state"), "nobody writes it"
