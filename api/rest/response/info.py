"""OPTIONS: which methods a relation, a function or the root allows."""

from __future__ import annotations

from pgdesk.api.rest.response.respond import VARY, Response
from pgdesk.api.rest.schema_cache import unknown
from pgdesk.api.rest.schema_cache.model import Function, QualifiedIdentifier, SchemaCache, Table


def relation_info(schema_cache: SchemaCache, name: QualifiedIdentifier) -> Response:
    table = schema_cache.tables.get(name)
    if table is None:
        raise unknown.unknown_table(name, schema_cache)
    return info(relation_methods(table))


def relation_methods(table: Table) -> str:
    methods = ["OPTIONS,GET,HEAD"]
    if table.is_insertable:
        methods.append("POST")
    if table.is_insertable and table.is_updatable and table.primary_key:
        methods.append("PUT")
    if table.is_updatable:
        methods.append("PATCH")
    if table.is_deletable:
        methods.append("DELETE")
    return ",".join(methods)


def function_info(function: Function) -> Response:
    return info("OPTIONS,POST" if function.volatility == "v" else "OPTIONS,GET,HEAD,POST")


def info(methods: str) -> Response:
    return Response(200, [("Access-Control-Allow-Origin", "*"), ("Allow", methods), VARY])
