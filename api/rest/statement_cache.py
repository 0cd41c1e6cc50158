"""Compiled requests by their shape: all but the values, so that the second of a shape costs a look-up."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from pgdesk.api.rest.compile import Compiled, compile_request
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.parse.body import Body, read_body
from pgdesk.api.rest.parse.query import QueryString
from pgdesk.api.rest.request import HttpRequest, read_api_request
from pgdesk.api.rest.schema_cache.model import SchemaCache

SIZE = 4000
#: Characters. Longer shapes and statements are not worth their memory.
LONGEST_SHAPE = 8_000
LONGEST_STATEMENT = 30_000


class _BodyKind(Struct, frozen=True):
    """How the body of such a request is read."""

    content_type: str
    columns: tuple[str, ...] | None
    is_call: bool


class StatementCache:
    """The least recently used shape goes first. Belongs to one schema cache and one configuration."""

    def __init__(self, config: Config, schema_cache: SchemaCache, size: int = SIZE) -> None:
        self._config = config
        self._schema_cache = schema_cache
        self._size = size
        self._known: OrderedDict[object, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def compiled(
        self, request: HttpRequest, query: QueryString, role: str, on_parsed: Callable[[], None]
    ) -> tuple[Compiled, bytes]:
        """What runs, and the document that goes with it. `on_parsed` is called before it is planned."""
        key = (role, *request.shape(), query.shape)
        known = self._get(key)
        if isinstance(known, Compiled):
            on_parsed()
            return known, b""
        body = None
        if isinstance(known, _BodyKind):
            body = read_body(request.body, known.content_type, known.columns, known.is_call)
            found = self._get((key, *_shape_of(body)))
            if found is not None:
                on_parsed()
                return found, body.document
        return self._compile(key, request, query, role, body, on_parsed)

    def _compile(
        self,
        key: object,
        request: HttpRequest,
        query: QueryString,
        role: str,
        body: Body | None,
        on_parsed: Callable[[], None],
    ) -> tuple[Compiled, bytes]:
        api_request = read_api_request(request, self._config)
        read: list[tuple[_BodyKind, Body]] = []

        def body_of(columns: tuple[str, ...] | None) -> Body:
            kind = _BodyKind(api_request.content_type, columns, api_request.target == "function")
            found = body or read_body(request.body, kind.content_type, columns, kind.is_call)
            read.append((kind, found))
            return found

        compiled = compile_request(
            self._config, self._schema_cache, api_request, query, body_of, role, on_parsed
        )
        is_short = sum(map(len, (*request.shape(), *query.shape))) <= LONGEST_SHAPE
        if not is_short or len(compiled.sql) > LONGEST_STATEMENT:
            return compiled, read[0][1].document if read else b""
        if not read:
            self._put(key, compiled)
            return compiled, b""
        kind, found = read[0]
        # The arguments of a form are constants of its statement.
        if found.arguments is None:
            self._put(key, kind)
            self._put((key, *_shape_of(found)), compiled)
        return compiled, found.document

    def _get(self, key: object) -> Any:
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def _put(self, key: object, value: object) -> None:
        self._known[key] = value
        if len(self._known) > self._size:
            self._known.popitem(last=False)


def _shape_of(body: Body) -> tuple[object, ...]:
    return tuple(sorted(body.keys)), body.is_object


def is_root(request: HttpRequest, config: Config) -> bool:
    return request.path in ("", "/") and config.db_root_spec is None
