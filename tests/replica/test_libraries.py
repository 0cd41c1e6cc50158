"""The programs of docs/bi.md on a standby, pandas, Polars, DuckDB; and the JDBC driver."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.replica.conftest import TICKETS, Pair
from tests.replica.test_bi import TYPES, blocks

_URL = "postgresql://reporter:…@standby.example:5433/pgdesk"
_PROGRAMS = {program.split(maxsplit=2)[1]: program for program in blocks("python")}
_EXTENSION = "from duckdb_extensions import import_extension; import_extension('postgres_scanner')\n"
_MISSING = [name for name in _PROGRAMS if importlib.util.find_spec(name) is None]

_DRIVER = Path("/usr/share/java/postgresql.jar")


@pytest.mark.skipif(bool(_MISSING), reason=f"{', '.join(_MISSING)}: half a gigabyte, which make bi installs")
@pytest.mark.parametrize("library", ["pandas", "polars", "duckdb"])
def test_a_program_reads_the_standby(pair: Pair, tmp_path: Path, library: str) -> None:
    dsn = conninfo_to_dict(pair.standby.dsn("reporter"))
    url = f"postgresql://reporter:{dsn['password']}@{dsn['host']}:{dsn['port']}/pgdesk"
    program = _PROGRAMS[library]
    assert _URL.partition("//")[2] in program
    program = program.replace(_URL.partition("//")[2], url.partition("//")[2])
    done = subprocess.run(
        [sys.executable, "-c", (_EXTENSION if library == "duckdb" else "") + program],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.skipif(
    not _DRIVER.exists() or shutil.which("javac") is None,
    reason="no JDBC (Debian: apt-get install default-jdk-headless libpostgresql-jdbc-java)",
)
def test_jdbc_finds_views_columns_and_comments(pair: Pair) -> None:
    dsn = conninfo_to_dict(pair.standby.dsn("reporter"))
    address = f"jdbc:postgresql://{dsn['host']}:{dsn['port']}/pgdesk"
    program = Path(__file__).with_name("Catalogue.java")
    done = subprocess.run(
        ["java", "-cp", _DRIVER, program, address, str(dsn["password"])],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    views = [line for line in lines if line.startswith("VIEW\t")]
    columns = [line for line in lines if line.count("\t") and line not in views]
    assert any(line.startswith("VIEW\ttickets\tOne row a ticket") for line in views)
    assert {line.split("\t")[0] for line in columns} <= set(TYPES)
    assert not [line for line in views + columns if line.endswith("null")], "each has a comment"
    assert lines.count("row") >= TICKETS
    assert "key" not in lines
