"""Which function a call means, and how its arguments reach it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pgdesk.api.rest.plan.tree import Call
from pgdesk.api.rest.schema_cache import unknown
from pgdesk.api.rest.schema_cache.model import Function, QualifiedIdentifier, SchemaCache

#: Media types of a body that can be the one unnamed parameter, and the types it may have.
UNNAMED = {
    "application/json": ("json", "jsonb"),
    "text/plain": ("text",),
    "text/xml": ("xml",),
    "application/octet-stream": ("bytea",),
}


def find_function(
    schema_cache: SchemaCache,
    name: QualifiedIdentifier,
    arguments: Iterable[str],
    content_type: str,
    is_post: bool,
) -> Function:
    keys = frozenset(arguments)
    overloads = schema_cache.functions.get(name, ())
    named = [function for function in overloads if _takes(function, keys, content_type, is_post)]
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        raise unknown.ambiguous_function(named)
    unnamed = [function for function in overloads if is_post and _takes_body(function, content_type)]
    if len(unnamed) == 1:
        return unnamed[0]
    if len(unnamed) > 1:
        raise unknown.ambiguous_function(unnamed)
    raise unknown.no_function(name, sorted(keys), content_type, is_post, schema_cache)


def _takes(function: Function, keys: frozenset[str], content_type: str, is_post: bool) -> bool:
    if not function.parameters:
        return not keys and not (is_post and content_type in unknown.RAW_MEDIA_TYPES)
    required = {p.name for p in function.parameters if p.is_required}
    optional = {p.name for p in function.parameters if not p.is_required}
    return keys - optional == required


def _takes_body(function: Function, content_type: str) -> bool:
    return function.takes_body and function.parameters[0].type in UNNAMED.get(content_type, ())


def plan_call(
    function: Function,
    keys: Iterable[str],
    direct: Sequence[tuple[str, str]] | None,
    returning: tuple[str, ...],
) -> Call:
    """`direct`: the arguments of a query string or a form; None where the body is a JSON object."""
    given = set(keys)
    parameters = tuple(p for p in function.parameters if p.name in given)
    arguments = _collect(function, direct) if direct is not None else None
    return Call(function, parameters, arguments, returning)


def _collect(function: Function, direct: Sequence[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Repeated arguments make up a variadic parameter; of any other the last one counts."""
    arguments: dict[str, str | list[str]] = dict(direct)
    for name in (p.name for p in function.parameters if p.is_variadic):
        if name in arguments:
            arguments[name] = [value for key, value in direct if key == name]
    return arguments
