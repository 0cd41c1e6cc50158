"""From a request to what runs: one statement with its parameters, and how its result is answered."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from pgdesk.api.rest import errors
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.parse import media
from pgdesk.api.rest.parse.body import Body
from pgdesk.api.rest.parse.media import MediaType
from pgdesk.api.rest.parse.ranges import all_ranges
from pgdesk.api.rest.parse.terms import Range
from pgdesk.api.rest.plan.call import find_function, plan_call
from pgdesk.api.rest.plan.mutate import plan_mutation, returned_columns
from pgdesk.api.rest.plan.negotiate import negotiate
from pgdesk.api.rest.plan.read import ReadPlanner
from pgdesk.api.rest.plan.tree import Delete, Handler, Insert, Mutation, Node, Save, Update
from pgdesk.api.rest.request import ApiRequest
from pgdesk.api.rest.schema_cache import unknown
from pgdesk.api.rest.schema_cache.model import Function, QualifiedIdentifier, Rights, SchemaCache, Table
from pgdesk.api.rest.sql.call import write_call
from pgdesk.api.rest.sql.inspect import ACCESSIBLE
from pgdesk.api.rest.sql.mutate import write_mutation, write_probe
from pgdesk.api.rest.sql.read import ReadWriter
from pgdesk.api.rest.sql.statement import NO_LOCATION, location_of, wrap
from pgdesk.api.rest.sql.text import Parameter, Parameters

Kind: TypeAlias = Literal["inspect", "read", "create", "update", "upsert", "delete", "call"]
_KINDS: dict[str, Kind] = {"POST": "create", "PATCH": "update", "PUT": "upsert", "DELETE": "delete"}
NO_RIGHTS = Rights()
_OPENAPI_ACCEPTED = (media.OPENAPI, media.JSON, media.ANY)


class Compiled(Struct, frozen=True):
    """Everything about a request but its values. `explain` estimates the number of rows.

    `probe` is asked where nothing was changed: it raises if there was something.
    """

    kind: Kind
    sql: bytes
    parameters: tuple[Parameter, ...]
    media_type: MediaType
    read_only: bool
    api_request: ApiRequest
    explain: tuple[bytes, tuple[Parameter, ...]] | None = None
    function: Function | None = None
    applies_resolution: bool = True
    probe: tuple[bytes, tuple[Parameter, ...]] | None = None
    warnings: tuple[tuple[str, str], ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether the result is one column, the body: a plan, or what the OpenAPI document is made of."""
        return self.kind == "inspect" or self.media_type.plan_format is not None

    @property
    def is_singular(self) -> bool:
        return self.media_type.name == media.OBJECT

    @property
    def is_write(self) -> bool:
        return self.kind not in ("inspect", "read", "call")

    @property
    def max_affected(self) -> int | None:
        """Rows at most, where the client insists on it and the kind of request can have more."""
        preferences = self.api_request.preferences
        is_bound = preferences.is_strict and self.kind in ("update", "delete", "call")
        return preferences.max_affected if is_bound else None

    @property
    def must_check(self) -> bool:
        """Whether the number of rows decides between commit and rollback."""
        return not self.read_only and (
            self.is_singular or self.kind == "upsert" or self.max_affected is not None
        )


def compile_request(
    config: Config, schema_cache: SchemaCache, api_request: ApiRequest, body: Body, role: str
) -> Compiled:
    compiler = _Compiler(config, schema_cache, api_request, role)
    if api_request.target == "root":
        return compiler.inspect()
    if api_request.target == "function":
        return compiler.call(body)
    if api_request.is_read:
        return compiler.read()
    return compiler.mutate(body)


def _name_in_call(node: Node, table: Table | None) -> str:
    """The call itself where a selected column is unknown, the relation where one to order by is."""
    selected = {item.column.name for item in node.select if not item.column.is_whole_row}
    return node.name if table and selected <= table.columns.keys() else "pgrst_call"


class _Compiler:
    def __init__(self, config: Config, schema_cache: SchemaCache, api_request: ApiRequest, role: str) -> None:
        self.config = config
        self.schema_cache = schema_cache
        self.api_request = api_request
        self.role = role
        self.parameters = Parameters()
        self.writer = ReadWriter(self.parameters, config.db_max_rows)
        self.planner = ReadPlanner(config, schema_cache, api_request.schema)

    # --- The kinds of request ---------------------------------------------------------

    def inspect(self) -> Compiled:
        accepts = self.api_request.accepts
        if self.config.openapi_mode == "disabled":
            raise errors.openapi_disabled()
        if not any(accepted.name in _OPENAPI_ACCEPTED for accepted in accepts):
            raise errors.no_media_type(str(accepted) for accepted in accepts)
        self.parameters.bind(self.api_request.schema)
        return self._compiled("inspect", ACCESSIBLE, MediaType(media.OPENAPI), read_only=True)

    def read(self) -> Compiled:
        table = self._table()
        node = self._read_tree(table, from_source=False)
        handler, media_type = self._negotiate(table, node)
        self._check_preferences()
        select = self.writer.select(node)
        uses_source = handler.kind == "csv"
        sql = wrap(
            source=select if uses_source else "",
            select="SELECT * FROM pgrst_source" if uses_source else select,
            count=self._count(node),
            handler=handler,
            role=self.role,
        )
        return self._compiled("read", sql, media_type, read_only=True, explain=self._explain(node))

    def mutate(self, body: Body) -> Compiled:
        api_request = self.api_request
        preferences = api_request.preferences
        table = self._table()
        wants_body = preferences.get("return") == "representation"
        wants_location = api_request.method == "POST" and preferences.get("return") == "headers-only"
        node = self._read_tree(table, from_source=True)
        mutation = plan_mutation(
            self.schema_cache,
            api_request.method,
            table,
            api_request.query,
            node,
            columns=body.keys,
            resolution=preferences.get("resolution"),
            wants_rows=preferences.get("return") in ("representation", "headers-only"),
            apply_defaults=preferences.get("missing") == "default" and api_request.method != "PUT",
            house=self.config.db_house,
            rights=self.schema_cache.rights.get((table, self.role), NO_RIGHTS),
        )
        self._check_preferences()
        handler, media_type = self._negotiate(table, node)
        if not wants_body:
            handler = Handler("none")
        source, before = write_mutation(mutation, body.is_object, self.parameters)
        primary_key = self.schema_cache.tables[table].primary_key
        sql = wrap(
            source=source,
            select=self.writer.select(node) if wants_body else "SELECT * FROM pgrst_source",
            count=None,
            handler=handler,
            is_write=True,
            location=location_of(primary_key) if wants_location else NO_LOCATION,
            with_inserted=isinstance(mutation, Save)
            or (isinstance(mutation, Insert) and mutation.counts_inserted),
            before=before,
            role=self.role,
        )
        return self._compiled(
            _KINDS[api_request.method],
            sql,
            media_type,
            read_only=False,
            applies_resolution=bool(primary_key) or api_request.query.on_conflict is not None,
            probe=self._probe(mutation),
        )

    def call(self, body: Body) -> Compiled:
        api_request = self.api_request
        query, is_post = api_request.query, not api_request.is_read
        keys = body.keys if is_post else tuple(key for key, _ in query.arguments)
        function = find_function(
            self.schema_cache, api_request.identifier, keys, api_request.content_type, is_post
        )
        relation = QualifiedIdentifier(function.schema, function.table_name or function.name)
        node = self._read_tree(relation, from_source=True)
        table = self.schema_cache.tables.get(relation)
        returning = returned_columns(node, (), table.columns if table else None)
        arguments = body.arguments if is_post else query.arguments
        call = plan_call(function, keys, arguments, returning, _name_in_call(node, table))
        handler, media_type = self._negotiate(relation, node)
        self._check_preferences()
        source = write_call(call, body.is_object, self.parameters)
        select = self.writer.select(node)
        if handler.kind == "csv":
            source = f"{source}), pgrst_rows AS ({select}"
            select = "SELECT * FROM pgrst_rows"
        sql = wrap(
            source=source,
            select=select,
            count=self._count(node),
            handler=handler,
            function=function,
            role=self.role,
        )
        return self._compiled(
            "call",
            sql,
            media_type,
            read_only=not is_post or function.volatility != "v",
            function=function,
        )

    # --- Parts ------------------------------------------------------------------------

    def _table(self) -> QualifiedIdentifier:
        table = self.api_request.identifier
        if table not in self.schema_cache.tables:
            raise unknown.unknown_table(table, self.schema_cache)
        return table

    def _read_tree(self, table: QualifiedIdentifier, *, from_source: bool) -> Node:
        """What a write is told of its own rows (an empty path) is not asked again of what it returns."""
        query = self.api_request.query
        is_write = self.api_request.target == "relation" and not self.api_request.is_read
        if is_write:
            query = replace(
                query,
                filters=tuple(pair for pair in query.filters if pair[0]),
                logic=tuple(pair for pair in query.logic if pair[0]),
                ranges=tuple(pair for pair in query.ranges if pair[0]),
            )
        else:
            query = replace(query, ranges=all_ranges(query, self.api_request.range))
        return self.planner.plan(table, query, from_source=from_source, is_limited=not is_write)

    def _negotiate(self, relation: QualifiedIdentifier, node: Node) -> tuple[Handler, MediaType]:
        selects_all = (
            len(node.select) == 1
            and node.select[0].column.name == "*"
            and node.select[0].aggregate is None
            and not node.children
        )
        handler, media_type = negotiate(
            self.schema_cache,
            self.api_request.accepts,
            relation,
            selects_all=selects_all,
            plan_enabled=self.config.db_plan_enabled,
        )
        return Handler("none") if self.api_request.is_head else handler, media_type

    def _check_preferences(self) -> None:
        preferences = self.api_request.preferences
        if preferences.is_strict and preferences.invalid:
            raise errors.invalid_preferences(preferences.invalid)

    def _count(self, node: Node) -> str | None:
        """Rows in all: counted again only where the answer may be a part of them."""
        preferences, most = self.api_request.preferences, self.config.db_max_rows
        if not preferences.counts:
            return None
        if node.range == Range():
            return "rows"
        counted = self.writer.count_source(node)
        is_read = self.api_request.target == "relation"
        if is_read and preferences.get("count") == "estimated" and most is not None:
            return f"{counted} LIMIT {most + 1}"
        return counted

    def _explain(self, node: Node) -> tuple[bytes, tuple[Parameter, ...]] | None:
        if self.api_request.preferences.get("count") not in ("planned", "estimated"):
            return None
        parameters = Parameters()
        counted = ReadWriter(parameters, self.config.db_max_rows).count_source(node)
        return f"EXPLAIN (FORMAT JSON) {counted}".encode(), tuple(parameters.items)

    def _probe(self, mutation: Mutation) -> tuple[bytes, tuple[Parameter, ...]] | None:
        house = self.config.db_house
        if house is None or not isinstance(mutation, Update | Delete):
            return None
        if isinstance(mutation, Update) and not mutation.columns:
            return None
        parameters = Parameters()
        return write_probe(mutation, house, parameters).encode(), tuple(parameters.items)

    def _compiled(
        self,
        kind: Kind,
        sql: str,
        media_type: MediaType,
        *,
        read_only: bool,
        explain: tuple[bytes, tuple[Parameter, ...]] | None = None,
        function: Function | None = None,
        applies_resolution: bool = True,
        probe: tuple[bytes, tuple[Parameter, ...]] | None = None,
    ) -> Compiled:
        if media_type.plan_format is not None:
            options = [f"FORMAT {media_type.plan_format}", *media_type.plan_options]
            sql = f"EXPLAIN ({', '.join(option.upper() for option in options)}) {sql}"
        return Compiled(
            kind=kind,
            sql=sql.encode(),
            parameters=tuple(self.parameters.items),
            media_type=media_type,
            read_only=read_only,
            api_request=self.api_request,
            explain=explain,
            function=function,
            applies_resolution=applies_resolution,
            probe=probe,
            warnings=tuple(self.planner.warnings),
        )
