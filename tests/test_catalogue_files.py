"""What the catalogue has and what the files of db/ create is the same, both ways."""

from pgdesk.cli.deploy_files import API, FUNCTIONS, read_files
from pgdesk.cli.paths import DB
from tests.conftest import Connection

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
    assert not present - written, "no file creates these any more: drop them in a V file"
    assert not {name for name in written - present if not _is_type(db, name)}, (
        "files create what is not there"
    )


def test_schema_api_holds_views_and_functions_only(db: Connection) -> None:
    rows = db.execute(
        "SELECT c.relname, c.relkind FROM pg_class AS c"
        " WHERE c.relnamespace = 'api'::regnamespace AND c.relkind NOT IN ('v', 'c')"
    ).fetchall()
    assert rows == []


def test_a_function_file_is_named_after_what_it_creates() -> None:
    wrong = [
        file.path
        for file in read_files(DB)
        if file.step == FUNCTIONS
        and file.path.rsplit("/", 1)[-1].removesuffix(".sql")
        not in {name.split(".")[1] for name in file.creates}
    ]
    assert wrong == []


def test_api_files_create_in_api_only() -> None:
    wrong = {
        file.path: sorted(file.creates)
        for file in read_files(DB)
        if file.step == API and any(not name.startswith("api.") for name in file.creates)
    }
    assert wrong == {}


def test_an_object_without_a_file_is_seen(db: Connection) -> None:
    db.execute("CREATE FUNCTION helpdesk.stray() RETURNS int LANGUAGE sql RETURN 1")
    present = {name for (name,) in db.execute(_OBJECTS, {"schemas": _SCHEMAS})}
    assert "helpdesk.stray" in present - {name for file in read_files(DB) for name in file.creates}


def _is_type(db: Connection, name: str) -> bool:
    return db.execute("SELECT to_regtype(%s) IS NOT NULL", (name,)).fetchone() == (True,)
