"""What the database refuses as responses: SQLSTATE to HTTP status, and RAISE SQLSTATE 'PGRST' / 'PTxyz'."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from pgdesk.api.errors import ApiError, CannotConnect, DatabaseError, Header, PoolTimeout, PostgresError
from pgdesk.api.rest import errors
from pgdesk.api.rest.errors import LEAST_STATUS, MOST_STATUS

#: Exact SQLSTATEs first, then their classes; everything else is the client's fault (400).
_STATES = {
    "23503": 409,
    "23505": 409,
    "25006": 405,
    "42883": 404,
    "42P01": 404,
    "42P17": 500,
    "53400": 500,
    "57P01": 503,
    "P0001": 400,
}
_CLASSES = {
    "08": 503,
    "09": 500,
    "0L": 403,
    "0P": 403,
    "25": 500,
    "28": 403,
    "2D": 500,
    "38": 500,
    "39": 500,
    "3B": 500,
    "40": 500,
    "53": 503,
    "54": 500,
    "55": 500,
    "57": 500,
    "58": 500,
    "F0": 500,
    "HV": 500,
    "P0": 500,
    "XX": 500,
}


def status_of(state: str, message: str, is_authenticated: bool) -> int:
    if state == "42501":
        return 403 if is_authenticated else 401
    if state == "21000":
        return 400 if message.endswith("requires a WHERE clause") else 500
    if state == "22023":
        is_role = message.startswith("role") and message.endswith("does not exist")
        return 401 if is_role else 400
    if state == "42883" and message.startswith("function xmlagg("):
        return 406
    if state.startswith("PT"):
        return _stated(state) or 500
    return _STATES.get(state) or _CLASSES.get(state[:2]) or 400


def _stated(state: str) -> int | None:
    """The status that PTxyz states; below 200 it would be no end of the exchange."""
    digits = state[2:] if state.startswith("PT") else ""
    return int(digits) if digits.isdecimal() and int(digits) >= LEAST_STATUS else None


def as_api_error(error: DatabaseError, is_authenticated: bool = True) -> ApiError:
    if isinstance(error, PostgresError):
        return from_postgres(error.state, error.message, error.detail, error.hint, is_authenticated)
    if isinstance(error, PoolTimeout):
        return errors.pool_timeout()
    if isinstance(error, CannotConnect):
        return errors.cannot_connect(str(error) or None)
    return errors.connection_failed(str(error) or None)


def described(error: Exception) -> str:
    """As a client would be told it, on one line."""
    if isinstance(error, DatabaseError):
        return as_api_error(error).body().decode()
    return errors.connection_failed(str(error)).body().decode()


def from_postgres(
    state: str, message: str, detail: str | None, hint: str | None, is_authenticated: bool
) -> ApiError:
    if state == "PGRST":
        return _raised(message, detail)
    status = status_of(state, message, is_authenticated)
    headers: list[Header] = [("WWW-Authenticate", "Bearer")] if status == 401 else []
    reason = message if _stated(state) else None
    return ApiError(status, state, message, detail, hint, headers, reason)


class _Message(msgspec.Struct):
    code: str
    message: str
    details: str | None = None
    hint: str | None = None


class _Detail(msgspec.Struct):
    status: Annotated[int, msgspec.Meta(ge=LEAST_STATUS, le=MOST_STATUS)]
    headers: dict[str, str]
    status_text: str | None = None


_MESSAGE_HINT = (
    "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' "
    "and optional keys: 'details', 'hint'."
)
_DETAIL_HINT = (
    "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'."
)


def _raised(message: str, detail: str | None) -> ApiError:
    """RAISE SQLSTATE 'PGRST': message and detail are JSON that states the whole response."""
    said: Any = _decode(message, _Message)
    if said is None:
        return errors.unparsable_raise(f"Invalid JSON value for MESSAGE: '{message}'", _MESSAGE_HINT)
    if detail is None:
        return errors.unparsable_raise("DETAIL is missing in the RAISE statement", _DETAIL_HINT)
    how: Any = _decode(detail, _Detail)
    if how is None:
        return errors.unparsable_raise(f"Invalid JSON value for DETAIL: '{detail}'", _DETAIL_HINT)
    headers = sorted(how.headers.items())
    return ApiError(how.status, said.code, said.message, said.details, said.hint, headers, how.status_text)


def _decode(text: str, type_: type[Any]) -> Any:
    try:
        return msgspec.json.decode(text.encode(), type=type_)
    except msgspec.DecodeError:
        return None
