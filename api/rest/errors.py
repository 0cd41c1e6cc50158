"""Every error that the server itself makes: PGRST codes with their status, message, details, hint."""

from __future__ import annotations

from collections.abc import Iterable

from pgdesk.api.errors import ApiError

#: Statuses that may end an exchange. PostgREST also sends numbers that are none, and 1xx, after which clients
#: wait for another.
LEAST_STATUS, MOST_STATUS = 200, 999


# --- PGRST0xx: the connection ---------------------------------------------------


_SOON = [("Retry-After", "1")]


def connection_failed(details: str | None) -> ApiError:
    message = "Database client error. Retrying the connection."
    return ApiError(503, "PGRST001", message, details, headers=_SOON)


def cannot_connect(details: str | None) -> ApiError:
    return ApiError(503, "PGRST000", "Database connection error.", details, headers=_SOON)


def no_schema_cache(retry_after: int) -> ApiError:
    message = "Could not query the database for the schema cache. Retrying."
    return ApiError(503, "PGRST002", message, headers=[("Retry-After", str(retry_after))])


def pool_timeout() -> ApiError:
    return ApiError(504, "PGRST003", "Timed out acquiring connection from connection pool.")


# --- PGRST1xx: the request --------------------------------------------------------


def unparsable(message: str, details: str | None = None) -> ApiError:
    return ApiError(400, "PGRST100", message, details)


def invalid_rpc_method(method: str) -> ApiError:
    return ApiError(405, "PGRST101", f"Cannot use the {method} method on RPC")


def invalid_body(message: str) -> ApiError:
    return ApiError(400, "PGRST102", message)


def invalid_range(details: str) -> ApiError:
    return ApiError(416, "PGRST103", "Requested range not satisfiable", details)


def negative_limit() -> ApiError:
    return invalid_range("Limit should be greater than or equal to zero.")


def lower_above_upper() -> ApiError:
    return invalid_range(
        "The lower boundary must be lower than or equal to the upper boundary in the Range header."
    )


def out_of_range(number: int) -> ApiError:
    """As Postgres says it of a bound limit or offset."""
    return ApiError(400, "22003", f'value "{number}" is out of range for type bigint')


def out_of_bounds(offset: int, total: int) -> ApiError:
    return invalid_range(f"An offset of {offset} was requested, but there are only {total} rows.")


def invalid_filters() -> ApiError:
    return ApiError(
        405, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators"
    )


def unknown_schema(schema: str, exposed: Iterable[str]) -> ApiError:
    hint = f"Only the following schemas are exposed: {', '.join(exposed)}"
    return ApiError(406, "PGRST106", f"Invalid schema: {schema}", None, hint)


def no_media_type(accepted: Iterable[str]) -> ApiError:
    return ApiError(406, "PGRST107", f"None of these media types are available: {', '.join(accepted)}")


def not_embedded(resource: str, alias: str | None = None) -> ApiError:
    """`alias`: the name under which it is embedded, where only that counts."""
    details = None
    hint = f"Verify that '{resource}' is included in the 'select' query parameter."
    if alias is not None:
        details = "Target names are not allowed in filters if they have an alias"
        hint = f"Change '{resource}' to '{alias}' in filters, orders or limits."
    message = f"'{resource}' is not an embedded resource in this request"
    return ApiError(400, "PGRST108", message, details, hint)


def invalid_response_headers() -> ApiError:
    return ApiError(
        500,
        "PGRST111",
        "response.headers guc must be a JSON array composed of objects with a single key and a string value",
    )


def invalid_response_status() -> ApiError:
    return ApiError(500, "PGRST112", "response.status guc must be a valid status code")


def put_with_range() -> ApiError:
    return ApiError(400, "PGRST114", "limit/offset querystring parameters are not allowed for PUT")


def put_key_mismatch() -> ApiError:
    return ApiError(400, "PGRST115", "Payload values do not match URL in primary key column(s)")


def not_singular(rows: int) -> ApiError:
    message = "Cannot coerce the result to a single JSON object"
    return ApiError(406, "PGRST116", message, f"The result contains {rows} rows")


def unsupported_method(method: str) -> ApiError:
    return ApiError(405, "PGRST117", f"Unsupported HTTP method: {method}")


def related_order_to_many(origin: str, target: str) -> ApiError:
    message = f"A related order on '{target}' is not possible"
    details = f"'{origin}' and '{target}' do not form a many-to-one or one-to-one relationship"
    return ApiError(400, "PGRST118", message, details)


def unparsable_raise(details: str, hint: str) -> ApiError:
    return ApiError(
        500, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", details, hint
    )


def invalid_preferences(preferences: Iterable[str]) -> ApiError:
    message = "Invalid preferences given with handling=strict"
    return ApiError(400, "PGRST122", message, f"Invalid preferences: {', '.join(preferences)}")


def aggregates_not_allowed() -> ApiError:
    return ApiError(400, "PGRST123", "Use of aggregate functions is not allowed")


def too_many_affected(rows: int) -> ApiError:
    message = "Query result exceeds max-affected preference constraint"
    return ApiError(400, "PGRST124", message, f"The query affects {rows} rows")


def invalid_path() -> ApiError:
    return ApiError(404, "PGRST125", "Invalid path specified in request URL")


def openapi_disabled() -> ApiError:
    return ApiError(404, "PGRST126", "Root endpoint metadata is disabled")


def aggregate_in_to_many_spread() -> ApiError:
    details = "Aggregates are not implemented for one-to-many or many-to-many spreads."
    return ApiError(400, "PGRST127", "Feature not implemented", details)


def max_affected_on_single() -> ApiError:
    return ApiError(
        400,
        "PGRST128",
        "Function must return SETOF or TABLE when max-affected preference is used with handling=strict",
    )


# --- PGRST3xx: the token ------------------------------------------------------------------


def no_jwt_secret() -> ApiError:
    return ApiError(500, "PGRST300", "Server lacks JWT secret")


def invalid_token(message: str, details: str | None = None) -> ApiError:
    return _unauthorized("PGRST301", message, details)


def no_anonymous() -> ApiError:
    return ApiError(401, "PGRST302", "Anonymous access is disabled", headers=[("WWW-Authenticate", "Bearer")])


def invalid_claims(message: str) -> ApiError:
    return _unauthorized("PGRST303", message, None)


def _unauthorized(code: str, message: str, details: str | None) -> ApiError:
    challenge = f'Bearer error="invalid_token", error_description="{message}"'
    return ApiError(401, code, message, details, headers=[("WWW-Authenticate", challenge)])
