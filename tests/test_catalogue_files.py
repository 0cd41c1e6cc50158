"""What the catalogue has and what the files of db/ create is the same, both ways."""

import re
from pathlib import Path

from pgdesk.cli.deploy.files import API, FUNCTIONS, File, read_files
from pgdesk.cli.paths import DB
from tests.conftest import Connection

FILES = [file for file in read_files(DB) if file.step in (FUNCTIONS, API)]

_DECLARING = {"CREATE", "COMMENT", "GRANT", "REVOKE", "ALTER"}
_BODY = re.compile(r"--[^\n]*|(\$\w*\$).*?\1|'(?:[^']|'')*'|^BEGIN ATOMIC\b.*?^END\b", re.S | re.M)
_SCHEMAS = ["helpdesk", "audit", "hook", "reports", "api"]
_OBJECTS = """
    SELECT n.nspname || '.' || p.proname
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = ANY (%(schemas)s)
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION
    SELECT n.nspname || '.' || c.relname
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY (%(schemas)s) AND c.relkind IN ('v', 'm')
"""


def test_every_function_and_view_has_its_file(db: Connection) -> None:
    present = {name for (name,) in db.execute(_OBJECTS, {"schemas": _SCHEMAS})}
    written = {name for file in read_files(DB) for name in file.creates}
    assert not present - written, "no file creates these any more"
    assert not {name for name in written - present if not _is_type(db, name)}, (
        "files create what is not there"
    )


def test_schema_api_holds_views_and_functions_only(db: Connection) -> None:
    rows = db.execute(
        "SELECT c.relname, c.relkind FROM pg_class AS c"
        " WHERE c.relnamespace = 'api'::regnamespace AND c.relkind NOT IN ('v', 'c')"
    ).fetchall()
    assert rows == []


def test_a_function_file_creates_one_object_of_its_name() -> None:
    wrong = {file.path: sorted(file.creates) for file in FILES if not _is_named_after(file)}
    assert wrong == {}


def test_a_second_object_in_a_file_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "functions" / "api" / "shop" / "items.sql"
    path.parent.mkdir(parents=True)
    one = "CREATE VIEW api.items AS SELECT 1 AS item_id;\n"
    path.write_text(one)
    assert [_is_named_after(file) for file in read_files(tmp_path)] == [True]
    path.write_text(one + "CREATE TYPE api.price AS (cents int);\n")
    assert [_is_named_after(file) for file in read_files(tmp_path)] == [False]


def test_a_function_file_only_declares() -> None:
    """What is to be done at each deploy stands in db/schema/always/."""
    wrong = {file.path: done for file in FILES if (done := sorted(set(_verbs(file)) - _DECLARING))}
    assert wrong == {}


def test_api_files_create_in_api_only() -> None:
    wrong = {
        file.path: sorted(file.creates)
        for file in FILES
        if file.step == API and any(not name.startswith("api.") for name in file.creates)
    }
    assert wrong == {}


def test_an_object_without_a_file_is_seen(db: Connection) -> None:
    db.execute("CREATE FUNCTION helpdesk.stray() RETURNS int LANGUAGE sql RETURN 1")
    present = {name for (name,) in db.execute(_OBJECTS, {"schemas": _SCHEMAS})}
    assert "helpdesk.stray" in present - {name for file in read_files(DB) for name in file.creates}


def _is_named_after(file: File) -> bool:
    return [name.split(".")[1] for name in file.creates] == [Path(file.path).stem]


def _verbs(file: File) -> list[str]:
    """The first word of each statement."""
    return [words[0] for statement in _BODY.sub("", file.text).split(";") if (words := statement.split())]


def _is_type(db: Connection, name: str) -> bool:
    return db.execute("SELECT to_regtype(%s) IS NOT NULL", (name,)).fetchone() == (True,)
