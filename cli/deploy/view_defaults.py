"""Views of schema api get the defaults of the columns that they show.

INSERT works without them, but nobody sees a default: not the OpenAPI document, and not
`Prefer: missing=default`, which fills rows in before the table is reached.
"""

from typing import Any

from pgdesk.api.rest.schema_cache.views import resolve

_VIEWS = """
    SELECT c.oid::bigint, r.ev_action::text
    FROM pg_class AS c
    JOIN pg_rewrite AS r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND n.nspname IN ('api', 'helpdesk')
"""
_STATEMENTS = """
    SELECT format(
        'ALTER VIEW %%s ALTER COLUMN %%I SET DEFAULT %%s',
        c.oid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid)
    )
    FROM unnest(%s::oid[], %s::int[], %s::oid[], %s::int[]) AS shown (view, number, base, base_number)
    JOIN pg_class AS c ON c.oid = shown.view AND c.relnamespace = 'api'::regnamespace
    JOIN pg_attribute AS a ON a.attrelid = shown.view AND a.attnum = shown.number
    JOIN pg_attribute AS b ON b.attrelid = shown.base AND b.attnum = shown.base_number
    JOIN pg_attrdef AS d ON d.adrelid = shown.base AND d.adnum = shown.base_number
    WHERE b.attgenerated = '' AND pg_column_is_updatable(shown.view, a.attnum, false)
    ORDER BY 1
"""


def adopt(cursor: Any) -> None:
    """For each updatable column of a view in schema api whose table has a default."""
    cursor.execute(_VIEWS)
    shown = [
        (view, number, base, base_number)
        for view, columns in resolve(cursor.fetchall()).items()
        for number, (base, base_number) in columns
    ]
    cursor.execute(_STATEMENTS, [list(part) for part in zip(*shown, strict=True)] if shown else [[]] * 4)
    for (statement,) in cursor.fetchall():
        cursor.execute(statement)
