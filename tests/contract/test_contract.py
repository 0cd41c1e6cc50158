"""Every recorded request gets the recorded answer: ../shared/contract replayed, one test a request."""

from __future__ import annotations

import importlib.util
import json
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
#: From PostgreSQL 19 on the text of 42883 is parted otherwise, and words are stemmed otherwise.
NEWER_TEXTS = 19
STEMMED = {"read/basic/all-tickets": "search"}
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
def has_newer_texts(contract_dsn: str) -> bool:
    with psycopg.connect(contract_dsn) as connection:
        return connection.info.server_version // 10000 >= NEWER_TEXTS


@pytest.fixture(scope="session")
def has_libxml(contract_dsn: str) -> bool:
    with psycopg.connect(contract_dsn) as connection:
        try:
            connection.execute("SELECT '<a/>'::xml")
        except psycopg.errors.FeatureNotSupported:
            return False
    return True


def _differences(case: dict[str, Any], answer: tuple[Any, Any, bytes], *, has_newer_texts: bool) -> list[str]:
    """Strictly: texts of errors and all headers, too, but for what a newer server words otherwise."""
    assert REPLAY is not None
    status, headers, body = answer
    golden = case["golden"]
    if has_newer_texts and case["id"] in STEMMED:
        column = STEMMED[case["id"]]
        rows = json.loads(body)
        body = json.dumps(
            [row | {column: old[column]} for row, old in zip(rows, golden["body"], strict=True)]
        ).encode()
    is_strict = not (has_newer_texts and golden.get("pg_text") and golden["body"]["code"] == "42883")
    differences: list[str] = REPLAY.check(case, status, headers, body, is_strict)
    return differences


@pytest.mark.skipif(not CASES, reason=f"{FOLDER} is absent")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_contract(
    client: Any, case: dict[str, Any], has_newer_texts: bool, request: pytest.FixtureRequest
) -> None:
    if case["id"] in NEEDS_LIBXML and not request.getfixturevalue("has_libxml"):
        pytest.skip("this PostgreSQL was built without libxml")
    differences = _differences(case, client.send(case), has_newer_texts=has_newer_texts)
    if case["id"] in DIFFERENT:
        assert differences, "no longer different: take it off the list and out of docs/rest-differences.md"
    else:
        assert differences == []


@pytest.mark.skipif(not CASES, reason=f"{FOLDER} is absent")
def test_only_oddities_differ() -> None:
    oddities = {case["id"] for case in CASES if case["golden"].get("oddity")}
    assert set(DIFFERENT) <= oddities


@pytest.mark.skipif(not CASES, reason=f"{FOLDER} is absent")
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (
            "read/arrays-ranges/cs-on-text",
            '"details":null,"hint":"No operator matches the given name and argument types. You',
            '"details":"No operator of that name accepts the given argument types.","hint":"You',
        ),
        ("read/basic/all-tickets", "'burn':10", "'burning':10"),
    ],
)
def test_a_newer_server_may_word_and_stem_otherwise(client: Any, name: str, old: str, new: str) -> None:
    (case,) = (case for case in CASES if case["id"] == name)
    status, headers, body = client.send(case)
    newer = body.decode().replace(old, new).encode()
    assert newer != body
    assert _differences(case, (status, headers, newer), has_newer_texts=True) == []
    assert _differences(case, (status, headers, newer), has_newer_texts=False) != []
    worse = newer.replace(b'"id":1,', b'"id":99,').replace(b"42883", b"42884")
    assert _differences(case, (status, headers, worse), has_newer_texts=True) != []
