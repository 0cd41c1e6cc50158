"""What is done in a folder: it is looked at, read without a trace, and what is stored is marked as seen."""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from pgdesk.mail.imap.connection import Connection, said_by
from pgdesk.mail.imap.problems import of_session
from pgdesk.mail.login import Login
from pgdesk.mail.problems import MailProblem
from pgdesk.settings import Network

#: UIDs that one search asks for, as long as what was there before is read.
_WINDOW, _LARGEST_WINDOW = 1_000, 50_000
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"\bUID (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Response codes by which a server refuses a login that it may take a moment later (RFC 5530).
_FOR_NOW = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]|too many", re.IGNORECASE)


class Folder:
    """A selected folder. Its methods raise MailProblem, and OSError and imaplib's errors, see `opened`."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self.name = name
        self.uid_validity = 0
        self.has_idle = "IDLE" in connection.capabilities
        self._uid_next: int | None = None

    def select(self) -> None:
        try:
            kind, said = self._connection.select(quote(encode_folder(self.name)))
        except imaplib.IMAP4.readonly:
            raise MailProblem(
                f"folder {self.name} can be read only: no mail could be marked as seen"
            ) from None
        if kind != "OK":
            raise MailProblem(f"there is no folder {self.name}: {said_by(said)}")
        self.uid_validity = self._number("UIDVALIDITY") or 0
        self._uid_next = self._number("UIDNEXT")

    def find(self, last_uid: int, since: date | None) -> Iterator[list[int]]:
        """UIDs above the last one of mails that nobody has deleted, rising; in parts, none of them empty."""
        criteria = "UNDELETED" if since is None else f"UNDELETED SINCE {_day(since)}"
        first, window = last_uid + 1, _WINDOW
        # What is there is asked for in parts: as a whole, it may be a line of megabytes.
        while self._uid_next is not None and first + window < self._uid_next:
            found = self._search(f"UID {first}:{first + window - 1} {criteria}")
            first += window
            # UIDs may have wide gaps.
            window = _WINDOW if found else min(window * 2, _LARGEST_WINDOW)
            if found:
                yield found
        # The last mail of a folder is in every n:*.
        if found := [uid for uid in self._search(f"UID {first}:* {criteria}") if uid >= first]:
            yield found
        self._uid_next = None

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """In bytes; of mails that have gone meanwhile there is none."""
        kind, said = self._connection.uid("FETCH", ",".join(map(str, uids)), "(RFC822.SIZE)")
        self._require(kind, said, "does not say how large mails are")
        found = {}
        for line in said:
            if isinstance(line, bytes) and (uid := _UID.search(line)) and (size := _SIZE.search(line)):
                found[int(uid[1])] = int(size[1])
        return found

    def fetch(self, uid: int, most: int | None = None) -> bytes | None:
        """The mail's bytes as they are, or so many of them; none: it has gone."""
        part = "BODY.PEEK[]" if most is None else f"BODY.PEEK[]<0.{most}>"
        try:
            kind, said = self._connection.uid("FETCH", str(uid), f"({part})")
        except (OSError, imaplib.IMAP4.error) as error:
            # Whoever looks for it must know which mail it is.
            problem = of_session(error, str(self._connection.host))
            raise MailProblem(f"while mail {uid} of folder {self.name} was read, {problem}") from error
        self._require(kind, said, f"does not give mail {uid}")
        for line in said:
            # Others may change flags meanwhile, of which the server tells in between.
            if isinstance(line, tuple) and b"BODY[]" in line[0].upper():
                return bytes(line[1])
        return None

    def mark_seen(self, uids: Sequence[int]) -> None:
        if uids:
            self._connection.uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", "(\\Seen)")

    def wait(self, seconds: float) -> None:
        self._connection.wait(seconds)

    def count(self) -> int:
        """Mails in the folder, when it was opened."""
        return self._number("EXISTS") or 0

    def _search(self, criteria: str) -> list[int]:
        kind, said = self._connection.uid("SEARCH", criteria)
        self._require(kind, said, "cannot be searched")
        return sorted(int(uid) for line in said if line for uid in line.split())

    def _require(self, kind: str, said: Sequence[object], what: str) -> None:
        if kind != "OK":
            raise MailProblem(f"folder {self.name} {what}: {said_by(said)[:300]}")

    def _number(self, name: str) -> int | None:
        _, said = self._connection.response(name)
        return int(said[-1]) if said and said[-1] else None


@contextmanager
def opened(
    host: str,
    port: int,
    tls: str,
    login: Login,
    folder: str,
    allowed: Sequence[Network],
    context: ssl.SSLContext | None = None,
) -> Iterator[tuple[Connection, Folder]]:
    """The folder at the server, for as long as the block; whatever breaks off inside is a MailProblem."""
    connection = Connection(host, port, tls, allowed, context)
    try:
        _log_in(connection, login)
        found = Folder(connection, folder)
        found.select()
        yield connection, found
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise of_session(error, host) from error
    finally:
        connection.close_quietly()


def _log_in(connection: Connection, login: Login) -> None:
    told = b""

    def answer(challenge: bytes) -> bytes:
        nonlocal told
        if challenge:
            # What the provider says against the token; only an empty answer lets it refuse.
            told = challenge
            return b""
        return login.initial_response()

    mechanism = login.mechanism
    try:
        if f"AUTH={mechanism}" in connection.capabilities:
            connection.authenticate(mechanism, answer)
        elif mechanism == "PLAIN" and "LOGINDISABLED" not in connection.capabilities:
            connection.login(quote(login.user_name), login.secret)
        else:
            raise MailProblem(f"{connection.host} does not offer to log in by {mechanism}", is_refused=True)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        said = " ".join(filter(None, (str(error), told.decode("utf-8", "replace"))))[:300]
        raise MailProblem(
            f"{connection.host} refuses the login of {login.user_name}: {said}",
            is_refused=_FOR_NOW.search(said) is None,
        ) from None
    except UnicodeEncodeError:
        raise MailProblem(
            f"{connection.host} takes only passwords of ASCII characters", is_refused=True
        ) from None
    connection.learn_capabilities()


def encode_folder(name: str) -> str:
    """Modified UTF-7 (RFC 3501, 5.1.3)."""

    def encode(found: re.Match[str]) -> str:
        text = found[0]
        if text == "&":
            return "&-"
        coded = base64.b64encode(text.encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
        return f"&{coded.decode()}-"

    return re.sub(r"&|[^\x20-\x7e]+", encode, name)


def quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _day(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
