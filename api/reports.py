"""GET /reports/{name}: a report as a file, run as login reporter, for those who may (reports.read)."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
from litestar import Request, Response, Router, get
from litestar.params import FromPath

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.errors import refusal
from pgdesk.reports import formats, runner
from pgdesk.reports.files import ReportError

#: Reports that an api process runs at a time; others wait.
_AT_ONCE = 2
_HEADERS = {"Cache-Control": "private, no-store"}


def reports_router(rest: App, dsn: str) -> Router:
    """/reports, run by `dsn`, login reporter's; `rest`, the generated API, says whether the caller may."""
    turns = asyncio.Semaphore(_AT_ONCE)

    @get("/{name:str}")
    async def run_report(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        """?format= is csv (default), table, json, parquet, png or svg; ?compare=1; the rest are parameters.

        422 there is none, or a parameter is wrong; 503 the database of reports is not reached.
        """
        await ask(rest, dict(request.scope), "rpc/open_reports")
        given = dict(request.query_params.items())
        form, compare = given.pop("format", "csv"), given.pop("compare", "") not in ("", "0", "false")
        if form not in formats.FORMATS:
            raise refusal(422, f"format is one of {', '.join(formats.FORMATS)}")
        try:
            async with turns:
                written = await asyncio.to_thread(_write, dsn, name, given, compare, form)
        except ReportError as error:
            raise refusal(422, str(error), hint="See /rest/reports.") from None
        except psycopg.OperationalError:
            retry = [("Retry-After", "30")]
            raise refusal(503, "the database of the reports is not reached", headers=retry) from None
        disposition = f'attachment; filename="{name}.{"txt" if form == "table" else form}"'
        headers = _HEADERS | {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
        return Response(written, media_type=formats.MEDIA_TYPES[form], headers=headers)

    return Router("/reports", route_handlers=[run_report])


def _write(dsn: str, name: str, given: dict[str, str], compare: bool, form: str) -> bytes:
    return formats.write(runner.run(dsn, name, given, compare=compare), form)
