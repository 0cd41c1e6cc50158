"""Each adapter: its files become the records that they should, and what is wrong with one is said."""

import json
import mailbox
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from pgdesk.imports.adapters import ADAPTERS
from pgdesk.imports.problems import SourceError
from tests.imports.conftest import Importing

CSV = """Nr,Betreff,Status,Kunde,Erstellt,Firma,Tags
1,Heizung kalt,Offen,Carla@acme.example,2026-03-02T09:00:00Z,Acme GmbH & Söhne,"heizung, kalt"
2,Rechnung,Erledigt,carla@acme.example,2026-03-03T09:00:00Z,,
"""
COLUMNS = {
    f"column.{field}": name
    for field, name in (
        ("id", "Nr"),
        ("subject", "Betreff"),
        ("requester", "Kunde"),
        ("created_at", "Erstellt"),
        ("organisation", "Firma"),
    )
}


def of(adapter: str, path: Path, **options: str) -> list[dict[str, Any]]:
    return list(ADAPTERS[adapter](path, options))


def kinds(records: list[dict[str, Any]]) -> list[str]:
    return [record.get("record", "fault") for record in records]


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", "\t")])
def test_csv_with_columns_of_its_own(
    importing: Importing, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = CSV.replace('"heizung, kalt"', "heizung kalt").replace(",", delimiter)
    (tmp_path / "tickets.csv").write_bytes(text.encode(encoding))
    records = of("csv", tmp_path / "tickets.csv", **COLUMNS)
    assert kinds(records) == ["organisation", "person", "ticket", "ticket"]
    assert records[0]["name"] == "Acme GmbH & Söhne"
    found = importing.take(records, status__Offen="open", status__Erledigt="closed")
    assert found["problems"] == []
    assert found["counts"]["ticket"]["imported"] == 2


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (CSV, {}, "no column for id, subject, requester, created_at"),
        (CSV, COLUMNS | {"column.priority": "Prio"}, "there is no column 'Prio'"),
        (CSV, COLUMNS | {"column.colour": "Nr"}, "there is no field colour"),
        (CSV, COLUMNS | {"encoding": "latin-99"}, "latin-99"),
        (CSV, COLUMNS | {"encoding": "ascii"}, "is not in encoding ascii"),
        (CSV, COLUMNS | {"delimiter": ";;"}, "delimiter ';;' is not one character"),
    ],
)
def test_csv_that_cannot_be_understood(
    tmp_path: Path, content: str, options: dict[str, str], said: str
) -> None:
    (tmp_path / "tickets.csv").write_text(content)
    with pytest.raises(SourceError, match=said):
        of("csv", tmp_path / "tickets.csv", **options)


def test_a_line_of_csv_with_other_columns(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").write_text(CSV + "3,too,many,cells,in,this,line,here\n")
    assert of("csv", tmp_path / "tickets.csv", **COLUMNS)[-1] == {
        "line": 4,
        "fault": "the line has other columns than the first one",
    }


def test_a_long_value_of_csv_is_one(tmp_path: Path) -> None:
    long = "warm " * 40_000
    (tmp_path / "tickets.csv").write_text(
        f"id,subject,status,requester,created_at,description\n1,Heating,open,a@b.example,2026-03-02,{long}\n"
    )
    assert of("csv", tmp_path / "tickets.csv")[-1]["description"] == long.strip()


def mails() -> list[EmailMessage]:
    made = []
    for number, (sender, to, answers, body) in enumerate(
        [
            ("Carla Ray <carla@acme.example>", "help@desk.example", [], "It is cold.\nFrom the red house"),
            ("Sam <sam@desk.example>", "carla@acme.example", [0], "Which house?"),
            ("Carla Ray <carla@acme.example>", "help@desk.example", [0, 1], "The red one."),
            ("Bo <bo@other.example>", "help@desk.example", [], "Bill?"),
        ]
    ):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, "Heating"
        mail["Date"] = f"Mon, 02 Mar 2026 {9 + number:02}:00:00 +0000"
        mail["Message-ID"] = f"<m{number}@mail.example>"
        if answers:
            mail["References"] = " ".join(f"<m{answer}@mail.example>" for answer in answers)
        mail.set_content(body)
        if number == 0:
            mail.add_attachment(b"%PDF-1.7 boiler", maintype="application", subtype="pdf", filename="a.pdf")
        made.append(mail)
    return made


@pytest.mark.parametrize("adapter", ["mbox", "maildir"])
def test_mails_become_conversations(importing: Importing, tmp_path: Path, adapter: str) -> None:
    path = tmp_path / "box"
    box = mailbox.mbox(path) if adapter == "mbox" else mailbox.Maildir(path)
    for mail in reversed(mails()):
        box.add(mail)
    box.flush()
    records = of(adapter, path, staff="@desk.example")
    tickets = [record for record in records if record["record"] == "ticket"]
    assert [(ticket["id"], ticket["requester"]) for ticket in tickets] == [
        ("m0@mail.example", "carla@acme.example"),
        ("m3@mail.example", "bo@other.example"),
    ]
    assert "From the red house" in tickets[0]["description"]
    assert ">From" not in tickets[0]["description"]
    assert [
        (record["ticket"], record["author"], record["body"])
        for record in records
        if record["record"] == "message"
    ] == [
        ("m0@mail.example", "sam@desk.example", "Which house?"),
        ("m0@mail.example", "carla@acme.example", "The red one."),
    ]
    (file,) = (record for record in records if record["record"] == "file")
    assert (file["filename"], file["content"]) == ("a.pdf", b"%PDF-1.7 boiler")
    found = importing.take(record for record in records if record["record"] != "file")
    assert found["problems"] == []
    row = importing.desk.ticket_row(importing.id_of("ticket", "m0@mail.example"))
    assert row["first_response_at"] == "2026-03-02T10:00:00+00:00"


def test_what_is_no_mailbox(tmp_path: Path) -> None:
    (tmp_path / "box").write_text("Subject: hello\n")
    with pytest.raises(SourceError, match="is no mbox file"):
        of("mbox", tmp_path / "box")
    with pytest.raises(SourceError, match="is no Maildir"):
        of("maildir", tmp_path)


def test_zendesk(importing: Importing, tmp_path: Path) -> None:
    """Shapes of its documentation: pages of the incremental API, and lines of the JSON export."""
    at = "2026-03-02T09:00:00Z"
    files: dict[str, list[Any]] = {
        "organizations.json": [
            {"id": 360, "name": "Acme", "domain_names": ["acme.example"], "created_at": at}
        ],
        "groups.json": [{"groups": [{"id": 7, "name": "Field Service"}], "next_page": None}],
        "users.json": [
            {
                "users": [
                    {
                        "id": 1,
                        "name": "Carla",
                        "email": "carla@acme.example",
                        "role": "end-user",
                        "locale": "en-US",
                    },
                    {"id": 2, "name": "Sam", "email": "sam@desk.example", "role": "admin", "locale": "de"},
                ],
                "end_of_stream": True,
            }
        ],
        "tickets.json": [
            {
                "id": 35436,
                "subject": "Heating",
                "description": "It is cold.",
                "status": "solved",
                "priority": "normal",
                "type": "incident",
                "via": {"channel": "email"},
                "requester_id": 1,
                "assignee_id": 2,
                "group_id": 7,
                "organization_id": 360,
                "created_at": at,
                "updated_at": "2026-03-04T09:00:00Z",
                "tags": ["heating"],
                "custom_fields": [{"id": 99, "value": "red"}, {"id": 98, "value": None}],
                "satisfaction_rating": {"id": 5, "score": "good", "comment": "Warm"},
                "metric_set": {"solved_at": "2026-03-03T09:00:00Z"},
                "comments": [
                    {"id": 11, "author_id": 1, "body": "It is cold.", "public": True, "created_at": at},
                    {
                        "id": 12,
                        "author_id": 2,
                        "plain_body": "Boiler 7",
                        "public": False,
                        "created_at": "2026-03-02T10:00:00Z",
                    },
                ],
            }
        ],
    }
    for name, lines in files.items():
        (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = importing.take(of("zendesk", tmp_path), field__99="-")
    assert found["problems"] == []
    row = importing.desk.ticket_row(importing.id_of("ticket", "35436"))
    expected = {
        "status": "resolved",
        "priority": "medium",
        "channel": "email",
        "resolved_at": "2026-03-03T09:00:00+00:00",
    }
    assert {name: row[name] for name in expected} == expected
    assert "rated" in importing.desk.events(row["ticket_id"])
    assert importing.desk.run(
        importing.desk.admin,
        "SELECT kind, body FROM api.messages WHERE ticket_id = %s",
        row["ticket_id"],
    ) == [("note", "Boiler 7")]
    (tmp_path / "users.json").unlink()
    with pytest.raises(SourceError, match=r"no file users"):
        of("zendesk", tmp_path)
