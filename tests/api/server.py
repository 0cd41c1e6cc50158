"""The whole application on a real port, for tests over HTTP."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import httpx
import uvicorn

from pgdesk.api.app import create_app
from pgdesk.api.web.built import FOLDER
from pgdesk.settings import Settings
from tests.conftest import login_dsn
from tests.rest.tokens import sign

SECRET = "a secret that only these tests know, 32+"
SECRET_KEY = "a key that seals in these tests only"
INBOUND_SECRET = "s3cret-öf-mail"


def settings_for(dsn: str, **others: object) -> Settings:
    """Settings for a clone of the template; `others` override."""
    values: dict[str, object] = {
        "api_database_url": login_dsn(dsn, "authenticator"),
        "worker_database_url": login_dsn(dsn, "worker"),
        "login_database_url": login_dsn(dsn, "doorkeeper"),
        "report_database_url": login_dsn(dsn, "reporter"),
        "password_memory_mb": 1,
        "password_passes": 1,
        "jwt_secret": SECRET,
        "secret_keys": SECRET_KEY,
        "inbound_secret": INBOUND_SECRET,
        "pool_size": 4,
        "log_level": "critical",
    }
    return Settings(**{**values, **others})  # type: ignore[arg-type]


@contextmanager
def serving(
    settings: Settings,
    protocol: type[asyncio.Protocol] | Literal["auto"] = "auto",
    port: int = 0,
    web: Path = FOLDER,
) -> Iterator[httpx.Client]:
    """A client of the running application; `web`: the built pages."""
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, web),
            host="127.0.0.1",
            port=port,
            http=protocol,
            lifespan="on",
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the application did not start")
        time.sleep(0.01)
    bound = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{bound}", timeout=30, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(10)


def token(role: str, person_id: int, *, expires_in: int = 3600) -> str:
    claims = {"role": role, "person_id": person_id, "aud": "pgdesk", "exp": int(time.time()) + expires_in}
    return sign(claims, SECRET.encode())


def bearer(role: str, person_id: int, *, expires_in: int = 3600) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(role, person_id, expires_in=expires_in)}"}
