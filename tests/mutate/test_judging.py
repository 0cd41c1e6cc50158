"""The judge finds the test that notices a fault, and lets one live that none notices."""

import json
import secrets
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from pgdesk.cli.paths import ROOT
from tests.conftest import clone
from tests.mutate.equivalents import read_equivalents
from tests.mutate.faults import find_faults
from tests.mutate.mutants import CATEGORIES, Mutant, draw, list_mutants

SAMPLE = """CREATE OR REPLACE FUNCTION helpdesk.is_of_sample(p_number int) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    RETURN p_number > 3 AND p_number < 9;
END
$$"""
TESTS = """
import psycopg

def ask(number):
    with psycopg.connect({dsn!r}) as connection:
        return connection.execute("SELECT helpdesk.is_of_sample(%s)", (number,)).fetchone()[0]

def test_of_something_else():
    assert ask(5)

def test_the_least():
    assert ask(4) and not ask(3)
"""


def sample(change: str) -> Mutant:
    (fault,) = [f for f in find_faults(SAMPLE) if f.lines(SAMPLE)[1] == f"RETURN {change};"]
    name = "helpdesk.is_of_sample"
    return Mutant("gates", fault.kind, name, *fault.lines(SAMPLE), fault.plant(SAMPLE), (name,))


def test_the_one_that_a_test_notices_is_killed_by_it_and_the_other_survives(
    server_dsn: str, tmp_path: Path
) -> None:
    template = f"mutate_{secrets.token_hex(4)}_template"
    plan, out = tmp_path / "plan.json", tmp_path / "out.jsonl"
    records = tmp_path / "records.json"
    mutants = [sample("p_number >= 3 AND p_number < 9"), sample("p_number > 3 AND p_number <= 9")]
    uses = {"test_of_something_else": [], "test_the_least": ["helpdesk.is_of_sample"]}
    records.write_text(json.dumps({f"test_sample.py::{test}": (0.1, used) for test, used in uses.items()}))
    plan.write_text(
        json.dumps(
            {
                "task": "judge",
                "mutants": [mutant.as_json() for mutant in mutants],
                "records": str(records),
                "killers": {},
                "out": str(out),
                "server": server_dsn,
                "template": template,
            }
        )
    )
    with clone(server_dsn, template) as made:
        (tmp_path / "test_sample.py").write_text(TESTS.format(dsn=made))
        with psycopg.connect(made) as connection:
            connection.execute(SAMPLE)
            connection.execute("ALTER FUNCTION helpdesk.is_of_sample OWNER TO pgdesk_owner")
        subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "tests.mutate.plugin", f"--mutate={plan}",
             "-p", "no:cacheprovider", f"--rootdir={tmp_path}", tmp_path],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        with psycopg.connect(server_dsn, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {template.replace('template', 'pristine')}")
    verdicts = [json.loads(line) for line in out.read_text().splitlines()]
    assert [v["by"] for v in verdicts] == ["test_sample.py::test_the_least", ""]
    assert [v["tests"] for v in verdicts] == [1, 1]


@pytest.fixture(scope="module")
def found(dsn: str) -> list[Mutant]:
    with psycopg.connect(dsn) as connection:
        return list_mutants(connection)


def test_what_is_drawn_depends_on_the_seed_and_covers_each_category(found: list[Mutant]) -> None:
    assert len({mutant.name for mutant in found}) == len(found)
    drawn = draw(found, 50, 7, lambda mutant: mutant.kind != "row")
    assert drawn == draw(reversed(found), 50, 7, lambda mutant: mutant.kind != "row")
    assert {mutant.name for mutant in drawn} != {mutant.name for mutant in draw(found, 50, 8, lambda m: True)}
    assert [sum(m.category == c for m in drawn) for c in CATEGORIES] == [10] * 5
    assert {"clause", "comparison", "not", "role", "boundary", "when", "default"} <= {m.kind for m in drawn}
    assert "row" not in {mutant.kind for mutant in drawn}


def test_the_listed_equivalents_are_still_there(found: list[Mutant]) -> None:
    assert sorted(set(read_equivalents()) - {mutant.name for mutant in found}) == []
