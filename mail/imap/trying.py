"""Tries a mailbox as who reads it does, and takes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from ssl import SSLContext

from pgdesk.mail.imap.desk import MailboxDesk
from pgdesk.mail.imap.session import opened
from pgdesk.mail.login import Logins
from pgdesk.mail.problems import MailProblem
from pgdesk.settings import Network


def try_mailbox(
    name: str,
    desk: MailboxDesk,
    logins: Logins,
    allowed: Sequence[Network],
    context: SSLContext | None = None,
) -> None:
    """Notes what was found, in words; nothing where there is no such mailbox any more."""
    mailbox = desk.describe(name)
    if mailbox is None:
        return
    try:
        with desk.connection() as connection:
            login = logins.of(connection, mailbox.account)
        with opened(mailbox.host, mailbox.port, mailbox.tls, login, mailbox.folder, allowed, context) as (
            _,
            folder,
        ):
            told = (
                "the server tells of mail at once"
                if folder.has_idle
                else "the server has no IDLE and is asked every minute"
            )
            text = f"folder {mailbox.folder} can be read, it has {folder.count()} mails; {told}"
    except MailProblem as problem:
        desk.answer_test(name, False, str(problem))
    else:
        desk.answer_test(name, True, text)
