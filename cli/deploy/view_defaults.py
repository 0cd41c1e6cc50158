"""Views of schema api get the defaults of the columns that they show.

INSERT works without them, but nobody sees a default: not the OpenAPI document, and not
`Prefer: missing=default`, which fills rows in before the table is reached.
"""

from pathlib import Path
from typing import Any

from pgdesk.api.rest.schema_cache.views import resolve

_VIEWS = Path(__file__).with_name("view_rules.sql").read_text("utf-8")
_STATEMENTS = Path(__file__).with_name("view_defaults.sql").read_text("utf-8")


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
