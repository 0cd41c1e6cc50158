"""Who sends a request, by keys that the database trusts: known before its body is read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog

from pgdesk.api.errors import ApiError
from pgdesk.api.rest.auth.jwt import Authenticator, Identity
from pgdesk.api.rest.config import Config

log = structlog.get_logger()

#: As a JWK set; None where the secret of the settings is the only key.
LoadKeys = Callable[[], Awaitable[dict[str, Any] | None]]

#: Seconds. So long no other keys are looked for, however many tokens none of them fits.
_FRESH = 1.0


class Tokens:
    """Keys are read when a token fits none, so that a new one counts at once; an old one counts until the
    next reading, but not in the generated API, which asks for itself.
    """

    def __init__(self, config: Config, load: LoadKeys) -> None:
        self._config = config
        self._load = load
        self._authenticator = Authenticator(config)
        self._loaded_at = float("-inf")
        self._loading = asyncio.Lock()

    async def identify(self, authorization: str | None) -> Identity:
        """Raises ApiError for a token that is not to be trusted."""
        try:
            return self._authenticator.identify(authorization)
        except ApiError:
            await self._refresh()
            return self._authenticator.identify(authorization)

    def identify_at_once(self, authorization: str | None) -> Identity | None:
        """By the keys that are known; None for a token that fits none of them."""
        try:
            return self._authenticator.identify(authorization)
        except ApiError:
            return None

    async def _refresh(self) -> None:
        """Who comes while they are read waits for it."""
        async with self._loading:
            if time.monotonic() - self._loaded_at <= _FRESH:
                return
            try:
                self._trust(await self._load())
            except Exception as error:  # without a database the generated API will say so itself
                log.warning("keys could not be read", problem=str(error).strip())
            self._loaded_at = time.monotonic()

    def _trust(self, keys: dict[str, Any] | None) -> None:
        if keys is None:
            return
        known = msgspec.structs.replace(
            self._config,
            jwt_secret=msgspec.json.encode(keys).decode(),
            jwt_host_secret=self._config.jwt_secret,
        )
        self._authenticator = Authenticator(known)
