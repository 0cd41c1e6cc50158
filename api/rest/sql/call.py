"""A function call as the source of rows."""

# ruff: noqa: S608  (writes SQL by trade: identifiers quoted, values bound)

from __future__ import annotations

from pgdesk.api.rest.plan.tree import Call, Column
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier
from pgdesk.api.rest.sql.expressions import column_of
from pgdesk.api.rest.sql.mutate import rows_of_body
from pgdesk.api.rest.sql.text import Parameters, identifier, qualified


def write_call(call: Call, body_is_object: bool, parameters: Parameters) -> str:
    function = call.function
    is_scalar = function.returns_scalar or function.returns_set_of_scalar
    name = qualified(function.id)

    def called(arguments: str) -> str:
        if is_scalar:
            return f"(SELECT {name}({arguments}) pgrst_scalar) pgrst_call"
        return f"{name}({arguments}) pgrst_call"

    shown = (
        "pgrst_call.pgrst_scalar"
        if is_scalar
        else ", ".join(column_of(QualifiedIdentifier("", "pgrst_call"), column) for column in call.returning)
    )
    if call.is_single_unnamed:
        type_ = function.parameters[0].type
        return f"SELECT {shown} FROM {called(f'{parameters.body()}::{type_}')}"
    if not call.parameters:
        return f"SELECT {shown} FROM {called('')}"
    chosen = [p for p in function.parameters if p.name in call.parameters]
    if call.arguments is not None:
        values = dict(call.arguments)
        written = []
        for p in chosen:
            value = values.get(p.name)
            if value is None:
                bound = "NULL"
            else:
                bound = parameters.bind(value) if isinstance(value, str) else parameters.bind_items(value)
            prefix = "VARIADIC " if p.is_variadic else ""
            written.append(f"{prefix}{identifier(p.name)} := {bound}::{p.type_without_length}")
        return f"SELECT {shown} FROM {called(', '.join(written))}"
    columns = tuple(Column(p.name, type=p.type_without_length) for p in chosen)
    rows = rows_of_body(
        columns, body_is_object, parameters, apply_defaults=False, with_select=False, one_row=True
    )
    arguments = ", ".join(
        f"{'VARIADIC ' if p.is_variadic else ''}{identifier(p.name)} := pgrst_body.{identifier(p.name)}"
        for p in chosen
    )
    return f"SELECT {shown} {rows}, LATERAL {called(arguments)}"
