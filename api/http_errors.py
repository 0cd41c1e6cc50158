"""One error format for every route: JSON {code, message, details, hint}, as the generated API answers."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
import psycopg
import structlog
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from psycopg_pool import PoolClosed, PoolTimeout

log = structlog.get_logger()

_MESSAGES = {
    400: "the request cannot be read",
    401: "the request is not authenticated",
    403: "the request is not allowed",
    404: "there is nothing at this address",
    405: "the method is not allowed here",
    413: "the body is too large",
    415: "the media type is not supported",
    500: "something went wrong",
    503: "the database cannot be reached",
}
_HINTS = {
    400: "Correct the request.",
    404: "GET / lists the addresses.",
    405: "See header Allow.",
    413: "Send less.",
    500: "Give the request id of header X-Request-Id to an administrator.",
    503: "Try again in a few seconds.",
}


class Refusal(Exception):
    """An answer other than success, in the one format."""

    def __init__(
        self,
        status: int,
        message: str = "",
        *,
        hint: str | None = None,
        details: str | None = None,
        code: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = error_body(status, message, hint=hint, details=details, code=code)
        self.headers = headers or {}


def error_body(
    status: int,
    message: str = "",
    *,
    hint: str | None = None,
    details: str | None = None,
    code: str = "",
) -> bytes:
    """The JSON of an error; code HTTP<status> where the database has not given one."""
    return msgspec.json.encode(
        {
            "code": code or f"HTTP{status}",
            "message": message or _MESSAGES.get(status, "the request failed"),
            "details": details,
            "hint": hint if hint is not None else _HINTS.get(status),
        }
    )


def from_database(error: psycopg.Error) -> Refusal:
    """An error of the database as the generated API would answer it: PGRST carries its own status."""
    state = error.sqlstate or ""
    message = error.diag.message_primary or str(error).strip()
    if state == "PGRST":
        body: dict[str, Any] = msgspec.json.decode(message)
        status = int(msgspec.json.decode(error.diag.message_detail or "{}").get("status", 400))
        return Refusal(
            status,
            body.get("message", ""),
            code=body.get("code", ""),
            details=body.get("details"),
            hint=body.get("hint"),
        )
    if not state or state[:2] in ("08", "53", "57", "40", "55"):
        return unavailable()
    if state[:2] in ("22", "23"):
        return Refusal(400, message, code=state, details=error.diag.message_detail)
    return Refusal(500, code=state)


def unavailable() -> Refusal:
    return Refusal(503, headers={"Retry-After": "5"})


def respond(refusal: Refusal) -> Response[bytes]:
    return Response(
        refusal.body, status_code=refusal.status, media_type=MediaType.JSON, headers=refusal.headers
    )


def on_refusal(request: Request[Any, Any, Any], error: Refusal) -> Response[bytes]:
    return respond(error)


def on_http_exception(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    is_known = error.status_code in _MESSAGES
    headers = dict(error.headers or {})
    if error.status_code == 413:
        headers["Connection"] = "close"  # else the rest of the body would still be read
    return respond(
        Refusal(
            error.status_code,
            "" if is_known else error.detail,
            details=error.detail if error.status_code == 400 else None,
            headers=headers,
        )
    )


def on_database_error(request: Request[Any, Any, Any], error: psycopg.Error) -> Response[bytes]:
    refusal = from_database(error)
    level = logging.ERROR if refusal.status >= 500 else logging.INFO
    log.log(level, "database refused", sqlstate=error.sqlstate, problem=str(error).strip())
    return respond(refusal)


def on_pool_error(request: Request[Any, Any, Any], error: PoolTimeout | PoolClosed) -> Response[bytes]:
    log.error("no database connection", problem=str(error))
    return respond(unavailable())


def on_exception(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.error("request failed", exc_info=error)
    return respond(Refusal(500))


HANDLERS: dict[int | type[Exception], Any] = {
    Refusal: on_refusal,
    HTTPException: on_http_exception,
    psycopg.Error: on_database_error,
    PoolTimeout: on_pool_error,
    PoolClosed: on_pool_error,
    Exception: on_exception,
}
