"""By what pgdesk logs in to mail servers: a password, or a provider's token, which is refreshed in time."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import msgspec
from psycopg import Connection

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.mail.problems import MailProblem
from pgdesk.mail.tokens import Refresh, Tokens, TokensRefused, ask_for_tokens
from pgdesk.settings import Network

_BEGIN = "SELECT helpdesk.begin_mail_login(%s, %s)"
_KEEP = "SELECT helpdesk.keep_mail_tokens(%s, %s, %s, %s, %s)"
_REFUSED = "SELECT helpdesk.note_mail_refusal(%s, %s, %s)"
#: Seconds for which another's refresh is waited for, and between looks.
_PATIENCE, _PAUSE = 20.0, 0.5


class Login(msgspec.Struct, frozen=True):
    """Of an account at a mail server, for IMAP and SMTP alike."""

    user_name: str
    #: PLAIN (RFC 4616) or XOAUTH2
    mechanism: str
    #: the password, or the access token
    secret: str

    def initial_response(self) -> bytes:
        """What SASL sends first."""
        if self.mechanism == "PLAIN":
            return f"\0{self.user_name}\0{self.secret}".encode()
        return f"user={self.user_name}\1auth=Bearer {self.secret}\1\1".encode()


class _Begun(msgspec.Struct):
    """What helpdesk.begin_mail_login says; secrets sealed, in hexadecimal."""

    account: str | None = None
    user_name: str = ""
    problem: str | None = None
    password: str | None = None
    access_token: str | None = None
    refresh: Refresh | None = None


class Logins:
    """Opens what the database keeps sealed; `allowed`: private networks where token endpoints may be."""

    def __init__(self, envelope: Envelope, allowed: list[Network]) -> None:
        self._envelope = envelope
        self._allowed = allowed

    def of(self, connection: Connection[Any], account: str, ahead: timedelta = timedelta(minutes=1)) -> Login:
        """For `ahead` at least. The connection commits by itself. Raises MailProblem."""
        gives_up_at = time.monotonic() + _PATIENCE
        while True:
            row = connection.execute(_BEGIN, (account, ahead)).fetchone()
            begun = msgspec.convert(row[0] if row else {}, _Begun)
            if begun.problem is not None:
                raise MailProblem(begun.problem, is_refused=True)
            if begun.password is not None:
                password = self._open("password", account, begun.password)
                return Login(begun.user_name, "PLAIN", password)
            if begun.access_token is not None:
                return Login(
                    begun.user_name, "XOAUTH2", self._open("access_token", account, begun.access_token)
                )
            if begun.refresh is not None:
                return Login(begun.user_name, "XOAUTH2", self._refresh(connection, account, begun.refresh))
            if time.monotonic() > gives_up_at:
                raise MailProblem(f"no token for mailbox account {account} has come yet")
            time.sleep(_PAUSE)

    def keep(
        self, connection: Connection[Any], account: str, tokens: Tokens, *, is_authorization: bool = False
    ) -> None:
        connection.execute(_KEEP, self.sealed(account, tokens, is_authorization=is_authorization))

    def sealed(self, account: str, tokens: Tokens, *, is_authorization: bool) -> tuple[Any, ...]:
        """What helpdesk.keep_mail_tokens takes."""
        refresh_token = tokens.refresh_token
        return (
            account,
            self._envelope.seal(f"mailbox_account.access_token {account}", tokens.access_token.encode()),
            tokens.lifetime,
            None
            if refresh_token is None
            else self._envelope.seal(f"mailbox_account.refresh_token {account}", refresh_token.encode()),
            is_authorization,
        )

    def opened(self, account: str, refresh: Refresh) -> Refresh:
        """With its secrets as they are."""
        client_secret, refresh_token = refresh.client_secret, refresh.refresh_token
        if client_secret is not None:
            place = f"mail_provider.client_secret {refresh.provider}"
            client_secret = self._envelope.open(place, bytes.fromhex(client_secret)).decode()
        if refresh_token is not None:
            refresh_token = self._open("refresh_token", account, refresh_token)
        return msgspec.structs.replace(refresh, client_secret=client_secret, refresh_token=refresh_token)

    def _refresh(self, connection: Connection[Any], account: str, refresh: Refresh) -> str:
        try:
            tokens = ask_for_tokens(self.opened(account, refresh), self._allowed)
        except (TokensRefused, OSError, ValueError, ApiError) as error:
            is_refused = isinstance(error, TokensRefused)
            text = f"{refresh.provider} gives no token for mailbox account {account}: {error}"
            connection.execute(_REFUSED, (account, text, is_refused))
            raise MailProblem(text, is_refused=is_refused) from error
        self.keep(connection, account, tokens)
        return tokens.access_token

    def _open(self, column: str, account: str, sealed: str) -> str:
        try:
            return self._envelope.open(f"mailbox_account.{column} {account}", bytes.fromhex(sealed)).decode()
        except ApiError as error:
            raise MailProblem(f"{error.message}. {error.hint}", is_refused=True) from error
