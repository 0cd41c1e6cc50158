"""/auth/oidc: signing in by OpenID providers, from our page to theirs and back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
import structlog
from litestar import Request, Response, get, put
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from pgdesk.api.asgi import App
from pgdesk.api.asking import ask
from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.login.cookies import Cookies
from pgdesk.api.login.desk import Desk, IdentityProvider, Waiting
from pgdesk.api.login.issuing import NO_STORE, Issuer
from pgdesk.api.login.oidc import attempt as attempts
from pgdesk.api.login.oidc.attempt import Attempt
from pgdesk.api.login.oidc.id_token import key_id_of, read_claims
from pgdesk.api.login.oidc.pages import go_on, say
from pgdesk.api.login.oidc.people import join_claims, read_person, read_subject
from pgdesk.api.login.oidc.provider import Metadata, Providers
from pgdesk.api.login.places import Place, to_factor
from pgdesk.api.login.requests import caller_of
from pgdesk.api.login.tokens import digest, make_secret
from pgdesk.api.reading import read
from pgdesk.settings import Settings

log = structlog.get_logger()

#: A path of this origin: neither //host nor /\host, which browsers take for one.
_TARGET = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]{0,500}")


class ClientSecret(msgspec.Struct, forbid_unknown_fields=True):
    """What the provider gave for this pgdesk."""

    client_secret: str


def oidc_routes(
    desk: Desk,
    rest: App,
    cookies: Cookies,
    issuer: Issuer,
    envelope: Envelope,
    settings: Settings,
    place: Place,
) -> list[HTTPRouteHandler]:
    """`rest` is the generated API, which is asked with an administrator's own token."""
    providers = Providers(settings.oidc_networks)
    is_secure = urlsplit(settings.base_url).scheme == "https"
    cookie_name = f"{'__Host-' if is_secure else ''}pgdesk_sign_in"

    def cookie(value: str, seconds: int) -> Cookie:
        # Lax: the provider's page sends the browser back.
        return Cookie(
            cookie_name, value=value, max_age=seconds, secure=is_secure, httponly=True, samesite="lax"
        )

    def callback_of(provider: str) -> str:
        return f"{settings.base_url}/auth/oidc/{provider}/callback"

    async def identify(found: IdentityProvider, begun: Attempt, code: str) -> tuple[str, Any]:
        """The provider's name of who signs in, and all claims."""
        metadata = await providers.metadata(found.issuer)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback_of(found.provider),
            "code_verifier": begun.verifier,
        }
        secret = _open_secret(envelope, found)
        tokens = await providers.change_code(metadata, found.client_id, secret, form)
        keys = await providers.keys(found.issuer, key_id_of(tokens.id_token))
        claims = read_claims(
            tokens.id_token, keys, found.issuer, found.client_id, begun.nonce, tokens.access_token
        )
        subject = read_subject(claims)
        if metadata.userinfo_endpoint is not None and tokens.access_token is not None:
            more = await providers.userinfo(metadata, tokens.access_token)
            if more.get("sub") != subject:
                raise refusal(401, "the provider names two people", hint="Sign in again.")
            claims = join_claims(claims, more)
        return subject, claims

    async def finish(
        request: Request[Any, Any, Any], provider: str, answered: dict[str, str]
    ) -> Response[Any]:
        begun = attempts.unseal(envelope, request.cookies.get(cookie_name, ""))
        if begun is None or begun.provider != provider or not begun.is_answered_by(answered.get("state", "")):
            raise refusal(
                400, "this sign-in was not begun in this browser, or too long ago", hint="Sign in again."
            )
        caller = caller_of(request)
        found = await desk.find_identity_provider(caller, provider)
        metadata = await providers.metadata(found.issuer)
        _require_issuer(metadata, begun, answered.get("iss"))
        if "code" not in answered:
            log.info("a provider signs nobody in", provider=provider, error=answered.get("error", "")[:100])
            raise refusal(401, "the provider did not sign you in", hint="Sign in again, or in another way.")
        found = await desk.begin_provider_login(caller, provider)
        subject, claims = await identify(found, begun, answered["code"])
        told = read_person(claims, found.group_claim)
        token = make_secret()
        opened = await desk.open_provider_session(caller, found, subject, told, digest(token))
        as_page = _is_browser(request)
        if isinstance(opened, Waiting):
            if as_page:
                return await to_factor(place, issuer.challenge(opened, token), begun.target)
            return issuer.ask(opened, token)
        issued = await issuer.issue(opened, token, as_cookies=as_page)
        return go_on(begun.target, issued.cookies) if as_page else issued

    @get("/oidc")
    async def list_providers(request: Request[Any, Any, Any]) -> dict[str, list[dict[str, str]]]:
        """By whom people sign in: {"providers": [{"provider", "name"}]}; each at /auth/oidc/<provider>."""
        return await desk.list_identity_providers(caller_of(request))

    @get("/oidc/{provider:str}")
    async def begin(
        request: Request[Any, Any, Any], provider: FromPath[str], next: FromQuery[str] = "/"
    ) -> Response[None]:
        """Sends a browser to the provider, and from there back here and to the path `next`.

        404 there is no such provider, 502 it does not answer as it should.
        """
        if not _TARGET.fullmatch(next):
            raise refusal(400, "next is no path of this server", hint="Give one like /docs.")
        found = await desk.find_identity_provider(caller_of(request), provider)
        metadata = await providers.metadata(found.issuer)
        begun = attempts.begin(provider, found.issuer, next)
        asked = {
            "response_type": "code",
            "client_id": found.client_id,
            "redirect_uri": callback_of(provider),
            "scope": " ".join(found.scopes),
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
        }
        endpoint = metadata.authorization_endpoint
        where = f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"
        cookie_of_attempt = cookie(attempts.seal(envelope, begun), attempts.LIFETIME)
        return Response(
            None, status_code=303, headers={**NO_STORE, "Location": where}, cookies=[cookie_of_attempt]
        )

    @get("/oidc/{provider:str}/callback")
    async def come_back(request: Request[Any, Any, Any], provider: FromPath[str]) -> Response[Any]:
        """Signs in whom the provider sends back: a browser by cookies, others get tokens as of /auth/login.

        202 a second factor is needed, as of /auth/login; 400 it was begun elsewhere; 401 the provider says
        no; 403 nobody is let in so, see message and hint.
        """
        answered = {name: value for name, value in request.query_params.items() if isinstance(value, str)}
        try:
            response = await finish(request, provider, answered)
        except ApiError as error:
            if not _is_browser(request):
                raise
            response = say(error)
        response.cookies.append(cookie("", 0))
        return response

    @put("/oidc/{provider:str}/client_secret", status_code=204)
    async def keep_secret(request: Request[Any, Any, Any], provider: FromPath[str]) -> None:
        """Keeps {"client_secret"} of a provider, sealed; nobody is shown it.

        401 who is not signed in, 403 who may not, 404 no such provider.
        """
        scope = dict(request.scope)
        error = cookies.adopt(scope)
        if error is not None:
            raise error
        secret = (await read(request, ClientSecret)).client_secret
        sealed = envelope.seal(_place(provider), secret.encode())
        asked = {"provider": provider, "client_secret": f"\\x{sealed.hex()}"}
        await ask(rest, scope, "rpc/set_client_secret", body=msgspec.json.encode(asked))

    return [list_providers, begin, come_back, keep_secret]


def _require_issuer(metadata: Metadata, begun: Attempt, issuer: str | None) -> None:
    """RFC 9207: the answer is of the provider that was asked, who has not become another meanwhile."""
    is_told = issuer is not None or metadata.authorization_response_iss_parameter_supported
    if metadata.issuer != begun.issuer or (is_told and issuer != metadata.issuer):
        raise refusal(400, "another provider answers than was asked", hint="Sign in again.")


def _place(provider: str) -> str:
    return f"identity_provider.client_secret {provider}"


def _open_secret(envelope: Envelope, found: IdentityProvider) -> str | None:
    if found.client_secret is None:
        return None
    return envelope.open(_place(found.provider), bytes.fromhex(found.client_secret)).decode()


def _is_browser(request: Request[Any, Any, Any]) -> bool:
    return "text/html" in request.headers.get("accept", "")
