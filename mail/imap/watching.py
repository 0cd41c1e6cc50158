"""Reads all mailboxes that the database gives this worker, each in a thread of its own."""

from __future__ import annotations

import threading
from ssl import SSLContext
from uuid import uuid4

import psycopg
import structlog
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool

from pgdesk.api.envelope import Envelope
from pgdesk.mail.imap.desk import Mailbox, MailboxDesk, Pool
from pgdesk.mail.imap.reading import Reading
from pgdesk.mail.login import Logins
from pgdesk.settings import Settings, read_networks

#: Seconds between two looks into a folder whose server does not tell of mail.
_POLL = 60.0
#: Seconds between two calls that keep what this worker has, and look for what else there is.
_TURN = 10.0
#: Mailboxes that one worker reads at a time.
_MOST = 200
_CONNECTIONS = 4
#: Seconds that threads have to end.
_ENDS_WITHIN = 5.0

log = structlog.get_logger()


class Watching:
    """`run` blocks until `stop`; survives restarts of the database and of mail servers."""

    def __init__(
        self,
        settings: Settings,
        context: SSLContext | None = None,
        *,
        turn: float = _TURN,
        poll: float = _POLL,
    ) -> None:
        self._pool = open_pool(settings)
        self._desk = MailboxDesk(self._pool, uuid4())
        self._allowed = read_networks(settings.mail_networks)
        self._logins = Logins(Envelope(settings.secret_keys), self._allowed)
        self._context, self._turn, self._poll = context, turn, poll
        self._stopping = threading.Event()
        self._threads: dict[str, tuple[Reading, threading.Thread]] = {}

    def run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._follow(self._desk.hold(_MOST))
                except psycopg.OperationalError as problem:
                    log.warning("mailboxes wait for the database", problem=str(problem).strip())
                self._stopping.wait(self._turn)
        finally:
            self._end()

    def stop(self) -> None:
        self._stopping.set()

    def names(self) -> set[str]:
        """Of the mailboxes that are being read."""
        return {name for name, (_, thread) in self._threads.items() if thread.is_alive()}

    def read_once(self) -> dict[str, str | None]:
        """Takes in what there is of each mailbox that nobody else reads: what went wrong, none: nothing."""
        found: dict[str, str | None] = {}
        try:
            for mailbox in self._desk.hold(_MOST):
                found[mailbox.mailbox] = self._reading(mailbox, is_continuous=False).run()
        finally:
            self._end()
        return found

    def _follow(self, held: list[Mailbox]) -> None:
        """Ends what is held no more or has changed, begins what is new."""
        wanted = {mailbox.mailbox: mailbox for mailbox in held}
        for name, (reading, thread) in list(self._threads.items()):
            if not thread.is_alive():
                del self._threads[name]
            elif wanted.get(name) != reading.mailbox:
                # Another takes its place when it has ended: two would read the same mails.
                reading.stop()
        for name, mailbox in wanted.items():
            if name not in self._threads:
                reading = self._reading(mailbox, is_continuous=True)
                thread = threading.Thread(target=reading.run, name=f"mailbox {name}", daemon=True)
                self._threads[name] = reading, thread
                thread.start()

    def _reading(self, mailbox: Mailbox, *, is_continuous: bool) -> Reading:
        return Reading(
            mailbox,
            self._desk,
            self._logins,
            self._allowed,
            self._context,
            self._poll,
            is_continuous=is_continuous,
        )

    def _end(self) -> None:
        for reading, _ in self._threads.values():
            reading.stop()
        for _, thread in self._threads.values():
            thread.join(_ENDS_WITHIN)
        try:
            self._desk.release()
        except psycopg.OperationalError as problem:
            log.warning("mailboxes were not left to others", problem=str(problem).strip())
        self._pool.close()


def open_pool(settings: Settings) -> Pool:
    """Of login worker; connects on first use."""
    return ConnectionPool(
        kwargs={
            **conninfo_to_dict(settings.worker_database_url),
            "autocommit": True,
            "application_name": "pgdesk mailboxes",
        },
        min_size=0,
        max_size=_CONNECTIONS,
        max_idle=60,
        timeout=10,
        open=True,
        check=ConnectionPool.check_connection,
    )
