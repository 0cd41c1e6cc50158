"""Errors of names that the schema cache does not hold, or holds too often: PGRST2xx, with hints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from pgdesk.api.errors import ApiError
from pgdesk.api.rest.schema_cache.fuzzy import FuzzySet
from pgdesk.api.rest.schema_cache.model import (
    AnyRelationship,
    Function,
    QualifiedIdentifier,
    Relationship,
    SchemaCache,
)


def no_relationship(
    origin: str, target: str, hint: str | None, schema: str, schema_cache: SchemaCache
) -> ApiError:
    using = f" using the hint '{hint}'" if hint is not None else ""
    return ApiError(
        400,
        "PGRST200",
        f"Could not find a relationship between '{origin}' and '{target}' in the schema cache",
        f"Searched for a foreign key relationship between '{origin}' and '{target}'{using} "
        f"in the schema '{schema}', but no matches were found.",
        _relationship_hint(origin, target, schema, schema_cache),
    )


def _relationship_hint(origin: str, target: str, schema: str, schema_cache: SchemaCache) -> str | None:
    def is_parent(relationships: tuple[AnyRelationship, ...]) -> bool:
        return not relationships or any(r.target.schema == schema for r in relationships)

    relationships = schema_cache.relationships.get(QualifiedIdentifier(schema, origin))
    if relationships is None or not is_parent(relationships):
        parents = sorted(
            name.name
            for name, relationships in schema_cache.relationships.items()
            if name.schema == schema and is_parent(relationships)
        )
        nearest = FuzzySet(parents).best(origin)
        return f"Perhaps you meant '{nearest}' instead of '{origin}'." if nearest else None
    children = FuzzySet(r.target.name for r in relationships if r.target.schema == schema)
    others = [name for score, name in children.get(target) if score < 1.0]
    return f"Perhaps you meant '{others[0]}' instead of '{target}'." if others else None


def ambiguous_relationship(origin: str, target: str, relationships: Sequence[AnyRelationship]) -> ApiError:
    foreign_keys = [key for key in relationships if isinstance(key, Relationship)]
    names = ", ".join(
        f"'{key.target.name}!{key.junction.table.name if key.junction else key.constraint}'"
        for key in foreign_keys
    )
    return ApiError(
        300,
        "PGRST201",
        f"Could not embed because more than one relationship was found for '{origin}' and '{target}'",
        [_describe(key) for key in foreign_keys],
        f"Try changing '{target}' to one of the following: {names}. "
        "Find the desired relationship in the 'details' key.",
    )


def _describe(key: Relationship) -> dict[str, str]:
    if key.junction:
        own = ", ".join(column for _, column in key.junction.source_columns)
        other = ", ".join(column for _, column in key.junction.target_columns)
        via = (
            f"{key.junction.table.name} using {key.junction.source_constraint}({own}) "
            f"and {key.junction.target_constraint}({other})"
        )
    else:
        own = ", ".join(column for column, _ in key.columns)
        other = ", ".join(column for _, column in key.columns)
        via = f"{key.constraint} using {key.table.name}({own}) and {key.target.name}({other})"
    return {
        "cardinality": key.cardinality,
        "embedding": f"{key.table.name} with {key.target.name}",
        "relationship": via,
    }


#: What a body can be besides JSON, and the type of the one unnamed parameter that takes it.
RAW_MEDIA_TYPES = {"text/plain": "text", "text/xml": "xml", "application/octet-stream": "bytea"}


def no_function(
    name: QualifiedIdentifier,
    arguments: Sequence[str],
    content_type: str,
    is_post: bool,
    schema_cache: SchemaCache,
) -> ApiError:
    full = f"{name.schema}.{name.name}"
    keys = ", ".join(arguments)
    hint = None
    if is_post and content_type in RAW_MEDIA_TYPES:
        called, searched = "", f" with a single unnamed {RAW_MEDIA_TYPES[content_type]} parameter"
    else:
        hint = _function_hint(name, arguments, schema_cache)
        called = searched = " without parameters"
        if arguments:
            called, searched = f"({keys})", f" with parameter{'s' if len(arguments) > 1 else ''} {keys}"
        if is_post and content_type == "application/json":
            searched += " or with a single unnamed json/jsonb parameter"
    return ApiError(
        404,
        "PGRST202",
        f"Could not find the function {full}{called} in the schema cache",
        f"Searched for the function {full}{searched}, but no matches were found in the schema cache.",
        hint,
    )


def _function_hint(
    name: QualifiedIdentifier, arguments: Sequence[str], schema_cache: SchemaCache
) -> str | None:
    overloads = schema_cache.functions.get(name, ())
    if not overloads:
        same_schema = sorted(other.name for other in schema_cache.functions if other.schema == name.schema)
        nearest = FuzzySet(same_schema).best(name.name, 0.75)
        return f"Perhaps you meant to call the function {name.schema}.{nearest}" if nearest else None

    def listed(names: Iterable[str]) -> str:
        return f"({', '.join(sorted(names))})"

    known = FuzzySet(listed(p.name for p in function.parameters) for function in overloads)
    nearest = known.best(listed(arguments))
    return f"Perhaps you meant to call the function {name.schema}.{name.name}{nearest}" if nearest else None


def ambiguous_function(functions: Sequence[Function]) -> ApiError:
    listed = ", ".join(
        f"{f.schema}.{f.name}({', '.join(f'{p.name} => {p.type}' for p in f.parameters)})" for f in functions
    )
    return ApiError(
        300,
        "PGRST203",
        f"Could not choose the best candidate function between: {listed}",
        None,
        "Try renaming the parameters or the function itself in the database "
        "so function overloading can be resolved",
    )


def unknown_column(table: str, column: str) -> ApiError:
    return ApiError(400, "PGRST204", f"Could not find the '{column}' column of '{table}' in the schema cache")


# A schema with as many tables gets no hints: names made by machines, and a dear search.
TOO_MANY_TABLES = 500


_table_names = lru_cache(maxsize=16)(FuzzySet)


def unknown_table(name: QualifiedIdentifier, schema_cache: SchemaCache) -> ApiError:
    tables = sorted(table.name for table in schema_cache.tables if table.schema == name.schema)
    nearest = _table_names(tuple(tables)).best(name.name, 0.75) if len(tables) < TOO_MANY_TABLES else None
    message = f"Could not find the table '{name.schema}.{name.name}' in the schema cache"
    hint = f"Perhaps you meant the table '{name.schema}.{nearest}'" if nearest else None
    return ApiError(404, "PGRST205", message, None, hint)
