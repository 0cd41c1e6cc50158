"""OPTIONS: which methods a relation, a function or the root allows."""

from __future__ import annotations

from pgdesk.api.rest.plan.call import find_function
from pgdesk.api.rest.plan.negotiate import negotiate
from pgdesk.api.rest.request import ApiRequest
from pgdesk.api.rest.response.respond import VARY, Response
from pgdesk.api.rest.schema_cache import unknown
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache, Table


def inform(api_request: ApiRequest, schema_cache: SchemaCache) -> Response:
    methods = _methods(api_request, schema_cache)
    return Response(200, [("Access-Control-Allow-Origin", "*"), ("Allow", methods), VARY])


def _methods(api_request: ApiRequest, schema_cache: SchemaCache) -> str:
    name = api_request.identifier
    if api_request.target == "root":
        return "OPTIONS,GET,HEAD"
    if api_request.target == "function":
        keys = [key for key, _ in api_request.query.arguments]
        function = find_function(schema_cache, name, keys, api_request.content_type, is_post=False)
        relation = QualifiedIdentifier(function.schema, function.table_name or function.name)
        negotiate(schema_cache, api_request.accepts, relation, selects_all=True, plan_enabled=False)
        return "OPTIONS,POST" if function.volatility == "v" else "OPTIONS,GET,HEAD,POST"
    table = schema_cache.tables.get(name)
    if table is None:
        raise unknown.unknown_table(name, schema_cache)
    return _relation_methods(table)


def _relation_methods(table: Table) -> str:
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
