"""Hands mails to a mail server (RFC 5321), one recipient a transaction."""

from __future__ import annotations

import re
import smtplib
import ssl
from urllib.parse import unquote, urlsplit

import msgspec

from pgdesk.mail.login import Login

#: Seconds for what a server answers at once, and for taking a text (10 minutes in RFC 5321, section 4.5.3.2).
_CONNECT, _COMMAND, _TEXT = 20.0, 60.0, 300.0
_PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
_MAX_ANSWER = 2000


class Server(msgspec.Struct, frozen=True):
    """A mail server that takes mails for anybody."""

    host: str
    port: int
    #: tls from the beginning; starttls: demanded before anything is said; none
    security: str
    login: Login | None = None


class Answer(msgspec.Struct, frozen=True):
    """How a transaction ended: reply code (None: there was none) and text, enhanced code included."""

    code: int | None
    text: str


class NoServer(Exception):
    """The server cannot be used: whatever is to be sent has to wait."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.text)
        self.answer = answer


def parse_url(url: str) -> Server:
    """smtps://user:password@host:465, smtp:// (STARTTLS) or smtp+plain:// (no TLS). Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("must be like smtps://user:password@mail.example, smtp:// or smtp+plain://")
    security = {"smtps": "tls", "smtp": "starttls", "smtp+plain": "none"}[parts.scheme]
    login = None
    if parts.username:
        login = Login(unquote(parts.username), "PLAIN", unquote(parts.password or ""))
    return Server(parts.hostname, parts.port or _PORTS[parts.scheme], security, login)


class Session:
    """A connection to a server; `is_open` says whether it takes another mail."""

    def __init__(self, server: Server, name: str) -> None:
        """Connects, calls itself `name`, and signs in. Raises NoServer."""
        self.is_open = False
        try:
            # To read what certificates are trusted takes as long as twenty mails: not where none is shown.
            if server.security == "tls":
                context = ssl.create_default_context()
                self._smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                    server.host, server.port, name, timeout=_CONNECT, context=context
                )
            else:
                self._smtp = smtplib.SMTP(server.host, server.port, name, timeout=_CONNECT)
            self._timeout(_COMMAND)
            if server.security == "starttls":
                self._smtp.starttls(context=ssl.create_default_context())
            self._smtp.ehlo_or_helo_if_needed()
            if server.login is not None:
                self._log_in(server.login)
        except smtplib.SMTPResponseException as refusal:
            raise NoServer(_answer(refusal.smtp_code, refusal.smtp_error)) from None
        except (OSError, smtplib.SMTPException, UnicodeEncodeError) as problem:
            raise NoServer(Answer(None, f"{type(problem).__name__}: {problem}"[:_MAX_ANSWER])) from None
        self.is_open = True

    def _log_in(self, login: Login) -> None:
        if login.mechanism == "PLAIN":
            self._smtp.login(login.user_name, login.secret)
            return
        if login.mechanism not in self._smtp.esmtp_features.get("auth", "").split():
            raise smtplib.SMTPNotSupportedError(f"the mail server offers no {login.mechanism}")

        def answer(challenge: bytes | None = None) -> str:
            # What the provider says against a token: only an empty answer lets the server refuse it.
            return "" if challenge else login.initial_response().decode()

        self._smtp.auth(login.mechanism, answer)

    def send(self, sender: str, recipient: str, raw: bytes) -> Answer:
        """One transaction; sender may be empty (RFC 5321, section 4.5.5)."""
        features = self._smtp.esmtp_features
        limit = features.get("size", "")
        if limit.isdigit() and 0 < int(limit) < len(raw):
            return Answer(552, f"5.3.4 the mail has {len(raw)} bytes, the mail server takes {limit}")
        options = [f"SIZE={len(raw)}"] if "size" in features else []
        if not recipient.isascii():
            if "smtputf8" not in features:
                return Answer(553, "5.6.7 the mail server takes no addresses outside ASCII")
            options.append("SMTPUTF8")
        where = "the connection ended"
        try:
            code, text = self._smtp.mail(sender, options)
            if code == 250:
                code, text = self._smtp.rcpt(recipient)
            if code in (250, 251):
                code, text = self._smtp.docmd("DATA")
            if code != 354:
                return self._refused(code, text)
            where = "the connection ended after the text, which may have been taken"
            self._timeout(_TEXT)
            self._smtp.send(_stuff(raw))
            code, text = self._smtp.getreply()
            self._timeout(_COMMAND)
            return _answer(code, text) if code == 250 else self._refused(code, text)
        except smtplib.SMTPResponseException as problem:
            return self._refused(problem.smtp_code, problem.smtp_error)
        except (OSError, smtplib.SMTPException) as problem:
            self.is_open = False
            return Answer(None, f"{where}: {problem}"[:_MAX_ANSWER])
        finally:
            self._smtp.command_encoding = "ascii"

    def _refused(self, code: int, text: bytes | str) -> Answer:
        """Servers count refusals, and slow down: what follows gets another session."""
        if code == 421:
            self._smtp.close()
            self.is_open = False
        else:
            self.close()
        return _answer(code, text)

    def close(self) -> None:
        """Says goodbye."""
        try:
            if self.is_open:
                self.is_open = False
                self._timeout(_CONNECT)
                self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            self._smtp.close()

    def _timeout(self, seconds: float) -> None:
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)


def _answer(code: int, text: bytes | str) -> Answer:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return Answer(code if 200 <= code <= 599 else None, said.replace("\0", "")[:_MAX_ANSWER])


def _stuff(raw: bytes) -> bytes:
    """The text as DATA sends it (RFC 5321, section 4.5.2); its lines end in CRLF."""
    return re.sub(rb"(?m)^\.", b"..", raw) + (b"" if raw.endswith(b"\r\n") else b"\r\n") + b".\r\n"
