"""`python -m pgdesk.cli.run.serve`: the api process (uvicorn with uvloop and httptools)."""

import uvicorn

from pgdesk.api.app import create_app
from pgdesk.api.asgi import App
from pgdesk.api.rest.http import Protocol
from pgdesk.settings import Settings


def application() -> App:
    """What each process serves."""
    return create_app(Settings.from_env())


def main() -> None:
    """Serves until SIGTERM; requests in work are finished."""
    settings = Settings.from_env()
    uvicorn.run(
        "pgdesk.cli.run.serve:application",
        factory=True,
        workers=settings.api_processes,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Protocol,
        lifespan="on",
        log_level="debug" if settings.log_level.lower() == "debug" else "warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    main()
