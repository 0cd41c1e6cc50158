"""Reading the files of reports, without a database."""

from pathlib import Path

import pytest

from pgdesk.reports import files

TEXT = """\
-- title: Mine
-- description: One
-- description: two.
-- period: 7 | Opened in
-- parameter: by choice(a,b) = a | What to group by
-- chart: bar a b
-- drill: b | ["created_at", "between", ["{from}", "{to}"]]
-- drill: b | ["priority", "is", "{a}"]
SELECT 1 AS a, 2 AS b;
"""


def test_a_header_is_read() -> None:
    assert files.read("mine", TEXT) == {
        "report": "mine",
        "title": "Mine",
        "description": "One two.",
        "period_days": 7,
        "period_of": "Opened in",
        "parameters": [{"name": "by", "type": "choice(a,b)", "default": "a", "help": "What to group by"}],
        "chart": ["bar", "a", "b"],
        "drills": {"b": [["created_at", "between", ["{from}", "{to}"]], ["priority", "is", "{a}"]]},
        "query": TEXT.rstrip().removesuffix(";"),
    }
    assert files.read("mine", "-- title: Mine\nSELECT 1 AS a")["period_days"] is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("-- parameter: x number = 1 | no", "cannot read the parameter line 'x number = 1 | no'"),
        ("-- period: many | no", "cannot read the period line"),
        ("-- drill: b | is 1", "cannot read the drill line 'b | is 1'"),
        ("-- title: Another", "needs one title line"),
    ],
)
def test_what_is_wrong_with_a_header_is_said(line: str, message: str) -> None:
    with pytest.raises(files.ReportError, match="report mine") as caught:
        files.read("mine", f"-- title: Mine\n{line}\nSELECT 1 AS a")
    assert message in str(caught.value)


def test_ones_own_folder_goes_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "volume.sql").write_text(TEXT)
    monkeypatch.setenv("PGDESK_REPORTS", str(tmp_path))
    assert tmp_path / "volume.sql" in files.paths()
    assert files.FOLDER / "volume.sql" not in files.paths()
    assert files.FOLDER / "backlog.sql" in files.paths()
    monkeypatch.setenv("PGDESK_REPORTS", str(tmp_path / "none"))
    with pytest.raises(files.ReportError, match="no folder"):
        files.paths()
