"""What docs/states.md draws is real: states that columns allow, changes that functions make."""

import re

import pytest

from pgdesk.cli.deploy.states import GONE, Machine, parse, read_machines
from tests.conftest import Connection

# Columns whose values are states by their names, with what says which values they may have.
_COLUMNS = r"""
    SELECT
        a.attrelid::regclass::text || '.' || a.attname,
        coalesce(
            pg_get_constraintdef(k.oid),
            CASE WHEN a.attgenerated = 's' THEN pg_get_expr(d.adbin, d.adrelid) END,
            (SELECT string_agg(quote_literal(e.enumlabel) || '::', ' ')
             FROM pg_enum AS e WHERE e.enumtypid = a.atttypid)
        )
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_constraint AS k ON k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
        AND pg_get_constraintdef(k.oid) LIKE '%= ANY %'
    WHERE c.relnamespace IN ('helpdesk'::regnamespace, 'dramatiq'::regnamespace)
        AND a.attname ~ '(^|_)(state|status|outcome)$'
"""
_SOURCES = """
    SELECT p.proname, string_agg(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), ' ')
    FROM pg_proc AS p
    WHERE p.pronamespace IN ('helpdesk'::regnamespace, 'api'::regnamespace)
    GROUP BY p.proname
"""
_LIBRARY = "dramatiq_postgres"


@pytest.fixture
def machines(db: Connection) -> dict[str, Machine]:
    db.execute("SET LOCAL search_path = ''")
    return {machine.name: machine for machine in read_machines(db)}


@pytest.fixture
def sources(db: Connection) -> dict[str, str]:
    db.execute("SET LOCAL search_path = ''")
    return dict(db.execute(_SOURCES).fetchall())


def allowed(db: Connection) -> dict[str, set[str]]:
    """The values of each column of states that a constraint, an expression or a type lists."""
    db.execute("SET LOCAL search_path = ''")
    found = {}
    for name, definition in db.execute(_COLUMNS.encode()):
        if definition:
            results = re.sub(r"WHEN .*? THEN", "", definition)
            found[name] = set(re.findall(r"'(\w+)'::", results))
    return found


def writers(machine: Machine, sources: dict[str, str]) -> set[str]:
    """Functions that name the column where they insert into or update its table."""
    table, column = machine.name.rsplit(".", 1)
    writing = re.compile(
        rf"INSERT INTO {table}\b[^()]*\([^)]*\b{column}\b"
        rf"|UPDATE {table}\b[^;]*?\bSET\b[^;]*?(?<!\.)\b{column} = ",
        re.DOTALL,
    )
    return {name for name, source in sources.items() if writing.search(source)}


def named(machine: Machine) -> set[str]:
    return {lead for change in machine.changes for lead in change.leads}


def test_every_column_of_states_says_what_each_means(db: Connection, machines: dict[str, Machine]) -> None:
    assert {name: set(machine.states) for name, machine in machines.items()} == allowed(db)


def test_every_status_says_what_it_means(db: Connection) -> None:
    assert db.execute("SELECT status FROM helpdesk.status WHERE description !~ '\\w.*\\.$'").fetchall() == []


def test_changes_are_between_states_and_every_state_is_reached(machines: dict[str, Machine]) -> None:
    for machine in machines.values():
        reached = {state for change in machine.changes for state in change.after}
        known = set(machine.states)
        assert reached <= known | {GONE}
        assert {state for change in machine.changes for state in change.before} <= known
        assert {s for s in known - reached if not machine.states[s].endswith("is to come.")} == set()


def test_the_functions_named_know_the_states_to_which_they_lead(
    machines: dict[str, Machine], sources: dict[str, str], db: Connection
) -> None:
    for machine in machines.values():
        assert named(machine) - {_LIBRARY} <= set(sources)
        if machine.name == "helpdesk.sla_clock.state":
            continue  # generated from the mode
        for change in machine.changes:
            for lead in {*change.leads} - {_LIBRARY}:
                text = sources[lead] + _default(db, machine)
                assert [a for a in change.after if a != GONE and f"'{a}'" not in text] == [], lead


def test_no_other_function_writes_a_state(machines: dict[str, Machine], sources: dict[str, str]) -> None:
    for machine in machines.values():
        assert writers(machine, sources) <= named(machine), machine.name


def test_an_unnamed_writer_and_a_broken_line_are_seen(machines: dict[str, Machine]) -> None:
    machine = machines["helpdesk.webhook_delivery.state"]
    update = "UPDATE helpdesk.webhook_delivery AS d SET attempts = 0{} WHERE d.state = 'dead';"
    planted = {"stray": update.format(", state = 'queued'"), "reader": update.format("")}
    assert writers(machine, planted) == {"stray"}
    with pytest.raises(ValueError, match="neither a state nor a change"):
        parse("a.b.state", "What it is.\nopen - it is open")


def _default(db: Connection, machine: Machine) -> str:
    table, column = machine.name.rsplit(".", 1)
    row = db.execute(
        "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d"
        " JOIN pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum"
        " WHERE a.attrelid = %s::regclass AND a.attname = %s",
        (table, column),
    ).fetchone()
    return str(row[0]) if row else ""
