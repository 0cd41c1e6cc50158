"""GET /reports: who may run which report, with which parameters, and how it is answered."""

import csv
import io
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from pgdesk.reports import files, runner
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


def test_who_may_sees_all_reports(client: httpx.Client, people: dict[str, dict[str, str]]) -> None:
    told = client.get("/reports", headers=people["admin"]).json()
    assert [report["name"] for report in told] == files.names()
    volume = next(report for report in told if report["name"] == "volume")
    assert volume["title"] == files.read("volume").title
    assert volume["parameters"][0] == {
        "name": "days",
        "type": "int",
        "default": "30",
        "help": "How many days back",
    }


@pytest.mark.parametrize(
    ("who", "status", "code"), [(None, 401, "42501"), ("customer", 403, "42501"), ("agent", 403, "PD002")]
)
def test_others_are_refused(
    client: httpx.Client, people: dict[str, dict[str, str]], who: str | None, status: int, code: str
) -> None:
    for path in ("/reports", "/reports/volume"):
        answer = client.get(path, headers=people[who] if who else {})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("name", files.names())
def test_a_report_answers_as_the_command_does(
    fresh_db: str, client: httpx.Client, people: dict[str, dict[str, str]], name: str
) -> None:
    admin = people["admin"]
    client.post("/rest/rpc/create_ticket", json={"subject": "One"}, headers=people["customer"])
    said = runner.run(login_dsn(fresh_db, "reporter"), files.read(name), {})
    told = client.get(f"/reports/{name}", headers=admin).json()
    assert (told["columns"], told["rows"]) == (said.columns, runner.plain_rows(said))
    answer = client.get(f"/reports/{name}", headers=admin | {"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert next(csv.reader(io.StringIO(answer.text))) == said.columns


def test_what_is_wrong_is_said(client: httpx.Client, people: dict[str, dict[str, str]]) -> None:
    def refused(path: str) -> tuple[int, str]:
        answer = client.get(path, headers=people["admin"])
        return answer.status_code, answer.json()["message"]

    assert refused("/reports/none") == (404, "there is no report none")
    assert refused("/reports/volume?days=many")[0] == 422
    assert "days must be a number" in refused("/reports/volume?days=many")[1]
    assert "has no parameter hours" in refused("/reports/volume?hours=1")[1]
