"""Answers requests: who asks, what is asked (compiled once per shape), what the database says."""

from __future__ import annotations

import logging
from collections.abc import Callable

import msgspec

from pgdesk.api.rest import errors, openapi
from pgdesk.api.rest.catalogue.model import Catalogue, Name
from pgdesk.api.rest.compile import Compiled
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.errors import ApiError
from pgdesk.api.rest.jwt import Authenticator, CacheCounts, Identity
from pgdesk.api.rest.parse import media
from pgdesk.api.rest.parse.media import MediaType
from pgdesk.api.rest.parse.query import parse_query, read_query
from pgdesk.api.rest.parse.terms import Window
from pgdesk.api.rest.pgerrors import from_postgres
from pgdesk.api.rest.plan.call import find_function
from pgdesk.api.rest.request import READS, HttpRequest, read_envelope
from pgdesk.api.rest.respond import cors, info
from pgdesk.api.rest.respond.answer import OLD_NAMES, VARY, Answer, answer, content_headers, error_answer
from pgdesk.api.rest.server.connection import CannotConnect, ConnectionLost, PostgresError
from pgdesk.api.rest.server.execute import Outcome, Session, check, execute
from pgdesk.api.rest.server.pool import Pool, PoolTimeout
from pgdesk.api.rest.server.reload import Reloader
from pgdesk.api.rest.server.timing import Phases
from pgdesk.api.rest.shapes import Shapes, is_root
from pgdesk.api.rest.sql.text import Parameter

log = logging.getLogger("api.rest")
refusals = logging.getLogger("api.rest.refusals")
queries = logging.getLogger("api.rest.queries")

OPENAPI_ACCEPTED = (media.OPENAPI, media.JSON, media.ANY)


class State:
    """What belongs to one catalogue: replaced as a whole, so requests in flight keep theirs."""

    def __init__(self, config: Config, catalogue: Catalogue) -> None:
        self.config = config
        self.catalogue = catalogue
        self.session = Session(config, catalogue)
        self.shapes = Shapes(config, catalogue)


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

    def _loaded(self, config: Config, catalogue: Catalogue | None) -> None:
        """Before the first catalogue, only tokens can be read."""
        if config != self.config:
            _tell_of_old_path(config)
            self._authenticator = Authenticator(config, self.token_counts)
        self.config = config
        known = self.state
        if catalogue and not (known and known.config == config and known.catalogue is catalogue):
            self.state = State(config, catalogue)

    @property
    def is_ready(self) -> bool:
        return self.state is not None and self.reloader.is_current

    async def start(self) -> None:
        _tell_of_old_path(self.config)
        await self.reloader.start()

    async def stop(self) -> None:
        await self.reloader.stop()
        await self.pool.close()

    async def answer(self, request: HttpRequest) -> Answer:
        made = cors.preflight(request, self.config)
        if made is None:
            made = await self._answer_or_error(request)
        traced = self.config.server_trace_header
        if traced is not None and (value := request.header(traced.lower())) is not None:
            made.headers.append((traced, value))
        return made

    async def _answer_or_error(self, request: HttpRequest) -> Answer:
        try:
            made = await self._answer(request)
        except ApiError as error:
            level = logging.ERROR if error.status >= 500 else logging.WARNING
            refusals.log(level, "%s %s: %d %s", request.method, request.path, error.status, error)
            made = error_answer(error, self.config.client_error_verbosity)
        if request.method != "OPTIONS":
            made.headers += cors.response_headers(request, self.config)
        return made

    async def _answer(self, request: HttpRequest) -> Answer:
        if self.config.server_timing_enabled:
            return await self._timed(request)
        return await self._work(request, Phases())

    async def _timed(self, request: HttpRequest) -> Answer:
        phases = Phases()
        try:
            made = await self._work(request, phases)
        except ApiError as error:
            phases.fail()
            error.headers += (("Server-Timing", phases.header()),)
            raise
        phases.end("response")
        made.headers.append(("Server-Timing", phases.header()))
        return made

    async def _work(self, request: HttpRequest, phases: Phases) -> Answer:
        identity = self._authenticator.identify(request.header("authorization"))
        request.role = identity.role
        phases.end("jwt")
        state = self.state
        if state is None:
            raise errors.no_catalogue(self.reloader.retry_after)
        if request.method == "OPTIONS":
            made = self._options(state, request)
            phases.end("parse")
            return made
        is_rpc_read = request.method in READS and (request.path.startswith("/rpc/") or request.path == "/")
        query = read_query(request.query, is_rpc_read)
        if is_root(request, state.config):
            return await self._root(state, request, identity, phases)
        compiled, document = state.shapes.compiled(request, query, identity.role, lambda: phases.end("parse"))
        phases.end("plan")
        outcome = await self._execute(state, compiled, request, identity, query.values, document)
        check(compiled, outcome)
        phases.end("transaction")
        if compiled.warnings:
            _tell_of_old_names(compiled, request)
        return answer(compiled, outcome, request, state.config)

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

    async def _root(self, state: State, request: HttpRequest, identity: Identity, phases: Phases) -> Answer:
        envelope = read_envelope(request, state.config)
        phases.end("parse")
        if state.config.openapi_mode == "disabled":
            raise errors.openapi_disabled()
        if not any(accepted.name in OPENAPI_ACCEPTED for accepted in envelope.accepts):
            raise errors.no_media_type(str(accepted) for accepted in envelope.accepts)
        compiled = Compiled(
            kind="read",
            sql=openapi.ACCESSIBLE,
            parameters=(Parameter(constant=envelope.schema),),
            media_type=MediaType(media.OPENAPI),
            is_singular=False,
            read_only=True,
            window=Window(),
            envelope=envelope,
            is_plan=True,
        )
        phases.end("plan")
        outcome = await self._execute(state, compiled, request, identity, [], b"")
        phases.end("transaction")
        accessible = msgspec.json.decode(outcome.body, type=openapi.Accessible)
        body = openapi.document(state.config, state.catalogue, envelope.schema, accessible)
        headers = content_headers(compiled)
        return Answer(200, [*headers, VARY], b"" if envelope.is_head else body)

    def _options(self, state: State, request: HttpRequest) -> Answer:
        envelope = read_envelope(request, state.config)
        query = parse_query(read_query(request.query, False), False)
        if envelope.target == "root":
            return info.info("OPTIONS,GET,HEAD")
        name = Name(envelope.schema, envelope.name)
        if envelope.target == "relation":
            return info.relation_info(state.catalogue, name)
        keys = [key for key, _ in query.arguments]
        function = find_function(state.catalogue, name, keys, envelope.content_type, False)
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
