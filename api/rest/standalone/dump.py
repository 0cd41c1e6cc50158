"""The schema cache as PostgREST writes its schema cache (--dump-schema, /schema_cache)."""

from __future__ import annotations

from typing import Any

import msgspec

from pgdesk.api.rest.schema_cache.model import (
    AnyRelationship,
    Column,
    Function,
    QualifiedIdentifier,
    Relationship,
    SchemaCache,
    Table,
)

Json = dict[str, Any]

_VOLATILITY = {"i": "Immutable", "s": "Stable", "v": "Volatile"}
_ISOLATION = {
    "read committed": "ReadCommitted",
    "repeatable read": "RepeatableRead",
    "serializable": "Serializable",
}
_CARDINALITY = {"one-to-many": "O2M", "many-to-one": "M2O", "one-to-one": "O2O", "many-to-many": "M2M"}
_MEDIA = {
    "*/*": "MTAny",
    "application/json": "MTApplicationJSON",
    "application/geo+json": "MTGeoJSON",
    "text/csv": "MTTextCSV",
    "text/plain": "MTTextPlain",
    "text/xml": "MTTextXML",
    "application/openapi+json": "MTOpenAPI",
    "application/x-www-form-urlencoded": "MTUrlEncoded",
    "application/octet-stream": "MTOctetStream",
}
_BUILTIN = {
    "application/geo+json": ("BuiltinOvAggGeoJson", "application/geo+json"),
    "application/json": ("BuiltinOvAggJson", "application/json"),
    "text/csv": ("BuiltinOvAggCsv", "text/csv"),
    "*/*": ("BuiltinOvAggJson", "application/json"),
}


def dump(schema_cache: SchemaCache) -> bytes:
    """Maps are lists of pairs, in the order of their keys."""
    by_schema: dict[tuple[QualifiedIdentifier, str], list[AnyRelationship]] = {}
    for name, relationships in schema_cache.relationships.items():
        for relationship in relationships:
            by_schema.setdefault((name, relationship.target.schema), []).append(relationship)
    return msgspec.json.encode(
        {
            "dbTables": [[_name(name), _table(table)] for name, table in sorted(schema_cache.tables.items())],
            "dbRelationships": [
                [[_name(name), schema], [_relationship(relationship) for relationship in relationships]]
                for (name, schema), relationships in sorted(by_schema.items(), key=lambda item: item[0])
            ],
            "dbRoutines": [
                [_name(name), [_function(function) for function in overloads]]
                for name, overloads in sorted(schema_cache.functions.items())
            ],
            "dbRepresentations": [
                [list(key), {"drSourceType": key[0], "drTargetType": key[1], "drFunction": function}]
                for key, function in sorted(schema_cache.representations.items())
            ],
            "dbMediaHandlers": _media_handlers(schema_cache),
        },
        order="sorted",
    )


def _name(name: QualifiedIdentifier) -> Json:
    return {"qiName": name.name, "qiSchema": name.schema}


def _table(table: Table) -> Json:
    return {
        "tableColumns": {column.name: _column(column) for column in table.columns.values()},
        "tableDeletable": table.is_deletable,
        "tableDescription": table.description,
        "tableInsertable": table.is_insertable,
        "tableIsView": table.is_view,
        "tableName": table.name,
        "tablePKCols": table.primary_key,
        "tableSchema": table.schema,
        "tableUpdatable": table.is_updatable,
    }


def _column(column: Column) -> Json:
    return {
        "colDefault": column.default,
        "colDescription": column.description,
        "colEnum": column.enum,
        "colMaxLen": column.max_length,
        "colName": column.name,
        "colNominalType": column.nominal_type,
        "colNullable": column.is_nullable,
        "colType": column.type,
    }


def _relationship(relationship: AnyRelationship) -> Json:
    shared: Json = {
        "relTable": _name(relationship.table),
        "relForeignTable": _name(relationship.target),
        "relIsSelf": relationship.is_self,
    }
    if not isinstance(relationship, Relationship):
        return {
            **shared,
            "relFunction": _name(relationship.function),
            "relTableAlias": {"qiName": "", "qiSchema": ""},
            "relToOne": relationship.is_to_one,
            "tag": "ComputedRelationship",
        }
    return {
        **shared,
        "relCardinality": _cardinality(relationship),
        "relTableIsView": relationship.table_is_view,
        "relFTableIsView": relationship.target_is_view,
        "tag": "Relationship",
    }


def _cardinality(relationship: Relationship) -> Json:
    tag = _CARDINALITY[relationship.cardinality]
    junction = relationship.junction
    if junction is not None:
        return {
            "contents": {
                "junTable": _name(junction.table),
                "junConstraint1": junction.source_constraint,
                "junConstraint2": junction.target_constraint,
                "junColsSource": junction.source_columns,
                "junColsTarget": junction.target_columns,
            },
            "tag": tag,
        }
    columns: Json = {"relColumns": relationship.columns, "relCons": relationship.constraint, "tag": tag}
    if tag == "O2O":
        columns["relIsParent"] = relationship.is_inverse
    return columns


def _function(function: Function) -> Json:
    returned = _name(QualifiedIdentifier(function.return_schema, function.return_name))
    kind = (
        {"contents": [returned, function.returns_record_alias], "tag": "Composite"}
        if function.returns_composite
        else {"contents": returned, "tag": "Scalar"}
    )
    return {
        "pdDescription": function.description,
        "pdFuncSettings": function.settings,
        "pdIsoLvl": _ISOLATION.get(function.isolation or ""),
        "pdHasVariadic": any(parameter.is_variadic for parameter in function.parameters),
        "pdName": function.name,
        "pdParams": [
            {
                "ppName": parameter.name,
                "ppReq": parameter.is_required,
                "ppType": parameter.type,
                "ppTypeMaxLength": parameter.type_without_length,
                "ppVar": parameter.is_variadic,
            }
            for parameter in function.parameters
        ],
        "pdReturnType": {"contents": kind, "tag": "SetOf" if function.returns_set else "Single"},
        "pdSchema": function.schema,
        "pdVolatility": _VOLATILITY[function.volatility],
    }


def _media(name: str) -> Json:
    return {"tag": _MEDIA[name]} if name in _MEDIA else {"contents": name, "tag": "MTOther"}


def _media_handlers(schema_cache: SchemaCache) -> list[Any]:
    anything: Json = {"tag": "RelAnyElement"}
    handlers = {
        ("", "", name): [[anything, _media(name)], [{"tag": tag}, _media(served)]]
        for name, (tag, served) in _BUILTIN.items()
    }
    for (target, name), handler in schema_cache.media_handlers.items():
        relation = {"contents": _name(target), "tag": "RelId"} if target.name else anything
        served = "application/octet-stream" if name == "*/*" else handler.media_type
        custom = {"contents": [_name(handler.function), relation], "tag": "CustomFunc"}
        handlers[(*target, name)] = [[relation, _media(name)], [custom, _media(served)]]
    return [handlers[key] for key in sorted(handlers)]
