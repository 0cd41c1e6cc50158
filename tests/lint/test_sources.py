"""What only the files in db/ show: one source of time; error codes that exist, are raised and tested."""

import re
from pathlib import Path

from pgdesk.cli.paths import DB, ROOT
from tests.conftest import Connection

FILES = sorted(DB.rglob("*.sql"))
OTHER_CLOCKS = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\("
    r"|\bcurrent_(date|time|timestamp)\b|\blocal(time|timestamp)\b",
    re.I,
)
MAY_READ_THE_CLOCK = {
    "schema/before/020_clock.sql": "is the clock",
    "migrations/V0020__queue.sql": "is the library's own text",
    "functions/schedule/run_job.sql": "measures a duration",
    "functions/conditions/begin_matching.sql": "measures a duration",
    "functions/conditions/matches_pattern.sql": "measures a duration",
}

WIDTH = 120
MAY_BE_WIDER = {
    "schema/tables/": "is generated",
    "schema/after/templates.sql": "holds paragraphs of mails, each a line",
}


def code(file: Path) -> str:
    """The file without its comments and without the texts of COMMENT ON."""
    text = re.sub(r"--.*", "", file.read_text())
    return re.sub(r"COMMENT ON [^;]*?\bIS\b\s*(?:\$\$.*?\$\$|(?:\s*'(?:[^']|'')*')+);", "", text, flags=re.S)


def test_helpdesk_clock_is_the_only_source_of_now() -> None:
    found = {str(file.relative_to(DB)): OTHER_CLOCKS.findall(code(file)) for file in FILES}
    wrong = [name for name, hits in found.items() if hits and not name.startswith("schema/tables/")]
    assert set(wrong) == set(MAY_READ_THE_CLOCK)


def test_every_code_that_is_raised_exists_and_every_code_is_raised(db: Connection) -> None:
    known = {row[0] for row in db.execute("SELECT code FROM helpdesk.error_code").fetchall()}
    functions = [f for f in FILES if "functions" in f.parts]
    raised = {found for file in functions for found in re.findall(r"'(PD[0-9]{3})'", code(file))}
    python = {
        found
        for folder in ("api", "mail", "workers")
        for f in (ROOT / folder).rglob("*.py")
        for found in re.findall(r"\bPD[0-9]{3}\b", f.read_text())
    }
    assert raised - known == set()
    assert known - raised - python == set()


def test_every_code_is_tested(db: Connection) -> None:
    known = {row[0] for row in db.execute("SELECT code FROM helpdesk.error_code").fetchall()}
    folder = ROOT / "tests"
    tests = "\n".join(f.read_text() for f in (*folder.rglob("*.py"), *folder.glob("rls/matrix/*.txt")))
    assert not (missing := sorted(code for code in known if code not in tests)), f"no test names {missing}"


def test_every_code_that_a_comment_promises_exists(db: Connection) -> None:
    known = {row[0] for row in db.execute("SELECT code FROM helpdesk.error_code").fetchall()}
    promised = {found for file in FILES for found in re.findall(r"\bPD[0-9]{3}\b", file.read_text())}
    assert promised - known == set()


def test_refuse_is_the_only_way_to_raise() -> None:
    raising = {
        str(f.relative_to(DB)) for f in FILES if re.search(r"\bRAISE\s+(EXCEPTION|USING|')", code(f), re.I)
    }
    assert raising == {"functions/base/refuse.sql"}


def test_a_function_is_named_without_its_arguments(db: Connection) -> None:
    """While its name is unique: a left-over overload is then refused by the deploy itself."""
    names = {
        name
        for (name,) in db.execute(
            "SELECT pronamespace::regnamespace || '.' || proname FROM pg_proc GROUP BY 1 HAVING count(*) = 1"
        )
    }
    listed = re.compile(r"\b(?:COMMENT|GRANT EXECUTE|REVOKE EXECUTE|REVOKE ALL) ON FUNCTION ([\w.]+)\(")
    wrong = {(str(f.relative_to(DB)), name) for f in FILES for name in listed.findall(f.read_text())}
    assert [found for found in sorted(wrong) if found[1] in names] == []


def test_no_line_is_wider_than_a_page() -> None:
    wide = [
        f"{name}:{number}"
        for file in FILES
        if not (name := str(file.relative_to(DB))).startswith(tuple(MAY_BE_WIDER))
        for number, line in enumerate(file.read_text().split("\n"), 1)
        if len(line) > WIDTH
    ]
    assert wide == []
