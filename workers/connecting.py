"""Connections of jobs."""

from typing import Any

import psycopg
import structlog

from pgdesk.settings import Settings

#: Of application_name, which has 63 bytes, so that an id of 40 has a place behind it.
_NAME_BYTES = 21


def connect(name: str, autocommit: bool = True) -> psycopg.Connection[Any]:
    """As login worker. application_name is "pgdesk <name> #<id>", by which helpdesk.request_id() knows the
    request that had queued the job; without " #<id>" where none had."""
    shown = f"pgdesk {name}"
    if request_id := structlog.contextvars.get_contextvars().get("request_id"):
        shown = f"{shown[:_NAME_BYTES]} #{request_id}"
    return psycopg.connect(
        Settings.from_env().worker_database_url, autocommit=autocommit, application_name=shown
    )
