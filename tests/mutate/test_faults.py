"""Which faults are planted in which SQL."""

import pytest

from pgdesk.cli.paths import DB
from tests.mutate.faults import find_faults
from tests.mutate.words import Words


def planted(sql: str, kind: str) -> list[str]:
    return [" ".join(fault.plant(sql).split()) for fault in find_faults(sql) if fault.kind == kind]


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        ("a < b", ["a <= b"]),
        ("a >= b", ["a > b"]),
        ("a = b", ["a <> b"]),
        ("a <> ALL (b)", ["a = ANY (b)"]),
        ("a IS NULL", ["a IS NOT NULL"]),
        ("a IS NOT DISTINCT FROM b", ["a IS DISTINCT FROM b"]),
        ("a IN (1)", ["a NOT IN (1)"]),
        ("EXISTS (SELECT 1)", ["NOT EXISTS (SELECT 1)"]),
        ("a := b::int -> 'x' => y", []),
        ("-- a < b\n'a < b'", []),
    ],
)
def test_a_comparison_is_turned(sql: str, wrong: list[str]) -> None:
    assert planted(sql, "comparison") == wrong


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        ("IF a AND b AND c THEN", ["IF b AND c THEN", "IF a AND c THEN", "IF a AND b THEN"]),
        ("IF a AND b OR c THEN", ["IF b OR c THEN", "IF c THEN", "IF a OR c THEN", "IF a AND b THEN"]),
        (
            "IF a AND (b OR c) THEN",
            ["IF (b OR c) THEN", "IF a THEN", "IF a AND (c) THEN", "IF a AND (b ) THEN"],
        ),
        ("IF a BETWEEN 1 AND 2 AND b THEN", ["IF b THEN", "IF a BETWEEN 1 AND 2 THEN"]),
        ("IF a IS DISTINCT FROM b AND c THEN", ["IF c THEN", "IF a IS DISTINCT FROM b THEN"]),
        ("SELECT x WHERE y = 1 ORDER BY z;", ["SELECT x ORDER BY z;"]),
        ("SELECT x WHERE a AND b;", ["SELECT x WHERE b;", "SELECT x WHERE a ;"]),
        ("CASE WHEN a THEN 1 WHEN b THEN 2 END", ["CASE WHEN b THEN 2 END", "CASE WHEN a THEN 1 END"]),
        ("CASE WHEN a THEN 1 ELSE 2 END", []),
        ("EXIT WHEN a;", []),
    ],
)
def test_a_clause_is_dropped(sql: str, wrong: list[str]) -> None:
    assert sorted(planted(sql, "clause")) == sorted(wrong)


def test_a_not_is_dropped() -> None:
    assert planted("IF NOT a AND b IS NOT NULL THEN", "not") == ["IF a AND b IS NOT NULL THEN"]


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        ("a > 10", ["a > 11", "a > 9"]),
        ("a - '30 minutes'::interval", ["a - '31 minutes'::interval"]),
        ("SELECT 1 FROM a LIMIT 1", ["SELECT 1 FROM a LIMIT 0"]),
        ("a * 0.5 ORDER BY 1", []),
    ],
)
def test_a_boundary_is_moved(sql: str, wrong: list[str]) -> None:
    assert planted(sql, "boundary") == wrong


def test_a_default_is_dropped_or_changed() -> None:
    assert planted("coalesce(a, false)", "default") == ["(a)", "coalesce(a, true)"]
    assert planted("coalesce(f(a, b), c, d)", "default") == []
    assert planted("RETURN true", "constant") == ["RETURN false"]
    assert planted("set_config('a', 'b', true)", "constant") == []


def test_a_role_is_added() -> None:
    assert planted("role IN ('agent', 'admin')", "role") == ["role IN ('agent', 'admin', 'customer')"]
    assert planted("'{customer,agent}'::text[]", "role") == ["'{customer,agent,admin}'::text[]"]
    assert planted("status IN ('open', 'agent')", "role") == []


def test_sql_inside_texts_is_mutated_and_what_a_refusal_says_is_not() -> None:
    assert planted("format('%s <= %s', a, b)", "comparison") == ["format('%s < %s', a, b)"]
    assert planted("'x AND y'", "clause") == ["'y'", "'x '"]
    assert find_faults("PERFORM helpdesk.refuse('PD001', format('%s = %s', a = b))") == []


def test_every_character_of_every_file_is_read() -> None:
    for file in sorted((DB / "functions").rglob("*.sql")):
        text = file.read_text()
        at = 0
        for word in Words(text).all:
            between = text[at : word.start].strip()
            assert not between or between.startswith(("--", "/*")), f"{file}: {between}"
            assert text[word.start : word.end] == word.text
            at = word.end
