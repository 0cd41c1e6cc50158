"""Every error of the api that is more than a matter of one module:

    ApiError                a response that is an error, whoever makes it
    └── NoAnswer            another server gave no response (upstream/proxy.py)
    DatabaseError           no result, however the statement came about
    ├── PostgresError       the statement failed
    ├── ConnectionLost      the server went away, or could not be reached
    │   └── CannotConnect   no connection could be opened at all
    └── PoolTimeout         no connection became free in time
    ConfigError             a setting is wrong; the message names it

rest/errors.py lists the ApiErrors of PostgREST's protocol, rest/database/pgerrors.py makes ApiErrors of what
the database refuses, handlers.py makes responses of what a route of our own raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec

Header: TypeAlias = tuple[str, str]


class ApiError(Exception):
    """Ready to be sent; `reason` for another phrase in its status line."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: Any = None,
        hint: str | None = None,
        headers: Sequence[Header] = (),
        reason: str | None = None,
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details
        self.hint = hint
        self.headers = tuple(headers)
        self.reason = reason

    def body(self, verbosity: str = "verbose") -> bytes:
        payload: dict[str, Any] = {"code": self.code, "message": self.message}
        if verbosity == "verbose":
            payload = {"code": self.code, "details": self.details, "hint": self.hint, "message": self.message}
        return msgspec.json.encode(payload)


class NoAnswer(ApiError):
    """What the client is told in place of server `name`, unless `is_repeatable` and another answers.

    `problem` is for the log. `is_gone`: the next request will fare no better.
    """

    def __init__(
        self,
        status: int,
        problem: str,
        *,
        is_gone: bool = False,
        is_repeatable: bool = False,
        name: str = "PostgREST",
    ) -> None:
        told = refusal(
            status,
            f"{name} cannot be reached" if status == 503 and is_gone else problem,
            hint="See whether the change was made before you repeat it."
            if status in (502, 504)
            else "Nothing was changed; try again in a moment."
            if status == 503
            else None,
            headers=[("Retry-After", "5")] if status == 503 else (),
        )
        super().__init__(status, told.code, told.message, hint=told.hint, headers=told.headers)
        self.name = name
        self.problem = problem
        self.is_gone = is_gone
        self.is_repeatable = is_repeatable


class DatabaseError(Exception):
    """No result."""


class Violated(msgspec.Struct, frozen=True):
    """What a refused row was refused by, as far as Postgres names it."""

    schema: str | None = None
    table: str | None = None
    column: str | None = None
    constraint: str | None = None


class PostgresError(DatabaseError):
    def __init__(
        self, state: str, message: str, detail: str | None, hint: str | None, violated: Violated
    ) -> None:
        super().__init__(f"{state}: {message}")
        self.state = state
        self.message = message
        self.detail = detail
        self.hint = hint
        self.violated = violated

    @property
    def is_violation(self) -> bool:
        """Of a constraint: its detail shows the row, or a key of it."""
        return self.state.startswith("23")


class ConnectionLost(DatabaseError):
    def __init__(self, message: str = "no connection to the server\n") -> None:
        super().__init__(message)


class CannotConnect(ConnectionLost):
    """No connection."""


class PoolTimeout(DatabaseError):
    """All are in use."""


class ConfigError(ValueError):
    """A wrong setting."""


_MESSAGES = {
    400: "the request cannot be read",
    401: "the request is not authenticated",
    403: "the request is not allowed",
    404: "there is nothing at this address",
    405: "the method is not allowed here",
    408: "the request came too slowly",
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


def refusal(
    status: int,
    message: str = "",
    *,
    details: str | None = None,
    hint: str | None = None,
    code: str = "",
    headers: Sequence[Header] = (),
) -> ApiError:
    """One that neither the protocol nor the database words; code HTTP<status> where there is no other."""
    message = message or _MESSAGES.get(status, "the request failed")
    hint = hint if hint is not None else _HINTS.get(status)
    return ApiError(status, code or f"HTTP{status}", message, details, hint, headers)


def is_worded(status: int) -> bool:
    """Whether `refusal` has a message for it."""
    return status in _MESSAGES
