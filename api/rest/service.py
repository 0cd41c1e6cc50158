"""Answers requests: who asks, what is asked (compiled once per shape), what the database says."""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec

from pgdesk.api.errors import ApiError, CannotConnect, ConnectionLost, PoolTimeout, PostgresError
from pgdesk.api.rest import errors
from pgdesk.api.rest.auth.jwt import Authenticator, CacheCounts, Identity
from pgdesk.api.rest.compile import Compiled
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.execute import Outcome, Session, check, execute
from pgdesk.api.rest.database.pgerrors import from_postgres
from pgdesk.api.rest.database.pool import Pool
from pgdesk.api.rest.database.reload import Reloader
from pgdesk.api.rest.parse import media
from pgdesk.api.rest.parse.media import MediaType
from pgdesk.api.rest.parse.query import parse_query, read_query
from pgdesk.api.rest.parse.terms import Range
from pgdesk.api.rest.plan.call import find_function
from pgdesk.api.rest.request import READS, HttpRequest, read_api_request
from pgdesk.api.rest.response import cors, info, openapi
from pgdesk.api.rest.response.respond import (
    OLD_NAMES,
    VARY,
    Response,
    content_headers,
    error_response,
    respond,
)
from pgdesk.api.rest.schema_cache.model import QualifiedIdentifier, SchemaCache
from pgdesk.api.rest.sql.text import Parameter
from pgdesk.api.rest.statement_cache import StatementCache, is_root
from pgdesk.api.rest.timing import Phases

log = logging.getLogger("api.rest")
refusals = logging.getLogger("api.rest.refusals")
queries = logging.getLogger("api.rest.queries")

OPENAPI_ACCEPTED = (media.OPENAPI, media.JSON, media.ANY)


class State:
    """What belongs to one schema cache: replaced as a whole, so requests in flight keep theirs."""

    def __init__(self, config: Config, schema_cache: SchemaCache) -> None:
        self.config = config
        self.schema_cache = schema_cache
        self.session = Session(config, schema_cache)
        self.statements = StatementCache(config, schema_cache)


class Service:
    def __init__(
        self,
        config: Config,
        reread: Callable[[], Config] | None = None,
        give_up: Callable[[], None] | None = None,
    ) -> None:
        self.config = config
        self.state: State | None = None
        self.token_counts = CacheCounts()
        self._authenticator = Authenticator(config, self.token_counts)
        self.pool = Pool(config)
        self.reloader = Reloader(config, self.pool, self._loaded, reread, give_up)

    def _loaded(self, config: Config, schema_cache: SchemaCache | None) -> None:
        """Before the first schema cache, only tokens can be read."""
        if config != self.config:
            _tell_of_old_path(config)
            self._authenticator = Authenticator(config, self.token_counts)
        self.config = config
        known = self.state
        if schema_cache and not (known and known.config == config and known.schema_cache is schema_cache):
            self.state = State(config, schema_cache)

    @property
    def is_ready(self) -> bool:
        return self.state is not None and self.reloader.is_current

    async def start(self) -> None:
        _tell_of_old_path(self.config)
        await self.reloader.start()

    async def stop(self) -> None:
        await self.reloader.stop()
        await self.pool.close()

    async def respond(self, request: HttpRequest) -> Response:
        response = cors.preflight(request, self.config)
        if response is None:
            response = await self._respond_or_refuse(request)
        traced = self.config.server_trace_header
        if traced is not None and (value := request.header(traced.lower())) is not None:
            response.headers.append((traced, value))
        return response

    async def _respond_or_refuse(self, request: HttpRequest) -> Response:
        try:
            response = await self._respond(request)
        except ApiError as error:
            level = logging.ERROR if error.status >= 500 else logging.WARNING
            refusals.log(level, "%s %s: %d %s", request.method, request.path, error.status, error)
            response = error_response(error, self.config.client_error_verbosity)
        if request.method != "OPTIONS":
            response.headers += cors.response_headers(request, self.config)
        return response

    async def _respond(self, request: HttpRequest) -> Response:
        if self.config.server_timing_enabled:
            return await self._timed(request)
        return await self._work(request, Phases())

    async def _timed(self, request: HttpRequest) -> Response:
        phases = Phases()
        try:
            response = await self._work(request, phases)
        except ApiError as error:
            phases.fail()
            error.headers += (("Server-Timing", phases.header()),)
            raise
        phases.end("response")
        response.headers.append(("Server-Timing", phases.header()))
        return response

    async def _work(self, request: HttpRequest, phases: Phases) -> Response:
        identity = self._authenticator.identify(request.header("authorization"))
        request.role = identity.role
        phases.end("jwt")
        state = self.state
        if state is None:
            raise errors.no_schema_cache(self.reloader.retry_after)
        if request.method == "OPTIONS":
            response = self._options(state, request)
            phases.end("parse")
            return response
        is_rpc_read = request.method in READS and (request.path.startswith("/rpc/") or request.path == "/")
        query = read_query(request.query, is_rpc_read)
        if is_root(request, state.config):
            return await self._root(state, request, identity, phases)
        compiled, document = state.statements.compiled(
            request, query, identity.role, lambda: phases.end("parse")
        )
        phases.end("plan")
        outcome = await self._execute(state, compiled, request, identity, query.values, document)
        check(compiled, outcome)
        phases.end("transaction")
        if compiled.warnings:
            _tell_of_old_names(compiled, request)
        return respond(compiled, outcome, request, state.config)

    async def _execute(
        self,
        state: State,
        compiled: Compiled,
        request: HttpRequest,
        identity: Identity,
        values: list[str],
        document: bytes,
    ) -> Outcome:
        level = logging.INFO
        try:
            connection = await self.pool.acquire()
            try:
                outcome = await execute(
                    connection, state.session, state.config, compiled, request, identity, values, document
                )
            finally:
                self.pool.give_back(connection)
            outcome.take_body()
            return outcome
        except PostgresError as error:
            refused = from_postgres(
                error.state, error.message, error.detail, error.hint, identity.is_authenticated
            )
            level = logging.ERROR if refused.status >= 500 else logging.WARNING
            raise refused from None
        except CannotConnect as error:
            raise errors.cannot_connect(str(error) or None) from None
        except ConnectionLost as error:
            raise errors.connection_failed(str(error) or None) from None
        except PoolTimeout:
            raise errors.pool_timeout() from None
        finally:
            if state.config.log_query:
                for sql in state.session.statements(compiled, request, identity):
                    queries.log(level, "%s", " ".join(sql.decode().split("\n")))

    async def _root(self, state: State, request: HttpRequest, identity: Identity, phases: Phases) -> Response:
        api_request = read_api_request(request, state.config)
        phases.end("parse")
        if state.config.openapi_mode == "disabled":
            raise errors.openapi_disabled()
        if not any(accepted.name in OPENAPI_ACCEPTED for accepted in api_request.accepts):
            raise errors.no_media_type(str(accepted) for accepted in api_request.accepts)
        compiled = Compiled(
            kind="read",
            sql=openapi.ACCESSIBLE,
            parameters=(Parameter(constant=api_request.schema),),
            media_type=MediaType(media.OPENAPI),
            is_singular=False,
            read_only=True,
            range=Range(),
            api_request=api_request,
            is_plan=True,
        )
        phases.end("plan")
        outcome = await self._execute(state, compiled, request, identity, [], b"")
        phases.end("transaction")
        accessible = msgspec.json.decode(outcome.body, type=openapi.Accessible)
        body = openapi.document(state.config, state.schema_cache, api_request.schema, accessible)
        headers = content_headers(compiled)
        return Response(200, [*headers, VARY], b"" if api_request.is_head else body)

    def _options(self, state: State, request: HttpRequest) -> Response:
        api_request = read_api_request(request, state.config)
        query = parse_query(read_query(request.query, False), False)
        if api_request.target == "root":
            return info.info("OPTIONS,GET,HEAD")
        name = QualifiedIdentifier(api_request.schema, api_request.name)
        if api_request.target == "relation":
            return info.relation_info(state.schema_cache, name)
        keys = [key for key, _ in query.arguments]
        function = find_function(state.schema_cache, name, keys, api_request.content_type, False)
        return info.function_info(function)


def _tell_of_old_path(config: Config) -> None:
    if config.jwt_role_claim_key.is_deprecated:
        used = f"`jwt-role-claim-key={config.jwt_role_claim_key.text}`"
        log.info("WARNING: The config %s is using the deprecated JSPath syntax.", used)
        log.info(
            "Update %s to the new JSONPath syntax as support for JSPath will be removed in a future release. "
            "See the migration guide on how to update: "
            "https://github.com/PostgREST/postgrest/blob/main/CHANGELOG.md#migration-to-v16",
            used,
        )


def _tell_of_old_names(compiled: Compiled, request: HttpRequest) -> None:
    target = request.path + (f"?{request.query.decode(errors='replace')}" if request.query else "")
    names = ", ".join(f"`{name}` to `{alias}`" for name, alias in compiled.warnings)
    log.info("WARNING: %s", OLD_NAMES)
    log.info("Update filters, orders or limits that use %s in `%s %s`", names, request.method, target)
