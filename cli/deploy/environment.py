"""PGDESK_<KEY> variables as fallback of the settings that are rows of helpdesk.setting."""

import json
import os
from collections.abc import Mapping
from typing import Any

from pgdesk.cli.errors import PgdeskError

_BOOLEANS = {
    "true": True,
    "on": True,
    "1": True,
    "yes": True,
    "false": False,
    "off": False,
    "0": False,
    "no": False,
}


def adopt(cursor: Any, environ: Mapping[str, str] = os.environ) -> None:
    """Hands helpdesk.adopt_environment what the variables give, typed as each setting is."""
    cursor.execute("SELECT to_regprocedure('helpdesk.adopt_environment(jsonb)') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return
    cursor.execute("SELECT key, value_type FROM helpdesk.setting")
    values = {
        key: _typed(name, environ[name].strip(), value_type)
        for key, value_type in cursor.fetchall()
        if environ.get(name := variable(key), "").strip()
    }
    cursor.execute("SELECT helpdesk.adopt_environment(%s::jsonb)", (json.dumps(values),))


def variable(key: str) -> str:
    """The variable of a setting: sla.enabled is PGDESK_SLA_ENABLED."""
    return "PGDESK_" + key.upper().replace(".", "_")


def _typed(name: str, text: str, value_type: str) -> object:
    if value_type == "bool":
        if text.lower() not in _BOOLEANS:
            raise PgdeskError(f"{name} must be true or false, not {text!r}")
        return _BOOLEANS[text.lower()]
    if value_type == "int":
        if not text.lstrip("-").isdigit():
            raise PgdeskError(f"{name} must be a whole number, not {text!r}")
        return int(text)
    if value_type == "list":
        return [item.strip() for item in text.split(",") if item.strip()]
    return text
