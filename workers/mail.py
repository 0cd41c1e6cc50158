"""Decides about stored mails that the api process did not get to."""

import dramatiq

from pgdesk.mail.store import decide
from pgdesk.workers.connecting import connect


@dramatiq.actor(actor_name="process_inbound_mail", max_retries=10, min_backoff=10_000, max_backoff=3_600_000)
def process_inbound_mail(inbound_mail_id: int) -> None:
    """Takes in one stored mail; ends at once when that has been done."""
    with connect("inbound mail", autocommit=False) as connection:
        decide(connection, inbound_mail_id)
