"""A stranger verifies an exported log, without a database."""

import json
import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from psycopg.conninfo import conninfo_to_dict

from pgdesk.cli.main import cli
from pgdesk.cli.seals import verify
from pgdesk.cli.server.binaries import find_binaries
from tests.conftest import clone
from tests.seals.conftest import Log

_HARD = 'é "quoted" \\ back, \u2028 and\ttab, 😀, \u007f'


@pytest.fixture
def sealed(log: Log) -> Log:
    log.change("Smoke")
    log.seal()
    log.change(_HARD)
    log.seal()
    return log


def test_an_exported_log_is_verified(sealed: Log) -> None:
    kept = sealed.checkpoint()
    found = verify(sealed.lines(), kept)
    assert found.faults == []
    assert found.rows == sealed.value("SELECT count(*) FROM audit.change")
    assert {found.last[0]: found.last[1]} == kept if found.last else False
    assert any(
        json.loads(json.loads(line)["fields"]["new.subject"]) == _HARD
        for line in sealed.lines()
        if "new.subject" in line
    )


def _faults(lines: list[str]) -> str:
    return " | ".join(verify(lines, {}).faults)


def test_what_was_changed_in_it_is_named(sealed: Log) -> None:
    lines = sealed.lines()
    place = next(at for at, line in enumerate(lines) if "Smoke" in line)
    before, line, after = lines[:place], lines[place], lines[place + 1 :]
    number = str(json.loads(line)["change"]).split(" ")[0]
    for old, new in (("Smoke", "Water"), (" system ", " admin "), ('"salt" : "', '"salt" : "00')):
        assert f"change {number} " in _faults([*before, line.replace(old, new), *after])
    assert "rows instead of" in _faults([*before, *after])
    assert "rows instead of" in _faults([*before, line, line, *after])


def test_a_seal_that_is_left_out_is_noticed(sealed: Log) -> None:
    lines = sealed.lines()
    heads = [place for place, line in enumerate(lines) if '"seal"' in line]
    assert len(heads) >= 2
    sealed.change("one more")
    sealed.seal()
    more = sealed.lines()[len(lines) :]
    assert "the seal before it is missing" in _faults([*lines[: heads[-1]], *more])
    assert _faults(more) == "", "a part of the chain is verified, too"


def test_a_checkpoint_shows_that_all_was_written_anew_or_cut_off(sealed: Log) -> None:
    (number,) = sealed.checkpoint()
    lines = sealed.lines()
    assert verify(lines, {number: "0" * 64}).faults == [f"seal {number}: the checkpoint says another hash"]
    last = max(place for place, line in enumerate(lines) if '"seal"' in line)
    cut = verify(lines[:last], sealed.checkpoint())
    assert cut.faults == [f"seal {number}: of it there is a checkpoint, and it is missing"]


def test_what_is_missing_in_the_database_is_missing_in_the_file(sealed: Log) -> None:
    number = sealed.value("SELECT max(change_id) FROM audit.change")
    sealed.as_superuser("DELETE FROM audit.change WHERE change_id = %s", number)
    (fault,) = verify(sealed.lines(), {}).faults
    assert fault.endswith(f"change {number} is missing")


def test_the_command_says_what_is_wrong(sealed: Log, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("\n".join(sealed.lines()) + "\n")
    ((number, value),) = sealed.checkpoint().items()
    good = CliRunner().invoke(cli, ["audit", "verify", str(file), "--checkpoint", f"{number}:{value}"])
    assert (good.exit_code, "WRONG" in good.output) == (0, False)
    bad = CliRunner().invoke(cli, ["audit", "verify", str(file), "--checkpoint", f"{number}:{'0' * 64}"])
    assert bad.exit_code == 1
    assert "WRONG" in bad.output


def test_seals_hold_after_a_dump_from_one_version_is_restored_on_another(
    sealed: Log, pg18_server: str
) -> None:
    dump = subprocess.run(
        [find_binaries().program("pg_dump"), "--no-owner", sealed.dsn],
        check=True,
        capture_output=True,
    ).stdout
    name = str(conninfo_to_dict(sealed.dsn)["dbname"])
    with clone(pg18_server, name, None) as restored:
        parts = conninfo_to_dict(restored)
        subprocess.run(
            [find_binaries().program("psql"), "--quiet", restored],
            env={**os.environ, "PGPASSWORD": str(parts["password"])},
            input=dump,
            check=True,
            capture_output=True,
        )
        with psycopg.connect(restored, autocommit=True) as connection:
            copy = Log(restored, connection, sealed.desk)
            assert copy.value("SHOW server_version_num") >= "180000"
            assert copy.faults() == []
            assert copy.lines() == sealed.lines()
            copy.run("INSERT INTO helpdesk.tag (name) VALUES ('new')")
            copy.seal()
            assert copy.faults(sealed.checkpoint()) == []
            assert copy.value("SELECT max(generation) FROM audit.seal") == 2
