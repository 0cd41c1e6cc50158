"""Sends what is due in the outbox; what becomes of each mail, the database decides."""

from __future__ import annotations

import ipaddress
import time
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import msgspec
import psycopg
import structlog
from liquid.exceptions import LiquidError
from psycopg import Connection

from pgdesk.api.envelope import Envelope
from pgdesk.api.errors import ApiError
from pgdesk.files.contents import find_source, read_chunks
from pgdesk.files.store import Store, StoreError
from pgdesk.mail.compose import Body, Enclosure, Letter, NoRecipient, compose, encode_domain, envelope_sender
from pgdesk.mail.login import Logins
from pgdesk.mail.problems import MailProblem
from pgdesk.mail.signing import Signer
from pgdesk.mail.smtp import Answer, NoServer, Server, Session
from pgdesk.mail.templates.render import render
from pgdesk.settings import Settings, read_networks

#: Mails of one connection, after which servers want another.
_PER_SESSION = 50
#: Mails that are taken at a time, so that one worker's death leaves few to wait for.
_BATCH = 10
#: Seconds after which what was taken and not begun is given back: it is this worker's for 15 minutes, and one
#: mail takes 8 at most.
_GIVE_BACK = 360.0
#: Seconds between two looks: so long as a worker looks, who writes a mail need not wake one.
_LOOK = 0.5
#: Seconds between attempts to note what became of a mail; all within the time for which it is this worker's.
_PAUSES = (0.1, 0.5, 2.0, 8.0, 16.0)

_BEGIN_TURN = "SELECT helpdesk.begin_smtp_turn()"
_END_TURN = "SELECT helpdesk.end_smtp_turn(%s, %s)"
_BEGIN = "SELECT m FROM helpdesk.begin_mails(%s, %s) AS m"
_KEEP = "SELECT helpdesk.keep_mail_texts(%s, %s, %s, %s)"
_END = "SELECT helpdesk.end_mail(%s, %s, %s, %s)"
_READ_REPORT = "SELECT helpdesk.read_report_file(%s)"
_RELEASE = "SELECT helpdesk.release_mails(%s, %s, %s)"

log = structlog.get_logger()


def send_due(connection: Connection[Any], settings: Settings, server: Server, looks: float = 3.0) -> int:
    """Sends up to 50 mails over one connection, and looks for more for `looks` seconds; how many were tried.

    `connection` is in autocommit, as login worker. Nothing is due, or others send already: 0.
    """
    turn = connection.execute(_BEGIN_TURN).fetchone()
    if turn is None or turn[0] is None:
        return 0
    run = _Run(connection, settings, server, turn[0])
    try:
        run.work(looks)
    finally:
        run.end()
    return run.tried


def connect(settings: Settings) -> Connection[Any]:
    """A connection as send_due wants it."""
    return psycopg.connect(settings.worker_database_url, autocommit=True, application_name="pgdesk mail")


class _Run:
    def __init__(self, connection: Connection[Any], settings: Settings, server: Server, turn: int) -> None:
        self._connection, self._settings, self._server, self._turn = connection, settings, server, turn
        self._session: Session | None = None
        self._signer: Signer | None = None
        self._closing = ExitStack()
        self.tried, self.has_server = 0, True

    def work(self, looks: float) -> None:
        ends = time.monotonic() + looks
        while self.has_server and self.tried < _PER_SESSION:
            rows = self._connection.execute(_BEGIN, (self._turn, min(_BATCH, _PER_SESSION - self.tried)))
            letters = [msgspec.convert(row[0], Letter) for row in rows]
            if letters:
                self._send(letters)
                ends = time.monotonic() + looks
            elif time.monotonic() < ends:
                time.sleep(_LOOK)
            else:
                return

    def _send(self, letters: list[Letter]) -> None:
        begun = time.monotonic()
        try:
            bodies = self._bodies(letters)
        except psycopg.OperationalError as problem:
            self._release(letters, Answer(None, f"the database went away: {problem}".strip()))
            raise
        # What was deleted meanwhile has none.
        letters = [one for one in letters if one.outgoing_mail_id in bodies]
        while letters:
            letter = letters[0]
            try:
                if time.monotonic() - begun > _GIVE_BACK:
                    raise NoServer(Answer(None, "the mail server is slow"))
                with structlog.contextvars.bound_contextvars(request_id=letter.request_id):
                    answer = self._try(letter, bodies[letter.outgoing_mail_id])
                    log.info("mail", outgoing_mail_id=letter.outgoing_mail_id, code=answer.code)
            except NoServer as problem:
                self.has_server = False
                log.warning(
                    "mail server cannot be used", problem=problem.answer.text, code=problem.answer.code
                )
                self._release(letters, problem.answer)
                return
            except psycopg.OperationalError as problem:
                self._release(letters, Answer(None, f"the database went away: {problem}".strip()))
                raise
            letters.pop(0)
            self.tried += 1
            self._note(_END, letter.outgoing_mail_id, letter.attempts, answer.code, answer.text)

    def _release(self, letters: list[Letter], answer: Answer) -> None:
        self._note(_RELEASE, [one.outgoing_mail_id for one in letters], answer.code, answer.text)

    def _note(self, statement: str, *values: Any) -> None:
        """Over another connection where this one was lost: nobody else knows what the mail server said."""
        for pause in _PAUSES:
            try:
                self._connected().execute(statement, values)
                return
            except psycopg.OperationalError as error:
                log.warning("mail not noted yet", problem=str(error).strip())
                time.sleep(pause)
        self._connected().execute(statement, values)

    def _connected(self) -> Connection[Any]:
        if self._connection.closed:
            self._connection = self._closing.enter_context(connect(self._settings))
        return self._connection

    def _try(self, letter: Letter, body: Body | Exception) -> Answer:
        """Raises NoServer."""
        try:
            if isinstance(body, Exception):
                raise body
            raw = compose(letter, body, self._settings.base_url, self._files(letter))
            raw = self._signed(letter, raw)
            sender, recipient = envelope_sender(letter), encode_domain(letter.address)
        except NoRecipient as problem:
            return Answer(553, f"5.1.3 {problem}")
        except StoreError as problem:
            return Answer(None, str(problem))
        except LiquidError as problem:
            return Answer(None, f"the text cannot be filled in: {problem}")
        except (psycopg.OperationalError, NoServer):
            raise
        # No fault of the recipient's, and none that the mails behind it wait for.
        except Exception as problem:
            log.error("a mail cannot be made", outgoing_mail_id=letter.outgoing_mail_id, exc_info=problem)
            return Answer(None, f"the mail cannot be made: {type(problem).__name__}")
        if self._session is None or not self._session.is_open:
            self._session = Session(self._reachable(), _own_name(self._settings))
        return self._session.send(sender, recipient, raw)

    def _signed(self, letter: Letter, raw: bytes) -> bytes:
        """Raises NoServer: the key cannot be opened, and without a signature nobody might take it."""
        domain = encode_domain(letter.sender_address).rpartition("@")[2]
        try:
            if self._signer is None:
                self._signer = Signer(self._connection, Envelope(self._settings.secret_keys))
            return self._signer.sign(raw, domain)
        except ApiError as problem:
            raise NoServer(Answer(None, f"DKIM of {domain}: {problem.message}. {problem.hint}")) from problem

    def _reachable(self) -> Server:
        """With a token that is good now, where it is a mailbox account that logs in. Raises NoServer."""
        account = self._settings.smtp_account
        if not account:
            return self._server
        allowed = read_networks(self._settings.mail_networks)
        logins = Logins(Envelope(self._settings.secret_keys), allowed)
        try:
            login = logins.of(self._connection, account)
        except MailProblem as problem:
            raise NoServer(Answer(None, str(problem))) from problem
        return msgspec.structs.replace(self._server, login=login)

    def _files(self, letter: Letter) -> list[tuple[Enclosure, bytes]]:
        """Raises StoreError: not now."""
        found = []
        for enclosure in letter.enclosures:
            if not enclosure.is_clean:
                raise StoreError(f"{enclosure.filename} waits for the virus scanner")
            if enclosure.attachment_id is None:
                row = self._connection.execute(_READ_REPORT, (enclosure.report_file_id,)).fetchone()
                if row and row[0] is not None:
                    found.append((enclosure, row[0]))
                continue
            source = find_source(self._connection, enclosure.attachment_id)
            if source is None:
                continue
            if source.storage_key is None:
                content = source.content()
            elif self._settings.files_url:
                content = b"".join(read_chunks(source, Store(self._settings.files_url)))
            else:
                raise StoreError(f"{enclosure.filename} is in a store that PGDESK_FILES_URL does not name")
            if content is not None:
                found.append((enclosure, content))
        return found

    def _bodies(self, letters: list[Letter]) -> dict[int, Body | Exception]:
        """Each made at the first attempt and kept, so that a second copy is the same, unless it is secret."""
        found: dict[int, Body | Exception] = {
            one.outgoing_mail_id: one.body for one in letters if one.body is not None
        }
        new = [one for one in letters if one.body is None]
        return found | self._make(new) if new else found

    def _make(self, letters: list[Letter]) -> dict[int, Body | Exception]:
        keys = [one.outgoing_mail_id for one in letters]
        try:
            made = render(self._connection, keys, self._settings.base_url, self._settings.jwt_secret)
            secret = {one.outgoing_mail_id for one in letters if one.has_secret}
            kept = {key: body for key, body in made.items() if isinstance(body, Body) and key not in secret}
            texts = [(body.subject, body.text, body.html) for body in kept.values()]
            if kept:
                self._connection.execute(_KEEP, (list(kept), *map(list, zip(*texts, strict=True))))
        except psycopg.OperationalError:
            raise
        except psycopg.Error as problem:
            if len(letters) == 1:
                return {keys[0]: problem}
            # One of them is at fault, for which the others do not wait.
            return {key: body for one in letters for key, body in self._make([one]).items()}
        return made

    def end(self) -> None:
        """Says goodbye to the mail server, and gives the turn back."""
        with self._closing:
            if self._session is not None:
                self._session.close()
            self._note(_END_TURN, self._turn, self.has_server)


def _own_name(settings: Settings) -> str:
    """For EHLO (RFC 5321, section 4.1.3)."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return f"[{'IPv6:' if address.version == 6 else ''}{address}]"
