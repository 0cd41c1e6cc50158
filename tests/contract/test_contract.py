"""Every recorded request gets the recorded answer: ../shared/contract replayed, one test a request."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pgdesk.api.rest.config import from_values
from pgdesk.api.rest.standalone.config_file import read
from tests.rest.serving import loaded_database, serving

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "contract"

#: Recorded oddities that it would be a fault to imitate; docs/rest-differences.md says why.
DIFFERENT = {
    "read/aggregates/json-path-group": "a JSON path may be grouped by and ordered by at once",
    "embed/hints/domain-self-reference": "a domain keeps its representation however its table is named",
    "rpc/sets/embed-inner": "a filter on an embedded relation is not looked for in the function's result",
    "rpc/sets/embed-null-filter": "nor is a null filter",
    "rpc/sets/order-by-unselected": "a function's result may be ordered by a column that is not selected",
    "http/encoding/invalid-utf8": "a value that is no UTF-8 is the client's fault: 400",
}
NEEDS_LIBXML = ("rpc/raw/xml", "rpc/raw/xml-invalid")


def _replay() -> ModuleType | None:
    path = FOLDER / "replay.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("contract_replay", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REPLAY = _replay()
CASES: list[dict[str, Any]] = REPLAY.load_cases() if REPLAY is not None else []


@pytest.fixture(scope="session")
def contract_dsn(server_dsn: str) -> Iterator[str]:
    name = f"contract_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with loaded_database(server_dsn, name, FOLDER / "schema.sql") as made:
        yield made


@pytest.fixture(scope="session")
def client(contract_dsn: str) -> Iterator[Any]:
    assert REPLAY is not None
    uri = make_conninfo(contract_dsn, user="contract_authenticator", password="contract")
    config = from_values({**read(FOLDER / "postgrest.conf"), "db-uri": uri})
    with serving(config) as (address, _):
        made = REPLAY.Client(address)
        yield made
        made.close()


@pytest.fixture(scope="session")
def has_libxml(contract_dsn: str) -> bool:
    with psycopg.connect(contract_dsn) as connection:
        try:
            connection.execute("SELECT '<a/>'::xml")
        except psycopg.errors.FeatureNotSupported:
            return False
    return True


def _differences(client: Any, case: dict[str, Any], *, strict: bool) -> list[str]:
    assert REPLAY is not None
    differences: list[str] = REPLAY.check(case, *client.send(case), strict)
    return differences


@pytest.mark.skipif(not CASES, reason=f"{FOLDER} is absent")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_contract(client: Any, case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """Strictly: texts of errors and all headers, too."""
    if case["id"] in NEEDS_LIBXML and not request.getfixturevalue("has_libxml"):
        pytest.skip("this PostgreSQL was built without libxml")
    differences = _differences(client, case, strict=True)
    if case["id"] in DIFFERENT:
        assert differences, "no longer different: take it off the list and out of docs/rest-differences.md"
    else:
        assert differences == []


@pytest.mark.skipif(not CASES, reason=f"{FOLDER} is absent")
def test_only_oddities_differ() -> None:
    oddities = {case["id"] for case in CASES if case["golden"].get("oddity")}
    assert set(DIFFERENT) <= oddities
