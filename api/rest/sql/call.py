"""A function call as the source of rows."""

# ruff: noqa: S608  (writes SQL by trade: identifiers quoted, values bound)

from __future__ import annotations

from pgdesk.api.rest.plan.tree import Call, Column
from pgdesk.api.rest.schema_cache.model import Parameter, QualifiedIdentifier
from pgdesk.api.rest.sql.expressions import column_of
from pgdesk.api.rest.sql.mutate import rows_of_body
from pgdesk.api.rest.sql.text import Parameters, identifier, qualified


def write_call(call: Call, body_is_object: bool, parameters: Parameters) -> str:
    function = call.function
    is_scalar = not function.returns_composite
    name = qualified(function.id)

    def called(arguments: str) -> str:
        if is_scalar:
            return f"(SELECT {name}({arguments}) pgrst_scalar) pgrst_call"
        return f"{name}({arguments}) {identifier(call.alias)}"

    shown = (
        "pgrst_call.pgrst_scalar"
        if is_scalar
        else ", ".join(column_of(QualifiedIdentifier("", call.alias), column) for column in call.returning)
    )
    if function.takes_body:
        type_ = function.parameters[0].type
        return f"SELECT {shown} FROM {called(f'{parameters.body()}::{type_}')}"
    if not call.parameters:
        return f"SELECT {shown} FROM {called('')}"
    if call.arguments is not None:
        written = []
        for p in call.parameters:
            value = call.arguments[p.name]
            bound = parameters.bind(value) if isinstance(value, str) else parameters.bind_items(value)
            written.append(_argument(p, f"{bound}::{p.type_without_length}"))
        return f"SELECT {shown} FROM {called(', '.join(written))}"
    columns = tuple(Column(p.name, type=p.type_without_length) for p in call.parameters)
    rows = rows_of_body(columns, body_is_object, parameters, apply_defaults=False, one_row=True)
    arguments = ", ".join(_argument(p, f"pgrst_body.{identifier(p.name)}") for p in call.parameters)
    return f"SELECT {shown} {rows}, LATERAL {called(arguments)}"


def _argument(parameter: Parameter, value: str) -> str:
    return f"{'VARIADIC ' if parameter.is_variadic else ''}{identifier(parameter.name)} := {value}"
