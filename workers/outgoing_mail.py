"""Sends mails."""

import dramatiq

from pgdesk.mail.outbox import connect, send_due
from pgdesk.mail.smtp import parse_url
from pgdesk.settings import Settings


@dramatiq.actor(actor_name="send_mail", queue_name="mail", time_limit=1_800_000, max_retries=0)
def send_mail() -> None:
    """Sends what is due; the database wakes the next. Without a mail server all waits."""
    settings = Settings.from_env()
    if not settings.smtp_url:
        return
    with connect(settings) as connection:
        send_due(connection, settings, parse_url(settings.smtp_url))
