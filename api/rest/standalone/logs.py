"""What the program alone tells: observations on standard error, requests on standard output."""

from __future__ import annotations

import asyncio
import logging
import sys
import time

from pgdesk.api.asgi import Scope
from pgdesk.api.rest import observations as seen
from pgdesk.api.rest.config import LogLevel
from pgdesk.api.rest.observations import Observer
from pgdesk.api.rest.request import HttpRequest
from pgdesk.api.rest.response.respond import Response

TIME = "%d/%b/%Y:%H:%M:%S %z"
#: Seconds between lines that say the same of many requests.
COOLDOWN = 5

#: The least status of the requests that a level tells of.
_LEAST = {"crit": 1000, "error": 500, "warn": 400, "info": 0, "debug": 0}
#: Above every level of logging.
_NEVER = logging.CRITICAL + 10
_LEVELS = {"crit": "CRITICAL", "error": "ERROR", "warn": "WARNING", "info": "INFO", "debug": "DEBUG"}


def set_level(level: LogLevel) -> None:
    """Most is told at every level; pool and tokens at debug, statements by the status of their request."""
    server = logging.getLogger("api.rest")
    if not server.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s: %(message)s", TIME))
        server.addHandler(handler)
        server.propagate = False
    server.setLevel(logging.INFO)
    logging.getLogger("api.rest.refusals").setLevel(_NEVER)
    logging.getLogger("api.rest.queries").setLevel(_LEVELS[level])
    for name in ("api.rest.pool", "api.rest.jwt"):
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else _NEVER)


class AccessLog:
    """Apache's common format; what the database refused comes before it, in JSON."""

    def __init__(self, observe: Observer) -> None:
        self._observe = observe
        self._timeouts = Rarely(observe)

    def wants(self, response: Response, level: LogLevel) -> bool:
        return response.status >= _LEAST[level]

    def write(self, scope: Scope, request: HttpRequest, response: Response) -> None:
        code = dict(response.headers).get("Proxy-Status", "").rpartition("=")[2]
        if code == "PGRST003":
            self._timeouts.tell(response.body)
        elif response.status >= 500 and (code.startswith("PGRST0") or not code.startswith("PGRST")):
            self._observe(seen.DATABASE_REFUSED, response.body.decode(errors="replace"))
        client = scope.get("client")
        query = f"?{request.query.decode('latin-1')}" if request.query else ""
        sys.stdout.write(
            f"{client[0] if client else '-'} - {request.role or '-'} [{time.strftime(TIME)}] "
            f'"{request.method} {request.path}{query} HTTP/{scope["http_version"]}" '
            f"{response.status} {len(response.body)} "
            f'"{request.header("referer") or ""}" "{request.header("user-agent") or ""}"\n'
        )
        sys.stdout.flush()


class Rarely:
    """Tells at once, and once more after the cooldown if there was more to tell."""

    def __init__(self, observe: Observer) -> None:
        self._observe = observe
        self._is_cooling = False
        self._text: bytes | None = None

    def tell(self, text: bytes) -> None:
        if self._is_cooling:
            self._text = text
            return
        self._observe(seen.DATABASE_REFUSED, text.decode(errors="replace"))
        self._is_cooling = True
        asyncio.get_running_loop().call_later(COOLDOWN, self._cooled)

    def _cooled(self) -> None:
        text, self._text, self._is_cooling = self._text, None, False
        if text is not None:
            self.tell(text)
