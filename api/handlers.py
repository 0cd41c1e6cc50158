"""What a route of our own answers where it raises: one format, as the generated API answers."""

from __future__ import annotations

import logging
from typing import Any

import psycopg
import structlog
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from psycopg_pool import PoolClosed, PoolTimeout

from pgdesk.api.errors import ApiError, is_worded, refusal
from pgdesk.api.rest.database.pgerrors import from_postgres

log = structlog.get_logger()

#: Classes of SQLSTATE that pass: who asks again later may get what it wants.
_PASSING = ("08", "53", "57", "40", "55")
#: Classes for which the request is to blame. The statements are ours, so for all others we are.
_OF_REQUEST = ("22", "23")


def from_database(error: psycopg.Error) -> ApiError:
    """An error of the database as the generated API would answer it, but for what only we can have caused."""
    if isinstance(error, psycopg.DataError) and not error.sqlstate:  # the driver sends no text with NUL
        return refusal(400, code="22P05", details=str(error))
    state, diag = error.sqlstate or "", error.diag
    if not state or state.startswith(_PASSING):
        return unavailable()
    if state == "PGRST" or state.startswith(_OF_REQUEST):
        message = diag.message_primary or str(error).strip()
        detail = None if state.startswith("23") else diag.message_detail  # else it shows the row
        return from_postgres(state, message, detail, diag.message_hint, True)
    return refusal(500, code=state)


def unavailable() -> ApiError:
    return refusal(503, headers=[("Retry-After", "5")])


def respond(error: ApiError) -> Response[bytes]:
    return Response(
        error.body(), status_code=error.status, media_type=MediaType.JSON, headers=dict(error.headers)
    )


def on_api_error(request: Request[Any, Any, Any], error: ApiError) -> Response[bytes]:
    return respond(error)


def on_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    headers = dict(error.headers or {})
    if error.status_code == 413:
        headers["Connection"] = "close"  # else the rest of the body would still be read
    return respond(
        refusal(
            error.status_code,
            "" if is_worded(error.status_code) else error.detail,
            details=error.detail if error.status_code == 400 else None,
            headers=tuple(headers.items()),
        )
    )


def on_database_error(request: Request[Any, Any, Any], error: psycopg.Error) -> Response[bytes]:
    refused = from_database(error)
    level = logging.ERROR if refused.status >= 500 else logging.INFO
    log.log(level, "database refused", sqlstate=error.sqlstate, problem=str(error).strip())
    return respond(refused)


def on_pool_error(request: Request[Any, Any, Any], error: PoolTimeout | PoolClosed) -> Response[bytes]:
    log.error("no database connection", problem=str(error))
    return respond(unavailable())


def on_exception(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.error("request failed", exc_info=error)
    return respond(refusal(500))


HANDLERS: dict[int | type[Exception], Any] = {
    ApiError: on_api_error,
    HTTPException: on_http_exception,
    psycopg.Error: on_database_error,
    PoolTimeout: on_pool_error,
    PoolClosed: on_pool_error,
    Exception: on_exception,
}
