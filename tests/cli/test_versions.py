"""What finds a server, deploys to it, examines it and tells of it agrees on the versions."""

from pathlib import Path

import pytest

from pgdesk.cli import versions
from pgdesk.cli.deploy import rights
from pgdesk.cli.errors import PgdeskError
from pgdesk.cli.server.binaries import read_binaries

_ROOT = Path(__file__).resolve().parents[2]


class _Cursor:
    """Answers as a server of that version would."""

    def __init__(self, version: int) -> None:
        self.row = ("postgres", "pgdesk", True, True, True, False, version)

    def execute(self, query: object) -> None:
        pass

    def fetchone(self) -> tuple[object, ...]:
        return self.row


@pytest.mark.parametrize("major", [14, 15, 18, 19, 20])
def test_all_take_and_refuse_the_same(tmp_path: Path, major: int) -> None:
    for name in ("postgres", "initdb"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.1'\n")
        program.chmod(0o755)
    is_supported = 15 <= major <= 19
    assert (read_binaries(tmp_path) is not None) is is_supported
    assert (versions.fault(major) is None) is is_supported
    if is_supported:
        rights.require(_Cursor(major * 10000 + 1))
    else:
        with pytest.raises(PgdeskError, match=f"PostgreSQL {major} is not supported: pgdesk needs 15 to 19"):
            rights.require(_Cursor(major * 10000 + 1))


@pytest.mark.parametrize("text", ["README.md", "docs/deployment.md"])
def test_texts_name_the_versions(text: str) -> None:
    assert f" {versions.SPAN}" in (_ROOT / text).read_text()
