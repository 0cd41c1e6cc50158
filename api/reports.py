"""GET /reports: the reports of reports/*.sql, run as login reporter, for those who may (reports.read)."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
from litestar import Request, Response, Router, get
from litestar.enums import MediaType
from litestar.params import FromPath

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.errors import refusal
from pgdesk.reports import files, runner

#: Reports that an api process runs at a time; others wait.
_AT_ONCE = 2
_HEADERS = {"Cache-Control": "private, no-store"}


def reports_router(rest: App, dsn: str) -> Router:
    """/reports, run by `dsn`, login reporter's; `rest`, the generated API, says whether the caller may."""
    turns = asyncio.Semaphore(_AT_ONCE)

    @get("/")
    async def list_reports(request: Request[Any, Any, Any]) -> Response[Any]:
        """[{"name", "title", "chart", "parameters": [{"name", "type", "default", "help"}]}]"""
        await ask(rest, dict(request.scope), "rpc/open_reports")
        found = await asyncio.to_thread(lambda: [files.read(name) for name in files.names()])
        return Response([_told(report) for report in found], headers=_HEADERS)

    @get("/{name:str}")
    async def run_report(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any]:
        """The report with parameters as in the query: {"name", "title", …, "columns", "rows"}, or CSV.

        404 there is none, 422 a parameter is wrong, 503 the database of reports is not reached.
        """
        await ask(rest, dict(request.scope), "rpc/open_reports")
        if name not in files.names():
            raise refusal(404, f"there is no report {name[:100]}", hint="GET /reports lists them.")
        report = files.read(name)
        given = dict(request.query_params.items())
        try:
            async with turns:
                result = await asyncio.to_thread(runner.run, dsn, report, given)
        except files.ReportError as error:
            raise refusal(422, str(error), hint="GET /reports says what it takes.") from None
        except psycopg.OperationalError:
            retry = [("Retry-After", "30")]
            raise refusal(503, "the database of the reports is not reached", headers=retry) from None
        if "text/csv" in request.headers.get("accept", ""):
            headers = _HEADERS | {"Content-Disposition": f'attachment; filename="{name}.csv"'}
            return Response(runner.write(report, result, "csv"), media_type="text/csv", headers=headers)
        rows = runner.plain_rows(result)
        told = _told(report) | {"columns": result.columns, "rows": rows}
        return Response(told, media_type=MediaType.JSON, headers=_HEADERS)

    return Router("/reports", route_handlers=[list_reports, run_report])


def _told(report: files.Report) -> dict[str, Any]:
    return {
        "name": report.name,
        "title": report.title,
        "chart": report.chart,
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, "help": p.help} for p in report.parameters
        ],
    }
