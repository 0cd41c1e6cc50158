"""An import whose process is killed goes on where it was, and gives the same as one that was not."""

from pathlib import Path

from tests.imports.interrupted import differences


def test_killed_at_several_moments(server_dsn: str, tmp_path: Path) -> None:
    assert differences(server_dsn, tmp_path, kills=3) == []
