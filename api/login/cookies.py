"""Sessions of browsers: the tokens in cookies that no script reads, for requests of our own pages only."""

from __future__ import annotations

from urllib.parse import urlsplit

from litestar.datastructures import Cookie

from pgdesk.api.asgi import Scope
from pgdesk.api.errors import ApiError, refusal
from pgdesk.api.login.tokens import Grant
from pgdesk.settings import Settings

_READS = frozenset(("GET", "HEAD", "OPTIONS"))


class Cookies:
    """Under https no neighbouring host can set one of these names: RFC 6265bis, section 4.1.3.2."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.base_url)
        self._is_secure = parts.scheme == "https"
        self._origin = f"{parts.scheme}://{parts.netloc}".lower().encode()
        prefix = "__Host-" if self._is_secure else ""
        self._access, self._refresh = f"{prefix}pgdesk_access", f"{prefix}pgdesk_refresh"
        self._own = (self._access.encode(), self._refresh.encode())

    def issue(self, grant: Grant, access_token: str, refresh_token: str) -> list[Cookie]:
        return [
            self._make(self._access, access_token, grant.access_seconds),
            self._make(self._refresh, refresh_token, grant.refresh_seconds),
        ]

    def clear(self) -> list[Cookie]:
        return [self._make(self._access, "", 0), self._make(self._refresh, "", 0)]

    def refresh_token(self, scope: Scope) -> str | None:
        """None where there is no cookie. Raises ApiError 403 for what no page of ours sent."""
        found = _read(scope).get(self._own[1])
        if found is None:
            return None
        self.require_own_page(scope)
        return found.decode("latin-1")

    def adopt(self, scope: Scope) -> ApiError | None:
        """Makes the cookie of an access token the bearer token that others send; our cookies go no further.

        An error where it would change something that no page of ours asked for. What has a bearer token
        already needs no cookie.
        """
        for name, _ in scope["headers"]:
            if name == b"cookie":
                break
        else:
            return None
        cookies = _read(scope)
        has_bearer = any(name == b"authorization" for name, _ in scope["headers"])
        access = None if has_bearer else cookies.get(self._own[0])
        if access is not None and scope["method"] not in _READS and not self._is_of_own_page(scope):
            return _foreign()
        headers = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
        others = b"; ".join(b"%s=%s" % pair for pair in cookies.items() if pair[0] not in self._own)
        if others:
            headers.append((b"cookie", others))
        if access is not None:
            headers.append((b"authorization", b"Bearer " + access))
        scope["headers"] = headers
        return None

    def require_own_page(self, scope: Scope) -> None:
        """Raises ApiError 403 for what no page of ours sent."""
        if not self._is_of_own_page(scope):
            raise _foreign()

    def _is_of_own_page(self, scope: Scope) -> bool:
        """By what browsers say and no page can change: Fetch Metadata, else RFC 6454, section 7."""
        headers = dict(scope["headers"])
        site = headers.get(b"sec-fetch-site")
        if site is not None:
            return bool(site == b"same-origin")
        return bool(headers.get(b"origin", b"").lower() == self._origin)

    def _make(self, name: str, value: str, seconds: int) -> Cookie:
        return Cookie(
            name,
            value=value,
            max_age=seconds,
            secure=self._is_secure,
            httponly=True,
            samesite="strict",
        )


def _read(scope: Scope) -> dict[bytes, bytes]:
    """Of a name that comes twice the first, which is the one with the longer path."""
    found: dict[bytes, bytes] = {}
    for header, value in scope["headers"]:
        if header == b"cookie":
            for pair in value.split(b";"):
                name, _, content = pair.strip().partition(b"=")
                found.setdefault(name, content)
    return found


def _foreign() -> ApiError:
    return refusal(
        403,
        "a page of another origin may not use the cookies of a session",
        hint="Send the request from PGDESK_PUBLIC_URL, or with a bearer token.",
    )
