"""Files of an import: their bytes lie in the store, and go out again."""

import hashlib
import os
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from psycopg.types.json import Jsonb

from pgdesk.cli.commands.imports import import_
from pgdesk.files.store import Store
from pgdesk.imports.exporting import export
from pgdesk.imports.filling import fill
from pgdesk.imports.jsonl import read
from pgdesk.imports.problems import SourceError
from pgdesk.imports.running import run_batches
from tests.imports.conftest import Importing
from tests.imports.sample import everything, message

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
        with pytest.raises(SourceError, match="name a folder that is none yet"):
            export(connection, tmp_path / "out", "old", store)
    (out,) = (tmp_path / "out" / "files").iterdir()
    assert out.read_bytes() == PDF


def test_what_is_said_of_bytes_must_be_true(importing: Importing) -> None:
    kept = hashlib.sha256(PDF).hexdigest()
    importing.ask("keep_import_file", kept, len(PDF))
    file = {"record": "file", "ticket": "t1", "filename": "a.pdf", "sha256": kept, "size_bytes": len(PDF)}
    import_id: int = importing.ask("begin_import", "old", "jsonl")
    rows = [
        *everything(),
        {**file, "id": "f1"},
        {**file, "id": "f2", "size_bytes": 2 * len(PDF)},
        {**file, "id": "f3", "filename": "a\r\nSet-Cookie: x"},
        {**file, "id": "f4", "media_type": "text/html\r\nX-A: b"},
        {**file, "id": "f5", "sha256": "0" * 64},
        {**message("m9", "t1", "p2", "2026-03-02T13:00:00Z", kind="note"), "author": None},
        {**file, "id": "f6", "message": "m9"},
    ]
    importing.ask("add_import_rows", import_id, Jsonb(rows))
    importing.ask("test_import", import_id)
    found = importing.check(import_id)
    assert [(row["id"], row["reason"]) for row in found["problems"]] == [
        ("f2", f"the file has {len(PDF)} bytes"),
        ("f3", "filename has a slash or a control character"),
        ("f4", "media_type is none"),
        ("f5", "the bytes of the file are not in the store"),
        ("m9", "a note has no author"),
        ("f6", "message m9 was not taken over"),
    ]


def test_what_is_no_file_is_not_waited_for(importing: Importing, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = CliRunner().invoke(import_, ["test", str(pipe), "--source", "old"])
    assert "is neither a file nor a folder" in str(result.exception)
    os.mkfifo(tmp_path / "records.jsonl")
    with pytest.raises(SourceError, match="there is no such file"):
        list(read(tmp_path, {}))
    record = {"record": "file", "id": "f1", "path": str(pipe), "filename": "a.pdf"}
    import_id = importing.ask("begin_import", "old", "jsonl")
    fill(importing.desk.db, import_id, [record], Store((tmp_path / "store").as_uri()))
    importing.ask("test_import", import_id)
    assert [row["reason"] for row in importing.report(import_id)["problems"]] == ["pipe is no file"]


def test_a_path_that_no_file_has_is_a_bad_record(tmp_path: Path) -> None:
    source = tmp_path / "records.jsonl"
    source.write_text('{"record": "file", "id": "f1", "path": "no\\u0000pe"}\n')
    assert list(read(source, {})) == [{"line": 1, "fault": "path holds a character that none may have"}]
