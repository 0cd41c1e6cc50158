"""People are found by beginnings of their words, by an index."""

import pytest

from tests.desk import Desk, refused


@pytest.fixture
def known(desk: Desk) -> Desk:
    desk.db.execute(
        "INSERT INTO helpdesk.person (name, email, is_active) VALUES"
        " ('José Álvarez', 'jose.alvarez@lamps.example', true),"
        " ('O''Hara & Sons', 'office@o-hara.example', true),"
        " ('سارة الخطيب', 'sara@lamps.example', true),"
        " ('José Gone', 'gone@lamps.example', false)"
    )
    return desk


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("jose", ["José Álvarez"]),
        ("ALV jos", ["José Álvarez"]),
        ("jose.alvarez@lamps.example", ["José Álvarez"]),
        ("lamps", ["José Álvarez", "سارة الخطيب"]),
        ("سار", ["سارة الخطيب"]),
        ("o'hara", ["O'Hara & Sons"]),
        ("hara | !x:* \\ '", []),
        ("j", []),
        ("  ", []),
        ("&|!", []),
        ("nobody here", []),
    ],
)
def test_words_begin_names_and_addresses(known: Desk, words: str, names: list[str]) -> None:
    found = known.one(known.agent, "SELECT api.find_people(%s)", words)
    assert [one["name"] for one in found] == names


def test_no_more_than_asked_for_are_told_and_customers_nothing(known: Desk) -> None:
    assert len(known.one(known.agent, "SELECT api.find_people('lamps', 1)")) == 1
    with refused("42501"):
        known.call(known.customer, "find_people", words="lamps")


def test_it_goes_by_the_index(known: Desk) -> None:
    known.db.execute(
        "INSERT INTO helpdesk.person (name, email)"
        " SELECT 'Person ' || n, 'person' || n || '@many.example' FROM generate_series(1, 5000) AS n"
    )
    known.db.execute("ANALYZE helpdesk.person")
    source = known.db.execute("SELECT prosrc FROM pg_proc WHERE proname = 'find_people'").fetchall()[0][0]
    statement = source[source.index("SELECT x.*") : source.index("LIMIT 1000")].replace("v_query", "'alv:*'")
    plan = "\n".join(row[0] for row in known.db.execute(f"EXPLAIN {statement}"))
    assert "person_words_idx" in plan, plan
