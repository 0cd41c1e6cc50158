"""The response to each kind of request."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from pgdesk.api.errors import ApiError, Header
from pgdesk.api.rest import errors
from pgdesk.api.rest.compile import Compiled
from pgdesk.api.rest.config import VERSION, Config
from pgdesk.api.rest.outcome import Outcome
from pgdesk.api.rest.parse.query import canonical_query
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.response import openapi
from pgdesk.api.rest.schema_cache.model import SchemaCache

#: Longer headers break clients and proxies; they are left out.
LONGEST_LOCATION = 16_000

VARY = ("Vary", "Accept, Prefer, Range")

OLD_NAMES = (
    "Embedded resource was referenced by relation name even though it has an alias. "
    "This is deprecated and will stop working in a future release."
)


class Response(Struct):
    status: int
    headers: list[Header]
    body: bytes = b""
    reason: str | None = None


def error_response(error: ApiError, verbosity: str = "verbose") -> Response:
    headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Proxy-Status", f"PostgREST; error={error.code}"),
        *error.headers,
    ]
    return Response(error.status, headers, error.body(verbosity), error.reason)


def respond(
    compiled: Compiled, outcome: Outcome, request: HttpRequest, config: Config, schema_cache: SchemaCache
) -> Response:
    if compiled.kind == "inspect":
        return _inspect(compiled, outcome, config, schema_cache, request.role)
    if compiled.is_bare:
        return Response(200, [*content_headers(compiled), VARY], outcome.body)
    response = _RESPONSES[compiled.kind](compiled, outcome, request, config)
    response.headers.append(VARY)
    for name, alias in compiled.warnings:
        advice = f"Update `{name}` to `{alias}` in query string filters, orders or limits."
        response.headers.append(("Warning", f'299 PostgRESTv{VERSION} "{OLD_NAMES} {advice}"'))
    return _overridden(response, outcome)


# --- Kinds ----------------------------------------------------------------------------


def _inspect(
    compiled: Compiled, outcome: Outcome, config: Config, schema_cache: SchemaCache, role: str | None
) -> Response:
    accessible = msgspec.json.decode(outcome.body, type=openapi.Accessible)
    body = openapi.document(config, schema_cache, compiled.api_request.schema, accessible, role)
    headers = [*content_headers(compiled), VARY]
    return Response(200, headers, b"" if compiled.api_request.is_head else body)


def _read(compiled: Compiled, outcome: Outcome, request: HttpRequest, config: Config) -> Response:
    status, content_range = _range(compiled, outcome, config.db_max_rows)
    query = canonical_query(request.query)
    location = "/" + compiled.api_request.name + (f"?{query}" if query else "")
    headers = [
        ("Content-Range", content_range),
        *([("Content-Location", location)] if len(location) <= LONGEST_LOCATION else []),
        *content_headers(compiled),
        *_applied(compiled, "count", "tx", "handling", "timezone"),
    ]
    return Response(status, headers, _body(compiled, outcome, status, config))


def _call(compiled: Compiled, outcome: Outcome, request: HttpRequest, config: Config) -> Response:
    status, content_range = _range(compiled, outcome, config.db_max_rows)
    headers = [
        ("Content-Range", content_range),
        *_applied(compiled, "count", "tx", "handling", "timezone", "max-affected"),
    ]
    if compiled.function is not None and compiled.function.returns_void:
        return Response(204, headers)
    return Response(status, [*headers, *content_headers(compiled)], _body(compiled, outcome, status, config))


def _create(compiled: Compiled, outcome: Outcome, request: HttpRequest, config: Config) -> Response:
    headers: list[Header] = []
    if outcome.location:
        headers.append(("Location", _location(compiled.api_request.name, outcome.location)))
    headers.append(("Content-Range", _content_range(1, 0, _counted(compiled, outcome))))
    resolution = ["resolution"] if compiled.applies_resolution else []
    headers += _applied(compiled, *resolution, "missing", "return", "count", "tx", "handling", "timezone")
    merges = compiled.api_request.preferences.get("resolution") == "merge-duplicates"
    only_updated = merges and (outcome.inserted or 0) <= 0
    status = 200 if only_updated else 201
    return _rows_or_nothing(compiled, outcome, headers, status, status)


def _update(compiled: Compiled, outcome: Outcome, request: HttpRequest, config: Config) -> Response:
    headers = [
        ("Content-Range", _content_range(0, outcome.rows - 1, _counted(compiled, outcome))),
        *_applied(compiled, "missing", "return", "count", "tx", "handling", "timezone", "max-affected"),
    ]
    return _rows_or_nothing(compiled, outcome, headers)


def _upsert(compiled: Compiled, outcome: Outcome, request: HttpRequest, config: Config) -> Response:
    headers = list(_applied(compiled, "return", "count", "tx", "handling", "timezone"))
    return _rows_or_nothing(compiled, outcome, headers, 201 if (outcome.inserted or 0) > 0 else 200)


def _delete(compiled: Compiled, outcome: Outcome, request: HttpRequest, config: Config) -> Response:
    headers = [
        ("Content-Range", _content_range(1, 0, _counted(compiled, outcome))),
        *_applied(compiled, "return", "count", "tx", "handling", "timezone", "max-affected"),
    ]
    return _rows_or_nothing(compiled, outcome, headers)


def _rows_or_nothing(
    compiled: Compiled, outcome: Outcome, headers: list[Header], status: int = 200, without_rows: int = 204
) -> Response:
    if compiled.api_request.preferences.get("return") == "representation":
        return Response(status, [*headers, *content_headers(compiled)], outcome.body)
    return Response(without_rows, headers)


_RESPONSES = {
    "read": _read,
    "call": _call,
    "create": _create,
    "update": _update,
    "upsert": _upsert,
    "delete": _delete,
}


# --- Headers --------------------------------------------------------------------------


def _counted(compiled: Compiled, outcome: Outcome) -> int | None:
    return outcome.rows if compiled.api_request.preferences.counts else None


def content_headers(compiled: Compiled) -> list[Header]:
    headers = [("Content-Type", compiled.media_type.content_type)]
    if compiled.api_request.is_by_profile:
        headers.append(("Content-Profile", compiled.api_request.schema))
    return headers


def _applied(compiled: Compiled, *names: str) -> list[Header]:
    applied = compiled.api_request.preferences.applied(*names)
    return [("Preference-Applied", applied)] if applied else []


def _total(compiled: Compiled, outcome: Outcome, max_rows: int | None) -> int | None:
    """An estimate is exact up to db-max-rows, and beyond that the planner's, if that is more."""
    if outcome.planned is None:
        return outcome.total
    rows = int(msgspec.json.decode(outcome.planned)[0]["Plan"]["Plan Rows"])
    if compiled.api_request.preferences.get("count") == "planned":
        return rows
    total = outcome.total or 0
    return max(total, rows) if max_rows is None or total > max_rows else total


def _range(compiled: Compiled, outcome: Outcome, max_rows: int | None) -> tuple[int, str]:
    total = _total(compiled, outcome, max_rows)
    lower = compiled.api_request.range.offset
    upper = lower + outcome.rows - 1
    status = 200
    if total is not None:
        if lower > total:
            status = 416
        elif 1 + upper - lower < total:
            status = 206
    return status, _content_range(lower, upper, total)


def _content_range(lower: int, upper: int, total: int | None) -> str:
    shown = f"{lower}-{upper}" if total != 0 and lower <= upper else "*"
    return f"{shown}/{'*' if total is None else total}"


def _body(compiled: Compiled, outcome: Outcome, status: int, config: Config) -> bytes:
    if compiled.api_request.is_head:
        return b""
    if status == 416:
        total = _total(compiled, outcome, config.db_max_rows) or 0
        error = errors.out_of_bounds(compiled.api_request.range.offset, total)
        return error.body(config.client_error_verbosity)
    return outcome.body


def _location(table: str, pairs: tuple[bytes, ...]) -> str:
    query = [(key, value) for key, _, value in (pair.partition(b"=") for pair in pairs)]
    return f"/{table}?{urlencode(query, quote_via=quote)}"


# --- response.status and response.headers ---------------------------------------------


def _overridden(response: Response, outcome: Outcome) -> Response:
    if outcome.response_status:
        match = re.match(rb"[0-9]+", outcome.response_status)
        response.status = int(match.group()) if match else 0
        if not errors.LEAST_STATUS <= response.status <= errors.MOST_STATUS:
            raise errors.invalid_response_status()
    if outcome.response_headers:
        given = _guc_headers(outcome.response_headers)
        names = {name.lower() for name, _ in given}
        response.headers = [header for header in response.headers if header[0].lower() not in names] + given
    return response


def _guc_headers(text: bytes) -> list[Header]:
    try:
        objects = msgspec.json.decode(text, type=list[dict[str, str]])
    except msgspec.DecodeError:
        raise errors.invalid_response_headers() from None
    if any(len(one) != 1 for one in objects):
        raise errors.invalid_response_headers()
    return [next(iter(one.items())) for one in objects]
