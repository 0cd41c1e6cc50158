"""Files of an import: their bytes lie in the store, and go out again."""

from pathlib import Path

import psycopg

from pgdesk.files.store import Store
from pgdesk.imports.exporting import export
from pgdesk.imports.filling import fill
from pgdesk.imports.running import run_batches
from tests.imports.sample import everything

PDF = b"%PDF-1.7 boiler"


def test_bytes_come_in_and_go_out(fresh_db: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    store = Store((tmp_path / "store").as_uri())
    file = {"record": "file", "ticket": "t1", "message": "m1", "path": str(tmp_path / "a.pdf")}
    records = [
        *everything(),
        {**file, "id": "f1", "filename": "a.pdf"},
        {**file, "id": "f2", "filename": "b.pdf", "sha256": "0" * 64},
        {**file, "id": "f3", "filename": "c.pdf", "path": str(tmp_path / "c.pdf")},
    ]
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        row = connection.execute("SELECT helpdesk.begin_import('old', 'jsonl')").fetchone()
        assert row is not None
        fill(connection, row[0], records, store)
        for step in ("test_import", "map_import", "check_import", "start_import"):
            connection.execute(f"SELECT helpdesk.{step}(%s)", row)
        run_batches(connection, row[0])
        report = connection.execute("SELECT helpdesk.report_import(%s)", row).fetchone()
        assert report is not None
        assert report[0]["contents"]["files"] == {"same": 1, "other": 0, "missing": 0}
        assert [problem["reason"] for problem in report[0]["problems"]] == [
            "the bytes are not those of sha256",
            "c.pdf cannot be read: No such file or directory",
        ]
        assert connection.execute(
            "SELECT filename, media_type, state FROM helpdesk.attachment"
        ).fetchall() == [("a.pdf", "application/pdf", "clean")]
        export(connection, tmp_path / "out", "old", store)
    (out,) = (tmp_path / "out" / "files").iterdir()
    assert out.read_bytes() == PDF
