"""Views of schema api get the defaults and the comments of the columns that they show.

INSERT works without the defaults, but nobody sees them: not the OpenAPI document, and not
`Prefer: missing=default`, which fills rows in before the table is reached. A comment stands once, where the
column is defined; what a view says of a column itself goes before it. Who writes a view reads of each column
whether a new row needs it and whether it can be written at all: a view's columns are never NOT NULL.
"""

from pathlib import Path
from typing import Any

from pgdesk.api.rest.schema_cache.views import resolve

_VIEWS = Path(__file__).with_name("view_rules.sql").read_text("utf-8")
_STATEMENTS = [
    Path(__file__).with_name(name).read_text("utf-8")
    for name in ("view_defaults.sql", "view_comments.sql", "view_notes.sql")
]


def adopt(cursor: Any) -> None:
    """For each column of a view in schema api that shows a column of a table."""
    cursor.execute(_VIEWS)
    shown = [
        (view, number, base, base_number)
        for view, columns in resolve(cursor.fetchall()).items()
        for number, (base, base_number) in columns
    ]
    parts = [list(part) for part in zip(*shown, strict=True)] if shown else [[]] * 4
    for query in _STATEMENTS:
        cursor.execute(query, parts)
        if statements := [statement for (statement,) in cursor.fetchall()]:
            cursor.execute(";\n".join(statements))
