"""The statements that the embedded server sends for a request, recorded where it hands them to libpq."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from psycopg.pq.abc import PGresult

from bench.requests import Hot
from pgdesk.api.rest.config import Config
from pgdesk.api.rest.database.connection import Connection, Statement
from pgdesk.api.rest.headers import Headers
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.service import Service
from pgdesk.cli.tokens import make_token


def capture(config: Config, hots: Sequence[Hot], ticket_id: int) -> list[list[Statement]]:
    """Sends each request once to an embedded server in this process; its statements, in order."""
    return asyncio.run(_capture(config, hots, ticket_id))


async def _capture(config: Config, hots: Sequence[Hot], ticket_id: int) -> list[list[Statement]]:
    service = Service(config)
    await service.start()
    try:
        found = []
        for hot in hots:
            path, body = hot.at(ticket_id)
            path, _, query = path.partition("?")
            token = make_token(config.jwt_secret or "", *hot.caller, hours=1)
            pairs = [("authorization", f"Bearer {token}")]
            if body:
                pairs.append(("content-type", "application/json"))
            request = HttpRequest(hot.method, path, query.encode(), Headers(pairs), body.encode())
            with _recorded() as statements:
                response = await service.respond(request)
            if response.status >= 300:
                raise RuntimeError(f"{hot.name}: {response.status} {response.body.decode()[:500]}")
            found.append(list(statements))
        return found
    finally:
        await service.stop()


@contextmanager
def _recorded() -> Iterator[list[Statement]]:
    seen: list[Statement] = []
    run = Connection.run

    async def recording(self: Connection, statements: Sequence[Statement]) -> list[PGresult]:
        seen.extend(statements)
        return await run(self, statements)

    Connection.run = recording  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        Connection.run = run  # type: ignore[method-assign]
