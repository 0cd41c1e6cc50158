"""Which function a call means, and how its arguments reach it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pgdesk.api.rest.plan.tree import Call
from pgdesk.api.rest.schema_cache import unknown
from pgdesk.api.rest.schema_cache.model import Function, QualifiedIdentifier, SchemaCache


def find_function(
    schema_cache: SchemaCache,
    name: QualifiedIdentifier,
    arguments: Iterable[str],
    content_type: str,
    is_post: bool,
) -> Function:
    keys = frozenset(arguments)
    overloads = schema_cache.functions.get(name, ())
    fitting = [f for f in overloads if _takes(f, keys, content_type, is_post)] or [
        f for f in overloads if is_post and _takes_body(f, content_type)
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise unknown.ambiguous_function(fitting)
    raise unknown.no_function(name, sorted(keys), content_type, is_post, schema_cache)


def _takes(function: Function, keys: frozenset[str], content_type: str, is_post: bool) -> bool:
    if not function.parameters:
        return not keys and not (is_post and content_type in unknown.RAW_MEDIA_TYPES)
    required = {p.name for p in function.parameters if p.is_required}
    optional = {p.name for p in function.parameters if not p.is_required}
    return keys - optional == required


def _takes_body(function: Function, content_type: str) -> bool:
    """Whether the body as it is can be its one unnamed parameter."""
    if not function.takes_body:
        return False
    type_ = function.parameters[0].type
    is_json = content_type == "application/json" and type_ in ("json", "jsonb")
    return is_json or type_ == unknown.RAW_MEDIA_TYPES.get(content_type)


def plan_call(
    function: Function,
    keys: Iterable[str],
    direct: Sequence[tuple[str, str]] | None,
    returning: tuple[str, ...],
    alias: str,
) -> Call:
    """`direct`: the arguments of a query string or a form; None where the body is a JSON object."""
    given = set(keys)
    parameters = tuple(p for p in function.parameters if p.name in given)
    arguments = _collect(function, direct) if direct is not None else None
    return Call(function, parameters, arguments, returning, alias)


def _collect(function: Function, direct: Sequence[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Repeated arguments make up a variadic parameter; of any other the last one counts."""
    arguments: dict[str, str | list[str]] = dict(direct)
    for name in (p.name for p in function.parameters if p.is_variadic):
        if name in arguments:
            arguments[name] = [value for key, value in direct if key == name]
    return arguments
