"""INSERT, UPDATE, DELETE. The body is one JSON parameter, taken apart by the database."""

# ruff: noqa: S608  (writes SQL by trade: identifiers quoted, values bound)

from __future__ import annotations

from pgdesk.api.rest.plan.tree import Column, Delete, Insert, Mutation, Update
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier
from pgdesk.api.rest.sql.expressions import column_of, predicate, where
from pgdesk.api.rest.sql.text import Parameters, identifier, literal, qualified

BODY = QualifiedIdentifier("", "pgrst_body")


def write_mutation(mutation: Mutation, body_is_object: bool, parameters: Parameters) -> str:
    if isinstance(mutation, Insert):
        return _insert(mutation, body_is_object, parameters)
    if isinstance(mutation, Update):
        return _update(mutation, body_is_object, parameters)
    return f"DELETE FROM {qualified(mutation.target)}{_where(mutation, parameters)}{_returning(mutation)}"


def _insert(plan: Insert, body_is_object: bool, parameters: Parameters) -> str:
    names = ", ".join(identifier(column.name) for column in plan.columns)
    values = ", ".join(column_of(BODY, column.name) for column in plan.columns)
    rows = rows_of_body(plan.columns, body_is_object, parameters, apply_defaults=plan.apply_defaults)
    tests = [predicate(BODY, one, parameters) for one in plan.where]
    if plan.counts_inserted:
        tests.insert(0, inserted_count("+"))
    return (
        f"INSERT INTO {qualified(plan.target)}{f'({names})' if names else ''} SELECT {values} {rows}"
        f"{where(tests)}{_on_conflict(plan)}{_returning(plan)}"
    )


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
    if not plan.columns:
        shown = (
            ", ".join(column_of(QualifiedIdentifier("", plan.target.name), name) for name in plan.returning)
            or "NULL"
        )
        return f"SELECT {shown} FROM {target} WHERE false"
    sets = ", ".join(f"{identifier(c.name)} = {column_of(BODY, c.name)}" for c in plan.columns)
    rows = rows_of_body(plan.columns, body_is_object, parameters, apply_defaults=plan.apply_defaults)
    return f"UPDATE {target} SET {sets} {rows}{_where(plan, parameters)}{_returning(plan)}"


def _where(plan: Update | Delete, parameters: Parameters) -> str:
    return where([predicate(plan.target, one, parameters) for one in plan.where])


def _returning(plan: Mutation) -> str:
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
