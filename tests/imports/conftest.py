"""A desk, and imports that are run on it step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from pgdesk.imports.filling import fill
from tests.conftest import Connection
from tests.desk import SYSTEM, Desk, make_desk

Record = dict[str, Any]


@dataclass
class Importing:
    desk: Desk
    source: str = "old"

    def read(self, records: Iterable[Record], **targets: str) -> int:
        """An import that is tested; targets: "kind__word" means what."""
        import_id: int = self.ask("begin_import", self.source, "jsonl")
        fill(self.desk.db, import_id, records, None)
        self.ask("test_import", import_id)
        for name, target in targets.items():
            self.ask("set_import_mapping", import_id, *name.split("__"), target)
        return import_id

    def check(self, import_id: int) -> Record:
        self.ask("map_import", import_id)
        found: Record = self.ask("check_import", import_id)
        return found

    def run(self, import_id: int) -> Record:
        """Its report, when nothing is left."""
        self.ask("start_import", import_id)
        while self.ask("run_import_batch", import_id):
            pass
        return self.report(import_id)

    def take(self, records: Iterable[Record], **targets: str) -> Record:
        """All steps; the report."""
        import_id = self.read(records, **targets)
        self.check(import_id)
        return self.run(import_id)

    def report(self, import_id: int) -> Record:
        found: Record = self.ask("report_import", import_id)
        return found

    def ask(self, name: str, *values: Any) -> Any:
        places = ", ".join(["%s"] * len(values))
        return self.desk.one(SYSTEM, f"SELECT helpdesk.{name}({places})", *values)

    def id_of(self, record: str, external_id: str) -> int:
        found: int = self.desk.one(
            SYSTEM,
            "SELECT row_id FROM helpdesk.import_key WHERE (source, record, external_id) = (%s, %s, %s)",
            *(self.source, record, external_id),
        )
        return found


@pytest.fixture
def importing(db: Connection) -> Importing:
    return Importing(make_desk(db))
