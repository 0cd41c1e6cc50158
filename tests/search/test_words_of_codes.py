"""Numbers with zeros in front that are no words of their own."""

import pytest

from tests.conftest import Connection


@pytest.mark.parametrize("text", ["part _001_", "0x1f", "007a", "00012b_"])
def test_a_code_that_begins_with_zeros_has_words(db: Connection, text: str) -> None:
    row = db.execute("SELECT helpdesk.search_words('pg_catalog.english', %s) IS NOT NULL", (text,)).fetchone()
    assert row == (True,)
