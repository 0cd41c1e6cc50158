"""An HTTP request as the protocol sees it: target, schema, preferences, media types, query, rows, body."""

from __future__ import annotations

from typing import Literal, TypeAlias
from urllib.parse import unquote

from msgspec import Struct

from pgdesk.api.rest import errors
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.headers import Headers
from pgdesk.api.rest.parse import media
from pgdesk.api.rest.parse.body import NO_BODY, Body, read_body
from pgdesk.api.rest.parse.media import MediaType, parse_accept, parse_media_type
from pgdesk.api.rest.parse.preferences import NONE, Preferences, parse_preferences
from pgdesk.api.rest.parse.query import QueryString, parse_query, read_query
from pgdesk.api.rest.parse.ranges import top_range
from pgdesk.api.rest.parse.terms import Query, Range
from pgdesk.api.rest.recent import Recent
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier

Target: TypeAlias = Literal["root", "relation", "function"]
READS = ("GET", "HEAD")
_WITH_BODY = ("POST", "PATCH", "PUT")
_METHODS: dict[Target, tuple[str, ...]] = {
    "root": (*READS, "OPTIONS"),
    "relation": (*READS, *_WITH_BODY, "DELETE", "OPTIONS"),
    "function": (*READS, "POST", "OPTIONS"),
}

#: Requests that are kept, and characters of the longest shape that is worth its memory.
KEPT = 4000
LONGEST_SHAPE = 8_000


class HttpRequest(Struct):
    """Path and query as they were sent, without the mount prefix."""

    method: str
    path: str
    query: bytes
    headers: Headers
    body: bytes = b""
    #: As whom it is served, once that is known.
    role: str | None = None
    #: Goes on when its client leaves: it writes, and that is done or refused, whoever hears of it.
    must_finish: bool = False

    def header(self, name: str) -> str | None:
        return self.headers.get(name)


class ApiRequest(Struct, frozen=True, eq=False):
    """What decides how a request is planned, but for its role and the keys of its body.

    One object for all requests of a shape, which differ in their values only. `is_short`: what is made of it
    is worth its memory.
    """

    method: str
    target: Target
    schema: str
    name: str
    accepts: tuple[MediaType, ...]
    content_type: str
    preferences: Preferences
    is_by_profile: bool
    query: Query
    range: Range
    is_short: bool

    @property
    def identifier(self) -> QualifiedIdentifier:
        return QualifiedIdentifier(self.schema, self.name)

    @property
    def is_head(self) -> bool:
        return self.method == "HEAD"

    @property
    def is_read(self) -> bool:
        return self.method in READS

    def read_body(self, body: bytes) -> Body:
        if self.method not in _WITH_BODY:
            return NO_BODY
        columns = self.query.columns if self.method != "PUT" else None
        return read_body(body, self.content_type, columns, self.target == "function")


class Given(Struct):
    """What this request alone has: the values of its query, in their slots, and its body."""

    values: list[str]
    body: Body


class RequestReader:
    """Reads requests by one configuration, those of a known shape by a look-up."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._known: Recent[ApiRequest] = Recent(KEPT)

    def read(self, request: HttpRequest) -> tuple[ApiRequest, list[str]]:
        """With the values of its query.

        Raises ApiError for unknown paths, schemas and methods, and for what the grammar refuses.
        """
        may_be_call = request.path.startswith("/rpc/") or request.path == "/"
        query = read_query(request.query, may_be_call and request.method in READS)
        shape = (request.method, request.path, request.headers.shape, query.shape)
        api_request = self._known.get(shape)
        if api_request is None:
            api_request = self._read(request, query)
            if api_request.is_short:
                self._known.put(shape, api_request)
        return api_request, query.values

    def _read(self, request: HttpRequest, query: QueryString) -> ApiRequest:
        target, name = _target(request.path, self._config)
        method = request.method
        schema, is_by_profile = _schema(request, self._config)
        _check_method(method, target)
        prefer = request.headers.joined("prefer")
        accept = request.header("accept")
        content_type = request.header("content-type")
        length = sum(map(len, (request.path, *request.headers.shape, *query.shape)))
        range_ = Range()
        parsed = parse_query(query, target != "relation" and method in READS)
        if method != "OPTIONS":
            range_ = top_range(parsed, method, request.header("range") if method == "GET" else None)
        return ApiRequest(
            method=method,
            target=target,
            schema=schema,
            name=name,
            accepts=parse_accept(accept) if accept is not None else (MediaType(media.ANY),),
            content_type=parse_media_type(content_type).name if content_type else media.JSON,
            preferences=parse_preferences(prefer, self._config.allows_tx_override) if prefer else NONE,
            is_by_profile=is_by_profile,
            query=parsed,
            range=range_,
            is_short=length <= LONGEST_SHAPE,
        )


def _target(path: str, config: Config) -> tuple[Target, str]:
    segments = [unquote(segment, errors="replace") for segment in path.removeprefix("/").split("/")]
    if segments == [""]:
        # Whatever schema it names: the function is looked for in the request's.
        return ("function", config.db_root_spec.rpartition(".")[2]) if config.db_root_spec else ("root", "")
    if len(segments) == 1:
        return "relation", segments[0]
    if len(segments) == 2 and segments[0] == "rpc":
        return "function", segments[1]
    raise errors.invalid_path()


def _schema(request: HttpRequest, config: Config) -> tuple[str, bool]:
    """By Accept-Profile for reads, by Content-Profile for writes; the first one by default.

    And whether the answer names it: where it was asked for, or could have been another.
    """
    is_write = request.method in (*_WITH_BODY, "DELETE")
    profile = request.header("content-profile" if is_write else "accept-profile")
    if profile is None:
        return config.db_schemas[0], len(config.db_schemas) > 1
    if profile not in config.db_schemas:
        raise errors.unknown_schema(profile, config.db_schemas)
    return profile, True


def _check_method(method: str, target: Target) -> None:
    if method not in _METHODS[target]:
        if target == "function":
            raise errors.invalid_rpc_method(method)
        raise errors.unsupported_method(method)
