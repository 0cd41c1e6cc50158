"""OPTIONS: which methods a relation, a function or the root allows."""

from __future__ import annotations

from pgdesk.api.rest.catalogue import errors as unknown
from pgdesk.api.rest.catalogue.model import Catalogue, Function, Name, Table
from pgdesk.api.rest.respond.answer import VARY, Answer


def relation_info(catalogue: Catalogue, name: Name) -> Answer:
    table = catalogue.tables.get(name)
    if table is None:
        raise unknown.unknown_table(name, catalogue)
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


def function_info(function: Function) -> Answer:
    return info("OPTIONS,POST" if function.volatility == "v" else "OPTIONS,GET,HEAD,POST")


def info(methods: str) -> Answer:
    return Answer(200, [("Access-Control-Allow-Origin", "*"), ("Allow", methods), VARY])
