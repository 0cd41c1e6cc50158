"""The rows that a transaction wrote, and the same rows written again without a trigger: the floor."""

import json
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]

_KEY = """
    SELECT array_agg(a.attname ORDER BY a.attnum)
    FROM pg_index AS i
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = %s::regclass AND i.indisprimary
"""
_COLUMNS = """
    SELECT array_agg(a.attname ORDER BY a.attnum)
    FROM pg_attribute AS a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""


class Written(NamedTuple):
    """A table, its primary key's columns, those that can be written, and rows as JSON."""

    table: sql.Identifier
    key: list[str]
    columns: list[str]
    rows: str


class Floor(NamedTuple):
    wal_bytes: int
    milliseconds: float


def find_written(connection: Connection, tables: list[tuple[str, str]]) -> list[Written]:
    """The rows of these tables (schema, name) as this transaction leaves them."""
    found = []
    for schema, name in tables:
        table = sql.Identifier(schema, name)
        text = table.as_string(connection)
        rows = _value(
            connection,
            sql.SQL(
                "SELECT json_agg(to_jsonb(t)) FROM ONLY {} AS t"
                " WHERE t.xmin::text::bigint >= pg_current_xact_id()::xid::text::bigint"
            ).format(table),
        )
        key, columns = (_value(connection, sql.SQL(query), text) for query in (_KEY, _COLUMNS))
        if rows and key:
            found.append(Written(table, key, columns, json.dumps(rows)))
    return found


def write_again(connection: Connection, written: list[Written]) -> Floor:
    """By one UPDATE and one INSERT a table; rolled back."""
    wal_bytes, milliseconds = 0, 0.0
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL session_replication_role = replica")
        for one in written:
            for statement in (_update(one), _insert(one)):
                plan = _value(
                    connection,
                    sql.SQL("EXPLAIN (ANALYZE, WAL, TIMING OFF, FORMAT JSON) {}").format(statement),
                )[0]
                wal_bytes += plan["Plan"]["WAL Bytes"]
                milliseconds += plan["Execution Time"]
    return Floor(wal_bytes, milliseconds)


def _given(one: Written) -> sql.Composable:
    return sql.SQL("jsonb_populate_recordset(NULL::{}, {}) AS g").format(one.table, sql.Literal(one.rows))


def _is_same(one: Written) -> sql.Composable:
    return sql.SQL(" AND ").join(sql.SQL("t.{0} = g.{0}").format(sql.Identifier(name)) for name in one.key)


def _update(one: Written) -> sql.Composable:
    rest = [sql.Identifier(name) for name in one.columns if name not in one.key] or [
        sql.Identifier(one.key[0])
    ]
    return sql.SQL("UPDATE ONLY {} AS t SET {} FROM {} WHERE {}").format(
        one.table,
        sql.SQL(", ").join(sql.SQL("{0} = g.{0}").format(name) for name in rest),
        _given(one),
        _is_same(one),
    )


def _insert(one: Written) -> sql.Composable:
    columns = sql.SQL(", ").join(map(sql.Identifier, one.columns))
    return sql.SQL(
        "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}"
        " WHERE NOT EXISTS (SELECT FROM ONLY {} AS t WHERE {})"
    ).format(one.table, columns, columns, _given(one), one.table, _is_same(one))


def _value(connection: Connection, query: sql.Composable, *parameters: Any) -> Any:
    row = connection.execute(query, parameters or None).fetchone()
    assert row is not None
    return row[0]
