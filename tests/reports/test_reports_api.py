"""GET /reports: who may run which report, with which parameters, and how it is answered."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from pgdesk.cli.deploy.migrate import migrate
from pgdesk.cli.errors import PgdeskError
from pgdesk.reports import files, formats, runner
from tests.api.server import bearer, login_dsn, serving, settings_for


@pytest.fixture
def client(fresh_db: str) -> Iterator[httpx.Client]:
    with serving(settings_for(fresh_db)) as client:
        yield client


@pytest.fixture
def people(fresh_db: str) -> dict[str, dict[str, str]]:
    """Headers by role."""
    with psycopg.connect(fresh_db, autocommit=True) as db:
        made = {}
        for role in ("customer", "agent", "admin"):
            row = db.execute(
                "INSERT INTO helpdesk.person (name, email, role) VALUES (%s, %s, %s) RETURNING person_id",
                (role, f"{role}@reports.example", role),
            ).fetchone()
            assert row
            made[role] = bearer(role, row[0])
    return made


def test_who_may_sees_and_runs_reports(client: httpx.Client, people: dict[str, dict[str, str]]) -> None:
    client.post("/rest/rpc/create_ticket", json={"subject": "One"}, headers=people["customer"])
    told = client.get("/rest/reports?order=report", headers=people["admin"]).json()
    assert [report["report"] for report in told] == [path.stem for path in files.paths()]
    asked = {"report": "volume", "parameters": {"days": 1}, "compare": True}
    answer = client.post("/rest/rpc/report", json=asked, headers=people["admin"]).json()
    assert [column["name"] for column in answer["columns"]][:2] == ["day", "created"]
    assert (answer["rows"][0][1], answer["before"][0][1]) == (1, 0)


@pytest.mark.parametrize(
    ("who", "status", "code"), [(None, 401, "42501"), ("customer", 403, "42501"), ("agent", 403, "PD002")]
)
def test_others_are_refused(
    client: httpx.Client, people: dict[str, dict[str, str]], who: str | None, status: int, code: str
) -> None:
    headers = people[who] if who else {}
    answers = [
        client.get("/reports/volume", headers=headers),
        client.post("/rest/rpc/report", json={"report": "volume"}, headers=headers),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(status, code)}


def test_a_report_is_a_file(fresh_db: str, client: httpx.Client, people: dict[str, dict[str, str]]) -> None:
    said = runner.run(login_dsn(fresh_db, "reporter"), "volume", {"days": "3"})
    beginnings = {"csv": b"day,created", "json": b"[", "parquet": b"PAR1", "png": b"\x89PNG", "svg": b"<svg"}
    for form, beginning in beginnings.items():
        answer = client.get(f"/reports/volume?days=3&format={form}", headers=people["admin"])
        assert answer.headers["content-type"].split(";")[0] == formats.MEDIA_TYPES[form]
        assert answer.headers["content-disposition"] == f'attachment; filename="volume.{form}"'
        assert answer.content.startswith(beginning)
    answer = client.get("/reports/volume?days=3", headers=people["admin"])
    assert answer.content == formats.write(said, "csv")


def test_what_is_wrong_is_said(client: httpx.Client, people: dict[str, dict[str, str]]) -> None:
    def refused(path: str) -> tuple[int, str]:
        answer = client.get(path, headers=people["admin"])
        return answer.status_code, answer.json()["message"]

    assert refused("/reports/none") == (422, "report none not found")
    assert refused("/reports/volume?days=many") == (422, "parameter days is a number up to 999999")
    assert refused("/reports/volume?hours=1") == (422, "report volume has no parameter hours")
    assert refused("/reports/volume?format=pdf")[0] == 422
    assert refused("/reports/routing_waits?from=2026-01-01")[0] == 422
    asked = {"report": "volume", "parameters": {"days": "x"}}
    answer = client.post("/rest/rpc/report", json=asked, headers=people["admin"])
    assert (answer.status_code, answer.json()["code"]) == (422, "PD180")
    client.post("/rest/rpc/create_ticket", json={"subject": "One"}, headers=people["customer"])
    asked = {"report": "arrivals", "parameters": {"zone": "Mars"}}
    assert client.post("/rest/rpc/report", json=asked, headers=people["admin"]).status_code == 400


def test_a_file_that_is_added_is_a_report(
    fresh_db: str,
    client: httpx.Client,
    people: dict[str, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGDESK_REPORTS", str(tmp_path))
    mine = tmp_path / "mine.sql"
    mine.write_text(
        "-- title: Mine\nSELECT t.priority, count(*) AS tickets FROM reports.tickets AS t GROUP BY 1\n"
    )
    assert 'adds row {"report": "mine"} of helpdesk.report' in migrate(fresh_db).changes
    reporter = login_dsn(fresh_db, "reporter")
    assert "mine" in [one["report"] for one in runner.catalogue(reporter)]
    assert runner.run(reporter, "mine", {}).rows == []
    assert client.get("/reports/mine", headers=people["admin"]).text == "priority,tickets\r\n"
    mine.write_text(
        "-- title: Mine\nSELECT t.priority,\ncount(*) AS tickets FROM reports.tickts AS t GROUP BY 1\n"
    )
    with pytest.raises(
        PgdeskError, match=r'report mine: 42P01 relation "reports.tickts" does not exist, line 3'
    ):
        migrate(fresh_db)
    mine.unlink()
    assert 'deletes row {"report": "mine"} of helpdesk.report' in migrate(fresh_db).changes
