"""The way of a request: who asks, what is asked, what runs for it, what the database says to it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import msgspec

from pgdesk.api.errors import ApiError, ConfigError, DatabaseError, PostgresError
from pgdesk.api.rest import errors
from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.auth.jwt import Authenticator, Identity
from pgdesk.api.rest.compile import Compiled
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.execute import execute
from pgdesk.api.rest.database.pgerrors import as_api_error
from pgdesk.api.rest.database.pool import Pool
from pgdesk.api.rest.database.reload import Reloader
from pgdesk.api.rest.database.session import Session
from pgdesk.api.rest.house import advise, as_missing_right, conceal, find_removal, word_violation
from pgdesk.api.rest.observations import Observer, log
from pgdesk.api.rest.outcome import Outcome
from pgdesk.api.rest.request import Given, HttpRequest, RequestReader
from pgdesk.api.rest.response import cors
from pgdesk.api.rest.response.info import inform
from pgdesk.api.rest.response.respond import OLD_NAMES, Response, error_response, respond
from pgdesk.api.rest.schema_cache.model import SchemaCache
from pgdesk.api.rest.statement_cache import StatementCache
from pgdesk.api.rest.timing import Phases

#: Bytes. Longer bodies are read in a thread, while others are served.
LARGE_BODY = 1 << 16


class State:
    """What belongs to one schema cache: replaced as a whole, so requests in flight keep theirs."""

    def __init__(self, config: Config, schema_cache: SchemaCache) -> None:
        self.config = config
        self.schema_cache = schema_cache
        self.requests = RequestReader(config)
        self.statements = StatementCache(config, schema_cache)
        self.session = Session(config, schema_cache)


class Service:
    def __init__(
        self,
        config: Config,
        reread: Callable[[], Config] | None = None,
        give_up: Callable[[], None] | None = None,
        observe: Observer = log,
    ) -> None:
        self.config = config
        self.state: State | None = None
        self._observe = observe
        self._authenticator = Authenticator(config, observe)
        self.pool = Pool(config, observe)
        self.reloader = Reloader(config, self.pool, self._loaded, reread, give_up, observe)

    def _loaded(self, config: Config, schema_cache: SchemaCache | None) -> None:
        """Before the first schema cache, only tokens can be read."""
        if config != self.config:
            self._tell_of_old_path(config)
            try:
                self._authenticator = Authenticator(config, self._observe)
            except ConfigError as error:  # keys that the database gives and nobody can read
                self._observe(seen.CONFIG_REFUSED, error)
        self.config = config
        known = self.state
        if schema_cache and not (known and known.config == config and known.schema_cache is schema_cache):
            self.state = State(config, schema_cache)

    @property
    def is_ready(self) -> bool:
        return self.state is not None and self.reloader.is_current

    async def start(self) -> None:
        self._tell_of_old_path(self.config)
        await self.reloader.start()

    async def stop(self) -> None:
        await self.reloader.stop()
        await self.pool.close()

    # --- A request: the stages, and what is laid around them --------------------------------

    async def respond(self, request: HttpRequest) -> Response:
        response = cors.preflight(request, self.config)
        if response is None:
            response = await self._respond_or_refuse(request)
            if request.method != "OPTIONS":
                response.headers += cors.response_headers(request, self.config)
        traced = self.config.server_trace_header
        if traced is not None and (value := request.header(traced.lower())) is not None:
            response.headers.append((traced, value))
        return response

    async def _respond_or_refuse(self, request: HttpRequest) -> Response:
        phases = Phases()
        try:
            response = await self._work(request, phases)
            phases.end("response")
        except ApiError as error:
            phases.fail()
            what = seen.REQUEST_FAILED if error.status >= 500 else seen.REQUEST_REFUSED
            self._observe(what, request.method, request.path, error.status, error)
            response = error_response(error, self.config.client_error_verbosity)
        if self.config.server_timing_enabled:
            response.headers.append(("Server-Timing", phases.header()))
        return response

    async def _work(self, request: HttpRequest, phases: Phases) -> Response:
        identity = self._authenticator.identify(request.header("authorization"))
        request.role = identity.role
        phases.end("jwt")
        state = self.state
        if state is None:
            raise errors.no_schema_cache(self.reloader.retry_after)
        api_request, values = state.requests.read(request)
        if len(request.body) <= LARGE_BODY:
            given = Given(values, api_request.read_body(request.body))
        else:
            given = Given(values, await asyncio.to_thread(api_request.read_body, request.body))
        phases.end("parse")
        if api_request.method == "OPTIONS":
            return inform(api_request, state.schema_cache)
        compiled = state.statements.compile(api_request, given.body, identity.role)
        phases.end("plan")
        request.must_finish = not compiled.read_only
        outcome = await self._execute(state, compiled, request, identity, given)
        phases.end("transaction")
        return respond(compiled, outcome, request, state.config, state.schema_cache)

    async def _execute(
        self, state: State, compiled: Compiled, request: HttpRequest, identity: Identity, given: Given
    ) -> Outcome:
        """On a connection of the pool; what the database refuses becomes a response."""
        ended = seen.QUERY_RUN
        try:
            connection = await self.pool.acquire()
            try:
                outcome = await execute(connection, state.session, compiled, request, identity, given)
            finally:
                self.pool.give_back(connection)
            outcome.take_body()
        except DatabaseError as error:
            refused = await self._refused(error, compiled, identity)
            if isinstance(error, PostgresError):
                ended = seen.QUERY_FAILED if refused.status >= 500 else seen.QUERY_REFUSED
            raise refused from None
        finally:
            if state.config.log_query:
                statements = [s.sql for s in state.session.before(compiled, request, identity)]
                explained = [compiled.explain[0]] if compiled.explain else []
                for sql in (*statements, compiled.sql, *explained):
                    self._observe(ended, " ".join(sql.decode().split("\n")))
        if compiled.warnings:
            self._tell_of_old_names(compiled, request)
        return outcome

    async def _refused(self, error: DatabaseError, compiled: Compiled, identity: Identity) -> ApiError:
        house = self.config.db_house
        if house is None:
            return as_api_error(error, identity.is_authenticated)
        error = as_missing_right(error, compiled.api_request.name)
        refused = as_api_error(error, identity.is_authenticated)
        if isinstance(error, PostgresError) and error.is_violation:
            with contextlib.suppress(DatabaseError, msgspec.DecodeError):
                connection = await self.pool.acquire()
                try:
                    return await word_violation(connection, house, error, identity)
                finally:
                    self.pool.give_back(connection)
        if compiled.kind == "delete" and refused.code == "42501" and refused.hint is None:
            with contextlib.suppress(DatabaseError):
                connection = await self.pool.acquire()
                try:
                    refused.hint = await find_removal(connection, house, compiled.api_request.name, identity)
                finally:
                    self.pool.give_back(connection)
        if refused.status >= 500:
            self._observe(seen.DATABASE_REFUSED, refused.body().decode())
        return advise(conceal(refused))

    # --- What is told -------------------------------------------------------------------------

    def _tell_of_old_path(self, config: Config) -> None:
        if config.jwt_role_claim_key.is_deprecated:
            used = f"`jwt-role-claim-key={config.jwt_role_claim_key.text}`"
            self._observe(seen.OLD_PATH_USED, used)
            self._observe(seen.OLD_PATH_ADVICE, used)

    def _tell_of_old_names(self, compiled: Compiled, request: HttpRequest) -> None:
        target = request.path + (f"?{request.query.decode(errors='replace')}" if request.query else "")
        names = ", ".join(f"`{name}` to `{alias}`" for name, alias in compiled.warnings)
        self._observe(seen.OLD_NAMES_USED, OLD_NAMES)
        self._observe(seen.OLD_NAMES_ADVICE, names, request.method, target)
