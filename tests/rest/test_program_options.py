"""What `pgdesk rest` can be asked for besides serving."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pgdesk.cli.server.process import free_port
from tests.rest.running import asked, running
from tests.rest.test_program import role_setting


def test_help_version_and_example(tmp_path: Path, library_dsn: str) -> None:
    assert all(asked(library_dsn, option).returncode == 0 for option in ("-h", "--help"))
    for option in ("-v", "--version"):
        assert asked(library_dsn, option).stdout == "PostgREST 16.2\n"
    example = asked(library_dsn, "--example").stdout
    assert asked(library_dsn, "-e").stdout == example
    file = tmp_path / "rest.conf"
    file.write_text(example)
    assert 'db-anon-role = "shelf_anon"' in asked(library_dsn, "--dump-config", str(file)).stdout


def test_configuration_in_use(library_dsn: str) -> None:
    """The database's settings are part of it; without the database, the others are shown."""
    with role_setting(library_dsn, "pgrst.db_max_rows = 2"):
        dumped = asked(library_dsn, "--dump-config").stdout.splitlines()
        assert "db-max-rows = 2" in dumped
        assert 'db-max-rows = ""' in asked(library_dsn, "--dump-config", DB_CONFIG="false").stdout
        away = asked(library_dsn, "--dump-config", PGPORT="1")
    assert (away.returncode, 'db-max-rows = ""' in away.stdout) == (0, True)
    assert "Failed to query database settings" in away.stderr
    assert 'jwt-role-claim-key = "$$.role"' in dumped


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"LOG_LEVEL": "never"}, "Invalid logging level. Check your configuration."),
        ({"JWT_SECRET": "@/no/file"}, "No such file or directory"),
    ],
)
def test_a_wrong_configuration_is_refused(library_dsn: str, settings: dict[str, str], reason: str) -> None:
    for options in ([], ["--dump-config"]):
        refused = asked(library_dsn, *options, **settings)
        assert refused.returncode == 1
        assert refused.stderr.startswith("Error in config ")
        assert reason in refused.stderr
        assert refused.stderr.count("\n") == 1


def test_a_wrong_setting_of_the_database_is_refused(library_dsn: str) -> None:
    """Where something is dumped; a server goes on with the settings that it has."""
    with role_setting(library_dsn, "pgrst.jwt_role_claim_key = 'role'"):
        for option in ("--dump-config", "--dump-schema"):
            refused = asked(library_dsn, option)
            assert (refused.returncode, refused.stdout) == (1, "")
            assert refused.stderr.startswith("Error in config ")


def test_schema_cache(library_dsn: str) -> None:
    schema = json.loads(asked(library_dsn, "--dump-schema").stdout)
    assert sorted(schema) == [
        "dbMediaHandlers",
        "dbRelationships",
        "dbRepresentations",
        "dbRoutines",
        "dbTables",
    ]
    tables = {name["qiName"]: table for name, table in schema["dbTables"]}
    assert list(tables) == sorted(tables)
    assert tables["subjects"] == {
        "tableColumns": {
            "name": {
                "colDefault": None,
                "colDescription": None,
                "colEnum": [],
                "colMaxLen": None,
                "colName": "name",
                "colNominalType": "text",
                "colNullable": False,
                "colType": "text",
            },
            "subject_id": {
                "colDefault": None,
                "colDescription": None,
                "colEnum": [],
                "colMaxLen": None,
                "colName": "subject_id",
                "colNominalType": "integer",
                "colNullable": False,
                "colType": "integer",
            },
        },
        "tableDeletable": True,
        "tableDescription": None,
        "tableInsertable": True,
        "tableIsView": False,
        "tableName": "subjects",
        "tablePKCols": ["subject_id"],
        "tableSchema": "shelf",
        "tableUpdatable": True,
    }
    loans = next(several for key, several in schema["dbRelationships"] if key[0]["qiName"] == "loans")
    assert loans[0] == {
        "relCardinality": {"relColumns": [["book_id", "book_id"]], "relCons": "loan_book", "tag": "M2O"},
        "relFTableIsView": False,
        "relForeignTable": {"qiName": "books", "qiSchema": "shelf"},
        "relIsSelf": False,
        "relTable": {"qiName": "loans", "qiSchema": "shelf"},
        "relTableIsView": False,
        "tag": "Relationship",
    }
    kinds = {
        one.get("relCardinality", one)["tag"] for _, several in schema["dbRelationships"] for one in several
    }
    assert kinds == {"O2M", "M2O", "M2M", "ComputedRelationship"}
    routines = {name["qiName"]: several for name, several in schema["dbRoutines"]}
    assert [parameter["ppReq"] for parameter in routines["add"][0]["pdParams"]] == [True, False]
    books = {"qiName": "books", "qiSchema": "shelf"}
    assert routines["books_by"][0]["pdReturnType"] == {
        "contents": {"contents": [books, False], "tag": "Composite"},
        "tag": "SetOf",
    }
    assert asked(library_dsn, "--dump-schema", DB_SCHEMAS="nope").returncode == 1


def test_ready(tmp_path: Path, library_dsn: str) -> None:
    port = free_port()
    server = {"ADMIN_SERVER_UNIX_SOCKET": "", "ADMIN_SERVER_PORT": str(port), "SERVER_HOST": "localhost"}
    url = f"http://localhost:{port}/ready"

    def ready(**settings: str) -> tuple[int, str]:
        done = asked(library_dsn, "--ready", **{**server, **settings})
        return done.returncode, done.stdout + done.stderr

    assert ready() == (1, f"ERROR: connection refused to {url}\n")
    with running(tmp_path, library_dsn, ready=False, **server) as program:
        program.says("API server listening on ")
        assert ready() == (0, f"OK: {url}\n")
    with running(tmp_path, library_dsn, ready=False, **server, DB_SCHEMAS="nope") as program:
        program.says("API server listening on ")
        assert ready() == (1, f"ERROR: {url}\n")
    assert ready(ADMIN_SERVER_PORT="-1") == (1, "ERROR: invalid url - http://localhost:-1/ready\n")
    assert ready(ADMIN_SERVER_PORT="")[1].startswith("ERROR: Admin server is not running.")
    assert 'configured as "!4"' in ready(SERVER_HOST="!4")[1]
