"""One word a subject: migrations, functions, api, triggers, rights, tests and their matrix use the same."""

import re
from collections.abc import Iterable
from pathlib import Path

from pgdesk.cli.deploy.files import API, MIGRATIONS, read_files
from pgdesk.cli.paths import DB, ROOT
from tests.rls.lines import FOLDER as MATRIX
from tests.rls.lines import read_lines

TESTS = ROOT / "tests"

#: Folders of tests that are not about a subject.
ROOMS = {
    # of code
    "api", "bench", "cli", "demo", "docs", "lint", "mutate", "rest", "rls", "web", "workers",
    # of what crosses subjects
    "clients", "contract", "journey", "peer", "peers", "plans", "soak",
    # of what stands beside a desk
    "observe", "replica",
}  # fmt: skip
#: Files of db/schema/rights that are not about a subject.
ACROSS = {"000_who"}


def _folders(path: Path) -> set[str]:
    return {child.name for child in path.iterdir() if any(child.rglob("*.sql")) or any(child.glob("*.py"))}


def _table(right: str, tables: Iterable[str]) -> str | None:
    """The longest name of a table that the right begins with."""
    return max((t for t in tables if right.startswith(f"{t}_")), key=len, default=None)


def _files(path: Path, pattern: str) -> set[str]:
    return {file.stem for file in path.glob(pattern)}


SUBJECTS = _folders(DB / "functions") - {"api"}
SHOWN = _folders(DB / "functions" / "api")


def test_migrations_are_of_subjects() -> None:
    names = [
        file.path.split("__")[1].removesuffix(".sql") for file in read_files(DB) if file.step == MIGRATIONS
    ]
    assert set(names) == SUBJECTS - {"hook"}, "it holds no state"
    assert len(names) == len(set(names))


def test_triggers_and_jobs_are_of_subjects() -> None:
    assert not _files(DB / "schema" / "after", "*.sql") - SUBJECTS
    assert not _files(DB / "schema" / "always", "*.sql") - SUBJECTS


def test_a_right_stands_under_the_subject_of_its_table() -> None:
    assert not _files(DB / "schema" / "rights", "*.sql") - ACROSS - SUBJECTS
    home = {
        table: path.stem.split("__")[1]
        for path in (DB / "migrations").glob("V*.sql")
        for table in re.findall(
            r"^CREATE (?:UNLOGGED )?TABLE (?:helpdesk\.)?([a-z_.]+)", path.read_text(), re.M
        )
    }
    wrong = {
        right: path.name
        for path in (DB / "schema" / "rights").glob("*.sql")
        for right in re.findall(r"^    \('([a-z_.]+)',", path.read_text(), re.M)
        if (table := _table(right, home)) and home[table] != path.stem
    }
    assert wrong == {}


def test_what_clients_see_is_of_subjects() -> None:
    assert not SHOWN - SUBJECTS
    assert SUBJECTS - {"hook"} == SHOWN, "these show nothing"


def test_each_subject_has_its_tests() -> None:
    assert _folders(TESTS) - ROOMS == SUBJECTS


def test_the_rights_of_what_clients_see_stand_under_its_subject() -> None:
    assert _files(MATRIX, "*.txt") == SHOWN
    subject: dict[tuple[str, bool], str] = {}
    for file in read_files(DB):
        if file.step == API:
            (name,) = file.creates
            is_call = "CREATE FUNCTION" in file.text
            subject[name.removeprefix("api."), is_call] = file.path.split("/")[2]
    wrong = {
        line.where: of
        for line in read_lines()
        if (of := subject[line.object, line.verb == "call"]) != line.where.split(".")[0]
    }
    assert wrong == {}
