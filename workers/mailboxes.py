"""Tries mailboxes, and refreshes the tokens of mailbox accounts ahead; `Watching` reads mailboxes."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import dramatiq

from pgdesk.api.envelope import Envelope
from pgdesk.mail.imap.desk import MailboxDesk
from pgdesk.mail.imap.trying import try_mailbox
from pgdesk.mail.imap.watching import open_pool
from pgdesk.mail.login import Logins
from pgdesk.mail.problems import MailProblem
from pgdesk.settings import Settings, read_networks

#: So long before it ends a token is replaced; helpdesk.refresh_mail_tokens looks for those.
_AHEAD = timedelta(minutes=10)


@dramatiq.actor(actor_name="test_mailbox", queue_name="mailboxes", max_retries=0, time_limit=180_000)
def test_mailbox(mailbox: str) -> None:
    """Answers in helpdesk.mailbox_test."""
    settings = Settings.from_env()
    allowed = read_networks(settings.mail_networks)
    with open_pool(settings) as pool:
        try_mailbox(
            mailbox, MailboxDesk(pool, uuid4()), Logins(Envelope(settings.secret_keys), allowed), allowed
        )


@dramatiq.actor(actor_name="refresh_mail_token", queue_name="mailboxes", max_retries=0, time_limit=60_000)
def refresh_mail_token(account: str) -> None:
    """The database keeps why there is none, and asks again within a minute."""
    settings = Settings.from_env()
    logins = Logins(Envelope(settings.secret_keys), read_networks(settings.mail_networks))
    with open_pool(settings) as pool, pool.connection() as connection, suppress(MailProblem):
        logins.of(connection, account, _AHEAD)
