"""What becomes of each of our own samples."""

import pytest

from tests.conftest import Connection
from tests.mail.conftest import one, take_in
from tests.mail.test_parse import CASES, SAMPLES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_outcome(db: Connection, people: dict[str, int], case: dict[str, str]) -> None:
    raw = (SAMPLES / case["file"]).read_bytes()
    first = take_in(db, raw)
    tickets = one(db, "SELECT count(*) FROM helpdesk.ticket")
    assert first["state"] == case["state"]
    assert take_in(db, raw) == first
    assert one(db, "SELECT count(*) FROM helpdesk.ticket") == tickets
    assert one(db, "SELECT raw FROM helpdesk.inbound_mail") == raw
