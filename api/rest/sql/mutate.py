"""INSERT, UPDATE, DELETE. The body is one JSON parameter, taken apart by the database."""

# ruff: noqa: S608  (writes SQL by trade: identifiers quoted, values bound)

from __future__ import annotations

from collections.abc import Iterable

from pgdesk.api.rest.plan.tree import Column, Delete, Insert, Mutation, Save, Update
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier
from pgdesk.api.rest.sql.expressions import column_of, predicate, where
from pgdesk.api.rest.sql.text import Parameters, identifier, literal, qualified

BODY = QualifiedIdentifier("", "pgrst_body")


def write_mutation(mutation: Mutation, body_is_object: bool, parameters: Parameters) -> tuple[str, str]:
    """The source of rows, and what it needs before it: other common table expressions."""
    if isinstance(mutation, Save):
        return _save(mutation, body_is_object, parameters)
    if isinstance(mutation, Insert):
        return _insert(mutation, body_is_object, parameters), ""
    if isinstance(mutation, Update):
        return _update(mutation, body_is_object, parameters), ""
    source = f"DELETE FROM {qualified(mutation.target)}{_where(mutation, parameters)}{_returning(mutation)}"
    return source, ""


def write_probe(mutation: Update | Delete, house: str, parameters: Parameters) -> str:
    """Raises where rows that the caller sees match the filters: asked when none of them was changed."""
    visible = f"EXISTS (SELECT FROM {qualified(mutation.target)}{_where(mutation, parameters)})"
    name = qualified(QualifiedIdentifier(house, "change_rows"))
    return f"SELECT {name}({visible}, {literal(mutation.target.name)})"


def _insert(plan: Insert, body_is_object: bool, parameters: Parameters) -> str:
    names = ", ".join(identifier(column.name) for column in plan.columns)
    values = ", ".join(column_of(BODY, column.name) for column in plan.columns)
    kept = plan.kept.columns if plan.kept else ()
    rows = rows_of_body(
        (*plan.columns, *kept), body_is_object, parameters, apply_defaults=plan.apply_defaults
    )
    tests = [predicate(BODY, one, parameters) for one in plan.where]
    if plan.kept:
        is_there = _is_ignored(plan)
        for column in kept:
            is_null = f"{is_there}{column_of(BODY, column.name)} IS NULL"
            tests.append(_keep_column(plan.kept.house, plan.target, column, is_null))
    if plan.counts_inserted:
        tests.insert(0, inserted_count("+"))
    return (
        f"INSERT INTO {qualified(plan.target)}{f'({names})' if names else ''} SELECT {values} {rows}"
        f"{where(tests)}{_on_conflict(plan)}{_returning(plan)}"
    )


def _is_ignored(plan: Insert) -> str:
    """Of a row that is there already nothing is written: its kept columns do not matter."""
    names = {column.name for column in (*plan.columns, *(plan.kept.columns if plan.kept else ()))}
    if plan.on_conflict is None or not plan.on_conflict[1] or not names.issuperset(plan.on_conflict[1]):
        return ""
    return (
        f"EXISTS (SELECT FROM {qualified(plan.target)} WHERE {_same(plan.target, plan.on_conflict[1])}) OR "
    )


def _same(table: QualifiedIdentifier, keys: Iterable[str]) -> str:
    return " AND ".join(f"{column_of(table, key)} = {column_of(BODY, key)}" for key in keys)


def _keep_column(house: str, table: QualifiedIdentifier, column: Column, is_same: str) -> str:
    name = qualified(QualifiedIdentifier(house, "keep_column"))
    return f"{name}({is_same}, {literal(table.name)}, {literal(column.name)})"


def _keep_all(house: str, table: QualifiedIdentifier, columns: Iterable[Column]) -> list[str]:
    """Compared as JSON, in which every type has an equality, and in which the client has read them."""

    def shown(relation: QualifiedIdentifier, column: Column) -> str:
        return f"to_jsonb({column_of(relation, column.name)})"

    return [
        _keep_column(
            house, table, column, f"{shown(table, column)} IS NOT DISTINCT FROM {shown(BODY, column)}"
        )
        for column in columns
    ]


_UPDATED, _INSERTED = QualifiedIdentifier("", "pgrst_updated"), QualifiedIdentifier("", "pgrst_inserted")


def _save(plan: Save, body_is_object: bool, parameters: Parameters) -> tuple[str, str]:
    target = qualified(plan.target)
    rows = rows_of_body(plan.columns, body_is_object, parameters, apply_defaults=plan.apply_defaults)
    tests = where([predicate(BODY, one, parameters) for one in plan.where])
    names = plan.returning if "*" in plan.returning else tuple(sorted({*plan.returning, *plan.keys}))
    shown = ", ".join(column_of(plan.target, name) for name in names)
    changed = [column for column in plan.columns if column.name in plan.updated]
    kept = [c for c in plan.columns if c.name not in plan.updated and c.name not in plan.keys]
    known = where([_same(plan.target, plan.keys), *_keep_all(plan.house, plan.target, kept)])
    if changed:
        sets = ", ".join(f"{identifier(c.name)} = {column_of(BODY, c.name)}" for c in changed)
        updated = f"UPDATE {target} SET {sets} FROM pgrst_body{known} RETURNING {shown}"
    else:
        updated = f"SELECT {shown} FROM {target}, pgrst_body{known}"
    is_there = f"EXISTS (SELECT FROM pgrst_updated WHERE {_same(_UPDATED, plan.keys)})"
    before = f"pgrst_body AS MATERIALIZED (SELECT pgrst_body.* {rows}{tests}), pgrst_updated AS ({updated}), "
    if not plan.inserted:
        save_row = qualified(QualifiedIdentifier(plan.house, "save_row"))
        there = f"{save_row}({is_there}, {literal(plan.target.name)})"
        return (
            "SELECT * FROM pgrst_updated UNION ALL SELECT pgrst_updated.* FROM pgrst_body "
            f"LEFT JOIN pgrst_updated ON false WHERE NOT {there}"
        ), before
    given = [column for column in plan.columns if column.name in plan.inserted]
    refused = [
        _keep_column(plan.house, plan.target, column, f"{column_of(BODY, column.name)} IS NULL")
        for column in plan.columns
        if column.name not in plan.inserted
    ]
    # In one CASE: what refuses a new row must not be asked of one that is there.
    is_new = f"CASE WHEN {is_there} THEN false ELSE {' AND '.join([*refused, inserted_count('+')])} END"
    merged = [column for column in given if column.name in plan.updated]
    keys = ", ".join(identifier(key) for key in plan.keys)
    sets = ", ".join(f"{identifier(c.name)} = EXCLUDED.{identifier(c.name)}" for c in merged)
    action = f"DO UPDATE SET {sets} WHERE {inserted_count('-')}" if merged else "DO NOTHING"
    inserted = (
        f"INSERT INTO {target}({', '.join(identifier(c.name) for c in given)}) "
        f"SELECT {', '.join(column_of(BODY, c.name) for c in given)} FROM pgrst_body WHERE {is_new} "
        f"ON CONFLICT({keys}) {action} RETURNING {shown}"
    )
    before += f"pgrst_inserted AS ({inserted}), "
    return "SELECT * FROM pgrst_updated UNION ALL SELECT * FROM pgrst_inserted", before


def _on_conflict(plan: Insert) -> str:
    if plan.on_conflict is None or not plan.on_conflict[1]:
        return ""
    action, keys = plan.on_conflict
    target = ", ".join(identifier(key) for key in keys)
    if action == "ignore" or not plan.columns:
        return f" ON CONFLICT({target}) DO NOTHING"
    sets = ", ".join(f"{identifier(c.name)} = EXCLUDED.{identifier(c.name)}" for c in plan.columns)
    # Each row inserted counts one up before the conflict is known and one down when it is updated,
    # so that afterwards pgrst.inserted is the number of new rows.
    return f" ON CONFLICT({target}) DO UPDATE SET {sets} WHERE {inserted_count('-')}"


def inserted_count(sign: str) -> str:
    """A condition that is always true and counts in the setting pgrst.inserted."""
    never = "0" if sign == "+" else "-1"
    known = "coalesce(nullif(current_setting('pgrst.inserted', true), '')::int, 0)"
    return f"set_config('pgrst.inserted', ({known} {sign} 1)::text, true) <> '{never}'"


def _update(plan: Update, body_is_object: bool, parameters: Parameters) -> str:
    target = qualified(plan.target)
    kept = plan.kept.columns if plan.kept else ()
    if not plan.columns and not kept:
        shown = (
            ", ".join(column_of(QualifiedIdentifier("", plan.target.name), name) for name in plan.returning)
            or "NULL"
        )
        return f"SELECT {shown} FROM {target} WHERE false"
    rows = rows_of_body(
        (*plan.columns, *kept), body_is_object, parameters, apply_defaults=plan.apply_defaults
    )
    tests = [predicate(plan.target, one, parameters) for one in plan.where]
    if plan.kept:
        tests += _keep_all(plan.kept.house, plan.target, kept)
    if not plan.columns:
        names = [column_of(plan.target, name) for name in plan.returning] or ["1"]
        return f"SELECT {', '.join(names)} FROM {target}, {rows.removeprefix('FROM ')}{where(tests)}"
    sets = ", ".join(f"{identifier(c.name)} = {column_of(BODY, c.name)}" for c in plan.columns)
    return f"UPDATE {target} SET {sets} {rows}{where(tests)}{_returning(plan)}"


def _where(plan: Update | Delete, parameters: Parameters) -> str:
    return where([predicate(plan.target, one, parameters) for one in plan.where])


def _returning(plan: Insert | Update | Delete) -> str:
    if not plan.returning:
        return " RETURNING 1"
    return f" RETURNING {', '.join(column_of(plan.target, name) for name in plan.returning)}"


def rows_of_body(
    columns: tuple[Column, ...],
    is_object: bool,
    parameters: Parameters,
    *,
    apply_defaults: bool,
    one_row: bool = False,
) -> str:
    """FROM the body's rows as pgrst_body, each column of its type, defaults filled in where asked for."""
    json = "jsonb" if apply_defaults else "json"
    source = f"(SELECT {parameters.body()}::{json} AS json_data) pgrst_payload"
    document = "pgrst_payload.json_data"
    if apply_defaults:
        defaults = ", ".join(
            f"{literal(column.name)}, {column.default}" for column in columns if column.default is not None
        )
        defaults = f"jsonb_build_object({defaults})"
        if is_object:
            filled = f"SELECT {defaults} || pgrst_payload.json_data AS val"
        else:
            filled = (
                f"SELECT jsonb_agg({defaults} || elem) AS val "
                "FROM jsonb_array_elements(pgrst_payload.json_data) AS elem"
            )
        source += f", LATERAL ({filled}) pgrst_json_defs"
        document = "pgrst_json_defs.val"
    if columns:
        types = ", ".join(f"{identifier(column.name)} {column.type}" for column in columns)
        function = f"{json}_to_record{'' if is_object else 'set'}"
        rows = f"{function}({document}) AS _({types}){' LIMIT 1' if one_row else ''}"
    elif is_object:
        rows = "(VALUES (1)) _"
    else:
        rows = f"{json}_array_elements({document}) _"
    parsed = ", ".join(
        f"{column.transform}({identifier(column.name)}) AS {identifier(column.name)}"
        if column.transform
        else identifier(column.name)
        for column in columns
    )
    return f"FROM {source}, LATERAL (SELECT {parsed} FROM {rows}) pgrst_body"
