"""Pages name what is there: files and folders, objects of the database, words of the sources."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from pgdesk.cli.paths import DB, ROOT
from tests.conftest import Connection

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "findings").glob("*.md")])
OF_OTHERS = {"rest-map.md"}
"""Beside pgdesk's names it has those of the documents that it maps; a test walks what it says."""

_FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
_NAMES = """
    SELECT n.nspname || '.' || c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    UNION
    SELECT n.nspname || '.' || p.proname FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
"""


class Sources(NamedTuple):
    text: str
    words: frozenset[str]


def names(page: str) -> set[str]:
    """What stands in backticks by itself, outside blocks of code."""
    prose = re.sub(r"^```.*?^```", "", page, flags=re.M | re.S)
    return set(re.findall(r"`([^`\s]+)`", prose))


def missing(page: str, objects: set[str], sources: Sources) -> list[str]:
    """Names that look like a path, an object or a name of code, and are not there."""
    schemas = {name.split(".")[0] for name in objects}
    wrong = []
    for name in names(page):
        first = re.split(r"[./]", name)[0]
        if "/" in name and first in _FOLDERS:
            is_there = any(ROOT.glob(re.sub(r"<\w+>", "*", name)))
        elif variable := re.match(r"PGDESK_(\w+)", name):
            is_there = not sources.words.isdisjoint({variable[0], variable[1].lower()})
        elif re.fullmatch(r"rpc/\w+", name):
            is_there = f"api.{name.removeprefix('rpc/')}" in objects
        elif re.fullmatch(r"\w+\.\w+", name) and first in schemas:
            is_there = name in objects or f"'{name}'" in sources.text
        elif re.fullmatch(r"[A-Za-z]\w*(\.\w+)*", name) and re.search(r"[_.]", name):
            is_there = name in sources.words or ("." in name and name in sources.text)
        else:
            continue
        if not is_there:
            wrong.append(name)
    return sorted(wrong)


@pytest.fixture(scope="module")
def sources() -> Sources:
    files = [*DB.rglob("*.sql"), *(path for name in _FOLDERS for path in (ROOT / name).glob("**/*.py"))]
    files.append(ROOT / "docker-compose.yml")
    text = "\n".join(path.read_text() for path in files if path != Path(__file__))
    return Sources(text, frozenset(re.findall(r"\w+", text)))


@pytest.fixture
def objects(db: Connection) -> set[str]:
    return {name for (name,) in db.execute(_NAMES)}


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name not in OF_OTHERS], ids=lambda p: str(p.relative_to(ROOT))
)
def test_what_a_page_names_is_there(page: Path, objects: set[str], sources: Sources) -> None:
    assert missing(page.read_text(), objects, sources) == []


def test_files_that_the_sources_name_are_there() -> None:
    path = re.compile(rf"\b(?:{'|'.join(_FOLDERS)})/[\w./-]+\.(?:sql|py|md|txt|sh)\b")
    files = [*DB.rglob("*.sql"), *(f for name in _FOLDERS - {"tests"} for f in (ROOT / name).glob("**/*.py"))]
    named = {(found, file) for file in files for found in path.findall(file.read_text())}
    assert [(found, file.name) for found, file in named if not (ROOT / found).exists()] == []


def test_what_is_not_there_is_seen(objects: set[str], sources: Sources) -> None:
    page = (
        "`db/functions` `db/nowhere` `helpdesk.ticket` `helpdesk.tickets` `rpc/reply` `rpc/answer`"
        " `sla.warn_percent` `lock_no_ticket` `word`\n```sql\n`helpdesk.in_code`\n```\n"
    )
    assert missing(page, objects, sources) == [
        "db/nowhere",
        "helpdesk.tickets",
        "lock_no_ticket",
        "rpc/answer",
    ]
