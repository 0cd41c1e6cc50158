"""What the server alone tells: events on standard error, requests on standard output."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from typing import TYPE_CHECKING

from pgdesk.api.rest.config import LogLevel

if TYPE_CHECKING:
    from pgdesk.api.asgi import Scope
    from pgdesk.api.rest.request import HttpRequest
    from pgdesk.api.rest.response.respond import Response

log = logging.getLogger("api.rest")

TIME = "%d/%b/%Y:%H:%M:%S %z"
#: Seconds between lines that say the same of many requests.
COOLDOWN = 5

#: The least status of the requests that a level tells of.
_LEAST = {"crit": 1000, "error": 500, "warn": 400, "info": 0, "debug": 0}
#: Above every level of logging.
_NEVER = logging.CRITICAL + 10
_LEVELS = {"crit": "CRITICAL", "error": "ERROR", "warn": "WARNING", "info": "INFO", "debug": "DEBUG"}


def set_level(level: LogLevel) -> None:
    """Events are told at every level; pool and tokens at debug, statements by the status of their request."""
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s: %(message)s", TIME))
        log.addHandler(handler)
        log.propagate = False
    log.setLevel(logging.INFO)
    logging.getLogger("api.rest.refusals").setLevel(_NEVER)
    logging.getLogger("api.rest.queries").setLevel(_LEVELS[level])
    for name in ("api.rest.pool", "api.rest.jwt"):
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else _NEVER)


class AccessLog:
    """Apache's common format; what the database refused comes before it, in JSON."""

    def __init__(self) -> None:
        self._timeouts = Rarely()

    def wants(self, response: Response, level: LogLevel) -> bool:
        return response.status >= _LEAST[level]

    def write(self, scope: Scope, request: HttpRequest, response: Response) -> None:
        code = dict(response.headers).get("Proxy-Status", "").rpartition("=")[2]
        if code == "PGRST003":
            self._timeouts.tell(response.body)
        elif response.status >= 500 and (code.startswith("PGRST0") or not code.startswith("PGRST")):
            log.error("%s", response.body.decode(errors="replace"))
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

    def __init__(self) -> None:
        self._is_cooling = False
        self._text: bytes | None = None

    def tell(self, text: bytes) -> None:
        if self._is_cooling:
            self._text = text
            return
        log.error("%s", text.decode(errors="replace"))
        self._is_cooling = True
        asyncio.get_running_loop().call_later(COOLDOWN, self._cooled)

    def _cooled(self) -> None:
        text, self._text, self._is_cooling = self._text, None, False
        if text is not None:
            self.tell(text)
