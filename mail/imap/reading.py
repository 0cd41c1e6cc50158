"""Reads one mailbox: what is there, then what comes, until it is told to stop or something goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from ssl import SSLContext

import psycopg
import structlog

from pgdesk.mail.imap.connection import Connection
from pgdesk.mail.imap.desk import Mailbox, MailboxDesk, Place, Unheld
from pgdesk.mail.imap.session import Folder, opened
from pgdesk.mail.login import Logins
from pgdesk.mail.problems import MailProblem
from pgdesk.settings import Network

#: Seconds after which IDLE is begun anew: routers forget connections on which nothing is said.
_IDLE = 540.0
#: Mails after which it is noted how far the folder was read.
_BATCH = 20
#: What is taken of a mail that is too large: enough to see who wrote what.
_BEGINNING = 262_144

log = structlog.get_logger()


class Reading:
    """A thread of its own reads it; `stop` may be called by another."""

    def __init__(
        self,
        mailbox: Mailbox,
        desk: MailboxDesk,
        logins: Logins,
        allowed: Sequence[Network],
        context: SSLContext | None,
        poll: float,
        *,
        is_continuous: bool,
    ) -> None:
        self.mailbox = mailbox
        self._desk, self._logins = desk, logins
        self._allowed, self._context = allowed, context
        self._poll, self._is_continuous = poll, is_continuous
        self._stopping = threading.Event()
        self._connection: Connection | None = None

    def run(self) -> str | None:
        """What went wrong, in words; none: it was told to stop, or has read what there was."""
        name = self.mailbox.mailbox
        try:
            self._read()
        except Unheld:
            pass
        except psycopg.OperationalError as error:
            # It is held still, and begun anew when the database is there again.
            log.warning("a mailbox waits for the database", mailbox=name, problem=str(error).strip())
            return str(error).strip()
        except psycopg.Error as error:
            problem = MailProblem(f"the database refuses a mail: {error}")
            self._note_failure(problem)
            return str(problem)
        except MailProblem as problem:
            if not self._stopping.is_set():
                log.warning("a mailbox cannot be read", mailbox=name, problem=str(problem))
                self._note_failure(problem)
                return str(problem)
        return None

    def stop(self) -> None:
        self._stopping.set()
        if self._connection is not None:
            self._connection.break_off()

    def _read(self) -> None:
        box = self.mailbox
        with self._desk.connection() as connection:
            login = self._logins.of(connection, box.account)
        with opened(box.host, box.port, box.tls, login, box.folder, self._allowed, self._context) as (
            link,
            folder,
        ):
            self._connection = link
            self._desk.open(box.mailbox, folder.uid_validity, folder.has_idle)
            while not self._stopping.is_set():
                self._take_in(folder)
                if not self._is_continuous:
                    return
                if folder.has_idle:
                    folder.wait(_IDLE)
                else:
                    self._stopping.wait(self._poll)

    def _take_in(self, folder: Folder) -> None:
        """What has come since.

        A mail is marked once it is stored, and passed once it is marked: whoever is killed in between leaves
        one that is found again, and known by its bytes.
        """
        name = self.mailbox.mailbox
        place = self._desk.place(name)
        last_uid = place.last_uid
        for part in folder.find(place.last_uid, place.since):
            for uids in _batches(part):
                self._store(folder, uids, place)
                last_uid = uids[-1]
                self._desk.note_read(name, last_uid, is_caught_up=False)
                if self._stopping.is_set():
                    return
        self._desk.note_read(name, last_uid, is_caught_up=True)

    def _store(self, folder: Folder, uids: Sequence[int], place: Place) -> None:
        stored = []
        for uid, size in sorted(folder.sizes(uids).items()):
            is_whole = size <= place.max_bytes
            raw = folder.fetch(uid, None if is_whole else min(_BEGINNING, place.max_bytes))
            if not raw:
                continue
            self._desk.store(self.mailbox.mailbox, raw, None if is_whole else size)
            stored.append(uid)
        folder.mark_seen(stored)

    def _note_failure(self, problem: MailProblem) -> None:
        try:
            self._desk.note_failure(self.mailbox.mailbox, str(problem), is_refused=problem.is_refused)
        except psycopg.OperationalError as error:
            log.warning("a failure was not noted", mailbox=self.mailbox.mailbox, problem=str(error).strip())


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), _BATCH):
        yield uids[start : start + _BATCH]
