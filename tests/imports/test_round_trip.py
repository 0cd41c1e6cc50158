"""Out of one desk and into another: no difference, line by line."""

import gzip
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pgdesk.imports import jsonl
from pgdesk.imports.exporting import export
from pgdesk.imports.filling import fill
from pgdesk.imports.problems import SourceError
from pgdesk.imports.running import run_batches
from tests.conftest import clone
from tests.desk import SYSTEM, make_desk


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines()]


def take_in(connection: psycopg.Connection[Any], folder: Path) -> dict[str, Any]:
    def ask(name: str, *values: Any) -> Any:
        places = ", ".join(["%s"] * len(values))
        row = connection.execute(f"SELECT helpdesk.{name}({places})", values).fetchone()
        return row[0] if row else None

    import_id = ask("begin_import", "other", "jsonl")
    fill(connection, import_id, jsonl.read(folder, {}), None)
    ask("test_import", import_id)
    ask("set_import_mapping", import_id, "role", "admin", "admin")
    ask("map_import", import_id)
    assert ask("check_import", import_id)["problems"] == []
    ask("start_import", import_id)
    run_batches(connection, import_id)
    found: dict[str, Any] = ask("report_import", import_id)
    return found


def live(dsn: str) -> None:
    """Some days of a desk, by its own verbs."""
    with psycopg.connect(dsn) as connection:
        desk = make_desk(connection)
        first, second, third, fourth = (
            desk.ticket(requester=who, department_id=desk.support)
            for who in (desk.customer, desk.teammate, desk.stranger, desk.customer)
        )
        desk.run(desk.agent, "SELECT api.reply(%s, 'Which one?', status => 'on_hold')", first)
        desk.run(desk.customer, "SELECT api.reply(%s, 'The red one.')", first)
        desk.run(desk.agent, "SELECT api.add_note(%s, 'Boiler 7')", first)
        desk.run(SYSTEM, "INSERT INTO helpdesk.tag (name) VALUES ('heating')")
        desk.run(desk.agent, "SELECT api.add_tags(%s, '{heating}')", first)
        desk.run(desk.agent, "SELECT api.assign_ticket(%s, %s)", first, desk.agent.id)
        desk.run(desk.agent, "SELECT api.set_priority(%s, 'high')", first)
        desk.run(desk.agent, "SELECT api.escalate_ticket(%s, %s, 'Please look')", first, [desk.colleague.id])
        desk.run(desk.agent, "SELECT api.set_department(%s, %s)", second, desk.billing)
        desk.run(desk.agent, "SELECT api.add_participant(%s, %s)", second, desk.customer.id)
        desk.run(desk.agent, "SELECT api.link_tickets(%s, %s, 'related')", second, third)
        desk.run(desk.agent, "SELECT api.merge_tickets(ARRAY[%s]::bigint[], %s)", fourth, first)
        desk.run(desk.agent, "SELECT api.resolve_ticket(%s)", first)
        desk.run(desk.customer, "SELECT api.rate_ticket(4, %s, comment => 'Fine')", first)
        desk.run(desk.admin, "SELECT api.mark_spam(%s)", third)


def test_out_and_in_again_is_the_same(server_dsn: str, fresh_db: str, tmp_path: Path) -> None:
    with clone(server_dsn, "pgdesk_import_other") as dsn:
        live(dsn)
        with psycopg.connect(dsn, autocommit=True) as connection:
            export(connection, tmp_path / "out")
    with psycopg.connect(fresh_db, autocommit=True) as connection:
        found = take_in(connection, tmp_path / "out")
        assert found["problems"] == []
        export(connection, tmp_path / "again", "other")
        for one, other in zip(lines(tmp_path / "again"), lines(tmp_path / "out"), strict=True):
            assert one == other
        assert connection.execute("SELECT * FROM helpdesk.check_sla_cache()").fetchall() == []
        again = take_in(connection, tmp_path / "out")
    assert {name for row in again["counts"].values() for name, count in row.items() if count} == {
        "read",
        "unchanged",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"record":"pgdesk","version":1}\n{"record":"person","id":"1","name":"A"}\n', "it is not whole"),
        ('{"record":"pgdesk","version":9}\n', "version 9"),
        ('{"record":"pgdesk","version":1}\n{"record":"end","records":3}\n', "its last line says 3"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "records.jsonl").write_text(text)
    with pytest.raises(SourceError, match=said):
        list(jsonl.read(tmp_path, {}))


def test_a_compressed_file_that_was_cut_off(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b'{"record":"person","id":"%d","name":"A"}\n' % n for n in range(5000)))
    (tmp_path / "records.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="cannot be read after line"):
        list(jsonl.read(tmp_path / "records.jsonl.gz", {}))


def test_utf_16_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_text('{"record":"person","id":"1","name":"A"}\n', "utf-16")
    with pytest.raises(SourceError, match="is UTF-16; records are UTF-8"):
        list(jsonl.read(tmp_path, {}))


def test_lines_that_are_none_come_with_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_bytes(
        b'{"record":"person"\n[1]\n\xff\xfe\n{"record":"tag","id":"1"}\n'
    )
    found = list(jsonl.read(tmp_path, {}))
    assert [(row["line"], row.get("fault", "")) for row in found] == [
        (1, "the line is not JSON"),
        (2, "the line is no JSON object"),
        (3, "the line is not UTF-8"),
        (4, ""),
    ]


def test_a_path_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_text('{"record":"file","id":"1","path":"../../etc/passwd"}\n')
    (found,) = jsonl.read(tmp_path, {})
    assert found["fault"] == "path leads out of the folder of the records"
