"""The whole statement: counts, body, Location and the response settings in one row.

Columns: total, rows, body, response.headers, response.status; of a write: total, rows, location, body,
response.headers, response.status, inserted.
"""

# ruff: noqa: S608  (writes SQL by trade: identifiers quoted, values bound)

from __future__ import annotations

from pgdesk.api.rest.plan.tree import Handler
from pgdesk.api.rest.schema_cache.model import Function
from pgdesk.api.rest.sql.text import literal, qualified

NO_COUNT = "NULL::bigint"
NO_LOCATION = "NULL::text[]"


def setting(name: str) -> str:
    return f"nullif(current_setting('{name}', true), '')"


def wrap(
    *,
    source: str,
    select: str,
    count: str | None,
    handler: Handler,
    function: Function | None = None,
    is_write: bool = False,
    location: str = NO_LOCATION,
    with_inserted: bool = False,
    before: str = "",
    role: str,
) -> str:
    """`source` fills the CTE pgrst_source, `select` reads from it (or is all of the query).

    `before`: the common table expressions that `source` reads from.
    """
    is_single = function is not None and not function.returns_set
    rows = "1::bigint" if is_single and handler.kind != "none" else "pg_catalog.count(_postgrest_t)"
    total = (
        NO_COUNT if count is None else (rows if count == "rows" else f"(SELECT count(*) FROM ({count}) AS _)")
    )
    inserted = setting("pgrst.inserted") if with_inserted else "NULL"
    with_ = f"WITH {before}pgrst_source AS ({source}) " if source else ""
    location_column = f"{location} AS location, " if is_write else ""
    inserted_column = f", {inserted} AS inserted" if is_write else ""
    comment = "".join(c if c.isalnum() or c in "_-" else f"={ord(c):x}=" for c in role)
    return (
        f"/* {comment} */ {with_}SELECT {total} AS total, {rows} AS rows, {location_column}"
        f"{body(handler, function)} AS body, {setting('response.headers')} AS response_headers, "
        f"{setting('response.status')} AS response_status{inserted_column} "
        f"FROM ({select}) AS _postgrest_t"
    )


def body(handler: Handler, function: Function | None) -> str:
    if handler.kind == "none":
        return "''::text"
    if handler.kind == "custom":
        assert handler.function is not None
        cast = f"::{qualified(handler.row_type)}" if handler.row_type else ""
        argument = ".pgrst_scalar" if function is not None and function.returns_scalar else cast
        return f"{qualified(handler.function)}(_postgrest_t{argument})"
    if handler.kind == "csv":
        return _csv("pgrst_source" if function is None else "pgrst_rows")
    is_single = function is not None and not function.returns_set
    row = "_postgrest_t"
    if function is not None and not function.returns_composite and (is_single or handler.kind != "object"):
        row = "_postgrest_t.pgrst_scalar"
    if handler.kind == "geojson":
        return (
            "json_build_object('type', 'FeatureCollection', 'features', "
            f"coalesce(json_agg(ST_AsGeoJSON({row})::json), '[]'))"
        )
    aggregated = f"json_agg({row})"
    is_single |= handler.kind == "object"
    if is_single:
        aggregated += "->0"
    if handler.strip_nulls:
        aggregated = f"json_strip_nulls({aggregated})"
    return f"coalesce({aggregated}, '{'null' if is_single else '[]'}')"


def _csv(rows: str) -> str:
    header = (
        "(SELECT coalesce(string_agg(a.k, ','), '') FROM (SELECT json_object_keys(r)::text AS k "
        f"FROM (SELECT row_to_json(hh) AS r FROM {rows} AS hh LIMIT 1) s) a)"
    )
    lines = (
        "coalesce(string_agg(substring(_postgrest_t::text, 2, length(_postgrest_t::text) - 2), E'\\n'), '')"
    )
    return f"{header} || E'\\n' || {lines}"


def location_of(primary_key: tuple[str, ...]) -> str:
    """The key of the one inserted row as ['column=eq.value', …]; empty for none or several."""
    keys = ", ".join(literal(key) for key in primary_key) or "NULL"
    return (
        "CASE WHEN pg_catalog.count(_postgrest_t) = 1 THEN coalesce(("
        "WITH data AS (SELECT row_to_json(_) AS row FROM pgrst_source AS _ LIMIT 1) "
        "SELECT array_agg(json_data.key || '=' || coalesce('eq.' || json_data.value, 'is.null')) "
        "FROM data CROSS JOIN json_each_text(data.row) AS json_data "
        f"WHERE json_data.key IN ({keys})), array[]::text[]) ELSE array[]::text[] END"
    )
