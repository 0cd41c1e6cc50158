"""An HTTP request as the protocol sees it: target, action, schema, preferences, media types."""

from __future__ import annotations

from typing import Literal, TypeAlias
from urllib.parse import unquote

from msgspec import Struct

from pgdesk.api.rest import errors
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.headers import Headers
from pgdesk.api.rest.parse import media
from pgdesk.api.rest.parse.media import MediaType, parse_accept, parse_media_type
from pgdesk.api.rest.parse.preferences import NONE, Preferences, parse_preferences

Target: TypeAlias = Literal["root", "relation", "function"]
READS = ("GET", "HEAD")


class HttpRequest(Struct):
    """Path and query as they were sent, without the mount prefix."""

    method: str
    path: str
    query: bytes
    headers: Headers
    body: bytes = b""
    #: As whom it is served, once that is known.
    role: str | None = None

    def header(self, name: str) -> str | None:
        return self.headers.get(name)

    def shape(self) -> tuple[str, ...]:
        """All that an ApiRequest is made of, as it was sent."""
        return (self.method, self.path, *self.headers.shape)


class ApiRequest(Struct, frozen=True):
    """What decides how a request is planned, but for its query and its body."""

    method: str
    target: Target
    schema: str
    name: str
    accepts: tuple[MediaType, ...]
    content_type: str
    preferences: Preferences
    range: str | None
    is_by_profile: bool

    @property
    def is_head(self) -> bool:
        return self.method == "HEAD"

    @property
    def is_rpc_read(self) -> bool:
        return self.target == "function" and self.method in READS


def read_api_request(request: HttpRequest, config: Config) -> ApiRequest:
    """Raises ApiError for unknown paths, schemas and methods."""
    target, name = _target(request.path, config)
    method = request.method
    schema = _schema(request, config)
    _check_method(method, target)
    prefer = request.headers.joined("prefer")
    accept = request.header("accept")
    content_type = request.header("content-type")
    return ApiRequest(
        method=method,
        target=target,
        schema=schema,
        name=name,
        accepts=parse_accept(accept) if accept is not None and accept.strip() else (MediaType(media.ANY),),
        content_type=parse_media_type(content_type).name if content_type else media.JSON,
        preferences=parse_preferences(prefer, config.allows_tx_override) if prefer else NONE,
        range=request.header("range") if method == "GET" else None,
        is_by_profile=len(config.db_schemas) > 1,
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


def _schema(request: HttpRequest, config: Config) -> str:
    """By Accept-Profile for reads, by Content-Profile for writes; the first one by default."""
    if len(config.db_schemas) == 1:
        return config.db_schemas[0]
    writes = request.method in ("POST", "PATCH", "PUT", "DELETE")
    profile = request.header("content-profile" if writes else "accept-profile")
    if profile is None:
        return config.db_schemas[0]
    if profile not in config.db_schemas:
        raise errors.unknown_schema(profile, config.db_schemas)
    return profile


def _check_method(method: str, target: Target) -> None:
    if target == "function":
        if method not in ("GET", "HEAD", "POST", "OPTIONS"):
            raise errors.invalid_rpc_method(method)
    elif target == "root":
        if method not in ("GET", "HEAD", "OPTIONS"):
            raise errors.unsupported_method(method)
    elif method not in ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"):
        raise errors.unsupported_method(method)
