"""Records that cannot be taken over: each with line and reason, the others come in."""

import pytest
from psycopg.types.json import Jsonb

from tests.desk import SYSTEM, refused
from tests.imports.conftest import Importing, Record
from tests.imports.sample import everything, message, people, waiting


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"subject": None}, "subject is missing"),
        ({"subject": "  "}, "subject is empty"),
        ({"subject": "x" * 501}, "subject has more than 500 characters"),
        ({"subject": ["x"]}, "subject is no text"),
        ({"created_at": "yesterday"}, "created_at is no instant"),
        ({"created_at": "2026-02-30T10:00:00Z"}, "created_at is no instant"),
        ({"created_at": "2026-02-03T10:00:00"}, "created_at is no instant"),
        ({"created_at": "2098-02-03T10:00:00Z"}, "created_at is in the future"),
        ({"requester": "p77"}, "person p77 was not taken over"),
        ({"followers": ["p2", "p78"]}, "person p78 was not taken over"),
        ({"tags": "heating"}, "tags is no list of texts"),
        ({"is_spam": "yes"}, "is_spam is neither true nor false"),
        ({"language": "English"}, "language is no BCP 47 tag"),
        ({"fields": [1]}, "fields is no object"),
        (
            {"reference": "ESC-9999999999"},
            "reference ESC-9999999999 would move the numbers of all tickets to come",
        ),
    ],
)
def test_a_bad_ticket_takes_along_what_belongs_to_it(
    importing: Importing, change: Record, reason: str
) -> None:
    records = [*everything(), message("m8", "t2", "p2", "2026-04-02T10:00:00Z")]
    records[-2] = {**records[-2], **change}
    import_id = importing.read(records)
    checked = importing.check(import_id)
    told = [(row["record"], row["reason"]) for row in checked["problems"]]
    assert told == [("ticket", reason), ("message", "ticket t2 was not taken over")]
    assert checked["records"]["ticket"]["bad"] == 1
    found = importing.run(import_id)
    assert [(row["record"], row["reason"]) for row in found["problems"]] == told
    assert [row["line"] for row in found["problems"]] == [len(records) - 1, len(records)]
    assert found["is_reconciled"]
    assert found["counts"]["ticket"]["imported"] == 1


def test_a_dry_run_changes_nothing(importing: Importing) -> None:
    importing.check(importing.read(everything()))
    desk = importing.desk
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.ticket") == 0
    assert desk.one(SYSTEM, "SELECT count(*) FROM helpdesk.import_row") == len(everything())


def test_what_a_table_refuses_is_found_and_stops_nothing(importing: Importing) -> None:
    """A rule of this desk that no import knows of."""
    importing.desk.run(
        SYSTEM,
        "ALTER TABLE helpdesk.ticket ADD CONSTRAINT ticket_critical_has_department"
        " CHECK (priority <> 'critical' OR department_id IS NOT NULL)",
    )
    records = [*people(), *[{**waiting()[0], "id": f"t{n}"} for n in range(20)]]
    records[-7] = {**records[-7], "priority": "critical"}
    found = importing.take(records)
    assert found["counts"]["ticket"]["imported"] == 19
    assert found["is_reconciled"]
    (problem,) = found["problems"]
    assert "ticket_critical_has_department" in problem["reason"]


def test_a_mended_record_is_taken_over(importing: Importing) -> None:
    records = [*everything(), message("m8", "t2", "p2", "never")]
    found = importing.take(records)
    (problem,) = found["problems"]
    mended = {key: value for key, value in records[-1].items() if key not in ("record", "id")}
    importing.ask(
        "mend_import_problem",
        problem["import_problem_id"],
        Jsonb({**mended, "created_at": "2026-04-02T10:00:00Z"}),
    )
    found = importing.run(found["import"]["import_id"])
    assert found["problems"] == []
    assert found["counts"]["message"]["imported"] == 4
    assert found["is_reconciled"]


def test_what_comes_twice_counts_as_it_came_last(importing: Importing) -> None:
    found = importing.take([*everything(), {**waiting()[0], "subject": "Bill again"}])
    assert found["counts"]["ticket"] == {
        **{"read": 3, "repeated": 1, "imported": 2},
        **{"updated": 0, "unchanged": 0, "bad": 0},
    }
    assert importing.desk.ticket_row(importing.id_of("ticket", "t2"))["subject"] == "Bill again"


def test_words_need_a_meaning(importing: Importing) -> None:
    records = everything()
    records[-1] = {**records[-1], "status": "Zzz"}
    import_id = importing.read(records)
    with refused("PD212", "status Zzz"):
        importing.ask("map_import", import_id)
    with refused("PD006", "nowhere is no status here"):
        importing.ask("set_import_mapping", import_id, "status", "Zzz", "nowhere")
    with refused("PD211"):
        importing.ask("check_import", import_id)
    importing.ask("set_import_mapping", import_id, "status", "Zzz", "on_hold")
    importing.check(import_id)
    importing.run(import_id)
    assert importing.desk.ticket_row(importing.id_of("ticket", "t2"))["status"] == "on_hold"


def test_unreadable_records_are_kept_with_their_line(importing: Importing) -> None:
    found = importing.take(
        [
            *everything(),
            {"line": 90, "fault": "the line is not JSON"},
            {"record": "ship", "id": "1", "line": 91},
            {"record": "ticket", "line": 92},
            {**waiting()[0], "id": "t\x00x", "subject": "Nul\x00l", "line": 93},
        ]
    )
    assert [(row["line"], row["reason"]) for row in found["problems"]] == [
        (90, "the line is not JSON"),
        (91, "there is no kind of record 'ship'"),
        (92, "id is missing, or longer than 1000"),
    ]
    assert importing.desk.ticket_row(importing.id_of("ticket", "tx"))["subject"] == "Null"


def test_a_source_needs_a_name_that_is_one(importing: Importing) -> None:
    for source in ("Old desk", "", "-x", "x" * 64):
        with refused("PD006", "is no name"):
            importing.ask("begin_import", source, "jsonl")


def test_only_administrators_import(importing: Importing) -> None:
    """It writes in everybody's name, and makes staff."""
    desk = importing.desk
    desk.run(SYSTEM, "INSERT INTO helpdesk.role_permission VALUES ('agent', 'imports.run')")
    for verb in ("create_import(source => 'x')", "mend_import_problem(1)", "resume_import(1)"):
        with refused("42501"):
            desk.run(desk.agent, f"SELECT api.{verb}")
    with refused("42501"):
        desk.run(desk.agent, "SELECT FROM api.import_mappings")
