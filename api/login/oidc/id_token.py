"""ID tokens (OpenID Connect Core 1.0, section 3.1.3.7): who a provider says that somebody is."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from pgdesk.api.errors import ApiError, refusal

#: None of those that need a shared secret, and not "none".
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512, "EdDSA": hashlib.sha512}
#: Seconds by which clocks may differ.
_SKEW = 60


def key_id_of(id_token: str) -> str | None:
    """Of its header, which nobody has verified. Raises ApiError 401 for what is no token."""
    try:
        found = jws.extract_compact(id_token.encode()).headers().get("kid")
    except (JoseError, ValueError, TypeError, AttributeError):
        raise _not_good("it cannot be read") from None
    return found if isinstance(found, str) else None


def read_claims(
    id_token: str, keys: KeySet, issuer: str, client_id: str, nonce: str, access_token: str | None
) -> dict[str, Any]:
    """Raises ApiError 401 for a token that is not this provider's, for us, for this sign-in, now."""
    try:
        token = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=_SKEW,
            iss={"essential": True, "value": issuer},
            sub={"essential": True},
            aud={"essential": True, "value": client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(token.claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _not_good(str(error)) from None
    claims: dict[str, Any] = token.claims
    audience = claims["aud"]
    has_others = isinstance(audience, list) and set(audience) != {client_id}
    if (has_others or "azp" in claims) and claims.get("azp") != client_id:
        raise _not_good("it is for others")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise _not_good("it names nobody")
    if "at_hash" in claims and not _is_hash_of(claims["at_hash"], access_token, token.header["alg"]):
        raise _not_good("it came with another access token")
    return claims


def _is_hash_of(at_hash: Any, access_token: str | None, algorithm: str) -> bool:
    """Section 3.1.3.6."""
    if access_token is None or not isinstance(at_hash, str):
        return False
    digest = _HASHES[algorithm if algorithm == "EdDSA" else algorithm[2:]](access_token.encode()).digest()
    made = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=")
    return hmac.compare_digest(made, at_hash.encode())


def _not_good(problem: str) -> ApiError:
    return refusal(401, "the provider's token is not good", details=problem, hint="Sign in again.")
