"""`python -m pgdesk.cli.run.serve`: the api process (uvicorn with uvloop and httptools)."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from pgdesk.api.app import create_app
from pgdesk.api.asgi import App
from pgdesk.api.rest.http import Protocol
from pgdesk.logs import configure_logs
from pgdesk.settings import Settings, SettingsError


def application() -> App:
    """What each process serves."""
    return create_app(Settings.from_env())


def main() -> None:
    """Serves until SIGTERM; requests in work are finished."""
    try:
        settings = Settings.from_env()
        if settings.mode == "cloud":
            settings.require("hosted_api_url")
        else:
            settings.require("worker_database_url", *([] if settings.postgrest_url else ["api_database_url"]))
    except SettingsError as problem:
        raise SystemExit(f"pgdesk: {problem}") from None
    configure_logs(settings.log_level, "uvicorn")
    with _shared_counts(settings):
        _run(settings)


@contextmanager
def _shared_counts(settings: Settings) -> Iterator[None]:
    """Each process reads its settings anew, from the environment."""
    if settings.api_processes == 1 or settings.rate_counts_file:
        yield
        return
    with tempfile.NamedTemporaryFile(prefix="pgdesk-rates-") as file:
        os.environ["PGDESK_RATE_COUNTS_FILE"] = file.name
        yield


def _run(settings: Settings) -> None:
    uvicorn.run(
        "pgdesk.cli.run.serve:application",
        factory=True,
        workers=settings.api_processes,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Protocol,
        # Orders are short, and to compress each would take 100 kB a socket.
        ws_max_size=1 << 16,
        ws_per_message_deflate=False,
        lifespan="on",
        log_level="debug" if settings.log_level.lower() == "debug" else "warning",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()
