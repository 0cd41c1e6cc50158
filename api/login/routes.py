"""/auth: signing in, and what is mailed for it."""

from __future__ import annotations

from litestar import Router

from pgdesk.api.asgi import App, Scope
from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import refusal
from pgdesk.api.login.api_tokens import api_token_routes
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.desk import Desk, Pool
from pgdesk.api.login.factors import factor_routes
from pgdesk.api.login.guests import Guests, guest_routes
from pgdesk.api.login.impersonation import impersonation_routes
from pgdesk.api.login.issuing import Issuer
from pgdesk.api.login.links import link_routes
from pgdesk.api.login.oidc.routes import oidc_routes
from pgdesk.api.login.passkeys import passkey_routes
from pgdesk.api.login.passwords import Passwords
from pgdesk.api.login.places import Place, page_routes
from pgdesk.api.login.proofs import Proofs
from pgdesk.api.login.requests import caller_by
from pgdesk.api.login.sessions import session_routes
from pgdesk.api.login.signer import Signer
from pgdesk.api.login.tokens import GuestAccess
from pgdesk.api.login.visitors import visitor_routes
from pgdesk.api.login.webauthn import WebAuthn
from pgdesk.api.root import HOME
from pgdesk.settings import Settings

_MAX_BODY = 10_000


class Login:
    """The parts of signing in; `pool` is login doorkeeper's."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._settings = settings
        self._desk = Desk(pool)
        self._envelope = Envelope(settings.secret_keys)
        self._signer = Signer(self._desk, self._envelope, settings)
        self._guests = Guests(self._desk, self._signer, settings.jwt_secret)

    def router(self, rest: App, cookies: Cookies, place: Place) -> Router:
        """Where the settings name no login doorkeeper, all routes answer 503.

        `rest` is the generated API, `place` where pages of the app are.
        """
        desk, settings, passwords = self._desk, self._settings, Passwords(self._settings)
        webauthn = WebAuthn(settings)
        issuer = Issuer(cookies, self._signer, webauthn)
        proofs = Proofs(desk, passwords, self._envelope, webauthn)
        return Router(
            "/auth",
            route_handlers=[
                *session_routes(desk, passwords, cookies, issuer, settings),
                *factor_routes(desk, proofs, issuer, settings),
                *passkey_routes(desk, webauthn, issuer),
                *api_token_routes(rest, cookies, self._signer),
                *impersonation_routes(rest, cookies, self._signer),
                *link_routes(desk, passwords, settings.jwt_secret),
                *oidc_routes(desk, rest, cookies, issuer, self._envelope, settings, place),
                *guest_routes(self._guests),
                *page_routes(place),
            ],
            before_request=None if settings.signs_in else _refuse,
            request_max_body_size=_MAX_BODY,
            tags=["login"],
        )

    def visitors_router(self) -> Router:
        """What pages of other sites ask for guests."""
        return Router(
            HOME,
            route_handlers=visitor_routes(self._guests),
            before_request=None if self._settings.signs_in else _refuse,
            request_max_body_size=_MAX_BODY,
            tags=["widget"],
        )

    async def open_guest_link(self, scope: Scope, token: str) -> GuestAccess:
        """What a route outside /auth does with the token of a guest's link. Raises ApiError 410, 503."""
        if not self._settings.signs_in:
            _refuse(None)
        return await self._guests.open_by_token(caller_by(scope), token)


def _refuse(_: object) -> None:
    raise refusal(
        503,
        "signing in is not configured",
        hint="Set PGDESK_LOGIN_DATABASE_URL, and PGDESK_JWT_SECRET to a shared secret.",
        headers=[("Retry-After", "300")],
    )
