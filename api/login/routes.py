"""/auth: signing in, and what is mailed for it."""

from __future__ import annotations

from litestar import Router

from pgdesk.api.asgi import App
from pgdesk.api.errors import refusal
from pgdesk.api.login.api_tokens import api_token_routes
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.desk import Desk, Pool
from pgdesk.api.login.envelope import Envelope
from pgdesk.api.login.factors import factor_routes
from pgdesk.api.login.guests import Guests, guest_routes
from pgdesk.api.login.issuing import Issuer
from pgdesk.api.login.links import link_routes
from pgdesk.api.login.passwords import Passwords
from pgdesk.api.login.proofs import Proofs
from pgdesk.api.login.sessions import session_routes
from pgdesk.api.login.signer import Signer
from pgdesk.settings import Settings

_MAX_BODY = 10_000


def login_router(pool: Pool, rest: App, cookies: Cookies, settings: Settings) -> Router:
    """`pool` is login doorkeeper's; where the settings name none, all routes answer 503.

    `rest` is the generated API.
    """
    desk, passwords, envelope = Desk(pool), Passwords(settings), Envelope(settings.secret_keys)
    issuer = Issuer(cookies, Signer(desk, envelope, settings))
    proofs = Proofs(desk, passwords, envelope)
    return Router(
        "/auth",
        route_handlers=[
            *session_routes(desk, passwords, cookies, issuer, settings),
            *factor_routes(desk, proofs, issuer, settings),
            *api_token_routes(rest, cookies, settings),
            *link_routes(desk, passwords, settings.jwt_secret),
            *guest_routes(Guests(desk, settings), desk),
        ],
        before_request=None if settings.signs_in else _refuse,
        request_max_body_size=_MAX_BODY,
        tags=["login"],
    )


def _refuse(_: object) -> None:
    raise refusal(
        503,
        "signing in is not configured",
        hint="Set PGDESK_LOGIN_DATABASE_URL, and PGDESK_JWT_SECRET to a shared secret.",
        headers=[("Retry-After", "300")],
    )
